import json
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from temoin.views.printable import json_safe, printable

ANY_TEXT = st.text(st.characters(exclude_categories=()))
ANY_JSON = st.recursive(
    ANY_TEXT, lambda inner: st.lists(inner) | st.dictionaries(ANY_TEXT, inner), max_leaves=10
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", r"\x1b[2J"),
        ("a\x00b\x7f", r"a\x00b\x7f"),
        ("\x9b31m", r"\x9b31m"),
        ("a\tb\r\nc", r"a\tb\r\nc"),
        ("pay\u202elap\u2066x\u2069", r"pay\u202elap\u2066x\u2069"),
        ("a\u200b\u200d\ufeffb", r"a\u200b\u200d\ufeffb"),
        ("soft\xadhyphen", r"soft\xadhyphen"),
        ("line\u2028paragraph\u2029", r"line\u2028paragraph\u2029"),
        ("sessionid\xa0", r"sessionid\xa0"),
        ("\u3000", r"\u3000"),
        ("\udc80\ud800", r"\udc80\ud800"),
        ("\ue000\U000f0000", r"\ue000\U000f0000"),
        ("\U000e0041tag", r"\U000e0041tag"),
        ("\u0378", r"\u0378"),
        ("\u3164\u115f\u034f\ufe0f\u2800", r"\u3164\u115f\u034f\ufe0f\u2800"),
        ("\u0301a", r"\u0301a"),
        ("\x1b\u0301", r"\x1b\u0301"),
    ],
)
def test_what_cannot_be_seen_is_escaped(text: str, shown: str) -> None:
    assert printable(text, 100) == shown


@pytest.mark.parametrize(
    "text", ["é", "e\u0301", "漢字", "עוגייה", "ключ", "a\\x1b", "x y", "[red]", "🍪", "ก็", "का", ""]
)
def test_letters_of_any_script_stay(text: str) -> None:
    assert printable(text, 100) == text


def test_a_letter_keeps_four_marks_and_the_others_are_escaped() -> None:
    assert printable("e" + "\u0301" * 6 + "f", 100) == "e" + "\u0301" * 4 + r"\u0301\u0301f"


def test_a_long_text_loses_its_middle() -> None:
    assert printable("abcdefghijklmnop", 10) == "abcdef…nop"


def test_a_very_long_text_tells_its_length_where_there_is_room() -> None:
    assert printable("a" * 1_000_000, 50) == "a" * 18 + "…(1,000,000 characters)…" + "a" * 8
    assert printable("a" * 1_000_000, 20) == "a" * 13 + "…" + "a" * 6


def test_an_escape_is_not_cut_in_two() -> None:
    assert printable("abcd\x1befghijkl", 10) == "abcd…jkl"


def test_wide_letters_count_twice() -> None:
    assert printable("漢字漢字漢字", 8) == "漢字…字"
    assert printable("漢字漢字", 8) == "漢字漢字"


def test_a_mark_does_not_move_to_the_ellipsis() -> None:
    shortened = printable("abcdefgh" + "e\u0301\u0301\u0301" * 4, 10)
    assert "…\u0301" not in shortened


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_even_no_room_is_kept_to(limit: int) -> None:
    assert len(printable("abcdef", limit)) == limit
    assert printable("abcdef", limit, ascii_only=True) == "." * limit


def test_ascii_only_escapes_letters_and_spells_our_own_signs() -> None:
    assert printable("é → “ok”…", 100, ascii_only=True) == '\\xe9 -> "ok"...'


@given(ANY_TEXT, st.integers(1, 80), st.booleans())
def test_the_result_is_one_safe_line_within_the_limit(text: str, limit: int, ascii_only: bool) -> None:
    shown = printable(text, limit, ascii_only=ascii_only)
    assert shown.isprintable()
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for char in shown)
    assert cell_len(shown) <= limit
    assert shown.isascii() or not ascii_only


@given(ANY_TEXT, st.integers(1, 80))
def test_showing_twice_changes_nothing(text: str, limit: int) -> None:
    shown = printable(text, limit)
    assert printable(shown, limit) == shown


@pytest.mark.parametrize("char", ["a", "\x1b", "\u0301", "漢", "\u202e", "\U000e0041"])
def test_a_megabyte_takes_no_longer_than_its_limit_asks(char: str) -> None:
    text = char * 1_000_000
    began = time.process_time()
    for _ in range(20):
        printable(text, 200)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("char", ["a", "\x1b", "\u0301", "漢"])
def test_a_megabyte_shown_whole_is_linear(char: str) -> None:
    began = time.process_time()
    printable(char * 1_000_000, 20_000_000)
    assert time.process_time() - began < 10.0


def test_json_keeps_letters_and_escapes_what_is_not_seen() -> None:
    data = '{"n": "é漢\u202e\x9b\x7f\u2028\U000e0041"}\n'.encode()
    assert json_safe(data) == '{"n": "é漢\\u202e\\u009b\\u007f\\u2028\\udb40\\udc41"}\n'.encode()


def test_json_escapes_a_lone_surrogate() -> None:
    assert json_safe(b'"\xed\xb2\x80"') == b'"\\udc80"'


@given(ANY_JSON)
def test_json_stays_the_same_document(value: object) -> None:
    data = json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")
    safe = json_safe(data)
    assert json.loads(safe) == json.loads(data.decode("utf-8", "surrogatepass"))
    assert all(char.isprintable() or char == "\n" for char in safe.decode())
