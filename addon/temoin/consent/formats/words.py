"""One word for everything: `all`, `none`, `accept`, `refuse`, `true`, `false`, `1`, `0`, `yes`, `no`.

Small banners write it. English and French, in any spelling (`accept-all`, `Tout accepter`), URL-encoded or
between quotes or plain. "Necessary only" grants nothing, since what is necessary needs no grant. A word that
only says that the banner was closed (`dismiss`, `closed`) is no choice.
"""

from temoin.consent.answers import whole_answer
from temoin.consent.choice import Choice, Reading, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example

__all__ = ["EXAMPLES", "read"]


def read(value: str) -> Reading:
    """Read a value that is one word.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Choice | Unreadable:
    said = whole_answer(text)
    return Unreadable("it is no word for all or none") if said is None else Choice.of(rest=said)


_ALL, _NONE = Choice.of(rest=True), Choice.of(rest=False)
_NO_WORD = Unreadable("it is no word for all or none")

EXAMPLES = (
    Example("all", _ALL),
    Example("accept-all", _ALL),
    Example("true", _ALL),
    Example("1", _ALL),
    Example("YES", _ALL),
    Example("Tout%20accepter", _ALL),
    Example("tout+accepter", _ALL),
    Example('"accept"', _ALL),
    Example("none", _NONE),
    Example("refuse", _NONE),
    Example("refus%C3%A9", _NONE),
    Example("0", _NONE),
    Example("no", _NONE),
    Example("rien", _NONE),
    Example("necessary-only", _NONE),
    Example("dismiss", _NO_WORD),
    Example("2", _NO_WORD),
    Example("allx", _NO_WORD),
    Example("none%2", Unreadable("it is no word for all or none")),
    Example("tout%2520accepter", Unreadable("it is URL-encoded more than once")),
)
