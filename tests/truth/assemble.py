"""Makes the truth of a tour out of what the recording, the browser and its log say, and checks them."""

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec
from publicsuffixlist import PublicSuffixList

from temoin.portal import HOSTS, ChoiceBy
from truth.account import Hop
from truth.choices import JarChange
from truth.document import (
    Background,
    ChoiceMoment,
    Click,
    Initiator,
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
    logged = _logged(gathered)
    requests = tuple(sorted(_requests(gathered, numbers, logged), key=lambda request: request.flow))
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
            Background(one.number, one.method, one.url, _top_site(logged.get(one.number)))
            for one in gathered.recorded
            if one.number not in told
        ),
        unmatched=tuple(
            f"{hop.method} {hop.url}"
            for index, hop in enumerate(gathered.hops)
            if index not in numbers and not hop.given_up
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


def _logged(gathered: Gathered) -> dict[int, LoggedRequest]:
    """For each number, what the browser's log says of it."""
    found = pair(gathered.recorded, gathered.logged, [(_method_and_url, _method_and_url)])
    return {gathered.recorded[index].number: gathered.logged[other] for index, other in found.items()}


def _top_site(logged: LoggedRequest | None) -> str:
    return "" if logged is None else logged.top_site


def _all_of_it(request: Hop | RecordedRequest) -> tuple[str, ...]:
    return request.method, request.url, request.cookie, request.referer


def _method_and_url(request: Hop | RecordedRequest | LoggedRequest) -> tuple[str, ...]:
    return request.method, request.url


def _requests(
    gathered: Gathered, numbers: dict[int, int], logged: dict[int, LoggedRequest]
) -> list[TruthRequest]:
    hops = gathered.hops
    by_request: dict[str, list[int]] = defaultdict(list)
    for index, hop in enumerate(hops):
        by_request[hop.request_id].append(index)
    requests = []
    shown: dict[int, int | None] = {}
    for index, hop in enumerate(hops):
        if index not in numbers:
            continue
        number = numbers[index]
        entry = logged.get(number)
        # A document is known by the request that brought it; after redirects, by the last hop.
        page = index if hop.is_page else next(iter(by_request.get(hop.page, [])[-1:]), None)
        if entry is not None and entry.window and not hop.is_page:
            # What a document sends on being left is told when the next is there: its first requests know better.
            page = shown.get(entry.window) if entry.leaving else shown.setdefault(entry.window, page)
        page_url = "" if page is None else hops[page].url
        requests.append(
            TruthRequest(
                flow=number,
                method=hop.method,
                url=hop.url,
                page=page_url,
                page_request=None if page is None else numbers.get(page),
                first_party=site_of(page_url) or _top_site(entry),
                top_site=_top_site(entry),
                initiator=hop.initiator,
                type=hop.type,
                cookies_sent=hop.sent,
                cookies_set=hop.set,
                asked=hop.at if entry is None else entry.at,
                profile=hop.profile,
            )
        )
    requests += _asked_again(gathered, requests)
    told = {one.flow for one in requests}
    return requests + _told_by_the_log_alone(gathered, logged, told)


def _asked_again(gathered: Gathered, requests: Sequence[TruthRequest]) -> list[TruthRequest]:
    """A request whose connection ended without an answer is sent again as it was; browsers tell of it once."""
    told = {one.flow: one for one in requests}
    unanswered: dict[tuple[str, ...], TruthRequest] = {}
    again = []
    for one in gathered.recorded:
        before = unanswered.pop(_all_of_it(one), None)
        if before is not None and one.number not in told:
            again.append(msgspec.structs.replace(before, flow=one.number))
        if not one.answered and (known := told.get(one.number, before)) is not None:
            unanswered[_all_of_it(one)] = known
    return again


def _told_by_the_log_alone(
    gathered: Gathered, logged: dict[int, LoggedRequest], told: set[int]
) -> list[TruthRequest]:
    """Websockets, beacons at unload, and what workers of many pages ask: drivers are not told of them."""
    requests = []
    for one in gathered.recorded:
        entry = logged.get(one.number)
        if one.number in told or entry is None or not entry.top_site:
            continue
        if urlsplit(one.url).hostname in HOSTS:
            requests.append(
                TruthRequest(
                    flow=one.number,
                    method=one.method,
                    url=one.url,
                    page="",
                    page_request=None,
                    first_party=entry.top_site,
                    top_site=entry.top_site,
                    initiator=Initiator("other"),
                    type="",
                    asked=entry.at,
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
