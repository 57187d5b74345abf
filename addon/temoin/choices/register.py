"""The choices of all visitors, one timeline for each visitor, policy, host and consent cookie."""

from collections import OrderedDict
from collections.abc import Iterable

import msgspec

from temoin.bounds import Dropped, Ever, Lost
from temoin.choices.disagreement import Disagreements
from temoin.choices.joint import joined
from temoin.choices.sightings import Era, Known, Placed, Told
from temoin.choices.timeline import Room, Timeline
from temoin.choices.witness import ConsentPaths, Look, look
from temoin.connections import Window
from temoin.policy.schema import ConsentCookie, Policy

__all__ = ["Change", "ChoiceOf", "Choices"]

_MOST_FOLLOWED = 500
"""Hosts on which a choice is followed for each visitor; the longest unused go first, as if nothing came after."""

_MOST_ERAS = 20_000
"""States of choices that a report lists; more are not listed."""

_MOST_REMEMBERED = 10_000
"""Hosts let go of whose consent cookie is remembered to have a path of its own; then any may have one."""


class ChoiceOf(msgspec.Struct, frozen=True):
    """Whose choice, where, and by which cookie.

    Args:
        visitor: the visitor's number.
        policy: the policy's name.
        host: the host whose pages it holds for.
        cookie: the consent cookie, as the policy declares it.
    """

    visitor: int
    policy: str
    host: str
    cookie: str


class Change(msgspec.Struct, frozen=True):
    """What a response did to a consent cookie.

    Args:
        consent: the cookie.
        known: what it then says.
        told: set, deleted or partly.
        path: the path it is kept for, or None where nothing was set.
        expiry: when what it set ends, or None.
    """

    consent: ConsentCookie
    known: Known
    told: Told
    path: str | None
    expiry: float | None


class _Joint[T](msgspec.Struct, gc=False):
    """An exchange that is placed in the timeline of each consent cookie."""

    what: T
    policy: Policy
    parts: list[Placed | None]

    def whole(self) -> Placed | None:
        """Where it lies, once that is told for every cookie."""
        if len(self.parts) == 1:
            return self.parts[0]
        parts = [part for part in self.parts if part is not None]
        return joined(self.policy, parts) if len(parts) == len(self.parts) else None


class _Piece[T](msgspec.Struct, frozen=True, gc=False):
    """An exchange, as it waits in the timeline of one of them."""

    joint: _Joint[T]
    index: int


class _Followed[T]:
    """One visitor's choice on one host, cookie by cookie."""

    def __init__(
        self, visitor: int, policy: str, host: str, room: Room, dropped: Dropped, *, odd: bool
    ) -> None:
        self.visitor = visitor
        self.policy = policy
        self.host = host
        self._room = room
        self._dropped = dropped
        self._odd = odd
        self.timelines: dict[str, Timeline[_Piece[T]]] = {}
        self.paths: dict[str, ConsentPaths] = {}
        self.names: dict[str, frozenset[str]] = {}

    def timeline(self, cookie: str) -> Timeline[_Piece[T]]:
        found = self.timelines.get(cookie)
        if found is None:
            found = self.timelines[cookie] = Timeline(self._room, self._dropped)
        return found

    @property
    def size(self) -> int:
        """How many things are kept."""
        return 1 + sum(timeline.size for timeline in self.timelines.values())

    @property
    def odd(self) -> bool:
        """True where a response set a consent cookie for another path than the policy says."""
        return self._odd or any(paths.odd for paths in self.paths.values())

    def path(self, consent: ConsentCookie) -> ConsentPaths:
        found = self.paths.get(consent.cookie)
        if found is None:
            found = self.paths[consent.cookie] = ConsentPaths(consent.path, odd=self._odd)
        return found

    def of(self, cookie: str) -> ChoiceOf:
        return ChoiceOf(self.visitor, self.policy, self.host, cookie)


