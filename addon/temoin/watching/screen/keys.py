"""Keys out of the bytes a terminal sends: letters, arrows, what was pasted.

A key that is no letter arrives as an escape sequence, which may come in pieces; one that starts like a sequence
and does not go on is the Escape key. What was pasted is told apart from what was typed, so that no command is
ever pasted by accident. Sequences of no meaning here are dropped whole, so that none leaves letters behind.
"""

import re
from enum import StrEnum

import msgspec

__all__ = ["Decoder", "Key", "Press", "Typed"]


class Key(StrEnum):
    """A key that types nothing."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    PAGE_UP = "page up"
    PAGE_DOWN = "page down"
    HOME = "home"
    END = "end"
    ENTER = "enter"
    ESCAPE = "escape"
    TAB = "tab"
    BACKSPACE = "backspace"
    DELETE = "delete"
    ERASE_WORD = "erase word"
    ERASE_LINE = "erase line"
    REDRAW = "redraw"


class Typed(msgspec.Struct, frozen=True):
    """Text that was typed or pasted: printable characters alone.

    Args:
        text: one character where typed, any number where pasted.
        pasted: True where it was pasted.
    """

    text: str
    pasted: bool = False


type Press = Key | Typed

_CONTROLS = {
    "\r": Key.ENTER,
    "\n": Key.ENTER,
    "\t": Key.TAB,
    "\x7f": Key.BACKSPACE,
    "\x08": Key.BACKSPACE,
    "\x0c": Key.REDRAW,
    "\x15": Key.ERASE_LINE,
    "\x17": Key.ERASE_WORD,
}
_FINALS = {
    "A": Key.UP,
    "B": Key.DOWN,
    "C": Key.RIGHT,
    "D": Key.LEFT,
    "H": Key.HOME,
    "F": Key.END,
    "M": Key.ENTER,
}
_NUMBERED = {
    "1": Key.HOME,
    "3": Key.DELETE,
    "4": Key.END,
    "5": Key.PAGE_UP,
    "6": Key.PAGE_DOWN,
    "7": Key.HOME,
    "8": Key.END,
}
_PASTE_BEGINS, _PASTE_ENDS = "200", b"\x1b[201~"

_CONTROL_SEQUENCE = re.compile(rb"\x1b\[(?P<parameters>[0-?]{0,64})[ -/]{0,8}(?P<final>[@-~])")
_UNFINISHED = re.compile(rb"\x1b(\[[0-?]{0,64}[ -/]{0,8})?\Z")
_LINUX_FUNCTION = re.compile(rb"\x1b\[\[[ -~]")
_SINGLE_SHIFT = re.compile(rb"\x1bO([ -~])")
_STRING = re.compile(rb"\x1b[\]PX^_].*?(?:\x07|\x1b\\)", re.DOTALL)
_STRING_BEGINS = re.compile(rb"\x1b[\]PX^_]")

_ESCAPE_WAIT = 0.05
_PASTE_WAIT = 1.0
_MOST = 65_536
"""The most bytes that are kept of something pasted, or of a string that a terminal sends by itself."""


class Decoder:
    """Turns bytes into keys, however they are split."""

    def __init__(self) -> None:
        self._held = b""
        self._pasting = False

    @property
    def patience(self) -> float | None:
        """How many seconds to wait for more before `rest` is called; None where nothing is held."""
        if self._pasting:
            return _PASTE_WAIT
        return _ESCAPE_WAIT if self._held else None

    def feed(self, data: bytes) -> list[Press]:
        """Read more bytes.

        Returns:
            The keys that are known now.
        """
        self._held += data
        presses: list[Press] = []
        while self._held:
            taken = self._paste(presses) if self._pasting else self._one(presses)
            if not taken:
                break
        return presses

    def rest(self) -> list[Press]:
        """Nothing more came: what was held is what it is, a lone Escape or the end of a paste.

        Returns:
            The keys it comes to.
        """
        held, self._held = self._held, b""
        if self._pasting:
            self._pasting = False
            return _pasted(held)
        if held == b"\x1b":
            return [Key.ESCAPE]
        return []

    def _one(self, presses: list[Press]) -> bool:
        """Take one key or sequence off what is held; False where its end is yet to come."""
        if self._held[0] == 0x1B:
            return self._sequence(presses)
        character, size = _character(self._held)
        if not size:
            return False
        self._held = self._held[size:]
        if character in _CONTROLS:
            presses.append(_CONTROLS[character])
        elif character.isprintable() and character:
            presses.append(Typed(character))
        return True

    def _sequence(self, presses: list[Press]) -> bool:
        held = self._held
        if held.startswith(b"\x1b\x1b"):
            presses.append(Key.ESCAPE)
            return self._drop(1)
        if held.startswith(b"\x1b[["):
            return len(held) > 3 and self._drop(4 if _LINUX_FUNCTION.match(held) else 3)
        if found := _CONTROL_SEQUENCE.match(held):
            self._control_sequence(found, presses)
            return self._drop(found.end())
        if _UNFINISHED.match(held):
            return False
        if held.startswith(b"\x1b["):
            return self._drop(2)
        if held.startswith(b"\x1bO"):
            found = _SINGLE_SHIFT.match(held)
            if found and (key := _FINALS.get(found[1].decode())):
                presses.append(key)
            return len(held) > 2 and self._drop(3 if found else 2)
        if _STRING_BEGINS.match(held):
            found = _STRING.match(held)
            return (found is not None or len(held) > _MOST) and self._drop(found.end() if found else 2)
        _, size = _character(held[1:])
        return bool(size) and self._drop(1 + size)

    def _drop(self, size: int) -> bool:
        self._held = self._held[size:]
        return True

    def _control_sequence(self, found: re.Match[bytes], presses: list[Press]) -> None:
        first = found["parameters"].decode().partition(";")[0]
        final = found["final"].decode()
        if final == "~" and first == _PASTE_BEGINS:
            self._pasting = True
            return
        key = _NUMBERED.get(first) if final == "~" else _FINALS.get(final)
        if key is not None:
            presses.append(key)

    def _paste(self, presses: list[Press]) -> bool:
        before, end, after = self._held.partition(_PASTE_ENDS)
        if not end:
            if len(before) > _MOST:
                self._held = before[: _MOST // 2] + before[-len(_PASTE_ENDS) :]
            return False
        self._pasting = False
        self._held = after
        presses.extend(_pasted(before))
        return True


def _pasted(data: bytes) -> list[Press]:
    text = "".join(char for char in data[:_MOST].decode("utf-8", "ignore") if char.isprintable())
    return [Typed(text, pasted=True)] if text else []


def _character(data: bytes) -> tuple[str, int]:
    """The first character of some UTF-8 and its size: 0 where it is yet to come, no character where it is none."""
    if not data:
        return "", 0
    lead = data[0]
    size = 1 if lead < 0x80 else 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    try:
        return data[:size].decode(), size
    except UnicodeDecodeError as error:
        unfinished = error.reason == "unexpected end of data" and len(data) < size
        return "", 0 if unfinished else 1
