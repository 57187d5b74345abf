"""Didomi: `didomi_token`, JSON in base64, with the lists of vendors and purposes that are on and off.

    {"user_id":"…","created":"…","updated":"…","version":2,
     "purposes":{"enabled":["audience"],"disabled":["ads"]},"vendors":{"enabled":["c:matomo"],"disabled":[]}}

It names purposes and vendors by the ids of the site's Didomi console. A vendor needs its own consent and its
purpose's: let the service name it under `needs`, and its category the purpose. What rests on legitimate
interest (`purposes_li`, `vendors_li`) is no consent and is passed over. On a site of the IAB's framework the
vendors and purposes of that framework lie in `euconsent-v2`, and only the site's own here: declare both
cookies.

A token without any of the four lists was written before a choice. The newer `didomi_dcs`, which is no JSON, is
not read.
"""

from base64 import b64encode

from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.json_text import Json, Number, from_base64, parse
from temoin.consent.names import is_name

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source="https://developers.didomi.io/cmp/web-sdk/consent-notice/cookies",
    whose="Didomi",
    cookies=("didomi_token",),
    template=True,
)

_VERSIONS = (None, Number("1"), Number("2"))
_NO_TOKEN = Unreadable("it is no Didomi token")
_NOT_NAMES = Unreadable("its lists hold something else than names")


def read(value: str) -> Reading:
    """Read a Didomi token.

    Args:
        value: from the wire.
    """
    return read_wrapped(value, _read)


def _read(text: str) -> Reading:
    inner = from_base64(text)
    if inner is None:
        return _NO_TOKEN
    document = parse(inner)
    if isinstance(document, Unreadable):
        return document
    if not isinstance(document, dict) or "user_id" not in document:
        return _NO_TOKEN
    if document.get("version") not in _VERSIONS:
        return Unreadable("its version is not known")
    granted: set[str] = set()
    refused: set[str] = set()
    for part in ("purposes", "vendors"):
        lists = document.get(part, {})
        if not isinstance(lists, dict):
            return _NO_TOKEN
        for names, word in ((granted, "enabled"), (refused, "disabled")):
            found = _names(lists.get(word, []))
            if found is None:
                return _NOT_NAMES
            names |= found
    if not granted and not refused:
        return Undecided("it lists neither purposes nor vendors yet")
    return Choice.of(granted, refused)


def _names(found: Json) -> set[str] | None:
    if not isinstance(found, list):
        return None
    names = {one for one in found if isinstance(one, str) and is_name(one)}
    return names if len(names) == len(found) else None


def _token(inner: str) -> str:
    head = '{"user_id":"19ac28f0-0000-6000-8000-000000000000","created":"2026-01-15T10:00:00.000Z",'
    return b64encode((head + inner).encode()).decode()


_SOME = _token(
    '"updated":"2026-01-15T10:00:04.500Z","vendors":{"enabled":["c:matomo"],"disabled":["google"]},'
    '"purposes":{"enabled":["audience"],"disabled":["ads"]},"version":2}'
)
_CHOICE = Choice.of(["audience", "c:matomo"], ["ads", "google"])

EXAMPLES = (
    Example(_SOME, _CHOICE),
    Example(_SOME.rstrip("="), _CHOICE),
    Example(_SOME.replace("=", "%3D"), _CHOICE),
    Example(
        _token(
            '"vendors":{"enabled":["google"]},"vendors_li":{"enabled":["google"]},"purposes":{"enabled":["ads"]},'
            '"version":2,"ac":"AFmACAFk.AFmACAFk"}'
        ),
        Choice.of(["ads", "google"]),
    ),
    Example(
        _token('"vendors":{"disabled":["google"]},"purposes":{"disabled":["ads"]},"version":2}'),
        Choice.of([], ["ads", "google"]),
    ),
    Example(_token('"version":null}'), Undecided("it lists neither purposes nor vendors yet")),
    Example(_SOME[:200], Unreadable("its JSON is cut short")),
    Example(_token('"purposes":{"enabled":["ads"]},"version":3}'), Unreadable("its version is not known")),
    Example(_token('"purposes":{"enabled":[1]},"version":2}'), _NOT_NAMES),
    Example("eyJtYXRvbW8iOnRydWV9", _NO_TOKEN),
    Example("1", _NO_TOKEN),
    Example(b64encode(_SOME.encode()).decode(), _NO_TOKEN),
    Example(_SOME.replace("=", "%253D"), Unreadable("it is URL-encoded more than once")),
)
