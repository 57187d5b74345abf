"""T103: a cookie that needs consent crossed after its grant was withdrawn."""

from temoin.exchanges import Judged
from temoin.rules.rule import Group, Rule
from temoin.rules.wording import crossed
from temoin.vocabulary import Verdict

__all__ = ["AfterWithdrawal"]


class AfterWithdrawal(Rule):
    """A cookie went on crossing after the visitor withdrew the consent it rested on.

    Why:
        Withdrawing must be as easy as consenting, and must end what consent allowed. A tracker that was loaded
        under a grant often goes on by itself: its cookie still lies in the browser, and its script still sends.

    Sources:
        Regulation (EU) 2016/679, article 7(3); CNIL, délibération 2020-091 of 17 September 2020 (lignes
        directrices); CNIL, délibération SAN-2023-024 of 29 December 2023 (withdrawing must be free).

    Mend:
        On withdrawal, delete the service's cookies (first-party ones by `Max-Age=0`, third-party ones by asking
        the third party), stop its scripts, and load no more of it.
    """

    code = "T103"
    name = "after-withdrawal"
    title = "After withdrawal"
    rests_on = frozenset({Verdict.REFUSED})
    examples = """
The advertiser goes on
    0.0  document https://shop.example/ sends choice={"ads":true}
    3.0  document https://shop.example/ sends choice={"ads":false}
    3.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    6.0  document https://shop.example/next sends choice={"ads":false}
    found: T103 id ads.example

The advertiser stops
    0.0  document https://shop.example/ sends choice={"ads":true}
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    3.0  document https://shop.example/ sends choice={"ads":true}
    6.0  document https://shop.example/ sends choice={"ads":false}
    9.0  document https://shop.example/next sends choice={"ads":false}
    found: nothing
"""

    def see(self, exchange: Judged) -> bool:
        """Hold what is refused and was granted once."""
        return exchange.verdict is Verdict.REFUSED and exchange.withdrawn

    def message(self, group: Group) -> str:
        """Count what crossed."""
        return f"{crossed(group)} after its grant was withdrawn"
