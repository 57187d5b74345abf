"""A file's text, by what it says of itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.charters.encodings import decoded
from temoin.errors import UnreadableInput


def test_utf_8_needs_no_word() -> None:
    assert decoded("Finalité".encode(), "x").text == "Finalité"


@pytest.mark.parametrize("name", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_counts_first(name: str) -> None:
    assert decoded("Finalité".encode(name), "x").text == "Finalité"


def test_a_declared_encoding_is_as_browsers_mean_it() -> None:
    page = b'<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">Finalit\xe9 \x96'
    assert decoded(page, "x").text.endswith("Finalité –")


def test_a_page_that_is_utf_8_whatever_it_says_is_read_so_and_that_is_said() -> None:
    read = decoded('<meta charset="iso-8859-1">Finalité'.encode(), "x")
    assert read.text.endswith("Finalité")
    assert "read as UTF-8" in read.remark


def test_the_user_s_word_counts_before_the_file_s() -> None:
    assert decoded(b'<meta charset="utf-8">\xe9', "x", "latin-1").text.endswith("é")


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        (b"Finalit\xe9", None, "names no other encoding"),
        (b"a\nb\nFinalit\xe9", None, "line 3"),
        (b'<meta charset="utf-8">\xe9', None, "it is not UTF-8"),
        (b'<meta charset="klingon">a', None, "not known: klingon"),
        (b'<meta charset="base64">\xe9', None, "not known: base64"),
        (b"a", "kl", "not known: kl"),
        (b"\x89PNG\r\n\0\0", None, "it is no text"),
        (b"\xff\xfea", None, "byte 0"),
    ],
)
def test_what_cannot_be_told_is_refused(data: bytes, encoding: str | None, said: str) -> None:
    with pytest.raises(UnreadableInput) as caught:
        decoded(data, "x", encoding)
    assert said in str(caught.value)


def outcome(data: bytes) -> str | UnreadableInput:
    try:
        return decoded(data, "x").text
    except UnreadableInput as error:
        return error


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused_in_one_line(data: bytes) -> None:
    read = outcome(data)
    assert isinstance(read, str) or "\n" not in str(read)


@given(st.text(max_size=100).filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_what_is_utf_8_is_read_whole(text: str) -> None:
    assert decoded(text.encode(), "x").text == text
