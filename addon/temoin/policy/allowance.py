"""An allowance: a policy's word that a rule is not to be held against a cookie, with its reason."""

from datetime import UTC, datetime

import msgspec

from temoin.policy.patterns import matches
from temoin.sites import host_matches

__all__ = ["Allowance"]

_DAY = 86_400


class Allowance(msgspec.Struct, frozen=True):
    """One rule silenced for one cookie, or for several alike.

    Args:
        rule: a rule's code or name, as the file says it.
        cookie: the cookie's name, or a pattern in which `*` stands for any run of characters.
        reason: why it is let pass.
        domain: the domain whose cookies alone are meant, subdomains included; None for all.
        until: the last day on which it holds, as YYYY-MM-DD (UTC); empty for no end.
        line: where the file says it.
        entry: which of the file's allowances it is, from 0; one that names several rules is several.
    """

    rule: str
    cookie: str
    reason: str
    domain: str | None = None
    until: str = ""
    line: int = 0
    entry: int = 0

    @property
    def of_check(self) -> bool:
        """True where it names a check of the policy itself (`P201`), and no rule of what a site does."""
        return self.rule[:1] == "P" and self.rule[1:].isdigit()

    def covers(self, name: str, domain: str) -> bool:
        """Tell whether a cookie is meant.

        Args:
            name: the cookie's name, or the pattern that declares it.
            domain: its domain.
        """
        of_name = name == self.cookie or matches(self.cookie, name)
        return of_name and (self.domain is None or host_matches(self.domain, domain))

    def ended(self, at: float) -> bool:
        """Tell whether its last day was over.

        Args:
            at: Unix seconds.
        """
        if not self.until:
            return False
        began = datetime.fromisoformat(self.until).replace(tzinfo=UTC).timestamp()
        return at >= began + _DAY
