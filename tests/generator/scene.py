"""What the documents of the made-up web do once they run: what they load, whom they tell, what they store."""

from collections.abc import Callable
from functools import partial

from generator.document import Document, Reply, Sets
from generator.model import Browser
from generator.site import CONSENT, COVERED, Answer, registrable_of
from generator.truth import Page
from generator.wire import Place

__all__ = ["Scene"]


class Scene:
    """The servers and scripts of the made-up web, in one browser."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._web = browser.web
        self._random = browser.random
        self._asks = 0

    def covered(self, host: str) -> str:
        """The scheme of a host's pages."""
        return "http" if self._web.plain and registrable_of(host) == "shop.example" else "https"

    def navigation(self, to: Place) -> Reply:
        """What a server answers to a navigation: an exempt cookie or two, sometimes by way of a redirect."""
        sets: list[Sets] = []
        if to.host in COVERED and self._random.random() < 0.5:
            sets.append(Sets("token", self._browser.value()))
        if to.host == "ads.example" and self._random.random() < 0.7:
            sets.append(Sets("id", self._browser.value(), "ads.example", "/", "none"))
        reply = Reply(tuple(sets), slow=2.0 if self._random.random() < 0.05 else 0.0)
        if self._random.random() < 0.1:
            hop = Place(to.scheme, to.host, "/fr/" if to.path == "/" else "/")
            return Reply(to=(hop, reply))
        return reply

    def run(self, document: Document) -> None:
        """Let a document that was just opened do what it does."""
        if document.parent is not None:
            self._run_frame(document)
            return
        roll = self._random.random
        host = document.place.host
        if host in COVERED:
            self._own(document)
            self.trackers(document)
        elif host == "other.test":
            self._soon(document, partial(self.pixel, document))
            shop = Place(self.covered("shop.example"), "shop.example", "/logo.png")
            if roll() < 0.3 and shop.secure:
                self._soon(document, lambda: self._browser.fetch(document, shop, reply=self._own_reply()))
        if roll() < 0.25:
            self._soon(document, partial(self.frame, document))

    def trackers(self, document: Document) -> None:
        """Let the site's trackers do what they do: ask for the choice first, or not."""
        if self._lets(document, "stats"):
            self._soon(document, partial(self.statistics, document))
        if self._lets(document, "ads"):
            self._soon(document, partial(self.pixel, document))
        if "ads" in self._web.leaks and self._random.random() < 0.2:
            self._soon(document, partial(self.metrics, document))

    def statistics(self, document: Document) -> None:
        """A first-party tracker: its script stores a cookie, its beacon carries it."""
        random, browser = self._random, self._browser
        if browser.store.readable("stat", document.place.host, document.place.bare, browser.now) is None:
            domain = registrable_of(document.place.host) if random.random() < 0.3 else ""
            browser.write(document, Sets("stat", browser.value(), domain))
        collect = Place(document.place.scheme, document.place.host, self._fresh("/collect"))
        method = random.choice(("GET", "POST"))
        browser.fetch(document, collect, "empty", method=method)

    def pixel(self, document: Document) -> None:
        """A third party's image, which may set its cookie, sometimes by way of another party."""
        value = self._browser.value()
        reply = Reply((Sets("id", value, "ads.example", "/", "none"),) if self._random.random() < 0.5 else ())
        if self._random.random() < 0.15:
            back = Reply(to=(Place("https", "px.ads.example", self._fresh("/back")), reply))
            reply = Reply(to=(Place("https", "metrics.test", self._fresh("/sync")), back))
        self._browser.fetch(document, Place("https", "px.ads.example", self._fresh("/p.gif")), reply=reply)

    def metrics(self, document: Document) -> None:
        """A third party that nobody declared, over CORS or not."""
        sets = Sets("mx", self._browser.value(), "", "/", "none")
        reply = Reply((sets,) if self._random.random() < 0.5 else ())
        to = Place("https", "metrics.test", self._fresh("/m"))
        if self._random.random() < 0.5:
            self._browser.fetch(document, to, reply=reply)
        else:
            method = self._random.choice(("GET", "PUT"))
            self._browser.fetch(
                document, to, "empty", mode="cors", method=method, preflight=method == "PUT", reply=reply
            )

    def frame(self, document: Document, to: Place | None = None) -> None:
        """Open a frame."""
        place = to or Place(document.place.scheme, "widget.test", f"/w/{self._random.randrange(3)}")
        if self._random.random() < 0.1:
            place = Place("https", "px.ads.example", "/frame")
        if not place.secure and document.secured:
            return
        policy = self._policy(place)

        def opened(at: Place, page: Page, failed: bool) -> None:
            if not failed and document.runs:
                self.run(Document(at, page, document, policy))

        self._browser.fetch(document, place, "iframe", mode="navigate", done=opened)

    def blank(self, document: Document) -> None:
        """A sandboxed frame without a URL: what it loads names nobody."""
        inner = Document(document.place, document.page, document, "no-referrer")
        self.pixel(inner)

    def api(self, document: Document, *, credentials: bool = True) -> None:
        """Ask the site's own server for data."""
        place = document.place
        to = Place(place.scheme, place.host, self._fresh(self._random.choice(("/api", "/fr/api", "/fr/a/b"))))
        if registrable_of(place.host) == "shop.example" and self._random.random() < 0.3:
            other = "shop.example" if place.host != "shop.example" else "www.shop.example"
            to = Place(place.scheme, other, to.path)
            self._browser.fetch(document, to, "empty", mode="cors", credentials=credentials)
            return
        reply = self._own_reply(credentials=credentials)
        self._browser.fetch(document, to, "empty", credentials=credentials, reply=reply)

    def manifest(self, document: Document) -> None:
        """Ask for the web app's manifest, which browsers do without credentials."""
        to = Place(document.place.scheme, document.place.host, "/app.webmanifest")
        self._browser.fetch(
            document, to, "manifest", mode="cors", credentials=False, reply=self._own_reply(credentials=False)
        )

    def worker(self, document: Document) -> None:
        """Start a worker: what it asks for names its script."""
        place = document.place
        script = Place(place.scheme, place.host, "/worker.js")

        def started(at: Place, _page: Page, failed: bool) -> None:
            if failed or not document.runs:
                return
            to = Place(place.scheme, place.host, self._fresh("/fr/data"))
            self._browser.fetch(document, to, "empty", mode="cors", source=at)
            if "ads" in self._web.leaks:
                hit = Place("https", "metrics.test", self._fresh("/w"))
                self._browser.fetch(document, hit, "empty", mode="cors", source=at)

        self._browser.fetch(document, script, "worker", mode="same-origin", done=started)

    def choose(self, document: Document, answer: Answer | None, then: Callable[[], None]) -> None:
        """Let the banner store a choice, or remove it, by the means of this world.

        Args:
            document: whose banner it is.
            answer: the choice; None to remove it.
            then: what the banner does once it is stored.
        """
        web, browser, place = self._web, self._browser, document.place
        sets = self.consent(place, answer)
        if not web.by_response:
            if answer is None:
                browser.store.drop(CONSENT, place.host, browser.now)
            else:
                browser.write(document, sets)
            then()
            return
        to = Place(place.scheme, place.host, self._fresh(self._random.choice(("/choose", "/fr/choose"))))
        browser.fetch(document, to, "empty", method="POST", reply=Reply((sets,)), done=lambda *_: then())

    def consent(self, place: Place, answer: Answer | None) -> Sets:
        """The consent cookie.

        Args:
            place: whose.
            answer: the choice; None to remove it.
        """
        web = self._web
        return Sets(
            CONSENT,
            "gone" if answer is None else answer.value,
            registrable_of(place.host) if web.domain else "",
            web.path,
            web.same_site if place.secure or web.same_site != "none" else "lax",
            0 if answer is None else (web.lapse or 15_552_000),
        )

    def _own(self, document: Document) -> None:
        """What a covered site loads of its own."""
        place, roll = document.place, self._random.random
        for _ in range(self._random.randrange(3)):
            image = Place(place.scheme, place.host, self._fresh(self._random.choice(("/i", "/fr/i"))))
            self._soon(document, partial(self._browser.fetch, document, image, reply=self._own_reply()))
        if roll() < 0.3:
            sheet = Place(place.scheme, place.host, "/style.css")
            self._soon(document, partial(self._sheet, document, sheet))
        if roll() < 0.3:
            self._soon(document, partial(self.api, document))
        if roll() < 0.15:
            self._soon(document, partial(self.api, document, credentials=False))
        if roll() < 0.1 and "ads" in self._web.leaks:
            self._soon(document, partial(self.blank, document))
        if roll() < 0.15:
            self._soon(document, partial(self.manifest, document))
        if roll() < 0.1:
            self._soon(document, partial(self.worker, document))

    def _sheet(self, document: Document, sheet: Place) -> None:
        def loaded(at: Place, _page: Page, failed: bool) -> None:
            if not failed and document.runs and "ads" in self._web.leaks:
                to = Place("https", "px.ads.example", self._fresh("/bg.png"))
                self._browser.fetch(document, to, source=at)

        self._browser.fetch(document, sheet, "style", done=loaded)

    def _run_frame(self, document: Document) -> None:
        roll = self._random.random
        host = document.place.host
        if host in ("widget.test", "px.ads.example") and roll() < 0.7:
            self._soon(document, partial(self.pixel, document))
        deep = document.parent is not None and document.parent.parent is not None
        if host == "widget.test" and roll() < 0.3 and not deep:
            shop = Place(self.covered("shop.example"), "shop.example", "/embed")
            self._soon(document, partial(self.frame, document, shop))
        if host in COVERED:
            self._soon(document, partial(self.api, document))
            if roll() < 0.3:
                self._soon(document, partial(self.pixel, document))

    def _own_reply(self, *, credentials: bool = True) -> Reply:
        """A covered site's server names the language with some of its answers."""
        if not credentials and not self._web.names_all:
            return Reply()
        return Reply((Sets("lang", "fr-FR"),) if self._random.random() < 0.2 else ())

    def _lets(self, document: Document, service: str) -> bool:
        if service in self._web.leaks:
            return self._random.random() < 0.7
        place = document.place
        value = self._browser.store.readable(CONSENT, place.host, place.bare, self._browser.now)
        return value is not None and service in Answer(value).granted

    def _policy(self, place: Place) -> str:
        start = self._web.no_referrer
        return "no-referrer" if start and place.path.startswith(start) and place.host in COVERED else ""

    def policy_of(self, place: Place) -> str:
        """The Referrer-Policy of a document."""
        return self._policy(place)

    def _fresh(self, path: str) -> str:
        self._asks += 1
        return f"{path}?{self._asks}"

    def _soon(self, document: Document, do: Callable[[], None]) -> None:
        delay = self._random.choice((0.001, 0.004, 0.03, 0.12, 0.5, 1.2)) * self._random.uniform(0.5, 1.5)
        self._browser.later(document, delay, do)
