"""Reports to show: built by functions, from empty to hostile, with what the engine would say in them."""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from temoin.report import (
    Choice,
    CookieRow,
    Exchange,
    Finding,
    NeverSeen,
    Outside,
    Page,
    PolicyUsed,
    Rejected,
    Report,
    Session,
    Unproven,
    ValueShown,
)
from temoin.vocabulary import Certainty, ChoiceState, Level, Origin, Outcome, Party, Verdict, Way

START = 1764000000.0
"""2025-11-24 16:00:00 UTC."""

PORTAL = "opendata.reseda.fr"
CERTAIN = Certainty.CERTAIN


def report_of(*sessions: Session, outcome: Outcome | None = None, failures: tuple[str, ...] = ()) -> Report:
    return Report(
        outcome=outcome or (sessions[0].outcome if sessions else Outcome.UNREADABLE),
        sessions=sessions,
        temoin="0.1.0",
        failures=failures,
    )


def session_of(**given: Any) -> Session:
    """A session of one portal page in which nothing crossed, but for what is given."""
    defaults: dict[str, Any] = {
        "source": "recordings/correct.flow",
        "policies": (PORTAL,),
        "outcome": Outcome.CLEAR,
        "summary": "No cookie crossed.",
        "pages": (page_of(1, f"https://{PORTAL}/explore/", 0.0),),
        "choices": (),
        "findings": (),
        "cookies": (),
        "unproven": (),
        "never_seen": (),
        "rejected": (),
        "outside": (),
        "counts": {},
        "requests": 1,
        "visitors": 1,
        "started": START,
        "ended": START + 10.0,
        "policies_used": (policy_used(),),
    }
    return Session(**{**defaults, **given})


def policy_used(assumption: str = "") -> PolicyUsed:
    return PolicyUsed(
        name=PORTAL,
        file=f"shipped:{PORTAL}",
        sha256="3b1f" * 16,
        source=f"https://{PORTAL}/pages/charte-cookies/",
        assumption=assumption,
    )


def page_of(number: int, url: str, seconds: float, visitor: int = 1, policy: str | None = PORTAL) -> Page:
    return Page(
        id=number,
        visitor=visitor,
        url=url,
        site="https://reseda.fr",
        opened=START + seconds,
        n=number,
        policy=policy,
    )


def choice_of(
    state: ChoiceState,
    after: float | None,
    by: float,
    *,
    exact: bool = False,
    granted: tuple[str, ...] = (),
    refused: tuple[str, ...] = (),
    withdrawn: tuple[str, ...] = (),
    evidence: tuple[int, ...] = (),
    note: str = "",
    visitor: int = 1,
    host: str = PORTAL,
) -> Choice:
    """A choice, its times in seconds from the start."""
    return Choice(
        visitor=visitor,
        policy=PORTAL,
        host=host,
        after=None if after is None else START + after,
        by=START + by,
        exact=exact,
        state=state,
        granted=granted,
        refused=refused,
        withdrawn=withdrawn,
        evidence=evidence,
        note=note,
    )


def finding_of(rule: str, title: str, name: str, domain: str, message: str, **given: Any) -> Finding:
    """A flagged finding about a third-party cookie that was sent once, at the start of page 1."""
    defaults: dict[str, Any] = {
        "rule": rule,
        "level": Level.FLAGGED,
        "title": title,
        "name": name,
        "domain": domain,
        "party": Party.THIRD,
        "category": None,
        "count": 1,
        "first": 12,
        "last": 12,
        "message": message,
        "reasons": (),
        "at": START + 0.4,
        "url": f"https://{domain}/collect?v=…&tid=…",
        "page": 1,
        "page_url": f"https://{PORTAL}/explore/",
        "policy": PORTAL,
    }
    return Finding(**{**defaults, **given})


def cookie_of(name: str, domain: str, verdicts: dict[Verdict, int], **given: Any) -> CookieRow:
    """A row for a third-party cookie that no policy declares and a response set, seen at the start."""
    defaults: dict[str, Any] = {
        "name": name,
        "domain": domain,
        "party": Party.THIRD,
        "category": None,
        "service": None,
        "origin": Origin.RESPONSE,
        "policy": PORTAL,
        "pattern": None,
        "first": 12,
        "seen": START + 0.4,
        "count": sum(verdicts.values()),
        "verdicts": verdicts,
    }
    return CookieRow(**{**defaults, **given})


