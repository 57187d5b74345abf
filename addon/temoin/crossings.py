"""From a request or a response to the cookies that cross with it: whose, from where, declared as what."""

import msgspec
from msgspec.structs import replace

from temoin.bounds import Dropped
from temoin.choices.witness import Look
from temoin.connections import Window
from temoin.cookies.jar import Held
from temoin.cookies.storage import Stored
from temoin.cookies.syntax import Pair
from temoin.cookies.values import Labels, length, shape
from temoin.exchanges import Coverage, Crossing, Renewal, Root
from temoin.fingerprint import FingerprintKey
from temoin.pages import Attribution
from temoin.policy.matching import find, namesake
from temoin.policy.schema import Declaration, Policy
from temoin.report import ValueShown
from temoin.shown import KeptUrl
from temoin.sites import registrable
from temoin.verdicts import Standing, standing
from temoin.visitors import FirstSet, Provenance, Visitor
from temoin.vocabulary import Certainty, Origin, Party, Way

__all__ = ["Came", "Carried", "Crossings", "InFlight"]

OUTSIDE = Coverage(None, "", clear=True)
"""What no loaded policy covers."""

UNKNOWN = Coverage(None, "", clear=False)
"""What a page caused that may be one a policy covers, and was never seen."""

_MOST_HOSTS = 10_000
"""Hosts of which it is remembered who covers them; the oldest go first."""

_MOST_NAMES = 4_096
_LONGEST_NAME = 512
"""Cookies of which it is remembered who declares them, and characters of such a one; then all are forgotten."""

_BY_RESPONSE, _BY_SCRIPT = Origin.RESPONSE, Origin.SCRIPT
_CERTAIN, _INFERRED = Certainty.CERTAIN, Certainty.INFERRED


class InFlight(Look, frozen=True, gc=False):
    """A request whose response is awaited.

    Args:
        visitor: whose it is.
        coverage: which policy judges what it carries.
        url: its URL, to be shown.
        root: the request that was redirected to this one, or itself.
        unchosen: True where it shows that there was no choice.
        whole: True where no page of the visitor's can have been open before watching began.
    """

    visitor: Visitor
    coverage: Coverage
    url: KeptUrl
    root: Root
    unchosen: bool
    whole: bool


class Came(msgspec.Struct, frozen=True, gc=False):
    """Where a cookie that a request carries came from.

    Args:
        origin: response, script or earlier.
        certainty: how well that is known.
        n: the number of the request that shows it, or None.
        domain: the domain it is held for, or the host it was sent to.
        path: the path it is held for; "/" where not known.
    """

    origin: Origin
    certainty: Certainty
    n: int | None
    domain: str
    path: str


class Carried(msgspec.Struct, frozen=True, gc=False):
    """What one request carries: it crosses together, so it is placed in the choice together.

    Args:
        flight: the request.
        cookies: each cookie, and where it came from.
        crossings: the crossing of each; empty where they are made once they are judged, if they need be.
    """

    flight: InFlight
    cookies: tuple[tuple[Pair, Came], ...]
    crossings: tuple[Crossing, ...]


class _Declared(msgspec.Struct, frozen=True, gc=False):
    """What a policy says of a cookie.

    Args:
        declaration: the entry that declares it, or None.
        namesake: the entry that declares its name for the other party, or None.
        standing: what it is to the policy; None outside.
        consent: True for a consent cookie of the policy.
    """

    declaration: Declaration | None
    namesake: Declaration | None
    standing: Standing | None
    consent: bool


_UNCOVERED = _Declared(None, None, None, consent=False)


