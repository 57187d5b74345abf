"""What a report must say beside its findings: what could not be proven, never came, or was not judged."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import Session, Unproven
from temoin.views.cases import rules_of_absence
from temoin.views.phrases import counted
from temoin.views.screen.columns import Column, Columns
from temoin.views.screen.layout import Hanging, Title
from temoin.views.screen.marks import VERDICTS
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since
from temoin.vocabulary import Verdict

__all__ = ["Absent", "NotJudged", "NotProven"]

_WIRE = 80
_ROWS = 10
"""How many rows a list of little weight shows, unless all are asked for."""


class NotProven:
    """The exchanges the wire cannot tell about, by what hides the answer."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        causes: dict[str, list[Unproven]] = {}
        for row in self.session.unproven:
            causes.setdefault(row.cause, []).append(row)
        if not causes:
            return
        pen = Pen.of(options)
        yield Title("Not proven", counted(sum(row.count for row in self.session.unproven), "exchange"))
        ordered = sorted(causes.values(), key=lambda rows: (-sum(row.count for row in rows), rows[0].cause))
        for number, rows in enumerate(ordered):
            if number:
                yield Text("")
            yield from self._cause(pen, rows)

    def _cause(self, pen: Pen, rows: list[Unproven]) -> RenderResult:
        first = Text.assemble(pen.sign(VERDICTS[Verdict.UNPROVEN]), " ")
        for why in dict.fromkeys(row.why for row in rows):
            yield Hanging(first, pen.wire(why), Text("  "), pen.prose)
            first = Text("  ")
        columns = (
            Column("name", flexible=True),
            Column("domain", flexible=True),
            Column("party", spare=True),
            Column("count", right=True),
            Column("first", right=True, spare=True),
        )
        cells = [
            (
                pen.wire(row.name, _WIRE, "bold"),
                pen.wire(row.domain, _WIRE),
                Text(row.party),
                pen.line(f"×{row.count:,}"),
                Text.assemble((f"#{row.first}  ", DIM), since(self.session.started, row.at)),
            )
            for row in sorted(rows, key=lambda row: (row.first, row.name, row.domain))
        ]
        yield Columns(columns, cells, headed=False)


class Absent:
    """What a policy declares and the session never showed."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = sorted(self.session.never_seen, key=lambda row: (not row.required, row.policy, row.name))
        if not rows:
            return
        pen = Pen.of(options)
        rules = rules_of_absence(self.session.findings)
        yield Title("Declared, never seen", f"{len(rows):,}")
        columns = (
            Column("name", flexible=True),
            Column("category", flexible=True),
            Column("need"),
            Column("policy", flexible=True, spare=True),
            Column("rule"),
        )
        cells = [
            (
                pen.wire(row.name, _WIRE, "bold"),
                pen.wire(row.category, _WIRE),
                Text("required" if row.required else ""),
                pen.wire(row.policy, _WIRE),
                Text(", ".join(rules.get((row.policy, row.name), ())), DIM),
            )
            for row in rows
        ]
        yield Columns(columns, cells, headed=False)


class NotJudged:
    """What was not judged: cookies that every browser refuses, pages of no policy, and what went by unseen.

    Args:
        session: what was found.
        whole: show every row, not the first ten of a list.
    """

    def __init__(self, session: Session, *, whole: bool = False) -> None:
        self.session = session
        self.rows = None if whole else _ROWS

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        rejected, outside = self.session.rejected, self.session.outside
        if rejected:
            yield Title(
                "Refused by every browser",
                counted(sum(row.count for row in rejected), "Set-Cookie", "Set-Cookies"),
            )
            yield self._rejected(pen)
            yield from self._more(len(rejected))
        if outside:
            yield Title("Outside every policy", counted(len(outside), "host"))
            yield self._outside(pen)
            yield from self._more(len(outside))
        if self.session.blind:
            yield Title("Not seen", counted(len(self.session.blind), "blind spot"))
            yield self._blind(pen)
            yield from self._more(len(self.session.blind))

    def _rejected(self, pen: Pen) -> Columns:
        columns = (
            Column("name", flexible=True),
            Column("domain", flexible=True),
            Column("why", flexible=True),
            Column("count", right=True),
            Column("first", right=True, spare=True),
        )
        cells = [
            (
                pen.wire(row.name, _WIRE, "bold"),
                pen.wire(row.domain, _WIRE),
                pen.wire(row.why, 2 * _WIRE),
                pen.line(f"×{row.count:,}"),
                Text.assemble((f"#{row.n}  ", DIM), since(self.session.started, row.at)),
            )
            for row in self.session.rejected[: self.rows]
        ]
        return Columns(columns, cells, headed=False)

    def _outside(self, pen: Pen) -> Columns:
        columns = (
            Column("host", flexible=True),
            Column("pages", right=True),
            Column("exchanges", right=True),
        )
        cells = [
            (
                pen.wire(row.host, _WIRE),
                Text(counted(row.pages, "page")),
                Text(counted(row.exchanges, "exchange")),
            )
            for row in self.session.outside[: self.rows]
        ]
        return Columns(columns, cells, headed=False)

    def _blind(self, pen: Pen) -> Columns:
        columns = (
            Column("host", flexible=True),
            Column("why", flexible=True),
            Column("count", right=True),
        )
        cells = [
            (pen.wire(row.host, _WIRE), pen.wire(row.why, 2 * _WIRE), pen.line(f"×{row.count:,}"))
            for row in self.session.blind[: self.rows]
        ]
        return Columns(columns, cells, headed=False)

    def _more(self, rows: int) -> RenderResult:
        if self.rows is not None and rows > self.rows:
            yield Text(f"  and {rows - self.rows:,} more (all with -v)", DIM)
