"""What a hint is: what a cookie of some name usually is for, by whose account."""

from enum import StrEnum

import msgspec

__all__ = ["Hint", "Known", "Use"]


class Use(StrEnum):
    """What a cookie is usually for, in the words that policies mostly have for it."""

    NECESSARY = "necessary"
    FUNCTIONAL = "functional"
    STATISTICS = "statistics"
    ADVERTISING = "advertising"


class Known(msgspec.Struct, frozen=True):
    """A row of a table of known cookies.

    Args:
        name: the cookie's name; with a `*` at the end, how it begins.
        domains: the domains it is set on; empty where it is set on the site's own, or on any.
        use: what it is usually for.
        owner: whose it is.
        text: what it does, a few words.
        source: who says so.
    """

    name: str
    domains: tuple[str, ...]
    use: Use
    owner: str
    text: str
    source: str


class Hint(msgspec.Struct, frozen=True):
    """What a cookie usually is. Never a verdict: a name is no proof of what a cookie does.

    Args:
        pattern: the known name that it bears; with a `*` at the end, how that begins.
        use: what it is usually for; None where accounts differ.
        owner: whose it usually is; several where several use that name.
        text: what it usually does.
        source: who says so.
        domains: the domains it is usually set on; empty for the site's own, or any.
    """

    pattern: str
    use: Use | None
    owner: str
    text: str
    source: str
    domains: tuple[str, ...] = ()

    def __str__(self) -> str:
        use = f"{self.use}, " if self.use else ""
        return f"{use}{self.owner}: {self.text} ({self.source})"
