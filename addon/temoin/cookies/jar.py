"""The cookies that one visitor must now hold, as far as responses seen can tell.

A jar is a browser's cookie store watched from outside. What a response sets is put in, overwrites, removes or
expires by RFC 6265bis 5.7; what a request would carry is read off by 5.8.3. Three things make it a witness's:

- it knows no clock: every question and every change bears the moment of its event (`at`);
- each cookie remembers which response set it and whether a request ever brought it back, for until one did,
  that it was stored is only likely;
- it is bounded, as browsers' stores are, so that a hostile recording cannot grow it.

What scripts write and what the visitor clears shows nowhere on the wire, so a jar may hold too much or too
little; the engine sets one against the other and draws no certainty from the jar alone.
"""

from collections.abc import Iterator
from functools import lru_cache

from msgspec.structs import replace

from temoin.bounds import Dropped, Lost
from temoin.cookies.shelves import MOST_COOKIES, MOST_PER_DOMAIN, Held, Key, Place, Shelves, key_of
from temoin.cookies.storage import Cause, Refusal, Stored, is_secure, path_matches
from temoin.cookies.syntax import LONGEST_ATTRIBUTE, Pair, size
from temoin.sites import CACHED_HOSTS, host_matches, is_ip

__all__ = ["Held", "Jar"]


