"""Which bodies are read, and how."""

import gzip
import zlib

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from temoin.events import Headers
from temoin.traffic.documents import MOST, decoded, is_document

HTML = b"<!doctype html><p>caf\xc3\xa9"
SENT: Headers = ((b"Sec-Fetch-Mode", b"navigate"),)


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        (b"", bytes),
        (b"identity", bytes),
        (b"gzip", gzip.compress),
        (b"GZip", gzip.compress),
        (b"deflate", zlib.compress),
        (b"deflate", raw_deflate),
        (b"br", brotli.compress),
        (b"zstd", zstandard.compress),
        (b"deflate, gzip", lambda data: gzip.compress(zlib.compress(data))),
    ],
)
def test_a_content_coding_is_undone(coding: bytes, pack: "type[bytes]") -> None:
    assert decoded(pack(HTML), ((b"Content-Encoding", coding),)) == HTML


def test_an_unknown_coding_gives_nothing() -> None:
    assert decoded(HTML, ((b"content-encoding", b"rot13"),)) == b""


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, brotli.compress, zstandard.compress])
def test_a_bomb_gives_no_more_than_is_kept(pack: "type[bytes]") -> None:
    name = {gzip.compress: b"gzip", zlib.compress: b"deflate", brotli.compress: b"br"}.get(pack, b"zstd")
    assert len(decoded(pack(bytes(50_000_000)), ((b"content-encoding", name),))) <= MOST


@given(st.binary(max_size=300), st.sampled_from([b"gzip", b"deflate", b"br", b"zstd", b"gzip, br"]))
def test_broken_bodies_are_no_trouble(body: bytes, coding: bytes) -> None:
    assert isinstance(decoded(body, ((b"content-encoding", coding),)), bytes)


@pytest.mark.parametrize(
    ("sent", "received", "expected"),
    [
        (SENT, ((b"Content-Type", b"text/html; charset=utf-8"),), True),
        (SENT, ((b"content-type", b"application/json"),), False),
        (((b"sec-fetch-mode", b"cors"),), ((b"content-type", b"text/html"),), False),
        (((b"Upgrade-Insecure-Requests", b"1"),), ((b"content-type", b"text/html"),), True),
        ((), ((b"content-type", b"text/html"),), False),
    ],
)
def test_a_document_is_html_that_a_navigation_asked_for(
    sent: Headers, received: Headers, expected: bool
) -> None:
    assert is_document(sent, received) is expected
