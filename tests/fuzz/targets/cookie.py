"""A request's Cookie fields: the pairs they carry, and what is said of each value."""

from collections.abc import Iterator

from cookies import by_the_letter
from fuzz.samples import field_values
from fuzz.target import Shape, crossed
from temoin.cookies import Labels, length, parse_cookie, shape

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b";", b"=", b"; ", b" ", b"\t", b",", b'"', b"\n", b"\x00", b"\xff", b"%", b"%7B", b"{", b"}", b"a=b",
    b"=b",
    b"eyJ", b".", b"true", b"1700000000", b"0123456789abcdef", b"\xc3\xa9", b"\xed\xa0\x80",
)  # fmt: skip
SHAPES = (
    *crossed((b"",), (b";", b"=", b"; ", b"a=b;", b"\t")),
    *crossed((b"a=",), (b'"', b"\xff", b"%", b"%41", b"[", b"{", b"a", b"F", b"-", b"9", b'{"a":', b"A+")),
    Shape(b"e", b"a=eyJ.", b"."),
)


def seeds() -> Iterator[bytes]:
    """What the recordings' requests carry; a newline parts two fields."""
    yield from field_values(b"cookie")
    yield from (b"", b"token; a=b", b"a=1; a=2", b'p={"a":true,"b":false}; q="x y"', b"a=b\nc=d")


def read(data: bytes) -> object:
    """The pairs."""
    pairs = parse_cookie(data.split(b"\n"))
    return [shape(pair.value) for pair in pairs]


def check(data: bytes) -> None:
    """They are what the RFC's own writing of the field, undone, says."""
    fields = data.split(b"\n")
    found = parse_cookie(fields)
    written = [
        (pair.name.encode("utf-8", "surrogateescape"), pair.value.encode("utf-8", "surrogateescape"))
        for pair in found
    ]
    assert written == by_the_letter.read_cookie(b";".join(fields))
    labels = Labels()
    for pair, (_, value) in zip(found, written, strict=True):
        assert shape(pair.value).isascii()
        assert length(pair.value) == len(value)
        assert labels.of(pair.value) == labels.of(pair.value)
