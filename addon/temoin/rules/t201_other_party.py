"""T201: declared for one party, seen with the other."""

from temoin.exchanges import Judged
from temoin.rules.rule import Group, Rule
from temoin.rules.wording import crossed
from temoin.vocabulary import Party

__all__ = ["OtherParty"]


class OtherParty(Rule):
    """A cookie that the policy declares for one party crossed with the other.

    Why:
        A charter that calls a cookie first-party says that what it holds stays with the site. The same name on
        another site's domain is another cookie, for another recipient; the declaration does not cover it.

    Sources:
        Regulation (EU) 2016/679, article 13(1)(e) (recipients); CNIL, délibération 2020-091 (lignes directrices).

    Mend:
        Declare the cookie for the domain and party it has, under the category that then applies.
    """

    code = "T201"
    name = "other-party"
    title = "Other party than declared"
    of_declared = True
    of_charter = True
    examples = """
A first-party name that a third party sends
    0.0  document https://shop.example/ sends choice={"stats":true}
    0.3  image https://cdn.example/p.gif from https://shop.example/ sends stat=1
    4.0  document https://shop.example/next sends choice={"stats":true}
    found: T104 stat cdn.example
    found: T201 stat cdn.example

Where it is declared
    0.0  document https://shop.example/ sends choice={"stats":true}; stat=1
    found: nothing
"""

    def see(self, exchange: Judged) -> bool:
        """Hold what is declared for the other party."""
        crossing = exchange.crossing
        if not exchange.attributed or crossing.party is Party.UNKNOWN:
            return False
        declaration = crossing.declaration
        if declaration is not None:
            return declaration.party is not None and declaration.party is not crossing.party
        return crossing.namesake is not None

    def message(self, group: Group) -> str:
        """Say what was declared and what was seen."""
        crossing = group.first.crossing
        entry = crossing.declaration or crossing.namesake
        declared = entry.party if entry and entry.party else Party.FIRST
        return f"declared as {declared}-party, {crossed(group)} as {crossing.party}-party"
