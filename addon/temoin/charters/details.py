"""What is said of a cookie in running text: "distingue les visiteurs (13 mois)", "Durée : 13 mois ; tiers".

Labels that heads of tables have ("Durée", "Provider") count with a colon behind them. Without one, only a span of
time in a clause of its own is a lifetime, for purposes speak of sessions all the time. What is left is the purpose.
"""

import re

import msgspec

from temoin.charters.columns import column_of, label_of
from temoin.charters.lifetimes import read_lifetime
from temoin.charters.phrases import phrases_of
from temoin.charters.sorts import party_of
from temoin.charters.terms import Column
from temoin.charters.wording import clean, clean_lines, plain

__all__ = ["Details", "details_of", "labelled"]

_LABEL = re.compile(r"(?:^|(?<=[\n.;,(–—|•]))[ \t]*(?P<label>[^\W\d_][^\n:;.,()|•]{1,38}?)\s*:(?=\s|$)", re.M)
_CLAUSE = re.compile(
    r"\s*(?:\((?P<inner>[^()]{1,60})\)|(?:,|;|\s[-–—]|\.)\s*(?P<last>[^,;()–—.]{1,60}))\s*\.?\s*$"
)
_FIRST = re.compile(r"\s*(?P<first>[^,;()–—.:]{1,40}?)\s*(?:,|;|\s[-–—]\s|(?=\()|$)")
_LONGEST = 4000


class Details(msgspec.Struct, frozen=True):
    """What running text says of a cookie.

    Args:
        said: by column.
        labels: True where a known label stands in it.
    """

    said: dict[Column, str]
    labels: bool


def labelled(line: str) -> tuple[Column, str] | None:
    """A line that is a label and its value: "Durée : 13 mois".

    Args:
        line: as it stands.

    Returns:
        What is labelled, and the value, empty where the label stands alone; None where the line is neither.
    """
    text = clean(line)
    label, colon, value = text.partition(":")
    column = label_of(label)
    if column is None or (not colon and len(text) > 40):
        return None
    return column, value.strip()


def details_of(text: str) -> Details:
    """Read running text.

    Args:
        text: what follows the name, lines parted by newlines.
    """
    bare = clean_lines(text)[:_LONGEST]
    said: dict[Column, str] = {}
    found = [(one, column) for one in _LABEL.finditer(bare) if (column := label_of(one["label"])) is not None]
    ends = [*(other.start() for other, _ in found[1:]), len(bare)]
    for (one, column), after in zip(found, ends, strict=False):
        value = bare[one.end() : after].strip(" \n;,(–—-|•")
        value = value.removesuffix(")") if value.count("(") < value.count(")") else value
        if value and column not in said:
            said[column] = value.removesuffix(".") if column is not Column.PURPOSE else value
    loose = bare[: found[0][0].start()] if found else bare
    _take_clauses(loose.strip(" \n:;,(–—-|•"), said)
    return Details(said, bool(found))


def _take_clauses(loose: str, said: dict[Column, str]) -> None:
    """Take a lifetime and a party from the end of what has no label; the rest is the purpose."""
    for _ in range(3):
        found = _CLAUSE.search(loose)
        if found is None:
            whole = _whole(loose)
            if whole is not None and whole not in said:
                said[whole] = clean(loose)
                loose = ""
            break
        clause = found["inner"] or found["last"]
        column = _whole(clause)
        if column is None or column in said:
            break
        said[column] = clean(clause)
        loose = loose[: found.start()]
    first = _FIRST.match(loose)
    if first is not None and Column.LIFETIME not in said and _whole(first["first"]) is Column.LIFETIME:
        said[Column.LIFETIME] = clean(first["first"])
        loose = loose[first.end() :].strip()
        if loose.startswith("(") and loose.endswith(")"):
            loose = loose[1:-1]
    purpose = clean(loose).strip(" :;,–—-")
    if purpose and Column.PURPOSE not in said:
        said[Column.PURPOSE] = purpose


def _whole(clause: str) -> Column | None:
    """What a clause says if it says nothing else: how long, or whose."""
    words = plain(clause)
    lifetime = read_lifetime(clause)
    if lifetime.text and not lifetime.remark:
        timed = re.search(r"\d", words) is not None and len(words.split()) <= 9
        session = phrases_of("session").are(words) or column_of(clause) is Column.LIFETIME
        if timed or session:
            return Column.LIFETIME
    if len(words.split()) <= 4 and party_of(clause) is not None and not re.search(r"\d", words):
        return Column.PARTY
    return None