def necessary(name: str, first: int, seconds: float, count: int) -> CookieRow:
    return cookie_of(
        name,
        PORTAL,
        {Verdict.EXEMPT: count},
        party=Party.FIRST,
        category="necessary",
        service="Opendatasoft",
        pattern=name,
        first=first,
        seen=START + seconds,
    )


def exchange_of(n: int, seconds: float, name: str, domain: str, verdict: Verdict, **given: Any) -> Exchange:
    """A third-party cookie sent from page 1 before any choice."""
    defaults: dict[str, Any] = {
        "n": n,
        "at": START + seconds,
        "visitor": 1,
        "way": Way.SENT,
        "name": name,
        "domain": domain,
        "path": "/",
        "url": f"https://{domain}/collect?v=…&tid=…",
        "page": 1,
        "first_party": "https://reseda.fr",
        "party": Party.THIRD,
        "party_certainty": CERTAIN,
        "page_certainty": CERTAIN,
        "first_party_certainty": CERTAIN,
        "choice_certainty": CERTAIN,
        "origin_certainty": CERTAIN,
        "origin": Origin.RESPONSE,
        "category": None,
        "service": None,
        "choice": ChoiceState.UNSET,
        "verdict": verdict,
        "reasons": (),
        "policy": PORTAL,
        "value": ValueShown(length=27, shape="digits", label="A"),
    }
    return Exchange(**{**defaults, **given})


def empty_report() -> Report:
    """A recording in which no request was seen."""
    return report_of(
        session_of(
            source="empty.flow",
            policies=(),
            outcome=Outcome.UNPROVEN,
            summary="Nothing was watched: no page of a policy was visited.",
            pages=(),
            requests=0,
            visitors=0,
            started=None,
            ended=None,
            policies_used=(),
        )
    )


def clear_report() -> Report:
    """A portal that does as its charter says, and a visitor who accepts all."""
    return report_of(
        session_of(
            summary="Nothing flagged: all 61 exchanges of 4 cookies were exempt or permitted.",
            choices=(
                choice_of(ChoiceState.UNSET, None, 0.0, evidence=(1,)),
                choice_of(
                    ChoiceState.ALL,
                    8.2,
                    8.2,
                    exact=True,
                    granted=("statistics", "advertising"),
                    evidence=(31,),
                ),
            ),
            cookies=(
                necessary("csrftoken", 1, 0.1, 22),
                necessary("django_language", 3, 0.3, 21),
                necessary("cookies_preferences", 31, 8.2, 12),
                cookie_of(
                    "_pk_id.7.1fff",
                    PORTAL,
                    {Verdict.PERMITTED: 6},
                    party=Party.FIRST,
                    category="statistics",
                    service="Matomo",
                    origin=Origin.SCRIPT,
                    pattern="_pk_id.*",
                    first=36,
                    seen=START + 9.7,
                ),
            ),
            never_seen=(NeverSeen(PORTAL, "sessionid", "necessary", required=False),),
            findings=(_never_seen("T302", "Declared, never seen", "sessionid"),),
            counts={Verdict.EXEMPT: 55, Verdict.PERMITTED: 6},
            requests=48,
            ended=START + 34.6,
        )
    )