class Crossings:
    """Makes crossings. Holds the labels of values, and which policies there are.

    Args:
        policies: all that are loaded.
        values: True where it will be asked what may be said of values.
        show_values: True to keep the values' text, as the user asked.
        fingerprints: the user's key for fingerprints, or None for none.
        dropped: where values without a label are counted.
    """

    def __init__(
        self,
        policies: tuple[Policy, ...],
        *,
        values: bool,
        show_values: bool,
        fingerprints: FingerprintKey | None = None,
        dropped: Dropped | None = None,
    ) -> None:
        self._policies = policies
        self._labels = Labels(dropped)
        self._values = values or show_values
        self._show_values = show_values
        self._fingerprints = fingerprints
        self._by_host: dict[str, Coverage] = {}
        self._declared: dict[tuple[int, str, str, Party], _Declared] = {}

    def adopt(self, policies: tuple[Policy, ...]) -> None:
        """Go by other policies from now on.

        Args:
            policies: all that are loaded.
        """
        self._policies = policies
        self._by_host.clear()
        self._declared.clear()

    def policy_of(self, host: str) -> Policy | None:
        """Find the policy that covers a host's pages, the most specific one.

        Args:
            host: lower case.
        """
        return (self._by_host.get(host) or self._covered(host)).policy

    def coverage(self, attribution: Attribution) -> Coverage:
        """Find which policy judges what a page causes.

        Args:
            attribution: the page, or those it may be.
        """
        hosts = attribution.pages.hosts
        if len(hosts) == 1:
            (host,) = hosts
            found = self._by_host.get(host) or self._covered(host)
            if found.policy is None:
                return self._uncovered(attribution)
            return replace(found, clear=False) if attribution.pages.more else found
        covered = [found for host in sorted(hosts) if (found := self._covered(host)).policy is not None]
        if not covered:
            return self._uncovered(attribution)
        page = attribution.page
        likely = next((one for one in covered if page and one.host == page.address.host), covered[0])
        return Coverage(likely.policy, likely.host, clear=False)

    def _uncovered(self, attribution: Attribution) -> Coverage:
        unsure = (
            attribution.unseen or attribution.pages.more
        ) and attribution.site_certainty is not Certainty.CERTAIN
        return UNKNOWN if unsure else OUTSIDE

    def _covered(self, host: str) -> Coverage:
        found = self._by_host.get(host)
        if found is None:
            covering = [policy for policy in self._policies if policy.covers(host)]
            best = max(covering, key=lambda one: one.specificity(host), default=None)
            found = OUTSIDE if best is None else Coverage(best, host, clear=True)
            while len(self._by_host) >= _MOST_HOSTS:
                del self._by_host[next(iter(self._by_host))]
            self._by_host[host] = found
        return found

    def came(self, flight: InFlight, pair: Pair, held: Held | None) -> Came:
        """Tell where a cookie that a request carries came from.

        Args:
            flight: the request.
            pair: the cookie.
            held: what a response set under that name, or None.
        """
        if held is None:
            known = self._provenance(flight, pair)
            return Came(known.origin, known.certainty, known.n, flight.request.host, "/")
        if held.cookie.value == pair.value:
            return Came(_BY_RESPONSE, _CERTAIN, held.set_by, held.domain, held.path)
        return Came(_BY_SCRIPT, _INFERRED, None, held.domain, held.path)

    def sent(self, flight: InFlight, pair: Pair, came: Came) -> Crossing:
        """Make the crossing of a cookie that a request carries.

        Args:
            flight: the request.
            pair: the cookie.
            came: where it came from.
        """
        return self._crossing(
            flight, flight.request.at, flight.window, Way.SENT, pair.name, came.domain, came.path, pair.value,
            came.origin, came.certainty, came.n, None, None,
        )  # fmt: skip

    def set(
        self, flight: InFlight, stored: Stored, at: float, before: Held | None, *, same_value: bool
    ) -> Crossing:
        """Make the crossing of a cookie that a response sets.

        Args:
            flight: the request it answers.
            stored: the cookie as browsers keep it.
            at: the response's first byte.
            before: what the visitor held under that name, domain and path, or None.
            same_value: True where that had the same value, or says the same choice.
        """
        cookie = stored.cookie
        key = (cookie.name, stored.domain, stored.path)
        first = flight.visitor.first_set.get(key)
        renewal = None
        if before is not None and first is not None:
            later = (stored.expiry or at) - (before.expiry or at)
            renewal = Renewal(first.page, first.n, later, same_value)
        if renewal is None or not same_value:
            page = flight.attribution.page
            flight.visitor.first(key, FirstSet(flight.n, page.id if page else None))
        return self._crossing(
            flight, at, Window(at, at), Way.SET, cookie.name, stored.domain, stored.path, cookie.value,
            _BY_RESPONSE, _CERTAIN, flight.n, cookie.lifetime(at), renewal,
        )  # fmt: skip

    def _crossing(
        self,
        flight: InFlight,
        at: float,
        window: Window,
        way: Way,
        name: str,
        domain: str,
        path: str,
        value: str,
        origin: Origin,
        origin_certainty: Certainty,
        origin_n: int | None,
        lifetime: float | None,
        renewal: Renewal | None,
    ) -> Crossing:
        request, attribution, coverage = flight.request, flight.attribution, flight.coverage
        party, party_certainty = attribution.party(domain)
        policy = coverage.policy
        declared = _UNCOVERED if policy is None else self._declaration(policy, name, domain, party)
        return Crossing(
            flight.n, request.flow, at, window, flight.visitor.number, way, name, domain, path, request.method,
            flight.url, flight.root, attribution, coverage, party, party_certainty, origin, origin_certainty,
            origin_n, declared.declaration, declared.namesake, declared.standing, lifetime, renewal,
            declared.consent, self._shown(value) if self._values else None,
        )  # fmt: skip

    def _declaration(self, policy: Policy, name: str, domain: str, party: Party) -> _Declared:
        # By the policy itself: what waits is judged by the one that was in force when it crossed.
        key = (id(policy), name, domain, party)
        found = self._declared.get(key)
        if found is None:
            found = _declared(policy, name, domain, party)
            if len(name) + len(domain) <= _LONGEST_NAME:
                if len(self._declared) >= _MOST_NAMES:
                    self._declared.clear()
                self._declared[key] = found
        return found

    def _shown(self, value: str) -> ValueShown:
        return ValueShown(
            length(value),
            shape(value),
            self._labels.of(value),
            value if self._show_values else None,
            self._fingerprints.of(value) if self._fingerprints else None,
        )

    def _provenance(self, flight: InFlight, pair: Pair) -> Provenance:
        visitor, value = flight.visitor, pair.value
        key = (flight.request.host, pair.name)
        known = visitor.provenance.get(key)
        if known is None:
            known = replace(self._first_seen(flight), value=value)
        elif known.value == value:
            return known
        else:
            known = Provenance(_BY_SCRIPT, _INFERRED, None, value)
            visitor.provenance[key] = known
            return known
        visitor.came(*key, known)
        return known

    def _first_seen(self, flight: InFlight) -> Provenance:
        """Of a cookie that no response set: a script's, or there before watching began."""
        visitor, host = flight.visitor, flight.request.host
        if registrable(host) not in visitor.ran:
            # A page that was open before may have stored it since, and nothing need show such a page.
            before = flight.whole and flight.request.at <= visitor.began and not visitor.blurred
            return Provenance(Origin.EARLIER, Certainty.CERTAIN if before else Certainty.INFERRED, flight.n)
        lacked = None if visitor.blurred else visitor.lacked(host, flight.path)
        if lacked is not None:
            return Provenance(Origin.SCRIPT, Certainty.CERTAIN, lacked)
        return Provenance(Origin.SCRIPT, Certainty.INFERRED, None)


def _declared(policy: Policy, name: str, domain: str, party: Party) -> _Declared:
    declaration = find(policy, name, domain, party)
    other = namesake(policy, name, domain) if declaration is None else None
    need = policy.category(declaration.category).consent if declaration else None
    to_confirm = declaration is not None and declaration.to_confirm
    return _Declared(
        declaration,
        other,
        standing(need, policy.undeclared, to_confirm=to_confirm, template=policy.template),
        consent=party is Party.FIRST and policy.consent_in(name) is not None,
    )
