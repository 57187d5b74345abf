"""Where a jar keeps its cookies: by domain, and never more than so many (RFC 6265bis 5.7, its end)."""

from collections.abc import Iterable, Iterator

import msgspec

from temoin.cookies.syntax import SetCookie

__all__ = ["MOST_COOKIES", "MOST_PER_DOMAIN", "Held", "Key", "Place", "Shelves", "key_of"]

MOST_PER_DOMAIN = 180
"""Cookies kept for one domain, Chromium's and Firefox's bound; RFC 6265bis 6.1 asks for 50 at the least."""

MOST_COOKIES = 3300
"""Cookies kept in all, Chromium's bound; RFC 6265bis 6.1 asks for 3000 at the least."""

_SWEPT_OF_DOMAIN = 6
_SWEPT_OF_ALL = 11
"""The part swept out past a bound: a sixth of 180, an eleventh of 3300, as Chromium leaves 150 and 3000.

Sweeping many at once also makes each costly sweep a rare one, so that a stream of cookies takes linear time.
"""


class Held(msgspec.Struct, frozen=True, gc=False):
    """A cookie that the visitor must hold.

    Args:
        cookie: what the Set-Cookie that last set it asked for, its name and value with it.
        domain: the domain or host it is kept for.
        host_only: True where subdomains do not get it.
        path: the path it is kept for.
        partition: the top-level site it is confined to (CHIPS), or None.
        expiry: when it lapses, or None for a session cookie.
        created: when it was first set; overwriting keeps this (RFC 6265bis 5.7, step 23).
        created_by: the number of the flow that first set it.
        set_at: when it was last set.
        set_by: the number of the flow that last set it.
        seen_back: True once a request has carried it since it was last set.
    """

    cookie: SetCookie
    domain: str
    host_only: bool
    path: str
    partition: str | None
    expiry: float | None
    created: float
    created_by: int
    set_at: float
    set_by: int
    seen_back: bool = False

    @property
    def name(self) -> str:
        """The cookie's name."""
        return self.cookie.name

    @property
    def value(self) -> str:
        """The cookie's value."""
        return self.cookie.value

    def lapsed(self, at: float) -> bool:
        """Whether its time is over at a moment."""
        return self.expiry is not None and self.expiry <= at


class Key(msgspec.Struct, frozen=True, gc=False):
    """What makes two cookies of one domain the same (RFC 6265bis 5.7, step 23; the partition is CHIPS's).

    Args:
        name, host_only, path, partition: as in `Held`.
    """

    name: str
    host_only: bool
    path: str
    partition: str | None


class Place(msgspec.Struct, gc=False):
    """A cookie's place: what is held, and what orders it among others.

    Args:
        held: the cookie.
        born: a running number, which parts cookies created at one moment.
        used: when it was last set or seen back.
    """

    held: Held
    born: int
    used: float


class Shelves:
    """A bounded store of cookies, a shelf a domain.

    Args:
        per_domain: how many cookies one domain may have.
        in_all: how many there may be in all.
    """

    def __init__(self, per_domain: int = MOST_PER_DOMAIN, in_all: int = MOST_COOKIES) -> None:
        self._per_domain = per_domain
        self._in_all = in_all
        self._shelves: dict[str, dict[Key, Place]] = {}
        self.names: dict[str, dict[str, dict[Key, Place]]] = {}
        """The same, by name and domain; nameless ones under the empty name."""
        self._count = 0
        self.overflowed = 0
        """How many cookies were dropped that had not lapsed."""

    def __len__(self) -> int:
        """How many cookies there are, lapsed ones not yet swept included."""
        return self._count

    def __iter__(self) -> Iterator[Place]:
        """Every place, in no order that means anything."""
        return (place for shelf in self._shelves.values() for place in shelf.values())

    def domains(self) -> Iterable[str]:
        """The domains that have cookies."""
        return self._shelves.keys()

    def of(self, domain: str) -> Iterable[Place]:
        """The places of one domain."""
        return self._shelves.get(domain, {}).values()

    def named(self, domains: Iterable[str], name: str) -> list[Place]:
        """The places of some domains' cookies of a name, nameless ones with that value among them."""
        named, nameless = self.names.get(name), self.names.get("") if name else None
        found: list[Place] = []
        if named is None and nameless is None:
            return found
        for domain in domains:
            if named is not None and domain in named:
                found += named[domain].values()
            if nameless is not None and domain in nameless:
                found += [place for place in nameless[domain].values() if place.held.cookie.value == name]
        return found

    def get(self, domain: str, key: Key) -> Place | None:
        """The place of one cookie, or None."""
        return self._shelves.get(domain, {}).get(key)

    def put(self, place: Place, at: float) -> bool:
        """Add a cookie that is not there, and drop what is then too many.

        Past a bound a part is swept out, in this order: lapsed cookies; of a domain, those not Secure; those
        longest unused.

        Returns:
            Whether the cookie itself was kept.
        """
        domain, key = place.held.domain, key_of(place.held)
        shelf = self._shelves.setdefault(domain, {})
        shelf[key] = place
        self.names.setdefault(key.name, {}).setdefault(domain, {})[key] = place
        self._count += 1
        if len(shelf) > self._per_domain:
            left = self._per_domain - self._per_domain // _SWEPT_OF_DOMAIN
            self._drop(_doomed(shelf.values(), len(shelf) - left, at, plain_first=True), at)
        if self._count > self._in_all:
            left = self._in_all - self._in_all // _SWEPT_OF_ALL
            self._drop(_doomed(self, self._count - left, at, plain_first=False), at)
        return self.get(domain, key) is place

    def take(self, domain: str, key: Key) -> Place | None:
        """Remove one cookie and give its place, or None where there is none."""
        shelf = self._shelves.get(domain)
        place = None if shelf is None else shelf.pop(key, None)
        if place is None:
            return None
        self._count -= 1
        domains = self.names[key.name]
        del domains[domain][key]
        if not domains[domain]:
            del domains[domain]
        if not domains:
            del self.names[key.name]
        if not shelf:
            del self._shelves[domain]
        return place

    def _drop(self, doomed: Iterable[Place], at: float) -> None:
        for place in doomed:
            self.overflowed += not place.held.lapsed(at)
            self.take(place.held.domain, key_of(place.held))


def key_of(held: Held) -> Key:
    """What tells a cookie from the others of its domain."""
    return Key(held.name, held.host_only, held.path, held.partition)


def _doomed(places: Iterable[Place], excess: int, at: float, *, plain_first: bool) -> list[Place]:
    """The cookies to drop: every lapsed one, and as many more as are still too many."""
    alive: list[Place] = []
    lapsed: list[Place] = []
    for place in places:
        (lapsed if place.held.lapsed(at) else alive).append(place)
    alive.sort(key=lambda place: (plain_first and place.held.cookie.secure, place.used, place.born))
    return lapsed + alive[: max(0, excess - len(lapsed))]
