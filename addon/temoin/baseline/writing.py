"""Writing a baseline: the same entries give the same bytes, sorted, an entry a line."""

from collections.abc import Iterable

from temoin.baseline.schema import COOKIE, DOMAIN, FINDINGS, PARTY, PATTERN, REASON, RULE, SCHEMA
from temoin.errors import UsageError
from temoin.identity import Entry
from temoin.learning.scalars import scalar

__all__ = ["MOST", "baseline_text"]

MOST = 10_000
"""Entries that a baseline may hold. No browser keeps as many cookies; a policy's patterns make them few."""

_HEAD = """\
# Findings that are known: a run with --baseline and this file fails on others alone.
# `temoin baseline` writes it anew, and keeps each `reason`; comments it does not keep.
"""


def baseline_text(entries: Iterable[Entry]) -> str:
    """Write a baseline.

    Args:
        entries: in any order; of two that say the same, one is kept, and a reason is not lost.

    Returns:
        The file's text.

    Raises:
        UsageError: they are too many for a person to look through.
    """
    by_identity = {entry.identity: entry for entry in sorted(entries, key=lambda entry: bool(entry.reason))}
    if len(by_identity) > MOST:
        raise UsageError(
            "baseline",
            f"{len(by_identity):,} findings are more than the {MOST:,} that it may hold",
            mend="declare the cookies in the policy, by patterns",
        )
    lines = [_line(by_identity[identity]) for identity in sorted(by_identity)]
    listed = "\n" + "".join(f"  - {line}\n" for line in lines) if lines else " []\n"
    return f"{_HEAD}schema: {SCHEMA}\n{FINDINGS}:{listed}"


def _line(entry: Entry) -> str:
    one = entry.identity
    said = {
        RULE: one.rule,
        PATTERN if one.pattern else COOKIE: one.cookie,
        DOMAIN: one.domain,
        PARTY: str(one.party),
    }
    if entry.reason:
        said[REASON] = entry.reason
    return "{" + ", ".join(f"{key}: {scalar(text)}" for key, text in said.items()) + "}"
