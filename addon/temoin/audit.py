"""The engine: events in, settled verdicts out. No network, no clock, no files, no mitmproxy.

Theory of operation
===================

Each request is numbered, dated (`connections`), attributed to a page (`pages`) and read for the consent cookie
(`consent`); each cookie it carries, and each its response sets, becomes a *crossing* (`crossings`). A crossing on
a covered page waits until the choice at its moment is known, or will never be; then the table (`verdicts`) judges
it, the rules (`findings`) see it and the ledger counts it. Closing the session settles the rest and makes the
statement.

Nothing here depends on where events come from, nor on the time at which they are fed: a live session and the
replay of its recording give the same findings.
"""

from collections import OrderedDict
from collections.abc import Iterable
from copy import deepcopy
from urllib.parse import urljoin

from msgspec.structs import replace

from temoin.banners import Banners
from temoin.bounds import Dropped, Ever, Lost
from temoin.choices.register import Choices
from temoin.choices.witness import FIRST_FOR_CERTAIN, would_carry
from temoin.choices.writing import same_choice, writings
from temoin.connections import Connections, Window
from temoin.cookies.storage import Refusal, Stored, judge_field
from temoin.cookies.syntax import Pair, parse_cookie
from temoin.crossings import Came, Carried, Crossings, InFlight
from temoin.doubts import Doubts
from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.exchanges import Crossing, Judged, Root
from temoin.fetch_metadata import Address, Purpose, address, describe, is_plain, target_of
from temoin.judging import Judging
from temoin.pages import Attribution, Attributor
from temoin.policy.schema import Policy
from temoin.report import Session
from temoin.settings import Settings
from temoin.shown import kept_url
from temoin.sites import registrable
from temoin.statement import Source, statement
from temoin.visitors import MOST_THINGS, Visitor, Visitors
from temoin.vocabulary import Certainty, Party

__all__ = ["Audit"]

_MOST_REDIRECTED = 1_000
"""Redirected requests whose beginning is remembered; the oldest go first."""

_MOST_IN_FLIGHT = 20_000
"""Requests under way at once; the oldest are then taken as over."""

_WEIGHED_EVERY = 10_000
"""Requests after which it is looked at how much is kept of all visitors together."""

_MOST_MIXED = 20_000
"""Visitors of whom it is remembered, once they were let go of, that they were two; then all were."""

