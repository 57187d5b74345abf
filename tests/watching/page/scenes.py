"""Watches to look at: nothing yet, a visit to a leaky portal, a busy site, one that plays with names."""

import random
from collections.abc import Callable, Iterator
from typing import Any

from temoin.vocabulary import ChoiceState, Level, Origin, Party, Verdict, Way
from watching.page.made_up import PORTAL, START, MadeUp

__all__ = ["SCENES", "Scene", "busy", "hostile"]

type Scene = Callable[[MadeUp], Iterator[float]]
"""Does something to a watch, then says for how many seconds nothing happens."""

NECESSARY = ("sessionid", "csrftoken", "django_language")
PARTLY = (
    "page 1, https://opendata.reseda.fr/explore/, caused it: its Referer names that document",
    "third-party: ads.adnet.example is not of that page's site, https://reseda.fr",
    "no entry of opendata.reseda.fr declares IDE of ads.adnet.example",
    "the response to request 4 set it",
)

HOSTILE = (
    "<script>document.title='owned'</script>",
    "<img src=x onerror=document.title='owned'>",
    "\x1b]0;owned\x07\x1b[2J",
    "pay\u202eelpmaxe.live\u202c",
    "a" * 5000,
    "e" + "\u0301" * 500,
    "tab\there\r\nSet-Cookie: x=1",
    "\u200b\u200d\ufeff",
    "עוגייה",
    "餅乾" * 40,
    "__proto__",
    "constructor",
    "",
)


def nothing(_: MadeUp) -> Iterator[float]:
    while True:
        yield 60.0


def visit(watch: MadeUp) -> Iterator[float]:
    """A visitor opens a leaky portal, refuses advertising, goes on, and takes the rest back."""
    clock = 0.0

    def passes(seconds: float) -> float:
        nonlocal clock
        clock += seconds
        return seconds

    watch.open_page(f"https://{PORTAL}/explore/?disjunctive.theme=…", clock)
    watch.choose(ChoiceState.UNSET, clock, evidence=(1,))
    for name in ("csrftoken", "django_language"):
        yield passes(0.15)
        exempt(watch, name, clock, Way.SET)
    yield passes(0.3)
    early = watch.cross("IDE", clock, **advert(Way.SET))
    yield passes(0.2)
    pixel = watch.cross("_pk_id.7.1fff", clock, **matomo())
    yield passes(1.0)
    watch.settle(early, Verdict.EARLY, rules=("T101", "T104"), reasons=(*PARTLY, "the choice was unset"))
    found(
        watch, "T101", "Too early", "IDE", "ads.adnet.example", "set once before any choice was made", clock
    )
    undeclared = "no entry of the policy declares it"
    found(watch, "T104", "Undeclared", "IDE", "ads.adnet.example", undeclared, clock)
    yield passes(0.8)
    watch.settle(pixel, Verdict.EARLY, rules=("T101",), reasons=(*PARTLY[:1], "the choice was unset"))
    found(watch, "T101", "Too early", "_pk_id.7.1fff", PORTAL, "sent once before any choice was made", clock)
    for step in range(14):
        yield passes(0.6)
        exempt(watch, NECESSARY[step % 3], clock)
    watch.choose(
        ChoiceState.PARTIAL, clock, after=clock - 0.6, granted=("matomo",), refused=("adnet", "video"),
        evidence=(14, 19),
    )  # fmt: skip
    watch.open_page(f"https://{PORTAL}/explore/dataset/troncons-ferroviaires/table/", clock)
    between = watch.cross("_pk_ses.7.1fff", clock - 0.3, **matomo())
    watch.settle(
        between, Verdict.UNPROVEN, cause="choice-interval", reasons=("the choice changed around it",)
    )
    for step in range(22):
        yield passes(0.5)
        exempt(watch, NECESSARY[step % 3], clock)
        if step % 3 == 0:
            watch.cross("_pk_id.7.1fff", clock, Verdict.PERMITTED, **matomo())
        if step in (6, 7, 15):
            sent = watch.cross("IDE", clock, **advert(Way.SENT))
            yield passes(0.4)
            watch.settle(sent, Verdict.REFUSED, rules=("T102", "T104"), reasons=(*PARTLY, "adnet refused"))
            found(watch, "T102", "Refused", "IDE", "ads.adnet.example", "sent against the choice", clock)
    watch.open_page("https://www.legifrance.gouv.fr/", clock)
    watch.cross("lf", clock, Verdict.OUTSIDE, domain="www.legifrance.gouv.fr", page=3, party=Party.FIRST)
    watch.let_by("pinned", "update.vendor.example", 2, "the client refused the proxy's certificate")
    watch.let_by("quic", "video.example", 1, "HTTP/3 went around the proxy")
    watch.note("The policy opendata.reseda.fr was changed on disk and read again.")
    yield passes(2.0)
    watch.choose(
        ChoiceState.NONE, clock, exact=True, refused=("adnet", "matomo", "video"), withdrawn=("matomo",),
        evidence=(61,),
    )  # fmt: skip
    watch.open_page(f"https://{PORTAL}/pages/charte-cookies/", clock)
    while True:
        yield passes(1.1)
        exempt(watch, random.choice(NECESSARY), clock)
        if random.random() < 0.25:
            row = watch.cross("_pk_id.7.1fff", clock, **matomo())
            yield passes(1.2)
            watch.settle(row, Verdict.REFUSED, rules=("T103",), reasons=("it withdrew what was granted",))
            found(watch, "T103", "After withdrawal", "_pk_id.7.1fff", PORTAL, "sent after withdrawal", clock)


