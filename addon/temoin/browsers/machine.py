"""What looking for a browser may ask of a machine, and this machine's answers."""

import ntpath
import os
import posixpath
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Machine", "this_machine"]

_LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine, as far as browsers are looked for on it; a test makes up its own. Paths are text.

    Args:
        platform: as `sys.platform` says it.
        environ: the environment.
        home: the home folder.
        root: whether programs run as root there.
        is_program: whether a path is a file that may be run.
        exists: whether a path is there at all.
        real: a path with its links followed.
        content: a file's first megabyte, or nothing where it cannot be read.
        registry: a value of the Windows registry, the user's before the machine's: key, name of the value
            (empty for the default one); empty where there is none.
    """

    platform: str
    environ: Mapping[str, str]
    home: str
    root: bool
    is_program: Callable[[str], bool]
    exists: Callable[[str], bool]
    real: Callable[[str], str]
    content: Callable[[str], bytes]
    registry: Callable[[str, str], str]

    @property
    def windows(self) -> bool:
        """Whether it runs Windows."""
        return self.platform == "win32"

    def join(self, *parts: str) -> str:
        """A path of that machine, out of its parts."""
        return ntpath.join(*parts) if self.windows else posixpath.join(*parts)

    def folder(self, path: str) -> str:
        """The folder that a path lies in."""
        return ntpath.dirname(path) if self.windows else posixpath.dirname(path)

    def base(self, path: str) -> str:
        """The last part of a path."""
        return ntpath.basename(path) if self.windows else posixpath.basename(path)

    def on_path(self, command: str) -> str:
        """Where the search path leads for a command; empty where nowhere. The current folder is not searched."""
        separator = ";" if self.windows else ":"
        is_absolute = ntpath.isabs if self.windows else posixpath.isabs
        endings = ("", ".exe") if self.windows else ("",)
        for folder in self.environ.get("PATH", "").split(separator):
            if not is_absolute(folder):
                continue
            for ending in endings:
                if self.is_program(found := self.join(folder, command + ending)):
                    return found
        return ""


def this_machine() -> Machine:
    """The machine this runs on."""
    return Machine(
        platform=sys.platform,
        environ=os.environ,
        home=_home(),
        root=hasattr(os, "geteuid") and os.geteuid() == 0,
        is_program=_is_program,
        exists=os.path.exists,
        real=os.path.realpath,
        content=_content,
        registry=_registry,
    )


def _home() -> str:
    try:
        return str(Path.home())
    except RuntimeError:
        return ""


def _is_program(path: str) -> bool:
    try:
        return Path(path).is_file() and os.access(path, os.X_OK)
    except (OSError, ValueError):
        return False


def _content(path: str) -> bytes:
    try:
        if not Path(path).is_file():
            return b""
        with Path(path).open("rb") as opened:
            return opened.read(_LARGEST)
    except (OSError, ValueError):
        return b""


if sys.platform == "win32":

    def _registry(key: str, name: str) -> str:
        import winreg

        for hive in (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE):
            try:
                with winreg.OpenKey(hive, key) as opened:
                    value, kind = winreg.QueryValueEx(opened, name)
            except OSError:
                continue
            if kind == winreg.REG_EXPAND_SZ:
                value = os.path.expandvars(str(value))
            if value:
                return str(value)
        return ""

else:

    def _registry(key: str, name: str) -> str:  # noqa: ARG001 (there is none)
        return ""
