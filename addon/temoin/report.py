"""What a run found, as plain data: every view is made from it, and the JSON report is it.

The structs are the JSON document: a field's name here is its name there, and the JSON Schema is derived
from them. Strings hold wire text already shortened and made valid Unicode, but not escaped: each view
escapes for where it writes. No field holds a cookie's value but `ValueShown.text`, which is there only when
asked for. Times are Unix seconds.
"""

from typing import Literal

import msgspec

from temoin.identity import Entry, Identity
from temoin.vocabulary import Certainty, ChoiceState, Level, Origin, Outcome, Party, Verdict, Way

__all__ = [
    "SCHEMA",
    "Allowed",
    "BaselineUsed",
    "Blind",
    "Choice",
    "CitedRequest",
    "CookieRow",
    "Exchange",
    "Finding",
    "Known",
    "NeverSeen",
    "Outside",
    "Page",
    "PolicyUsed",
    "Proof",
    "Recorded",
    "Rejected",
    "Report",
    "Session",
    "SettingsUsed",
    "Unproven",
    "ValueShown",
]

SCHEMA: Literal["temoin-report/1"] = "temoin-report/1"


class Page(msgspec.Struct, frozen=True):
    """A top-level document a visitor opened.

    Args:
        id: from 1, in order of opening.
        visitor: the visitor's number, from 1.
        url: the document's URL, query values left out.
        site: scheme and registrable domain.
        opened: when its request started.
        n: the navigation's number; for an implied page, of the request that names it.
        policy: the policy that covers it, or None.
        implied: True where no navigation was seen and a Referer names it.
    """

    id: int
    visitor: int
    url: str
    site: str
    opened: float
    n: int
    policy: str | None = None
    implied: bool = False


class Choice(msgspec.Struct, frozen=True):
    """One state of one visitor's choice, and the interval in which it began.

    Args:
        visitor: the visitor's number.
        policy: the policy whose consent cookie it is.
        host: the host whose pages it holds for.
        after: the last moment at which the choice was not yet so; None where watching began with it.
        by: the first moment at which it was so.
        exact: True when a response set it.
        state: what it amounts to.
        granted: the names granted, sorted.
        refused: the names refused, sorted.
        withdrawn: the names granted before and no more, sorted.
        evidence: the numbers of the requests that bound the interval.
        note: what else is to be said ("lapsed", "deleted", why it is unreadable); empty for nothing.
        cookie: the consent cookie that says it, as the policy declares it.
    """

    visitor: int
    policy: str
    host: str
    after: float | None
    by: float
    exact: bool
    state: ChoiceState
    granted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    note: str = ""
    cookie: str = ""


class ValueShown(msgspec.Struct, frozen=True):
    """What may be said of a cookie's value.

    Args:
        length: in bytes.
        shape: "uuid", "hex", "digits", "timestamp", "json", "empty"…
        label: "A", "B"…, the same for equal values of the session.
        text: the value itself, only with --show-values.
        fingerprint: the same for equal values in every recording, only with --fingerprint-key.
    """

    length: int
    shape: str
    label: str
    text: str | None = None
    fingerprint: str | None = None


class Exchange(msgspec.Struct, frozen=True):
    """One cookie crossing once, and what is held of it.

    Args:
        n: the request's number in the session, from 1.
        at: the request's start for `sent`, the response's for `set`.
        visitor: the visitor's number.
        way: set or sent.
        name: the cookie's name.
        domain: the domain it is held for, or the host it was sent to.
        path: the path it is held for; "/" where not known.
        url: the request's URL, query values left out.
        page: the page that caused it, or None.
        first_party: that page's site, or None.
        party: the cookie's party there.
        party_certainty, page_certainty, first_party_certainty, choice_certainty, origin_certainty: a grade each.
        origin: where the cookie came from.
        category: the declared category, or None.
        service: the declared service, or None.
        choice: the state of the choice at that moment; None where no policy covers the page.
        verdict: what is held of it.
        reasons: the chain that led there, in order.
        policy: the policy it was judged by, or None.
        pattern: the policy's entry that declares it ("_ga_*"), or None.
        stored: for `set`: True when it came back, False when it never did; None for `sent`.
        lifetime: for `set`: seconds it asks to be kept; None for a session cookie.
        value: what may be said of the value.
        page_rule: the clue that told its page: "navigation", "redirect", "browser", "implied", "none", or a key of
            `temoin.pages.RULES`.
        choice_evidence: the numbers of the requests that show the choice at that moment.
    """

    n: int
    at: float
    visitor: int
    way: Way
    name: str
    domain: str
    path: str
    url: str
    page: int | None
    first_party: str | None
    party: Party
    party_certainty: Certainty
    page_certainty: Certainty
    first_party_certainty: Certainty
    choice_certainty: Certainty
    origin_certainty: Certainty
    origin: Origin
    category: str | None
    service: str | None
    choice: ChoiceState | None
    verdict: Verdict
    reasons: tuple[str, ...]
    policy: str | None = None
    pattern: str | None = None
    stored: bool | None = None
    lifetime: float | None = None
    value: ValueShown | None = None
    page_rule: str = "none"
    choice_evidence: tuple[int, ...] = ()


class CitedRequest(msgspec.Struct, frozen=True):
    """A request that a proof rests on.

    Args:
        n: its number.
        at: when it started.
        read_after: the earliest moment at which the browser read its cookies.
        method: as sent.
        url: query values left out.
        page: the page that caused it, or None.
        page_rule: the clue that told its page.
        carried: the names of the cookies it carried, in order.
        via: the number of the request by which its page is known, or None.
    """

    n: int
    at: float
    read_after: float
    method: str
    url: str
    page: int | None
    page_rule: str
    carried: tuple[str, ...]
    via: int | None


