"""P605: no recording visits the site."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Subject

__all__ = ["NotCovered"]


class NotCovered(Check):
    """Recordings were given to hold the policy against, and none of them shows a cookie on a page that it covers.

    Why:
        Then nothing was compared, and a check that passes would seem to say more than it does.

    Sources:
        None: this is about the checking.

    Mend:
        Give recordings of the site, with its cookies; or correct `hosts`.
    """

    code = "P605"
    name = "not-covered"
    title = "No recording of the site"
    examples = """
Another site's
    traffic:
    0.0  document https://other.example/ sends session=1
    found: P605 hosts

The site's
    traffic:
    0.0  document https://shop.example/ sends session=1
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look whether anything is covered."""
        if subject.sessions and not subject.covered:
            yield self.fault(
                subject.draft.place("hosts"),
                "none of the recordings shows a cookie on a page of these hosts, so nothing was compared",
                "give recordings of the site, or correct `hosts`",
                about=subject.draft.policy.name,
            )
