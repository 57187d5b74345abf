"""The section of a policy that says which cookie holds the choice."""

from collections.abc import Sequence

import msgspec

from temoin.charters.consent_cookies import Candidate, Chosen, choose, formats_for
from temoin.charters.given import Given
from temoin.charters.sketch import Part
from temoin.policy.keys import CONSENT

__all__ = ["NO_COOKIE", "NO_PATH", "Choice", "choice_of"]

NO_COOKIE = "unknown"
"""The name of the consent cookie where the charter names none."""

NO_PATH = "/unknown.invalid"
"""Its path then: no request would carry a cookie of it, so none proves by lacking it that nothing was chosen."""

_NOT_NAMED = (
    "The charter names no cookie that holds the visitor's choice: until one is named here, nothing is known of any "
    "choice."
)


class Choice(msgspec.Struct, frozen=True):
    """Which cookie holds the choice.

    Args:
        name: its name; `NO_COOKIE` where the charter names none.
        part: the policy's section, but for the cookie's lifetime.
        remark: what was decided; empty where the charter or the user is plain.
    """

    name: str
    part: Part
    remark: str = ""


def choice_of(candidates: Sequence[Candidate], given: Given) -> Choice:
    """Tell which cookie holds the choice.

    Args:
        candidates: the first-party cookies that the charter declares.
        given: what the user says, which counts first.
    """
    chosen = Chosen(given.consent, "you say so") if given.consent else choose(candidates)
    if not chosen.name:
        return _unnamed(given)
    formats = given.formats or formats_for(chosen.name)
    words = {
        CONSENT.COOKIE.name: (chosen.name,),
        CONSENT.FORMAT.name: formats,
        CONSENT.PATH.name: ("/",),
        CONSENT.ASSUMPTION.name: (
            f"The charter does not say how {chosen.name} keeps the choice: it is read as {_listed(formats)}, and "
            "taken for the host's own cookie at the path /.",
        ),
    }
    others = ", ".join(chosen.others)
    remark = f"was taken for the cookie that holds the choice; {others} may be" if others else ""
    return Choice(chosen.name, Part(words, {CONSENT.COOKIE.name: chosen.why}), remark)


def _unnamed(given: Given) -> Choice:
    words = {
        CONSENT.COOKIE.name: (NO_COOKIE,),
        CONSENT.FORMAT.name: given.formats or formats_for(""),
        CONSENT.PATH.name: (NO_PATH,),
        CONSENT.ASSUMPTION.name: (_NOT_NAMED,),
    }
    above = ("Name the cookie that holds the visitor's choice, and write / for its path.",)
    remark = "the charter names no cookie that holds the visitor's choice (say it: --consent NAME)"
    beside = {CONSENT.PATH.name: "no page has this path: nothing is held against any"}
    return Choice(NO_COOKIE, Part(words, beside, above), remark)


def _listed(formats: Sequence[str]) -> str:
    *first, last = formats
    return f"{', '.join(first)} or {last}, whichever can read it first" if first else last
