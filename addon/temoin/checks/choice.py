"""What a policy says of its own consent cookies, as several checks ask."""

from collections.abc import Iterator

from temoin.policy.draft import Draft, Place
from temoin.policy.matching import find
from temoin.policy.schema import ConsentCookie, Declaration, Policy
from temoin.vocabulary import Party

__all__ = ["choices", "declared_choice", "place_of", "says"]


def choices(policy: Policy) -> Iterator[tuple[int, ConsentCookie]]:
    """Each cookie that holds a choice, with its position.

    Args:
        policy: the policy.
    """
    yield from enumerate(policy.consents)


def declared_choice(policy: Policy, consent: ConsentCookie) -> Declaration | None:
    """The entry that declares a consent cookie on the site's own pages.

    Args:
        policy: the policy.
        consent: one of its consent cookies.

    Returns:
        The entry; of a choice that lies in several cookies one that declares them all, else the first that declares
        some; None where there is none.
    """
    host = consent.domain or policy.hosts[0].removeprefix("*.")
    found = find(policy, consent.cookie, host, Party.FIRST)
    if found is not None or not consent.several:
        return found
    parts = (entry for entry in policy.cookies if consent.holds(entry.name))
    return next((one for one in parts if find(policy, one.name, host, Party.FIRST) is one), None)


def place_of(draft: Draft, index: int, *key: str) -> Place:
    """Where the file says something of a consent cookie, whether it has one or a list of them.

    Args:
        draft: the policy.
        index: which of its consent cookies.
        key: which of its words; none for the whole.
    """
    listed = ("consent", index) if draft.says("consent", index) else ("consent",)
    return draft.place(*listed, *key)


def says(draft: Draft, index: int, key: str) -> bool:
    """Tell whether the file says something of a consent cookie.

    Args:
        draft: the policy.
        index: which of its consent cookies.
        key: which of its words.
    """
    return draft.says("consent", index, key) or draft.says("consent", key)
