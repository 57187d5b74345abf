"""P503: an allowance whose last day is over."""

from collections.abc import Iterable

from temoin.checks.allowed import place_of
from temoin.checks.check import Check, Fault, Subject

__all__ = ["EndedAllowance"]


class EndedAllowance(Check):
    """The last day of an allowance was over when the recordings began, or before the charter was even read.

    Why:
        What it let pass is held again, and somebody should know that it is. Time comes from the recordings, or from
        the policy's own `date`, never from the clock: the same files are always checked alike.

    Sources:
        The policy itself (`until`, `date`).

    Mend:
        Remove the entry, or give it another day and a reason that still holds.
    """

    code = "P503"
    name = "ended-allowance"
    title = "Allowed until a day gone by"
    examples = """
Over when the charter was read
    date: 2026-11-24
    allow:
      - {rule: T101, cookie: stat, reason: until we mend it, until: 2026-10-31}
    found: P503 2026-10-31

Over when the recording began
    allow:
      - {rule: T101, cookie: stat, reason: until we mend it, until: 2025-11-23}
    traffic:
    0.0  document https://shop.example/
         sets stat=1; Max-Age=3600; Secure
    4.0  document https://shop.example/next sends stat=1
    found: P503 2025-11-23

To come
    date: 2026-11-24
    allow:
      - {rule: T101, cookie: stat, reason: until we mend it, until: 2026-11-24}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look at each end date."""
        policy = subject.draft.policy
        for one in policy.allow:
            if subject.day is not None and one.ended(subject.day):
                when = "when the recordings began"
            elif one.until and policy.date and one.until < policy.date:
                when = f"when the charter was read ({policy.date})"
            else:
                continue
            yield self.fault(
                place_of(subject.draft, one, "until"),
                f"`{one.cookie}`: {one.rule} was allowed until {one.until}, and that day was over {when}",
                "remove it, or give it another day and a reason that still holds",
                about=one.cookie,
                domain=one.domain,
            )
