"""The visit that the made-up watch is made of: who crosses, what is chosen when, how each would be judged."""

from collections.abc import Sequence

import msgspec

from temoin.report import Choice, Finding, Page
from temoin.vocabulary import ChoiceState, Level, Verdict, Way
from temoin.watching.board import Row

__all__ = [
    "COOKIES",
    "OPEN_FOR",
    "PAGE",
    "PORTAL",
    "START",
    "Cookie",
    "choice_at",
    "finding_of",
    "page_of",
    "verdict_of",
]

START = 1_764_000_000.0
PORTAL = "opendata.reseda.fr"
OPEN_FOR = 1.6
"""How many seconds pass before what crossed is settled."""

PAGE = 7.0
"""How many seconds a page is looked at."""

_STAGE = 12.0


class Cookie(msgspec.Struct, frozen=True):
    """A cookie that may cross.

    Args:
        name: its name.
        domain: whose it is.
        category: what it is declared for, or None.
        service: who it works for, or None.
        way: how it crosses most often.
        weight: how often it crosses, beside the others.
    """

    name: str
    domain: str
    category: str | None = None
    service: str | None = None
    way: Way = Way.SENT
    weight: int = 1


COOKIES = (
    Cookie("csrftoken", PORTAL, "necessary", "Opendatasoft", weight=6),
    Cookie("django_language", PORTAL, "necessary", "Opendatasoft", weight=5),
    Cookie("cookies_preferences", PORTAL, "necessary", "Opendatasoft", weight=3),
    Cookie("_pk_id.1.a3f4", PORTAL, "statistics", "matomo", weight=3),
    Cookie("_pk_ses.1.a3f4", PORTAL, "statistics", "matomo", weight=3),
    Cookie("_ga", PORTAL, "statistics", "google-analytics", weight=2),
    Cookie("_ga_ABC123", PORTAL, "statistics", "google-analytics", weight=2),
    Cookie("uid", "adnet.example", "third-party", "adnet", Way.SET, 2),
    Cookie("idrxvr", "xiti.example", "statistics", "xiti", weight=2),
    Cookie("visitor", "tube.example", None, None, Way.SET, 1),
)

_SERVICES = ("adnet", "google-analytics", "matomo", "xiti")
_STAGES: Sequence[tuple[ChoiceState, tuple[str, ...]]] = (
    (ChoiceState.UNSET, ()),
    (ChoiceState.PARTIAL, ("matomo", "xiti")),
    (ChoiceState.ALL, _SERVICES),
    (ChoiceState.NONE, ()),
)
_RULES = {
    Verdict.EARLY: ("T101", "Too early", "sent before any choice was made"),
    Verdict.REFUSED: ("T102", "Refused", "sent though the choice refuses it"),
}
_PATHS = ("/", "/explore/", "/explore/dataset/arbres-remarquables/table/", "/pages/charte-cookies/")


def page_of(number: int, n: int) -> Page:
    """The page of a number; every ninth is of another site, which no policy covers.

    Args:
        number: from 1.
        n: the number of its request.
    """
    outside = number % 9 == 0
    host = "www.legifrance.gouv.fr" if outside else PORTAL
    return Page(
        id=number,
        visitor=1,
        url=f"https://{host}{_PATHS[number % len(_PATHS)]}",
        site="https://gouv.fr" if outside else "https://reseda.fr",
        opened=START + (number - 1) * PAGE,
        n=n,
        policy=None if outside else PORTAL,
    )


def choice_at(at: float, requests: int) -> Choice:
    """The choice that is known at a moment.

    Args:
        at: Unix seconds.
        requests: how many there were.
    """
    state, granted, since = _stage(at - OPEN_FOR)
    before = _stage(since - 1)[1] if since > START else ()
    unset = state is ChoiceState.UNSET
    return Choice(
        visitor=1,
        policy=PORTAL,
        host=PORTAL,
        after=None if unset else since + 0.2,
        by=since if unset else since + 1.4,
        exact=False,
        state=state,
        granted=granted,
        refused=() if unset else tuple(name for name in _SERVICES if name not in granted),
        withdrawn=tuple(name for name in before if name not in granted),
        evidence=(1,) if unset else (max(requests - 3, 1), requests),
    )


def verdict_of(row: Row, *, covered: bool) -> tuple[Verdict, tuple[str, ...]]:
    """What is held of a row, and why.

    Args:
        row: what crossed.
        covered: whether a policy covers its page.
    """
    state, granted, since = _stage(row.at)
    if not covered:
        verdict = Verdict.OUTSIDE
    elif row.category == "necessary":
        verdict = Verdict.EXEMPT
    elif row.at - since < OPEN_FOR and since > START:
        verdict = Verdict.UNPROVEN
    elif state is ChoiceState.UNSET:
        verdict = Verdict.EARLY
    else:
        verdict = Verdict.PERMITTED if row.service in granted else Verdict.REFUSED
    return verdict, _reasons(row, state, verdict)


def finding_of(row: Row, before: Finding | None) -> Finding | None:
    """What a rule holds of a settled row, together with what it held before; None where none does."""
    if row.verdict not in _RULES:
        return None
    code, title, message = _RULES[row.verdict]
    return Finding(
        rule=code,
        level=Level.FLAGGED,
        title=title,
        name=row.name,
        domain=row.domain,
        party=row.party,
        category=row.category,
        count=1 if before is None else before.count + 1,
        first=row.n if before is None else before.first,
        last=row.n,
        message=message,
        reasons=row.reasons,
        at=row.at if before is None else before.at,
        url=row.url,
        page=row.page,
        policy=PORTAL,
    )


def _stage(at: float) -> tuple[ChoiceState, tuple[str, ...], float]:
    """The state of the choice at a moment, what it grants, and since when."""
    number = max(int((at - START) // _STAGE), 0)
    state, granted = _STAGES[number % len(_STAGES)]
    if number and state is ChoiceState.UNSET:
        state, granted = ChoiceState.PARTIAL, ("matomo",)
    return state, granted, START + number * _STAGE


def _reasons(row: Row, state: ChoiceState, verdict: Verdict) -> tuple[str, ...]:
    declared = f"the policy declares it: category {row.category}, service {row.service}"
    return (
        f"it was caused by page {row.page}, which its Referer names",
        f"{row.party}-party: {row.domain} against that page's site, {row.first_party}",
        declared if row.category else "the policy does not declare it",
        f"the choice was {state} at that moment",
        str(verdict),
    )
