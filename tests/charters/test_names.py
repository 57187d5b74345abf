"""Cookies' names as charters write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.charters.names import looks_like_a_name, read_names


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("sessionid", ["sessionid"]),
        ("_ga_<ID>", ["_ga_*"]),
        ("SSESS<ID>", ["SSESS*"]),
        ("SESS<session id>", ["SESS*"]),
        ("wordpress_[hash]", ["wordpress_*"]),
        ("wp-settings-{time}-[UID]", ["wp-settings-*-*"]),
        ("_ga_(container-id)", ["_ga_*"]),
        ("_ga_XXXXXXXXXX", ["_ga_*"]),
        ("_dc_gtm_UA-xxxxxxx-x", ["_dc_gtm_UA-*-*"]),
        ("_pk_id.X.XXXX", ["_pk_id.*.*"]),
        ("visid_incap_NNNNNN", ["visid_incap_*"]),
        ("_ga_#", ["_ga_*"]),
        ("UUID#[abcdef0123456789]{32}", ["UUID*"]),
        ("_ga…", ["_ga*"]),
        ("_ga...", ["_ga*"]),
        ("_pk_id.*", ["_pk_id.*"]),
        ("_gat_UA-12345-1", ["_gat_UA-12345-1"]),
        ("VISITOR_INFO1_LIVE", ["VISITOR_INFO1_LIVE"]),
        ("any cookie starting with _hs", ["_hs*"]),
        ("Any cookie starting with “_hs” or “hubspot”", ["_hs*", "hubspot*"]),
        ("Tous les cookies commençant par _hs et hubspot", ["_hs*", "hubspot*"]),
        ("Préfixe _hs", ["_hs*"]),
        ("cookies se terminant par _id", ["*_id"]),
        ("_ga, _gid", ["_ga", "_gid"]),
        ("_ga _gid", ["_ga", "_gid"]),
        ("_ga\n_gid\n_gat", ["_ga", "_gid", "_gat"]),
        ("_hjSessionUser; _hjid", ["_hjSessionUser", "_hjid"]),
        ("« _ga » et « _gid »", ["_ga", "_gid"]),
        ("_ga, _gid et _gat.", ["_ga", "_gid", "_gat"]),
        ("_ga/_gid", ["_ga", "_gid"]),
        ("JSESSIONID ou PHPSESSID", ["JSESSIONID", "PHPSESSID"]),
        ("_ga (Google Analytics)", ["_ga"]),
        ("_pk_ses.*\n(Matomo)", ["_pk_ses.*"]),
        ("sid (session); lang (langue)", ["sid", "lang"]),
        ("_ga [x2]", ["_ga"]),
        ("sessionid¹", ["sessionid"]),
        ("uid [1]", ["uid"]),
        ("cookies_\u200bprefer\u00adences", ["cookies_preferences"]),
        ("Cookie : sid", ["sid"]),
        ("cookie PHPSESSID", ["PHPSESSID"]),
        (".AspNetCore.Session", [".AspNetCore.Session"]),
        ("__Secure-ENID", ["__Secure-ENID"]),
    ],
)
def test_the_names_in_a_cell(cell: str, names: list[str]) -> None:
    read = read_names(cell)
    assert list(read.names) == names
    assert read.unread == ()


@pytest.mark.parametrize(
    ("cell", "unread"),
    [
        ("Cookies de session", "Cookies de session"),
        ("Cookies serveur", "Cookies serveur"),
        ("Google Analytics", "Google Analytics"),
        ("pagead/1p-user-list/#", "pagead/1p-user-list/#"),
        ("a=b", "a=b"),
        ("<ID>", "<ID>"),
    ],
)
def test_what_is_no_name_is_handed_back(cell: str, unread: str) -> None:
    read = read_names(cell)
    assert read.names == ()
    assert list(read.unread) == [unread]


@pytest.mark.parametrize("cell", ["", "-", "n/a", "Aucun", "*", "(Matomo)"])
def test_what_says_nothing_names_nothing(cell: str) -> None:
    assert read_names(cell).names == ()


def test_an_asterisk_is_a_pattern_unless_the_charter_has_a_footnote_of_it() -> None:
    assert read_names("sessionid*").names == ("sessionid*",)
    assert read_names("sessionid*", starred=True).names == ("sessionid",)
    assert read_names("_pk_id.*", starred=True).names == ("_pk_id.*",)


def test_a_word_that_may_as_well_be_a_company_is_said_to_be_taken_for_a_name() -> None:
    assert "Matomo" in read_names("Matomo").remarks[0]
    assert read_names("lang").remarks == ()


def test_a_name_that_a_page_s_width_cut_is_whole_again() -> None:
    assert read_names("cookies_\npreferences", wrapped=True).names == ("cookies_preferences",)
    assert read_names("_ga\n_gid", wrapped=True).names == ("_ga", "_gid")


def test_what_follows_a_lone_name_is_its_description() -> None:
    assert read_names("_ga : distingue les visiteurs").rest == "distingue les visiteurs"


@pytest.mark.parametrize(
    "word", ["_ga", "PHPSESSID", "csrf-token", "sessionId", "uid2", "_pk_id.1", "django_language"]
)
def test_what_can_hardly_be_anything_but_a_name(word: str) -> None:
    assert looks_like_a_name(word)


@pytest.mark.parametrize(
    "word", ["session", "Google", "www.example.org", "example.com", "a", "2026", "statistiques"]
)
def test_what_may_be_a_word(word: str) -> None:
    assert not looks_like_a_name(word)


@given(st.text(max_size=60) | st.text("_ga.,;*<>[](){}#xXN -–/\n\"'«»…:=", max_size=60))
def test_whatever_is_read_is_a_name_that_a_policy_can_hold(cell: str) -> None:
    for name in read_names(cell).names:
        assert re.fullmatch(r"[!#$%&'*+.^_`|~:@0-9A-Za-z-]+", name)
        assert re.search("[A-Za-z0-9]", name)


@given(st.from_regex(r"[a-z][a-z0-9]{1,9}_[a-z0-9]{1,9}", fullmatch=True))
def test_a_plain_name_is_itself(name: str) -> None:
    assert read_names(name).names == (name,)
