"""What the rules found and the baseline held before: said apart, so that nothing that is known is hidden."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.identity import Entry
from temoin.report import BaselineUsed, Known, Session
from temoin.views.phrases import about_cookie, counted
from temoin.views.screen.layout import Hanging, Title
from temoin.views.screen.pen import DIM, Pen

__all__ = ["KnownFindings", "Unmatched"]

_NAME = 60
_MOST = 20


class KnownFindings:
    """The findings that the baseline holds, each with the reason that it gives."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        known = self.session.known
        if not known:
            return
        pen = Pen.of(options)
        yield Title("In the baseline", counted(len(known), "finding"))
        for one in known:
            yield Hanging(Text("  "), _about(pen, one), width=pen.prose)
            held = Text.assemble(
                f"{one.finding.rule} {one.finding.title}: ", pen.wire(one.finding.message), style=DIM
            )
            yield Hanging(Text("    "), held, width=pen.prose)
            if one.reason:
                yield Hanging(Text("    "), Text.assemble("known: ", pen.wire(one.reason)), width=pen.prose)


class Unmatched:
    """The entries of the baseline that matched nothing.

    Args:
        baseline: what the run made of it.
    """

    def __init__(self, baseline: BaselineUsed) -> None:
        self.baseline = baseline

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        missing = self.baseline.unmatched
        if not missing:
            return
        pen = Pen.of(options)
        did = "did not appear; `temoin baseline --prune` removes what is gone"
        head = f"{len(missing)} of {counted(self.baseline.entries, 'finding')} in the baseline {did}:"
        yield Hanging(Text("  "), Text(head), width=pen.prose)
        for entry in missing[:_MOST]:
            yield Hanging(Text("    "), pen.wire(_entry(entry), style=DIM), width=pen.prose)
        if len(missing) > _MOST:
            yield Hanging(Text("    "), Text(f"and {len(missing) - _MOST:,} more", DIM), width=pen.prose)
        yield Text("")


def _entry(entry: Entry) -> str:
    one = entry.identity
    return f"line {entry.line}: {one.rule} {about_cookie(one.cookie, one.domain, one.party)}"


def _about(pen: Pen, one: Known) -> Text:
    facts = (one.finding.domain, f"{one.finding.party} party", one.finding.policy or "")
    about = pen.line("  ·  ").join(pen.wire(fact, _NAME) for fact in facts if fact)
    return Text.assemble(pen.wire(one.finding.name or "(no name)", _NAME, "bold"), "   ", about)
