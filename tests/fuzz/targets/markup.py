"""A document's markup, for what it orders by itself."""

from collections.abc import Iterator

from fuzz.target import crossed
from temoin.fetch_metadata import address
from temoin.markup import Named, named_in

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

_HERE = address("https://shop.example/a/page.html")
assert _HERE is not None

WORDS = (
    b"<", b">", b"</", b"/>", b"<!", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<![", b"<?", b"=", b"'", b'"',
    b" ", b"\n", b"\x00", b"\xff",
    b"<script", b" src=", b"</script>", b"<img", b"<iframe", b" srcdoc=", b"<link", b" rel=stylesheet",
    b" href=", b"<base", b"<noscript>",
    b"</noscript>", b"<template>", b"</template>", b"<style>", b"<textarea>", b"<title>", b"<plaintext>",
    b"<svg>", b"&", b"&#x", b"&amp;", b"//ads.example/a",
    b"https://[", b" type=text/plain", b" nomodule", b" loading=lazy", b"javascript:", b"data:,x",
)  # fmt: skip
SHAPES = (
    *crossed(
        (b"", b"<a ", b"<script>", b"<!--", b"<![CDATA["),
        (b"<", b"</", b"<!--", b"-", b"&", b" ", b"a=b ", b"'"),
    ),
    *crossed(
        (b"",),
        (
            b"<a ", b"<a b=", b"<a b='", b"<!", b"<![", b"<?", b"</a ", b"&#x", b"<script>",
            b"<script src=x>", b"<style></style ",
            b"<noscript>", b"<!DOCTYPE ", b"</script", b"<base href=x>", b"--!>", b"]]>", b"\x00",
            b"<!-- -->", b"=",
        ),
    ),
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """Small documents with what the reader looks for, and what it must look past."""
    yield from (
        b'<html><base href="https://ads.example/x/"><script src="../a.js"></script><img src=" //a.example/p.gif ">',
        b'<noscript><img src="https://a.example/"></noscript><link rel="stylesheet" href=/s.css>',
        b"<!DOCTYPE html><!-- <img src=x> --><title>&lt;</title><template><script src=x></script></template>",
        b"<![if IE]><script src=x></script><![endif]><svg><![CDATA[<img src=x>]]></svg><iframe src=//b.fr>",
        b"<style>a{}</style><textarea><img src=y></textarea>",
    )


def read(data: bytes) -> object:
    """What it names."""
    assert _HERE is not None
    return named_in(data, _HERE)


def check(data: bytes) -> None:
    """At most two thousand places, each within the document, each an address."""
    found = read(data)
    assert isinstance(found, tuple)
    assert len(found) <= 2_000
    lines = data.count(b"\n") + data.count(b"\r") + 1
    for one in found:
        assert isinstance(one, Named)
        assert one.address.scheme in ("http", "https", "ws", "wss")
        assert one.address.host
        assert 1 <= one.line <= lines
        assert one.column >= 1
