"""The terminal's report as a picture, for a README or a ticket."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temoin.report import Report
    from temoin.views import View, ViewOptions

__all__ = ["VIEW", "Svg"]

_WIDTH = 100


class Svg:
    """The report as it looks in a terminal of 100 columns: one picture that loads nothing from elsewhere.

    It is made by rich, the same bytes on every machine.
    """

    name = "svg"
    ending = ".svg"

    def render(self, report: "Report", options: "ViewOptions") -> bytes:
        """Draw a report.

        Returns:
            UTF-8.
        """
        from temoin.views.screen.picture import svg_of
        from temoin.views.screen.report import ReportScreen

        return svg_of(ReportScreen(report, verbose=options.verbose), _WIDTH, "temoin replay").encode()


VIEW: "View" = Svg()
