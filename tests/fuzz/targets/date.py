"""An Expires attribute's date, by RFC 6265bis 5.1.1; and a HAR's moments, by ISO 8601."""

from collections.abc import Iterator
from contextlib import suppress

from cookies import by_the_letter
from fuzz.target import crossed
from temoin.cookies import parse_cookie_date
from temoin.traffic.har.times import parse_moment

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b"Thu", b"Jan", b"feb", b"MAY", b"Dec", b"01", b"1", b"31", b"29", b"00:00:00", b"1:1:1", b":", b"2026",
    b"69", b"70",
    b"1601", b"GMT", b",", b"-", b" ", b"\t", b"\x00", b"\xff", b"9999", b"T", b"Z", b"+02:00", b".123",
    b"\xd9\xa1",
)  # fmt: skip
SHAPES = crossed(
    (b"",), (b"1", b"1:", b"a", b" ", b"1 ", b"a:", b"1:1:1 ", b"Jan ", b"1:1:111 ", b"\xff", b"9999 ")
)


def seeds() -> Iterator[bytes]:
    """Dates as servers and browsers write them."""
    yield from (
        b"Thu, 01 Jan 1970 00:00:00 GMT", b"Wed, 24-Nov-26 08:33:01 GMT", b"24 nov 2026 8:3:1",
        b"1 Jan 69 00:00:00",
        b"Mon Aug 17 2026 10:00:00 GMT+0200 (CEST)", b"2026-11-24T08:00:00.000Z",
        b"2026-11-24T08:00:00.1234567+01:00",
        b"31 Dec 9999 23:59:59", b"29 Feb 2023 00:00:00", b"",
    )  # fmt: skip


def read(data: bytes) -> object:
    """Both readers."""
    text = data.decode("utf-8", "surrogateescape")
    with suppress(ValueError):
        parse_moment(text)
    return parse_cookie_date(text)


def check(data: bytes) -> None:
    """The date is the one that the RFC's steps give."""
    assert read(data) == by_the_letter.cookie_date(data)
