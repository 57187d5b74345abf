"""What each key does: a state and a key give the next state, and perhaps something to be done.

Nothing is done here. What a key asks for beyond the display is handed back as an action.
"""

from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from temoin.watching.board import Board
from temoin.watching.screen.keys import Key, Press, Typed
from temoin.watching.screen.listing import listed_rows, place_of
from temoin.watching.screen.state import Mode, ViewState

__all__ = ["Action", "Pressed", "Quit", "Redraw", "Restart", "Room", "Save", "pressed"]

_LONGEST = 1000
_NEEDLE = 100


class Quit(msgspec.Struct, frozen=True):
    """End the watch."""


class Redraw(msgspec.Struct, frozen=True):
    """Clear the terminal and draw all of it again."""


class Restart(msgspec.Struct, frozen=True):
    """Begin anew, with a new visitor."""


class Save(msgspec.Struct, frozen=True):
    """Write the report as it would be now.

    Args:
        file: where to, as typed.
    """

    file: str


type Action = Quit | Redraw | Restart | Save


class Room(msgspec.Struct, frozen=True):
    """How much of it all the terminal shows.

    Args:
        rows: how many rows are listed, or lines of a longer text are shown.
        scroll: how far a longer text can be scrolled.
    """

    rows: int = 10
    scroll: int = 0


class Pressed(msgspec.Struct, frozen=True):
    """What a key came to.

    Args:
        state: the next state; the same object where nothing changed.
        action: what is to be done, or None.
    """

    state: ViewState
    action: Action | None = None


_SOME_ROOM = Room()


def pressed(state: ViewState, key: Press, board: Board, room: Room = _SOME_ROOM) -> Pressed:
    """Press a key.

    Args:
        state: the state before.
        key: what was pressed, typed or pasted.
        board: the board as it stands.
        room: how much is shown.
    """
    if key is Key.REDRAW:
        return Pressed(state, Redraw())
    if state.said:
        state = replace(state, said="", trouble=False)
    match state.mode:
        case Mode.FILTER:
            return Pressed(_filtering(state, key, board, room))
        case Mode.SAVE:
            return _naming(state, key)
        case Mode.CLEAR:
            agreed = key in (Typed("y"), Typed("Y"))
            return Pressed(replace(state, mode=Mode.WATCH), Restart() if agreed else None)
        case Mode.HELP:
            return _helping(state, key, board, room)
        case Mode.WHY:
            return _explaining(state, key, board, room)
        case Mode.WATCH:
            return _watching(state, key, board, room)


def _watching(state: ViewState, key: Press, board: Board, room: Room) -> Pressed:
    if isinstance(key, Typed):
        return _commanded(state, key, board)
    match key:
        case Key.ENTER:
            rows = tuple(listed_rows(state.shown(board), state))
            if not rows:
                return Pressed(state)
            row = rows[0] if state.selected is None else rows[place_of(rows, state.selected)]
            return Pressed(replace(state, mode=Mode.WHY, selected=row, scroll=0))
        case Key.ESCAPE if state.selected is not None:
            return Pressed(replace(state, selected=None))
        case Key.ESCAPE if state.needle or state.flagged:
            return Pressed(replace(state, needle="", flagged=False))
        case _:
            return Pressed(_moved(state, key, board, room))


def _commanded(state: ViewState, key: Typed, board: Board) -> Pressed:
    """Do what a letter stands for; what was pasted stands for nothing."""
    if key.pasted:
        return Pressed(state)
    match key.text.lower():
        case "q":
            return Pressed(state, Quit())
        case " " | "p":
            return Pressed(replace(state, held=board if state.held is None else None))
        case "/":
            return Pressed(replace(state, mode=Mode.FILTER))
        case "f":
            return Pressed(replace(state, flagged=not state.flagged, selected=None))
        case "c":
            return Pressed(replace(state, mode=Mode.CLEAR))
        case "s" if state.setting.saves:
            return Pressed(replace(state, mode=Mode.SAVE, typed=_offered(board, state.setting.ending)))
        case "h" | "?":
            return Pressed(replace(state, mode=Mode.HELP, scroll=0))
        case _:
            return Pressed(state)


