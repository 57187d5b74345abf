"""T101: a cookie that needs consent crossed before there was a choice."""

from temoin.exchanges import Judged
from temoin.rules.rule import Group, Rule
from temoin.rules.wording import crossed
from temoin.vocabulary import Verdict

__all__ = ["TooEarly"]


class TooEarly(Rule):
    """A cookie that needs consent crossed while the visitor had demonstrably made no choice.

    Why:
        Storing or reading a cookie that is not strictly needed asks for consent given beforehand. A banner that
        waits for an answer while the trackers already run asks for nothing. "Demonstrably" means that a request
        which would have carried the consent cookie did not, and that a later one did not either: what crossed
        between the two is early. Where the choice was made in between, the wire does not show when, and the
        exchange is unproven instead.

    Sources:
        Directive 2002/58/EC, article 5(3); Regulation (EU) 2016/679, articles 4(11) and 7; in France, loi
        Informatique et Libertés, article 82, and CNIL, délibération 2020-091 of 17 September 2020 (lignes
        directrices).

    Mend:
        Load the service that sets or reads the cookie only once its category or service is granted. If the
        cookie is strictly needed, declare it under a category with `consent: exempt`.
    """

    code = "T101"
    name = "too-early"
    title = "Too early"
    rests_on = frozenset({Verdict.EARLY})
    examples = """
An advertiser's cookie sent before any choice
    0.0  document https://shop.example/
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    4.0  document https://shop.example/next
    found: T101 id ads.example

A statistics cookie that the first page sets
    0.0  document https://shop.example/
         sets stat=1; Max-Age=3600; Secure
    4.0  document https://shop.example/next sends stat=1
    found: T101 stat shop.example

A cookie that needs no consent
    0.0  document https://shop.example/
         sets session=1; Secure
    4.0  document https://shop.example/next sends session=1
    found: nothing

A pixel fired by the click itself is not accused: it leaves before the choice shows
    0.0  document https://shop.example/
    2.0  image https://ads.example/p.gif from https://shop.example/ sends id=7
    2.1  fetch https://shop.example/api from https://shop.example/ sends choice=all
    4.0  document https://shop.example/next sends choice=all
    found: nothing
"""

    def see(self, exchange: Judged) -> bool:
        """Hold what is early."""
        return exchange.verdict is Verdict.EARLY

    def message(self, group: Group) -> str:
        """Count what crossed."""
        return f"{crossed(group)} before any choice was made"
