"""Which category each entry is of: by its own column, by the headings above it, by its purpose; else `unknown`.

A category that needs no consent permits its cookies before any choice, so nothing becomes one by default: only
"necessary" by its name, and what the charter itself says to need no consent. All else needs it. What stays
`unknown` has no entry of its own: the policy language keeps that word for what a person has yet to confirm.
"""

import re
from collections.abc import Mapping, Sequence

import msgspec

from temoin.charters.entries import Entry
from temoin.charters.languages import Language
from temoin.charters.sketch import Part
from temoin.charters.sorts import Statement, Told, lists_only, need_told, sort_of, speaks_of_cookies
from temoin.charters.terms import Column, Sort
from temoin.charters.wording import clean, plain, shortened, slug
from temoin.consent.names import folded
from temoin.policy.keys import CATEGORY
from temoin.policy.schema import UNKNOWN
from temoin.vocabulary import Need

__all__ = ["Categories", "Placed"]

_EXEMPT = frozenset({Sort.NECESSARY, Sort.EXEMPT})
_MAY_BE_EXEMPT = frozenset({Sort.STATISTICS, Sort.FUNCTIONAL, Sort.PREFERENCES, Sort.SECURITY, Sort.INTERNAL})
"""Sorts that a charter may say to need no consent; where it seems to say so of advertising, it speaks of others."""
_RESERVED = frozenset(
    folded(f"{sort}{ending}")
    for sort in (*Sort, UNKNOWN)
    for ending in ("", "-anonymous", "-exempt", "-consented")
)

_LONGEST_PURPOSE = 4
"""Words: a purpose that is no more than the name of a sort ("Mesure d'audience")."""

_LONGEST_INTRO = 900
_COUNT = re.compile(r"\s*\(\d{1,3}\)$")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*\s*[.)\-–—:]?|[IVX]{1,4}[.)]|[A-Za-z]\))\s+(?=\S)")


class Placed(msgspec.Struct, frozen=True):
    """An entry's category.

    Args:
        id: the category's.
        depth: how many of the entry's headings stand above the one that names it, that one included.
        remark: what was decided; empty where the charter is plain.
    """

    id: str
    depth: int = 0
    remark: str = ""


