"""Where the browsers of a machine are: by name, by path, or the one a person would mean. Starts nothing."""

import ntpath
import re
from collections.abc import Iterator

import msgspec

from temoin.browsers.defaults import default_browsers
from temoin.browsers.families import families
from temoin.browsers.family import Family, Product
from temoin.browsers.machine import Machine
from temoin.errors import UsageError
from temoin.shown import shorten, valid

__all__ = ["Found", "browsers", "find_browser"]

_OPTION = "--browser"
_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"
_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramW6432", "ProgramFiles(x86)", "LocalAppData")
_ORDER = ("chromium", "chrome", "edge", "firefox")
_ONE_OF = f"one of {', '.join(_ORDER)}, or the path of a program"
_SNAP = re.compile(rb"/snap/bin/([a-z0-9-]{1,40})")
_SCRIPT = 8192
_SHOWN = 200


class Found(msgspec.Struct, frozen=True):
    """A browser that is there.

    Args:
        name: which: a product's name, or the program's own where a path of another was given.
        title: as people call it.
        family: how it is told of a proxy.
        program: the path of its program.
        snap: the name of the snap it comes in; empty for none. One sees but few folders.
    """

    name: str
    title: str
    family: Family
    program: str
    snap: str = ""


def browsers() -> tuple[str, ...]:
    """The names that can be asked for, in the order in which they are looked for."""
    return tuple(product.name for product, _ in _products())


def find_browser(name: str | None, machine: Machine) -> Found:
    """Find a browser.

    Args:
        name: one of `browsers()`, a command on the search path, the path of a program (or of an application's
            folder, on macOS), or None for the one a person would mean: what TEMOIN_CHROMIUM or TEMOIN_FIREFOX
            names, else the system's default if it is one of ours, else the first there is.
        machine: where to look.

    Raises:
        UsageError: there is none, or not that one.
    """
    if name is None:
        return _meant(machine)
    if not name.strip() or "\0" in name:
        raise UsageError(_OPTION, "names no browser", mend=_ONE_OF)
    for product, family in _products():
        if name.lower() == product.name:
            if found := _product(product, family, machine):
                return found
            raise UsageError(_OPTION, f"no {product.title} found", mend=_others(product, machine))
    return _named(name, machine)


def _products() -> tuple[tuple[Product, Family], ...]:
    every = [(product, family) for family in families() for product in family.products]
    return tuple(sorted(every, key=_place))


def _place(entry: tuple[Product, Family]) -> tuple[int, str]:
    name = entry[0].name
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), name)


def _meant(machine: Machine) -> Found:
    for product, family in _products():
        if product.variable and machine.environ.get(product.variable):
            return _by_variable(product, family, machine)
    for default in default_browsers(machine):
        for product, family in _products():
            if not any(part in default for part in product.known_as):
                continue
            if found := _installed(product, family, machine):
                return found
    for product, family in _products():
        if found := _installed(product, family, machine):
            return found
    mend = "install Chromium or Firefox, or name one with --browser PATH"
    raise UsageError(_OPTION, "no browser found", mend=mend)


def _product(product: Product, family: Family, machine: Machine) -> Found | None:
    if product.variable and machine.environ.get(product.variable):
        return _by_variable(product, family, machine)
    return _installed(product, family, machine)


def _by_variable(product: Product, family: Family, machine: Machine) -> Found:
    program = machine.environ[product.variable]
    _require_program(program, product.variable, machine)
    return Found(product.name, product.title, family, program, _snap_of(program, machine))


def _installed(product: Product, family: Family, machine: Machine) -> Found | None:
    for program in filter(machine.is_program, _places(product, machine)):
        snap = _snap_of(program, machine)
        # Ubuntu puts a script there that does nothing but ask for the snap, whether it is there or not.
        if (snap and not machine.exists(f"/snap/bin/{snap}")) or _is_flatpak(program, machine):
            continue
        return Found(product.name, product.title, family, program, snap)
    return None


