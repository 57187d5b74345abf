"""Klaro: `klaro`, URL-encoded JSON of services, true or false (`{"matomo":true,"youtube":false}`).

Every key is a service of the site's Klaro configuration, whatever it is called; a value that holds anything
else than true and false is not Klaro's. The cookie is written when the visitor answers, and not before. Klaro's
configuration may give it another name (`storageName`), or keep the choice in local storage, where no request
shows it.
"""

from temoin.consent.choice import Choice, Reading, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.json_text import parse
from temoin.consent.names import is_name

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source="https://github.com/klaro-org/klaro-js/blob/master/src/consent-manager.js",
    whose="Klaro",
    cookies=("klaro",),
    template=True,
)

_OTHER = Unreadable("it is no JSON object of services with true or false")


def read(value: str) -> Reading:
    """Read what Klaro writes.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Choice | Unreadable:
    document = parse(text)
    if isinstance(document, Unreadable):
        return document
    if not isinstance(document, dict) or not document:
        return _OTHER
    granted: list[str] = []
    refused: list[str] = []
    for name, yes in document.items():
        if not isinstance(yes, bool) or not is_name(name):
            return _OTHER
        (granted if yes else refused).append(name)
    return Choice.of(granted, refused)


_CHOICE = Choice.of(["matomo"], ["youtube"])

EXAMPLES = (
    Example("%7B%22matomo%22%3Atrue%2C%22youtube%22%3Afalse%7D", _CHOICE),
    Example('{"matomo":true,"youtube":false}', _CHOICE),
    Example("%7B%22session%22%3Atrue%2C%22version%22%3Atrue%7D", Choice.of(["session", "version"])),
    Example("%7B%22matomo%22%3Afalse%7D", Choice.of([], ["matomo"])),
    Example("{}", _OTHER),
    Example('{"matomo":1}', _OTHER),
    Example('["matomo"]', _OTHER),
    Example("%7B%22matomo%22%3Atrue%2C%22you", Unreadable("its JSON is cut short")),
    Example("%7B%22matomo%22%3Atrue%2", Unreadable("its URL-encoding is cut short or broken")),
    Example('{"matomo":true,"matomo":false}', Unreadable("it names the same thing twice")),
    Example("accepted", Unreadable("it is no JSON")),
    Example("%257B%2522matomo%2522%253Atrue%257D", Unreadable("it is URL-encoded more than once")),
)
