"""Which kind a file is, by its content."""

import pytest

from temoin.charters.kinds import all_kinds, find


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"<!DOCTYPE html><html>", "html"),
        (b"\xef\xbb\xbf\n <table><tr><td>", "html"),
        (b"<!-- saved from url=(0014)about:internet -->\n<html>", "html"),
        ("<html><p>é".encode("utf-16"), "html"),
        (b"%PDF-1.4", "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        (b"# Cookies\n", "markdown"),
        (b"a | b\r\n--|--\r\nc | d\r\n", "markdown"),
        (b"- **_ga**: x", "markdown"),
        (b"see [this](https://a.example)", "markdown"),
        (b"Name\tPurpose\n", "text"),
        (b"a < b", "text"),
        (b"", "text"),
    ],
)
def test_a_kind_is_told_by_content(data: bytes, kind: str) -> None:
    assert kind == find(data).NAME


def test_every_kind_says_what_it_is() -> None:
    for kind in all_kinds():
        assert kind.WHAT
        assert kind.LARGEST <= 40_000_000
        assert (kind.__doc__ or "").strip()
