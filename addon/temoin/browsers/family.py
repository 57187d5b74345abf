"""What a browser family is: the products that share a way to be told of a proxy, and that way."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

import msgspec

from temoin.browsers.authority import Authority

__all__ = ["Command", "Family", "Product", "ThirdPartyCookies", "Visit"]


class ThirdPartyCookies(StrEnum):
    """What the fresh profile does with third-party cookies."""

    DEFAULT = "default"
    """As this very browser has it for a new visitor: Chrome and Edge let them flow, Debian's Chromium blocks
    them, Firefox keeps them apart by the site visited."""
    ALLOWED = "allowed"
    BLOCKED = "blocked"


class Product(msgspec.Struct, frozen=True):
    """One browser that may be installed, and where its installers put it.

    Args:
        name: as `--browser` takes it.
        title: as people call it.
        commands: its names on a search path (Linux), the likeliest first.
        places: where it lies on Linux though no search path leads there.
        bundle: its program inside an application folder (macOS).
        windows: its program inside a folder for programs (Windows).
        known_as: what the system's name for a default browser contains, in lower case: a desktop file's name,
            a bundle's identifier, a program identifier of the Windows registry.
        variable: the environment variable that names its program; empty for none.
    """

    name: str
    title: str
    commands: tuple[str, ...]
    places: tuple[str, ...]
    bundle: str
    windows: tuple[str, ...]
    known_as: tuple[str, ...]
    variable: str = ""


class Visit(msgspec.Struct, frozen=True):
    """How a browser is to be opened.

    Args:
        proxy: the proxy's host and port, as a browser on this machine reaches them.
        authority: whose certificates it is to trust.
        urls: the pages to open, a tab each.
        third_party: what the profile does with third-party cookies.
        headless: without a window.
        direct: addresses ("127.0.0.1:8081") it asks without the proxy.
        extra: further command-line arguments, as they are.
        root: whether it will run as root.
        windows: whether it will run on Windows.
    """

    proxy: tuple[str, int]
    authority: Authority
    urls: tuple[str, ...]
    third_party: ThirdPartyCookies = ThirdPartyCookies.DEFAULT
    headless: bool = False
    direct: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    root: bool = False
    windows: bool = False


class Command(msgspec.Struct, frozen=True):
    """How its program is started.

    Args:
        arguments: what follows the program's name.
        environment: what is added to the environment, name by name.
    """

    arguments: tuple[str, ...]
    environment: tuple[tuple[str, str], ...] = ()


class Family(msgspec.Struct, frozen=True):
    """One way in which browsers are told of a proxy and made to trust it.

    Args:
        name: the name of its module.
        about: what was tried and seen.
        products: the browsers of this family.
        beside: files that lie beside the program of any browser of this family.
        words: what the names of such programs contain, in lower case.
        prepare: writes into an empty profile what makes it the visit's.
        command: the arguments and environment for a profile.
        version: reads from a profile which version has opened it; empty while none has.
        notes: what a person should know of such a visit, a sentence each.
    """

    name: str
    about: str
    products: tuple[Product, ...]
    beside: tuple[str, ...]
    words: tuple[str, ...]
    prepare: Callable[[Path, Visit], None]
    command: Callable[[Path, Visit], Command]
    version: Callable[[Path], str]
    notes: Callable[[Visit], tuple[str, ...]]
