"""Records made safe to show: by the rule of `printable`, and untouched where nothing is wrong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.views.printable import printable
from temoin.watching.board import Row
from temoin.watching.page.legible import legible, legible_text
from watching.page.made_up import MadeUp
from watching.page.scenes import HOSTILE


def row(name: str, **given: object) -> Row:
    watch = MadeUp()
    watch.cross(name, 0.0, **given)  # type: ignore[arg-type]
    return watch.board().rows[0]


def test_a_harmless_record_is_the_same_one() -> None:
    plain = row("_pk_id.7.1fff", url="https://x.example/?a=…&b=…", reasons=("page 1 caused it", "été"))
    assert legible(plain) is plain


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_of_a_record_is_shown_safely(text: str) -> None:
    shown = legible(row(text, domain=text, url=text, reasons=("fine", text), rules=(text,), category=text))
    for part in (shown.name, shown.domain, shown.url, shown.category or "", *shown.reasons, *shown.rules):
        assert part.isprintable()
        assert len(part) <= 5000
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in part)


@given(st.text())
def test_text_is_as_on_a_terminal(text: str) -> None:
    assert legible_text(text) == printable(text, 200)


@given(st.text(alphabet=st.characters(max_codepoint=0x250), max_size=200))
def test_the_letters_of_europe_too(text: str) -> None:
    assert legible_text(text) == printable(text, 200)
