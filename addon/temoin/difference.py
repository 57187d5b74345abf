"""What changed between two reports: cookies and findings, by what they are and what was held of them.

Two visits never agree in counts and times, nor in how much the wire could prove of them. So neither is compared: a
cookie is its name (or the policy's pattern), domain and party; what is held of it is its declaration, who set it
and its verdicts, an unproven one left out where there is another.
"""

from collections.abc import Callable, Hashable, Iterable
from typing import Literal

import msgspec

from temoin.gate import Held, Status, held
from temoin.identity import Identity
from temoin.report import CookieRow, Report, Session
from temoin.vocabulary import Level, Outcome, Party, Verdict

__all__ = [
    "SCHEMA",
    "Change",
    "ChangedCookie",
    "ChangedFinding",
    "CookieFound",
    "Cookies",
    "Difference",
    "FindingHeld",
    "Findings",
    "Side",
    "compare",
]

SCHEMA: Literal["temoin-diff/1"] = "temoin-diff/1"


class Change(msgspec.Struct, frozen=True):
    """One fact that is another now.

    Args:
        fact: which: "category", "service", "declared", "origin", "verdicts", "status".
        old: what it was.
        new: what it is.
    """

    fact: str
    old: str
    new: str


class CookieFound(msgspec.Struct, frozen=True):
    """A cookie of one side.

    Args:
        cookie: its name, or the pattern that declares it and others alike.
        pattern: True where `cookie` is a pattern.
        domain: its domain.
        party: its party.
        category: its declared category, or None.
        service: its declared service, or None.
        declared: whether the policy declares it.
        origin: where it came from: words of `Origin`, between commas where the sessions differ.
        verdicts: what was held of it, in the order of the table.
        hint: of one that is not declared, what it usually is; empty where not known.
    """

    cookie: str
    pattern: bool
    domain: str
    party: Party
    category: str | None
    service: str | None
    declared: bool
    origin: str
    verdicts: tuple[Verdict, ...]
    hint: str = ""


class ChangedCookie(msgspec.Struct, frozen=True):
    """A cookie of both sides of which something else is held now.

    Args:
        cookie: as it is now.
        changes: at least one.
    """

    cookie: CookieFound
    changes: tuple[Change, ...]


class FindingHeld(msgspec.Struct, frozen=True):
    """A finding of one side.

    Args:
        identity: what it is.
        title: the rule's title.
        status: what it is: flagged, note, allowed by the policy, known from the baseline.
        message: of the first session that shows it.
        category: the cookie's declared category, or None.
        sources: the sessions that show it.
    """

    identity: Identity
    title: str
    status: Status
    message: str
    category: str | None
    sources: tuple[str, ...]


class ChangedFinding(msgspec.Struct, frozen=True):
    """A finding of both sides that is something else now.

    Args:
        finding: as it is now.
        changes: at least one.
    """

    finding: FindingHeld
    changes: tuple[Change, ...]


class Cookies(msgspec.Struct, frozen=True):
    """What became of the cookies."""

    new: tuple[CookieFound, ...]
    gone: tuple[CookieFound, ...]
    changed: tuple[ChangedCookie, ...]


class Findings(msgspec.Struct, frozen=True):
    """What became of the findings."""

    new: tuple[FindingHeld, ...]
    gone: tuple[FindingHeld, ...]
    changed: tuple[ChangedFinding, ...]


class Side(msgspec.Struct, frozen=True):
    """One of the two that are compared.

    Args:
        file: as it was given.
        outcome: what it comes to.
        summaries: what was found, a sentence a session.
        policies: the policies that judged, each as "NAME sha256:HASH".
    """

    file: str
    outcome: Outcome
    summaries: tuple[str, ...]
    policies: tuple[str, ...]


class Difference(msgspec.Struct, frozen=True):
    """What changed between two reports.

    Args:
        old, new: the two sides.
        cookies: what became of the cookies.
        findings: what became of the findings.
        notes: what a reader must know of the comparison, a sentence each.
        temoin: the version that made it.
        schema: the document's own version.
    """

    old: Side
    new: Side
    cookies: Cookies
    findings: Findings
    notes: tuple[str, ...]
    temoin: str
    schema: Literal["temoin-diff/1"] = SCHEMA

    @property
    def newly_flagged(self) -> tuple[FindingHeld, ...]:
        """The findings that are flagged now and were not before, those let pass before included."""
        changed = (one.finding for one in self.findings.changed)
        return tuple(one for one in (*self.findings.new, *changed) if one.status is Status.FLAGGED)


