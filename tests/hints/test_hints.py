"""Hints: what a cookie usually is, by whose account; and that a name alone is not taken for more than it is."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import temoin.hints
from temoin.hints import Use, hint_of, known_under
from temoin.hints.__main__ import table
from temoin.hints.table import read_table

FOLDER = Path(temoin.hints.__file__).parent
TABLES = ("makers", "open_cookie_database")


@pytest.mark.parametrize(
    ("name", "domain", "use", "owner"),
    [
        ("_ga", "shop.example", Use.STATISTICS, "Google Analytics"),
        ("_ga_ABC123", "shop.example", Use.STATISTICS, "Google Analytics"),
        ("_pk_id.1.a3f4", "shop.example", Use.STATISTICS, "Matomo"),
        ("_pcid", "shop.example", Use.STATISTICS, "Piano Analytics (AT Internet)"),
        ("VISITOR_INFO1_LIVE", "www.youtube.com", Use.FUNCTIONAL, "YouTube"),
        ("vuid", "vimeo.com", Use.STATISTICS, "Vimeo"),
        ("_hjSessionUser_321", "shop.example", Use.STATISTICS, "Hotjar"),
        ("hubspotutk", "shop.example", Use.STATISTICS, "HubSpot"),
        ("cookies_preferences", "data.example", Use.NECESSARY, "Opendatasoft portals"),
        ("_fbp", "shop.example", Use.ADVERTISING, "Facebook"),
        ("IDE", "ad.doubleclick.net", Use.ADVERTISING, "DoubleClick/Google Marketing"),
    ],
)
def test_a_known_cookie_is_hinted_with_its_source(name: str, domain: str, use: Use, owner: str) -> None:
    hint = hint_of(name, domain)
    assert hint is not None
    assert (hint.use, hint.owner) == (use, owner)
    assert hint.source
    assert str(hint) == f"{use}, {owner}: {hint.text} ({hint.source})"


@pytest.mark.parametrize(
    ("name", "domain"),
    [("IDE", "shop.example"), ("lang", "shop.example"), ("uid", "shop.example"), ("visitor", "tube.example"),
     ("_GA", "shop.example"), ("", "shop.example"), ("x" * 5000, "shop.example"), ("test", "shop.example")],
)  # fmt: skip
def test_a_name_that_anyone_may_use_says_nothing(name: str, domain: str) -> None:
    assert hint_of(name, domain) is None


def test_the_makers_own_account_goes_before_the_database() -> None:
    hint = hint_of("YSC", "youtube.com")
    assert hint is not None
    assert "policies.google.com" in hint.source


def test_a_name_that_several_use_names_them_and_no_use_where_they_differ() -> None:
    hint = hint_of("euconsent-v2", "shop.example")
    assert hint is not None
    assert " or " in hint.owner


def test_known_cookies_are_found_by_their_beginning() -> None:
    assert {"_gcl_*", "_gcl_au"} <= {hint.pattern for hint in known_under("_gcl")}
    assert list(known_under("no cookie begins so")) == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_sound(name: str) -> None:
    rows = read_table(name)
    assert len(rows) > 50
    for row in rows:
        assert row.name.rstrip("*")
        assert "*" not in row.name[:-1]
        assert all(
            cell.isprintable() and cell == cell.strip()
            for cell in (row.name, row.owner, row.text, row.source)
        )
        assert len(row.text) <= 150


def test_the_makers_rows_each_name_a_page() -> None:
    assert all("." in row.source for row in read_table("makers"))


def test_what_ships_of_the_database_says_its_licence() -> None:
    head = (FOLDER / "open_cookie_database.tsv").read_text().splitlines()[:3]
    assert "Apache License 2.0" in head[0]
    assert "Changed" in head[1]
    assert "Apache License" in (FOLDER / "LICENSE-open-cookie-database").read_text()


def row(name: str, **more: str) -> dict[str, str]:
    plain = {"category": "Analytics", "domain": "", "description": "Counts. Twice.", "wildcardMatch": "0"}
    return plain | {"cookie": name} | more


def test_the_table_is_made_from_the_databases_own_file() -> None:
    database = {
        "Count  Ltd": [
            row("_count"),
            row("_count_", wildcardMatch="1"),
            row("id"),
            row("id", domain=".Count.example (3rd party) or b.count.example"),
            row("_pending", description="Pending"),
            row("_other", category="Unheard of"),
            row("_long", description="x" * 50 + " " + "y" * 200),
        ]
    }
    lines = table(json.dumps(database).encode()).splitlines()[4:]
    assert lines == [
        "_count\t\tstatistics\tCount Ltd\tCounts\tOpen Cookie Database",
        "_count_*\t\tstatistics\tCount Ltd\tCounts\tOpen Cookie Database",
        f"_long\t\tstatistics\tCount Ltd\t{'x' * 50}…\tOpen Cookie Database",
        "id\tcount.example b.count.example\tstatistics\tCount Ltd\tCounts\tOpen Cookie Database",
    ]


def test_the_command_that_makes_it_runs() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "temoin.hints"],
        input=b'{"A": []}',
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@given(st.text(max_size=40), st.text(max_size=20))
def test_any_name_has_a_hint_or_none(name: str, domain: str) -> None:
    hint = hint_of(name, domain)
    assert hint is None or name.startswith(hint.pattern.rstrip("*"))
