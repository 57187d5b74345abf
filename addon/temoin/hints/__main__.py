"""Makes `open_cookie_database.tsv` anew from the database's own JSON file.

    python -m temoin.hints < open-cookie-database.json > addon/temoin/hints/open_cookie_database.tsv

The file is at https://github.com/jkwakman/Open-Cookie-Database, and within the npm package
`@slashgear/gdpr-cookie-scanner`. Left out are names so plain that they say nothing of whose they are.
"""

import re
import sys
from collections.abc import Iterator

import msgspec

from temoin.hints.hint import Use

_HEAD = """\
# From the Open Cookie Database, https://github.com/jkwakman/Open-Cookie-Database, under the Apache License 2.0
# (LICENSE-open-cookie-database). Changed for Témoin: rows that name no cookie in particular are left out, columns
# are reordered, categories renamed, descriptions cut to their first sentence.
# name (`*` at the end: any ending)\tdomains (any where empty)\tuse\towner\twhat it does\tsource
"""

_SOURCE = "Open Cookie Database"
_MOST = 140
_USES = {
    "Necessary": Use.NECESSARY,
    "Security": Use.NECESSARY,
    "Functional": Use.FUNCTIONAL,
    "Personalization": Use.FUNCTIONAL,
    "Analytics": Use.STATISTICS,
    "Marketing": Use.ADVERTISING,
}
_EMPTY = frozenset({"", "-", "n/a", "none", "pending", "undefined", "unknown"})
_DOMAIN = re.compile(r"(?<![a-z0-9@-])\.?((?:[a-z0-9-]+\.)+[a-z]{2,})")
_PLAIN = re.compile(r"[a-z]{1,8}|[A-Za-z0-9]{1,3}")
_NAME = re.compile(r"[^\x00-\x20\x7f;=*]+")


class _Row(msgspec.Struct):
    category: str
    cookie: str
    domain: str
    description: str
    wildcard: str = msgspec.field(name="wildcardMatch")


def table(data: bytes) -> str:
    """Turn the database into the table.

    Args:
        data: its JSON: platforms, and of each a list of cookies.
    """
    owners = msgspec.json.decode(data, type=dict[str, list[_Row]])
    rows = {line for owner, listed in owners.items() for row in listed for line in _lines(owner, row)}
    return _HEAD + "".join(f"{line}\n" for line in sorted(rows))


def _lines(owner: str, row: _Row) -> Iterator[str]:
    name = row.cookie.strip().rstrip("*")
    domains = tuple(dict.fromkeys(_DOMAIN.findall(row.domain.lower())))
    starts = row.wildcard == "1" or row.cookie.strip().endswith("*")
    if row.category not in _USES or not _NAME.fullmatch(name) or not name.isprintable():
        return
    if not domains and not _telling(name, starts):
        return
    text = _short(row.description)
    if text.lower() in _EMPTY:
        return
    cells = (
        name + "*" * starts,
        " ".join(domains),
        _USES[row.category],
        _flowing(owner),
        text,
        _SOURCE,
    )
    yield "\t".join(cells)


def _telling(name: str, starts: bool) -> bool:
    """Whether a name alone says whose the cookie is."""
    if not starts:
        return not _PLAIN.fullmatch(name)
    letters = sum(char.isalnum() for char in name)
    return letters >= 4 or (name.startswith("_") and len(name) >= 4 and letters >= 2)


def _short(text: str) -> str:
    sentence = re.split(r"\. (?=[A-Z])", _flowing(text), maxsplit=1)[0].rstrip(". ")
    if len(sentence) <= _MOST:
        return sentence
    return sentence[:_MOST].rsplit(" ", 1)[0] + "…"


def _flowing(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


if __name__ == "__main__":
    sys.stdout.write(table(sys.stdin.buffer.read()))
