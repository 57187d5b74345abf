"""The tours: what a visitor does, on which portal, and what a person who knows it expects to be found."""

from collections.abc import Awaitable, Callable

import msgspec

from temoin.portal import CORRECT, NEIGHBOUR, PORTAL, ChoiceBy, Leak, Variant
from truth.browser import ThirdPartyCookies
from truth.document import Expected
from truth.visitor import Visitor

__all__ = ["TOURS", "Tour"]

_HOME = f"https://{PORTAL}/"
_DATASET = f"{_HOME}explore/dataset/arbres-remarquables/"
_ALL = dict.fromkeys(("matomo", "google-analytics", "xiti", "adnet", "tube"), True)
_NONE = dict.fromkeys(_ALL, False)

_TO_HOME = "nav a[href='/']"
_TO_EXPLORE = "nav a[href='/explore/']"
_TO_CHARTER = "nav a[href='/pages/cookies/']"
_TO_DATASET = "a[href='/explore/dataset/arbres-remarquables/']"

_FIRST = ("_pk_id.1.a3f4", "_pk_ses.1.a3f4", "_ga", "_ga_ABC123")
_ADS = (("idrxvr", "xiti.example"), ("uid", "adnet.example"))
_VIDEO = ("visitor", "tube.example")


class Tour(msgspec.Struct, frozen=True):
    """One visit, to be recorded.

    Args:
        name: its name, and its files'.
        says: what the visitor does and what the portal does wrong, in a sentence.
        drive: does it.
        variant: which portal is visited.
        expected: the flagged findings to be found.
        third_party: what the profile does with third-party cookies.
        policy: the policy the recording is meant to be judged by; "portal-without-path" is the portal's, silent
            on the path of its consent cookie.
        lab: whether the lab answers beside the portal.
        http2: whether the proxy speaks HTTP/2.
        handshake: how long the proxy lets a TLS handshake wait, in seconds.
        plain: whether an address typed with http:// is left so: Chromium tries https first.
    """

    name: str
    says: str
    drive: Callable[[Visitor], Awaitable[None]]
    variant: Variant = CORRECT
    expected: tuple[Expected, ...] = ()
    third_party: ThirdPartyCookies = ThirdPartyCookies.ALLOWED
    policy: str = "portal"
    lab: bool = False
    http2: bool = True
    handshake: float = 0.0
    plain: bool = False


def _leaky(*leaks: Leak, choice_by: ChoiceBy = ChoiceBy.SCRIPT) -> Variant:
    return Variant(frozenset(leaks), choice_by)


def _trackers(rule: str, *, video: bool = True) -> tuple[Expected, ...]:
    """Every tracker of the portal under one rule.

    A cookie that a script set is named with the host it was seen at: the wire does not tell its domain.
    """
    first = tuple(Expected(rule, name, PORTAL) for name in _FIRST)
    third = tuple(Expected(rule, *one) for one in (*_ADS, *([_VIDEO] if video else [])))
    return first + third


async def _look_around(visitor: Visitor) -> None:
    await visitor.open(_HOME)
    await visitor.pause(0.8)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(1.0)
    await visitor.follow(_TO_DATASET)
    await visitor.pause(1.4)
    await visitor.follow(_TO_CHARTER)
    await visitor.pause(0.6)
    await visitor.follow(_TO_HOME)
    await visitor.pause(0.5)


async def _go_on(visitor: Visitor) -> None:
    """What follows a choice: the catalogue, a data set with its video, and home again."""
    await visitor.pause(1.2)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(0.9)
    await visitor.follow(_TO_DATASET)
    await visitor.pause(1.5)
    await visitor.follow(_TO_HOME)
    await visitor.pause(0.6)


async def _accept(visitor: Visitor) -> None:
    await visitor.open(_HOME)
    await visitor.pause(1.0)
    await visitor.choose("#accept-all", _ALL)
    await _go_on(visitor)


async def _refuse(visitor: Visitor) -> None:
    await visitor.open(_HOME)
    await visitor.pause(1.0)
    await visitor.choose("#refuse-all", _NONE)
    await _go_on(visitor)


async def _choose_some(visitor: Visitor) -> None:
    await visitor.open(_HOME)
    await visitor.pause(0.8)
    await visitor.press("#customise")
    await visitor.pause(0.5)
    await visitor.press("input[name=matomo]")
    await visitor.pause(0.3)
    await visitor.press("input[name=tube]")
    await visitor.pause(0.4)
    await visitor.choose("#save-choice", {**_NONE, "matomo": True, "tube": True})
    await _go_on(visitor)


