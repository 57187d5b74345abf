"""Web pages as blocks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.blocks import document, outline
from temoin.charters.document import Table
from temoin.charters.grid import grid
from temoin.errors import UnreadableInput


def test_headings_paragraphs_and_tables_in_order() -> None:
    page = (
        "<h2>A</h2><p>b <i>c</i></p>"
        "<table><caption>T</caption><tr><th>Name<th>Purpose<tr><td>x<td>y</table><p>z"
    )
    assert outline(page) == ["h2 A", "p b c", "caption T", "| Name | Purpose", "| x | y", "p z"]


def test_breaks_are_lines_and_what_is_invisible_is_nothing() -> None:
    page = "<table><tr><td>_ga<br>_gid<td>cookie_<wbr>pre&shy;ferences<td>6&nbsp;mois<sup>1</sup><td>m<sup>2</sup>x"
    assert outline(page) == ["| _ga\n_gid | cookie_preferences | 6 mois | mx"]
    assert outline("<p>Y<sup>voir plus bas</sup></p>") == ["p Yvoir plus bas"]


def test_tags_that_were_never_closed_close_themselves() -> None:
    page = "<TABLE><TR><TD>a<TD>b<TR><TD>c<TD>d</TABLE><UL><LI>e<LI>f"
    assert outline(page) == ["| a | b", "| c | d", "- e", "- f"]


def test_scripts_styles_and_forms_are_passed_over() -> None:
    page = (
        "<p>a</p><script>document.write('<p>b')</script><style>p{}</style>"
        "<select><option>c</select><textarea>d</textarea>"
    )
    assert outline(page) == ["p a"]


def test_a_short_bold_paragraph_is_a_heading() -> None:
    assert outline("<p><b>Essential cookies</b><p>All of <b>this</b> is text.") == [
        "h7 Essential cookies",
        "p All of this is text.",
    ]


def test_summaries_legends_and_headings_by_role() -> None:
    page = "<details><summary>A</summary><p>b</details><div role=heading aria-level=3>C</div>"
    assert outline(page) == ["h7 A", "p b", "h3 C"]


def test_tables_and_lists_by_role() -> None:
    page = (
        "<div role=table>"
        "<div role=row><span role=columnheader>Name</span><span role=columnheader>Purpose</span></div>"
        "<div role=row><span role=cell>x</span><span role=cell>y</span></div></div>"
    )
    assert outline(page) == ["| Name | Purpose", "| x | y"]


def test_items_with_what_is_set_apart_at_their_front() -> None:
    page = "<ul><li><code>_ga</code> : counts<li><strong>sid</strong> – keeps<li>plain <b>bold</b></ul>"
    assert outline(page) == ["- `_ga` : counts", "- [sid] – keeps", "- plain bold"]


def test_terms_with_their_definitions() -> None:
    page = "<dl><dt><code>a_b</code><dt><code>c_d</code><dd>One.<dd>Two.<dt>e<dd>Three.</dl>"
    assert outline(page) == ["- `a_b\nc_d` One.\nTwo.", "- [e] Three."]


def test_lists_in_lists_and_tables_in_tables() -> None:
    assert outline("<ul><li>a<ul><li>b</ul><li>c</ul>") == ["- a", "  - b", "- c"]
    (table,) = document("<table><tr><td>menu<td><h2>A</h2><table><tr><td>x<td>y</table></table>").blocks
    assert isinstance(table, Table)
    inside = table.rows[0].cells[1].inside
    assert [type(block).__name__ for block in inside] == ["Heading", "Table"]


def test_preformatted_text_is_read_as_text_is() -> None:
    page = "<pre>Name      Purpose         Expires\nx_y       counts          2 years</pre>"
    assert outline(page) == ["| Name | Purpose | Expires", "| x_y | counts | 2 years"]


def test_a_page_says_its_language_and_where_it_came_from() -> None:
    page = document(
        "<!-- saved from url=(0030)https://www.shop.example/cookies -->\n"
        "<html lang=fr><meta property='og:site_name' content='Le Shop'>"
    )
    assert (page.language, page.source, page.site) == ("fr", "https://www.shop.example/cookies", "Le Shop")
    single = document(
        "<!DOCTYPE html><html><!--\n Page saved with SingleFile \n url: https://a.example/c \n"
        " saved date: Tue Nov 24 2026 10:11:12 GMT+0100 (CET)\n--><p>x"
    )
    assert (single.source, single.saved) == ("https://a.example/c", "2026-11-24")
    linked = document('<html><link rel="canonical" href="https://b.example/c"><p>x')
    assert linked.source == "https://b.example/c"


def test_spans_are_laid_out_and_reach_no_further_than_the_table() -> None:
    (table,) = document(
        "<table><tr><td rowspan=1000000>a<td>b<tr><td colspan=99999999999>c<tr><td>d</table>"
    ).blocks
    assert isinstance(table, Table)
    rows = [[cell.text for cell in row.cells] for row in grid(table.rows)]
    assert [row[:3] for row in rows] == [["a", "b", ""], ["a", "c", "c"], ["a", "d", ""]]
    assert {len(row) for row in rows} == {60}


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<html>" + "<div>" * 600 + "x", "nested deeper than 512"),
        ("<table>" + "<tr><td>a<td>b" * 10_001, "more than 20,000 cells"),
        ("<html>" + "<table><tr><td>" * 600, "nested deeper than 512"),
        ("<html>" + "".join(f"<font a{n}=x>" for n in range(600)) + "<p>", "nested deeper than 512"),
        ("<p>" + "x" * 4_000_001, "text"),
    ],
)
def test_what_no_charter_holds_is_refused(page: str, said: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        document(page)
    assert said in str(caught.value)


TAGS = st.sampled_from(
    re.findall(
        r"<[^>]*>|\S+",
        """
        <table> </table> <tr> </tr> <td> </td> <th> <ul> </ul> <li> </li> <dl> <dt> <dd> </dl> <h2> </h2> <p> </p>
        <b> </b> <code> </code> <sup> </sup> <caption> </caption> <br> <summary> <pre> </pre> <div> </div> x _ga
        <td colspan=3 rowspan=2> <!-- --> & > <div role=table> <div role=row> <div role=cell> <svg> </svg> <select>
        """,
    )
)


@given(st.lists(TAGS, max_size=40).map(" ".join))
def test_any_heap_of_tags_is_a_page(heap: str) -> None:
    for block in document("<html><body>" + heap).blocks:
        if isinstance(block, Table):
            rows = grid(block.rows)
            assert len({len(row.cells) for row in rows}) == 1
