"""The keys of a policy file: one table that the reader, its error texts and the JSON Schema all follow.

To let a new key in, add it here and read it in `temoin.policy.reading`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from temoin.policy import kinds
from temoin.policy.kinds import Kind

__all__ = [
    "ALLOW",
    "CATEGORY",
    "CONSENT",
    "COOKIE",
    "OVERRIDE",
    "OVERRIDES",
    "POLICY",
    "SERVICE",
    "Key",
    "Layout",
    "Part",
    "Shape",
]


@dataclass(frozen=True, slots=True)
class Key[T]:
    """A key with a word, or several.

    Args:
        name: as it stands in the file.
        kind: of the word.
        about: what it says, for whoever writes a policy.
        needed: True where it may not be left out.
        many: True where a list may stand.
    """

    name: str
    kind: Kind[T]
    about: str
    needed: bool = False
    many: bool = False


class Layout(Enum):
    """How a part stands under its key."""

    ONE = "one"
    SOME = "one or several"
    BY_ID = "by id"
    LIST = "list"


@dataclass(frozen=True, slots=True)
class Part:
    """A key under which whole sections stand.

    Args:
        name: as it stands in the file.
        shape: of each section.
        layout: one section or a list of them, a mapping of ids to sections, or a list of sections.
        about: what it says.
        needed: True where it may not be left out.
    """

    name: str
    shape: "Shape"
    layout: Layout
    about: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A section of the file.

    Args:
        noun: what one is called in errors ("a cookie").
        keys: those with words.
        parts: those with sections.
        either: groups of keys of which at least one must be given.
    """

    noun: str
    keys: tuple[Key[Any], ...] = ()
    parts: tuple[Part, ...] = ()
    either: tuple[tuple[Key[Any], ...], ...] = ()

    @property
    def all(self) -> tuple["Key[Any] | Part", ...]:
        """The keys, then the parts."""
        return (*self.keys, *self.parts)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all keys."""
        return tuple(one.name for one in self.all)

    @property
    def needed(self) -> tuple[str, ...]:
        """The names of those that may not be left out."""
        return tuple(one.name for one in self.all if one.needed)


class CONSENT:
    """A cookie that holds the choice."""

    COOKIE = Key(
        "cookie",
        kinds.COOKIE_PATTERN,
        "The name of the cookie that holds the visitor's choice; `cmplz_*` for one choice in several cookies.",
        needed=True,
    )
    FORMAT = Key(
        "format",
        kinds.FORMAT,
        "How its value says the choice; of several formats, the first that can read the value counts.",
        needed=True,
        many=True,
    )
    PATH = Key(
        "path",
        kinds.PATH,
        "The path it is set for, mostly `/`; left out, less can be proven.",
    )
    DOMAIN = Key("domain", kinds.DOMAIN, "The domain it is set for; the page's host alone where left out.")
    LIFETIME = Key("lifetime", kinds.DURATION, "How long a choice is kept.")
    ASSUMPTION = Key("assumption", kinds.TEXT, "What is assumed of it and not known; the report repeats it.")
    SHAPE = Shape("the consent cookie", (COOKIE, FORMAT, PATH, DOMAIN, LIFETIME, ASSUMPTION))


class CATEGORY:
    """A purpose for which cookies are set."""

    TITLE = Key("title", kinds.TEXT, "As published; the id where left out.")
    DESCRIPTION = Key("description", kinds.TEXT, "As published.")
    CONSENT = Key(
        "consent",
        kinds.NEED,
        "Whether its cookies need the visitor's consent; of `measurement`, what the profile says where left out.",
    )
    NAMES = Key("names", kinds.ID, "Other names under which a consent cookie may speak of it.", many=True)
    NEEDS = Key(
        "needs",
        kinds.ID,
        "What the consent cookies must grant for it, all of it: `purpose 3`, `C0004`, `c:hotjar`.",
        many=True,
    )
    MEASUREMENT = Key(
        "measurement",
        kinds.FLAG,
        "`true` for audience measurement that is exempt on conditions: no renewal at each visit.",
    )
    MAX_LIFETIME = Key(
        "max_lifetime",
        kinds.DURATION,
        "How long any cookie of it may be kept at most; of exempt `measurement`, the profile's where left out.",
    )
    SHAPE = Shape(
        "a category",
        (TITLE, DESCRIPTION, CONSENT, NAMES, NEEDS, MEASUREMENT, MAX_LIFETIME),
        either=((CONSENT, MEASUREMENT),),
    )


class SERVICE:
    """Who cookies work for."""

    TITLE = Key("title", kinds.TEXT, "As published; the id where left out.")
    CATEGORY = Key("category", kinds.ID, "The id of its category.", needed=True)
    PROVIDER = Key("provider", kinds.TEXT, "The company behind it.")
    NAMES = Key("names", kinds.ID, "Other names under which a consent cookie may speak of it.", many=True)
    NEEDS = Key(
        "needs",
        kinds.ID,
        "What the consent cookies must grant for it, beside what its category needs: `vendor 755`.",
        many=True,
    )
    SHAPE = Shape("a service", (TITLE, CATEGORY, PROVIDER, NAMES, NEEDS))


class COOKIE:
    """A cookie, or several alike, that the site declares."""

    NAME = Key(
        "name", kinds.COOKIE_PATTERN, "Its name; `*` stands for any run of characters (`_ga_*`).", needed=True
    )
    DOMAIN = Key(
        "domain",
        kinds.DOMAIN,
        "The domain whose cookies are meant, subdomains included; first-party cookies alone where left out.",
    )
    PARTY = Key("party", kinds.PARTY, "The party it is declared for; `third` needs a domain.")
    CATEGORY = Key(
        "category",
        kinds.ID,
        "The id of its category; its service's where left out; `unknown` where a person has yet to confirm it.",
    )
    SUGGESTED = Key("suggested", kinds.ID, "Of an `unknown` one, the category it may have.")
    SUGGESTED_BY = Key("suggested_by", kinds.TEXT, "Who or what suggests that category.")
    SERVICE = Key("service", kinds.ID, "The id of its service.")
    PROVIDER = Key("provider", kinds.TEXT, "Who sets it; its service's provider where left out.")
    PURPOSE = Key("purpose", kinds.TEXT, "What it is for, as published.")
    LIFETIME = Key("lifetime", kinds.LIFETIME, "How long it is declared to be kept, or `session`.")
    LIFETIME_SOURCE = Key(
        "lifetime_source", kinds.TEXT, "Where that lifetime is published, if not with the rest."
    )
    REQUIRED = Key("required", kinds.FLAG, "`true` where it must appear in every session.")
    SHAPE = Shape(
        "a cookie",
        (
            NAME,
            DOMAIN,
            PARTY,
            CATEGORY,
            SUGGESTED,
            SUGGESTED_BY,
            SERVICE,
            PROVIDER,
            PURPOSE,
            LIFETIME,
            LIFETIME_SOURCE,
            REQUIRED,
        ),
        either=((CATEGORY, SERVICE),),
    )


class ALLOW:
    """A rule that is silenced for some cookies."""

    RULE = Key(
        "rule",
        kinds.RULE,
        "The rule's code or name, or several (`temoin explain` lists them).",
        needed=True,
        many=True,
    )
    COOKIE = Key(
        "cookie",
        kinds.COOKIE_PATTERN,
        "The cookie's name; `*` stands for any run of characters.",
        needed=True,
    )
    DOMAIN = Key("domain", kinds.DOMAIN, "The domain whose cookies alone are meant, subdomains included.")
    REASON = Key("reason", kinds.TEXT, "Why it is let pass; reports repeat it.", needed=True)
    UNTIL = Key("until", kinds.DATE, "The last day on which it is let pass (UTC).")
    SHAPE = Shape("an allowance", (RULE, COOKIE, DOMAIN, REASON, UNTIL))


class OVERRIDE:
    """One value in the place of a profile's."""

    REASON = Key("reason", kinds.TEXT, "Why this site's value is another.", needed=True)
    LENGTH = Key("value", kinds.DURATION, "The value that holds instead.", needed=True)
    NEED = Key("value", kinds.NEED, "The value that holds instead.", needed=True)
    OF_LENGTH = Shape("an override", (LENGTH, REASON))
    OF_NEED = Shape("an override", (NEED, REASON))


