"""Which of a charter's cookies holds the visitor's choice: by what it says it is for, or by a known name."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

import msgspec

from temoin.charters.phrases import phrases_of
from temoin.charters.wording import plain
from temoin.consent import format_names

__all__ = ["Candidate", "Chosen", "choose", "formats_for", "keeps_choice"]

_ANY = ("json", "query", "words")

_KNOWN = (
    ("OptanonConsent", "onetrust"),
    ("CookieConsent", "cookiebot"),
    ("euconsent-v2", "tcf"),
    ("eupubconsent-v2", "tcf"),
    ("didomi_token", "didomi"),
    ("axeptio_cookies", "axeptio"),
    ("tarteaucitron", "tarteaucitron"),
    ("klaro", "klaro"),
    ("cookies_preferences", ""),
    ("cookieyes-consent", ""),
    ("cookieconsent_status", ""),
    ("cookie_notice_accepted", ""),
    ("borlabs-cookie", ""),
    ("CookieLawInfoConsent", ""),
    ("cookie-agreed", ""),
    ("cookies_policy", ""),
    ("wpconsent_preferences", ""),
    ("hasConsent", ""),
)
"""Names under which consent banners keep the choice, each with the format that reads it where there is one."""


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
    """The cookie that holds the choice.

    Args:
        name: its name; empty where no candidate does.
        why: how it was told.
        others: the names of those that may as well.
    """

    name: str = ""
    why: str = ""
    others: tuple[str, ...] = ()


def choose(candidates: Sequence[Candidate]) -> Chosen:
    """Choose the cookie that holds the choice.

    Args:
        candidates: all declared first-party cookies, in order.

    Returns:
        One whose purpose says so and whose name is known, else one whose purpose says so, else one whose name is
        known; of several, the first, those that need no consent before those that do.
    """
    exact = sorted((one for one in candidates if "*" not in one.name), key=lambda one: not one.exempt)
    said = [one for one in exact if keeps_choice(one)]
    known = [one for one in exact if _format_of(one.name) is not None]
    both = [one for one in said if one in known]
    for found, why in (
        (both, "its purpose says so"),
        (said, "its purpose says so"),
        (known, "consent banners use its name"),
    ):
        if found:
            others = tuple(dict.fromkeys(one.name for one in (*said, *known) if one.name != found[0].name))
            return Chosen(found[0].name, why, others)
    return Chosen()


def keeps_choice(candidate: Candidate) -> bool:
    """Tell whether a cookie keeps the choice by what is said of it.

    Args:
        candidate: it.
    """
    return any(phrases_of("choosing").within(plain(text)) for text in candidate.texts)


def formats_for(name: str) -> tuple[str, ...]:
    """The formats in which to try to read a consent cookie.

    Args:
        name: its name.
    """
    format = _format_of(name)
    return (format,) if format in format_names() else _ANY


def _format_of(name: str) -> str | None:
    return next((format for pattern, format in _KNOWN if fnmatchcase(name, pattern)), None)
