"""Our decoders against strings that the IAB's own packages made and read (`vectors.mjs`)."""

import json
from pathlib import Path
from typing import Any

import pytest

from consent.iab.comparing import differences
from temoin.consent import Choice, Undecided, Unreadable, format_named
from temoin.consent.bits import Broken
from temoin.consent.tc_string import decode

DOCUMENT: Any = json.loads((Path(__file__).parent / "vectors.json").read_text())
TCF, GPP = (format_named(name) for name in ("tcf", "gpp"))


def test_every_string_is_read_as_the_packages_read_it() -> None:
    assert len(DOCUMENT["tcf"]) + len(DOCUMENT["gpp"]) == 50
    assert differences(DOCUMENT) == []


def test_the_strings_show_what_there_is_to_show() -> None:
    strings = [decode(one["text"]) for one in DOCUMENT["tcf"]]
    assert {one.policy_version for one in strings} == {2, 4, 5}
    assert any(one.publisher and one.publisher.custom.ranges for one in strings)
    assert {restriction.kind for one in strings for restriction in one.restrictions} == {0, 1, 2}
    assert any(len(one.vendors.ranges) > 10 for one in strings)


@pytest.mark.parametrize("text", [one["text"] for one in DOCUMENT["tcf"] if len(one["text"]) < 200])
def test_a_string_cut_short_is_unreadable_or_means_the_same(text: str) -> None:
    asked = frozenset({"vendor 2", "vendor 2 purpose 3"})
    whole = TCF.read(text, asked)
    for end in range(1, len(text)):
        cut = TCF.read(text[:end], asked)
        assert isinstance(cut, Unreadable) or cut == whole, text[:end]


@pytest.mark.parametrize("text", [one["text"] for one in DOCUMENT["gpp"]])
def test_a_gpp_string_cut_short_never_grants_more(text: str) -> None:
    whole = GPP.read(text)
    assert isinstance(whole, Choice | Undecided)
    for end in range(1, len(text)):
        cut = GPP.read(text[:end])
        assert isinstance(cut, Unreadable) or cut == whole, text[:end]


def test_a_restriction_takes_consent_from_the_vendors_it_names() -> None:
    seen = 0
    for one in DOCUMENT["tcf"]:
        found = decode(one["text"])
        for restriction in one["restrictions"]:
            for first, _ in restriction["vendors"]:
                consented = first in found.vendors and restriction["purpose"] in found.purposes
                assert found.permits(first, restriction["purpose"]) is (
                    consented and restriction["kind"] == 1
                )
                seen += 1
    assert seen > 20


def test_a_range_that_runs_backwards_is_broken() -> None:
    with pytest.raises(Broken):
        decode("CQeF0pAQeF0pAAHABBENCWFgAAAAAAAAAAqIBkQBIAyACgAA")
