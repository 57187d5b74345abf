"""Settled verdicts and findings as JSON lines, for a watch that is left running."""

import logging
import os
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

import msgspec

from temoin.errors import UsageError
from temoin.exchanges import Judged
from temoin.report import Exchange
from temoin.statement import shown_exchange
from temoin.views.printable import json_safe
from temoin.vocabulary import Party
from temoin.writing import for_owner_alone

__all__ = ["Lines"]

_SIZE = 50_000_000
"""Bytes of one file; then it is renamed to NAME.1, that to NAME.2…"""

_FILES = 5
"""Files kept beside the one being written."""

_OURS = b'{"type":"'
_LONGEST = 1_000_000
"""Bytes of a line, at most; ours take some kilobytes."""

_REMEMBERED = 10_000
"""Findings remembered as told; the oldest may be told again."""


class _ExchangeLine(msgspec.Struct, frozen=True, tag="exchange", tag_field="type"):
    """A settled exchange.

    Args:
        exchange: as in the report.
        rules: the codes of the rules that hold it.
    """

    exchange: Exchange
    rules: tuple[str, ...]


class _FindingLine(msgspec.Struct, frozen=True, tag="finding", tag_field="type"):
    """A rule holds a cookie for the first time.

    Args:
        rule: its code.
        name: the cookie's.
        domain: the cookie's.
        party: the cookie's.
        policy: the policy it was judged by, or None.
        n: the number of the request.
        at: when.
        url: the request's, query values left out.
        reasons: the chain that led to it.
    """

    rule: str
    name: str
    domain: str
    party: Party
    policy: str | None
    n: int
    at: float
    url: str
    reasons: tuple[str, ...]


class Lines:
    """Writes what is settled, a line each, into a file that is changed for another when it is full.

    What cannot be written is lost to the file alone: the watch goes on, and says so once. A line that a kill cut is
    taken off a file before it is added to.

    Args:
        file: where to.
        failed: told once, in a sentence, when a line cannot be written.
        size: bytes of one file.

    Raises:
        UsageError: the file cannot be opened.
    """

    def __init__(self, file: str, failed: Callable[[str], None], *, size: int = _SIZE) -> None:
        try:
            self._handler = _Handler(file, failed, size)
        except OSError as error:
            raise UsageError(
                file, f"cannot be written: {error.strerror}", mend="name a folder that can be written"
            ) from error
        self._told: OrderedDict[tuple[str, str, str, Party], None] = OrderedDict()
        self._encoder = msgspec.json.Encoder(order="deterministic")

    def settled(self, exchanges: list[Judged]) -> None:
        """Write what was settled.

        Args:
            exchanges: in the order in which they were.
        """
        for judged in exchanges:
            shown = shown_exchange(judged, set())
            self._write(_ExchangeLine(shown, judged.rules))
            for rule in judged.rules:
                key = rule, shown.name, shown.domain, shown.party
                if key in self._told:
                    continue
                self._told[key] = None
                if len(self._told) > _REMEMBERED:
                    self._told.popitem(last=False)
                self._write(
                    _FindingLine(
                        rule, shown.name, shown.domain, shown.party, shown.policy, shown.n, shown.at, shown.url,
                        shown.reasons,
                    )
                )  # fmt: skip

    def close(self) -> None:
        """End the file."""
        self._handler.close()

    def _write(self, line: msgspec.Struct) -> None:
        text = json_safe(self._encoder.encode(line)).decode()
        self._handler.emit(logging.makeLogRecord({"msg": text}))


class _Handler(RotatingFileHandler):
    def __init__(self, file: str, failed: Callable[[str], None], size: int) -> None:
        _begin_a_line(file)
        super().__init__(file, maxBytes=size, backupCount=_FILES, encoding="utf-8")
        self._file = file
        self._failed: Callable[[str], None] | None = failed
        self._whole = self.stream.tell() if self.stream is not None else 0

    def _open(self) -> TextIOWrapper:
        """Open the file, as logging asks; a new one is its owner's alone."""
        return open(self.baseFilename, "a", encoding="utf-8", opener=for_owner_alone)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, whole or not at all."""
        super().emit(record)
        if self.stream is not None:
            self._whole = self.stream.tell()

    def close(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802, ARG002 — as logging calls it
        """Take back what was written of a line, and say once that it could not be; the next one is tried again."""
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()
            with suppress(OSError):
                os.truncate(self.baseFilename, self._whole)
        failed, self._failed = self._failed, None
        if failed is not None:
            failed(f"{self._file} can no longer be written; what was settled since is missing there.")


def _begin_a_line(file: str) -> None:
    """Take off what a kill left of a line of ours, and end any other."""
    place = Path(file)
    if not place.is_file():
        return
    with place.open("r+b") as there:
        size = there.seek(0, os.SEEK_END)
        there.seek(max(size - _LONGEST, 0))
        last = there.read().rpartition(b"\n")[2]
        if not last:
            return
        if last.startswith(_OURS) and not _is_whole(last):
            there.truncate(size - len(last))
        else:
            there.write(b"\n")


def _is_whole(line: bytes) -> bool:
    try:
        msgspec.json.decode(line)
    except msgspec.DecodeError:
        return False
    return True
