"""What a browser wrote before it died, made into a line: the one that says why, and what can be done."""

import re

import msgspec

__all__ = ["LastWords", "last_words"]

_LIMIT = 240
_LOG_PREFIX = re.compile(r"^\[[^\]\s]*\]\s*")
"""Chromium's: process, thread, date, level and place."""
_FATAL = re.compile(r"^\[[^\]\s]*:FATAL:")
_NOISE = re.compile(r"/dbus/|:dbus/|zygote|crashpad|GFX|glib|gtk-warning|^\*\*|WARNING", re.IGNORECASE)

_KNOWN = (
    (
        re.compile(
            r"Missing X server|DISPLAY environment|cannot open display|failed to connect to wayland", re.I
        ),
        "it needs a screen: run this on a desktop, or set DISPLAY",
    ),
    (
        re.compile(r"Running Firefox as root in a regular user's session", re.I),
        "run it as the user whose session it is",
    ),
    (
        re.compile(r"No usable sandbox|setuid sandbox|sandbox.*not.*(?:configured|supported)", re.I),
        "its sandbox needs user namespaces: allow them, or install it as a package of the system",
    ),
    (
        re.compile(r"shared librar|cannot open shared object", re.I),
        "a library it needs is missing: install the browser anew",
    ),
    (
        re.compile(r"Socket path too long", re.I),
        "name a folder with a shorter path in TMPDIR",
    ),
    (
        re.compile(r"snap cgroup|tracking cgroup", re.I),
        "a snap starts from a desktop session alone: install a package of the system instead",
    ),
)


class LastWords(msgspec.Struct, frozen=True):
    """Why a browser died.

    Args:
        text: one printable line, without the browser's own decoration; empty where it said nothing.
        mend: what to do about it; empty where nothing can be said.
    """

    text: str
    mend: str = ""


def last_words(written: str) -> LastWords:
    """Find the line that says why a browser died.

    Args:
        written: the end of what it wrote; anything.
    """
    lines = [line for line in written.splitlines() if _printable(line)]
    for pattern, mend in _KNOWN:
        for line in reversed(lines):
            if pattern.search(line):
                return LastWords(_printable(line), mend)
    fatal = [line for line in lines if _FATAL.search(line)]
    telling = fatal or [line for line in lines if not _NOISE.search(line)] or lines
    return LastWords(_printable(telling[-1]) if telling else "")


def _printable(line: str) -> str:
    line = _LOG_PREFIX.sub("", line[: 4 * _LIMIT])
    shown = " ".join("".join(char if char.isprintable() else " " for char in line).split())
    return shown if len(shown) <= _LIMIT else shown[: _LIMIT - 1] + "…"
