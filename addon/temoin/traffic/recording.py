"""What a source turned out to hold, whatever its kind."""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from types import TracebackType
from typing import Protocol, Self

import msgspec
from msgspec.structs import replace

from temoin.events import Event, RequestSeen
from temoin.traffic.content import Fingerprint
from temoin.traffic.order import Wanted

__all__ = ["LOST", "Contents", "Progress", "Recording", "Skipped", "join", "lost"]


class Progress(Protocol):
    """Told now and then how far reading is, so that a bar can be drawn."""

    def __call__(self, done: int, total: int, /) -> None:
        """Take note.

        Args:
            done: how much was read; it never falls.
            total: how much there is to read, in the same unit. A large file is read twice, once to know the
                order of its flows and once in that order, so the unit is bytes of work rather than of file.
        """


class Skipped(StrEnum):
    """Why something in a source gives no events."""

    CONNECT = "connect"
    """A request to a proxy for a tunnel: no request of a page, and no part of its numbering."""
    TCP = "tcp"
    UDP = "udp"
    DNS = "dns"
    REPLAYED = "replayed"
    """Repeated or answered by mitmproxy itself: no browser's doing."""
    OWN = "own"
    """Témoin's own page, or mitm.it."""
    DUPLICATE = "duplicate"
    """An old websocket flow that mitmproxy tells apart from its handshake, which is there too."""
    WITHIN = "within"
    """Answered inside the browser, by its cache or by a service worker, or never sent: nothing crossed the
    wire, and what it says of cookies is from another day."""
    LOCAL = "local"
    """No http(s) or ws(s) address: data:, blob:, about:, chrome-extension:…"""
    UNTIMED = "untimed"
    """Without a time it has no place among the others."""
    UNADDRESSED = "unaddressed"
    """Without an address that can be read it belongs to no one."""


LOST = {
    Skipped.UNTIMED: "without a time",
    Skipped.UNADDRESSED: "without a readable address",
}
"""What is skipped although it may have borne cookies, so that the source is not whole."""


class Contents(msgspec.Struct, frozen=True):
    """What a kind's reader hands over once it has been through a source.

    Args:
        flows: how many flows give events.
        events: gives every event in order of time, some at a time; each call begins anew. It is told which
            documents somebody wants, or None for all.
        last: the highest flow number; 0 for an empty source.
        incomplete: why reading ended before the end, with the place; empty where it did not.
        notes: what a reader of the report must know, a sentence each.
        bears_cookies: False where no message bears any cookie header although the source may have been
            stripped of them; None where that question does not arise.
        skipped: how many of what gave no events.
        own_ids: True where a connection's id means nothing beyond this source.
        whole: where the source was only skimmed and the numbers and words above are not known yet: reads what it
            takes to know them, unless all events were given meanwhile, and hands over all of this anew.
    """

    flows: int
    events: Callable[[Wanted | None], Iterator[list[Event]]]
    last: int
    incomplete: str = ""
    notes: tuple[str, ...] = ()
    bears_cookies: bool | None = None
    skipped: Mapping[Skipped, int] = {}
    own_ids: bool = False
    whole: "Callable[[], Contents] | None" = None


class Recording:
    """An open source; close it, or use it in a `with`.

    What it holds beside its events may be asked for at any time. Of a large file it costs a reading of its own when
    it is asked for before the events were taken.

    Args:
        source: the path as it was given.
        kind: the name of the kind it is ("flow", "har").
        contents: what the kind's reader found.
        cut: what was found missing before the reader saw it (broken packing); empty for nothing.
        fingerprint: what tells the source from any other; None where it is not asked for.
        close: lets go of the file.
    """

    def __init__(
        self,
        source: str,
        kind: str,
        contents: Contents,
        *,
        cut: str = "",
        fingerprint: Fingerprint | None = None,
        close: Callable[[], None],
    ) -> None:
        self.source = source
        self.kind = kind
        self.fingerprint = fingerprint
        self.close = close
        self._contents = contents
        self._cut = cut
        self.bears_cookies = contents.bears_cookies
        self.own_ids = contents.own_ids

    @property
    def flows(self) -> int:
        """How many flows give events."""
        return self._whole().flows

    @property
    def last(self) -> int:
        """The highest flow number; 0 for an empty source."""
        return self._whole().last

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the report must know, a sentence each."""
        return self._whole().notes

    @property
    def skipped(self) -> Mapping[Skipped, int]:
        """How many there are of what gives no events."""
        return self._whole().skipped

    @property
    def incomplete(self) -> str:
        """Why the source is not whole, with the place; empty where it is."""
        contents = self._whole()
        return "; ".join(filter(None, (self._cut, contents.incomplete, *lost(contents.skipped))))

    def _whole(self) -> Contents:
        if self._contents.whole is not None:
            self._contents = self._contents.whole()
        return self._contents

    def events(self, wanted: Wanted | None = None) -> Iterator[Event]:
        """Every event, in exact order of time; each call begins anew.

        Args:
            wanted: tells of a flow's number whether somebody reads the document that it brought, and is asked when
                all events before it were taken; the others are left out, for most of the work of reading is in
                them. None for all documents.

        Raises:
            UnreadableInput: the file was changed or taken away since it was opened.
        """
        return chain.from_iterable(self._contents.events(wanted))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def join(recordings: Sequence[Recording], wanted: Wanted | None = None) -> Iterator[Event]:
    """Several recordings as one session, in order of time; their flows are numbered one after the other.

    Clients and connections keep their ids, so that two files of one mitmproxy make one story. Ids that mean
    something in their own file alone (a HAR's socket numbers) are told apart by the file's place in the list.

    Args:
        recordings: open recordings, in the order in which ties are resolved.
        wanted: as `Recording.events` has it, asked by the numbers of the whole.

    Returns:
        Every event of every recording.

    Raises:
        UnreadableInput: a file was changed or taken away since it was opened.
    """
    streams = []
    before = 0
    for place, recording in enumerate(recordings):
        scope = f"{place}:" if recording.own_ids else ""
        streams.append(_renumbered(recording, before, scope, wanted))
        before += recording.last
    return heapq.merge(*streams, key=_turn)


def _renumbered(recording: Recording, before: int, scope: str, wanted: Wanted | None) -> Iterator[Event]:
    of_own = wanted and (lambda flow: wanted(flow + before))
    for event in recording.events(of_own):
        if isinstance(event, RequestSeen) and event.connection:
            yield replace(event, flow=event.flow + before, connection=scope + event.connection)
        else:
            yield replace(event, flow=event.flow + before)


def _turn(event: Event) -> tuple[float, int]:
    return event.at, event.flow


def lost(skipped: Mapping[Skipped, int]) -> Iterator[str]:
    """Say what was left out although it may have borne cookies.

    Args:
        skipped: how many of what.

    Yields:
        A few words for each.
    """
    for why, words in LOST.items():
        if count := skipped.get(why, 0):
            yield f"{count} {'flow' if count == 1 else 'flows'} {words} left out"
