"""What several checks ask of a policy's allowances."""

from temoin.policy.allowance import Allowance
from temoin.policy.draft import Draft, Place

__all__ = ["place_of"]


def place_of(draft: Draft, allowance: Allowance, key: str) -> Place:
    """Where the file says something of an allowance.

    Args:
        draft: the policy.
        allowance: one of its own.
        key: which of its words.
    """
    return draft.place("allow", allowance.entry, key)