async def _withdraw(visitor: Visitor) -> None:
    await visitor.open(_DATASET)
    await visitor.pause(0.8)
    await visitor.choose("#accept-all", _ALL)
    await visitor.pause(1.5)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(1.0)
    await visitor.press("#reopen")
    await visitor.pause(0.6)
    await visitor.choose("#refuse-all", _NONE)
    await _go_on(visitor)


async def _choose_twice(visitor: Visitor) -> None:
    await visitor.open(_HOME)
    await visitor.pause(0.8)
    await visitor.choose("#accept-all", _ALL)
    await visitor.pause(1.2)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(0.9)
    await visitor.press("#reopen")
    await visitor.press("#customise")
    await visitor.pause(0.5)
    await visitor.press("input[name=google-analytics]")
    await visitor.press("input[name=adnet]")
    await visitor.pause(0.4)
    await visitor.choose("#save-choice", {**_ALL, "google-analytics": False, "adnet": False})
    await _go_on(visitor)


async def _known_to_the_advertiser(visitor: Visitor) -> None:
    await visitor.open(f"https://{NEIGHBOUR}/")
    await visitor.pause(0.8)
    await visitor.open(_HOME)
    await visitor.pause(0.8)
    await visitor.press("#customise")
    await visitor.pause(0.4)
    await visitor.press("input[name=adnet]")
    await visitor.pause(0.4)
    await visitor.choose("#save-choice", {**_NONE, "adnet": True})
    await visitor.pause(1.2)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(0.8)
    await visitor.follow(_TO_HOME)
    await visitor.pause(0.5)


async def _watch_videos(visitor: Visitor) -> None:
    await visitor.open(_DATASET)
    await visitor.pause(1.6)
    await visitor.choose("#accept-all", _ALL)
    await visitor.pause(1.5)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(0.6)
    await visitor.follow(_TO_DATASET)
    await visitor.pause(1.5)
    await visitor.follow(_TO_HOME)
    await visitor.pause(0.5)


async def _two_tabs(visitor: Visitor) -> None:
    portal = visitor.tab
    await visitor.open(_HOME)
    await visitor.pause(0.8)
    await visitor.choose("#refuse-all", _NONE)
    await visitor.pause(0.6)
    neighbour = await visitor.new_tab()
    await visitor.open(f"https://{NEIGHBOUR}/")
    await visitor.pause(0.9)
    await visitor.turn_to(portal)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(0.7)
    await visitor.turn_to(neighbour)
    await visitor.follow("a[href='/carte/']")
    await visitor.pause(0.8)
    await visitor.turn_to(portal)
    await visitor.follow(_TO_CHARTER)
    await visitor.pause(0.6)
    await visitor.turn_to(neighbour)
    await visitor.follow("a[href='/']")
    await visitor.pause(0.5)
    await visitor.turn_to(portal)
    await visitor.follow(_TO_HOME)
    await visitor.pause(0.5)


async def _look_first(visitor: Visitor) -> None:
    """A data set with its video, and back to the catalogue: what was fired lies before a page of the portal."""
    await visitor.open(_HOME)
    await visitor.pause(0.9)
    await visitor.follow(_TO_DATASET)
    await visitor.pause(1.4)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(1.0)


async def _look_then_refuse(visitor: Visitor) -> None:
    await _look_first(visitor)
    await visitor.choose("#refuse-all", _NONE)
    await _go_on(visitor)


async def _look_then_accept(visitor: Visitor) -> None:
    await _look_first(visitor)
    await visitor.choose("#accept-all", _ALL)
    await _go_on(visitor)


async def _log_in(visitor: Visitor) -> None:
    await visitor.open(_HOME)
    await visitor.pause(0.7)
    await visitor.follow(".login")
    await visitor.pause(0.9)
    await visitor.follow("#enter")
    await visitor.pause(0.6)
    await visitor.follow("button[value=en]")
    await visitor.pause(0.6)
    await visitor.follow(_TO_EXPLORE)
    await visitor.pause(0.8)
    await visitor.follow(_TO_DATASET)
    await visitor.pause(1.0)
    await visitor.follow("#logout")
    await visitor.pause(0.5)
    await visitor.follow(_TO_CHARTER)
    await visitor.pause(0.5)


