"""What a session's report opens with: the sentence, what stands in its way, and what was watched."""

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.text import Text

from temoin.report import Session
from temoin.views.phrases import counted
from temoin.views.screen.layout import Flow, Hanging
from temoin.views.screen.marks import OUTCOMES, VERDICTS, WARNING
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import duration, moment

__all__ = ["Heading"]

_LABEL = 13
_HASH_SHOWN = 12


class Heading:
    """The sentence that says what was found, then warnings, then the facts of the session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        pen = Pen.of(options)
        session = self.session
        mark = OUTCOMES[session.outcome]
        badge = Text(f" {mark.word.upper()} ", f"bold reverse {mark.style}")
        sentence = pen.wire(session.summary, style="bold")
        yield Hanging(Text.assemble(badge, "  "), sentence, width=pen.prose)
        yield Text("")
        yield from self._warnings(pen)
        for label, fact in self._facts(pen):
            yield Hanging(Text(f"  {label:<{_LABEL - 2}}", DIM), fact, Text(" " * _LABEL))

    def _warnings(self, pen: Pen) -> RenderResult:
        incomplete = self.session.incomplete
        warnings = [f"the recording is incomplete: {incomplete}"] if incomplete else []
        warnings += self.session.notes
        for warning in warnings:
            first = Text.assemble("  ", pen.sign(WARNING), " ")
            yield Hanging(first, pen.wire(warning), width=pen.prose)
        if warnings:
            yield Text("")

    def _facts(self, pen: Pen) -> list[tuple[str, RenderableType]]:
        session = self.session
        facts: list[tuple[str, RenderableType]] = [("recording", pen.wire(session.source))]
        if session.policies:
            label = "policy" if len(session.policies) == 1 else "policies"
            facts.append((label, self._policies(pen)))
        if session.started is not None:
            when = moment(session.started)
            if session.ended is not None:
                when += f", for {duration(max(session.ended - session.started, 0))}"
            facts.append(("watched", Text(when)))
        traffic = (
            counted(session.requests, "request"),
            counted(len(session.pages), "page"),
            counted(session.visitors, "visitor"),
        )
        facts.append(("traffic", Text(", ".join(traffic))))
        if any(session.counts.values()):
            facts.append(("exchanges", self._counts(pen)))
        return facts

    def _policies(self, pen: Pen) -> RenderableType:
        hashes = {policy.name: policy.sha256 for policy in self.session.policies_used}
        named = []
        for name in self.session.policies:
            sha256 = hashes.get(name, "")[:_HASH_SHOWN]
            named.append(Text.assemble(pen.wire(name), (f"  sha256 {sha256}" if sha256 else "", DIM)))
        return Flow(named)

    def _counts(self, pen: Pen) -> RenderableType:
        counts = self.session.counts
        return Flow(
            pen.named(mark, counts[verdict]) for verdict, mark in VERDICTS.items() if counts.get(verdict)
        )
