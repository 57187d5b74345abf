"""Who is browsing: one visitor for each client address, proxy user and User-Agent, and what is known of each.

So many are followed at once, and so much is kept of them together; those not seen for longest are then let go of.
For them it is as if the recording ended there, and began anew if they come back.
"""

from collections import OrderedDict
from hashlib import blake2b

import msgspec

from temoin.bounds import Dropped, Ever, Lost
from temoin.cookies.jar import Jar
from temoin.cookies.shelves import MOST_COOKIES
from temoin.profiles import Profiles
from temoin.vocabulary import Certainty, Origin

__all__ = ["MOST_THINGS", "MOST_VISITORS", "FirstSet", "Provenance", "Visitor", "Visitors"]

MOST_VISITORS = 2_000
"""Visitors followed at once; past it a twentieth is let go of, those not seen for longest."""

MOST_THINGS = 200_000
"""Things (cookies, documents, sightings, counts…) kept of all visitors together, some 500 bytes each; past it those
not seen for longest are let go of."""

_SWEPT = 20
"""The part of them that is let go of at once."""

_MOST_GONE = 50_000
"""Visitors whose number is remembered when they are let go of; then anybody new may be one of them."""

_MOST_SITES = 5_000
"""Sites that ran scripts, and hosts opened over https, remembered for each visitor; then all are taken to have."""

_MOST_PROVENANCE = 3_300
"""Cookies that no response set, remembered for each visitor; the longest known go first."""

_MOST_HOSTS = 1_000
"""Hosts remembered for each visitor as having been asked with credentials; the longest known go first."""

_MOST_PATHS = 200
"""Paths remembered for each host as having been asked for with credentials."""


class Provenance(msgspec.Struct, frozen=True):
    """Where a cookie came from.

    Args:
        origin: response, script or earlier.
        certainty: how well that is known.
        n: the number of the request that shows it, or None.
        value: the value it then had, for a cookie sent; another value came from elsewhere.
    """

    origin: Origin
    certainty: Certainty
    n: int | None
    value: str = ""


class FirstSet(msgspec.Struct, frozen=True):
    """The response that first set a cookie to its present value.

    Args:
        n: the number of the request it answers.
        page: the page's id, or None.
    """

    n: int
    page: int | None


