"""What is sent to the browser: what changed since it was last told, in parts of a bounded size."""

from collections.abc import Iterator
from itertools import islice

import msgspec

from temoin.report import Choice, Finding, Page
from temoin.vocabulary import Verdict
from temoin.watching.board import Blind, Row
from temoin.watching.page.cookies import Cookie
from temoin.watching.page.pulse import PulseShown

__all__ = ["Head", "Held", "Hello", "Part", "ReportForm", "event", "parts"]

_WEIGHT = 400
"""How much one part holds: so many rows, or fewer findings."""
_WEIGHTS = {"rows": 1, "cookies": 1, "findings": 4}


class ReportForm(msgspec.Struct, frozen=True):
    """One form in which the report can be had.

    Args:
        name: what it is asked for by.
        ending: how the file's name ends.
        summary: what it is, in a sentence.
    """

    name: str
    ending: str
    summary: str


class Hello(msgspec.Struct, frozen=True):
    """The first message of every stream.

    Args:
        forms: the forms in which the report can be had.
    """

    forms: tuple[ReportForm, ...]


class Head(msgspec.Struct, frozen=True):
    """The figures of the board; the fields are the board's.

    Args:
        untold: how many crossings no cookie's row counts.
        recorded: True where a recording can be had.
    """

    kept: int
    crossed: int
    counts: dict[Verdict, int]
    open: int
    requests: int
    visitors: int
    policies: tuple[str, ...]
    started: float | None
    now: float | None
    recording: str
    untold: int
    recorded: bool


class Held(msgspec.Struct, frozen=True):
    """A finding and its own number in this watch."""

    id: int
    finding: Finding


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One message.

    Args:
        run: the watch's run.
        version: the version that the last part of this update brings the page to.
        whole: True where what was told before is to be forgotten.
        last: True for the last part of an update.
        head: the figures.
        current: which of `eras` is the choice as it stands; None for no choice.
        eras: every choice there was, in order of time; None where unchanged, as below.
        order: the findings that stand, by their numbers, in order.
        more_findings: how many findings there are beyond those told.
        pages, blind, notes: as on the board.
        pulse: what changed of the crossings over time.
        rows: those that are new or changed, newest first.
        cookies: those that changed.
        findings: those that changed.
    """

    run: int
    version: int
    whole: bool = False
    last: bool = False
    head: Head | None = None
    current: int | None = None
    eras: tuple[Choice, ...] | None = None
    order: tuple[int, ...] | None = None
    more_findings: int = 0
    pages: tuple[Page, ...] | None = None
    blind: tuple[Blind, ...] | None = None
    notes: tuple[str, ...] | None = None
    pulse: PulseShown | None = None
    rows: tuple[Row, ...] = ()
    cookies: tuple[Cookie, ...] = ()
    findings: tuple[Held, ...] = ()


def parts(first: Part, rows: list[Row], cookies: list[Cookie], findings: list[Held]) -> Iterator[Part]:
    """Cut an update into messages.

    Args:
        first: what the first one holds beside items.
        rows: what the rest hold, as in `Part`.
        cookies: likewise.
        findings: likewise.
    """
    waiting = {"findings": iter(findings), "rows": iter(rows), "cookies": iter(cookies)}
    left = {"findings": len(findings), "rows": len(rows), "cookies": len(cookies)}
    part = first
    while True:
        room = _WEIGHT
        held: dict[str, tuple[object, ...]] = {}
        for kind, items in waiting.items():
            taken = tuple(islice(items, room // _WEIGHTS[kind]))
            room -= len(taken) * _WEIGHTS[kind]
            left[kind] -= len(taken)
            held[kind] = taken
        last = not any(left.values())
        yield msgspec.structs.replace(part, last=last, **held)
        if last:
            return
        part = Part(first.run, first.version)


def event(data: msgspec.Struct, *, name: str = "", mark: str = "") -> bytes:
    """Write a message as a server-sent event.

    Args:
        data: what it says.
        name: its kind; empty for a part.
        mark: what a client gives back when it asks for what came later; empty for none.
    """
    head = (f"event: {name}\n" if name else "") + (f"id: {mark}\n" if mark else "")
    return head.encode() + b"data: " + msgspec.json.encode(data) + b"\n\n"
