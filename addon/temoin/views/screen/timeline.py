"""The choice over time, drawn: a bar that is as full as what is granted, and the evidence above it.

Each state of a visitor's choice is a stretch of the bar. A choice made by a script has no moment but an
interval, which is a stretch of its own. Every stretch gets the room its name needs and the rest is shared by
duration, so the bar is in order but not to scale; the times stand below it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from temoin.report import Choice
from temoin.views.screen.marks import UNKNOWN, UNSURE, Mark, Stage, stage_of
from temoin.views.screen.pen import DIM, Pen
from temoin.views.stretches import Stretch, stretches_of
from temoin.views.times import since

__all__ = ["Sighting", "Timeline"]

_GAP = 2


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something to mark above the bar.

    Args:
        at: when it was, Unix seconds.
        mark: what it is marked with.
        rank: which of two wins one cell: the lower.
    """

    at: float
    mark: Mark
    rank: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    stage: Stage
    begins: float
    ends: float
    name: str = ""
    time: str = ""

    @property
    def seconds(self) -> float:
        return max(0.0, self.ends - self.begins)


@dataclass(frozen=True, slots=True)
class Timeline:
    """One visitor's choice under one policy, ready to be drawn.

    Args:
        choices: its states, in order.
        sightings: what to mark above it.
        start: the session's first moment, Unix seconds.
        end: its last.
    """

    choices: tuple[Choice, ...]
    sightings: tuple[Sighting, ...]
    start: float
    end: float

    def drawn(self, pen: Pen, width: int) -> list[Text]:
        """Draw the evidence, the bar, the names and the times: four lines of at most `width` cells.

        Returns:
            The lines; none where the bar would have less than a cell for each of its stretches.
        """
        stretches = self._stretches()
        end = since(self.start, self.end)
        widths = _widths(stretches, width, len(end))
        if not widths:
            return []
        starts = [sum(widths[:number]) for number in range(len(widths))]
        names = [(start, stretch.name) for start, stretch in zip(starts, stretches, strict=True)]
        times = [(start, stretch.time) for start, stretch in zip(starts, stretches, strict=True)]
        return [
            self._evidence(pen, stretches, starts, widths),
            _bar(pen, stretches, widths),
            Text(_placed(names, width)),
            Text(_placed([*times, (width - len(end), end)], width), DIM),
        ]

    def _stretches(self) -> list[_Stretch]:
        return [self._drawn(stretch) for stretch in stretches_of(self.choices, self.start, self.end)]

    def _drawn(self, stretch: Stretch) -> _Stretch:
        choice = stretch.choice
        if choice is None:
            stage = UNSURE if stretch.unsure else UNKNOWN
            return _Stretch(stage, stretch.begins, stretch.ends)
        time = "start" if stretch.begins <= self.start else since(self.start, choice.by)
        stage = stage_of(choice)
        return _Stretch(stage, stretch.begins, stretch.ends, stage.mark.word, time)

    def _evidence(self, pen: Pen, stretches: list[_Stretch], starts: list[int], widths: list[int]) -> Text:
        cells: dict[int, Sighting] = {}
        for sighting in self.sightings:
            cell = _cell(sighting.at, stretches, starts, widths)
            if cell not in cells or sighting.rank < cells[cell].rank:
                cells[cell] = sighting
        line = Text()
        for cell in sorted(cells):
            line.append(" " * (cell - line.cell_len))
            line.append_text(pen.sign(cells[cell].mark))
        return line


def _bar(pen: Pen, stretches: list[_Stretch], widths: list[int]) -> Text:
    bar = Text()
    for stretch, width in zip(stretches, widths, strict=True):
        texture = stretch.stage.plain if pen.ascii_only else stretch.stage.texture
        bar.append(texture * width, stretch.stage.mark.style)
    return bar


def _cell(at: float, stretches: list[_Stretch], starts: list[int], widths: list[int]) -> int:
    """The cell of the bar a moment falls in."""
    number = max((index for index, stretch in enumerate(stretches) if stretch.begins <= at), default=0)
    stretch, width = stretches[number], widths[number]
    share = (at - stretch.begins) / stretch.seconds if stretch.seconds else 0.0
    return starts[number] + min(int(max(0.0, min(share, 1.0)) * width), width - 1)


def _widths(stretches: list[_Stretch], width: int, end: int) -> list[int]:
    """Share `width` cells out: what each stretch needs (`end` for the last too), the rest by duration."""
    roomy = [max(len(stretch.name), len(stretch.time)) + _GAP for stretch in stretches]
    wishes = (
        [*roomy[:-1], *(last + end for last in roomy[-1:])],
        roomy,
        [len(stretch.name) + 1 for stretch in stretches],
        [1] * len(stretches),
    )
    least = next((wish for wish in wishes if stretches and sum(wish) <= width), None)
    if least is None:
        return []
    spare = width - sum(least)
    total = sum(stretch.seconds for stretch in stretches)
    # Times no clock could give (a recording may hold any) would not multiply; they share nothing out.
    shared = total > 0 and math.isfinite(spare * total)
    ideal = [spare * stretch.seconds / total if shared else 0.0 for stretch in stretches]
    extra = [int(part) for part in ideal]
    by_remainder = sorted(range(len(ideal)), key=lambda index: (extra[index] - ideal[index], index))
    for index in by_remainder[: spare - sum(extra)]:
        extra[index] += 1
    extra[-1] += spare - sum(extra)
    return [need + more for need, more in zip(least, extra, strict=True)]


def _placed(labels: Sequence[tuple[int, str]], width: int) -> str:
    """Set labels at their cells, leaving out one that would touch another or the edge."""
    line = ""
    for start, label in labels:
        if label and start >= len(line) + (1 if line else 0) and start + len(label) <= width:
            line = f"{line:<{start}}{label}"
    return line
