"""What is true of a made-up visit: of each request its page and its moments, of each cookie whence it came."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from generator.site import CONSENT, registrable_of, state_of
from generator.store import Source, Store
from temoin.vocabulary import ChoiceState, Party

__all__ = ["Moment", "Page", "Told", "Truth"]


@dataclass(frozen=True)
class Page:
    """A top-level document.

    Args:
        flow: its navigation.
        scheme, host: where it lives.
        opened: when that was asked for.
    """

    flow: int
    scheme: str
    host: str
    opened: float = 0.0

    @property
    def site(self) -> str:
        return f"{self.scheme}://{registrable_of(self.host)}"

    def party(self, domain: str) -> Party:
        """The party of a cookie on it."""
        return Party.FIRST if registrable_of(domain) == registrable_of(self.host) else Party.THIRD


@dataclass(frozen=True)
class Moment:
    """A moment, and how many changes of choices lie before it.

    Args:
        at: when.
        mark: see `Store.mark`.
    """

    at: float
    mark: int


@dataclass
class Told:
    """What is true of one request.

    Args:
        page: the page that caused it.
        any_page: True where it may as well be another page of that site (a worker of several).
        read: when the browser read its store for it.
        first: when its response began; None where none came.
        stored: when the response's cookies were stored.
        carried: whence the cookies it carried came, by name.
        host: whom it went to.
        shows: True where it went with the credentials of a first party, to a path that the choice is kept for.
    """

    page: Page
    any_page: bool
    read: Moment
    first: Moment | None = None
    stored: Moment | None = None
    carried: dict[str, Source] = field(default_factory=dict)
    host: str = ""
    shows: bool = False


@dataclass
class Truth:
    """All that is true.

    Args:
        store: the profile's cookies, with what they were when.
        requests: by flow.
    """

    store: Store
    requests: dict[int, Told] = field(default_factory=dict)

    def choices(self, host: str, since: Moment, until: Moment) -> set[str | None]:
        """The values that the consent cookie of a host had from one moment to another.

        Args:
            host: of the page.
            since: the first.
            until: the last.
        """
        found: set[str | None] = set()
        for mark in range(since.mark, until.mark + 1):
            at = since.at if mark == since.mark else self.store.changes[mark - 1].at
            found |= self.store.choices(host, at, mark)
        return found | self.store.choices(host, until.at, until.mark)

    def states(self, host: str, since: Moment, until: Moment) -> set[ChoiceState]:
        """What those values amount to; the arguments are those of `choices`."""
        return {state_of(value) for value in self.choices(host, since, until)}

    def undone(self, host: str, moment: Moment, recorded: AbstractSet[int]) -> bool:
        """Whether what the choice was at a moment was undone before anything on the wire could show it.

        Args:
            host: of the page.
            moment: the moment.
            recorded: the flows of the recording.
        """
        since, until = self._period(host, moment)
        if until == float("inf"):
            return False
        value = self.store.choices(host, moment.at, moment.mark)
        return not any(
            since <= told.read.at <= until
            and told.host == host
            and told.shows
            and (CONSENT in told.carried or (value == {None} and (told.carried or told.page.flow == flow)))
            for flow, told in self.requests.items()
            if flow in recorded
        )

    def _period(self, host: str, moment: Moment) -> tuple[float, float]:
        """From when to when the choice was what it was at a moment."""
        value = self.store.choices(host, moment.at, moment.mark)
        times = [(change.at, mark + 1) for mark, change in enumerate(self.store.changes)]
        times += [
            (change.cookie.expiry, self._mark_at(change.cookie.expiry))
            for change in self.store.changes
            if change.cookie is not None and change.cookie.expiry is not None
        ]
        since, until = float("-inf"), float("inf")
        last = self.store.choices(host, since, 0)
        for at, mark in sorted(times):
            now = self.store.choices(host, at, mark)
            if (mark, at) > (moment.mark, moment.at):
                if now != value:
                    until = at
                    break
            elif now != last:
                last, since = now, at
        return since, until

    def _mark_at(self, at: float) -> int:
        return sum(change.at <= at for change in self.store.changes)
