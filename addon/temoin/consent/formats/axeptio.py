"""Axeptio: `axeptio_cookies`, JSON with the vendors as keys, and what starts with `$$` beside them.

    {"$$token":"…","$$date":"2026-01-15T10:00:00.000Z","$$completed":true,"matomo":true,"google_analytics":false}

Vendors are named as the site's Axeptio project names them. Until the visitor has answered, `$$completed` is
false, and there is no choice whatever the vendors say. What is neither true nor false is passed over. The
cookies `axeptio_authorized_vendors` and `axeptio_all_vendors` repeat parts of it and need not be declared.
"""

from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.json_text import parse
from temoin.consent.names import is_name

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source="https://github.com/axeptio/wordpress-plugin",
    whose="Axeptio",
    cookies=("axeptio_cookies",),
    template=True,
)

_OWN = "$$"
_NOT_AXEPTIO = Unreadable("it is no Axeptio cookie: it has no $$completed")


def read(value: str) -> Reading:
    """Read an Axeptio cookie.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Reading:
    document = parse(text)
    if isinstance(document, Unreadable):
        return document
    completed = document.get(f"{_OWN}completed") if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(completed, bool):
        return _NOT_AXEPTIO
    if not completed:
        return Undecided("it says that the visitor has not answered: $$completed is false")
    said = {
        name: yes
        for name, yes in document.items()
        if isinstance(yes, bool) and not name.startswith(_OWN) and is_name(name)
    }
    if not said:
        return Unreadable("it names no vendor")
    return Choice.of(
        (name for name, yes in said.items() if yes), (name for name, yes in said.items() if not yes)
    )


_CHOICE = Choice.of(["matomo"], ["google_analytics"])

EXAMPLES = (
    Example(
        "{%22$$token%22:%22x1v6p0q9yj3c5k7t8w2r4%22%2C%22$$date%22:%222026-01-15T10:00:00.000Z%22%2C%22$$cookiesVersion"
        "%22:{%22name%22:%22shop-fr%22%2C%22identifier%22:%2265f0c0ffee%22}%2C%22$$completed%22:true%2C"
        "%22matomo%22:true%2C%22google_analytics%22:false}",
        _CHOICE,
    ),
    Example('{"$$completed":true,"matomo":true,"google_analytics":false}', _CHOICE),
    Example(
        "%7B%22%24%24completed%22%3Atrue%2C%22matomo%22%3Atrue%2C%22google_analytics%22%3Afalse%7D", _CHOICE
    ),
    Example(
        '{"$$completed":true,"matomo":true,"Facebook Pixel":true}', Choice.of(["Facebook Pixel", "matomo"])
    ),
    Example(
        "{%22$$token%22:%22x1v6p0q9yj3c5k7t8w2r4%22%2C%22$$cookiesVersion%22:{}%2C%22$$completed%22:false}",
        Undecided("it says that the visitor has not answered: $$completed is false"),
    ),
    Example('{"$$completed":true}', Unreadable("it names no vendor")),
    Example('{"matomo":true}', _NOT_AXEPTIO),
    Example('{"$$completed":true,"matomo":true,"google_ana', Unreadable("its JSON is cut short")),
    Example('{"$$completed":true,"matomo":true,"matomo":false}', Unreadable("it names the same thing twice")),
    Example(",matomo,", Unreadable("it is no JSON")),
    Example(
        "%257B%2522%2524%2524completed%2522%253Atrue%257D", Unreadable("it is URL-encoded more than once")
    ),
)
