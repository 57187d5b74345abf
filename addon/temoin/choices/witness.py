"""What a request proves of the consent cookie: that it was there, that it was not, or nothing.

Carrying it is plain. Not carrying it is proof only where the browser *would have* sent it: the request is to the
very host, in first-party context with no cross-site ancestor, of a path and scheme that the cookie covers, not
barred by SameSite, and it shows that credentials were not left out, by carrying some cookie or by being a
top-level navigation. (Fetch, "credentials mode"; RFC 6265bis 5.2, "site for cookies", and 5.8.3.)
"""

from collections.abc import Sequence

import msgspec

from temoin.choices.sightings import Known, Sighting, Told
from temoin.connections import Window
from temoin.consent import canonical, read
from temoin.consent.choice import Undecided, Unreadable
from temoin.cookies.storage import default_path, path_matches
from temoin.cookies.syntax import Pair
from temoin.events import RequestSeen
from temoin.fetch_metadata import Purpose, SelfDescription
from temoin.pages import Attribution
from temoin.policy.schema import ConsentCookie, Policy
from temoin.sites import registrable
from temoin.vocabulary import Certainty, ChoiceState, Party

__all__ = ["FIRST_FOR_CERTAIN", "ConsentPaths", "Look", "known_of", "look", "would_carry"]

_MOST_PATHS = 200
"""Paths remembered, for each choice, as having lacked the consent cookie before any carried it."""

FIRST_FOR_CERTAIN = (Party.FIRST, Certainty.CERTAIN)
"""The party of a host that is certainly of the page's own site."""

_MOST_READ = 256
"""Values of consent cookies that each policy remembers to have read; then all are forgotten."""

_LONGEST_READ = 2_048
"""Characters of one that is remembered."""

_UNSET = Known(ChoiceState.UNSET)

_NEAR = frozenset({"same-origin", "same-site"})
_TYPED = frozenset({"", "none", "same-origin", "same-site"})


class Look(msgspec.Struct, frozen=True, gc=False):
    """A request, as far as it may tell of a cookie of its host.

    Args:
        n: its number.
        request: as it was seen.
        said: its own account.
        attribution: which page caused it.
        window: when its cookies were read.
        pairs: the cookies it carried.
        path: the request's path without query.
        party: its host's party on the page that caused it, and how well that is known.
        secure_pages: True where the visitor opened a page of this host over https.
        fresh: True where no page of this host can have been open before watching began.
    """

    n: int
    request: RequestSeen
    said: SelfDescription
    attribution: Attribution
    window: Window
    pairs: tuple[Pair, ...]
    path: str
    party: tuple[Party, Certainty]
    secure_pages: bool
    fresh: bool


class ConsentPaths:
    """For which paths one visitor's consent cookie on one host is sent.

    Set by a response, its path is known. Set by a script, it is not on the wire: then the policy's word holds, or
    where the policy says nothing, a script may have set it for the path of any document that ran. Once the cookie
    was seen, a request that lacks it proves something only if its path lies under all that carried it.

    Args:
        declared: the path that the policy says, or None.
        odd: True where it is remembered only that a response set it for another.
    """

    def __init__(self, declared: str | None, *, odd: bool = False) -> None:
        self._declared = declared
        self._forgotten = odd
        self._set: str | None = None
        self._common: list[str] | None = None
        self._missed: set[str] = set()
        self._missed_more = False
        self._shared: int | None = None
        """Of what lacked it, how many parts of its path the least of them shared with all that carried it."""
        self._ran: str | None = None
        """The narrowest path for which a document may have set it."""
        self._ran_apart = False
        """True once documents ran of which neither's path lies under the other's."""

    @property
    def odd(self) -> bool:
        """True where a response set it for another path than the policy says, if any."""
        return self._forgotten or (self._set is not None and self._set != (self._declared or "/"))

    @property
    def narrow(self) -> bool:
        """True where all that carried it lie under one path, and something that then lacked it does not.

        Then the policy's word on its path is in doubt, and so is every absence from other paths.
        """
        if not self._common:
            return False
        return self._missed_more or (self._shared is not None and self._shared < len(self._common))

    def set_by_response(self, path: str) -> None:
        """Note the path of a consent cookie that a response set.

        Args:
            path: as it is kept.
        """
        self._set = path
        self._forgotten = False

    def carried(self, path: str) -> None:
        """Note a request that carried it.

        Args:
            path: of the request, without query.
        """
        parts = _parts(path)
        if self._common is None:
            self._common = parts
            for missed in self._missed:
                self._share(missed)
            self._missed = set()
            return
        self._common = self._common[: _alike(self._common, parts)]

    def ran(self, path: str) -> None:
        """Note a document of the host, whose scripts may have set the cookie for its own path.

        Args:
            path: of the document, without query.
        """
        path = default_path(path)
        if self._ran is None or path_matches(self._ran, path):
            self._ran = path
        elif not path_matches(path, self._ran):
            self._ran_apart = True

    def missed(self, path: str) -> None:
        """Note a request that lacked it.

        Args:
            path: of the request, without query.
        """
        if self._set is not None:
            return
        if self._common is not None:
            self._share(path)
        elif len(self._missed) < _MOST_PATHS:
            self._missed.add(path)
        elif path not in self._missed:
            self._missed_more = True

    def _share(self, path: str) -> None:
        shared = _alike(self._common or [], _parts(path))
        self._shared = shared if self._shared is None else min(self._shared, shared)

    @property
    def seen(self) -> bool:
        """Whether the cookie was seen, or set by a response."""
        return self._common is not None or self._set is not None

    def may_cover(self, path: str) -> bool:
        """Tell whether the cookie can be sent with a request, as far as its path was set or declared.

        Args:
            path: of the request, without query.
        """
        known = self._declared if self._set is None else self._set
        return known is None or path_matches(known, path)

    def covers(self, path: str, *, fresh: bool) -> bool:
        """Tell whether the cookie, if there were one, would be sent with a request.

        Args:
            path: of the request, without query.
            fresh: True where no document of the host can have run unseen.
        """
        if self._set is not None:
            return path_matches(self._set, path)
        if self._declared is not None and not path_matches(self._declared, path):
            return False
        if self._declared is None and not (fresh and self._may_have_set(path)):
            return False
        if self._forgotten and self._common is None:
            return False
        return self._common is None or _parts(path)[: len(self._common)] == self._common

    def _may_have_set(self, path: str) -> bool:
        """Whether whatever document set it, it would be sent for a path."""
        return not self._ran_apart and (self._ran is None or path_matches(self._ran, path))


