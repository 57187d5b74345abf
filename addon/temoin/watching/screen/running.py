"""The screen at work: looks at the watch, draws what changed, does what keys ask for.

All of it happens in a thread of its own, so that a terminal that is slow, or reads no more, never holds up the
proxy. It draws at most ten times a second, only where something changed, and rests longer than it draws.
"""

import asyncio
import atexit
import contextlib
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from msgspec.structs import replace

from temoin.errors import TemoinError, place_of
from temoin.views.printable import printable
from temoin.watching.board import Board, Watched
from temoin.watching.screen.keyboard import Waiting
from temoin.watching.screen.keys import Decoder, Press
from temoin.watching.screen.live_screen import LiveScreen
from temoin.watching.screen.pressing import Action, Quit, Redraw, Restart, Room, Save, pressed
from temoin.watching.screen.printing import PlainLines
from temoin.watching.screen.signals import Signals
from temoin.watching.screen.state import Setting, ViewState
from temoin.watching.screen.terminal import Terminal, bears_a_screen

__all__ = ["Screen", "live_view"]

_FRAME = 0.1
"""The fewest seconds between two pictures of what happens."""

_ECHO = 0.03
"""The fewest seconds between two pictures of what a person does."""

_SHARE = 4
"""How many times as long as it takes to draw a picture the next one waits."""

_LONGEST_REST = 1.0
"""The most seconds that it waits: a terminal that read nothing for a while must not stand still for four whiles."""

_AWAY = 0.25
_SAID = 1000
_SOON, _PATIENCE = 0.5, 2.0

type Saving = Callable[[str], str]
"""Writes the report to a file of that name; gives back where it went. It may take long, and is called in a thread
of its own. What it raises of `temoin.errors` is shown."""


