"""The report as one HTML file that opens offline and can be sent to anybody."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temoin.report import Report
    from temoin.views import View, ViewOptions

__all__ = ["VIEW", "HtmlDocument"]


class HtmlDocument:
    """One HTML file for people: what was found, drawn over time and by party, with the evidence of each finding.

    It loads nothing from anywhere, reads the same without its script, prints to A4, and is in English or French.
    """

    name = "html"
    ending = ".html"
    needs_exchanges = True
    needs_recorded = True

    def render(self, report: "Report", options: "ViewOptions") -> bytes:
        """Write a report.

        Returns:
            UTF-8.
        """
        from temoin.views.html.document import document

        return document(report, options)


VIEW: "View" = HtmlDocument()
