"""P604: kept longer than declared, in a recording."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Subject
from temoin.checks.coverage import shown
from temoin.checks.recorded import place_of, where_shown

__all__ = ["SeenLonger"]


class SeenLonger(Check):
    """A recording shows a cookie that is asked to be kept longer than declared, or than the policy allows.

    Why:
        How long a cookie lasts is part of what a visitor is told before choosing. (It is rule T202, told here with
        all recordings taken together.)

    Sources:
        Court of Justice, C-673/17 (Planet49), 1 October 2019, point 81.

    Mend:
        Shorten it on the site, or declare the time that is meant.
    """

    code = "P604"
    name = "seen-longer"
    title = "Seen to be kept longer"
    examples = """
A year, though three months are declared
    traffic:
    0.0  document https://shop.example/ sends choice={"stats":true}
         sets stat=1; Max-Age=31536000; Secure
    4.0  document https://shop.example/next sends choice={"stats":true}; stat=1
    found: P604 3 months

As declared
    traffic:
    0.0  document https://shop.example/ sends choice={"stats":true}
         sets stat=1; Max-Age=7776000; Secure
    4.0  document https://shop.example/next sends choice={"stats":true}; stat=1
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Take what T202 holds."""
        for one in shown(subject, "T202"):
            yield self.fault(
                place_of(subject, one.finding, "lifetime"),
                f"`{one.finding.name}`: {one.finding.message}; {where_shown(subject, one)}",
                "shorten it on the site, or declare the time that is meant",
                about=one.finding.name,
                domain=one.finding.domain,
            )
