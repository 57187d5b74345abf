"""Where a watch's reports go, in which form."""

from collections.abc import Sequence

from temoin.errors import TemoinError, UsageError, together
from temoin.report import Report
from temoin.views import View, ViewOptions, view_for
from temoin.watching.guarding import defect
from temoin.writing import check_place, write_whole

__all__ = ["check_outputs", "form_of", "write_reports"]


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


def check_outputs(files: Sequence[str]) -> None:
    """Look whether reports can be written, before anything is watched that would be lost.

    Args:
        files: where they are to go.

    Raises:
        UsageError: one cannot be written.
    """
    for file in files:
        form_of(file)
        check_place(file)


def write_reports(files: Sequence[str], report: Report, options: ViewOptions | None = None) -> None:
    """Write a report into files, each in the form that its ending tells.

    Args:
        files: where to.
        report: what was found.
        options: what to show.

    Raises:
        TemoinError: some cannot be written; the others are.
    """
    from temoin.views.terminal import plain_text

    failed: list[TemoinError] = []
    for file in files:
        try:
            rendered = form_of(file).render(report, options or ViewOptions())
            write_whole(file, rendered if isinstance(rendered, bytes) else plain_text(rendered))
        except Exception as error:  # noqa: BLE001 — the other forms are written all the same
            failed.append(error if isinstance(error, TemoinError) else defect(file, error))
    if trouble := together(failed):
        raise trouble
