"""A flow file: every record in its place, in mitmproxy's current format; older versions are migrated by mitmproxy.

Of a record only fields of a list are written: certificates, the TLS handshake's offers, what a flow was before
somebody edited it, and whatever an add-on kept beside it are left out. A file that ends within a record, or holds
something that is none, ends so in the redacted one too: it must not seem whole.

One megabyte of the file is in memory, besides one record's headers.
"""

import io
from collections.abc import Callable
from typing import Final

from temoin.errors import UnreadableInput
from temoin.redaction.flow_file.fields import NAMES
from temoin.redaction.flow_file.record import Rewriter
from temoin.redaction.flow_file.values import Value
from temoin.redaction.redactor import Redactor
from temoin.traffic.content import Content
from temoin.traffic.flow_file.older import NotMigrated, rewritten
from temoin.traffic.flow_file.record import OtherVersion, has_connection_id, read_record
from temoin.traffic.flow_file.tnetstring import Malformed, Span, Window
from temoin.traffic.order import Flow
from temoin.traffic.recording import Progress

__all__ = ["ENDING", "NAME", "WORDS", "redact"]

NAME: Final = "flow"
ENDING: Final = ".flow"
WORDS: Final = NAMES

_BROKEN = b"!"
"""No value begins so."""


def redact(
    content: Content, redactor: Redactor, write: Callable[[bytes], object], progress: Progress, /
) -> None:
    """Go through a flow file; see `temoin.redaction.kinds.Kind`."""
    file, size = content.settle()
    window = Window(file, size)
    rewriter = Rewriter(redactor, window)
    at, number = 0, 0
    while at < size:
        number += 1
        try:
            span = window.value(at, size)
            made = _record(window, span, number, at, redactor, rewriter)
        except (Malformed, NotMigrated) as error:
            if number == 1:
                raise UnreadableInput(
                    content.name,
                    _why(error),
                    place=f"byte {at}",
                    mend="record again, or look for a whole copy",
                ) from None
            write(_broken_off(error))
            return
        _written(made, write)
        at = span[2] + 1
        progress(at, size)
    if content.cut:
        write(_broken_off(None))


def _written(made: Value, write: Callable[[bytes], object]) -> None:
    if isinstance(made, bytes):
        write(made)
        return
    for part in made.parts:
        if isinstance(part, bytes):
            write(part)
        else:
            for piece in part.pieces():
                write(piece)


def _record(
    window: Window, span: Span, number: int, at: int, redactor: Redactor, rewriter: Rewriter
) -> Value:
    try:
        flow = read_record(window, span, number)
    except OtherVersion:
        return _older(window, span, number, at, redactor)
    return rewriter.record(span, flow if isinstance(flow, Flow) else None)


def _older(window: Window, span: Span, number: int, at: int, redactor: Redactor) -> Value:
    record = rewritten(window.bytes_between(at, span[2] + 1))
    inner = Window(io.BytesIO(record), len(record))
    place = inner.value(0, len(record))
    try:
        flow = read_record(inner, place, number)
    except (Malformed, OtherVersion):
        raise NotMigrated("mitmproxy reads it as something else") from None
    told = None
    if isinstance(flow, Flow) and not has_connection_id(window, span):
        told = (
            f"{flow.request.client} {flow.request.connected}"  # as `temoin.traffic.kinds.flow_file` tells it
        )
    return Rewriter(redactor, inner).record(place, flow if isinstance(flow, Flow) else None, told)


def _why(error: Malformed | NotMigrated) -> str:
    return error.problem if isinstance(error, Malformed) else str(error)


def _broken_off(error: Malformed | NotMigrated | None) -> bytes:
    """The beginning of a record that lacks as many bytes as the one it stands for."""
    if isinstance(error, Malformed) and error.missing is not None:
        return b"%d:" % (error.missing - 1)
    return _BROKEN if error is not None else b"1:"
