"""Makes the truth of a tour out of what the recording, the browser and its log say, and checks them."""

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
from publicsuffixlist import PublicSuffixList

from temoin.portal import ChoiceBy
from truth.account import Hop
from truth.choices import JarChange
from truth.document import (
    Background,
    ChoiceMoment,
    Click,
    PlayedPortal,
    Truth,
    TruthRequest,
)
from truth.matching import RecordedRequest, pair
from truth.netlog import LoggedRequest
from truth.tours import Tour

__all__ = ["Gathered", "assemble", "site_of"]

_CHOICE_COOKIE = "cookies_preferences"
_SUFFIXES = PublicSuffixList()


class Gathered(msgspec.Struct, frozen=True):
    """All that was gathered of one tour.

    Args:
        browser: the browser and its version.
        proxy: mitmproxy's version.
        recorded: the recording's requests, by number.
        hops: what the browser says it sent.
        logged: what its log says was sent.
        clicks: the clicks that chose.
        changes: when the consent cookie changed in the jar.
    """

    browser: str
    proxy: str
    recorded: tuple[RecordedRequest, ...]
    hops: tuple[Hop, ...]
    logged: tuple[LoggedRequest, ...]
    clicks: tuple[Click, ...]
    changes: tuple[JarChange, ...]


def site_of(url: str) -> str:
    """The scheme and registrable domain of a URL; empty where it has none."""
    parts = urlsplit(url)
    domain = _SUFFIXES.privatesuffix(parts.hostname or "")
    return f"{parts.scheme}://{domain}" if domain else ""


def assemble(tour: Tour, gathered: Gathered, made_by: str) -> Truth:
    """Put the accounts of a tour together.

    Args:
        tour: what was driven.
        gathered: what was gathered.
        made_by: the command that makes it again.

    Returns:
        The truth; what does not fit together is in `unmatched`.
    """
    numbers = _numbers(gathered)
    top_sites = _top_sites(gathered)
    requests = tuple(sorted(_requests(gathered.hops, numbers, top_sites), key=lambda request: request.flow))
    told = {request.flow for request in requests}
    return Truth(
        made_by=made_by,
        browser=gathered.browser,
        proxy=gathered.proxy,
        tour=tour.name,
        says=tour.says,
        third_party_cookies=tour.third_party.value,
        portal=PlayedPortal(tuple(sorted(tour.variant.leaks)), tour.variant.choice_by.value),
        policy=tour.policy,
        clicks=gathered.clicks,
        choice_moments=_moments(tour, gathered, requests),
        requests=requests,
        background=tuple(
            Background(one.number, one.method, one.url, top_sites.get(one.number, ""))
            for one in gathered.recorded
            if one.number not in told
        ),
        unmatched=tuple(
            f"{hop.method} {hop.url}" for index, hop in enumerate(gathered.hops) if index not in numbers
        ),
        expected=tour.expected,
    )


def _numbers(gathered: Gathered) -> dict[int, int]:
    """For each hop, the number of its request in the recording."""
    found = pair(
        gathered.hops,
        gathered.recorded,
        [
            (_all_of_it, _all_of_it),
            (_method_and_url, _method_and_url),
        ],
    )
    return {hop: gathered.recorded[index].number for hop, index in found.items()}


def _top_sites(gathered: Gathered) -> dict[int, str]:
    """For each number, the top-level site in the browser's log."""
    found = pair(gathered.recorded, gathered.logged, [(_method_and_url, _method_and_url)])
    return {
        gathered.recorded[index].number: gathered.logged[other].top_site for index, other in found.items()
    }


def _all_of_it(request: Hop | RecordedRequest) -> tuple[str, ...]:
    return request.method, request.url, request.cookie, request.referer


def _method_and_url(request: Hop | RecordedRequest | LoggedRequest) -> tuple[str, ...]:
    return request.method, request.url


def _requests(hops: Sequence[Hop], numbers: dict[int, int], top_sites: dict[int, str]) -> list[TruthRequest]:
    by_request: dict[str, list[int]] = defaultdict(list)
    for index, hop in enumerate(hops):
        by_request[hop.request_id].append(index)
    requests = []
    for index, hop in enumerate(hops):
        if index not in numbers:
            continue
        # A document is known by the request that brought it; after redirects, by the last hop.
        page = index if hop.is_page else next(iter(by_request.get(hop.page, [])[-1:]), None)
        page_url = "" if page is None else hops[page].url
        number = numbers[index]
        requests.append(
            TruthRequest(
                flow=number,
                method=hop.method,
                url=hop.url,
                page=page_url,
                page_request=None if page is None else numbers.get(page),
                first_party=site_of(page_url) or top_sites.get(number, ""),
                top_site=top_sites.get(number, ""),
                initiator=hop.initiator,
                type=hop.type,
                cookies_sent=hop.sent,
                cookies_set=hop.set,
            )
        )
    return requests


def _moments(tour: Tour, gathered: Gathered, requests: Sequence[TruthRequest]) -> tuple[ChoiceMoment, ...]:
    ended = {one.number: one.ended for one in gathered.recorded}
    moments = []
    for change in gathered.changes:
        after = max((click.before for click in gathered.clicks if click.before < change.by), default=0.0)
        after = max(after, change.after)
        setter = None
        if tour.variant.choice_by is ChoiceBy.RESPONSE:
            setter = max(
                (
                    request.flow
                    for request in requests
                    if ended[request.flow] <= change.by
                    and any(one.name == _CHOICE_COOKIE and one.stored for one in request.cookies_set)
                ),
                default=None,
            )
        moments.append(
            ChoiceMoment(
                after=after,
                by=change.by,
                granted=tuple(sorted(name for name, granted in change.choice.items() if granted)),
                refused=tuple(sorted(name for name, granted in change.choice.items() if not granted)),
                how=tour.variant.choice_by.value,
                request=setter,
            )
        )
    return tuple(moments)