class Proof(msgspec.Struct, frozen=True):
    """All that is held of one request's cookies, and what it rests on, to be checked with the recording open.

    Args:
        n: the request's number.
        exchanges: every cookie it carried and its response set.
        requests: the request itself and those that its exchanges rest on, by number.
    """

    n: int
    exchanges: tuple[Exchange, ...]
    requests: tuple[CitedRequest, ...]


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


class BaselineUsed(msgspec.Struct, frozen=True):
    """The baseline of a run.

    Args:
        file: where it came from, as given.
        sha256: of the file's bytes.
        entries: how many findings it holds.
        unmatched: those that no session showed.
    """

    file: str
    sha256: str
    entries: int
    unmatched: tuple[Entry, ...]


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


class Blind(msgspec.Struct, frozen=True):
    """Something that went by unseen while a proxy watched.

    Args:
        kind: a stable word: "pinned" (the client refused the proxy's certificate), "ignored" (a host the proxy was
            told to leave alone), "quic" (HTTP/3 that went around the proxy), "fault" (the addon failed on a flow).
        host: which host, or a flow's place for a fault.
        count: how many times.
        why: a sentence that says what it means.
    """

    kind: str
    host: str
    count: int
    why: str


class PolicyUsed(msgspec.Struct, frozen=True):
    """A policy that judged, so that the run can be done again.

    Args:
        name: the policy's name.
        file: where it came from, as given; a shipped one is "shipped:NAME".
        sha256: of the file's bytes.
        source: the page on which the site publishes its charter.
        assumption: what the policy says it assumes of its consent cookie; empty for nothing.
    """

    name: str
    file: str
    sha256: str
    source: str = ""
    assumption: str = ""


class Recorded(msgspec.Struct, frozen=True):
    """A file that was judged, so that a reader can tell whether another is the same.

    Args:
        file: as it was given.
        sha256: of the file's bytes, packed as they may be.
        size: how many bytes.
    """

    file: str
    sha256: str
    size: int


class SettingsUsed(msgspec.Struct, frozen=True):
    """How a run was asked to judge, so that it can be done again.

    Args:
        accuse: the least grade of a fact that is held against a site.
        strict: True where what is unproven counted as flagged.
        fail_on: the codes of the rules that alone failed the run; empty for every flagged one.
        show_values: True where cookies' values were kept.
        joined: True where all files were taken as one session.
    """

    accuse: Certainty
    strict: bool
    fail_on: tuple[str, ...]
    show_values: bool
    joined: bool = False


class Session(msgspec.Struct, frozen=True):
    """What one recording, or one run of the proxy, showed.

    Args:
        source: the file as it was given.
        policies: the names of the policies that covered a page seen.
        outcome: this session's alone.
        summary: one sentence that says what was found.
        pages: what was opened.
        choices: what the visitors chose, and when.
        findings: what the rules hold: flagged before notes.
        cookies: every cookie that crossed on a covered page, one row each.
        unproven: what could not be judged, and why.
        never_seen: what is declared and did not cross.
        rejected: what every browser refuses.
        outside: hosts of pages that no loaded policy covers.
        incomplete: why the source is not whole; empty when it is.
        requests: how many HTTP requests, CONNECT left out.
        counts: how many exchanges of each verdict.
        started: the first request's time, or None.
        ended: the last event's time, or None.
        visitors: how many.
        notes: what else a reader must know (no cookie headers, times without zone…).
        blind: what went by unseen while a proxy watched.
        policies_used: how to do it again.
        allowed: what the rules hold and the policy lets pass.
        known: what the rules hold and the baseline held before.
        fail_on: the codes of the rules that alone fail the run; empty for every flagged one.
        strict: True where what is unproven fails it too.
        recorded: the files that were judged; empty where a proxy watched.
        exchanges: every one of them, or the first ones, as many as were kept; None unless asked for.
        proof: all that is held of one request's cookies, None unless asked for.
    """

    source: str
    policies: tuple[str, ...]
    outcome: Outcome
    summary: str
    pages: tuple[Page, ...]
    choices: tuple[Choice, ...]
    findings: tuple[Finding, ...]
    cookies: tuple[CookieRow, ...]
    unproven: tuple[Unproven, ...]
    never_seen: tuple[NeverSeen, ...]
    rejected: tuple[Rejected, ...]
    outside: tuple[Outside, ...]
    counts: dict[Verdict, int]
    requests: int
    visitors: int
    started: float | None
    ended: float | None
    incomplete: str = ""
    notes: tuple[str, ...] = ()
    blind: tuple[Blind, ...] = ()
    policies_used: tuple[PolicyUsed, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    known: tuple[Known, ...] = ()
    fail_on: tuple[str, ...] = ()
    strict: bool = False
    recorded: tuple[Recorded, ...] = ()
    exchanges: tuple[Exchange, ...] | None = None
    proof: Proof | None = None

    def fails(self, finding: Finding) -> bool:
        """Tell whether one of its findings fails the run.

        Args:
            finding: one of `findings`.
        """
        return finding.rule in self.fail_on if self.fail_on else finding.level is Level.FLAGGED


class Report(msgspec.Struct, frozen=True):
    """What a run found.

    Args:
        outcome: over all sessions; several: unreadable beats flagged beats unproven beats clear.
        sessions: one a source, in the order given.
        temoin: the version that made it.
        schema: the document's own version.
        failures: what could not be read, a line each.
        baseline: the baseline that findings were held against, or None.
        settings: how it was asked to judge; None where nobody says.
    """

    outcome: Outcome
    sessions: tuple[Session, ...]
    temoin: str
    failures: tuple[str, ...] = ()
    baseline: BaselineUsed | None = None
    settings: SettingsUsed | None = None
    schema: Literal["temoin-report/1"] = SCHEMA
