"""Which cookie seems to hold the choice, and in which format: a guess, which the learnt policy says is one."""

import re

import msgspec

from temoin.consent import Choice, format_named, format_names
from temoin.consent.recognition import recognise as recognised
from temoin.policy.kinds import COOKIE_PATTERN, Wrong

__all__ = ["ChoiceCookie", "may_hold_choice", "recognise"]

_NAMES = re.compile(
    r"cookies?[-_ ]?(?:accept|choi|consent|law|notice|polic|pref|setting)|consent|optanon|didomi|axeptio"
    r"|tarteaucitron|klaro|cmplz|gdpr|rgpd|privacy|gpp",
    re.IGNORECASE,
)


_LONGEST = 200


class ChoiceCookie(msgspec.Struct, frozen=True):
    """The cookie that seems to hold the choice.

    Args:
        name: its name.
        formats: those that read what was seen of it; empty where none does.
        named: True where the user says that it is the one.
    """

    name: str
    formats: tuple[str, ...]
    named: bool


def may_hold_choice(name: str) -> bool:
    """Tell whether a cookie's name is such as holds a choice, and such as a policy can name.

    Args:
        name: as it was seen.
    """
    if len(name) > _LONGEST or "*" in name or not name.isprintable() or _NAMES.search(name) is None:
        return False
    try:
        COOKIE_PATTERN.read(name)
    except Wrong:
        return False
    return True


def recognise(values: dict[str, dict[str, None]], named: str = "") -> ChoiceCookie | None:
    """Guess which cookie holds the choice.

    Args:
        values: of cookies whose names are such as hold one, some values seen.
        named: the one that the user says; empty for none.

    Returns:
        The user's; else a known banner's; else the one whose values name the most things granted or refused, the
        first of several; None where no format reads any.
    """
    if named:
        return ChoiceCookie(named, _formats(named, values.get(named, {})), named=True)
    banner = next(iter(_banners(values)), None)
    if banner is not None:
        return banner
    best, most = None, -1
    for name, seen in values.items():
        formats = _formats(name, seen)
        telling = _telling(seen, formats)
        if formats and telling > most:
            best, most = ChoiceCookie(name, formats, named=False), telling
    return best


def _banners(values: dict[str, dict[str, None]]) -> list[ChoiceCookie]:
    """The cookies of known banners, by name and by a value that their format reads."""
    carried = [(name, value) for name, seen in values.items() for value in seen]
    return [ChoiceCookie(one.cookie, (one.format,), named=False) for one in recognised(carried)]


def _formats(name: str, values: dict[str, None]) -> tuple[str, ...]:
    """A banner's own format; else, of those that anybody may write, the one that reads the most of the values.

    Of equals, the one that finds the most names in them.
    """
    known = [one.formats for one in _banners({name: values}) if one.name == name]
    if known:
        return known[0]
    scores = []
    for form in format_names():
        if format_named(form).traits.cookies:
            continue
        read = [found for value in values if isinstance(found := format_named(form).read(value), Choice)]
        if read:
            scores.append((-len(read), -sum(len(one.granted) + len(one.refused) for one in read), form))
    return (min(scores)[2],) if scores else ()


def _telling(values: dict[str, None], formats: tuple[str, ...]) -> int:
    found = [format_named(name).read(value) for name in formats for value in values]
    return max((len(one.granted) + len(one.refused) for one in found if isinstance(one, Choice)), default=0)
