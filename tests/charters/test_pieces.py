"""Items, records and running text as entries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.blocks import document
from temoin.charters.details import details_of
from temoin.charters.entries import Entry
from temoin.charters.gathering import Gathered, gather
from temoin.charters.terms import Column


def gathered(charter: str) -> Gathered:
    return gather(document(charter))


def told(entry: Entry) -> dict[str, str]:
    return {"names": ", ".join(entry.names), **{str(column): text for column, text in entry.said.items()}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("distingue les visiteurs (13 mois)", {"purpose": "distingue les visiteurs", "lifetime": "13 mois"}),
        ("tells visits apart, 24 hours.", {"purpose": "tells visits apart", "lifetime": "24 hours"}),
        ("13 mois (reconnaît un visiteur)", {"purpose": "reconnaît un visiteur", "lifetime": "13 mois"}),
        ("Keeps you signed in. Expires: session", {"purpose": "Keeps you signed in.", "lifetime": "session"}),
        (
            "Finalité : compter. Durée : 13 mois ; tiers",
            {"purpose": "compter.", "lifetime": "13 mois ; tiers"},
        ),
        ("maintient la session de l'usager", {"purpose": "maintient la session de l'usager"}),
        ("mesure (cookie tiers)", {"purpose": "mesure", "party": "cookie tiers"}),
        ("", {}),
    ],
)
def test_running_text(text: str, said: dict[str, str]) -> None:
    assert {str(column): value for column, value in details_of(text).said.items()} == said


def test_items_that_name_cookies_and_items_that_do_not() -> None:
    found = gathered(
        "<h2>Analytics cookies</h2><ul><li><code>_ga</code>, <code>_gid</code> : counts (2 years)<li>sid: 2 weeks"
        "<li>xtvrn – recognises, 13 months<li>the others</ul><ul><li>Chrome: settings<li>Firefox: menu</ul>"
    )
    assert [told(entry) for entry in found.entries] == [
        {"names": "_ga, _gid", "lifetime": "2 years", "purpose": "counts"},
        {"names": "sid", "lifetime": "2 weeks"},
        {"names": "xtvrn", "lifetime": "13 months", "purpose": "recognises"},
    ]
    assert [one.text for one in found.unread] == ["the others"]


def test_what_stands_in_brackets_behind_a_name_is_its_provider_and_that_is_said() -> None:
    (entry,) = gathered("<ul><li><b>xt_vrn</b> (AT Internet) : recognises, 13 months</ul>").entries
    assert entry.says(Column.PROVIDER) == "AT Internet"
    assert "taken for its provider" in entry.remarks[0]


def test_items_under_an_item_that_names_a_sort() -> None:
    found = gathered(
        "<ul><li>Cookies statistiques<ul><li><b>_pk_id.*</b> : compte</ul><li>Cookies tiers</ul>"
    )
    (entry,) = found.entries
    assert entry.names == ("_pk_id.*",)
    assert entry.section.headings == ("Cookies statistiques",)


def test_labels_before_values_in_lines_in_headings_and_all_at_once() -> None:
    in_lines = "<p>Nom : a_b<br>Durée : 1 an</p><p>Nom : c_d<br>Durée : 2 ans</p>"
    in_headings = "".join(
        f"<h5>Name</h5><p>{name}</p><h5>Expires</h5><p>{lifetime}</p>"
        for name, lifetime in (("a_b", "1 an"), ("c_d", "2 ans"))
    )
    at_once = "<h5>Name</h5><h5>Expires</h5><p>a_b</p><p>1 an</p><p>c_d</p><p>2 ans</p>"
    wanted = [{"names": "a_b", "lifetime": "1 an"}, {"names": "c_d", "lifetime": "2 ans"}]
    for charter in (in_lines, in_headings, at_once):
        assert [told(entry) for entry in gathered(charter).entries] == wanted, charter


def test_a_heading_that_is_a_name() -> None:
    found = gathered(
        "<h3>Statistics</h3><h4>_ga</h4><p>Tells visitors apart.</p><ul><li>Expires: 2 years</ul>"
        "<h4>Rights</h4><p>x"
    )
    (entry,) = found.entries
    assert told(entry) == {"names": "_ga", "purpose": "Tells visitors apart.", "lifetime": "2 years"}
    assert entry.section.headings == ("Statistics",)


def test_a_table_for_each_cookie_is_turned() -> None:
    found = gathered("<table><tr><th>Name<td>_ga<tr><th>Purpose<td>counts<tr><th>Expires<td>2 years</table>")
    assert [told(entry) for entry in found.entries] == [
        {"names": "_ga", "purpose": "counts", "lifetime": "2 years"}
    ]


def test_a_table_that_lays_a_page_out_is_none() -> None:
    found = gathered(
        "<table><tr><td>menu<td><h2>Statistics</h2>"
        "<table><tr><th>Name<th>Purpose<tr><td>_ga<td>counts</table></table>"
    )
    (entry,) = found.entries
    assert entry.section.headings == ("Statistics",)


def test_a_table_in_a_cell_of_a_table_of_cookies_is_its_text() -> None:
    found = gathered(
        "<table><tr><th>Name<th>Purpose<tr><td>_ga<td><table><tr><td>counts<tr><td>visits</table></table>"
    )
    assert [told(entry) for entry in found.entries] == [{"names": "_ga", "purpose": "counts\nvisits"}]


def test_titles_within_a_table_and_columns_that_nobody_knows() -> None:
    found = gathered(
        "<table><tr><th>Name<th>Purpose<th>Content<tr><td colspan=3>Statistics"
        "<tr><td>_ga<td>counts<td>a number</table>"
    )
    (entry,) = found.entries
    assert entry.section.headings == ("Statistics",)
    assert entry.heads == {"Content": "a number"}


def test_a_name_for_each_lifetime_and_a_line_for_each_purpose() -> None:
    found = gathered(
        "<table><tr><th>Name<th>Purpose<th>Expires<tr><td>a_b<br>c_d<td>One.<br>Two.<td>1 an<br>Session"
        "<tr><td>e_f, g_h<td>One,<br>and two.<td>2 weeks, A few seconds</table>"
    )
    assert [told(entry) for entry in found.entries] == [
        {"names": "a_b", "purpose": "One.", "lifetime": "1 an"},
        {"names": "c_d", "purpose": "Two.", "lifetime": "Session"},
        {"names": "e_f", "purpose": "One,\nand two.", "lifetime": "2 weeks"},
        {"names": "g_h", "purpose": "One,\nand two.", "lifetime": "A few seconds"},
    ]


def test_a_table_without_heads_says_how_it_was_read() -> None:
    found = gathered(
        "<table><tr><td>_ga<td>Tells visitors apart on this site<td>2 years"
        "<tr><td>sid<td>Keeps you in<td>session</table>"
    )
    assert [entry.says(Column.LIFETIME) for entry in found.entries] == ["2 years", "session"]
    assert "has no heads: name in column 1" in found.remarks[0].why


def test_a_table_of_something_else_is_left_aside() -> None:
    found = gathered("<table><tr><th>Browser<th>Help<tr><td>Firefox<td>menu</table>")
    assert found.entries == ()
    assert "no column of it holds names" in found.passed[0].why


TAGS = ["<li>", "<ul>", "</ul>", "<code>", "</code>", "<h4>", "</h4>", "<p>", "<br>", "<dt>", "<dd>", "<dl>"]
WORDS = ["_ga", " : ", "13 mois", "(", ")", "Name", ": ", "Durée : ", "Statistics"]


@given(st.lists(st.sampled_from([*TAGS, *WORDS]), max_size=50).map(" ".join))
def test_any_heap_of_pieces_is_gathered(heap: str) -> None:
    for entry in gathered("<html><ul>" + heap).entries:
        assert entry.names