def busy(watch: MadeUp, per_second: int = 1000) -> Iterator[float]:
    """So many crossings a second, open at first, in bursts as browsers make them."""
    chance = random.Random(5)
    watch.open_page(f"https://{PORTAL}/", 0.0)
    watch.choose(ChoiceState.UNSET, 0.0, evidence=(1,))
    verdicts = [Verdict.EXEMPT] * 30 + [Verdict.PERMITTED] * 12 + [Verdict.EARLY] * 2 + [Verdict.UNPROVEN] * 2
    clock, waiting, burst = 0.0, [], max(per_second // 50, 1)
    while True:
        for _ in range(burst):
            domain = f"t{chance.randrange(40)}.tracker.example"
            waiting.append(watch.cross(f"uid_{chance.randrange(200):03}", clock, domain=domain))
        while len(waiting) > per_second // 2:
            verdict = chance.choice(verdicts)
            row = waiting.pop(0)
            watch.settle(row, verdict, rules=("T101",) if verdict is Verdict.EARLY else ())
        clock += 0.02
        yield 0.02


def hostile(watch: MadeUp) -> Iterator[float]:
    """Every text is one that a site may choose to harm whoever looks."""
    for number, name in enumerate(HOSTILE):
        watch.open_page(f"https://{PORTAL}/{name[:200]}", number / 2)
        row = watch.cross(
            name[:200], number / 2, domain=name[:200], url=name[:200], first_party=name[:200],
            category=name[:200], service=name[:200],
        )  # fmt: skip
        watch.settle(row, Verdict.EARLY, reasons=(name[:200],) * 3, cause=name[:200], rules=("T101",))
        found(watch, "T101", "Too early", name[:200], name[:200], name[:200], number / 2)
        watch.let_by("pinned", name[:200], 1, name[:200])
        watch.note(name[:200])
    watch.choose(
        ChoiceState.PARTIAL, 3.0, after=1.0, granted=HOSTILE[:8], refused=HOSTILE[8:], note=HOSTILE[0]
    )
    while True:
        yield 60.0


SCENES: dict[str, Scene] = {"nothing": nothing, "visit": visit, "busy": busy, "hostile": hostile}


def exempt(watch: MadeUp, name: str, clock: float, way: Way = Way.SENT) -> None:
    reasons = ("page 1 caused it", "first-party", "category necessary, which needs no consent")
    watch.cross(
        name, clock, Verdict.EXEMPT, way=way, category="necessary", service="Opendatasoft", reasons=reasons
    )


def matomo() -> dict[str, Any]:
    return {"category": "statistics", "service": "matomo", "origin": Origin.SCRIPT}


def advert(way: Way) -> dict[str, Any]:
    return {"domain": "ads.adnet.example", "way": way}


def found(watch: MadeUp, rule: str, title: str, name: str, domain: str, message: str, clock: float) -> None:
    count = 1 + sum(
        f.count for f in watch.board().findings if (f.rule, f.name, f.domain) == (rule, name, domain)
    )
    category = "statistics" if name.startswith("_pk") else None
    watch.find(
        rule, title, name, domain, message, at=START + clock, count=count, first=4, last=4 + count,
        reasons=(*PARTLY, "early: needs consent; no choice was made yet"), level=Level.FLAGGED,
        category=category,
    )  # fmt: skip