def would_carry(look: Look) -> bool:
    """Tell whether a request would have carried a cookie of its host, its path and SameSite left aside.

    Args:
        look: the request.
    """
    request, said = look.request, look.said
    if request.partial or (request.scheme in ("http", "ws") and look.secure_pages):
        return False
    if said.purpose is Purpose.TOP:
        near = said.site in _TYPED
        if not said.fetch_metadata:
            near = said.referer is None or registrable(said.referer.host) == registrable(request.host)
        return near
    if said.purpose not in (Purpose.FRAME, Purpose.SUBRESOURCE):
        return False
    if look.party != FIRST_FOR_CERTAIN or look.attribution.cross_site is not False:
        return False
    if said.fetch_metadata:
        if said.site not in _NEAR:
            return False
    elif said.referer is None or registrable(said.referer.host) != registrable(request.host):
        return False
    return bool(look.pairs)


def look(seen: Look, policy: Policy, consent: ConsentCookie, paths: ConsentPaths) -> Sighting | None:
    """Read what a request proves of a consent cookie.

    Args:
        seen: the request, to a host that the policy covers.
        policy: whose consent cookie it is.
        consent: the cookie, or those that hold the choice together.
        paths: for which paths the cookie is sent.

    Returns:
        A sighting, or None where it proves nothing.
    """
    path = seen.path
    if consent.several:
        pairs = [pair for pair in seen.pairs if consent.holds(pair.name)]
    else:
        cookie = consent.cookie
        pairs = [pair for pair in seen.pairs if pair.name == cookie]
    third = seen.party[0] is Party.THIRD
    if pairs:
        if third:
            return None  # it may be another partition's
        paths.carried(path)
        return Sighting(seen.window, seen.n, Told.CARRIED, known_of(pairs, policy, consent))
    if not paths.may_cover(path):
        return None
    would = would_carry(seen)
    if would and paths.covers(path, fresh=seen.fresh):
        return Sighting(seen.window, seen.n, Told.ABSENT, _UNSET)
    if would:
        paths.missed(path)
    if paths.seen and not third and _carries_others(seen):
        return Sighting(seen.window, seen.n, Told.UNCLEAR, Known(ChoiceState.UNPROVEN))
    return None


def _carries_others(seen: Look) -> bool:
    """Whether a request was sent with credentials, so that the consent cookie is missed on it."""
    if seen.request.partial or (seen.request.scheme in ("http", "ws") and seen.secure_pages):
        return False
    match seen.said.purpose:
        case Purpose.TOP | Purpose.RELAYED | Purpose.UNCLEAR_NAVIGATION:
            return True
        case Purpose.FRAME | Purpose.SUBRESOURCE:
            return bool(seen.pairs)
        case Purpose.PREFLIGHT | Purpose.BACKGROUND:
            return False


def known_of(pairs: Sequence[Pair], policy: Policy, consent: ConsentCookie) -> Known:
    """Read a consent cookie.

    Args:
        pairs: all that a request carried of it, at least one.
        policy: whose consent cookie it is.
        consent: the cookie, or those that hold the choice together.
    """
    if len(pairs) > 1 or len(pairs[0].value) > _LONGEST_READ:
        return _read(pairs, policy, consent)
    memory, key = policy.memory, ("choice", consent.cookie, consent.formats, pairs[0].name, pairs[0].value)
    known: Known | None = memory.get(key)
    if known is None:
        if len(memory) >= _MOST_READ:
            memory.clear()
        known = memory[key] = _read(pairs, policy, consent)
    return known


def _read(pairs: Sequence[Pair], policy: Policy, consent: ConsentCookie) -> Known:
    crumbs = {(pair.name, pair.value) for pair in pairs}
    if len({name for name, _ in crumbs}) < len(crumbs):
        return Known(ChoiceState.UNREADABLE, note="it was sent twice with different values")
    value = pairs[0].value
    if consent.several:
        value = "; ".join(f"{name}={value}" for name, value in sorted(crumbs))
    found = read(value, consent.formats, policy.signals)
    match found:
        case Unreadable():
            return Known(ChoiceState.UNREADABLE, note=found.why)
        case Undecided():
            return Known(ChoiceState.UNSET, note=found.why)
    memory, key = policy.memory, ("canonical", found)
    known: Known | None = memory.get(key)
    if known is None:
        choice = canonical(
            found, policy.named, exempt=policy.exempt, asked=policy.asked, requirements=policy.requirements
        )
        known = Known(choice.state, choice)
        if len(memory) < _MOST_READ:
            memory[key] = known
    return known


def _alike(one: list[str], other: list[str]) -> int:
    """How many parts two paths share from the beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part]