_UNDECLARED = (Expected("T101", "ab_variant", PORTAL), Expected("T104", "ab_variant", PORTAL))
_KEPT = Expected("T202", "csrftoken", PORTAL)

TOURS = (
    Tour("nothing-chosen", "Looks around and leaves the banner alone.", _look_around),
    Tour(
        "nothing-chosen-leaky",
        "Looks around and leaves the banner alone; trackers start all the same.",
        _look_around,
        _leaky(Leak.EARLY, Leak.UNDECLARED, Leak.KEPT),
        (*_trackers("T101"), *_UNDECLARED, _KEPT),
    ),
    Tour("accepted", "Accepts everything.", _accept),
    Tour("refused", "Refuses everything.", _refuse),
    Tour(
        "refused-leaky",
        "Refuses everything; trackers start all the same.",
        _refuse,
        _leaky(Leak.REFUSED),
        _trackers("T102"),
    ),
    Tour(
        "refused-leaky-by-response",
        "Refuses everything, and a response stores it; trackers start all the same.",
        _refuse,
        _leaky(Leak.REFUSED, choice_by=ChoiceBy.RESPONSE),
        _trackers("T102"),
    ),
    Tour("partly", "Grants the audience measure and the videos, nothing else.", _choose_some),
    Tour("withdrawn", "Accepts everything, then refuses everything.", _withdraw),
    Tour(
        "withdrawn-leaky",
        "Accepts everything, then refuses everything; what runs goes on.",
        _withdraw,
        _leaky(Leak.WITHDRAWN),
        _trackers("T103"),
    ),
    Tour(
        "choice-by-response",
        "Accepts everything, then refuses two services; responses store both choices.",
        _choose_twice,
        Variant(choice_by=ChoiceBy.RESPONSE),
    ),
    Tour(
        "choice-by-script",
        "Known to the advertiser from elsewhere, grants it; the click itself fires its pixel.",
        _known_to_the_advertiser,
    ),
    Tour("frames", "Accepts everything and watches videos: frames within frames.", _watch_videos),
    Tour(
        "frames-leaky",
        "Is shown a video, and the advertisement in it, before accepting everything.",
        _look_then_accept,
        _leaky(Leak.EARLY),
        _trackers("T101"),
    ),
    Tour(
        "two-tabs",
        "Refuses everything, with a neighbour in another tab that shows the same advertiser.",
        _two_tabs,
    ),
    Tour(
        "two-tabs-leaky",
        "The same, and the portal's trackers start all the same.",
        _two_tabs,
        _leaky(Leak.REFUSED),
        _trackers("T102", video=False),
    ),
    Tour(
        "blocked-leaky",
        "With third-party cookies blocked, looks around, then refuses; the portal heeds nothing.",
        _look_then_refuse,
        _leaky(Leak.EARLY, Leak.REFUSED, Leak.UNDECLARED, Leak.KEPT),
        (
            *_trackers("T101"),
            *_trackers("T102"),
            *_UNDECLARED,
            Expected("T102", "ab_variant", PORTAL),
            _KEPT,
        ),
        ThirdPartyCookies.BLOCKED,
    ),
    Tour(
        "blocked",
        "With third-party cookies blocked, accepts everything.",
        _accept,
        third_party=ThirdPartyCookies.BLOCKED,
    ),
    Tour(
        "renewed",
        "Accepts everything; every page keeps the choice six months more.",
        _accept,
        _leaky(Leak.RENEWED),
        (Expected("T203", "cookies_preferences", PORTAL),),
    ),
    Tour(
        "built-in",
        "Looks around, then refuses; an advertiser's pixel stands in the markup itself.",
        _look_then_refuse,
        _leaky(Leak.BUILT_IN),
        (Expected("T101", "uid", "adnet.example"), Expected("T102", "uid", "adnet.example")),
    ),
    Tour(
        "log-in",
        "Logs in, changes the language, reads data, logs out, and leaves the banner alone.",
        _log_in,
        policy=PORTAL,
    ),
    Tour(
        "everything-leaky",
        "Looks around, then accepts; the portal does all it can wrong, and declares four cookies.",
        _look_then_accept,
        Variant(frozenset(Leak)),
        (
            *_trackers("T101"),
            *_trackers("T104"),
            *_UNDECLARED,
            _KEPT,
            Expected("T203", "cookies_preferences", PORTAL),
        ),
        policy=PORTAL,
    ),
)
