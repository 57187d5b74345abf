"""Wire text on its way to a terminal, a JSON document, a policy and a URL that is shown."""

import json
from collections.abc import Iterator

import msgspec
import yaml

from fuzz.target import crossed
from temoin.learning.scalars import comment, scalar
from temoin.shown import shown_name, shown_url, valid
from temoin.views.printable import json_safe, printable

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b"\x1b[2J", b"\x1b]8;;", b"\x07", b"\x00", b"\n", b"\r", b"\t", b"\x7f", b"\xc2\x9b", b"\xe2\x80\xae",
    b"\xe2\x81\xa6", b"\xef\xbb\xbf", b"\xff",
    b"\xcc\x81", b"\xf0\x9f\x98\x80", b"\xe2\x80\x8b", b"[bold]", b"'", b'"', b"\\", b": ", b"# ", b"yes",
    b"~", b"?", b"&", b"=", b"#", b"\xed\xa0\x80",
    b"\xe2\x80\xa8", b"\xf3\xa0\x80\x81", b"\xd8\x9c",
)  # fmt: skip
SHAPES = crossed(
    (b"?",), (b"a", b"\xff", b"\x1b", b"\xcc\x81", b"&", b"a=b&", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"'")
)


def seeds() -> Iterator[bytes]:
    """Names and paths, tame and not."""
    yield from (
        b"sessionid",
        b"/a?token=x&y#z",
        "préférences".encode(),
        b"a\x1b[31mb",
        b"yes",
        b"",
        b"a" * 200,
        b"\xff\xfe",
    )


def read(data: bytes) -> object:
    """All that makes text fit to be shown."""
    text = data.decode("utf-8", "surrogateescape")
    document = msgspec.json.encode(valid(text))
    return (
        shown_name(text),
        shown_url("https://a", text),
        printable(text, 200),
        json_safe(document),
        comment(text),
    )


def check(data: bytes) -> None:
    """Nothing steers, nothing hides, nothing grows; a parser reads back what was written."""
    text = data.decode("utf-8", "surrogateescape")
    clean = valid(text)
    clean.encode()
    for shown in (printable(text, 200), printable(shown_name(text), 500), comment(text)):
        assert shown.isprintable() or any(char >= "\u0300" for char in shown), shown
        assert not any(
            ord(char) < 32 or 127 <= ord(char) < 160 or 0x202A <= ord(char) <= 0x202E for char in shown
        )
        assert len(shown) < 2_500
    document = json_safe(msgspec.json.encode(clean))
    assert json.loads(document) == clean
    assert all(char.isprintable() for char in document.decode())
    assert yaml.safe_load(f"a: {scalar(clean)}\n") == {"a": clean} or scalar(clean) == clean
    query = clean.partition("?")[2].partition("#")[0]
    shown = shown_url("https://a.example", "/" + text.lstrip("/"))
    assert not any(
        piece.partition("=")[2] and piece in shown for piece in query.split("&") if len(piece) > 60
    )