def _others(product: Product, machine: Machine) -> str:
    others = ((other, family) for other, family in _products() if other is not product)
    there = [other.name for other, family in others if _installed(other, family, machine)]
    return (
        f"found here: {', '.join(there)}" if there else "install it, or name its program with --browser PATH"
    )


def _places(product: Product, machine: Machine) -> Iterator[str]:
    """Where a product's installers put it, the likeliest place first."""
    if machine.windows:
        key = ntpath.join(_APP_PATHS, ntpath.basename(product.windows[0]))
        registered = machine.registry(key, "").strip('"')
        # Chrome's and Chromium's programs bear the same name, so the folder must be right too.
        if registered.lower().endswith(tuple("\\" + place.lower() for place in product.windows)):
            yield registered
        for variable in _PROGRAM_FOLDERS:
            if folder := machine.environ.get(variable, ""):
                yield from (machine.join(folder, place) for place in product.windows)
    elif machine.platform == "darwin":
        for folder in ("/Applications", machine.join(machine.home, "Applications")):
            yield machine.join(folder, product.bundle)
    else:
        yield from filter(None, map(machine.on_path, product.commands))
        yield from product.places


def _named(name: str, machine: Machine) -> Found:
    """Find what is neither a product's name nor nothing: a path, or a command."""
    is_path = "/" in name or (machine.windows and "\\" in name)
    program = _inside_bundle(name, machine) if is_path else machine.on_path(name)
    if not program:
        raise UsageError(_OPTION, f"no browser is called {_shown(name)!r}", mend=_ONE_OF)
    _require_program(program, _OPTION, machine)
    for product, family in _products():
        if machine.base(program) in product.commands:
            return Found(product.name, product.title, family, program, _snap_of(program, machine))
    base = _shown(machine.base(program))
    return Found(base, base, _family_of(program, machine), program, _snap_of(program, machine))


def _inside_bundle(path: str, machine: Machine) -> str:
    """The program of an application's folder, where a path names one of ours; else the path itself."""
    if path.startswith("~/"):
        path = machine.join(machine.home, path[2:])
    whole = path.rstrip("/")
    for product, _ in _products():
        if machine.platform == "darwin" and machine.base(whole) == product.bundle.partition("/")[0]:
            return machine.join(machine.folder(whole), product.bundle)
    return path


def _require_program(program: str, named_by: str, machine: Machine) -> None:
    if not machine.is_program(program):
        there = "it is no program that can be run" if machine.exists(program) else "there is no such file"
        raise UsageError(named_by, f"{_shown(program)}: {there}", mend="name the browser's program")
    if _is_flatpak(program, machine):
        mend = "install one as a package of the system"
        raise UsageError(
            named_by, f"{_shown(program)}: a Flatpak cannot see the profile it is given", mend=mend
        )


def _family_of(program: str, machine: Machine) -> Family:
    real = machine.real(program)
    for family in families():
        if any(machine.exists(machine.join(machine.folder(real), file)) for file in family.beside):
            return family
    bases = machine.base(program).lower(), machine.base(real).lower()
    for family in families():
        if any(word in base for word in family.words for base in bases):
            return family
    mend = "name the program itself, not what starts it"
    raise UsageError(
        _OPTION, f"{_shown(program)}: neither a Chromium nor a Firefox, by all that shows", mend=mend
    )


def _snap_of(program: str, machine: Machine) -> str:
    if machine.folder(program) == "/snap/bin":
        return machine.base(program)
    script = machine.content(program)[:_SCRIPT] if program.startswith("/usr/bin/") else b""
    found = _SNAP.search(script) if script.startswith(b"#!") else None
    return found[1].decode() if found else ""


def _is_flatpak(program: str, machine: Machine) -> bool:
    script = machine.content(program)[:_SCRIPT]
    return script.startswith(b"#!") and b"flatpak run" in script


def _shown(text: str) -> str:
    return valid(shorten(text, _SHOWN))
