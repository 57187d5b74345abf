"""P603: seen with another party than declared."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Subject
from temoin.checks.coverage import shown
from temoin.checks.recorded import place_of, where_shown

__all__ = ["SeenOtherParty"]


class SeenOtherParty(Check):
    """A recording shows a cookie with the other party than its entry declares.

    Why:
        The declaration does not cover it: the same name on another site's domain is another cookie, for another
        recipient. (It is rule T201, told here with all recordings taken together.)

    Sources:
        Regulation (EU) 2016/679, article 13(1)(e) (recipients).

    Mend:
        Declare the cookie for the domain and party it has, under the category that then applies.
    """

    code = "P603"
    name = "seen-other-party"
    title = "Seen with another party"
    examples = """
Declared as the site's own, sent to another
    traffic:
    0.0  document https://shop.example/ sends choice={"stats":true}
    0.3  image https://cdn.example/p.gif from https://shop.example/ sends stat=1
    4.0  document https://shop.example/next sends choice={"stats":true}
    found: P603 stat

As declared
    traffic:
    0.0  document https://shop.example/ sends choice={"stats":true}; stat=1
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Take what T201 holds."""
        for one in shown(subject, "T201"):
            yield self.fault(
                place_of(subject, one.finding, "name"),
                f"`{one.finding.name}` of {one.finding.domain}: {one.finding.message}; {where_shown(subject, one)}",
                f"declare it for {one.finding.domain}, as {one.finding.party}-party",
                about=one.finding.name,
                domain=one.finding.domain,
            )
