"""Which of a charter's cookies hold the visitor's choice: by a banner's name, or by what they say they are for."""

from collections.abc import Iterator, Sequence

import msgspec

from temoin.charters.phrases import phrases_of
from temoin.charters.wording import plain
from temoin.consent.recognition import Recognised, by_name

__all__ = ["Candidate", "Chosen", "choose", "keeps_choice"]

_KNOWN = frozenset(
    {
        "CookieLawInfoConsent",
        "borlabs-cookie",
        "cookie-agreed",
        "cookie_notice_accepted",
        "cookieconsent_status",
        "cookies_policy",
        "cookies_preferences",
        "cookieyes-consent",
        "hasConsent",
        "wpconsent_preferences",
    }
)
"""Names under which banners keep the choice whose form no format is made for."""

_SAYS_SO = "its purpose says so"


class Candidate(msgspec.Struct, frozen=True):
    """A declared cookie that may hold the choice.

    Args:
        name: its name.
        texts: its purpose, its service: what says what it is for.
        exempt: True where its category needs no consent, as that of such a cookie does.
    """

    name: str
    texts: tuple[str, ...]
    exempt: bool = False


class Chosen(msgspec.Struct, frozen=True):
    """A cookie that holds the choice.

    Args:
        name: as the charter declares it.
        why: how it was told.
        banner: whose it is, where its name is a banner's; then the policy names the banner's cookie.
        others: the names of those that may hold it as well.
    """

    name: str
    why: str
    banner: Recognised | None = None
    others: tuple[str, ...] = ()


def choose(candidates: Sequence[Candidate]) -> tuple[Chosen, ...]:
    """Choose the cookies that hold the choice.

    Args:
        candidates: all declared first-party cookies, in order.

    Returns:
        First one whose purpose says so and whose name is a banner's, else one whose name is that of a banner whose
        form can be read, else one whose purpose says so, else one whose name is known; of several, the first, those
        that need no consent before those that do. Then those of other banners whose form can be read, for a
        banner's cookie and the framework's are two. None where no candidate holds it.
    """
    able = sorted(
        (one for one in candidates if "*" not in one.name or by_name(one.name)),
        key=lambda one: not one.exempt,
    )
    said = [one for one in able if keeps_choice(one)]
    read = [one for one in able if by_name(one.name)]
    known = [one for one in able if one.name in _KNOWN]
    ranked = ([one for one in said if one in read or one in known], read, said, known)
    first = next((found[0] for found in ranked if found), None)
    if first is None:
        return ()
    banner = by_name(first.name)
    beside = () if banner is None else tuple(_beside(banner, read))
    taken = {banner, *(one.banner for one in beside)} - {None}
    others = dict.fromkeys(
        one.name
        for one in (*said, *read, *known)
        if one.name != first.name and not (taken and by_name(one.name) in taken)
    )
    why = _SAYS_SO if first in said else "consent banners use its name" if banner is None else _named(banner)
    return (Chosen(first.name, why, banner, tuple(others)), *beside)


def _beside(first: Recognised, read: Sequence[Candidate]) -> Iterator[Chosen]:
    """The cookies of other banners, one each, where a shipped template knows what they call things."""
    seen = {first.format}
    for one in read:
        banner = by_name(one.name)
        if banner is not None and banner.template and banner.format not in seen:
            seen.add(banner.format)
            yield Chosen(one.name, _named(banner), banner)


def _named(banner: Recognised) -> str:
    return f"it is named as {banner.whose} names it"


def keeps_choice(candidate: Candidate) -> bool:
    """Tell whether a cookie keeps the choice by what is said of it.

    Args:
        candidate: it.
    """
    return any(phrases_of("choosing").within(plain(text)) for text in candidate.texts)