def compare(old: Report, new: Report, *, files: tuple[str, str] = ("old", "new")) -> Difference:
    """Tell what changed.

    Args:
        old: what was found before; several sessions are taken together.
        new: what is found now.
        files: what the two are called.
    """
    cookies, findings = (_cookies(old), _cookies(new)), (_findings(old), _findings(new))
    return Difference(
        old=_side(old, files[0]),
        new=_side(new, files[1]),
        cookies=Cookies(
            new=_only(cookies[1], cookies[0]),
            gone=_only(cookies[0], cookies[1]),
            changed=tuple(
                ChangedCookie(now, changes)
                for key, now in cookies[1].items()
                if key in cookies[0] and (changes := _changes(cookies[0][key], now, _COOKIE_FACTS))
            ),
        ),
        findings=Findings(
            new=_only(findings[1], findings[0]),
            gone=_only(findings[0], findings[1]),
            changed=tuple(
                ChangedFinding(now, changes)
                for key, now in findings[1].items()
                if key in findings[0] and (changes := _changes(findings[0][key], now, _FINDING_FACTS))
            ),
        ),
        notes=_notes(old, new),
        temoin=new.temoin,
    )


def _side(report: Report, file: str) -> Side:
    used = [policy for session in report.sessions for policy in session.policies_used]
    return Side(
        file=file,
        outcome=report.outcome,
        summaries=tuple(session.summary for session in report.sessions),
        policies=tuple(dict.fromkeys(f"{policy.name} sha256:{policy.sha256}" for policy in used)),
    )


def _only[K: Hashable, T](here: dict[K, T], there: dict[K, T]) -> tuple[T, ...]:
    return tuple(one for key, one in here.items() if key not in there)


type _Key = tuple[str, bool, str, Party]


def _cookies(report: Report) -> dict[_Key, CookieFound]:
    rows: dict[_Key, list[CookieRow]] = {}
    for session in report.sessions:
        for row in session.cookies:
            pattern = row.pattern if row.pattern is not None and "*" in row.pattern else None
            key = (pattern or row.name, pattern is not None, row.domain, row.party)
            rows.setdefault(key, []).append(row)
    return {key: _found(key, rows[key]) for key in sorted(rows)}


def _found(key: _Key, rows: list[CookieRow]) -> CookieFound:
    crossed = {verdict for row in rows for verdict in row.verdicts}
    proven = crossed - {Verdict.UNPROVEN}
    first = rows[0]
    return CookieFound(
        cookie=key[0],
        pattern=key[1],
        domain=key[2],
        party=key[3],
        category=first.category,
        service=first.service,
        declared=first.pattern is not None,
        origin=", ".join(sorted({str(row.origin) for row in rows})),
        verdicts=tuple(verdict for verdict in Verdict if verdict in (proven or crossed)),
        hint=first.hint,
    )


def _findings(report: Report) -> dict[Identity, FindingHeld]:
    found: dict[Identity, FindingHeld] = {}
    for session in report.sessions:
        for one in held(session):
            identity = one.finding.identity
            before = found.get(identity)
            found[identity] = _worse(before, _shown(one, session, before))
    return {identity: found[identity] for identity in sorted(found)}


def _shown(one: Held, session: Session, before: FindingHeld | None) -> FindingHeld:
    finding, status = one.finding, one.status
    if status is Status.FAILS:  # which rules fail a run is no fact of the site
        status = Status.NOTE if finding.level is Level.NOTE else Status.FLAGGED
    sources = before.sources if before is not None else ()
    return FindingHeld(
        identity=finding.identity,
        title=finding.title,
        status=status,
        message=finding.message if before is None else before.message,
        category=finding.category,
        sources=tuple(dict.fromkeys((*sources, session.source))),
    )


def _worse(before: FindingHeld | None, now: FindingHeld) -> FindingHeld:
    """What holds of a finding that several sessions show: the worst of them."""
    if before is None:
        return now
    order = tuple(Status)
    return msgspec.structs.replace(now, status=min(before.status, now.status, key=order.index))


def _changes[T](old: T, new: T, facts: Iterable[tuple[str, Callable[[T], str]]]) -> tuple[Change, ...]:
    told = ((fact, read(old), read(new)) for fact, read in facts)
    return tuple(Change(fact, before, now) for fact, before, now in told if before != now)


_COOKIE_FACTS: tuple[tuple[str, Callable[[CookieFound], str]], ...] = (
    ("declared", lambda one: "yes" if one.declared else "no"),
    ("category", lambda one: one.category or "none"),
    ("service", lambda one: one.service or "none"),
    ("origin", lambda one: one.origin),
    ("verdicts", lambda one: ", ".join(one.verdicts)),
)

_FINDING_FACTS: tuple[tuple[str, Callable[[FindingHeld], str]], ...] = (
    ("status", lambda one: str(one.status)),
)


def _notes(old: Report, new: Report) -> tuple[str, ...]:
    hashes = [
        {(one.name, one.sha256) for session in report.sessions for one in session.policies_used}
        for report in (old, new)
    ]
    notes = []
    if hashes[0] != hashes[1] and all(hashes):
        notes.append("The two were judged by different policies, or by different states of one.")
    if old.temoin != new.temoin:
        notes.append(f"The old report was made by version {old.temoin}, the new one by {new.temoin}.")
    for report, word in ((old, "old"), (new, "new")):
        if report.outcome is Outcome.UNPROVEN:
            notes.append(f"The {word} side proves nothing by itself: what it does not show is no sign.")
    return tuple(notes)
