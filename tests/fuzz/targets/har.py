"""A HAR, whole, cut or broken, of whatever program."""

import gzip
from collections.abc import Iterator

from fuzz.recorded import check_recording, read_recording
from fuzz.samples import hars
from fuzz.target import Shape
from traffic.hars import entry, har, pairs

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b"{", b"}", b"[", b"]", b'"', b":", b",", b"\\", b'\\"', b"\\u0000", b"\\ud800", b"null", b"true", b"-1",
    b"1e999", b"1e-9",
    b'"entries":', b'"log":', b'"request":', b'"response":', b'"headers":', b'"cookies":',
    b'"startedDateTime":', b'"time":',
    b'"url":', b'"name":', b'"value":', b'"timings":', b'"content":', b'"creator":',
    b'"WebKit Web Inspector"', b'"Firefox"',
    b'"mitmproxy"', b'"2026-11-24T08:00:00.000Z"', b'"https://a.example/"', b'"set-cookie"', b"\xff",
    b"\xff\xfe", b"\xef\xbb\xbf",
)  # fmt: skip
_ENTRY = har(entry())[
    len(b'{"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "1"}, "entries": [') : -3
]
_HEAD = b'{"log":{"entries":['
SHAPES = (
    Shape(_ENTRY + b",", _HEAD), Shape(_ENTRY + b",", _HEAD, _ENTRY + b"]}}"),
    Shape(b'{"time":1,"request":{"headers":[]}},', _HEAD), Shape(b"[", _HEAD), Shape(b'{"a":', _HEAD),
    Shape(b"{", b""), Shape(b"[", b""), Shape(b'{"log":', b""), Shape(b'"', _HEAD),
    Shape(b"\\", _HEAD + b'"'), Shape(b'\\"', _HEAD + b'"'),
    Shape(b" ", b"{"), Shape(b" ", _HEAD), Shape(b"1", _HEAD), Shape(b"1,", _HEAD), Shape(b"null,", _HEAD),
    Shape(b'"abcdefgh":1,', b"{"), Shape(b"\xff", b'{"'),
    Shape(b"\\ud800", _HEAD + b'{"url":"', b'"}'), Shape(b"]", _HEAD), Shape(b"\x00", _HEAD + _ENTRY),
    Shape(b"{\x00", b"\xff\xfe"), Shape(b",", _HEAD),
    Shape(b'{"name":"set-cookie","value":"a=b, c=d"},', _HEAD + b'{"request":{"headers":[', b"]}}]}}"),
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """HARs as programs write them, and some small ones."""
    yield from (data for data in hars() if len(data) < 40_000)
    yield har(entry(sent=pairs(cookie="a=b; c=d"), received=pairs(set_cookie="e=f; Path=/")))
    yield har(
        entry(
            sent_cookies=[{"name": "a", "value": "b"}],
            response={"content": {"mimeType": "text/html", "text": "<p>"}},
        )
    )
    yield har(
        entry(received=pairs(set_cookie="a=b, c=d; Expires=Thu, 01 Jan 2027 00:00:00 GMT")),
        creator="WebKit Web Inspector",
    )
    yield har(
        entry(time=-1, timings={"blocked": -1, "send": 1e300, "wait": None}),
        entry(started="2026-11-24T08:00:00"),
        creator="mitmproxy",
    )
    yield har(entry())[:-9]
    yield gzip.compress(har(entry()), mtime=0)


def read(data: bytes) -> object:
    """Its events."""
    return read_recording(data)


def check(data: bytes) -> None:
    """As of any recording."""
    check_recording(data)