class Categories:
    """Collects a charter's categories while its entries are placed.

    Args:
        statements: what the charter says of sorts of cookies.
        language: the charter's; None where it cannot be told.
        entries: all of them, for a heading that names no sort is a category only as deep as those that do.
    """

    def __init__(
        self, statements: Sequence[Statement], language: Language | None, entries: Sequence[Entry]
    ) -> None:
        self._language = language
        self._parts: dict[str, Part] = {}
        self._stated: dict[Sort, Statement] = {}
        self._depths = {
            depth
            for entry in entries
            for depth, heading in enumerate(entry.section.headings, 1)
            if sort_of(heading) is not None
        }
        self._owned: dict[str, str] = {}
        self.remarks: list[str] = []
        for one in statements:
            if one.sort not in self._stated:
                self._stated[one.sort] = one
                self._state(one)

    @property
    def parts(self) -> Mapping[str, Part]:
        """The categories by id, in the order in which the charter speaks of them; none where it sorts nothing."""
        return self._parts

    def place(self, entry: Entry) -> Placed:
        """Tell an entry's category.

        Args:
            entry: it.
        """
        stated = self._stated_in_columns(entry)
        if stated is not None:
            return stated
        headings = entry.section.headings
        for depth in range(len(headings), 0, -1):
            heading = headings[depth - 1]
            sort = sort_of(heading)
            if sort is not None:
                direct = all(map(lists_only, headings[depth:]))
                told = (heading, *entry.section.intro) if direct else (heading,)
                return self._under(self._of_sort(sort, heading, told), headings, depth)
            if depth in self._depths and speaks_of_cookies(heading) and not lists_only(heading):
                return Placed(self._own(heading), depth, f"“{shortened(heading)}” was taken for a category")
        purpose = clean(entry.says(Column.PURPOSE))
        sort = sort_of(purpose) if len(purpose.split()) <= _LONGEST_PURPOSE else None
        if sort is not None and sort not in _EXEMPT:
            return Placed(self._of_sort(sort, purpose, ()), remark="its category was taken from its purpose")
        return Placed(UNKNOWN, remark="stands under no heading that names a category")

    def _under(self, id: str, headings: Sequence[str], depth: int) -> Placed:
        """What stands under a category's heading; that a heading between passes an exemption on is said."""
        between = [heading for heading in headings[depth:] if not lists_only(heading)]
        exempt = self._parts[id].word(CATEGORY.CONSENT.name) == Need.EXEMPT
        if not between or not exempt:
            return Placed(id, depth)
        said = f"“{shortened(between[-1])}” was taken to stand under “{shortened(headings[depth - 1])}”"
        return Placed(id, depth, f"{said}, which needs no consent")

    def _stated_in_columns(self, entry: Entry) -> Placed | None:
        """What an entry's own column says; "type" says many things, of which the party is no category here."""
        for column in (Column.CATEGORY, Column.TYPE):
            for line in entry.says(column).split("\n"):
                said = clean(line)
                sort = sort_of(said) if said else None
                of_party = column is Column.TYPE and sort in {Sort.INTERNAL, Sort.THIRD_PARTY}
                if sort is not None and not of_party:
                    return Placed(self._of_sort(sort, said, (said,)))
        said = clean(entry.says(Column.CATEGORY))
        if not said:
            return None
        return Placed(
            self._own(said), remark=f"“{said}” is a category of the charter's own: it needs consent"
        )

    def _state(self, one: Statement) -> None:
        """Take a category that the charter defines. One that needs no consent on a condition is two."""
        title = one.title
        if one.told is Told.PARTLY:
            anonymous = f"{title} {self._language.anonymous}" if self._language else title
            quote = " ".join(one.conditional)
            self._add(f"{one.sort}-anonymous", anonymous, Need.EXEMPT, one.text, quote, one.sort)
            rest = clean(one.text)
            for sentence in one.conditional:
                rest = clean(rest.replace(clean(sentence), " "))
            self._add(one.sort, title, Need.REQUIRED, rest, "", one.sort)
            return
        need, basis = self._need(one.sort, one.told, one.text)
        self._add(one.sort, title, need, one.text, basis, one.sort)

    def _of_sort(self, sort: Sort, title: str, texts: Sequence[str]) -> str:
        """The id of a sort's category as a heading or a cell speaks of it."""
        told, _ = need_told(" ".join(texts)) if texts else (Told.NOTHING, ())
        need, basis = self._need(sort, told, " ".join(texts))
        anonymous = f"{sort}-anonymous"
        if anonymous in self._parts and (told is Told.EXEMPT or "anonym" in plain(title)):
            return anonymous
        if told is Told.NOTHING and sort in self._stated:
            return sort.value
        usual = self._parts.get(sort.value)
        if usual is not None and usual.word(CATEGORY.CONSENT.name) != need.value:
            id = f"{sort}-{'exempt' if need is Need.EXEMPT else 'consented'}"
        else:
            id = sort.value
        intro = clean(" ".join(texts[1:]))
        self._add(id, _title(title), need, intro if len(intro) <= _LONGEST_INTRO else "", basis, sort)
        return id

    def _need(self, sort: Sort, told: Told, text: str) -> tuple[Need, str]:
        """Whether a sort needs consent, and the words that say so against what is usual."""
        if sort in _EXEMPT:
            return Need.EXEMPT, ""
        if told is Told.EXEMPT and sort in _MAY_BE_EXEMPT:
            return Need.EXEMPT, shortened(text, 200)
        if told is Told.EXEMPT:
            quote = shortened(text, 120)
            self.remarks.append(
                f"of the category `{sort}` it was not believed that it needs no consent: “{quote}”"
            )
        return Need.REQUIRED, ""

    def _own(self, title: str) -> str:
        """The id of a category that no sort is; none that a sort may have, and one for each spelling."""
        wanted = slug(_title(title)) or "category"
        id = self._owned.setdefault(
            folded(wanted), f"{wanted}-cookies" if folded(wanted) in _RESERVED else wanted
        )
        self._add(id, _title(title), Need.REQUIRED, "", "", None)
        return id

    def _add(self, id: str, title: str, need: Need, about: str, basis: str, sort: Sort | None) -> None:
        id = str(id)
        if id in self._parts:
            return
        words = {CATEGORY.TITLE.name: (title,)} if title else {}
        if about:
            words[CATEGORY.DESCRIPTION.name] = (about,)
        words[CATEGORY.CONSENT.name] = (need.value,)
        if sort is Sort.STATISTICS and need is Need.EXEMPT:
            words[CATEGORY.MEASUREMENT.name] = ("true",)
        above: tuple[str, ...] = ()
        if basis:
            above = (f"By the charter: {basis}",)
            self.remarks.append(
                f"the charter says that the category `{id}` needs no consent: “{shortened(basis)}”"
            )
        self._parts[id] = Part(words, above=above)


def _title(text: str) -> str:
    """A heading without its number and without the count of cookies that banners put behind it."""
    bare = _COUNT.sub("", _NUMBER.sub("", clean(text))).strip(" :")
    return bare or clean(text)
