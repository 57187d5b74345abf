"""A mitmproxy flow file, of any version that mitmproxy itself can read.

Written by `mitmdump -w`, by mitmproxy's and mitmweb's *save*, and by Témoin's own `watch`. The current
version of the format is read here, without mitmproxy; records of others are handed to mitmproxy one by one.

A file of up to 32 MB is read once and its flows are kept. A larger one is skimmed, to know when each request
began, then read in order of time, one megabyte of it in memory (`temoin.traffic.order`); how many flows it holds,
and where it breaks off, is known only then. Where a flow lies far behind others that began later, the file is gone
through once in between, so that nothing is taken from behind a place where it breaks off. Records of older versions
are not rewritten twice: what mitmproxy made of them lies in a temporary file meanwhile.

A flow's number is its record's place in the file, from 1. CONNECT requests, TCP, UDP and DNS flows, replayed
requests and the tools' own pages give no events; each is counted. A websocket is an http(s) flow whose `kind`
is "websocket". A file that is cut, or holds something that is no flow, is read up to there.
"""

import re
from collections.abc import Iterator
from typing import IO, Final

from temoin.events import Event
from temoin.traffic.content import Content
from temoin.traffic.flow_file.large import Large
from temoin.traffic.flow_file.layout import flow_in
from temoin.traffic.flow_file.memory import Unlike
from temoin.traffic.flow_file.older import NotMigrated
from temoin.traffic.flow_file.records import TOLD_EVERY, Found, Records, laid_out
from temoin.traffic.flow_file.tnetstring import Malformed, Window
from temoin.traffic.order import Flow, Wanted, blocks_of, in_order
from temoin.traffic.recording import Contents, Progress, Skipped

__all__ = ["NAME", "WHAT", "read", "sniff"]

NAME: Final = "flow"
WHAT: Final = "a mitmproxy flow file"

_KEPT = 32 << 20
_FIRST_RECORD = re.compile(rb"[0-9]{1,12}:")


def sniff(head: bytes, /) -> bool:
    """Whether a source begins with a record's length."""
    return _FIRST_RECORD.match(head) is not None


def read(content: Content, progress: Progress, /) -> Contents:
    """Find every record of a flow file.

    Raises:
        UnreadableInput: its first record cannot be read.
    """
    file, size = content.settle()
    if size > _KEPT:
        return Large(content, file, size, progress).skimmed()
    return _Small(content, file, size, progress).contents()


class _Small(Records):
    """A file that is read once."""

    def __init__(self, content: Content, file: IO[bytes], size: int, progress: Progress) -> None:
        super().__init__(content, file, size, progress, times=1)
        self._kept: list[Flow] = []

    def contents(self) -> Contents:
        """Read it.

        Raises:
            UnreadableInput: its first record cannot be read.
        """
        found, window = Found(), Window(self.file, self.size)
        take, keep, size, body = found.take, self._kept.append, self.size, window.document_around
        told = TOLD_EVERY
        base, buffer = window.held
        at = number = 0
        try:
            while at < size:
                number += 1
                try:
                    flow, end = flow_in(buffer, at - base, number, body)
                    at = base + end + 1
                except Unlike:
                    flow, at = self._apart(window, at, number)
                    base, buffer = window.held
                take(flow, number)
                if isinstance(flow, Flow):
                    keep(flow)
                if at >= told:
                    self.tell(at)
                    told = at + TOLD_EVERY
        except (Malformed, NotMigrated) as error:
            found.incomplete = self.broken(error, number, at)
        else:
            self.tell(at)
        return found.contents(self._events)

    def _apart(self, window: Window, at: int, number: int) -> tuple[Flow | Skipped, int]:
        """A record that is not wholly in memory, or not in the usual layout, and where the next one begins."""
        try:
            return laid_out(window, at, number)
        except Unlike:
            return self.walked(window, at, number, keep=False)

    def _events(self, wanted: Wanted | None) -> Iterator[list[Event]]:
        try:
            yield from in_order(blocks_of(self._kept), wanted=wanted)
        except (Malformed, OSError, ValueError):  # a document is read when it is asked for
            raise self.changed() from None
