"""Whose pages a charter speaks of, where it can be told."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from temoin.charters.document import Block, Document, Heading, Paragraph
from temoin.charters.given import Given
from temoin.policy.kinds import HOST_PATTERN, Wrong
from temoin.sites import is_public_suffix, normal_host

__all__ = ["Site", "as_host", "site_of"]

_ADDRESS = re.compile(r"https?://[^\s<>\"'()«»]{1,300}|(?<![\w.@/-])www\.[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_HOST_LIKE = re.compile(r"\.?(?:[A-Za-z0-9_-]+\.)+[A-Za-z]{2,24}")


class Site(msgspec.Struct, frozen=True):
    """Whose pages a charter speaks of.

    Args:
        hosts: none where it cannot be told.
        source: the charter's address; empty where not known.
        remark: from what it was told; empty where the user or the page said it.
    """

    hosts: tuple[str, ...]
    source: str = ""
    remark: str = ""


def site_of(document: Document, blocks: Sequence[Block], given: Given, file: str) -> Site:
    """Tell whose pages a charter speaks of.

    Args:
        document: the charter.
        blocks: its own, those of its layout tables included.
        given: what the user says; that counts first.
        file: the file's name, which counts last.
    """
    source = given.source or document.source
    if given.hosts:
        return Site(given.hosts, source)
    if source and (host := as_host(urlsplit(source).hostname or "")):
        return Site((host,), source)
    titles = _hosts_in([block.text for block in blocks if isinstance(block, Heading)])
    texts = _hosts_in([block.text for block in blocks if isinstance(block, Heading | Paragraph)])
    for found in (titles, texts):
        if len(found) == 1:
            return Site(
                found, source, f"the host {found[0]} was taken from the charter's text, which names no other"
            )
    stem = re.sub(r"\.[A-Za-z]{2,8}$", "", file.rpartition("/")[2].rpartition("\\")[2])
    if _HOST_LIKE.fullmatch(stem) and (host := as_host(stem)):
        return Site((host,), source, f"the host {host} was taken from the file's name")
    return Site((), source)


def as_host(text: str) -> str:
    """A text as a host, if it can be nothing else.

    Args:
        text: "doubleclick.net", ".youtube.com", "https://www.example.org/".

    Returns:
        The host as policies write it, or empty.
    """
    bare = text.strip().rstrip("/")
    if "://" in bare:
        try:
            bare = urlsplit(bare).hostname or ""
        except ValueError:
            return ""
    bare = bare.removeprefix("*").strip(".")
    if not _HOST_LIKE.fullmatch(bare) or is_public_suffix(bare):
        return ""
    try:
        return HOST_PATTERN.read(normal_host(bare))
    except Wrong:
        return ""


def _hosts_in(texts: Sequence[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for text in texts[:5000]:
        for address in _ADDRESS.findall(text[:20_000]):
            host = as_host(address)
            if host:
                found[host] = None
    return tuple(found)
