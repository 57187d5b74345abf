"""What is held of a session: what the rules found, and every cookie by what could and could not be judged of it.

Each is a summary that counts exchanges and cites the first, so a report without its exchanges still shows evidence.
"""

import msgspec

from temoin.identity import Identity
from temoin.vocabulary import Level, Origin, Party, Verdict

__all__ = ["Allowed", "CookieRow", "Finding", "Known", "NeverSeen", "Outside", "Rejected", "Unproven"]


class Finding(msgspec.Struct, frozen=True):
    """Exchanges of one cookie that one rule holds against the site, counted, the first as evidence.

    Args:
        rule: the rule's code.
        level: flagged or note.
        title: the rule's title.
        name: the cookie's name, or the policy's pattern where nothing was seen.
        domain: its domain.
        party: its party.
        category: its declared category, or None.
        count: how many exchanges.
        first: the first one's number, or None where nothing was seen.
        last: the last one's number, or None.
        message: one sentence that says what was found.
        reasons: the chain that led to the first.
        at: when the first one crossed, or None.
        url: the first one's URL, or None.
        page: the first one's page, or None.
        page_url: that page's URL, or None.
        policy: the policy it was judged by.
        attempted: True where the cookie was set but never came back.
        pattern: the policy's entry that declares it ("_ga_*"), or None.
        line: where the policy's file says what the finding is about, or None.
    """

    rule: str
    level: Level
    title: str
    name: str
    domain: str
    party: Party
    category: str | None
    count: int
    first: int | None
    last: int | None
    message: str
    reasons: tuple[str, ...]
    at: float | None = None
    url: str | None = None
    page: int | None = None
    page_url: str | None = None
    policy: str | None = None
    attempted: bool = False
    pattern: str | None = None
    line: int | None = None

    @property
    def identity(self) -> Identity:
        """What it is, whatever its counts and times."""
        declared = self.pattern if self.pattern is not None and "*" in self.pattern else None
        name = self.name if declared is None else declared
        return Identity(self.rule, name, self.domain, self.party, declared is not None)


class Allowed(msgspec.Struct, frozen=True):
    """A finding that the policy lets pass. It fails no run and stands in no other list.

    Args:
        finding: what was found.
        reason: why it is let pass, as the policy says.
        until: the last day on which it is, as YYYY-MM-DD (UTC), or None for no end.
        line: where the policy's file says so.
    """

    finding: Finding
    reason: str
    until: str | None
    line: int


class Known(msgspec.Struct, frozen=True):
    """A finding that the baseline holds. It fails no run and stands in no other list.

    Args:
        finding: what was found.
        reason: why it is let be, as the baseline says; empty where it says nothing.
        line: where the baseline's file says so.
    """

    finding: Finding
    reason: str
    line: int


class CookieRow(msgspec.Struct, frozen=True):
    """One cookie of the session: all its exchanges in a row.

    Args:
        name, domain, party, category, service, origin: as in `Exchange`; the strongest seen.
        policy: the policy that covers the page, or None.
        pattern: the policy's entry that declares it, or None.
        first: the first exchange's number.
        seen: when that one crossed.
        count: how many exchanges.
        verdicts: how many of each verdict, those that occur.
        hint: of one that is not declared, what it usually is, with the source; empty where not known. No verdict.
    """

    name: str
    domain: str
    party: Party
    category: str | None
    service: str | None
    origin: Origin
    policy: str | None
    pattern: str | None
    first: int
    seen: float
    count: int
    verdicts: dict[Verdict, int]
    hint: str = ""


class Unproven(msgspec.Struct, frozen=True):
    """Exchanges of one cookie that could not be judged for one cause.

    Args:
        name, domain, party: as in `Exchange`.
        cause: a short stable word ("no-page", "choice-interval", "after-last-request"…).
        why: the cause as a sentence.
        count: how many exchanges.
        first: the first one's number.
        at: when that one crossed.
        url: the first one's URL.
    """

    name: str
    domain: str
    party: Party
    cause: str
    why: str
    count: int
    first: int
    at: float
    url: str


class NeverSeen(msgspec.Struct, frozen=True):
    """A cookie that a policy declares and the session never showed.

    Args:
        policy: the policy's name.
        name: the name or pattern declared.
        category: its category.
        required: True when the policy says that it must appear.
    """

    policy: str
    name: str
    category: str
    required: bool


class Rejected(msgspec.Struct, frozen=True):
    """A Set-Cookie that every browser refuses (RFC 6265bis), listed and never flagged.

    Args:
        n: the number of the first request whose response bore it.
        at: when.
        name: the cookie's name.
        domain: the host that tried.
        url: the first one's URL.
        why: the rule that refuses it.
        count: how many times.
    """

    n: int
    at: float
    name: str
    domain: str
    url: str
    why: str
    count: int = 1


class Outside(msgspec.Struct, frozen=True):
    """A host whose pages no loaded policy covers.

    Args:
        host: the page's host.
        pages: how many pages of it were opened.
        exchanges: how many cookie exchanges they caused, not judged.
    """

    host: str
    pages: int
    exchanges: int
