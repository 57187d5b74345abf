"""Who is browsing: one visitor for each client address, proxy user and User-Agent, and what is known of each."""

import msgspec

from temoin.cookies.jar import Jar
from temoin.profiles import Profiles
from temoin.vocabulary import Certainty, Origin

__all__ = ["FirstSet", "Provenance", "Visitor", "Visitors"]

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
    """

    def __init__(self, number: int, began: float) -> None:
        self.number = number
        self.began = began
        self.jar = Jar()
        self.ran: set[str] = set()
        """Registrable domains whose documents ran scripts, or may have."""
        self.secure_hosts: set[str] = set()
        """Hosts of which a page was opened over https."""
        self.provenance: dict[tuple[str, str], Provenance] = {}
        """Of each cookie sent that no response set, by host and name."""
        self.first_set: dict[tuple[str, str, str], FirstSet] = {}
        """Of each cookie set by a response, by name, domain and path."""
        self.profiles = Profiles()
        """Whether two profiles hide behind this visitor."""
        self._asked: dict[str, dict[str, int]] = {}

    def asked(self, host: str, path: str, n: int) -> None:
        """Note a request that would have carried the host's cookies.

        Args:
            host: of the request.
            path: of the request, without query.
            n: its number.
        """
        paths = self._asked.setdefault(host, {})
        if len(paths) < _MOST_PATHS:
            paths.setdefault(path, n)

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
    """Numbers visitors by what the wire shows of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], Visitor] = {}

    def __len__(self) -> int:
        return len(self._known)

    def all(self) -> tuple[Visitor, ...]:
        """Every visitor, by number."""
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
        if found is None:
            found = self._known[key] = Visitor(len(self._known) + 1, at)
        return found
