"""P601: seen in a recording, and not declared."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Subject
from temoin.checks.coverage import Shown, shown
from temoin.checks.recorded import where_shown
from temoin.hints import hint_of
from temoin.vocabulary import Party

__all__ = ["SeenUndeclared"]


class SeenUndeclared(Check):
    """A recording shows a cookie on a page that the policy covers, and no entry declares it.

    Why:
        A charter that leaves a cookie out tells visitors nothing of it. What the cookie usually is, is told as a
        hint, with its source. (It is rule T104, told here with all recordings taken together.)

    Sources:
        Regulation (EU) 2016/679, article 13; Court of Justice, C-673/17 (Planet49), 1 October 2019, points 75 to
        81.

    Mend:
        Declare it, or remove what sets it. `temoin policy learn` writes the entries.
    """

    code = "P601"
    name = "seen-undeclared"
    title = "Seen, and not declared"
    examples = """
A cookie nobody declared
    traffic:
    0.0  document https://shop.example/ sends choice={"stats":true}; _fbp=1
    found: P601 cookies

All that crosses is declared
    traffic:
    0.0  document https://shop.example/ sends choice={"stats":true}; session=1
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Take what T104 holds."""
        for one in shown(subject, "T104"):
            hint = hint_of(one.finding.name, one.finding.domain)
            usually = f"; usually: {hint}" if hint else ""
            name = f"`{one.finding.name}` of {one.finding.domain}"
            yield self.fault(
                subject.draft.place("cookies"),
                f"{name} is not declared; {where_shown(subject, one)}{usually}",
                f"declare it ({_entry(one)}), or remove what sets it",
                about=one.finding.name,
                domain=one.finding.domain,
            )


def _entry(one: Shown) -> str:
    """How its entry begins."""
    if one.finding.party is Party.FIRST:
        return "without `domain`"
    return f"`domain: {one.finding.domain}`, `party: {one.finding.party}`"