_MISSING = "\0" * 8
"""Stands for the value of a cookie that is not there; no cookie holds it."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SECURE = ("https", "wss")
_THIRD_FOR_CERTAIN = (Party.THIRD, Certainty.CERTAIN)
_RUNS_NOTHING = (Purpose.SUBRESOURCE, Purpose.PREFLIGHT, Purpose.BACKGROUND)


class Audit:
    """Judges one session of traffic by one or more policies.

    Args:
        policies: all that may cover a page; the most specific one for a page's host judges it.
        settings: how strictly, and what to keep.
        quiet: True where nobody takes what happened (`moves`, `settled`), which saves much of the work.
    """

    def __init__(
        self, policies: tuple[Policy, ...], settings: Settings | None = None, *, quiet: bool = False
    ) -> None:
        self.settings = settings or Settings()
        self._policies = policies
        self._former: tuple[Policy, ...] = ()
        dropped = Dropped()
        self._crossings = Crossings(
            policies,
            values=self.settings.exchanges or self.settings.why is not None,
            show_values=self.settings.show_values,
            fingerprints=self.settings.fingerprints,
            dropped=dropped,
        )
        self._dropped = dropped
        self._visitors = Visitors(dropped)
        self._attributor = Attributor(dropped)
        self._connections = Connections(dropped)
        self._choices: Choices[Crossing | Carried] = Choices(dropped)
        self._judging = Judging(self._choices, self._crossings, self.settings, dropped, quiet=quiet)
        self._banners = Banners(dropped)
        self._mixed: Ever[int] = Ever(_MOST_MIXED)
        self._flights: OrderedDict[int, InFlight] = OrderedDict()
        self._roots: OrderedDict[int, Root] = OrderedDict()
        self._requests = 0
        self._started: float | None = None
        self._ended: float | None = None

    def feed(self, event: Event) -> None:
        """Take in the next event.

        Args:
            event: in the order that `temoin.events` promises.
        """
        self.feed_all((event,))

    def feed_all(self, events: Iterable[Event]) -> None:
        """Take in the next events.

        Args:
            events: in the order that `temoin.events` promises.
        """
        for event in events:
            at, ended = event.at, self._ended
            if ended is None or at > ended:
                self._ended = at
            if isinstance(event, FlowEnded):
                self._connections.ended(event)
                flight = self._flights.pop(event.flow, None)
                if flight is not None:
                    self._choices.ended(flight.n, at)
            elif isinstance(event, ResponseSeen):
                self._response(event)
            elif isinstance(event, RequestSeen):
                self._request(event)
            else:
                self._body(event)

    def reads(self, flow: int) -> bool:
        """Tell whether the document that a flow brings would be read, so that it need not be decoded for nothing.

        Args:
            flow: its number; its request was fed.
        """
        flight = self._flights.get(flow)
        return flight is not None and flight.unchosen and flight.coverage.policy is not None

    def interrupted(self) -> None:
        """Take what comes next as another recording: some of what crossed was not fed, and may be anything."""
        self._let_go(self._ended or 0.0, everyone=True)

    def moves(self) -> list[Crossing | Judged]:
        """Take what happened since the last call, in order: crossings that wait, and exchanges settled.

        A crossing that waits comes back settled later, as the same object.
        """
        return self._judging.taken()

    def settled(self) -> list[Judged]:
        """Take the exchanges settled since the last call, in the order in which they were settled."""
        return [move for move in self._judging.taken() if isinstance(move, Judged)]

    def adopt(self, policies: tuple[Policy, ...]) -> None:
        """Judge by other policies from now on; what crossed before was judged by those before.

        Args:
            policies: all that may cover a page.
        """
        names = {policy.name for policy in policies}
        self._former = tuple(one for one in (*self._policies, *self._former) if one.name not in names)
        self._policies = policies
        self._crossings.adopt(policies)

    def fork(self) -> "Audit":
        """Take a copy that may be closed while this one goes on."""
        return deepcopy(self, {id(policy): policy for policy in (*self._policies, *self._former)})

    @property
    def doubts(self) -> Doubts:
        """What speaks against verdicts, as it was when the session was last told of."""
        return self._judging.ledger.doubts

    def close(self, source: Source) -> Session:
        """End the session: settle what still waits, and say what was found.

        Args:
            source: what is known of where the events came from.

        Returns:
            The session as plain data.
        """
        self._judging.settle(self._choices.close(self._ended or 0.0))
        return self._statement(source, ended=True)

    def so_far(self, source: Source) -> Session:
        """Say what is found so far, while the session goes on; nothing of what waits, or has not appeared.

        Args:
            source: what is known of where the events come from.

        Returns:
            The session as plain data.
        """
        return self._statement(source, ended=False)

    def _statement(self, source: Source, *, ended: bool) -> Session:
        self._judging.ledger.doubts = self._doubts()
        return statement(
            source=source,
            settings=self.settings,
            policies=(*self._policies, *self._former),
            pages=self._attributor.opened,
            passed=self._attributor.passed,
            dropped=self._dropped.notes(),
            policy_of=self._crossings.policy_of,
            eras=self._choices.eras() if source.bears_cookies else [],
            disagreements=self._choices.disagreements.all(),
            banners=self._banners.notes(),
            findings=self._judging.findings,
            ledger=self._judging.ledger,
            orders=self._judging.orders,
            stored=self._judging.came_back,
            requests=self._requests,
            visitors=len(self._visitors),
            started=self._started,
            ended=self._ended,
            exchanges=self._judging.exchanges() if ended else None,
            proof=self._judging.proof() if ended else None,
            whole=ended,
        )

    def _doubts(self) -> Doubts:
        """What speaks against verdicts now."""
        doubts = Doubts()
        for number in self._mixed:
            doubts.mixed(number)
        for visitor in self._visitors.all():
            if visitor.profiles.mixed is not None:
                doubts.mixed(visitor.number)
        for of in self._choices.narrow():
            doubts.path(of.visitor, of.host)
        if self._mixed.full:
            doubts.everyone()
        if self._choices.doubt_everywhere:
            doubts.everywhere()
        return doubts

    def _make_room(self, at: float) -> None:
        """Let go of visitors who were not seen for longest, where more is kept than may be."""
        if self._visitors.crowded:
            self._let_go(at)
            return
        while self._things() > MOST_THINGS and len(self._visitors.all()) > 1:
            self._let_go(at)

    def _let_go(self, at: float, *, everyone: bool = False) -> None:
        """Let go of some visitors: judge what waits, and take what was held of them together."""
        leaving = {visitor.number: visitor for visitor in self._visitors.let_go(everyone=everyone)}
        flows = [flow for flow, flight in self._flights.items() if flight.visitor.number in leaving]
        for flow in flows:
            self._land(flow, at)
        if not everyone:
            self._dropped.note(Lost.FLIGHTS, len(flows))
        for number, visitor in leaving.items():
            if visitor.profiles.mixed is not None:
                self._mixed.add(number)
            if self._choices.odd(number):
                self._visitors.remember_odd(visitor)
            self._judging.settle(self._choices.forget(number, at))
        doubts = self._doubts()
        for number in leaving:
            self._judging.forget(number, doubts)
            self._attributor.forget(number)

    def _things(self) -> int:
        """How many things are kept of all visitors."""
        return sum(
            visitor.size
            + self._attributor.documents(visitor.number).size
            + self._choices.size(visitor.number)
            + self._judging.size(visitor.number)
            for visitor in self._visitors.all()
        )

    def _returned(self, visitor: Visitor) -> None:
        """Take someone who was let go of as one whose pages were open before the recording began."""
        visitor.greeted = True
        self._attributor.documents(visitor.number).whole = False
        if visitor.odd:
            self._choices.is_odd(visitor.number)

    def _request(self, request: RequestSeen) -> None:
        if request.method == "CONNECT":
            return
        self._requests = n = self._requests + 1
        at, host = request.at, request.host
        if self._started is None or at < self._started:
            self._started = at
        said, cookies = describe(request)
        visitors = self._visitors
        visitor = visitors.of(request.client, request.user, said.user_agent, at)
        if visitor.back and not visitor.greeted:
            self._returned(visitor)
        if visitors.crowded or n % _WEIGHED_EVERY == 0:
            self._make_room(at)
        where = target_of(request)
        window = self._connections.request(request, where.url if where else "")
        if where is None:
            return
        documents = self._attributor.documents(visitor.number)
        attribution = self._attributor.attribute(n, documents, request, said, where)
        since = attribution.since
        if since is not None and since > window.lo:
            window = Window(min(since, window.hi), window.hi)
        if said.purpose is Purpose.TOP and where.scheme in _SECURE:
            visitor.secure_hosts.add(where.host)
        root = self._first_of(attribution) if attribution.rule == "redirect" else None
        flight = InFlight(
            n, request, said, attribution, window, parse_cookie(cookies) if cookies else (),
            request.path.partition("?")[0], attribution.party(host), host in visitor.secure_hosts,
            documents.fresh(host), visitor, self._crossings.coverage(attribution),
            kept_url(where.origin, request.path), root or Root(n, where.url), False, documents.whole,
        )  # fmt: skip
        own = self._look(flight)
        if own is not None and attribution.rule == "navigation" and self._choices.unchosen(n, own):
            flight = replace(flight, unchosen=True)
        flights = self._flights
        flights[request.flow] = flight
        if len(flights) > _MOST_IN_FLIGHT:
            next(iter(flights.values())).visitor.missed = True
            self._land(next(iter(flights)), at)
            self._dropped.note(Lost.FLIGHTS)
        if self._judging.proving is not None:
            self._judging.proving.request(flight)
        self._carry(flight)

    def _land(self, flow: int, at: float) -> None:
        flight = self._flights.pop(flow, None)
        if flight is not None:
            self._choices.ended(flight.n, at)

    def _first_of(self, attribution: Attribution) -> Root | None:
        """The first of the chain of redirects that led to a request; None where it is not known."""
        return None if attribution.via is None else self._roots.get(attribution.via)

    def _look(self, flight: InFlight) -> Policy | None:
        """Read what a request shows of the choice on its own host, which a policy covers or none does."""
        policy = self._crossings.policy_of(flight.request.host)
        if policy is not None:
            settled = self._choices.request(flight, flight.visitor.number, policy)
            if settled:
                self._judging.settle(settled)
        elif flight.pairs and flight.party[0] is Party.FIRST and self._banners.likely(flight.pairs):
            self._banners.see(flight.request.host, flight.pairs)
        return policy

    def _carry(self, flight: InFlight) -> None:
        request, visitor, pairs = flight.request, flight.visitor, flight.pairs
        host, path = request.host, flight.path
        # A request reads the store that its host has as a first party, and no other.
        whole_store = flight.party == FIRST_FOR_CERTAIN and flight.attribution.cross_site is False
        if whole_store:
            self._miss(flight)
        if pairs:
            crossings, jar, window = self._crossings, visitor.jar, flight.window
            cookies: list[tuple[Pair, Came]] = []
            for carried in pairs:
                pair = carried if carried.value or not carried.name else self._named(flight, carried)
                name = pair.name
                if whole_store:
                    visitor.profiles.carried(flight.n, host, name, pair.value, request.connection, window)
                best = jar.carried(pair, request.scheme, host, path, request.at)
                came = crossings.came(flight, pair, best)
                if best is not None:
                    self._judging.came_back.add((visitor.number, name, came.domain))
                cookies.append((pair, came))
            self._judging.carry(flight, tuple(cookies))
        if would_carry(flight):
            visitor.asked(host, path, flight.n)

    def _named(self, flight: InFlight, pair: Pair) -> Pair:
        """A nameless cookie, which Firefox sends back with its value for a name ("token=")."""
        request = flight.request
        held = flight.visitor.jar.held(pair.name, request.scheme, request.host, request.path, request.at)
        nameless = any(not one.name and one.value == pair.name for one in held)
        return Pair("", pair.name) if nameless else pair

    def _miss(self, flight: InFlight) -> None:
        """A choice that is missing is one state of a store, as a value is."""
        for cookie in self._choices.lacking(flight.n):
            flight.visitor.profiles.carried(
                flight.n, flight.request.host, cookie, _MISSING, flight.request.connection, flight.window
            )

    def _response(self, response: ResponseSeen) -> None:
        flight = self._flights.get(response.flow)
        if flight is None:
            return
        request, visitor = flight.request, flight.visitor
        host, at = request.host, response.at
        if at < request.at:
            at = request.at
        own = self._crossings.policy_of(host)
        if own is not None and flight.whole and registrable(host) not in visitor.ran:
            self._judging.settle(self._choices.unchanged(visitor.number, own, host, flight.n, at))
        fields = [
            value for name, value in response.headers if len(name) == 10 and name.lower() == b"set-cookie"
        ]
        if fields:
            chosen = [stored for field in fields if (stored := self._set(flight, field, at)) is not None]
            if own is not None and chosen:
                self._choose(flight, own, chosen, at)
        redirected = response.status in _REDIRECTS and self._redirect(flight, response, at)
        if not redirected and flight.said.purpose not in _RUNS_NOTHING:
            visitor.ran.add(registrable(host))
            if own is not None:
                self._choices.ran(visitor.number, own, host, flight.path)

    def _body(self, event: BodySeen) -> None:
        """Read what a document names, where it was asked for without a choice."""
        flight = self._flights.get(event.flow)
        if flight is None or not flight.unchosen or flight.coverage.policy is None:
            return
        page, where = flight.attribution.page, target_of(flight.request)
        if page is not None and where is not None:
            self._judging.orders.document(page.id, flight.n, where, event.body)

    def _set(self, flight: InFlight, field: bytes, at: float) -> Stored | None:
        """Take in one Set-Cookie; hand it back where it changes a choice."""
        request, visitor = flight.request, flight.visitor
        outcome = judge_field(
            field,
            scheme=request.scheme,
            host=request.host,
            path=request.path,
            at=at,
            cross_site=True if self._cross_site(flight) else None,
        )
        if isinstance(outcome, Refusal):
            self._judging.ledger.reject(flight.n, at, outcome.name, request.host, flight.url, outcome.why)
            return None
        cookie = outcome.cookie
        partition = flight.attribution.site if cookie.partitioned else None
        before = visitor.jar.same(outcome, at, partition)
        kept = visitor.jar.store(outcome, at=at, flow=flight.n, partition=partition)
        if isinstance(kept, Refusal):
            self._judging.ledger.reject(flight.n, at, kept.name, request.host, flight.url, kept.why)
            return None
        policy = self._crossings.policy_of(request.host)
        consent = policy.consent_in(cookie.name) if policy else None
        if not outcome.deletion:
            same = before is not None and (
                before.value == cookie.value
                if policy is None or consent is None
                else same_choice(before, outcome, policy, consent)
            )
            self._judging.place(self._crossings.set(flight, outcome, at, before, same_value=same))
        return outcome if consent is not None and flight.party[0] is not Party.THIRD else None

    def _cross_site(self, flight: InFlight) -> bool:
        if flight.said.purpose is Purpose.TOP:
            return False
        return flight.party == _THIRD_FOR_CERTAIN or flight.attribution.cross_site is True

    def _choose(self, flight: InFlight, policy: Policy, chosen: list[Stored], at: float) -> None:
        """Enter the choices that a response set or deleted."""
        number, host = flight.visitor.number, flight.request.host
        for written in writings(policy, chosen):
            held = self._choices.names(number, policy, host, written.consent)
            hosts = {host}
            if not written.cookies[0].host_only:
                followed = self._choices.hosts(number, policy)
                hosts |= {one for one in followed if one.endswith("." + written.cookies[0].domain)}
            change = written.change(policy, held)
            self._judging.settle(self._choices.response(number, policy, sorted(hosts), flight.n, at, change))

    def _redirect(self, flight: InFlight, response: ResponseSeen, at: float) -> bool:
        location = next((value for name, value in response.headers if name.lower() == b"location"), None)
        target = _resolve(flight.request.url, location)
        if target is None:
            return False
        self._roots[flight.n] = flight.root
        while len(self._roots) > _MOST_REDIRECTED:
            self._roots.popitem(last=False)
        self._attributor.redirected(
            flight.visitor.number, flight.attribution, flight.said, flight.n, target, at
        )
        return True


def _resolve(base: str, location: bytes | None) -> Address | None:
    """Where a Location leads (RFC 9110 10.2.2), without its fragment."""
    if not location:
        return None
    told = location.decode("utf-8", "surrogateescape").strip()
    if is_plain(told):
        return address(told)
    try:
        return address(urljoin(base, told))
    except ValueError:
        return None
