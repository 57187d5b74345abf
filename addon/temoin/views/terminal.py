"""The report for a terminal, and the same as a picture."""

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from temoin.report import Report
    from temoin.views import View, ViewOptions

__all__ = ["VIEW", "Terminal", "console_for", "export_svg", "plain_text"]

PIPED_WIDTH = 80
"""The width of what goes to no terminal: the same bytes wherever it runs."""


class Terminal:
    """A report to read from the top: what was found, when the choice was made, the evidence, what is open.

    Every mark stands beside its word, so it reads the same without colours and in a file. Where the encoding
    of a terminal cannot bear more, all is in ASCII. Text from the wire is escaped. With `verbose`, each
    exchange that was kept is shown, with how well each fact is known, and why.
    """

    name = "terminal"
    ending = ".txt"

    def render(self, report: "Report", options: "ViewOptions") -> "RenderableType":
        """Lay a report out, for a rich console of any width to print."""
        from temoin.views.screen.report import ReportScreen

        return ReportScreen(report, verbose=options.verbose)


VIEW: "View" = Terminal()


def console_for(file: TextIO) -> "Console":
    """A console on a stream: the terminal's own width and colours, or 80 plain columns in a file.

    `COLUMNS`, `NO_COLOR` and `FORCE_COLOR` are heeded; nothing printed is taken for markup.

    Args:
        file: where to print; its encoding decides whether more than ASCII is used.
    """
    import os

    from rich.console import Console

    width = None if file.isatty() or "COLUMNS" in os.environ else PIPED_WIDTH
    return Console(file=file, width=width, markup=False, highlight=False, emoji=False)


def plain_text(renderable: "RenderableType", width: int = PIPED_WIDTH) -> bytes:
    """Print something as a text file: UTF-8, no colours, no control characters.

    Args:
        renderable: what `Terminal.render` gave.
        width: columns.
    """
    from io import StringIO

    from rich.console import Console

    file = StringIO()
    Console(file=file, width=width, color_system=None, force_terminal=False).print(renderable)
    return file.getvalue().encode()


def export_svg(report: "Report", width: int, title: str) -> str:
    """Draw the report as it looks in a terminal, the same picture on every machine.

    Args:
        report: what was found.
        width: columns.
        title: what the window's bar says.

    Returns:
        An SVG that loads nothing from elsewhere.
    """
    from temoin.views.screen.picture import svg_of
    from temoin.views.screen.report import ReportScreen

    return svg_of(ReportScreen(report), width, title)