def leaky_session() -> Session:
    """A portal whose trackers do not wait, and a visitor who grants a part, then all, then nothing."""
    return session_of(
        source="recordings/leaky.flow",
        outcome=Outcome.FLAGGED,
        summary="3 cookies crossed before any choice, 2 against it; 2 are not declared.",
        pages=(
            page_of(1, f"https://{PORTAL}/explore/?disjunctive.theme=…", 0.0),
            page_of(2, f"https://{PORTAL}/explore/dataset/troncons-ferroviaires/table/", 31.0),
            page_of(3, f"https://{PORTAL}/pages/charte-cookies/", 118.0),
        ),
        choices=_leaky_choices(),
        findings=_leaky_findings(),
        cookies=_leaky_cookies(),
        unproven=_leaky_unproven(),
        never_seen=(
            NeverSeen(PORTAL, "django_language", "necessary", required=False),
            NeverSeen(PORTAL, "csrftoken", "necessary", required=True),
        ),
        rejected=(
            Rejected(
                17,
                START + 0.6,
                "tuid",
                "sync.adnet.example",
                "https://sync.adnet.example/match?uid=…",
                "SameSite=None without Secure (RFC 6265bis, 5.7)",
                3,
            ),
        ),
        outside=(Outside("www.legifrance.gouv.fr", 1, 4),),
        counts={
            Verdict.EXEMPT: 64,
            Verdict.PERMITTED: 31,
            Verdict.EARLY: 14,
            Verdict.REFUSED: 5,
            Verdict.UNPROVEN: 4,
            Verdict.OUTSIDE: 4,
        },
        requests=214,
        ended=START + 192.0,
        notes=("2 connections were refused by TLS pinning: what they carried was not seen.",),
        policies_used=(
            policy_used(
                "The value of cookies_preferences is a JSON object that maps a service to true or false; "
                "its format is published nowhere."
            ),
        ),
    )


def leaky_report() -> Report:
    return report_of(leaky_session())


def verbose_report() -> Report:
    """The leaky session with exchanges of each kind, one with its value."""
    return report_of(replace(leaky_session(), exchanges=tuple(_leaky_exchanges())))


def several_visitors_report() -> Report:
    """Five browsers behind one proxy: one refuses, one accepts, three choose nothing."""
    unset = tuple(
        choice_of(ChoiceState.UNSET, None, 0.5 * visitor, visitor=visitor) for visitor in range(1, 6)
    )
    return report_of(
        session_of(
            source="shared-proxy.flow",
            outcome=Outcome.FLAGGED,
            summary="1 cookie of visitor 2 crossed before any choice.",
            pages=tuple(
                page_of(number, f"https://{PORTAL}/", 0.5 * number, visitor=number) for number in range(1, 6)
            ),
            choices=(
                *unset,
                choice_of(
                    ChoiceState.NONE,
                    5.0,
                    7.5,
                    visitor=1,
                    refused=("advertising", "statistics"),
                    evidence=(9, 14),
                ),
                choice_of(
                    ChoiceState.ALL, 9.0, 9.0, visitor=2, exact=True, granted=("statistics",), evidence=(20,)
                ),
                choice_of(
                    ChoiceState.UNREADABLE,
                    21.0,
                    22.0,
                    visitor=2,
                    evidence=(33,),
                    note="no JSON: ends at byte 7",
                ),
            ),
            findings=(
                finding_of(
                    "T101",
                    "Too early",
                    "IDE",
                    "ads.example",
                    "sent once before any choice was made",
                    page=2,
                    at=START + 2.0,
                ),
            ),
            cookies=(cookie_of("IDE", "ads.example", {Verdict.EARLY: 1}),),
            counts={Verdict.EARLY: 1},
            requests=40,
            visitors=5,
            ended=START + 40.0,
        )
    )


def several_sessions_report() -> Report:
    """Two recordings that were read and one that was not."""
    clear, leaky = clear_report().sessions[0], leaky_session()
    short = replace(
        leaky,
        source="recordings/cut.flow",
        incomplete="the file ends within flow 215, at byte 1,048,576",
        findings=leaky.findings[:1],
        cookies=leaky.cookies[:1],
        unproven=(),
        never_seen=(),
        rejected=(),
        outside=(),
        notes=(),
    )
    failure = "recordings/picture.png: this is no recording (a PNG picture)"
    return report_of(clear, short, outcome=Outcome.UNREADABLE, failures=(failure,))


