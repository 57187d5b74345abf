"""What a check found, for a terminal."""

from collections import Counter
from typing import TYPE_CHECKING

from temoin.views.phrases import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
    from rich.text import Text

    from temoin.checks.check import Fault
    from temoin.checks.checking import Checked, CheckReport
    from temoin.checks.coverage import Coverage
    from temoin.views.checked import Form

__all__ = ["FORM", "Plain"]

_STYLES = {"error": "bold red", "warning": "yellow", "note": "cyan"}
_MOST = 1000


class Plain:
    """A line a fault, as editors and terminals know it: file, line, column, level, what is wrong; then the mend.

    Below each file stands what it comes to. Lines are not broken, so that programs can read them too.
    """

    name = "text"
    ending = ".txt"

    def render(self, report: "CheckReport") -> "RenderableType":
        """Lay out what was found, for a rich console to print."""
        return _Lines(report)


FORM: "Form" = Plain()


class _Lines:
    def __init__(self, report: "CheckReport") -> None:
        self.report = report

    def __rich_console__(self, console: "Console", options: "ConsoleOptions") -> "RenderResult":
        for checked in self.report.policies:
            for line in _lines(checked, ascii_only=options.ascii_only):
                line.no_wrap, line.overflow = True, "ignore"
                yield line


def _lines(checked: "Checked", *, ascii_only: bool) -> "Iterator[Text]":
    from rich.text import Text

    from temoin.views.printable import printable

    def shown(text: str) -> str:
        return printable(text, _MOST, ascii_only=ascii_only)

    for fault in checked.faults:
        yield Text.assemble(
            (f"{shown(checked.file)}:{fault.line}:{fault.column}: ", "bold"),
            (fault.level, _STYLES[fault.level]),
            f" {fault.code} {fault.name}: {shown(fault.message)}",
        )
        if fault.mend:
            yield Text(f"    mend: {shown(fault.mend)}", "dim")
    for one in checked.allowed:
        until = f" until {one.until}" if one.until else ""
        yield Text(
            f"{shown(checked.file)}:{one.fault.line}:{one.fault.column}: allowed{until} {one.fault.code} "
            f"{one.fault.name}: {shown(one.fault.message)} (line {one.line}: {shown(one.reason)})",
            "dim",
        )
    yield Text(f"{shown(checked.file)}: {_sum(checked.faults, len(checked.allowed))}")
    if checked.coverage is not None:
        yield Text(f"{shown(checked.file)}: {_covered(checked.coverage)}")


def _sum(faults: "tuple[Fault, ...]", allowed: int) -> str:
    counts = Counter(str(fault.level) for fault in faults)
    parts = [counted(counts[level], level) for level in _STYLES if counts[level]]
    if allowed:
        parts.append(f"{allowed} allowed")
    return ", ".join(parts) or "nothing to mend"


def _covered(coverage: "Coverage") -> str:
    if not coverage.covered:
        return f"{counted(coverage.recordings, 'recording')}, none of this site"
    return (
        f"{counted(coverage.covered, 'recording')} of the site: {coverage.seen} of "
        f"{counted(coverage.declared, 'declared entry', 'declared entries')} seen, "
        f"{counted(coverage.undeclared, 'cookie')} seen and not declared"
    )