class Choices[T]:
    """Feeds the timelines with what requests and responses show, and hands back what that settles.

    Args:
        dropped: where what is let go of is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self.disagreements = Disagreements(self._dropped)
        """Where consent cookies of one policy contradict each other."""
        self._room = Room(_MOST_ERAS)
        self._of_visitor: dict[int, OrderedDict[tuple[str, str], _Followed[T]]] = {}
        """By policy and host, the longest unused first."""
        self._past: list[tuple[ChoiceOf, Era]] = []
        self._narrow: dict[tuple[int, str, str, str], ChoiceOf] = {}
        self._odd_hosts: Ever[tuple[int, str, str]] = Ever(_MOST_REMEMBERED)
        self._odd_visitors: set[int] = set()
        self._odd_from_before: set[int] = set()
        self._late: list[tuple[T, Placed]] = []
        self.doubt_everywhere = False
        """True once it is no longer known whose consent cookies were seen on some paths only."""
        self._seen: dict[int, list[tuple[_Followed[T], str]]] = {}
        self._set: dict[int, list[tuple[_Followed[T], str]]] = {}

    def request(self, seen: Look, visitor: int, policy: Policy) -> list[tuple[T, Placed]]:
        """Enter what a request shows.

        Args:
            seen: a request to a host that the policy covers.
            visitor: the visitor's number.
            policy: whose consent cookies to look for.

        Returns:
            What it settles.
        """
        host = seen.request.host
        followed = self._of(visitor, policy.name, host)
        settled = self.late() if self._late else []
        carried: list[tuple[ConsentCookie, Known]] = []
        for consent in policy.consents:
            sighting = look(seen, policy, consent, followed.path(consent))
            if sighting is None:
                continue
            cookie = consent.cookie
            if sighting.told is Told.CARRIED:
                carried.append((consent, sighting.known))
                if consent.several:
                    followed.names[cookie] = frozenset(
                        one.name for one in seen.pairs if consent.holds(one.name)
                    )
            self._seen.setdefault(seen.n, []).append((followed, cookie))
            placed = followed.timeline(cookie).see(sighting)
            if placed:
                settled += _whole(placed)
        if len(carried) > 1:
            self.disagreements.see(visitor, policy, host, seen.n, seen.request.at, seen.window, carried)
        return settled

    def ran(self, visitor: int, policy: Policy, host: str, path: str) -> None:
        """Note a document whose scripts may set consent cookies from now on.

        Args:
            visitor: the visitor's number.
            policy: the policy that covers the host.
            host: the document's.
            path: of the document, without query.
        """
        followed = self._of(visitor, policy.name, host)
        for consent in policy.consents:
            followed.path(consent).ran(path)

    def unchanged(self, visitor: int, policy: Policy, host: str, n: int, at: float) -> list[tuple[T, Placed]]:
        """Enter that no script could change the choice between a request and its response.

        Args:
            visitor: the visitor's number.
            policy: the policy.
            host: the request's.
            n: the request's number.
            at: the response's first byte.

        Returns:
            What it settles.
        """
        whose = self._of(visitor, policy.name, host)
        return [
            settled
            for followed, cookie in self._seen.get(n, ())
            if followed is whose
            for settled in _whole(followed.timeline(cookie).until(n, at))
        ]

    def response(
        self, visitor: int, policy: Policy, hosts: Iterable[str], n: int, at: float, change: Change
    ) -> list[tuple[T, Placed]]:
        """Enter what a response did to a consent cookie.

        Args:
            visitor: the visitor's number.
            policy: whose consent cookie it is.
            hosts: the hosts it is kept for, as far as they were seen.
            n: the number of the request it answers.
            at: its first byte.
            change: what it did.

        Returns:
            What it settles.
        """
        settled: list[tuple[T, Placed]] = []
        for host in hosts:
            followed, cookie = self._of(visitor, policy.name, host), change.consent.cookie
            if change.path is not None:
                followed.path(change.consent).set_by_response(change.path)
            self._set.setdefault(n, []).append((followed, cookie))
            timeline = followed.timeline(cookie)
            settled += _whole(timeline.respond(n, at, change.known, change.told, change.expiry))
        return settled

    def names(self, visitor: int, policy: Policy, host: str, consent: ConsentCookie) -> frozenset[str]:
        """The cookies that were last seen to hold one choice together.

        Args:
            visitor: the visitor's number.
            policy: the policy.
            host: the host.
            consent: a consent cookie that is several.
        """
        return self._of(visitor, policy.name, host).names.get(consent.cookie, frozenset())

    def place(
        self, what: T, visitor: int, policy: Policy, host: str, n: int, window: Window, much: int = 1
    ) -> Placed | None:
        """Place an exchange, or some that cross together, in the choice they are judged by.

        Args:
            what: the exchange.
            visitor: the visitor's number.
            policy: the policy that covers its page.
            host: the page's host.
            n: the number of its request.
            window: when it crossed.
            much: how many exchanges it is.

        Returns:
            Where it lies, or None where later sightings must tell.
        """
        followed, consents = self._of(visitor, policy.name, host), policy.consents
        if len(consents) == 1:
            timeline = followed.timeline(consents[0].cookie)
            placed = timeline.shown(n, window)
            if placed is None:
                timeline.wait(_Piece(_Joint(what, policy, [None]), 0), n, window, much)
                self._late += _whole(timeline.given_up())
            return placed
        joint: _Joint[T] = _Joint(what, policy, [None] * len(consents))
        for index, consent in enumerate(consents):
            timeline = followed.timeline(consent.cookie)
            joint.parts[index] = timeline.place(_Piece(joint, index), n, window, much)
            self._late += _whole(timeline.given_up())
        return joint.whole()

    @property
    def is_late(self) -> bool:
        """True where `late` has something."""
        return bool(self._late)

    def late(self) -> list[tuple[T, Placed]]:
        """Take what was settled since, for more waited or was followed than is kept."""
        late, self._late = self._late, []
        return late

    def lacking(self, n: int) -> tuple[str, ...]:
        """The consent cookies that a request under way shows not to be there.

        Args:
            n: its number.
        """
        seen = self._seen.get(n)
        if seen is None:
            return ()
        return tuple([cookie for followed, cookie in seen if followed.timeline(cookie).shows_absence(n)])

    def unchosen(self, n: int, policy: Policy) -> bool:
        """Tell whether a request under way shows that there was no choice.

        Args:
            n: its number.
            policy: the policy that covers its host.
        """
        seen = self._seen.get(n, ())
        return len(seen) == len(policy.consents) and all(
            followed.timeline(cookie).shows_none(n) for followed, cookie in seen
        )

    def ended(self, n: int, at: float) -> None:
        """Note that a request is over.

        Args:
            n: its number.
            at: when its response was whole.
        """
        self._seen.pop(n, None)
        for followed, cookie in self._set.pop(n, ()) if self._set else ():
            followed.timeline(cookie).stored_by(n, at)

    def hosts(self, visitor: int, policy: Policy) -> tuple[str, ...]:
        """The hosts for which a visitor's choice is followed.

        Args:
            visitor: the visitor's number.
            policy: the policy.
        """
        return tuple(
            followed.host
            for followed in self._all_of(visitor)
            if followed.policy == policy.name and followed.timelines
        )

    def size(self, visitor: int) -> int:
        """How many things are kept of a visitor.

        Args:
            visitor: the visitor's number.
        """
        return sum(followed.size for followed in self._all_of(visitor))

    def odd(self, visitor: int) -> bool:
        """Tell whether a response set a visitor a consent cookie for another path than the policy says.

        Args:
            visitor: the visitor's number.
        """
        if visitor in self._odd_visitors:
            return True
        return any(followed.odd for followed in self._all_of(visitor))

    def is_odd(self, visitor: int) -> None:
        """Note that one may have been set so before: until one is seen, none being there proves nothing.

        Args:
            visitor: the number of a visitor of whom nothing is known yet.
        """
        self._odd_from_before.add(visitor)

    def forget(self, visitor: int, at: float) -> list[tuple[T, Placed]]:
        """Let go of a visitor's choices, as if the session ended for them.

        Args:
            visitor: the visitor's number.
            at: now, in Unix seconds.

        Returns:
            What still waited.
        """
        settled = self.late()
        for followed in self._all_of(visitor):
            settled += self._let_go(followed, at)
        self._of_visitor.pop(visitor, None)
        self.disagreements.forget(visitor)
        self._odd_visitors.discard(visitor)
        self._odd_from_before.discard(visitor)
        return settled

    def close(self, at: float) -> list[tuple[T, Placed]]:
        """End the session.

        Args:
            at: the last event's time.

        Returns:
            What still waited.
        """
        settled = self.late()
        for followed in self._all():
            for timeline in followed.timelines.values():
                settled += _whole(timeline.close(at))
        return settled

    def narrow(self) -> tuple[ChoiceOf, ...]:
        """The choices whose consent cookie was seen on some paths only, and missed on others."""
        now = (
            followed.of(cookie)
            for followed in self._all()
            for cookie, paths in followed.paths.items()
            if paths.narrow
        )
        return (*self._narrow.values(), *now)

    def eras(self) -> list[tuple[ChoiceOf, Era]]:
        """Every stretch of every choice, in order of time."""
        found = [
            (followed.of(cookie), era)
            for followed in self._all()
            for cookie, timeline in followed.timelines.items()
            for era in timeline.eras
        ]
        return sorted(
            [*self._past, *found], key=lambda one: (one[1].by, one[0].visitor, one[0].policy, one[0].host)
        )

    def _all(self) -> Iterable[_Followed[T]]:
        return (followed for of in self._of_visitor.values() for followed in of.values())

    def _all_of(self, visitor: int) -> Iterable[_Followed[T]]:
        of = self._of_visitor.get(visitor)
        return () if of is None else of.values()

    def _of(self, visitor: int, policy: str, host: str) -> _Followed[T]:
        of = self._of_visitor.get(visitor)
        if of is None:
            of = self._of_visitor[visitor] = OrderedDict[tuple[str, str], _Followed[T]]()
        key = (policy, host)
        found = of.get(key)
        if found is not None:
            of.move_to_end(key)
            return found
        odd = visitor in self._odd_from_before or (visitor, policy, host) in self._odd_hosts
        found = of[key] = _Followed(visitor, policy, host, self._room, self._dropped, odd=odd)
        if len(of) > _MOST_FOLLOWED:
            self._late += self._let_go(of.popitem(last=False)[1], 0.0)
            self._dropped.note(Lost.FOLLOWED)
        return found

    def _let_go(self, followed: _Followed[T], at: float) -> list[tuple[T, Placed]]:
        """Close what was followed, and remember what must not be forgotten: what speaks against accusations."""
        settled: list[tuple[T, Placed]] = []
        for cookie, timeline in followed.timelines.items():
            settled += _whole(timeline.close(at))
            self._past += [(followed.of(cookie), era) for era in timeline.eras]
        for cookie, paths in followed.paths.items():
            if not paths.narrow:
                continue
            if len(self._narrow) >= _MOST_REMEMBERED:
                self.doubt_everywhere = True
            else:
                key = (followed.visitor, followed.policy, followed.host, cookie)
                self._narrow[key] = followed.of(cookie)
        if followed.odd:
            self._odd_hosts.add((followed.visitor, followed.policy, followed.host))
            self._odd_visitors.add(followed.visitor)
        return settled


def _whole[T](settled: list[tuple[_Piece[T], Placed]]) -> list[tuple[T, Placed]]:
    """The exchanges of which the last piece is told."""
    found: list[tuple[T, Placed]] = []
    for piece, placed in settled:
        piece.joint.parts[piece.index] = placed
        whole = piece.joint.whole()
        if whole is not None:
            found.append((piece.joint.what, whole))
    return found