def _moved(state: ViewState, key: Key, board: Board, room: Room) -> ViewState:
    """Choose another row; Home, and Up from the first row, follow the newest again."""
    if key is Key.HOME:
        return state if state.selected is None else replace(state, selected=None)
    steps = {Key.UP: -1, Key.DOWN: 1, Key.PAGE_UP: -room.rows, Key.PAGE_DOWN: room.rows}
    if key not in steps and key is not Key.END:
        return state
    rows = tuple(listed_rows(state.shown(board), state))
    if not rows:
        return state
    if key is Key.END:
        return replace(state, selected=rows[-1])
    place = -1 if state.selected is None else place_of(rows, state.selected)
    place += steps[key]
    return replace(state, selected=None if place < 0 else rows[min(place, len(rows) - 1)])


def _filtering(state: ViewState, key: Press, board: Board, room: Room) -> ViewState:
    match key:
        case Key.ENTER:
            return replace(state, mode=Mode.WATCH)
        case Key.ESCAPE:
            return replace(state, mode=Mode.WATCH, needle="", selected=None)
        case _:
            needle = _edited(state.needle, key, _NEEDLE)
            if needle != state.needle:
                return replace(state, needle=needle, selected=None)
            return state if isinstance(key, Typed) else _moved(state, key, board, room)


def _naming(state: ViewState, key: Press) -> Pressed:
    match key:
        case Key.ESCAPE:
            return Pressed(replace(state, mode=Mode.WATCH, typed=""))
        case Key.ENTER if not state.typed.strip():
            return Pressed(replace(state, mode=Mode.WATCH, typed=""))
        case Key.ENTER:
            return Pressed(replace(state, mode=Mode.WATCH, typed=""), Save(state.typed.strip()))
        case _:
            return Pressed(replace(state, typed=_edited(state.typed, key, _LONGEST)))


def _helping(state: ViewState, key: Press, board: Board, room: Room) -> Pressed:
    if isinstance(key, Typed):
        if key.text.lower() in ("h", "?") and not key.pasted:
            return Pressed(replace(state, mode=Mode.WATCH, scroll=0))
        return _commanded(state, key, board)
    if key in (Key.ENTER, Key.ESCAPE):
        return Pressed(replace(state, mode=Mode.WATCH, scroll=0))
    steps = {Key.UP: -1, Key.DOWN: 1, Key.HOME: -state.scroll, Key.END: room.scroll}
    return Pressed(_scrolled(state, steps.get(key, _page(key, room)), room))


def _explaining(state: ViewState, key: Press, board: Board, room: Room) -> Pressed:
    """Read why: the arrows choose another row, the pages turn the text."""
    if isinstance(key, Typed):
        return _commanded(state, key, board)
    match key:
        case Key.ENTER | Key.ESCAPE:
            return Pressed(replace(state, mode=Mode.WATCH, scroll=0))
        case Key.UP | Key.DOWN | Key.END:
            moved = _moved(state, key, board, room)
            return Pressed(state if moved.selected is None else replace(moved, scroll=0))
        case Key.HOME:
            newest = next(listed_rows(state.shown(board), state), state.selected)
            return Pressed(replace(state, selected=newest, scroll=0))
        case _:
            return Pressed(_scrolled(state, _page(key, room), room))


def _page(key: Key, room: Room) -> int:
    return {Key.PAGE_UP: -room.rows, Key.PAGE_DOWN: room.rows}.get(key, 0)


def _scrolled(state: ViewState, step: int, room: Room) -> ViewState:
    scroll = max(min(state.scroll + step, room.scroll), 0)
    return state if scroll == state.scroll else replace(state, scroll=scroll)


def _edited(text: str, key: Press, longest: int) -> str:
    """A line of text after a key."""
    match key:
        case Typed(text=more):
            return (text + more)[:longest]
        case Key.BACKSPACE:
            return text[:-1]
        case Key.ERASE_LINE:
            return ""
        case Key.ERASE_WORD:
            return text.rstrip()[: text.rstrip().rfind(" ") + 1]
        case _:
            return text


def _offered(board: Board, ending: str) -> str:
    """A file name for a report, new at each moment of the watch, in UTC."""
    try:
        when = f"-{datetime.fromtimestamp(board.now or 0, UTC):%Y-%m-%d-%H%M%S}" if board.now else ""
    except (OverflowError, ValueError, OSError):
        when = ""
    return f"temoin{when}{ending}"
