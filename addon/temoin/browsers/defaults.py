"""Which browser the system opens a page in, as its own settings say; nothing is started to ask."""

import plistlib
from collections.abc import Iterable, Iterator
from xml.parsers.expat import ExpatError

from temoin.browsers.machine import Machine

__all__ = ["default_browsers"]

_KINDS = ("x-scheme-handler/https", "x-scheme-handler/http", "text/html")
_URL_CHOICE = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\{}\UserChoice"
_HANDLERS = "Library/Preferences/com.apple.LaunchServices/com.apple.launchservices.secure.plist"


def default_browsers(machine: Machine) -> tuple[str, ...]:
    """The system's own names for the browser it would open, the most binding first, in lower case.

    A desktop file's name (Linux), a bundle's identifier (macOS), a program identifier (Windows); and before
    them the commands that `BROWSER` names, as everywhere on Unix.

    Args:
        machine: where to look.

    Returns:
        Names in which a `Product.known_as` may be found; none where the settings say nothing.
    """
    if machine.windows:
        found: Iterable[str] = (
            machine.registry(_URL_CHOICE.format(scheme), "ProgId") for scheme in ("https", "http")
        )
    elif machine.platform == "darwin":
        found = (
            *_named_by_variable(machine),
            *_handlers(machine.content(machine.join(machine.home, _HANDLERS))),
        )
    else:
        lists = (_handled(machine.content(file)) for file in _application_lists(machine))
        found = (*_named_by_variable(machine), *(name for names in lists for name in names))
    return tuple(name.lower() for name in found if name)


def _named_by_variable(machine: Machine) -> Iterator[str]:
    for command in machine.environ.get("BROWSER", "").split(":"):
        program = command.split(" ")[0]
        yield machine.base(program)


def _application_lists(machine: Machine) -> Iterator[str]:
    """The files of the freedesktop specification "Association between MIME types and applications", in order."""
    environ = machine.environ
    config = environ.get("XDG_CONFIG_HOME") or machine.join(machine.home, ".config")
    data = environ.get("XDG_DATA_HOME") or machine.join(machine.home, ".local/share")
    folders = [config, *(environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":")]
    shared = [data, *(environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")]
    folders += [machine.join(folder, "applications") for folder in shared]
    desktops = [name.lower() for name in environ.get("XDG_CURRENT_DESKTOP", "").split(":") if name]
    for folder in folders:
        for desktop in desktops:
            yield machine.join(folder, f"{desktop}-mimeapps.list")
        yield machine.join(folder, "mimeapps.list")


def _handled(data: bytes) -> list[str]:
    """The desktop files that a list of associations names for pages, those for https first."""
    found: dict[str, list[str]] = {kind: [] for kind in _KINDS}
    in_defaults = False
    for line in data.decode("utf-8", "replace").splitlines():
        if line.startswith("["):
            in_defaults = line.strip() == "[Default Applications]"
        elif in_defaults:
            key, _, value = line.partition("=")
            if (kind := key.strip()) in found:
                found[kind] += [name.strip() for name in value.split(";")]
    return [name for kind in _KINDS for name in found[kind]]


def _handlers(data: bytes) -> list[str]:
    """The bundles that macOS was told to open pages with."""
    try:
        told = plistlib.loads(data)
    except (ValueError, ExpatError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        return []
    handlers = told.get("LSHandlers", []) if isinstance(told, dict) else []
    if not isinstance(handlers, list):
        return []
    wanted = [
        one
        for one in handlers
        if isinstance(one, dict) and one.get("LSHandlerURLScheme") in ("http", "https")
    ]
    return [str(one.get("LSHandlerRoleAll", "")) for one in wanted]
