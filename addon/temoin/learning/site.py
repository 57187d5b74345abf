"""What was witnessed of one site: its hosts, and its cookies put together by what a policy can say of them."""

from collections import Counter

import msgspec

from temoin.errors import UsageError
from temoin.learning.choice import ChoiceCookie, recognise
from temoin.learning.witnessing import Sighting, Tally, Witnessing
from temoin.policy.identifiers import pattern_of
from temoin.policy.kinds import HOST_PATTERN, Wrong
from temoin.sites import registrable
from temoin.vocabulary import Party

__all__ = ["Cookie", "Learnt", "learnt"]


class Cookie(msgspec.Struct):
    """A cookie, or several alike, as recordings show it.

    Args:
        pattern: its name, identifier-like parts as `*`.
        domain: its registrable domain; None where it was first-party alone.
        host: the domain it was held for when it was seen first.
        source: the recording in which it was seen first.
        first: the number of the request there.
        names: its names, as they were seen.
        parties: as which it was seen.
        count: how often it crossed.
        recordings: the recordings in which it was seen, by number.
        set_by: True where a response set it.
        lifetime: the longest time it was asked to be kept, in seconds; None where it never was.
        path: the path for which responses set it; None where none did, or for several.
    """

    pattern: str
    domain: str | None
    host: str
    source: str
    first: int
    names: set[str] = msgspec.field(default_factory=set)
    parties: set[Party] = msgspec.field(default_factory=set)
    count: int = 0
    recordings: set[int] = msgspec.field(default_factory=set)
    set_by: bool = False
    lifetime: float | None = None
    path: str | None = None


class Learnt(msgspec.Struct, frozen=True):
    """What a first policy is written from.

    Args:
        hosts: whose pages it covers.
        cookies: what crossed on them, in order of appearance.
        choice: the cookie that seems to hold the choice, or None.
        recordings: each recording's name and what it holds, in words.
        elsewhere: hosts of other sites that were visited, and are not covered.
    """

    hosts: tuple[str, ...]
    cookies: tuple[Cookie, ...]
    choice: ChoiceCookie | None
    recordings: tuple[tuple[str, str], ...]
    elsewhere: tuple[str, ...]


def learnt(witnessing: Witnessing) -> Learnt:
    """Say what was witnessed of one site.

    Args:
        witnessing: which has taken in every recording.

    Raises:
        UsageError: no page of the site was seen, none whose host a policy may name, or no cookie crossed on one.
    """
    hosts = _hosts(witnessing)
    found: dict[tuple[str, str], Cookie] = {}
    for sighting, tally in witnessing.tallies.items():
        if not any(_covers(hosts, host) for host in sighting.hosts):
            continue
        group = pattern_of(sighting.name), registrable(sighting.domain)
        cookie = found.get(group)
        if cookie is None:
            cookie = found[group] = Cookie(*group, sighting.domain, tally.source, tally.first)
        _add(cookie, sighting, tally)
    cookies = _first_party_once(list(found.values()))
    if not cookies:
        raise UsageError(
            "policy learn",
            f"no cookie crossed on a page of {', '.join(hosts)}",
            mend="give a recording that bears cookies: a flow file, or a HAR saved with sensitive data",
        )
    return Learnt(
        hosts=hosts,
        cookies=cookies,
        choice=recognise(witnessing.values, witnessing.choosing.consent),
        recordings=tuple(witnessing.recordings),
        elsewhere=tuple(host for host in witnessing.pages if not _covers(hosts, host)),
    )


def _add(cookie: Cookie, sighting: Sighting, tally: Tally) -> None:
    cookie.path = _path(cookie, tally)
    cookie.names.add(sighting.name)
    cookie.parties.add(sighting.party)
    cookie.count += tally.count
    cookie.recordings |= tally.recordings
    cookie.set_by |= tally.set_by
    if tally.lifetime is not None:
        cookie.lifetime = max(cookie.lifetime or 0.0, tally.lifetime)


def _path(cookie: Cookie, tally: Tally) -> str | None:
    """The one path of all that was set, or None."""
    known = {cookie.path} if cookie.set_by else set()
    paths = known | tally.paths
    return next(iter(paths)) if len(paths) == 1 else None


def _first_party_once(cookies: list[Cookie]) -> tuple[Cookie, ...]:
    """Take the domain from what was first-party alone, and put together what is then alike."""
    firsts: dict[str, Cookie] = {}
    kept: list[Cookie] = []
    for cookie in cookies:
        if cookie.parties != {Party.FIRST}:
            kept.append(cookie)
            continue
        cookie.domain = None
        same = firsts.setdefault(cookie.pattern, cookie)
        if same is cookie:
            kept.append(cookie)
            continue
        same.names |= cookie.names
        same.count += cookie.count
        same.recordings |= cookie.recordings
        same.path = same.path if same.path == cookie.path else None
        same.set_by |= cookie.set_by
        if cookie.lifetime is not None:
            same.lifetime = max(same.lifetime or 0.0, cookie.lifetime)
    return tuple(kept)


def _hosts(witnessing: Witnessing) -> tuple[str, ...]:
    """The hosts the user names, or those of the site that was visited most."""
    if not witnessing.pages:
        raise UsageError("policy learn", "the recordings show no page", mend="record a visit that opens one")
    wanted = witnessing.choosing.hosts
    if wanted:
        strange = next(
            (host for host in wanted if not any(_covers((host,), one) for one in witnessing.pages)), None
        )
        if strange is not None:
            raise UsageError(
                "--host",
                f"no page of {strange} was opened",
                mend=f"opened were {', '.join(witnessing.pages)}",
            )
        return wanted
    hosts = [host for host in witnessing.pages if _nameable(host)]
    sites: Counter[str] = Counter()
    for host in hosts:
        sites[registrable(host)] += witnessing.pages[host]
    if not sites:
        raise UsageError(
            "policy learn",
            "no page was opened of a host that a policy can name",
            mend="give another recording",
        )
    site = max(sites, key=lambda one: sites[one])
    return tuple(host for host in hosts if registrable(host) == site)


def _nameable(host: str) -> bool:
    """Whether a policy can name a host: what came over the wire as one may be none."""
    try:
        HOST_PATTERN.read(host)
    except Wrong:
        return False
    return host != "*"


def _covers(patterns: tuple[str, ...], host: str) -> bool:
    return any(
        pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:]))
        for pattern in patterns
    )
