"""The section of a policy that says which cookies hold the choice."""

from collections.abc import Sequence

import msgspec

from temoin.charters.consent_cookies import Candidate, Chosen, choose
from temoin.charters.given import Given
from temoin.charters.sketch import Part
from temoin.consent import format_named
from temoin.consent.recognition import Recognised, by_name
from temoin.errors import UsageError
from temoin.policy.keys import CONSENT
from temoin.policy.schema import NO_PATH, UNKNOWN

__all__ = ["NO_COOKIE", "Choice", "choices_of"]

NO_COOKIE = UNKNOWN
"""The name of the consent cookie where the charter names none."""

_ANY = ("json", "query", "words")

_NOT_NAMED = (
    "The charter names no cookie that holds the visitor's choice: until one is named here, nothing is known of any "
    "choice."
)


class Choice(msgspec.Struct, frozen=True):
    """A cookie that holds the choice.

    Args:
        declared: its name as the charter declares it; empty where the charter names none.
        part: the policy's section, but for the cookie's lifetime.
        formats: in which it is read.
        remark: what was decided; empty where the charter or the user is plain.
    """

    declared: str
    part: Part
    formats: tuple[str, ...]
    remark: str = ""


def choices_of(candidates: Sequence[Candidate], given: Given) -> tuple[Choice, ...]:
    """Tell which cookies hold the choice.

    Args:
        candidates: the first-party cookies that the charter declares.
        given: what the user says, which counts first.

    Returns:
        At least one.

    Raises:
        UsageError: the user's formats cannot read the user's cookie.
    """
    if given.consent:
        found: tuple[Chosen, ...] = (Chosen(given.consent, "you say so", by_name(given.consent)),)
    else:
        found = choose(candidates)
    if not found:
        return (_unnamed(given),)
    return tuple(_choice(one, given, first=at == 0) for at, one in enumerate(found))


def _choice(chosen: Chosen, given: Given, *, first: bool) -> Choice:
    name, formats = chosen.name, given.formats if first else ()
    banner = chosen.banner
    if banner is not None and formats in {(), (banner.format,)}:
        name, formats = banner.cookie, (banner.format,)
    else:
        banner = None
        formats = formats or _ANY
        _fits(name, formats)
    said = f"The charter does not say how {name} keeps the choice: {_reading(formats, banner)}"
    known = format_named(banner.format).traits.assumption if banner is not None else ""
    words = {
        CONSENT.COOKIE.name: (name,),
        CONSENT.FORMAT.name: formats,
        CONSENT.PATH.name: ("/",),
        CONSENT.ASSUMPTION.name: (
            f"{said}, and taken for the host's own cookie at the path /. {known}".rstrip(),
        ),
    }
    others = ", ".join(chosen.others)
    remark = f"was taken for the cookie that holds the choice; {others} may be" if others else ""
    return Choice(chosen.name, Part(words, {CONSENT.COOKIE.name: chosen.why}), formats, remark)


def _fits(name: str, formats: Sequence[str]) -> None:
    """Refuse what no policy could say of a cookie and its formats: both are the user's words then."""
    joint = [format_named(one) for one in formats if format_named(one).traits.several]
    if joint and (len(formats) > 1 or not name.endswith("*")):
        usual = " or ".join(joint[0].traits.cookies)
        raise UsageError(
            "--consent-format",
            f"{joint[0].name} reads one choice in several cookies",
            mend=f"give that format alone, and a pattern: --consent '{usual}'",
        )
    if not joint and "*" in name:
        raise UsageError(
            "--consent", f"{name} is a pattern", mend="the choice is held by one cookie: give its whole name"
        )


def _unnamed(given: Given) -> Choice:
    formats = given.formats or _ANY
    _fits(NO_COOKIE, formats)
    words = {
        CONSENT.COOKIE.name: (NO_COOKIE,),
        CONSENT.FORMAT.name: formats,
        CONSENT.PATH.name: (NO_PATH,),
        CONSENT.ASSUMPTION.name: (_NOT_NAMED,),
    }
    above = ("Name the cookie that holds the visitor's choice, and write / for its path.",)
    remark = "the charter names no cookie that holds the visitor's choice (say it: --consent NAME)"
    beside = {CONSENT.PATH.name: "no page has this path: nothing is held against any"}
    return Choice("", Part(words, beside, above), formats, remark)


def _reading(formats: Sequence[str], banner: Recognised | None) -> str:
    if banner is not None:
        return f"it is recognised by its name and read as {banner.whose} writes it"
    *first, last = formats
    listed = f"{', '.join(first)} or {last}, whichever can read it first" if first else last
    return f"it is read as {listed}"
