"""What a file of a language says: the words by which its charters are read, and those its pages are written in."""

import msgspec

from temoin.charters.terms import Column, Sort
from temoin.vocabulary import Need, Party

__all__ = ["Language", "Page", "Unit"]


class Unit(msgspec.Struct, frozen=True):
    """A unit of time.

    Args:
        one: as a policy writes one of it.
        many: as it writes several.
        seconds: its length; 0 where it is counted in months.
        months: its length in months; 0 where it is counted in seconds.
        spellings: all that charters write for it, levelled, with commas between.
    """

    one: str
    many: str
    spellings: str
    seconds: int = 0
    months: int = 0


class Page(msgspec.Struct, frozen=True):
    """The words of a published charter; `{x}` is filled in when one is written, and found when it is read.

    Args:
        title: its heading; {site} is the site's name.
        this_site: what stands there for a site without a name.
        covers: which pages it speaks of; {hosts}.
        read: of what day it is; {date}.
        months: their names, from January.
        first: how the first day of a month is written.
        choice: which cookie keeps the choice, where that is not said for how long; {cookie}.
        choice_kept: the same with {lifetime}.
        pattern: what the sign for what varies in a name means.
        needs: for a category of each need, what that means for the visitor.
        measurement: that a category is audience measurement, exempt on conditions.
        limit: how long any cookie of a category is kept at most; {lifetime}.
        none: that a category has no cookies.
        unconfirmed: the heading over cookies whose category a person has yet to confirm.
        columns: the heads of the table of cookies, in its order.
        parties: how each party is called.
        party_domain: the party and whose cookie it is; {party}, {domain}.
        session: how the lifetime of a session cookie is called.
        lifetime_source: a lifetime that is published elsewhere; {lifetime}, {source}.
        technical: the heading of what tools need.
        technical_about: what stands there, for whoever opens it.
        technical_columns: the heads of that table: the part, its name, the key, the value.
        parts: how each part of a policy is called there.
    """

    title: str
    this_site: str
    covers: str
    read: str
    months: tuple[str, ...]
    first: str
    choice: str
    choice_kept: str
    pattern: str
    needs: dict[Need, str]
    measurement: str
    limit: str
    none: str
    unconfirmed: str
    columns: dict[Column, str]
    parties: dict[Party, str]
    party_domain: str
    session: str
    lifetime_source: str
    technical: str
    technical_about: str
    technical_columns: tuple[str, str, str, str]
    parts: dict[str, str]


class Language(msgspec.Struct, frozen=True):
    r"""A language.

    Phrases are written with commas between them, in any case, with or without accents. In one, `*` stands for
    the rest of a word and ` … ` for up to sixty characters of one sentence; one that begins with `=` must be the
    whole of a text.

    Args:
        code: as in HTML's `lang`.
        name: in English.
        common: words that no text of it lacks, by which it is told.
        columns: heads of tables and labels before values.
        sorts: how headings and cells call each sort of cookies.
        negations: what stands before a sort's name to say that it is not that.
        exempt: what says that cookies need no consent.
        consented: what says that they need it.
        conditions: how a sentence begins that says so on a condition only.
        parties: how each party is called.
        session: what says that a cookie ends with the browser's session.
        endless: what says that it stays, and not for how long.
        units: of time.
        numbers: words for numbers, as "deux=2".
        ranges: words between the two ends of a range.
        asides: words that change nothing in a span of time.
        stored: what says that something is kept otherwise than as a cookie.
        starting: what stands before the beginning that names share.
        ending: what stands before the end that names share.
        joining: words between two names.
        cookie: the word for a cookie.
        none: what stands in a cell instead of nothing.
        lists: headings that say no more than that cookies are listed.
        choosing: purposes of a cookie that keeps the choice about cookies.
        statement: how a sentence defines a sort of cookies; the group `title` is what the sort is called.
        anonymous: what is put after a sort's name for the part of it that is anonymous.
        quotes: the pair put around what is quoted.
        page: how a charter is published in it.
    """

    code: str
    name: str
    common: str
    columns: dict[Column, str]
    sorts: dict[Sort, str]
    negations: str
    exempt: str
    consented: str
    conditions: str
    parties: dict[Party, str]
    session: str
    endless: str
    units: tuple[Unit, ...]
    numbers: str
    ranges: str
    asides: str
    stored: str
    starting: str
    ending: str
    joining: str
    cookie: str
    none: str
    lists: str
    choosing: str
    statement: str
    anonymous: str
    page: Page
