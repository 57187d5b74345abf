"""A browser's cookie store (RFC 6265bis 5.7, 5.8.3), with partitions, SameSite and a log of what it held when."""

from dataclasses import dataclass, field

from generator.site import CONSENT, Kind, ThirdParty, registrable_of

__all__ = ["Context", "Cookie", "Source", "Store"]


@dataclass(frozen=True)
class Source:
    """Where a cookie came from.

    Args:
        flow: the response that set it; None for a script, or for an earlier visit.
        earlier: True for an earlier visit.
        at: when.
    """

    flow: int | None
    earlier: bool
    at: float


@dataclass(frozen=True)
class Cookie:
    """A cookie as a browser keeps it."""

    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    same_site: str
    secure: bool
    expiry: float | None
    source: Source
    partition: str = ""

    @property
    def key(self) -> tuple[str, str, bool, str, str]:
        """What it overwrites."""
        return (self.name, self.domain, self.host_only, self.path, self.partition)

    def reaches(self, host: str) -> bool:
        """Whether its domain matches a host."""
        return host == self.domain or (not self.host_only and host.endswith("." + self.domain))

    def covers(self, path: str) -> bool:
        """Whether its path matches a path without query."""
        return path == self.path or path.startswith(self.path.rstrip("/") + "/")


@dataclass(frozen=True)
class Context:
    """In what a request, or a document's script, stands.

    Args:
        top: the top-level site, as a registrable domain.
        foreign: True where a frame above is of another site than the top.
        navigation: True for a top-level navigation.
        initiator: the registrable domain of what caused it; None for the visitor.
        safe: True for GET and HEAD.
    """

    top: str
    foreign: bool = False
    navigation: bool = False
    initiator: str | None = None
    safe: bool = True


@dataclass(frozen=True)
class _Change:
    at: float
    key: tuple[str, str, bool, str, str]
    cookie: Cookie | None


@dataclass
class Store:
    """One profile's cookies.

    Args:
        kind: the browser.
        third_party: what it does with third parties' cookies.
    """

    kind: Kind
    third_party: ThirdParty
    changes: list[_Change] = field(default_factory=list)
    _held: dict[tuple[str, str, bool, str, str], Cookie] = field(default_factory=dict)

    def write(self, cookie: Cookie, at: float) -> None:
        """Keep a cookie, over one of its key."""
        self._held.pop(cookie.key, None)
        self._held[cookie.key] = cookie
        self._log(at, cookie.key, cookie)

    def drop(self, name: str, host: str, at: float) -> None:
        """Remove the cookies of a name that reach a host."""
        for cookie in [one for one in self._held.values() if one.name == name and one.reaches(host)]:
            del self._held[cookie.key]
            self._log(at, cookie.key, None)

    def remove(self, name: str, domain: str, path: str, at: float) -> None:
        """Remove the cookies of a name, domain and path."""
        gone = [
            one for one in self._held.values() if (one.name, one.domain, one.path) == (name, domain, path)
        ]
        for cookie in gone:
            del self._held[cookie.key]
            self._log(at, cookie.key, None)

    def clear(self, domain: str, at: float) -> None:
        """Remove every cookie of a registrable domain, as a visitor may."""
        for cookie in [one for one in self._held.values() if registrable_of(one.domain) == domain]:
            del self._held[cookie.key]
            self._log(at, cookie.key, None)

    def partition(self, host: str, context: Context) -> str | None:
        """The partition that a context reads for a host: "" for the common one, None where it reads none."""
        third = context.foreign or context.top != registrable_of(host)
        if not third or context.navigation:
            return ""
        match self.third_party:
            case ThirdParty.ALLOWED:
                return ""
            case ThirdParty.BLOCKED:
                return None
            case ThirdParty.PARTITIONED:
                return context.top

    def sent(self, host: str, path: str, context: Context, at: float, *, secure: bool) -> tuple[Cookie, ...]:
        """The cookies that a request carries."""
        partition = self.partition(host, context)
        found = [
            one
            for one in self._held.values()
            if one.partition == partition
            and one.reaches(host)
            and one.covers(path)
            and (secure or not one.secure)
            and (one.expiry is None or one.expiry > at)
            and self._same_site(one, host, context)
        ]
        return tuple(sorted(found, key=lambda one: -len(one.path)))

    def readable(self, name: str, host: str, path: str, at: float) -> str | None:
        """What a script of a first-party document reads."""
        for one in self._held.values():
            if (
                one.name == name
                and not one.partition
                and one.reaches(host)
                and one.covers(path)
                and (one.expiry is None or one.expiry > at)
            ):
                return one.value
        return None

    def choices(self, host: str, at: float, mark: int) -> set[str | None]:
        """The values of the consent cookies that reached a host, after the first changes up to a mark."""
        held: dict[tuple[str, str, bool, str, str], Cookie] = {}
        for change in self.changes[:mark]:
            if change.cookie is None:
                held.pop(change.key, None)
            else:
                held[change.key] = change.cookie
        found: set[str | None] = {
            one.value
            for one in held.values()
            if one.reaches(host) and not one.partition and (one.expiry is None or one.expiry > at)
        }
        return found or {None}

    @property
    def mark(self) -> int:
        """How many changes of consent cookies there were."""
        return len(self.changes)

    def _log(self, at: float, key: tuple[str, str, bool, str, str], cookie: Cookie | None) -> None:
        if key[0] == CONSENT:
            self.changes.append(_Change(at, key, cookie))

    def _same_site(self, cookie: Cookie, host: str, context: Context) -> bool:
        same_site = cookie.same_site
        if same_site == "none" or (not same_site and self.kind is Kind.FIREFOX):
            return True
        own = registrable_of(host)
        if context.navigation:
            if context.initiator in (None, own):
                return True
            return same_site != "strict" and context.safe
        return not context.foreign and context.top == own and context.initiator in (None, own)
