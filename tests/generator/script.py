"""What a visitor does, step by step, and the made-up visit that comes of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from random import Random
from typing import NamedTuple

from generator.document import Document, Reply, Sets
from generator.model import Browser
from generator.scene import Scene
from generator.site import CONSENT, COVERED, HOSTS, Answer, Web, registrable_of
from generator.store import Source
from generator.truth import Page, Truth
from generator.wire import Place
from temoin.events import Event

__all__ = ["PAUSES", "Act", "Step", "Visit", "made_up_steps", "visit"]


class Act(StrEnum):
    """What a visitor does."""

    TYPE = "type"
    TAB = "tab"
    SWITCH = "switch"
    FOLLOW = "follow"
    CROSS = "cross"
    RELOAD = "reload"
    BACK = "back"
    BACK_CACHED = "back-cached"
    PUSH = "push"
    CHOOSE = "choose"
    WITHDRAW = "withdraw"
    POST = "post"
    API = "api"
    PIXEL = "pixel"
    FRAME = "frame"
    BLANK = "blank"
    STATISTICS = "statistics"
    BANNER_FORM = "banner-form"
    BOUNCE = "bounce"
    METRICS = "metrics"
    CLEAR = "clear"
    DOWNLOAD = "download"
    BROKEN = "broken"
    WORKER = "worker"
    NOTHING = "nothing"


PAUSES = (0.002, 0.004, 0.03, 0.1, 0.4, 0.9, 2.0, 6.0, 20.0)
_PATHS = ("/", "/fr/", "/fr/a", "/about", "/shop/x")


class Step(NamedTuple):
    """One step.

    Args:
        act: what.
        which: of several hosts, paths, tabs or answers.
        pause: index into `PAUSES`: how long the visitor waits before it.
    """

    act: Act
    which: int = 0
    pause: int = 3


@dataclass
class _Tab:
    documents: list[Document] = field(default_factory=list)

    @property
    def document(self) -> Document | None:
        return self.documents[-1] if self.documents else None


@dataclass(frozen=True)
class Visit:
    """What came of it.

    Args:
        web: the world.
        events: the wire.
        truth: what is true.
    """

    web: Web
    events: tuple[Event, ...]
    truth: Truth


class _Visitor:
    def __init__(self, web: Web) -> None:
        random = Random(web.seed)
        self.web = web
        self.browser = Browser(web, random)
        self.scene = Scene(self.browser)
        self.tabs = [_Tab()]
        self._remember()

    def take(self, step: Step) -> None:
        """Wait, then act."""
        self.browser.agenda.run(self.browser.now + PAUSES[step.pause % len(PAUSES)])
        tab, which = self.tabs[-1], step.which
        document = tab.document
        match step.act:
            case Act.TAB if len(self.tabs) < 4:
                self.tabs.append(_Tab())
                self._open(self._place(which), None)
            case Act.SWITCH:
                self.tabs.insert(0, self.tabs.pop())
            case Act.TYPE | Act.TAB:
                self._open(self._place(which), None)
            case Act.NOTHING:
                pass
            case _ if document is None:
                self._open(self._place(0), None)
            case _:
                self._in(tab, document, step.act, which)

    def _in(self, tab: _Tab, document: Document, act: Act, which: int) -> None:
        scene, place = self.scene, document.place
        match act:
            case Act.FOLLOW:
                self._open(Place(place.scheme, place.host, _PATHS[which % len(_PATHS)]), document)
            case Act.CROSS:
                self._open(self._place(which), document)
            case Act.RELOAD:
                self._open(place, None, again=True)
            case Act.POST:
                to = Place(place.scheme, place.host, _PATHS[which % len(_PATHS)])
                self._open(to, document, method="POST")
            case Act.BACK if len(tab.documents) > 1:
                self._leave(tab.documents.pop())
                tab.documents[-1].alive = True
                scene.trackers(tab.documents[-1])
            case Act.BACK_CACHED if len(tab.documents) > 1:
                self._leave(tab.documents.pop())
                old = tab.documents[-1]
                tab.documents[-1] = Document(old.place, old.page, policy=old.policy, any_page=old.any_page)
                scene.run(tab.documents[-1])
            case Act.PUSH:
                document.place = Place(place.scheme, place.host, f"/pushed/{which}")
            case Act.CHOOSE if place.host in COVERED:
                answers = (Answer.ALL, Answer.NOTHING, Answer.STATS, Answer.ALL, Answer.BROKEN)
                scene.choose(document, answers[which % len(answers)], partial(self._chosen, document))
            case Act.BANNER_FORM if place.host in COVERED and self.web.by_response:
                chosen = (Answer.ALL, Answer.NOTHING, Answer.STATS)
                to = Place(place.scheme, place.host, f"/chosen?{which}")
                back = Reply((scene.consent(place, chosen[which % len(chosen)]),), (place, Reply()))
                self._open(to, document, method="POST", reply=back)
            case Act.BOUNCE:
                to = self._place(which)
                self._open(
                    Place("https", "click.test", f"/to?{which}"),
                    document,
                    reply=Reply(to=(to, scene.navigation(to))),
                )
            case Act.WITHDRAW if place.host in COVERED:
                scene.choose(document, None, lambda: None)
            case Act.API:
                scene.api(document, credentials=which % 4 != 3)
            case Act.PIXEL if self._may(document, "ads"):
                scene.pixel(document)
            case Act.METRICS if self._may(document, "ads"):
                scene.metrics(document)
            case Act.STATISTICS if place.host in COVERED and self._may(document, "stats"):
                scene.statistics(document)
            case Act.FRAME:
                scene.frame(document)
            case Act.BLANK if self._may(document, "ads"):
                scene.blank(document)
            case Act.CLEAR:
                self.browser.store.clear(registrable_of(place.host), self.browser.now)
            case Act.DOWNLOAD:
                to = Place(place.scheme, place.host, "/file.zip")
                self.browser.navigate(to, document, lambda *_: None)
            case Act.BROKEN:
                reply = scene.navigation(place)
                self.browser.navigate(place, document, lambda *_: None, reply=Reply(reply.sets, fails=True))
            case Act.WORKER if self.web.worker and place.host in COVERED and place.scheme == "https":
                self.browser.workers |= {place.host, "widget.test"}
            case _:
                pass

    def _open(
        self,
        to: Place,
        by: Document | None,
        *,
        method: str = "GET",
        again: bool = False,
        reply: Reply | None = None,
    ) -> None:
        tab = self.tabs[-1]

        def opened(at: Place, page: Page, failed: bool) -> None:
            if failed:
                return
            if tab.document is not None:
                self._leave(tab.documents.pop() if again else tab.document)
            tab.documents.append(Document(at, page, policy=self.scene.policy_of(at)))
            self.scene.run(tab.documents[-1])

        self.browser.navigate(to, by, opened, method=method, reply=reply or self.scene.navigation(to))

    def _leave(self, document: Document) -> None:
        if (
            self._may(document, "stats")
            and document.place.host in COVERED
            and self.browser.random.random() < 0.3
        ):
            self.scene.statistics(document)
        document.alive = False

    def _chosen(self, document: Document) -> None:
        """What a banner does once the choice is stored: often the trackers start at once."""
        if self.browser.random.random() < 0.7 and document.runs:
            self.scene.trackers(document)
        if self.browser.random.random() < 0.3 and self._may(document, "ads"):
            self.browser.later(document, 0.004, partial(self.scene.pixel, document))

    def _may(self, document: Document, service: str) -> bool:
        """Whether a tracker runs here: it leaks, or it is let, or nobody watches."""
        if service in self.web.leaks or document.place.host not in COVERED:
            return True
        place = document.place
        value = self.browser.store.readable(CONSENT, place.host, place.bare, self.browser.now)
        return value is not None and service in Answer(value).granted

    def _place(self, which: int) -> Place:
        host = HOSTS[which % len(HOSTS)]
        return Place(self.scene.covered(host), host, _PATHS[which // len(HOSTS) % len(_PATHS)])

    def _remember(self) -> None:
        """Bring the cookies of an earlier visit."""
        browser, web = self.browser, self.web
        source = Source(None, earlier=True, at=browser.now - 1000.0)
        for host in COVERED if web.known else ():
            secure = self.scene.covered(host) == "https"
            browser.keep(Sets("token", browser.value()), host, source, secure=secure)
            browser.keep(Sets("stat", browser.value()), host, source, secure=secure)
            if web.before is not None:
                domain = registrable_of(host) if web.domain else ""
                chosen = Sets(CONSENT, web.before.value, domain, web.path, web.same_site)
                browser.keep(chosen, host, source, secure=secure)
        if web.known:
            browser.keep(
                Sets("id", browser.value(), "ads.example", "/", "none"), "ads.example", source, secure=True
            )


def visit(web: Web, steps: tuple[Step, ...]) -> Visit:
    """Let a visitor act.

    Args:
        web: the world.
        steps: in order; those that make no sense where they come do nothing.
    """
    visitor = _Visitor(web)
    for step in steps:
        visitor.take(step)
    visitor.browser.agenda.run()
    return Visit(web, visitor.browser.wire.events(), visitor.browser.truth)


_OFTEN = (
    *Act, Act.TYPE, Act.FOLLOW, Act.FOLLOW, Act.RELOAD, Act.CHOOSE, Act.CHOOSE, Act.PIXEL, Act.API, Act.TAB,
)  # fmt: skip


def made_up_steps(random: Random) -> tuple[Step, ...]:
    """Make up what a visitor does.

    Args:
        random: what it is made from.
    """
    number = random.randrange(2, 16)
    first = Step(Act.TYPE, random.randrange(3))
    rest = [
        Step(random.choice(_OFTEN), random.randrange(25), random.randrange(len(PAUSES)))
        for _ in range(number)
    ]
    return (first, *rest)