class Screen:
    """A live view on a terminal, beside whatever runs in the loop.

    Args:
        watched: the watch.
        setting: what stays the same.
        save: writes the report; without it none can be saved from here.
        on_quit: what ends the watch; called in the loop in which the screen was started.
        output: the terminal to draw on; standard output where not given.
    """

    def __init__(
        self,
        watched: Watched,
        setting: Setting | None = None,
        *,
        save: Saving | None = None,
        on_quit: Callable[[], None] | None = None,
        output: TextIO | None = None,
    ) -> None:
        self._watched = watched
        self._save = save
        self._on_quit = on_quit
        self._output = output or sys.stdout
        self._state = ViewState(setting=replace(setting or Setting(), saves=save is not None))
        self._room = Room()
        self._decoder = Decoder()
        self._heard: deque[tuple[str, bool]] = deque()
        self._drawn: tuple[int, ViewState, tuple[int, int]] | None = None
        self._anew = threading.Event()
        self._drawn_at = self._due = 0.0
        self._away = False
        self._stopping = threading.Event()
        self._asked = asyncio.Event()
        self._thread: threading.Thread | None = None
        self._saver: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Take the terminal, and draw from now on; in a running loop, if there is one."""
        with contextlib.suppress(RuntimeError):
            self._loop = asyncio.get_running_loop()
        self._waiting = Waiting()
        self._terminal = Terminal(self._output)
        self._signals = Signals(self._terminal.leave, self._resume, self._waiting.wake)
        atexit.register(self._terminal.close)
        self._signals.install(self._loop)
        self._resume()
        self._thread = threading.Thread(target=self._work, name="temoin-screen", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Leave the terminal as it was found. What others wanted to print meanwhile is printed then."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        self._stopping.set()
        self._waiting.wake()
        if thread is not threading.current_thread():
            thread.join(_SOON)
            if thread.is_alive():
                self._terminal.unblock()
                thread.join(_PATIENCE)
        self._signals.remove()
        self._terminal.close()
        atexit.unregister(self._terminal.close)
        if not thread.is_alive():
            self._waiting.close()
        if self._saver is not None and self._saver.is_alive():
            self._saver.join()
            print(f"temoin: {printable(self._heard[-1][0], _SAID)}", file=sys.stderr)

    async def run(self) -> None:
        """Show the watch until a person quits."""
        self.start()
        try:
            await self._asked.wait()
        finally:
            self.stop()

    def _resume(self) -> None:
        """Take the terminal, unless another job of the shell has it."""
        self._away = not self._terminal.in_front
        if not self._away:
            with contextlib.suppress(OSError):
                self._terminal.enter()
            self._anew.set()
        self._waiting.wake()

    def _work(self) -> None:
        try:
            while not self._stopping.is_set():
                self._turn()
        except OSError:
            self._terminal.leave()  # the terminal is gone; whoever runs the watch hears of it by a signal
        except Exception as error:  # noqa: BLE001 — a defect of the screen must not end the watch
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Leave the terminal, say why, and go on in plain lines."""
        self._terminal.leave()
        with contextlib.suppress(Exception):
            why = f"a defect of the screen's own: {place_of(error)}"
            print(f"temoin: {why}; the watch goes on, in plain lines", file=sys.stderr)
            PlainLines(self._watched, output=self._output).follow(self._stopping)

    def _turn(self) -> None:
        """Wait for whatever comes first, then do what it asks for."""
        if self._away or not self._terminal.is_entered:
            self._waiting.wait(_AWAY, None)
            if self._away and not self._stopping.is_set() and self._terminal.in_front:
                self._resume()
            return
        presses = self._presses()
        for press in presses:
            self._press(press)
        while self._heard:
            said, trouble = self._heard.popleft()
            self._state = replace(self._state, said=said, trouble=trouble)
        now = time.monotonic()
        if self._anew.is_set():
            self._anew.clear()
            self._drawn = None
        if presses or self._drawn is None:
            self._due = min(self._due, self._drawn_at + _ECHO)
        if now >= self._due:
            self._look(now)

    def _presses(self) -> list[Press]:
        patience = self._decoder.patience
        rest = max(self._due - time.monotonic(), 0.0)
        keyboard = self._terminal.keyboard
        ready = self._waiting.wait(rest if patience is None else min(rest, patience), keyboard)
        if not ready or keyboard is None:
            # Nothing more came of a sequence within its time.
            return [] if patience is None or rest < patience else self._decoder.rest()
        data = keyboard.read()
        if not data:
            self._terminal.keyboard = None
        return self._decoder.feed(data)

    def _look(self, now: float) -> None:
        """Draw a picture if anything changed since the last one."""
        board = self._watched.board()
        self._state = self._state.facing(board)
        size = self._terminal.size
        self._due = now + _FRAME
        if self._drawn is not None:
            version, state, before = self._drawn
            if version == board.version and state is self._state and before == size:
                return
        self._draw(board)
        self._drawn = board.version, self._state, size
        self._drawn_at = time.monotonic()
        rest = min(_SHARE * (self._drawn_at - now), _LONGEST_REST)
        self._due = self._drawn_at + max(_FRAME, rest)

    def _draw(self, board: Board) -> None:
        keys = self._terminal.keyboard is not None
        if keys is not self._state.setting.keys:
            self._state = replace(self._state, setting=replace(self._state.setting, keys=keys))
        picture = LiveScreen(board, self._state)
        self._terminal.draw(picture)
        self._room = picture.room

    def _press(self, press: Press) -> None:
        board = self._watched.board()
        came = pressed(self._state.facing(board), press, board, self._room)
        self._state = came.state
        if came.action is not None:
            self._do(came.action)

    def _do(self, action: Action) -> None:
        match action:
            case Quit():
                self._quit()
            case Redraw():
                self._terminal.clear()
                self._anew.set()
            case Restart():
                self._watched.restart()
            case Save(file):
                self._write(file)

    def _quit(self) -> None:
        loop = self._loop
        if loop is None:
            if self._on_quit is not None:
                self._on_quit()
            return
        with contextlib.suppress(RuntimeError):  # the loop has ended by itself
            loop.call_soon_threadsafe(self._asked.set)
            if self._on_quit is not None:
                loop.call_soon_threadsafe(self._on_quit)

    def _write(self, file: str) -> None:
        """Have the report written, one at a time."""
        if self._save is None:
            return
        if self._saver is not None and self._saver.is_alive():
            self._heard.append(("a report is still being written", True))
            return
        self._heard.append((f"writing {file}", False))
        self._saver = threading.Thread(target=self._saved, args=(self._save, file), name="temoin-save")
        self._saver.start()

    def _saved(self, save: Saving, file: str) -> None:
        try:
            said, trouble = f"the report is in {save(str(Path(file).expanduser()))}", False
        except TemoinError as error:
            said, trouble = str(error), True
        except OSError as error:
            said, trouble = f"{file}: cannot be written: {error.strerror}", True
        except Exception as error:  # noqa: BLE001 — it is said, and the watch goes on
            said, trouble = f"{file}: not written, by a defect of Témoin's own: {place_of(error)}", True
        self._heard.append((said, trouble))
        self._waiting.wake()


def live_view(
    watched: Watched,
    setting: Setting | None = None,
    *,
    save: Saving | None = None,
    on_quit: Callable[[], None] | None = None,
    output: TextIO | None = None,
) -> Screen | PlainLines:
    """The view that an output bears: a screen on a terminal, else plain lines.

    Args:
        watched: the watch.
        setting: what stays the same.
        save: writes the report; without it none can be saved from a screen.
        on_quit: what ends the watch.
        output: where to; standard output where not given.
    """
    output = output or sys.stdout
    if bears_a_screen(output):
        return Screen(watched, setting, save=save, on_quit=on_quit, output=output)
    return PlainLines(watched, on_quit=on_quit, output=output)
