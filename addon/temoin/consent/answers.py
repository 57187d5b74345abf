"""The words that mean yes or no in consent cookies, in English and French, spelt any way (`folded`).

A word is listed only where it can mean one thing: "dismiss" and "close" shut a banner and choose nothing.
"""

from temoin.consent.names import folded, word_set

__all__ = ["ACCEPTED", "EVERYTHING", "REFUSED", "answer", "whole_answer"]

_YES = word_set("""
    true 1 yes y on ok oui
    accept accepted accepter accepte acceptee acceptes acceptees
    allow allowed autoriser autorise autorisee autorises autorisees
    grant granted consent consented agree agreed optin enable enabled
    """)
_NO = word_set("""
    false 0 no n off non
    refuse refused refuser refusee refuses refusees reject rejected rejeter rejete rejetee rejetes rejetees
    deny denied decline declined disallow disallowed interdit interdite optout disable disabled
    revoked withdrawn
    """)
_ALL = word_set("all everything acceptall allowall grantall tout tous toutes toutaccepter accepttout")
_NONE = word_set("""
    none nothing refuseall rejectall denyall declineall rien aucun aucune toutrefuser refusertout
    necessary necessaryonly onlynecessary essential essentialonly onlyessential strictlynecessary
    necessaire necessaires essentiel essentiels
    """)

EVERYTHING = word_set("all everything tout tous toutes acceptall allowall toutaccepter")
"""Folded names that stand for every service at once."""

ACCEPTED = word_set(
    "accepted accept granted grants allowed optin enabled acceptes acceptees autorises autorisees"
)
"""Folded names of a list of what is granted."""

REFUSED = word_set(
    "refused rejected denied declined disallowed optout disabled refuses refusees rejetes rejetees"
)
"""Folded names of a list of what is refused."""

_LONGEST = 40


def answer(word: str) -> bool | None:
    """Read a word said of one thing.

    Args:
        word: as written.

    Returns:
        True for a yes, False for a no, None for anything else.
    """
    if len(word) > _LONGEST:
        return None
    said = folded(word)
    if said in _YES:
        return True
    return False if said in _NO else None


def whole_answer(word: str) -> bool | None:
    """Read a word said of everything at once: a yes or no, "all", "none", "necessary only" (which is none).

    Args:
        word: as written.

    Returns:
        True for all, False for none, None for anything else.
    """
    if len(word) > _LONGEST:
        return None
    said = folded(word)
    if said in _ALL:
        return True
    return False if said in _NONE else answer(word)
