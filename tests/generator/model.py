"""A model of a browser behind a proxy: what it asks for, its store, its connections. It knows what is true."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from generator.document import Document, Reply, Sets
from generator.pools import Agenda, Connection, Pools
from generator.site import Kind, Web, registrable_of
from generator.store import Context, Cookie, Source, Store
from generator.truth import Moment, Page, Told, Truth
from generator.wire import Place, Wire, fetch_site, referer

__all__ = ["Browser"]

_START = 1_764_000_000.0


@dataclass
class _Asked:
    """A request under way."""

    by: Document | None
    chain: tuple[Place, ...]
    dest: str
    mode: str
    method: str
    credentials: bool
    source: Place | None
    policy: str
    reply: Reply
    done: Callable[[Place, Page, bool], None] | None
    fields: tuple[tuple[bytes, bytes], ...]
    relayed: bool = False

    @property
    def to(self) -> Place:
        return self.chain[-1]

    @property
    def top(self) -> bool:
        return self.dest == "document"


@dataclass
class Browser:
    """One profile of a browser, with its clock."""

    web: Web
    random: Random
    client: str = "192.0.2.7"
    agenda: Agenda = field(default_factory=lambda: Agenda(_START))
    workers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.store = Store(self.web.kind, self.web.third_party)
        self.wire = Wire(self.web.kind, self.client)
        self.pools = Pools(
            self.agenda, self.random, self.random.choice((10.0, 60.0)), self.web.late, self.web.stalled
        )
        self.truth = Truth(self.store)
        self._multiplexed: dict[str, bool] = {}
        self._values = 0

    @property
    def now(self) -> float:
        return self.agenda.now

    def moment(self) -> Moment:
        """This moment."""
        return Moment(self.now, self.store.mark)

    def value(self) -> str:
        """A value never used before, of a length that no one takes for a word."""
        self._values += 1
        return f"{self._values:04x}{self.random.getrandbits(64):016x}"

    def keep(self, sets: Sets, host: str, source: Source, *, secure: bool, partition: str = "") -> None:
        """Store a cookie."""
        if sets.max_age == 0:
            self.store.remove(sets.name, sets.domain or host, sets.path, self.now)
            return
        expiry = None if sets.max_age is None else self.now + sets.max_age
        cookie = Cookie(
            sets.name, sets.value, sets.domain or host, not sets.domain, sets.path, sets.same_site, secure, expiry,
            source, partition,
        )  # fmt: skip
        self.store.write(cookie, self.now)

    def write(self, by: Document, sets: Sets) -> None:
        """Let a document's script store a cookie, as far as the browser lets it."""
        partition = self.store.partition(by.place.host, self._context(by))
        if partition is None or (by.foreign and sets.same_site in ("lax", "strict")):
            return
        source = Source(None, earlier=False, at=self.now)
        self.keep(sets, by.place.host, source, secure=by.place.secure, partition=partition)

    def later(self, by: Document, delay: float, do: Callable[[], None]) -> None:
        """Let a document do something, if it still runs then."""
        self.agenda.after(delay, lambda: do() if by.runs else None)

    def fetch(
        self,
        by: Document,
        to: Place,
        dest: str = "image",
        *,
        mode: str = "no-cors",
        method: str = "GET",
        credentials: bool = True,
        source: Place | None = None,
        preflight: bool = False,
        reply: Reply | None = None,
        done: Callable[[Place, Page, bool], None] | None = None,
    ) -> None:
        """Let a document ask for something.

        Args:
            by: the document.
            to: what.
            dest: as Sec-Fetch-Dest.
            mode: as Sec-Fetch-Mode.
            method: of the request.
            credentials: False leaves cookies out, both ways.
            source: what the Referer names; the document itself if None.
            preflight: True where CORS asks first.
            reply: what comes of it.
            done: called when its cookies are stored, with where it came to, its page, and whether it failed.
        """
        cross = to.origin != by.place.origin
        fields: tuple[tuple[bytes, bytes], ...] = ()
        if (mode == "cors" and cross) or method not in ("GET", "HEAD"):
            hidden = mode != "cors" and by.policy == "no-referrer"
            fields = ((b"origin", b"null" if hidden else by.place.origin.encode()),)
        asked = _Asked(
            by, (to,), dest, mode, method, credentials, source or by.place, by.policy, reply or Reply(), done,
            fields,
        )  # fmt: skip
        if not preflight or not cross:
            self._ask(asked)
            return
        first = _Asked(
            by, (to,), "empty", "cors", "OPTIONS", False, by.place, by.policy, Reply(), lambda *_: self._ask(asked),
            ((b"origin", by.place.origin.encode()), (b"access-control-request-method", method.encode())),
        )  # fmt: skip
        self._ask(first)

    def navigate(
        self,
        to: Place,
        by: Document | None,
        done: Callable[[Place, Page, bool], None],
        *,
        method: str = "GET",
        reply: Reply | None = None,
    ) -> None:
        """Ask for a top-level document; the arguments are those of `fetch`, `by` None for the visitor."""
        fields: tuple[tuple[bytes, bytes], ...] = ((b"upgrade-insecure-requests", b"1"),)
        if by is not None and method == "POST":
            fields += ((b"origin", by.place.origin.encode()),)
        source = None if by is None else by.place
        self._ask(
            _Asked(
                by,
                (to,),
                "document",
                "navigate",
                method,
                True,
                source,
                by.policy if by else "",
                reply or Reply(),
                done,
                fields,
            )
        )

    def _context(self, by: Document, *, navigation: bool = False, safe: bool = True) -> Context:
        top = registrable_of(by.page.host)
        return Context(top, by.foreign, navigation, registrable_of(by.place.host), safe)

    def _ask(self, asked: _Asked) -> None:
        """Read the store, and wait for a connection."""
        flow = self.wire.number()
        to = asked.to
        asked.relayed = (
            asked.mode == "navigate" and to.secure and to.host in self.workers and len(asked.chain) == 1
        )
        if asked.top:
            page = Page(flow, to.scheme, to.host, self.now)
            initiator = None if asked.by is None else registrable_of(asked.by.place.host)
            if asked.relayed:
                initiator = registrable_of(to.host)
            context = Context(
                registrable_of(to.host), navigation=True, initiator=initiator, safe=asked.method == "GET"
            )
        else:
            assert asked.by is not None
            page = asked.by.page
            context = self._context(asked.by, safe=asked.method == "GET")
            if asked.dest == "iframe" and registrable_of(to.host) != registrable_of(page.host):
                context = Context(context.top, True, False, context.initiator, context.safe)
        cookies = (
            self.store.sent(to.host, to.bare, context, self.now, secure=to.secure)
            if asked.credentials
            else ()
        )
        any_page = asked.by is not None and asked.by.any_page
        told = Told(page, any_page and not asked.top, self.moment())
        told.carried = {one.name: one.source for one in cookies}
        told.host = to.host
        kept_for = to.bare.startswith(self.web.path)
        told.shows = (
            asked.credentials and not context.foreign and context.top == registrable_of(to.host) and kept_for
        )
        self.truth.requests[flow] = told
        fields = self._fields(asked, cookies)
        key, multiplexed = self._pool(asked, page)
        self.pools.ask(
            key,
            multiplexed,
            lambda connection: self._send(flow, asked, fields, connection, key, multiplexed, page, context),
        )

    def _pool(self, asked: _Asked, page: Page) -> tuple[tuple[str, ...], bool]:
        to = asked.to
        multiplexed = self.web.multiplexed
        if multiplexed is None:
            multiplexed = self._multiplexed.setdefault(to.host, self.random.random() < 0.5)
        multiplexed = multiplexed and to.secure
        apart = page.site if self.web.kind is Kind.CHROMIUM else ""
        return (to.origin, apart, "with" if asked.credentials else "without"), multiplexed

    def _fields(self, asked: _Asked, cookies: tuple[Cookie, ...]) -> tuple[tuple[bytes, bytes], ...]:
        fields = list(asked.fields)
        initiator = None if asked.by is None else asked.by.place
        mode, dest, said = asked.mode, asked.dest, fetch_site(asked.chain, initiator)
        if asked.relayed:
            mode = "navigate" if self.web.kind is Kind.CHROMIUM else "same-origin"
            dest, said = "empty", "same-origin"
        if asked.to.secure:
            fields += [
                (b"sec-fetch-site", said.encode()),
                (b"sec-fetch-mode", mode.encode()),
                (b"sec-fetch-dest", dest.encode()),
            ]
        elif asked.dest == "iframe":
            fields.append((b"upgrade-insecure-requests", b"1"))
        named = referer(asked.source, asked.to, asked.policy) if asked.source else ""
        if named:
            fields.append((b"referer", named.encode()))
        if cookies and self.web.kind is Kind.CHROMIUM:
            fields += [(b"cookie", f"{one.name}={one.value}".encode()) for one in cookies]
        elif cookies:
            fields.append((b"cookie", "; ".join(f"{one.name}={one.value}" for one in cookies).encode()))
        return tuple(fields)

    def _send(
        self,
        flow: int,
        asked: _Asked,
        fields: tuple[tuple[bytes, bytes], ...],
        connection: Connection,
        key: tuple[str, ...],
        multiplexed: bool,
        page: Page,
        context: Context,
    ) -> None:
        random = self.random
        at = max(self.now + random.uniform(0.0003, 0.008), connection.opened)
        self.wire.request(
            flow, at, asked.to, asked.method, fields,
            multiplexed=multiplexed, connection=connection.name, connected=connection.opened,
        )  # fmt: skip
        wait = random.choice((0.004, 0.02, 0.05, 0.1, 0.3)) * random.uniform(0.7, 1.3) + asked.reply.slow
        first = at - self.now + wait
        slow = 1.5 if self.web.buffered else 0.2
        over = first + random.choice((0.0, 0.001, 0.02, slow)) * random.random()
        if asked.reply.fails:
            self.agenda.after(first, lambda: self._fail(flow, asked, page))
        else:
            self.agenda.after(first, lambda: self._receive(flow, asked, page, context, over - first))
            self.wire.ended(flow, self.now + over)
        self.agenda.after(over + random.uniform(0.0001, 0.002), lambda: self.pools.free(key, connection))

    def _fail(self, flow: int, asked: _Asked, page: Page) -> None:
        self.wire.ended(flow, self.now, "the connection broke")
        if asked.done is not None:
            asked.done(asked.to, page, True)

    def _receive(self, flow: int, asked: _Asked, page: Page, context: Context, rest: float) -> None:
        """The first byte of the response: soon after, the browser keeps its cookies and goes on."""
        reply, told = asked.reply, self.truth.requests[flow]
        told.first = self.moment()
        fields = tuple((b"set-cookie", one.field(asked.to.secure)) for one in reply.sets)
        status = 200
        if reply.to is not None:
            status = 302
            fields += ((b"location", reply.to[0].url.encode()),)
        self.wire.response(flow, self.now, status, fields)
        wait = self.random.choice((0.001, 0.003, 0.01, 0.05, 0.25))
        wait += rest if self.web.buffered else 0.0
        self.agenda.after(wait, lambda: self._take(flow, asked, page, context))

    def _take(self, flow: int, asked: _Asked, page: Page, context: Context) -> None:
        reply, to, told = asked.reply, asked.to, self.truth.requests[flow]
        if asked.credentials:
            self._keep_all(flow, asked, context)
        told.stored = self.moment()
        if reply.to is None:
            if asked.done is not None:
                asked.done(to, page, False)
            return
        target, then = reply.to
        asked.chain = (*asked.chain, target)
        asked.method = "GET"
        asked.reply = then
        self._ask(asked)

    def _keep_all(self, flow: int, asked: _Asked, context: Context) -> None:
        to = asked.to
        partition = self.store.partition(to.host, context)
        near = context.navigation or (
            not context.foreign
            and context.top == registrable_of(to.host)
            and context.initiator in (None, registrable_of(to.host))
        )
        for sets in asked.reply.sets:
            lax = sets.same_site in ("lax", "strict") or (
                not sets.same_site and self.web.kind is Kind.CHROMIUM
            )
            if partition is None or (lax and not near):
                continue
            source = Source(flow, earlier=False, at=self.now)
            self.keep(sets, to.host, source, secure=to.secure, partition=partition)
