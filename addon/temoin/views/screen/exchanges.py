"""Every exchange of a session, with what is known of it, how well, and why."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import Exchange, Session, ValueShown
from temoin.views.phrases import counted, listed
from temoin.views.screen.layout import Hanging, Title, chain
from temoin.views.screen.marks import VERDICTS
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import duration, since
from temoin.vocabulary import Certainty, Origin, Way

__all__ = ["ORIGINS", "Exchanges"]

_NAME = 60
_LABEL = 10
_MILLISECONDS = 3

_GRADES = {Certainty.CERTAIN: "certain", Certainty.INFERRED: "inferred", Certainty.NONE: "not known"}
ORIGINS = {
    Origin.RESPONSE: "set by a response",
    Origin.SCRIPT: "set by a script",
    Origin.EARLIER: "there before watching began",
}
"""Where a cookie came from, as a sentence says it."""


class Exchanges:
    """Each exchange in order of time; nothing where they were not kept."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.pages = {page.id: page for page in session.pages}

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        exchanges = self.session.exchanges
        if exchanges is None:
            return
        pen = Pen.of(options)
        yield Title("Exchanges", f"{len(exchanges):,}")
        for number, exchange in enumerate(exchanges):
            if number:
                yield Text("")
            yield from self._exchange(pen, exchange)

    def _exchange(self, pen: Pen, exchange: Exchange) -> RenderResult:
        mark = VERDICTS[exchange.verdict]
        title = Text.assemble(
            pen.wire(exchange.name or "(no name)", _NAME, "bold"),
            "   ",
            (mark.word, mark.style),
            (f"   #{exchange.n}  {since(self.session.started, exchange.at, _MILLISECONDS)}", DIM),
        )
        yield Hanging(Text.assemble(pen.sign(mark), " "), title)
        beside = pen.line("  │ " if exchange.reasons else "    ", DIM)
        for label, fact in self._facts(pen, exchange):
            first = Text.assemble(beside, (f"{label:<{_LABEL}}", DIM))
            yield Hanging(first, fact, Text.assemble(beside, " " * _LABEL))
        yield from chain(pen, exchange.reasons, Text("  "), pen.prose)

    def _facts(self, pen: Pen, exchange: Exchange) -> list[tuple[str, Text]]:
        page = None if exchange.page is None else self.pages.get(exchange.page)
        way = "set by" if exchange.way is Way.SET else "sent to"
        facts = [
            (way, pen.wire(exchange.url)),
            ("page", pen.wire("not known" if page is None else f"{page.id}, {page.url}")),
            ("cookie", pen.wire(_cookie(exchange))),
            ("declared", pen.wire(_declared(exchange))),
        ]
        if exchange.choice is not None:
            facts.append(("choice", Text(exchange.choice)))
        if exchange.value is not None:
            facts.append(("value", _value(pen, exchange.value)))
        return [*facts, ("known", Text(_known(exchange)))]


def _cookie(exchange: Exchange) -> str:
    """Say whose it is, where it came from, and how it is held."""
    site = f" of {exchange.first_party}" if exchange.first_party else ""
    facts = [
        f"{exchange.party} party{site}",
        ORIGINS[exchange.origin],
        f"held for {exchange.domain}{exchange.path}",
    ]
    if exchange.way is Way.SET:
        facts.append("for the session" if exchange.lifetime is None else f"for {duration(exchange.lifetime)}")
    if exchange.stored is False:
        facts.append("never came back")
    return ", ".join(facts)


def _known(exchange: Exchange) -> str:
    """Say how well each fact is known, the best known first."""
    grades = {
        "page": exchange.page_certainty,
        "site": exchange.first_party_certainty,
        "party": exchange.party_certainty,
        "origin": exchange.origin_certainty,
        "choice": exchange.choice_certainty,
    }
    by_grade = {grade: tuple(fact for fact, held in grades.items() if held is grade) for grade in Certainty}
    return "; ".join(f"{_GRADES[grade]}: {listed(facts)}" for grade, facts in by_grade.items() if facts)


def _declared(exchange: Exchange) -> str:
    if exchange.policy is None:
        return "by no policy"
    if exchange.pattern is None:
        return f"not by {exchange.policy}"
    names = (
        f"as {exchange.pattern}",
        exchange.category or "",
        exchange.service or "",
        f"by {exchange.policy}",
    )
    return ", ".join(name for name in names if name)


def _value(pen: Pen, value: ValueShown) -> Text:
    marked = f", fingerprint {value.fingerprint}" if value.fingerprint else ""
    told = Text.assemble(pen.wire(f"{value.label}: {counted(value.length, 'byte')}, {value.shape}{marked}"))
    return told if value.text is None else Text.assemble(told, "  ", pen.wire(value.text))
