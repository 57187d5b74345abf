"""What the rules about absence share: a declared cookie that a session did not show."""

from temoin.policy.matching import where
from temoin.policy.schema import Declaration, Policy
from temoin.rules.rule import Remark
from temoin.vocabulary import Party

__all__ = ["absent"]


def absent(policy: Policy, declaration: Declaration, message: str) -> Remark:
    """Remark that a declared cookie did not appear.

    Args:
        policy: whose entry it is.
        declaration: the entry.
        message: one sentence.
    """
    required = " with `required: true`" if declaration.required else ""
    return Remark(
        name=declaration.name,
        domain=declaration.domain or policy.hosts[0],
        party=declaration.party or Party.FIRST,
        category=declaration.category,
        policy=policy.name,
        message=message,
        reasons=(f"{where(policy, declaration.line)} declares it{required}",),
        pattern=declaration.name,
        line=declaration.line,
    )
