"""A mitmproxy flow file, whole, cut or broken, packed or not."""

import gzip
from collections.abc import Iterator

from fuzz.recorded import check_recording, read_recording
from fuzz.samples import records
from fuzz.target import Shape

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b"0:~", b"0:,", b"0:;", b"0:]", b"0:}", b"4:true!", b"5:false!", b"1:1#", b"2:21#", b"3:nan^", b"3:inf^",
    b"6:1e9999^",
    b"7:version;", b"4:type;", b"4:http;", b"7:request;", b"8:response;", b"7:headers;", b"4:path,",
    b"999999999999:",
    b"17:timestamp_start;18:1764000000.1234567^", b":", b"~", b"}", b"]", b"\x00", b"\x1f\x8b", b"\x78\x9c",
    b"\xff",
)  # fmt: skip
_RECORD = min(records(20_000), key=len)
SHAPES = (
    Shape(_RECORD), Shape(b"0:}"), Shape(b"0:~"), Shape(b"9"), Shape(b"1:"), Shape(b"0:}", b"999999:"),
    Shape(b"0:~", b"999999:", b"}"),
    Shape(b"4:0:;~", b"999996:", b"}"), Shape(b"12345678901:"), Shape(b"1:x;", b"1000000:", b"}"),
    Shape(b"1", b"1:"),
    Shape(b"\x00", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03"), Shape(gzip.compress(b"0:}" * 99, mtime=0)),
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Single records, two together, one cut, and one packed."""
    some = list(records(9_000))[:12]
    yield from some
    yield some[0] + some[1]
    yield some[0][:-7]
    yield gzip.compress(some[0], mtime=0)


def read(data: bytes) -> object:
    """Its events."""
    return read_recording(data)


def check(data: bytes) -> None:
    """As of any recording."""
    check_recording(data)