class Jar:
    """What one visitor holds of the cookies that responses set.

    Args:
        per_domain: how many cookies one domain may have.
        in_all: how many there may be in all.
        dropped: where what a full jar drops is counted.
    """

    def __init__(
        self,
        *,
        per_domain: int = MOST_PER_DOMAIN,
        in_all: int = MOST_COOKIES,
        dropped: Dropped | None = None,
    ) -> None:
        self._dropped = dropped or Dropped()
        self._shelves = Shelves(per_domain, in_all)
        self._names = self._shelves.names
        self._births = 0

    @property
    def overflowed(self) -> int:
        """How many cookies it dropped that had not lapsed, for it was full."""
        return self._shelves.overflowed

    def __len__(self) -> int:
        """How many cookies it holds, lapsed ones not yet swept included."""
        return len(self._shelves)

    def __iter__(self) -> Iterator[Held]:
        """Every cookie it holds, lapsed ones not yet swept included; in no order that means anything."""
        return (place.held for place in self._shelves)

    def store(
        self, stored: Stored, *, at: float, flow: int, partition: str | None = None
    ) -> Held | Refusal | None:
        """Take in what a response set.

        Args:
            stored: the Set-Cookie as `temoin.cookies.storage.judge` keeps it.
            at: when the response came.
            flow: the number of the flow that set it.
            partition: the top-level site, for a cookie that is kept for it alone; None for any other.

        Returns:
            The cookie now held; None where nothing is (a deletion, or a full jar with better ones); a refusal
            where it came over plain HTTP and would hide a Secure cookie (RFC 6265bis 5.7, step 16).
        """
        cookie = stored.cookie
        if not stored.secure_origin and not cookie.secure and self._hides_a_secure_one(stored, at):
            return Refusal(cookie.name, Cause.SECURE_OVERLAID)
        before = self._shelves.take(stored.domain, _key(stored, partition))
        if stored.deletion:
            return None
        if before is not None and before.held.lapsed(at):
            before = None
        held = Held(
            cookie=cookie,
            domain=stored.domain,
            host_only=stored.host_only,
            path=stored.path,
            partition=partition,
            expiry=stored.expiry,
            created=at if before is None else before.held.created,
            created_by=flow if before is None else before.held.created_by,
            set_at=at,
            set_by=flow,
        )
        self._births += 1
        place = Place(held, self._births if before is None else before.born, at)
        before_all = self._shelves.overflowed
        kept = self._shelves.put(place, at)
        if self._shelves.overflowed > before_all:
            self._dropped.note(Lost.JARS, self._shelves.overflowed - before_all)
        return held if kept else None

    def same(self, stored: Stored, at: float, partition: str | None = None) -> Held | None:
        """The cookie that a Set-Cookie would overwrite or remove, or None; to be asked before `store`.

        Args:
            stored: the Set-Cookie.
            at: when the response came; a cookie that has lapsed by then is none.
            partition: as for `store`.
        """
        place = self._shelves.get(stored.domain, _key(stored, partition))
        return None if place is None or place.held.lapsed(at) else place.held

    def held(
        self, name: str, scheme: str, host: str, path: str, at: float, partition: str | None = None
    ) -> tuple[Held, ...]:
        """The cookies of one name that a request would carry, in the order in which it would carry them.

        A nameless cookie ("Set-Cookie: token") is found under its value too: the RFC and Chromium send it
        back as "token", Firefox as "token=".

        Args:
            name: the cookie's name.
            scheme: of the request: "http", "https", "ws" or "wss".
            host: of the request, lower case, without port or brackets.
            path: of the request; a query is left out of account.
            at: when the request left.
            partition: the top-level site; None where it is not known, which lets every partition's through.
        """
        places = self._shelves.named(_domains_of(host), name)
        if not places:
            return ()
        return tuple([place.held for place in self._sent(places, scheme, host, path, at, partition)])

    def carried(self, pair: Pair, scheme: str, host: str, path: str, at: float) -> Held | None:
        """The cookie that a request carries, noted to have come back; the first of those that it may be.

        Args:
            pair: the cookie, as the request carries it; of several that it may be, one of its value comes first.
            scheme: of the request.
            host: of the request, lower case, without port or brackets.
            path: of the request.
            at: when the request left.
        """
        name = pair.name
        if name not in self._names and "" not in self._names:
            return None
        places = self._shelves.named(_domains_of(host), name)
        if places:
            places = self._sent(places, scheme, host, path, at, None)
        if not places:
            return None
        best = places[0]
        if len(places) > 1:
            best = next((place for place in places if place.held.cookie.value == pair.value), best)
        if at > best.used:
            best.used = at
        if not best.held.seen_back:
            best.held = replace(best.held, seen_back=True)
        return best.held

    def sent(
        self, scheme: str, host: str, path: str, at: float, partition: str | None = None
    ) -> tuple[Held, ...]:
        """All the cookies that a request would carry (RFC 6265bis 5.8.3), SameSite and blocking left aside.

        The arguments are those of `held`.
        """
        places = [place for domain in _domains_of(host) for place in self._shelves.of(domain)]
        return tuple([place.held for place in self._sent(places, scheme, host, path, at, partition)])

    def cookie_header(
        self, scheme: str, host: str, path: str, at: float, partition: str | None = None
    ) -> tuple[Pair, ...]:
        """The pairs of the Cookie field that a request would carry, in order.

        The arguments are those of `held`.
        """
        return tuple(Pair(held.name, held.value) for held in self.sent(scheme, host, path, at, partition))

    def drop(self, held: Held) -> bool:
        """Forget a cookie that the wire shows to be gone.

        Args:
            held: the cookie, as this jar handed it out.

        Returns:
            Whether it, or one that overwrote it, was there.
        """
        return self._shelves.take(held.domain, key_of(held)) is not None

    def _sent(
        self, places: list[Place], scheme: str, host: str, path: str, at: float, partition: str | None
    ) -> list[Place]:
        secure = scheme == "https" or is_secure(scheme, host)
        if not path or "?" in path:
            path = path.partition("?")[0] or "/"
        found: list[Place] = []
        for place in places:
            held = place.held
            if (
                (partition is None or held.partition is None or held.partition == partition)
                and (not held.host_only or held.domain == host)
                and (secure or not held.cookie.secure)
                and (held.expiry is None or held.expiry > at)
                and (held.path == "/" or path_matches(held.path, path))
            ):
                found.append(place)
        if len(found) > 1:
            found.sort(key=_rank)
        return found

    def _hides_a_secure_one(self, stored: Stored, at: float) -> bool:
        """Step 16: a cookie from plain HTTP hides no Secure one of its name, above or below its domain."""
        return any(
            place.held.cookie.secure
            and place.held.name == stored.cookie.name
            and not place.held.lapsed(at)
            and path_matches(place.held.path, stored.path)
            for domain in self._shelves.domains()
            if host_matches(domain, stored.domain) or host_matches(stored.domain, domain)
            for place in self._shelves.of(domain)
        )


def _key(stored: Stored, partition: str | None) -> Key:
    return Key(stored.cookie.name, stored.host_only, stored.path, partition)


def _rank(place: Place) -> tuple[int, float, int]:
    """Longer paths first, then earlier creation (RFC 6265bis 5.8.3, step 2)."""
    return (-size(place.held.path), place.held.created, place.born)


def _domains_of(host: str) -> tuple[str, ...]:
    """The domains whose cookies a host may get: itself, and all that it domain-matches."""
    return _remembered(host) if len(host) <= _LONGEST_REMEMBERED else _worked_out(host)


def _worked_out(host: str) -> tuple[str, ...]:
    """A Domain attribute has at most 1024 bytes, so no longer ending can be in a jar."""
    if is_ip(host):
        return (host,)
    domains = [host]
    ending = host[-LONGEST_ATTRIBUTE - 1 :]
    while "." in ending:
        ending = ending.partition(".")[2]
        domains.append(ending)
    return tuple(domains)


_LONGEST_REMEMBERED = 255
_remembered = lru_cache(CACHED_HOSTS)(_worked_out)
