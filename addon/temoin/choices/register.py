"""The choices of all visitors, one timeline for each visitor, policy and host."""

from collections.abc import Iterable

import msgspec

from temoin.choices.sightings import Era, Known, Placed, Told
from temoin.choices.timeline import Timeline
from temoin.choices.witness import ConsentPaths, Look, look
from temoin.connections import Window
from temoin.policy.schema import Policy

__all__ = ["ChoiceOf", "Choices"]


class ChoiceOf(msgspec.Struct, frozen=True):
    """Whose choice, and where.

    Args:
        visitor: the visitor's number.
        policy: the policy's name.
        host: the host whose pages it holds for.
    """

    visitor: int
    policy: str
    host: str


class Choices[T]:
    """Feeds the timelines with what requests and responses show, and hands back what that settles."""

    def __init__(self) -> None:
        self._timelines: dict[ChoiceOf, Timeline[T]] = {}
        self._paths: dict[ChoiceOf, ConsentPaths] = {}
        self._seen: dict[int, ChoiceOf] = {}
        self._set: dict[int, list[ChoiceOf]] = {}

    def request(self, seen: Look, visitor: int, policy: Policy) -> list[tuple[T, Placed]]:
        """Enter what a request shows.

        Args:
            seen: a request to a host that the policy covers.
            visitor: the visitor's number.
            policy: whose consent cookie to look for.

        Returns:
            What it settles.
        """
        of = ChoiceOf(visitor, policy.name, seen.request.host)
        sighting = look(seen, policy, self._path(of, policy))
        if sighting is None:
            return []
        self._seen[seen.n] = of
        return self._timeline(of).see(sighting)

    def ran(self, visitor: int, policy: Policy, host: str, path: str) -> None:
        """Note a document whose scripts may set the consent cookie from now on.

        Args:
            visitor: the visitor's number.
            policy: the policy that covers the host.
            host: the document's.
            path: of the document, without query.
        """
        self._path(ChoiceOf(visitor, policy.name, host), policy).ran(path)

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
        of = ChoiceOf(visitor, policy.name, host)
        return self._timeline(of).until(n, at) if self._seen.get(n) == of else []

    def response(
        self,
        visitor: int,
        policy: Policy,
        hosts: Iterable[str],
        n: int,
        at: float,
        known: Known,
        *,
        path: str,
        deleted: bool,
        expiry: float | None,
    ) -> list[tuple[T, Placed]]:
        """Enter what a response did to the consent cookie.

        Args:
            visitor: the visitor's number.
            policy: whose consent cookie it is.
            hosts: the hosts it is kept for, as far as they were seen.
            n: the number of the request it answers.
            at: its first byte.
            known: what it set.
            path: the path it is kept for.
            deleted: True for a deletion.
            expiry: when what it set ends, or None.

        Returns:
            What it settles.
        """
        settled: list[tuple[T, Placed]] = []
        for host in hosts:
            of = ChoiceOf(visitor, policy.name, host)
            if not deleted:
                self._path(of, policy).set_by_response(path)
            told = Told.DELETED if deleted else Told.SET
            self._set.setdefault(n, []).append(of)
            settled += self._timeline(of).respond(n, at, known, told, expiry)
        return settled

    def place(
        self, what: T, visitor: int, policy: Policy, host: str, n: int, window: Window
    ) -> Placed | None:
        """Place an exchange in the choice it is judged by.

        Args:
            what: the exchange.
            visitor: the visitor's number.
            policy: the policy that covers its page.
            host: the page's host.
            n: the number of its request.
            window: when it crossed.

        Returns:
            Where it lies, or None where later sightings must tell.
        """
        return self._timeline(ChoiceOf(visitor, policy.name, host)).place(what, n, window)

    def absent(self, n: int) -> bool:
        """Tell whether a request under way shows that there was no choice.

        Args:
            n: its number.
        """
        of = self._seen.get(n)
        return of is not None and self._timeline(of).shows_absence(n)

    def ended(self, n: int, at: float) -> None:
        """Note that a request is over.

        Args:
            n: its number.
            at: when its response was whole.
        """
        self._seen.pop(n, None)
        for of in self._set.pop(n, ()):
            self._timeline(of).stored_by(n, at)

    def hosts(self, visitor: int, policy: Policy) -> tuple[str, ...]:
        """The hosts for which a visitor's choice is followed.

        Args:
            visitor: the visitor's number.
            policy: the policy.
        """
        return tuple(of.host for of in self._timelines if of.visitor == visitor and of.policy == policy.name)

    def close(self, at: float) -> list[tuple[T, Placed]]:
        """End the session.

        Args:
            at: the last event's time.

        Returns:
            What still waited.
        """
        return [settled for timeline in self._timelines.values() for settled in timeline.close(at)]

    def narrow(self) -> tuple[ChoiceOf, ...]:
        """The choices whose consent cookie was seen on some paths only, and missed on others."""
        return tuple(of for of, paths in self._paths.items() if paths.narrow)

    def eras(self) -> list[tuple[ChoiceOf, Era]]:
        """Every stretch of every choice, in order of time."""
        found = [(of, era) for of, timeline in self._timelines.items() for era in timeline.eras]
        return sorted(found, key=lambda one: (one[1].by, one[0].visitor, one[0].policy, one[0].host))

    def _timeline(self, of: ChoiceOf) -> Timeline[T]:
        found = self._timelines.get(of)
        if found is None:
            found = self._timelines[of] = Timeline()
        return found

    def _path(self, of: ChoiceOf, policy: Policy) -> ConsentPaths:
        found = self._paths.get(of)
        if found is None:
            found = self._paths[of] = ConsentPaths(policy.consent.path)
        return found