class Visitor:
    """What is known of one visitor, pages and choices aside.

    Args:
        number: from 1, in order of first appearance.
        began: when the first request started, in Unix seconds.
        dropped: where what is let go of is counted.
    """

    def __init__(self, number: int, began: float, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self.number = number
        self.began = began
        self.jar = Jar(in_all=MOST_COOKIES, dropped=self._dropped)
        self.ran: Ever[str] = Ever(_MOST_SITES)
        """Registrable domains whose documents ran scripts, or may have."""
        self.secure_hosts: Ever[str] = Ever(_MOST_SITES)
        """Hosts of which a page was opened over https."""
        self.provenance: OrderedDict[tuple[str, str], Provenance] = OrderedDict()
        """Of each cookie sent that no response set, by host and name."""
        self.first_set: dict[tuple[str, str, str], FirstSet] = {}
        """Of each cookie set by a response, by name, domain and path."""
        self.back = False
        """True for one that was let go of before."""
        self.greeted = False
        """True once that was taken into account."""
        self.odd = False
        """True where a response then had set them a consent cookie for another path than the policy says."""
        self.digest = b""
        """What one who is let go of is known by."""
        self.missed = False
        """True where a response to a request of theirs was not looked at."""
        self.profiles = Profiles()
        """Whether two profiles hide behind this visitor."""
        self._asked: OrderedDict[str, dict[str, int]] = OrderedDict()
        self._paths = 0
        self._provenance_lost = False

    @property
    def blurred(self) -> bool:
        """True where something may be forgotten that tells where a cookie came from."""
        return self.back or self.missed or self.jar.overflowed > 0 or self._provenance_lost

    @property
    def size(self) -> int:
        """How many things are kept."""
        return (
            len(self.jar)
            + len(self.ran)
            + len(self.secure_hosts)
            + len(self.provenance)
            + len(self.first_set)
            + len(self.profiles)
            + self._paths
        )

    def came(self, host: str, name: str, provenance: Provenance) -> None:
        """Note where a cookie came from that no response set.

        Args:
            host: whom it was sent to.
            name: its name.
            provenance: where it came from.
        """
        self.provenance[host, name] = provenance
        if len(self.provenance) > _MOST_PROVENANCE:
            self.provenance.popitem(last=False)
            self._provenance_lost = True
            self._dropped.note(Lost.PROVENANCE)

    def first(self, key: tuple[str, str, str], found: FirstSet) -> None:
        """Note the response that first set a cookie; of cookies that the jar no longer holds, nothing is kept.

        Args:
            key: the cookie's name, domain and path.
            found: the response.
        """
        self.first_set[key] = found
        if len(self.first_set) > 2 * MOST_COOKIES:
            held = {(one.name, one.domain, one.path) for one in self.jar}
            self.first_set = {key: one for key, one in self.first_set.items() if key in held}

    def asked(self, host: str, path: str, n: int) -> None:
        """Note a request that would have carried the host's cookies.

        Args:
            host: of the request.
            path: of the request, without query.
            n: its number.
        """
        paths = self._asked.get(host)
        if paths is not None and path in paths:
            return
        if paths is None:
            paths = self._asked[host] = {}
            if len(self._asked) > _MOST_HOSTS:
                self._paths -= len(self._asked.popitem(last=False)[1])
        if path not in paths and len(paths) < _MOST_PATHS:
            paths[path] = n
            self._paths += 1

    def lacked(self, host: str, path: str) -> int | None:
        """Find an earlier request that would have carried a cookie sent to this path.

        Args:
            host: of the request that carries it.
            path: of that request, without query.

        Returns:
            The number of a request to this path or below, or None.
        """
        below = path if path.endswith("/") else path + "/"
        found = [
            n for asked, n in self._asked.get(host, {}).items() if asked == path or asked.startswith(below)
        ]
        return min(found, default=None)


class Visitors:
    """Numbers visitors by what the wire shows of them.

    Args:
        dropped: where what is let go of is counted.
    """

    def __init__(self, dropped: Dropped | None = None) -> None:
        self._dropped = dropped or Dropped()
        self._known: OrderedDict[tuple[str, str, str], Visitor] = OrderedDict()
        self._gone: dict[bytes, int] = {}
        """The numbers of those who were let go of."""
        self._nameless = False
        """True once one was let go of whose number is not remembered."""
        self._odd: Ever[bytes] = Ever(_MOST_GONE)
        self._count = 0
        self.crowded = False
        """True where there are more than are followed."""

    def __len__(self) -> int:
        """How many there were, those who were let go of counted once where they came back."""
        return self._count

    def all(self) -> tuple[Visitor, ...]:
        """Every visitor who is followed, the one seen last at the end."""
        return tuple(self._known.values())

    def of(self, client: str, user: str, user_agent: str, at: float) -> Visitor:
        """Tell whose request it is.

        Args:
            client: address without port; empty where not known.
            user: the proxy user, or empty.
            user_agent: as sent, or empty.
            at: when the request started.
        """
        key = (client, user, user_agent)
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
            return found
        digest = _digest(key) if self._gone else b""
        number = self._gone.pop(digest, None)
        if number is None:
            self._count += 1
        found = self._known[key] = Visitor(number or self._count, at, self._dropped)
        self.crowded = len(self._known) > MOST_VISITORS
        found.back = number is not None or self._nameless
        found.odd = found.back and digest in self._odd
        return found

    def let_go(self, *, everyone: bool = False) -> list[Visitor]:
        """Let go of some who were not seen for longest; never of the one seen last.

        Args:
            everyone: True to let go of all, that one too.
        """
        count = min(len(self._known) - 1, max(1, len(self._known) // _SWEPT))
        if everyone:
            count = len(self._known)
        leaving = []
        for _ in range(count):
            key, visitor = self._known.popitem(last=False)
            visitor.digest = _digest(key)
            if len(self._gone) < _MOST_GONE:
                self._gone[visitor.digest] = visitor.number
            else:
                self._nameless = True
            leaving.append(visitor)
        self.crowded = len(self._known) > MOST_VISITORS
        if not everyone:
            self._dropped.note(Lost.VISITORS, len(leaving))
        return leaving

    def remember_odd(self, visitor: Visitor) -> None:
        """Note that one who was let go of had a consent cookie for another path than the policy says.

        Args:
            visitor: as `let_go` gave them.
        """
        self._odd.add(visitor.digest)


def _digest(key: tuple[str, str, str]) -> bytes:
    return blake2b("\0".join(key).encode("utf-8", "surrogateescape"), digest_size=8).digest()
