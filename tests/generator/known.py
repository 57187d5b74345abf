"""What is known to be wrong, each told in `test_found`: not counted again where a made-up visit meets it."""

from collections.abc import Callable

from generator.holding import Wrong
from generator.site import Web

__all__ = ["KNOWN", "known", "unknown"]


def _outside(_web: Web, wrong: Wrong) -> bool:
    return wrong.what == "verdict" and ": outside; " in wrong.said


def _open_before(_web: Web, wrong: Wrong) -> bool:
    told = (
        "by only-site",
        "by none",
        "by same-origin",
        "by referer",
        "pages of one site only were ever open",
    )
    return wrong.what in ("site", "party") and any(one in wrong.said for one in told)


def _ran_before(_web: Web, wrong: Wrong) -> bool:
    return wrong.what == "origin" and wrong.said.endswith(": earlier")


def _changed(_web: Web, wrong: Wrong) -> bool:
    return wrong.what == "choice" and wrong.said.startswith("#1 set")


def _stalled(web: Web, wrong: Wrong) -> bool:
    return web.stalled and wrong.what in ("choice", "verdict", "finding")


KNOWN: dict[str, Callable[[Web, Wrong], bool]] = {
    "a likely page that is not covered leaves no room for one the recording lost": _outside,
    "a page that was open before is thought not to be": _open_before,
    "a page that was open before is thought not to store cookies": _ran_before,
    "a connection is thought to be opened as soon as it is wanted": _stalled,
    "a page that was open before is thought not to change the choice": _changed,
}
"""By the reason that the test in `test_found` gives, where it can be told there; to be removed with its `xfail`.

A page that was open before watching began, and that nothing shows, is beyond the wire; so is a wait before a
connection was opened."""


def known(web: Web, wrong: Wrong) -> str:
    """Name what is known to cause a mistake; empty where nothing is.

    Args:
        web: the world in which it was made.
        wrong: the mistake.
    """
    return next((reason for reason, is_it in KNOWN.items() if is_it(web, wrong)), "")


def unknown(web: Web, wrong: list[Wrong]) -> list[Wrong]:
    """The mistakes that nothing known explains.

    Args:
        web: the world in which they were made.
        wrong: mistakes.
    """
    return [one for one in wrong if not known(web, one)]