class OVERRIDES:
    """What holds in the place of a profile's defaults."""

    CHOICE = Part("choice_lifetime", OVERRIDE.OF_LENGTH, Layout.ONE, "How long a choice is kept.")
    MEASUREMENT = Part(
        "measurement_lifetime",
        OVERRIDE.OF_LENGTH,
        Layout.ONE,
        "How long a cookie of exempt audience measurement may be kept.",
    )
    STATISTICS = Part(
        "anonymous_statistics", OVERRIDE.OF_NEED, Layout.ONE, "Whether anonymous statistics need consent."
    )
    SHAPE = Shape("the overrides", parts=(CHOICE, MEASUREMENT, STATISTICS))


class POLICY:
    """The file as a whole."""

    NAME = Key("name", kinds.ID, "The policy's name, as reports show it.", needed=True)
    TITLE = Key("title", kinds.TEXT, "The site's name, for people.")
    HOSTS = Key(
        "hosts",
        kinds.HOST_PATTERN,
        "The hosts whose pages it covers: `www.example.org`, `*.example.org` (every subdomain), `*` (all).",
        needed=True,
        many=True,
    )
    SOURCE = Key("source", kinds.URL, "The address at which the site publishes its cookie charter.")
    DATE = Key("date", kinds.DATE, "The day on which that page was read.")
    LANGUAGE = Key("language", kinds.LANGUAGE, "The charter's language, as a code.")
    UNDECLARED = Key(
        "undeclared",
        kinds.UNDECLARED,
        "What is not declared needs consent (`required`, the default), or is only said to be so (`flag`).",
    )
    PROFILE = Key(
        "profile",
        kinds.PROFILE,
        "Whose defaults hold where the policy says nothing: lifetimes, whether anonymous statistics are exempt.",
    )
    OVERRIDES = Part(
        "overrides",
        OVERRIDES.SHAPE,
        Layout.ONE,
        "What holds in the place of the profile's defaults, and why.",
    )
    ALLOW = Part("allow", ALLOW.SHAPE, Layout.LIST, "Rules that are silenced for some cookies, and why.")
    TEMPLATE = Key(
        "template",
        kinds.FLAG,
        "`true` where it knows a banner and no site: what it does not name is then held against nobody.",
    )
    CONSENT = Part(
        "consent",
        CONSENT.SHAPE,
        Layout.SOME,
        "The cookie that holds the visitor's choice; a list where more than one does.",
        needed=True,
    )
    CATEGORIES = Part("categories", CATEGORY.SHAPE, Layout.BY_ID, "What cookies are set for.", needed=True)
    SERVICES = Part("services", SERVICE.SHAPE, Layout.BY_ID, "Who cookies work for.")
    COOKIES = Part("cookies", COOKIE.SHAPE, Layout.LIST, "The cookies that the site declares.", needed=True)
    SHAPE = Shape(
        "a policy",
        (NAME, TITLE, HOSTS, SOURCE, DATE, LANGUAGE, PROFILE, UNDECLARED, TEMPLATE),
        (CONSENT, OVERRIDES, CATEGORIES, SERVICES, COOKIES, ALLOW),
    )
