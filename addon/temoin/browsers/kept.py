"""Our end of a browser's keeper (`temoin.browsers.keeper`): starts it, hears it, lets go of it."""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, Self, cast

import msgspec

from temoin.browsers import keeper
from temoin.browsers.finding import Found
from temoin.browsers.last_words import last_words
from temoin.errors import UsageError
from temoin.shown import shorten, valid

__all__ = ["Closed", "Kept"]

_ANSWERS_WITHIN = 30.0
_CLOSES_WITHIN = 30.0
"""Longer than the keeper itself takes, whatever the browser does."""
_SHOWN = 200


class Closed(msgspec.Struct, frozen=True):
    """How a browser ended.

    Args:
        status: its exit status, a signal's number below zero; None where nobody could tell.
        asked: whether we ended it, not a person, nor it itself.
        words: why, where it died of itself: one printable line; empty where it just closed.
    """

    status: int | None = None
    asked: bool = False
    words: str = ""


class Kept:
    """A browser that a keeper keeps.

    Args:
        found: which browser.
        process: its keeper.
    """

    def __init__(self, found: Found, process: subprocess.Popen[bytes]) -> None:
        self.profile = Path()
        self.pid = 0
        self.gone = threading.Event()
        self.ended: asyncio.Future[Closed] = asyncio.get_running_loop().create_future()
        self._found = found
        self._process = process
        self._told, self._heard = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        self._problem = ""
        self._closed = Closed()
        self._written = ""
        threading.Thread(target=self._hear, name="temoin-browser", daemon=True).start()

    @classmethod
    async def begin(cls, found: Found, root: str) -> Self:
        """Start a keeper, and have it make a folder for the profile.

        Args:
            found: which browser it is to keep.
            root: where that folder goes; empty for where the system has such things.

        Raises:
            UsageError: no folder could be made.
        """
        try:
            process = subprocess.Popen(  # noqa: S603 (a file of this package)
                [sys.executable or "python3", "-I", "-S", str(keeper.__file__), root],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                # A Ctrl-C in the terminal is ours to hear first.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise UsageError(
                sys.executable or "python3", f"no process can be started: {error.strerror}"
            ) from error
        kept = cls(found, process)
        try:
            await kept._until(lambda: kept.profile != Path())
        except BaseException:
            await kept.leave()
            raise
        return kept

    async def start(self, command: tuple[str, ...], environment: tuple[tuple[str, str], ...]) -> None:
        """Start the browser.

        Args:
            command: its program and arguments.
            environment: what is added to ours.

        Raises:
            UsageError: it could not be started.
        """
        told = json.dumps({"command": command, "environment": dict(environment)})
        with contextlib.suppress(OSError):
            self._told.write(told.encode() + b"\n")
            self._told.flush()
        await self._until(lambda: self.pid > 0)

    async def leave(self) -> Closed:
        """Let go of it: the keeper ends the browser and removes the profile. Goes on if this is cancelled.

        Returns:
            How the browser ended.
        """
        with contextlib.suppress(OSError):
            self._told.close()
        try:
            return await asyncio.wait_for(asyncio.shield(self.ended), _CLOSES_WITHIN)
        except TimeoutError:
            self._process.kill()
            return Closed()

    def death(self) -> UsageError:
        """Why it is not up, as the error to raise."""
        program = valid(shorten(self._found.program, _SHOWN))
        if self._problem:
            return UsageError(program, valid(shorten(self._problem, _SHOWN)))
        if self._closed.status is None:
            return UsageError(program, "it ended as it started, with the process that kept it")
        words = last_words(self._written)
        why = words.text or f"with status {self._closed.status} and without a word"
        return UsageError(program, f"it ended as it started: {why}", mend=words.mend)

    async def _until(self, holds: Callable[[], bool]) -> None:
        """Wait until the keeper has said something.

        Raises:
            UsageError: it said that it cannot, or it is gone.
        """
        try:
            async with asyncio.timeout(_ANSWERS_WITHIN):
                while not holds() and not self.ended.done():
                    await self._news.wait()
                    self._news.clear()
        except TimeoutError:
            self._problem = self._problem or "the process that is to keep it does not answer"
        if not holds():
            raise self.death()

    def _hear(self) -> None:
        """Take what the keeper says until it is gone; in a thread of its own, so that any event loop will do."""
        with self._heard as lines:
            for line in lines:
                self._pass_on(self._take, line)
        self._process.wait()
        self.gone.set()
        self._pass_on(self._over)

    def _pass_on(self, take: Callable[..., None], *arguments: bytes) -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile: nobody waits any more
            self._loop.call_soon_threadsafe(take, *arguments)

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            said = {"problem": line.decode("utf-8", "replace").strip()}
        match said:
            case {"profile": str(profile)}:
                self.profile = Path(profile)
            case {"pid": int(pid)}:
                self.pid, self._problem = pid, ""
            case {"problem": str(problem)}:
                self._problem = problem
            case {"status": int(status), "asked": bool(asked), "words": str(words)}:
                self.gone.set()
                self._written = words
                died = not asked and status != 0
                self._closed = Closed(status, asked, last_words(words).text if died else "")
        self._news.set()

    def _over(self) -> None:
        with contextlib.suppress(OSError):
            self._told.close()
        if not self.ended.done():
            self.ended.set_result(self._closed)
        self._news.set()
