"""The section on the visitors' choices: a timeline each, then its states one by one with their evidence."""

from collections import Counter

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import Choice, Session
from temoin.views.phrases import counted, listed
from temoin.views.screen.layout import Hanging, Title
from temoin.views.screen.marks import UNSURE, stage_of
from temoin.views.screen.pen import DIM, Pen
from temoin.views.screen.timeline import Timeline
from temoin.views.screen.tracks import Track, tracks_of
from temoin.views.times import between, since

__all__ = ["Choices", "names_of", "told_when"]

_GUTTER = 12
_STATE = 17
_LABELS = ("evidence", "choice", "", "")
_EVIDENCE_SHOWN = 6

_MOST_DRAWN = 10
"""Choices that are drawn one by one."""

_MOST_NAMED = 20
"""Visitors who made no choice and are named."""


class Choices:
    """When each visitor chose what, drawn and told; nothing where no page of a policy was visited."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        tracks = tracks_of(self.session)
        if not tracks:
            return
        pen = Pen.of(options)
        yield Title("The choice", _whose(tracks))
        quiet = [track for track in tracks if track.is_silent] if len(tracks) > 1 else []
        spoken = [track for track in tracks if not track.is_silent] if quiet else list(tracks)
        drawn, left = spoken[:_MOST_DRAWN], spoken[_MOST_DRAWN:]
        for number, track in enumerate(drawn):
            if number:
                yield Text("")
            yield from self._track(pen, track, titled=len(tracks) > 1)
        for said in (_count(left), _silence(quiet)):
            if said:
                yield Text("")
                yield Hanging(Text("  "), pen.wire(said), width=pen.prose)
        for policy in self.session.policies_used:
            if policy.assumption:
                yield Text("")
                note = pen.wire(f"Assumed by the policy {policy.name}: {policy.assumption}", style=DIM)
                yield Hanging(Text("  "), note, width=pen.prose)

    def _track(self, pen: Pen, track: Track, *, titled: bool) -> RenderResult:
        if titled:
            whose = Text.assemble("  ", (f"visitor {track.visitor}", "bold"), ", ", pen.wire(track.host, 60))
            if track.cookie:
                whose.append_text(Text.assemble(", ", pen.wire(track.cookie, 40)))
            yield whose
            yield Text("")
        start, end = self._span(track)
        lines = Timeline(track.choices, track.sightings, start, end).drawn(pen, pen.width - _GUTTER - 1)
        for label, line in zip(_LABELS, lines, strict=False):
            if line.cell_len:
                yield Text.assemble((f"  {label:<{_GUTTER - 2}}", DIM), line)
        if lines:
            yield Text("")
        for choice in track.choices:
            yield from _told(pen, choice, self.session.started)
        if lines and track.is_unsure:
            named = Text.assemble("  ", pen.sign(UNSURE.mark))
            named.pad_right(_STATE - named.cell_len)
            yield Hanging(named, Text(UNSURE.mark.word, DIM), width=pen.prose)

    def _span(self, track: Track) -> tuple[float, float]:
        moments = [choice.by for choice in track.choices] + [sighting.at for sighting in track.sightings]
        start = min(moments) if self.session.started is None else self.session.started
        end = max(moments) if self.session.ended is None else self.session.ended
        return start, max(end, start)


def _told(pen: Pen, choice: Choice, start: float | None) -> RenderResult:
    """Say one state in words: when it began, by what evidence, and what it grants and refuses."""
    named = Text.assemble("  ", pen.named(stage_of(choice).mark))
    named.pad_right(max(_STATE - named.cell_len, 1))
    when = Text(told_when(choice, start))
    if choice.evidence:
        numbers = tuple(f"#{number}" for number in choice.evidence)
        when.append(f"  {listed(numbers[:_EVIDENCE_SHOWN])}", DIM)
    yield Hanging(named, when, width=pen.prose)
    for fact in _facts(choice):
        yield Hanging(Text(" " * _STATE), pen.wire(fact), width=pen.prose)


def told_when(choice: Choice, start: float | None) -> str:
    """Say when a state began, or between which moments.

    Args:
        choice: the state.
        start: the session's start, Unix seconds.
    """
    if choice.after is None:
        return "from the start"
    if choice.exact:
        return f"at {since(start, choice.by)}, set by a response"
    return between(start, choice.after, choice.by)


def _facts(choice: Choice) -> list[str]:
    told = "; ".join(f"{word} {listed(names)}" for word, names in names_of(choice))
    return [fact for fact in (told, choice.note) if fact]


def names_of(choice: Choice) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The names that a state grants, withdraws and refuses, under the word for each; only those there are."""
    refused = tuple(name for name in choice.refused if name not in choice.withdrawn)
    lists = (("granted", choice.granted), ("withdrawn", choice.withdrawn), ("refused", refused))
    return tuple((word, names) for word, names in lists if names)


def _count(tracks: list[Track]) -> str:
    """Say of choices that are not drawn how they ended."""
    if not tracks:
        return ""
    last = Counter(stage_of(track.choices[-1]).mark.word for track in tracks)
    ends = listed(tuple(f"{count:,} {word}" for word, count in last.most_common()))
    return (
        f"{counted(len(tracks), 'more choice')}, in the end {ends}; the other forms of the report tell each."
    )


def _silence(tracks: list[Track]) -> str:
    numbers = sorted({track.visitor for track in tracks})
    if not numbers:
        return ""
    if len(numbers) > _MOST_NAMED:
        return f"{counted(len(numbers), 'visitor')} made no choice, from the start to the end."
    if len(numbers) == 1:
        return f"Visitor {numbers[0]} made no choice, from the start to the end."
    return f"Visitors {listed(tuple(map(str, numbers)))} made no choice, from the start to the end."


def _whose(tracks: tuple[Track, ...]) -> str:
    visitors = len({track.visitor for track in tracks})
    return f"of {counted(visitors, 'visitor')}" if visitors > 1 else ""
