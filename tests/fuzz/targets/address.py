"""Where a request went: URLs, authorities, hosts and their sites."""

import re
from collections.abc import Iterator
from contextlib import suppress

from fuzz.target import crossed
from temoin.fetch_metadata import address
from temoin.shown import shown_url
from temoin.sites import host_matches, is_ip, is_public_suffix, normal_host, registrable, site
from temoin.traffic.address import Address, authority, split_url

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
"""What is no name of a host may have any form, for it has no site but itself."""

WORDS = (
    b"http", b"https", b"wss", b"data", b":", b"//", b"/", b"?", b"#", b"@", b"[", b"]", b"%", b".", b"..",
    b"\\", b" ", b"\t", b"\x00", b"\xff",
    b"example.com", b"github.io", b"co.uk", b"fr", b"127.0.0.1", b"::1", b"[::1]", b"0x7f.1", b":443",
    b":99999", b"xn--", b"\xc3\xa9", b"\xe3\x80\x82",
    b"\xef\xbc\x8e", b"user:pw@", b"?a=b&c", b"#frag", b"\xc4\xb0", b"\xed\xb3\xbf",
)  # fmt: skip
SHAPES = crossed(
    (b"", b"https://", b"https://a/?"),
    (
        b"a",
        b".",
        b"a.",
        b":",
        b"/",
        b"@",
        b"[",
        b"%",
        b"a=b&",
        b"\xc3\xa9",
        b"\xc3\xa9.",
        b"1.",
        b"1",
        b" ",
        b"\x00",
        b"xn--.",
    ),
)


def seeds() -> Iterator[bytes]:
    """URLs of every kind."""
    yield from (
        b"https://opendata.reseda.fr/explore/?q=a&b", b"http://user:pw@a.example:8080/x#y",
        b"wss://[::1]:443/", b"data:,x", b"https://pr\xc3\xa9fecture.fr",
        b"HTTPS://A.Example", b"http://192.0.2.7/", b"https://a.github.io?x", b"//a/b", b"",
        b"https://a.example./",
    )  # fmt: skip


def read(data: bytes) -> object:
    """Everything that reads an address."""
    text = data.decode("utf-8", "surrogateescape")
    with suppress(ValueError):
        split_url(text)
    found = address(text)
    return authority(text), found, normal_host(text), site("https", text), is_public_suffix(text), is_ip(text)


def check(data: bytes) -> None:
    """What is read is an address or nothing; a normal form is its own; secrets of a URL are not shown."""
    text = data.decode("utf-8", "surrogateescape")
    read(data)
    whole: Address | None = None
    with suppress(ValueError):
        whole = split_url(text)
    if whole is not None:
        assert whole.path.startswith("/")
        assert "#" not in whole.path
        assert "@" not in whole.host
        assert 0 <= whole.port <= 65535
        shown = shown_url(f"{whole.scheme}://{whole.host}", whole.path)
        shown.encode()
        assert len(shown) < 3_000
    normal = normal_host(text)
    if _NAME.fullmatch(normal):
        assert normal_host(normal) == normal
        assert registrable(registrable(text)) == registrable(text)
    assert host_matches(text, text)
