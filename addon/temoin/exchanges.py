"""One cookie crossing once, inside the engine: as it was seen, then as it was judged."""

import msgspec

from temoin.choices.sightings import Known, Placed
from temoin.connections import Window
from temoin.pages import Attribution
from temoin.policy.schema import Declaration, Policy
from temoin.report import ValueShown
from temoin.shown import KeptUrl
from temoin.verdicts import Said, Standing
from temoin.vocabulary import Certainty, ChoiceState, Origin, Party, Verdict, Way

__all__ = ["Coverage", "Crossing", "Judged", "Renewal", "Root"]


class Coverage(msgspec.Struct, frozen=True, gc=False):
    """Which policy judges what a page causes.

    Args:
        policy: the policy, or None outside every policy.
        host: the page's host, for which the choice is read; empty outside.
        clear: True where every possible page leads to the same answer.
    """

    policy: Policy | None
    host: str
    clear: bool


class Renewal(msgspec.Struct, frozen=True, gc=False):
    """A cookie set again while the browser still held it.

    Args:
        first_page: the page on which it was first set, or None.
        first_n: the number of the request whose response first set it.
        later_by: seconds by which its end moved.
        same_value: True where the value (for a consent cookie: the choice) is the same.
    """

    first_page: int | None
    first_n: int
    later_by: float
    same_value: bool


class Root(msgspec.Struct, frozen=True, gc=False):
    """The first of a chain of redirects.

    Args:
        n: its number.
        url: its URL, whole; never for display.
    """

    n: int
    url: str


class Crossing(msgspec.Struct, frozen=True, gc=False):
    """An exchange as it was seen, before the choice at its moment is known.

    Args:
        n: the request's number.
        flow: the number of its flow, by which the source knows it.
        at: its time: the request's start if sent, the response's if set.
        window: when the browser read it, or the response brought it.
        visitor: the visitor's number.
        way: set or sent.
        name: the cookie's name, whole.
        domain: the domain it is held for, or the host it was sent to.
        path: the path it is held for; "/" where not known.
        method: the request's method.
        kept_url: the request's URL, to be shown.
        root: the request that was redirected to this one; itself where none was.
        attribution: which page caused it.
        coverage: which policy judges it.
        party: its party on that page.
        party_certainty: of the party.
        origin: where it came from.
        origin_certainty: of the origin.
        origin_n: the number of the request that shows the origin, or None.
        declaration: the policy's entry for it, or None.
        namesake: the entry that declares its name for the other party, or None.
        standing: what it is to the policy; None outside.
        lifetime: for `set`, seconds it asks to be kept; None for a session cookie.
        renewal: for `set`, what it renews, or None.
        consent: True for a consent cookie of the policy on its own host.
        value: what may be said of its value; None where nobody will ask.
    """

    n: int
    flow: int
    at: float
    window: Window
    visitor: int
    way: Way
    name: str
    domain: str
    path: str
    method: str
    kept_url: KeptUrl
    root: Root
    attribution: Attribution
    coverage: Coverage
    party: Party
    party_certainty: Certainty
    origin: Origin
    origin_certainty: Certainty
    origin_n: int | None
    declaration: Declaration | None
    namesake: Declaration | None
    standing: Standing | None
    lifetime: float | None
    renewal: Renewal | None
    consent: bool
    value: ValueShown | None

    @property
    def url(self) -> str:
        """The request's URL as it may be shown."""
        return self.kept_url.shown

    @property
    def key(self) -> tuple[int, str, str]:
        """Which cookie of which visitor it is."""
        return (self.visitor, self.name, self.domain)


class Judged(msgspec.Struct, frozen=True, gc=False):
    """An exchange with its verdict: what rules see.

    Args:
        crossing: the exchange.
        verdict: what is held of it.
        said: what the choice says of it; None outside.
        known: the choice at that moment, or None.
        placed: where it lies among the sightings of the choice, or None outside.
        cause: why it is unproven; empty otherwise.
        attributed: True where page and party are known well enough to accuse.
        rules: the codes of the rules that hold it.
    """

    crossing: Crossing
    verdict: Verdict
    said: Said | None
    known: Known | None
    placed: Placed | None
    cause: str
    attributed: bool
    rules: tuple[str, ...] = ()

    @property
    def choice(self) -> ChoiceState | None:
        """The state of the choice at that moment; None outside every policy."""
        if self.placed is None and self.verdict is Verdict.OUTSIDE:
            return None
        return self.known.state if self.known else ChoiceState.UNPROVEN

    @property
    def withdrawn(self) -> bool:
        """True where what it would need was granted before and is no more."""
        era = self.placed.era if self.placed else None
        if era is None or not era.withdrawn or self.known is None:
            return False
        declaration = self.crossing.declaration
        if declaration is None:
            return self.known.state is ChoiceState.NONE
        return "*" in era.withdrawn or not {declaration.service, declaration.category}.isdisjoint(
            era.withdrawn
        )
