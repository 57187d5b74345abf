"""Where a watch's reports go, in which form."""

from collections.abc import Sequence

from temoin.errors import UsageError
from temoin.report import Report
from temoin.views import View, ViewOptions, view_for
from temoin.writing import write_whole

__all__ = ["form_of", "write_reports"]


def form_of(file: str) -> View:
    """The form that a file's ending tells.

    Args:
        file: where a report is to go.

    Raises:
        UsageError: it tells none.
    """
    view = view_for(file)
    if view is None:
        raise UsageError(file, "its ending tells no format", mend="end it with .json, for one")
    return view


def write_reports(files: Sequence[str], report: Report, options: ViewOptions | None = None) -> None:
    """Write a report into files, each in the form that its ending tells.

    Args:
        files: where to.
        report: what was found.
        options: what to show.

    Raises:
        UsageError: one cannot be written.
    """
    from temoin.views.terminal import plain_text

    for file in files:
        rendered = form_of(file).render(report, options or ViewOptions())
        write_whole(file, rendered if isinstance(rendered, bytes) else plain_text(rendered))
