"""tarteaucitron: each service after a `!`, with true, false or wait (`!gtag=true!vimeo=wait`).

Services are named by their keys in the script's list (`gtag`, `matomo`, `youtube`…). `wait` says that the
visitor has not answered for that service; where all of them wait, there is no choice. `id`, which some sites
add, is passed over. A service given twice is unreadable, and so is a last one without an answer, for it shows
that the value was cut.
"""

import re

from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.names import is_name

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source="https://github.com/AmauriC/tarteaucitron.js/blob/master/tarteaucitron.js",
    whose="tarteaucitron",
    cookies=("tarteaucitron",),
    template=True,
)

_PIECE = re.compile(r"(?P<name>[^!=]+)=(?P<answer>true|false|wait)")
_ID = re.compile(r"id=[\w-]*")
_OTHER = Unreadable("it is no row of services, each with true, false or wait")
_CUT = Unreadable("it is cut short: its last service has no answer")


def read(value: str) -> Reading:
    """Read what tarteaucitron writes.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Reading:
    if not text.startswith("!"):
        return _OTHER
    said: dict[str, str] = {}
    pieces = text[1:].removesuffix("!").split("!")
    for place, piece in enumerate(pieces, start=1):
        if _ID.fullmatch(piece):
            continue
        found = _PIECE.fullmatch(piece)
        if found is None or not is_name(found["name"]):
            return _CUT if place == len(pieces) and _begun(piece) else _OTHER
        if found["name"] in said:
            return Unreadable("it names the same thing twice")
        said[found["name"]] = found["answer"]
    answered = {name: answer for name, answer in said.items() if answer != "wait"}
    if not said:
        return _OTHER
    if not answered:
        return Undecided("it says that every service waits for an answer")
    return Choice.of(
        (name for name, answer in answered.items() if answer == "true"),
        (name for name, answer in answered.items() if answer == "false"),
    )


def _begun(piece: str) -> bool:
    """Whether a piece is the beginning of a service with its answer."""
    name, _, answer = piece.partition("=")
    return is_name(name) and any(word.startswith(answer) for word in ("true", "false", "wait"))


EXAMPLES = (
    Example("!matomo=true!youtube=false", Choice.of(["matomo"], ["youtube"])),
    Example("!gtag=true!", Choice.of(["gtag"])),
    Example("!matomo=true!youtube=wait", Choice.of(["matomo"])),
    Example("!matomo=false!youtube=false!vimeo=wait", Choice.of([], ["matomo", "youtube"])),
    Example("!id=a5c81558-109d!matomo=true", Choice.of(["matomo"])),
    Example("%21matomo%3Dtrue%21youtube%3Dfalse", Choice.of(["matomo"], ["youtube"])),
    Example("!gtag=wait!vimeo=wait", Undecided("it says that every service waits for an answer")),
    Example("!matomo=true!youtube=fal", _CUT),
    Example("!matomo=true!you", _CUT),
    Example("!matomo=true!matomo=false", Unreadable("it names the same thing twice")),
    Example("!matomo=1", _OTHER),
    Example("!matomo!youtube=true", _OTHER),
    Example("matomo=true", _OTHER),
    Example("!id=a5c81558-109d", _OTHER),
    Example("%2521matomo%253Dtrue", Unreadable("it is URL-encoded more than once")),
)
