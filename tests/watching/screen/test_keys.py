import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.watching.screen.keys import Decoder, Key, Press, Typed

SEQUENCES = {
    b"\x1b[A": Key.UP,
    b"\x1bOA": Key.UP,
    b"\x1b[1;5A": Key.UP,
    b"\x1b[B": Key.DOWN,
    b"\x1b[C": Key.RIGHT,
    b"\x1b[D": Key.LEFT,
    b"\x1b[5~": Key.PAGE_UP,
    b"\x1b[6~": Key.PAGE_DOWN,
    b"\x1b[H": Key.HOME,
    b"\x1bOH": Key.HOME,
    b"\x1b[1~": Key.HOME,
    b"\x1b[7~": Key.HOME,
    b"\x1b[F": Key.END,
    b"\x1b[4~": Key.END,
    b"\x1b[3~": Key.DELETE,
    b"\x1bOM": Key.ENTER,
    b"\r": Key.ENTER,
    b"\n": Key.ENTER,
    b"\t": Key.TAB,
    b"\x7f": Key.BACKSPACE,
    b"\x08": Key.BACKSPACE,
    b"\x15": Key.ERASE_LINE,
    b"\x17": Key.ERASE_WORD,
    b"\x0c": Key.REDRAW,
}
MEANINGLESS = [
    b"\x1b[15~",
    b"\x1b[[A",
    b"\x1b[<0;12;7M"[:0] + b"\x1b[?1;2c",
    b"\x1b[201~",
    b"\x1bx",
    b"\x1b\xc3\xa9",
    b"\x1bOq",
    b"\x1b]0;title\x07",
    b"\x1b]11;rgb:0/0/0\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x00\x01\x1a",
    b"\xff\xfe",
    b"\xc2\x85",
]


def decoded(*pieces: bytes) -> list[Press]:
    """The keys of some bytes, after the last of which nothing more comes."""
    decoder = Decoder()
    presses = [press for piece in pieces for press in decoder.feed(piece)]
    return presses + decoder.rest()


def typed(text: str) -> list[Press]:
    return [Typed(char) for char in text]


@pytest.mark.parametrize("sequence", SEQUENCES)
def test_a_sequence_is_a_key(sequence: bytes) -> None:
    assert decoded(sequence) == [SEQUENCES[sequence]]
    assert decoded(b"a" + sequence + b"b") == [Typed("a"), SEQUENCES[sequence], Typed("b")]


@pytest.mark.parametrize("sequence", MEANINGLESS)
def test_a_sequence_of_no_meaning_leaves_nothing_behind(sequence: bytes) -> None:
    assert decoded(sequence + b"q") == [Typed("q")]


def test_letters_of_every_script_are_typed() -> None:
    assert decoded("qé餅🍪".encode()) == typed("qé餅🍪")


def test_a_letter_in_pieces_is_one_letter() -> None:
    decoder = Decoder()
    assert decoder.feed("é".encode()[:1]) == []
    assert decoder.patience is not None
    assert decoder.feed("é".encode()[1:]) == typed("é")
    assert decoder.patience is None


def test_a_lone_escape_is_one_once_nothing_follows() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b") == []
    assert decoder.patience == pytest.approx(0.05)
    assert decoder.rest() == [Key.ESCAPE]
    assert decoder.rest() == []


def test_two_escapes_are_two() -> None:
    assert decoded(b"\x1b\x1b") == [Key.ESCAPE, Key.ESCAPE]
    assert decoded(b"\x1b\x1b[A") == [Key.ESCAPE, Key.UP]


def test_a_sequence_that_never_ends_is_dropped() -> None:
    assert decoded(b"\x1b[1;") == []
    assert decoded(b"\x1b]52;c;" + b"x" * 70_000 + b"\x1b[A")[-1] == Key.UP


def test_what_was_pasted_is_told_from_what_was_typed() -> None:
    assert decoded(b"\x1b[200~quit\x1b[201~q") == [Typed("quit", pasted=True), Typed("q")]


def test_a_paste_holds_no_keys_and_no_controls() -> None:
    pasted = b"\x1b[200~a\r\nb\x1b[Ac\x03\xe2\x80\xae\x1b[201~"
    assert decoded(pasted) == [Typed("ab[Ac", pasted=True)]


def test_a_paste_may_come_in_pieces_and_never_end() -> None:
    decoder = Decoder()
    assert decoder.feed(b"\x1b[200~one ") == []
    assert decoder.feed(b"two\x1b[20") == []
    assert decoder.patience == pytest.approx(1.0)
    assert decoder.feed(b"1~") == [Typed("one two", pasted=True)]
    decoder.feed(b"\x1b[200~lost")
    assert decoder.rest() == [Typed("lost", pasted=True)]
    assert decoder.feed(b"q") == typed("q")


def test_a_huge_paste_is_cut() -> None:
    decoder = Decoder()
    decoder.feed(b"\x1b[200~")
    for _ in range(100):
        decoder.feed(b"x" * 4096)
    (pasted,) = decoder.feed(b"\x1b[201~")
    assert isinstance(pasted, Typed)
    assert 0 < len(pasted.text) <= 65_536


INPUT = st.lists(
    st.sampled_from([*SEQUENCES, *MEANINGLESS, b"\x1b", b"\x1b[", b"\x1b[200~", b"q", "餅".encode()])
    | st.binary(max_size=6),
    max_size=12,
).map(b"".join)


@given(INPUT, st.lists(st.integers(0, 100), max_size=8))
def test_however_bytes_are_split_they_are_the_same_keys(data: bytes, cuts: list[int]) -> None:
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    pieces = [data[start:end] for start, end in pairwise(places)]
    assert decoded(*pieces) == decoded(data)


@given(st.binary(max_size=200))
def test_only_printable_text_is_ever_typed(data: bytes) -> None:
    texts = [press.text for press in decoded(data) if isinstance(press, Typed)]
    assert all(text and text.isprintable() for text in texts)


@given(st.text(st.characters(categories=("L", "N", "P")), max_size=40))
def test_what_is_typed_arrives(text: str) -> None:
    assert decoded(text.encode()) == typed(text)


def test_every_key_can_be_pressed() -> None:
    assert {*SEQUENCES.values(), Key.ESCAPE} == set(Key)
    assert re.fullmatch("[a-z ]+", "".join(Key))