def many_findings_report(count: int = 60) -> Report:
    """Cookies without end, as a news site sets them."""
    names = [f"uid_{number:02}" for number in range(count)]
    return report_of(
        session_of(
            outcome=Outcome.FLAGGED,
            summary=f"{count} cookies crossed before any choice.",
            findings=tuple(
                finding_of(
                    "T101",
                    "Too early",
                    name,
                    f"{name}.tracker.example",
                    "set once before any choice was made",
                    first=number + 2,
                    at=START + number / 10,
                    reasons=("The choice was unset.",),
                )
                for number, name in enumerate(names)
            ),
            cookies=tuple(
                cookie_of(name, f"{name}.tracker.example", {Verdict.EARLY: number + 1}, first=number + 2)
                for number, name in enumerate(names)
            ),
            outside=tuple(Outside(f"site-{number}.example", 1, number) for number in range(25)),
            counts={Verdict.EARLY: count * (count + 1) // 2},
            requests=4321,
        )
    )


HOSTILE = (
    "\x1b]0;owned\x07\x1b[2J",
    "[red]not red[/red][link=https://evil.example]",
    "pay\u202eelpmaxe.live\u202c",
    "a" * 1_000_000,
    "e" + "\u0301" * 5000,
    "tab\there\r\nSet-Cookie: x=1",
    "\u200b\u200d\ufeff",
    "עוגייה",
    "餅乾" * 40,
    "",
)
"""Names a site may choose to harm whoever reads its report."""


def hostile_report(names: Iterable[str] = HOSTILE) -> Report:
    """Every place that can hold text from the wire holds something nasty."""
    names = tuple(names)
    return report_of(
        session_of(
            source=names[0] + ".flow",
            policies=(names[1],),
            outcome=Outcome.FLAGGED,
            summary=f"{names[0]} crossed {names[1]}",
            incomplete=names[5],
            notes=(names[0], names[3]),
            pages=(page_of(1, f"https://[{names[2]}/{names[0]}", 0.0),),
            choices=(
                choice_of(ChoiceState.UNSET, None, 0.0),
                choice_of(ChoiceState.PARTIAL, -5.0, 3.0, granted=names, refused=names[:2], note=names[0]),
            ),
            findings=tuple(
                finding_of(
                    "T101",
                    "Too early",
                    name,
                    name,
                    f"{name} was sent.",
                    url=name,
                    page_url=name,
                    reasons=(name, name),
                    at=START + 1e300,
                    category=name,
                )
                for name in names
            ),
            cookies=tuple(
                cookie_of(name, name, {Verdict.EARLY: 1}, category=name, service=name, hint=name)
                for name in names
            ),
            unproven=tuple(
                Unproven(name, name, Party.UNKNOWN, name, name, 10**12, 10**12, START, name) for name in names
            ),
            never_seen=tuple(NeverSeen(name, name, name, required=True) for name in names),
            rejected=tuple(Rejected(1, START, name, name, name, name) for name in names),
            outside=tuple(Outside(name, 1, 1) for name in names),
            exchanges=tuple(
                exchange_of(
                    number,
                    0.0,
                    name,
                    name,
                    Verdict.EARLY,
                    url=name,
                    path=name,
                    first_party=name,
                    reasons=(name,),
                    value=ValueShown(3, "text", "A", text=name),
                )
                for number, name in enumerate(names)
            ),
            counts={Verdict.EARLY: 10},
        ),
        failures=(names[0],),
    )


def _never_seen(rule: str, title: str, name: str) -> Finding:
    return finding_of(
        rule,
        title,
        name,
        PORTAL,
        "declared, and never seen",
        level=Level.NOTE,
        party=Party.FIRST,
        category="necessary",
        count=0,
        first=None,
        last=None,
        at=None,
        url=None,
        page=None,
        page_url=None,
    )


def _leaky_choices() -> tuple[Choice, ...]:
    return (
        choice_of(ChoiceState.UNSET, None, 0.0, evidence=(1,)),
        choice_of(
            ChoiceState.PARTIAL,
            11.9,
            14.3,
            granted=("matomo",),
            refused=("google-analytics",),
            evidence=(41, 47),
        ),
        choice_of(
            ChoiceState.ALL, 48.2, 48.2, exact=True, granted=("google-analytics", "matomo"), evidence=(96,)
        ),
        choice_of(
            ChoiceState.NONE,
            124.6,
            125.1,
            refused=("google-analytics", "matomo"),
            withdrawn=("google-analytics", "matomo"),
            evidence=(171, 174),
        ),
    )


def _leaky_findings() -> tuple[Finding, ...]:
    undeclared = "The policy does not declare it: no entry for this name with this domain."
    unset = "No choice yet: the request #41 at +11.9 s would have carried cookies_preferences, and did not."
    referer = "The Referer names page 1, the only page of that origin then open."
    return (
        finding_of(
            "T101",
            "Too early",
            "_ga_7Q3XK1B2ZN",
            PORTAL,
            "set once and sent 8 times before any choice was made",
            party=Party.FIRST,
            category="audience",
            count=9,
            last=44,
            url=f"https://{PORTAL}/api/explore/v2.1/catalog/datasets?limit=…&offset=…&order_by=…",
            reasons=(
                referer,
                "The policy declares _ga_* for audience, which needs consent.",
                unset,
            ),
        ),
        finding_of(
            "T101",
            "Too early",
            "IDE",
            "doubleclick.example",
            "set once and sent 3 times before any choice was made",
            first=15,
            last=33,
            count=4,
            at=START + 0.5,
            url="https://stats.doubleclick.example/j/collect?t=…&aip=…&_r=…&v=…&_v=…&tid=…&cid=…&jid=…&gjid=…",
            reasons=(referer, unset, "An undeclared cookie has no exemption, so it needs consent."),
        ),
        finding_of(
            "T104",
            "Not declared",
            "IDE",
            "doubleclick.example",
            "the policy does not declare it; it crossed 4 times before any choice, "
            "4 times with all granted, 3 times with nothing granted",
            first=15,
            last=188,
            count=11,
            at=START + 0.5,
            url="https://stats.doubleclick.example/j/collect?t=…&aip=…&_r=…&v=…&_v=…&tid=…&cid=…&jid=…&gjid=…",
            reasons=(undeclared,),
        ),
        finding_of(
            "T103",
            "After withdrawal",
            "IDE",
            "doubleclick.example",
            "sent 3 times after its grant was withdrawn",
            first=181,
            last=188,
            count=3,
            at=START + 131.4,
            url="https://stats.doubleclick.example/j/collect?t=…",
            page=3,
            page_url=f"https://{PORTAL}/pages/charte-cookies/",
            reasons=(
                "The Referer names page 3.",
                "The choice was none since +125.1 s: #174 carried it, and nothing later took it back.",
            ),
        ),
        finding_of(
            "T102",
            "Against the choice",
            "xtuid",
            "xiti.example",
            "sent twice though the choice refuses it",
            category="audience",
            count=2,
            first=52,
            last=60,
            at=START + 17.0,
            url="https://logs.xiti.example/hit.xiti?s=…&p=…",
            reasons=(referer, "The choice, partial since +14.3 s, does not name the service xiti."),
        ),
        finding_of(
            "T202",
            "Kept longer than declared",
            "cookies_preferences",
            PORTAL,
            "asks to be kept for 396 days; the policy declares 183 days",
            party=Party.FIRST,
            category="necessary",
            first=96,
            last=96,
            at=START + 48.2,
            url=f"https://{PORTAL}/cookies/preferences/",
            reasons=("Max-Age is 34214400 seconds, which wins over Expires (RFC 6265bis, 5.7).",),
        ),
        finding_of(
            "T901",
            "Choice unreadable",
            "cookies_preferences",
            PORTAL,
            "its value is empty, which is no choice",
            level=Level.NOTE,
            party=Party.FIRST,
            category="necessary",
            first=46,
            last=46,
            at=START + 13.0,
            url=f"https://{PORTAL}/api/explore/v2.1/catalog/facets",
        ),
        _never_seen("T302", "Declared, never seen", "django_language"),
        _never_seen("T301", "Required, never appeared", "csrftoken"),
    )


def _leaky_cookies() -> tuple[CookieRow, ...]:
    first = {"party": Party.FIRST}
    return (
        necessary("sessionid", 1, 0.1, 40),
        necessary("cookies_preferences", 47, 14.3, 24),
        cookie_of(
            "_ga_7Q3XK1B2ZN",
            PORTAL,
            {Verdict.EARLY: 9, Verdict.PERMITTED: 19, Verdict.UNPROVEN: 2},
            category="audience",
            service="google-analytics",
            origin=Origin.SCRIPT,
            pattern="_ga_*",
            **first,
        ),
        cookie_of(
            "IDE",
            "doubleclick.example",
            {Verdict.EARLY: 4, Verdict.REFUSED: 3, Verdict.PERMITTED: 4},
            first=15,
            seen=START + 0.5,
            hint="an advertising identifier of Google DoubleClick (Open Cookie Database)",
        ),
        cookie_of(
            "xtuid",
            "xiti.example",
            {Verdict.REFUSED: 2, Verdict.PERMITTED: 8, Verdict.UNPROVEN: 1},
            category="audience",
            service="xiti",
            origin=Origin.EARLIER,
            pattern="xtuid",
            first=52,
            seen=START + 17.0,
        ),
        cookie_of(
            "_hjSessionUser_3214567",
            PORTAL,
            {Verdict.EARLY: 1, Verdict.UNPROVEN: 1},
            origin=Origin.SCRIPT,
            first=40,
            seen=START + 11.7,
            **first,
        ),
        cookie_of(
            "AWSALBCORS",
            "www.legifrance.gouv.fr",
            {Verdict.OUTSIDE: 4},
            policy=None,
            first=150,
            seen=START + 101.0,
            **first,
        ),
    )


def _leaky_unproven() -> tuple[Unproven, ...]:
    interval = "The choice was made within this interval: the exchange may lie before it or after."
    return (
        Unproven(
            "_ga_7Q3XK1B2ZN",
            PORTAL,
            Party.FIRST,
            "choice-interval",
            interval,
            2,
            43,
            START + 12.6,
            f"https://{PORTAL}/",
        ),
        Unproven(
            "_hjSessionUser_3214567",
            PORTAL,
            Party.FIRST,
            "choice-interval",
            interval,
            1,
            45,
            START + 12.9,
            f"https://{PORTAL}/",
        ),
        Unproven(
            "xtuid",
            "xiti.example",
            Party.UNKNOWN,
            "no-page",
            "No page could be told: two sites were open, and the request bears no Referer.",
            1,
            155,
            START + 103.2,
            "https://logs.xiti.example/hit.xiti?s=…",
        ),
    )


def _leaky_exchanges() -> list[Exchange]:
    return [
        exchange_of(
            1,
            0.1,
            "sessionid",
            PORTAL,
            Verdict.EXEMPT,
            way=Way.SET,
            url=f"https://{PORTAL}/explore/?disjunctive.theme=…",
            party=Party.FIRST,
            category="necessary",
            service="Opendatasoft",
            pattern="sessionid",
            stored=True,
            lifetime=1209600.0,
            reasons=(
                "A top-level navigation is its own page.",
                "The policy declares sessionid as necessary.",
            ),
            value=ValueShown(length=32, shape="hex", label="A"),
        ),
        exchange_of(
            15,
            0.5123,
            "IDE",
            "doubleclick.example",
            Verdict.EARLY,
            reasons=("The Referer names page 1.", "No choice yet."),
            value=ValueShown(length=5, shape="text", label="B", text="AHWqT"),
        ),
        exchange_of(
            155,
            103.2,
            "xtuid",
            "xiti.example",
            Verdict.UNPROVEN,
            page=None,
            first_party=None,
            party=Party.UNKNOWN,
            page_certainty=Certainty.NONE,
            first_party_certainty=Certainty.NONE,
            party_certainty=Certainty.NONE,
            choice=ChoiceState.UNPROVEN,
            choice_certainty=Certainty.NONE,
            origin=Origin.EARLIER,
            origin_certainty=Certainty.INFERRED,
            category="audience",
            service="xiti",
            pattern="xtuid",
            value=None,
        ),
        exchange_of(
            160,
            105.0,
            "probe",
            "sync.adnet.example",
            Verdict.PERMITTED,
            way=Way.SET,
            stored=False,
            lifetime=None,
            page=2,
            choice=ChoiceState.ALL,
        ),
        exchange_of(
            170,
            110.0,
            "AWSALBCORS",
            "www.legifrance.gouv.fr",
            Verdict.OUTSIDE,
            policy=None,
            choice=None,
            party=Party.FIRST,
        ),
    ]
