"""Boards to show: from empty to hostile."""

from collections.abc import Iterable
from typing import Any

from temoin.vocabulary import ChoiceState, Level, Origin, Party, Verdict, Way
from temoin.watching.board import Blind, Board, Row
from views.reports import HOSTILE, PORTAL, START, choice_of, finding_of, page_of

NAMES = tuple(name[:4000] for name in HOSTILE)
"""Names that a site may choose to harm whoever watches, as long as a board lets them be."""


def board_of(*rows: Row, **given: Any) -> Board:
    """A board on which some rows crossed, newest first, but for what is given."""
    settled = [row.verdict for row in rows if row.verdict is not None]
    defaults: dict[str, Any] = {
        "version": len(rows),
        "run": 0,
        "rows": rows,
        "kept": 1000,
        "crossed": max((row.id for row in rows), default=0),
        "counts": {verdict: settled.count(verdict) for verdict in settled},
        "open": len(rows) - len(settled),
        "choices": (),
        "pages": (),
        "findings": (),
        "requests": max((row.n for row in rows), default=0),
        "visitors": 1 if rows else 0,
        "policies": (PORTAL,),
        "started": START if rows else None,
        "now": max((row.at for row in rows), default=None),
    }
    return Board(**{**defaults, **given})


def row_of(number: int, name: str, domain: str, verdict: Verdict | None, **given: Any) -> Row:
    """A third-party cookie that was sent half a second after the one before."""
    defaults: dict[str, Any] = {
        "id": number,
        "n": number + 2,
        "at": START + number / 2,
        "visitor": 1,
        "way": Way.SENT,
        "name": name,
        "domain": domain,
        "url": f"https://{domain}/collect?v=…&tid=…",
        "page": 1,
        "first_party": "https://reseda.fr",
        "party": Party.THIRD,
        "origin": Origin.RESPONSE,
        "category": None,
        "service": None,
        "verdict": verdict,
    }
    return Row(**{**defaults, **given})


def first_party(number: int, name: str, verdict: Verdict | None, category: str, **given: Any) -> Row:
    return row_of(number, name, PORTAL, verdict, **{"party": Party.FIRST, "category": category, **given})


def empty_board() -> Board:
    return board_of()


def leaky_board() -> Board:
    """A visitor granted Matomo alone; what crossed before is settled, what crosses now is open."""
    rows = (
        first_party(12, "_pk_id.1.a3f4", None, "statistics", service="matomo", page=2),
        row_of(11, "uid", "adnet.example", None, category="third-party", service="adnet", page=2),
        first_party(10, "cookies_preferences", Verdict.EXEMPT, "necessary", consent=True, page=2),
        row_of(9, "visitor", "www.legifrance.gouv.fr", Verdict.OUTSIDE, page=3, party=Party.FIRST),
        row_of(
            8,
            "IDE",
            "ads.example",
            Verdict.REFUSED,
            rules=("T102",),
            page=2,
            reasons=(
                "it was caused by page 2, which its Referer names",
                "the choice was partial: request 14 carried the consent cookie",
                "refused: the choice refuses adnet",
            ),
        ),
        first_party(7, "_pk_id.1.a3f4", Verdict.PERMITTED, "statistics", service="matomo", page=2),
        row_of(6, "idrxvr", "xiti.example", Verdict.UNPROVEN, cause="choice-interval"),
        first_party(5, "csrftoken", Verdict.EXEMPT, "necessary", service="Opendatasoft", way=Way.SET),
        row_of(
            4, "uid", "adnet.example", Verdict.EARLY, category="third-party", service="adnet", rules=("T101",)
        ),
        first_party(3, "_pk_ses.1.a3f4", Verdict.EARLY, "statistics", service="matomo", rules=("T101",)),
        row_of(2, "NID", "tube.example", Verdict.UNDECLARED, rules=("T104",)),
        first_party(1, "django_language", Verdict.EXEMPT, "necessary", service="Opendatasoft"),
    )
    return board_of(
        *rows,
        choices=(
            choice_of(
                ChoiceState.PARTIAL,
                2.4,
                3.1,
                granted=("matomo",),
                refused=("adnet", "xiti"),
                evidence=(7, 9),
            ),
        ),
        pages=(
            page_of(1, f"https://{PORTAL}/explore/", 0.0),
            page_of(2, f"https://{PORTAL}/explore/dataset/arbres-remarquables/table/", 3.0),
            page_of(3, "https://www.legifrance.gouv.fr/", 4.0, policy=None),
        ),
        findings=(
            finding_of("T101", "Too early", "uid", "adnet.example", "sent once before any choice was made"),
            finding_of("T101", "Too early", "_pk_ses.1.a3f4", PORTAL, "sent once before any choice was made"),
            finding_of("T102", "Refused", "IDE", "ads.example", "sent though it was refused", count=1204),
            finding_of("T104", "Not declared", "NID", "tube.example", "declared by none"),
            finding_of(
                "T302", "Declared, never seen", "sessionid", "", "never", level=Level.NOTE, first=None
            ),
        ),
        blind=(Blind("pinned", "safebrowsing.example", 3, "the client refused the proxy's certificate"),),
        notes=("the policy changed on disk: what crosses from now on is judged by it",),
        recording="visit.flow",
    )


def crowded_board() -> Board:
    """Four visitors on two hosts."""
    return board_of(
        row_of(2, "uid", "adnet.example", Verdict.EARLY, visitor=3),
        row_of(1, "uid", "adnet.example", Verdict.PERMITTED, visitor=1),
        choices=(
            choice_of(ChoiceState.UNSET, None, 0.0, visitor=4),
            choice_of(ChoiceState.NONE, 1.0, 2.0, visitor=1, refused=("adnet",)),
            choice_of(ChoiceState.UNREADABLE, 1.0, 2.0, visitor=2, note="no JSON: ends at byte 7"),
            choice_of(
                ChoiceState.ALL, 1.0, 1.0, visitor=2, exact=True, granted=("adnet",), host="two.example"
            ),
            choice_of(ChoiceState.PARTIAL, 1.0, 2.5, visitor=3, granted=("matomo",), withdrawn=("adnet",)),
        ),
        visitors=4,
    )


def hostile_board(names: Iterable[str] = NAMES) -> Board:
    """Every place that can hold text from the wire holds something nasty."""
    names = tuple(names)
    rows = [
        row_of(
            number,
            name,
            name,
            verdict,
            url=name,
            first_party=name,
            category=name,
            service=name,
            cause=name,
            rules=("T101",),
            reasons=(name, name),
            at=START + 1e300 if number % 3 == 0 else START - number,
        )
        for number, (name, verdict) in enumerate(zip(names * 4, [None, *Verdict] * 5, strict=False), 1)
    ]
    return board_of(
        *reversed(rows),
        choices=(
            choice_of(ChoiceState.ALL, 0.0, 1.0, host=names[2], note=names[1]),
            choice_of(
                ChoiceState.PARTIAL, -5.0, 3.0, granted=names, refused=names, note=names[0], host=names[0]
            ),
        ),
        pages=tuple(page_of(number, name, -1e300, policy=name) for number, name in enumerate(names, 1)),
        findings=tuple(finding_of("T101", name, name, name, name) for name in names),
        policies=names,
        blind=tuple(Blind(name, name, 10**9, name) for name in names),
        notes=names,
        recording=names[0],
        requests=10**12,
        now=START + 1e9,
    )
