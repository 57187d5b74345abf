"""P602: declared, and seen in no recording."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.checks.coverage import never_seen

__all__ = ["DeclaredNeverSeen"]


class DeclaredNeverSeen(Check):
    """An entry declares a cookie that none of the recordings shows.

    Why:
        A charter that lists what the site no longer sets tells visitors something untrue. Recordings prove little
        of it: the cookie may belong to a page that none of them visits. Hence a note.

    Sources:
        Regulation (EU) 2016/679, article 5(1)(a) (transparency).

    Mend:
        Record a visit that sets it; if nothing does, take it out of the charter and the policy.
    """

    code = "P602"
    name = "declared-never-seen"
    title = "Declared, seen in no recording"
    level = Severity.NOTE
    examples = """
Two of the shop's three cookies
    cookies:
      - {name: choice, category: necessary}
      - {name: session, category: necessary}
      - {name: lang, category: necessary}
    traffic:
    0.0  document https://shop.example/ sends choice=none; session=1
    found: P602 lang

All of them
    cookies:
      - {name: choice, category: necessary}
    traffic:
    0.0  document https://shop.example/ sends choice=none
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Take what no recording shows."""
        for index, entry in never_seen(subject):
            count = len(subject.covered)
            yield self.fault(
                subject.draft.place("cookies", index, "name"),
                f"`{entry.name}` is declared, and "
                + (
                    "the recording does not show it" if count == 1 else f"none of {count} recordings shows it"
                ),
                "record a visit that sets it, or take it out",
                about=entry.name,
                domain=entry.domain,
            )
