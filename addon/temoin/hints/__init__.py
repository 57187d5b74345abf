"""Hints: what an unknown cookie usually is, with the source named. Never a verdict.

Two tables, the first before the second: `makers.tsv`, written for Témoin from the pages on which the makers of the
commonest trackers say what their cookies are; and `open_cookie_database.tsv`, made by `python -m temoin.hints` from
the Open Cookie Database (Apache License 2.0, beside it as `LICENSE-open-cookie-database`). A name is compared as it
is; where a table knows the domain that sets it, the name alone is not enough, unless it is so odd that it can
hardly be another's.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache

from temoin.hints.hint import Hint, Known, Use
from temoin.hints.table import read_table
from temoin.sites import host_matches

__all__ = ["Hint", "Use", "hint_of", "known_under"]

_TABLES = ("makers", "open_cookie_database")
_MOST_CACHED = 4096
_LONGEST = 256


@lru_cache(maxsize=_MOST_CACHED)
def hint_of(name: str, domain: str) -> Hint | None:
    """Tell what a cookie usually is.

    Args:
        name: its name, or a pattern with one `*` at the end.
        domain: its domain; empty where only the name is known.

    Returns:
        What the first table that knows it says, or None.
    """
    if not name or len(name) > _LONGEST:
        return None
    for table in _TABLES:
        found = _exact(table).get(name, []) or _longest(table, name)
        fitting = [known for known in found if _fits(known, name, domain)]
        if fitting:
            return _hint(fitting)
    return None


def known_under(head: str) -> Iterator[Hint]:
    """The known cookies whose names begin in one way, those of the makers first, each table in order of name.

    Args:
        head: how they begin.
    """
    for table in _TABLES:
        rows = _sorted(table)
        for known in rows[bisect_left(rows, head, key=_name) :]:
            if not known.name.startswith(head):
                break
            yield _hint([known])


def _fits(known: Known, name: str, domain: str) -> bool:
    if not known.domains or not domain:
        return True
    if any(host_matches(one, domain) for one in known.domains):
        return True
    # Tables give a tracker's own domain for what its script sets on the site's ("_fbp", "_ttp").
    return name.startswith("_") and len(known.name.rstrip("*")) > len("_ga")


def _longest(table: str, name: str) -> list[Known]:
    starts = [known for known in _patterns(table) if name.startswith(known.name[:-1])]
    longest = max((len(known.name) for known in starts), default=0)
    return [known for known in starts if len(known.name) == longest]


def _hint(rows: list[Known]) -> Hint:
    owners = tuple(dict.fromkeys(row.owner for row in rows))
    uses = {row.use for row in rows}
    first = rows[0]
    return Hint(
        pattern=first.name,
        use=first.use if len(uses) == 1 else None,
        owner=" or ".join(owners[:3]) + (" or another" if len(owners) > 3 else ""),
        text=first.text,
        source=first.source,
        domains=first.domains,
    )


@cache
def _rows(table: str) -> tuple[Known, ...]:
    return read_table(table)


@cache
def _sorted(table: str) -> tuple[Known, ...]:
    return tuple(sorted(_rows(table), key=_name))


def _name(known: Known) -> str:
    return known.name


@cache
def _exact(table: str) -> dict[str, list[Known]]:
    found: dict[str, list[Known]] = {}
    for known in _rows(table):
        found.setdefault(known.name, []).append(known)
    return found


@cache
def _patterns(table: str) -> tuple[Known, ...]:
    return tuple(known for known in _rows(table) if known.name.endswith("*"))
