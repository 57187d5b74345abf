"""What a policy says of cookies that its charter sorts under nothing: they are for a person to confirm."""

from collections.abc import Mapping

from temoin.charters.sketch import Part
from temoin.charters.terms import Sort
from temoin.hints import Use, hint_of
from temoin.policy.keys import CATEGORY, COOKIE
from temoin.vocabulary import Need

__all__ = ["CATEGORIES", "suggested"]

CATEGORIES: Mapping[str, Part] = {
    Sort.NECESSARY.value: Part(
        {CATEGORY.CONSENT.name: (Need.EXEMPT.value,)},
        above=("The charter sorts nothing, so none of these is its own: make of them what is meant.",),
    ),
    Sort.STATISTICS.value: Part({CATEGORY.CONSENT.name: (Need.REQUIRED.value,)}),
    Sort.MARKETING.value: Part({CATEGORY.CONSENT.name: (Need.REQUIRED.value,)}),
}
"""What a policy's categories begin with where the charter has none, for a policy cannot be without."""


def suggested(name: str, domain: str) -> Mapping[str, str]:
    """The words that say which category a cookie may have: that of what one of its name usually is.

    Args:
        name: the cookie's, or a pattern.
        domain: whose it is, where that is not the site; else empty.

    Returns:
        None where no table knows it.
    """
    hint = hint_of(name, domain)
    if hint is None or hint.use is None:
        return {}
    use = Sort.MARKETING.value if hint.use is Use.ADVERTISING else hint.use.value
    return {COOKIE.SUGGESTED.name: use, COOKIE.SUGGESTED_BY.name: f"its name ({hint.source})"}
