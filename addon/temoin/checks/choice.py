"""What a policy says of its own consent cookie, as several checks ask."""

from temoin.policy.matching import find
from temoin.policy.schema import Declaration, Policy
from temoin.vocabulary import Party

__all__ = ["declared_choice"]


def declared_choice(policy: Policy) -> Declaration | None:
    """The entry that declares the consent cookie on the site's own pages.

    Args:
        policy: the policy.

    Returns:
        The entry, or None where there is none.
    """
    host = policy.consent.domain or policy.hosts[0].removeprefix("*.")
    return find(policy, policy.consent.cookie, host, Party.FIRST)
