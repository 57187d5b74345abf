"""What the rules found and the policy lets pass: said, with the reason, so that no exception is silent."""

from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import Allowed, Session
from temoin.views.phrases import counted
from temoin.views.screen.layout import Hanging, Title
from temoin.views.screen.pen import DIM, Pen

__all__ = ["AllowedFindings"]

_NAME = 60


class AllowedFindings:
    """The findings that the policy allows, each with the reason that it gives."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        allowed = self.session.allowed
        if not allowed:
            return
        pen = Pen.of(options)
        yield Title("Allowed by the policy", counted(len(allowed), "finding"))
        for one in allowed:
            yield Hanging(Text("  "), _about(pen, one), width=pen.prose)
            held = Text.assemble(
                f"{one.finding.rule} {one.finding.title}: ", pen.wire(one.finding.message), style=DIM
            )
            yield Hanging(Text("    "), held, width=pen.prose)
            until = f"until {one.until}, " if one.until else ""
            told = Text.assemble(
                "allowed: ", pen.wire(one.reason), f" ({until}line {one.line} of the policy)"
            )
            yield Hanging(Text("    "), told, width=pen.prose)


def _about(pen: Pen, one: Allowed) -> Text:
    facts = (one.finding.domain, f"{one.finding.party} party", one.finding.policy or "")
    about = pen.line("  ·  ").join(pen.wire(fact, _NAME) for fact in facts if fact)
    return Text.assemble(pen.wire(one.finding.name or "(no name)", _NAME, "bold"), "   ", about)
