"""T203: renewed at every visit."""

from temoin.exchanges import Judged
from temoin.rules.rule import Group, Rule, times
from temoin.vocabulary import Way

__all__ = ["Renewed"]

_LATER_BY_SECONDS = 0.5


class Renewed(Rule):
    """An exempt audience cookie, or the choice itself, was set again on a later page so that its end moved on.

    Why:
        The exemption of audience measurement holds for a time that new visits must not prolong, and a choice is
        to be asked for again after a time. A cookie that each page renews never ends. Session and CSRF cookies
        are renewed by right and are not looked at; nor is a choice that the visitor makes anew (another choice,
        or a form sent).

    Sources:
        CNIL, délibération 2020-092 of 17 September 2020 (13 months, not prolonged by new visits);
        the same (a choice kept for a fitting time, six months as good practice).

    Mend:
        Set the cookie once, and leave its end where it is when the browser sends it back.
    """

    code = "T203"
    name = "renewed"
    title = "Renewed at every visit"
    of_way = Way.SET
    examples = """
The choice is kept alive by each page
    0.0  document https://shop.example/
    1.0  fetch POST https://shop.example/choose from https://shop.example/
         sets choice=none; Max-Age=15552000; Secure
    4.0  document https://shop.example/a sends choice=none
         sets choice=none; Max-Age=15552000; Secure
    8.0  document https://shop.example/b sends choice=none
         sets choice=none; Max-Age=15552000; Secure
    found: T203 choice shop.example

The visitor chooses again
    0.0  document https://shop.example/
    1.0  fetch POST https://shop.example/choose from https://shop.example/
         sets choice=none; Max-Age=15552000; Secure
    4.0  document https://shop.example/a sends choice=none
    5.0  fetch POST https://shop.example/choose from https://shop.example/a sends choice=none
         sets choice=none; Max-Age=15552000; Secure
    8.0  document https://shop.example/b sends choice=none
    found: nothing

A session cookie is renewed by right
    0.0  document https://shop.example/
         sets token=1; Max-Age=31536000; Secure
    4.0  document https://shop.example/a sends token=1
         sets token=1; Max-Age=31536000; Secure
    8.0  document https://shop.example/b sends token=1
    found: nothing
"""

    def see(self, exchange: Judged) -> bool:
        """Hold a renewal on a later page."""
        crossing = exchange.crossing
        renewal, policy, declaration = crossing.renewal, crossing.coverage.policy, crossing.declaration
        if not exchange.attributed or renewal is None or policy is None or crossing.way is not Way.SET:
            return False
        measured = declaration is not None and policy.category(declaration.category).measurement
        if not (measured or crossing.consent) or crossing.method not in ("GET", "HEAD"):
            return False
        page = crossing.attribution.page
        later_page = page is None or page.id != renewal.first_page
        return renewal.same_value and later_page and renewal.later_by > _LATER_BY_SECONDS

    def message(self, group: Group) -> str:
        """Count the renewals."""
        return (
            f"set again {times(group.count)} on a later page with the same value, its end moved on each time"
        )
