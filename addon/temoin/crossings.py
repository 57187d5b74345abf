"""From a request or a response to the cookies that cross with it: whose, from where, declared as what."""

import msgspec
from msgspec.structs import replace

from temoin.connections import Window
from temoin.cookies.jar import Held
from temoin.cookies.storage import Stored
from temoin.cookies.syntax import Pair
from temoin.cookies.values import Labels, length, shape
from temoin.events import RequestSeen
from temoin.exchanges import Coverage, Crossing, Renewal, Root
from temoin.fetch_metadata import SelfDescription
from temoin.pages import Attribution
from temoin.policy.matching import find, namesake
from temoin.policy.schema import Policy
from temoin.report import ValueShown
from temoin.sites import registrable
from temoin.verdicts import Standing, standing
from temoin.visitors import FirstSet, Provenance, Visitor
from temoin.vocabulary import Certainty, Origin, Party, Way

__all__ = ["Crossings", "InFlight"]

OUTSIDE = Coverage(None, "", clear=True)
"""What no loaded policy covers."""

UNKNOWN = Coverage(None, "", clear=False)
"""What a page caused that may be one a policy covers, and was never seen."""

_MOST_HOSTS = 10_000


class InFlight(msgspec.Struct, frozen=True):
    """A request whose response is awaited.

    Args:
        n: its number.
        visitor: whose it is.
        request: as it was seen.
        said: its own account.
        attribution: which page caused it.
        coverage: which policy judges what it carries.
        window: when its cookies were read.
        pairs: the cookies it carried.
        url: its URL as it may be shown.
        root: the request that was redirected to this one, or itself.
        unchosen: True where it shows that there was no choice.
        whole: True where no page of the visitor's can have been open before watching began.
    """

    n: int
    visitor: Visitor
    request: RequestSeen
    said: SelfDescription
    attribution: Attribution
    coverage: Coverage
    window: Window
    pairs: tuple[Pair, ...]
    url: str
    root: Root
    unchosen: bool
    whole: bool

    @property
    def path(self) -> str:
        """The request's path without query."""
        return self.request.path.partition("?")[0]


class Crossings:
    """Makes crossings. Holds the labels of values, and which policies there are.

    Args:
        policies: all that are loaded.
        show_values: True to keep the values' text, as the user asked.
    """

    def __init__(self, policies: tuple[Policy, ...], *, show_values: bool) -> None:
        self._policies = policies
        self._labels = Labels()
        self._show_values = show_values
        self._by_host: dict[str, Coverage] = {}

    def adopt(self, policies: tuple[Policy, ...]) -> None:
        """Go by other policies from now on.

        Args:
            policies: all that are loaded.
        """
        self._policies = policies
        self._by_host.clear()

    def policy_of(self, host: str) -> Policy | None:
        """Find the policy that covers a host's pages, the most specific one.

        Args:
            host: lower case.
        """
        return self._covered(host).policy

    def coverage(self, attribution: Attribution) -> Coverage:
        """Find which policy judges what a page causes.

        Args:
            attribution: the page, or those it may be.
        """
        hosts = attribution.pages.hosts
        if len(hosts) == 1:
            (host,) = hosts
            found = self._covered(host)
            return found if found.policy is not None else self._uncovered(attribution)
        covered = [found for host in sorted(hosts) if (found := self._covered(host)).policy is not None]
        if not covered:
            return self._uncovered(attribution)
        page = attribution.page
        likely = next((one for one in covered if page and one.host == page.address.host), covered[0])
        return Coverage(likely.policy, likely.host, clear=False)

    def _uncovered(self, attribution: Attribution) -> Coverage:
        unsure = attribution.unseen and attribution.site_certainty is not Certainty.CERTAIN
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

    def sent(self, flight: InFlight, pair: Pair, held: Held | None) -> Crossing:
        """Make the crossing of a cookie that a request carries.

        Args:
            flight: the request.
            pair: the cookie.
            held: what a response set under that name, or None.
        """
        domain = held.domain if held else flight.request.host
        came = self._provenance(flight, pair, held)
        return self._crossing(
            flight,
            Way.SENT,
            pair.name,
            domain,
            held.path if held else "/",
            pair.value,
            came,
            at=flight.request.at,
            window=flight.window,
            lifetime=None,
            renewal=None,
        )

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
            flight.visitor.first_set[key] = FirstSet(flight.n, page.id if page else None)
        return self._crossing(
            flight,
            Way.SET,
            cookie.name,
            stored.domain,
            stored.path,
            cookie.value,
            Provenance(Origin.RESPONSE, Certainty.CERTAIN, flight.n),
            at=at,
            window=Window(at, at),
            lifetime=cookie.lifetime(at),
            renewal=renewal,
        )

    def _crossing(
        self,
        flight: InFlight,
        way: Way,
        name: str,
        domain: str,
        path: str,
        value: str,
        came: Provenance,
        *,
        at: float,
        window: Window,
        lifetime: float | None,
        renewal: Renewal | None,
    ) -> Crossing:
        party, party_certainty = flight.attribution.party(domain)
        policy = flight.coverage.policy
        declaration = find(policy, name, domain, party) if policy else None
        other = namesake(policy, name, domain) if policy and declaration is None else None
        status: Standing | None = None
        if policy is not None:
            need = policy.category(declaration.category).consent if declaration else None
            to_confirm = declaration is not None and declaration.to_confirm
            status = standing(need, policy.undeclared, to_confirm=to_confirm, template=policy.template)
        return Crossing(
            n=flight.n,
            flow=flight.request.flow,
            at=at,
            window=window,
            visitor=flight.visitor.number,
            way=way,
            name=name,
            domain=domain,
            path=path,
            method=flight.request.method,
            url=flight.url,
            root=flight.root,
            attribution=flight.attribution,
            coverage=flight.coverage,
            party=party,
            party_certainty=party_certainty,
            origin=came.origin,
            origin_certainty=came.certainty,
            origin_n=came.n,
            declaration=declaration,
            namesake=other,
            standing=status,
            lifetime=lifetime,
            renewal=renewal,
            consent=bool(policy and party is Party.FIRST and policy.consent_in(name)),
            value=ValueShown(
                length(value), shape(value), self._labels.of(value), value if self._show_values else None
            ),
        )

    def _provenance(self, flight: InFlight, pair: Pair, held: Held | None) -> Provenance:
        visitor, host = flight.visitor, flight.request.host
        if held is not None and held.value == pair.value:
            return Provenance(Origin.RESPONSE, Certainty.CERTAIN, held.set_by)
        if held is not None:
            return Provenance(Origin.SCRIPT, Certainty.INFERRED, None)
        key = (host, pair.name)
        known = visitor.provenance.get(key)
        if known is None:
            known = replace(self._first_seen(flight), value=pair.value)
        elif known.value != pair.value:
            known = Provenance(Origin.SCRIPT, Certainty.INFERRED, None, pair.value)
        visitor.provenance[key] = known
        return known

    def _first_seen(self, flight: InFlight) -> Provenance:
        """Of a cookie that no response set: a script's, or there before watching began."""
        visitor, host = flight.visitor, flight.request.host
        if registrable(host) not in visitor.ran:
            # A page that was open before may have stored it since, and nothing need show such a page.
            before = flight.whole and flight.request.at <= visitor.began
            return Provenance(Origin.EARLIER, Certainty.CERTAIN if before else Certainty.INFERRED, flight.n)
        lacked = visitor.lacked(host, flight.path)
        if lacked is not None:
            return Provenance(Origin.SCRIPT, Certainty.CERTAIN, lacked)
        return Provenance(Origin.SCRIPT, Certainty.INFERRED, None)
