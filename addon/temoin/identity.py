"""What a finding is, whatever its counts and times: the key by which two runs are compared."""

from functools import cached_property

import msgspec

from temoin.vocabulary import Party

__all__ = ["Baseline", "Entry", "Identity"]


class Identity(msgspec.Struct, frozen=True, order=True):
    """What a finding is. Two runs that find the same thing of a site have it in common.

    Args:
        rule: the rule's code.
        cookie: the cookie's name, or the pattern that declares it and others alike.
        domain: the cookie's domain.
        party: the cookie's party.
        pattern: True where `cookie` is a policy's pattern, False where it is a name, whatever is in it.
    """

    rule: str
    cookie: str
    domain: str
    party: Party
    pattern: bool = False


class Entry(msgspec.Struct, frozen=True):
    """A finding that a baseline holds.

    Args:
        identity: what it is.
        reason: why it is let be, as the file says; empty where it says nothing.
        line: where the file says it.
    """

    identity: Identity
    reason: str = ""
    line: int = 0


class Baseline(msgspec.Struct, frozen=True, dict=True):
    """The findings that are known and fail no run.

    Args:
        entries: in the order of the file.
        file: where they come from, as given.
        sha256: of the file's bytes.
    """

    entries: tuple[Entry, ...]
    file: str = ""
    sha256: str = ""

    def of(self, identity: Identity) -> Entry | None:
        """Find the entry that holds a finding.

        Args:
            identity: what the finding is.
        """
        return self._by_identity.get(identity)

    @cached_property
    def _by_identity(self) -> dict[Identity, Entry]:
        return {entry.identity: entry for entry in self.entries}
