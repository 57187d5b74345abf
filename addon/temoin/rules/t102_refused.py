"""T102: a cookie that needs consent crossed against the choice."""

from temoin.exchanges import Judged
from temoin.rules.rule import Group, Rule
from temoin.rules.wording import crossed
from temoin.verdicts import Said
from temoin.vocabulary import Verdict

__all__ = ["Refused"]


class Refused(Rule):
    """A cookie that needs consent crossed although the choice known at that moment did not grant it.

    Why:
        A choice that refuses must have an effect. It refuses a cookie by naming its service or its category, by
        granting nothing at all, or by granting others and leaving out the one that the policy declares.

    Sources:
        Regulation (EU) 2016/679, articles 4(11) and 7; CNIL, délibération 2020-091 of 17 September 2020 (lignes
        directrices); CNIL, délibérations SAN-2021-023 and SAN-2021-024 of 31 December 2021 (refusing must be as
        easy as accepting).

    Mend:
        Make the service look at the choice before it sets or reads the cookie, on every page and in every
        frame. If the choice names the service by another word, list that word under the service's `names`.
    """

    code = "T102"
    name = "refused"
    title = "Against the choice"
    rests_on = frozenset({Verdict.REFUSED})
    examples = """
Refused by name
    0.0  document https://shop.example/ sends choice={"ads":false,"stats":true}
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    4.0  document https://shop.example/next sends choice={"ads":false,"stats":true}
    found: T102 id ads.example

Nothing granted
    0.0  document https://shop.example/ sends choice=none; stat=1
    found: T102 stat shop.example

Granted
    0.0  document https://shop.example/ sends choice={"ads":true,"stats":true}
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    4.0  document https://shop.example/next sends choice={"ads":true,"stats":true}
    found: nothing

A choice that cannot be read accuses nobody
    0.0  document https://shop.example/ sends choice=%7Bbroken; stat=1
    found: nothing
"""

    def see(self, exchange: Judged) -> bool:
        """Hold what is refused, but for what was granted once (T103)."""
        return exchange.verdict is Verdict.REFUSED and not exchange.withdrawn

    def message(self, group: Group) -> str:
        """Count what crossed, and say how it was refused."""
        how = {
            Said.REFUSES: "although the choice refuses it",
            Said.SILENT: "although the choice grants others and does not name it",
        }
        said = group.first.said
        return f"{crossed(group)} {how.get(said, 'although the choice grants nothing') if said else ''}"
