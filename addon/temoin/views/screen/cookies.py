"""The cookies of a session, one row each, worst first."""

from collections.abc import Sequence

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import CookieRow, Session
from temoin.views.cases import worst_first
from temoin.views.screen.columns import Column, Columns
from temoin.views.screen.layout import Flow, Hanging, Title
from temoin.views.screen.marks import VERDICTS
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since
from temoin.vocabulary import Verdict

__all__ = ["Cookies", "Legend"]

_WIDE = 120
_WIRE = 80


class Cookies:
    """Every cookie that crossed: whose it is, what for, since when, and how its exchanges were judged."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rows = worst_first(self.session.cookies)
        if not rows:
            return
        pen = Pen.of(options)
        yield Title("Cookies", f"{len(rows):,}")
        build = self._wide if pen.width >= _WIDE else self._narrow
        yield build(pen, rows)
        yield Text("")
        yield Legend(tuple(verdict for verdict in VERDICTS if any(verdict in row.verdicts for row in rows)))

    def _wide(self, pen: Pen, rows: Sequence[CookieRow]) -> Columns:
        columns = (
            Column(""),
            Column("name", flexible=True),
            Column("domain", flexible=True),
            Column("party"),
            Column("category", most=32),
            Column("origin"),
            Column("first seen", right=True),
            Column("verdicts", most=44),
        )
        cells = [
            (
                _sign(pen, row),
                _name(pen, row),
                pen.wire(row.domain, _WIRE),
                Text(row.party),
                _category(pen, row, with_service=True),
                Text(row.origin),
                Text.assemble((f"#{row.first}  ", DIM), since(self.session.started, row.seen)),
                _verdicts(pen, row, words=True),
            )
            for row in rows
        ]
        return Columns(columns, cells)

    def _narrow(self, pen: Pen, rows: Sequence[CookieRow]) -> Columns:
        columns = (
            Column(""),
            Column("name, domain", flexible=True),
            Column("party", spare=True),
            Column("category", most=13),
            Column("origin", spare=True),
            Column("first seen", right=True, most=11, spare=True),
            Column("verdicts", most=12),
        )
        cells = [
            (
                _sign(pen, row),
                (_name(pen, row), pen.wire(row.domain, _WIRE, DIM)),
                Text(row.party),
                _category(pen, row, with_service=False),
                Text(row.origin),
                Text(since(self.session.started, row.seen)),
                _verdicts(pen, row, words=False),
            )
            for row in rows
        ]
        return Columns(columns, cells)


class Legend:
    """What the marks of some verdicts mean."""

    def __init__(self, verdicts: tuple[Verdict, ...]) -> None:
        self.verdicts = verdicts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        named = (pen.named(VERDICTS[verdict]) for verdict in self.verdicts)
        yield Hanging(Text("  "), Flow(named))


def _sign(pen: Pen, row: CookieRow) -> Text:
    worst = next((mark for verdict, mark in VERDICTS.items() if row.verdicts.get(verdict)), None)
    return pen.sign(worst) if worst else Text(" ")


def _name(pen: Pen, row: CookieRow) -> Text:
    return pen.wire(row.name, _WIRE, "bold") if row.name else Text("(no name)", DIM)


def _category(pen: Pen, row: CookieRow, *, with_service: bool) -> Text:
    if row.policy is None:
        return Text("not judged", DIM)
    if row.category is None:
        return Text("undeclared")
    service = f" ({row.service})" if with_service and row.service else ""
    return pen.wire(row.category + service, _WIRE)


def _verdicts(pen: Pen, row: CookieRow, *, words: bool) -> Text:
    counts = [
        (mark, row.verdicts[verdict]) for verdict, mark in VERDICTS.items() if row.verdicts.get(verdict)
    ]
    if words:
        return Text("  ").join(pen.named(mark, count) for mark, count in counts)
    return Text(" ").join(Text.assemble(pen.sign(mark), f"{count:,}") for mark, count in counts)
