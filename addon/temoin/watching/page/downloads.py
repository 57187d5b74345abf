"""What can be taken away: the report in every form there is, and the recording.

A recording may be of any size, so a browser fetches it as a file, by an address that works once and not for long:
the token of the run stands in no address. A recording that still grows is given as far as its flows are whole.
"""

import os
import re
import secrets
import time
import unicodedata
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from temoin.report import Report
from temoin.views import ViewOptions, summary, view_named, views
from temoin.watching.page.messages import ReportForm

__all__ = ["Tickets", "WholeFlows", "content_disposition", "report_file", "report_forms"]

_TYPES = {
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".svg": "image/svg+xml",
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml",
    ".sarif": "application/sarif+json",
    ".csv": "text/csv; charset=utf-8",
}

_TICKET_LASTS = 60.0
_MOST_TICKETS = 32

_LENGTH = re.compile(rb"([0-9]{1,12}):")
_LONGEST_LENGTH = 13


def report_forms() -> tuple[ReportForm, ...]:
    """Every form a report can be had in."""
    return tuple(ReportForm(view.name, view.ending, summary(view)) for view in views())


def report_file(report: Report, form: str) -> tuple[str, str, bytes]:
    """Turn a report into a file.

    Args:
        report: what was found.
        form: the name of a view.

    Returns:
        The file's name, its media type and its bytes.

    Raises:
        UsageError: there is no such view.
    """
    from temoin.views.terminal import plain_text

    view = view_named(form)
    rendered = view.render(report, ViewOptions())
    data = rendered if isinstance(rendered, bytes) else plain_text(rendered)
    started = report.sessions[0].started if report.sessions else None
    kind = _TYPES.get("." + view.ending.rpartition(".")[2], "application/octet-stream")
    return f"temoin{_stamp(started)}{view.ending}", kind, data


def content_disposition(name: str) -> str:
    """Write the header that makes a browser save an answer as a file of a name, whatever is in that name.

    By RFC 6266: the name in ASCII for the old, in UTF-8 for the rest; no folder, and no character that could end
    the header.
    """
    bare = re.split(r"[/\\]", name)[-1]
    seen = "".join(char for char in bare if char.isprintable() and char not in '<>:"|?*').strip(". ")
    safe = seen[-150:] or "recording"
    folded = unicodedata.normalize("NFKD", safe)
    plain = "".join(char if char.isalnum() or char in "-_. " else "_" for char in folded if char.isascii())
    return f"attachment; filename=\"{plain or 'recording'}\"; filename*=UTF-8''{quote(safe, safe='')}"


class Tickets:
    """Addresses that work once."""

    def __init__(self) -> None:
        self._until: dict[str, float] = {}

    def give(self) -> str:
        """Make one out; where too many are about, the oldest becomes void."""
        while len(self._until) >= _MOST_TICKETS:
            del self._until[next(iter(self._until))]
        ticket = secrets.token_urlsafe(32)
        self._until[ticket] = time.monotonic() + _TICKET_LASTS
        return ticket

    def take(self, ticket: str) -> bool:
        """Use one up; False where it is unknown, used or too old."""
        return self._until.pop(ticket, 0.0) > time.monotonic()


class WholeFlows:
    """How far a flow file is whole, while it is written: asked again, it looks on from where it was."""

    def __init__(self) -> None:
        self._file: tuple[int, int] | None = None
        self._end = 0

    def end(self, path: Path) -> int:
        """The byte after the last whole flow; takes a moment for a large file the first time.

        Raises:
            OSError: it cannot be read.
        """
        handle = os.open(path, os.O_RDONLY)
        try:
            status = os.fstat(handle)
            file = status.st_dev, status.st_ino
            at = self._end if file == self._file and self._end <= status.st_size else 0
            while (found := _LENGTH.match(os.pread(handle, _LONGEST_LENGTH, at))) is not None:
                after = at + found.end() + int(found[1]) + 1
                if after > status.st_size:
                    break
                at = after
            self._file, self._end = file, at
            return at
        finally:
            os.close(handle)


def _stamp(started: float | None) -> str:
    if started is None:
        return ""
    try:
        return f"-{datetime.fromtimestamp(started, UTC):%Y%m%d-%H%M%S}"
    except (OverflowError, ValueError, OSError):
        return ""
