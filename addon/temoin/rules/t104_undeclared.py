"""T104: a cookie that the policy does not declare."""

from temoin.exchanges import Judged
from temoin.rules.rule import Group, Rule
from temoin.rules.wording import stages

__all__ = ["NotDeclared"]


class NotDeclared(Rule):
    """A cookie crossed on a page of the site, and the site's policy does not declare it.

    Why:
        Visitors can only choose about what they are told. A cookie that the charter leaves out has no purpose,
        no recipient and no lifetime that anyone was told of; nor can it invoke an exemption. Whether it also
        crossed too early or against the choice is judged beside this (T101, T102, T103).

    Sources:
        Regulation (EU) 2016/679, article 13; Court of Justice, C-673/17 (Planet49), 1 October 2019, points 75
        to 81 (duration and third parties must be told); CNIL, délibération 2020-091 (lignes directrices).

    Mend:
        Declare the cookie in the charter and in the policy, or remove the service that brings it.
    """

    code = "T104"
    name = "undeclared"
    title = "Not declared"
    of_charter = True
    of_undeclared = True
    examples = """
A cookie nobody declared, under a choice that grants everything else
    0.0  document https://shop.example/ sends choice={"ads":true,"stats":true}; mystery=1
    found: T104 mystery shop.example

The same cookie before any choice is early too
    0.0  document https://shop.example/ sends mystery=1
    found: T101 mystery shop.example
    found: T104 mystery shop.example

A declared cookie
    0.0  document https://shop.example/ sends lang=fr
    found: nothing

A policy that asks no more than to be told
    undeclared: flag
    0.0  document https://shop.example/ sends mystery=1
    found: T104 mystery shop.example

A declared name on a third party's domain has no exemption
    0.0  document https://shop.example/
    0.3  image https://cdn.example/p.gif from https://shop.example/ sends session=1
    4.0  document https://shop.example/next
    found: T101 session cdn.example
    found: T104 session cdn.example
    found: T201 session cdn.example
"""

    def see(self, exchange: Judged) -> bool:
        """Hold what no entry of the policy declares, whatever its verdict."""
        return exchange.attributed and exchange.crossing.declaration is None

    def message(self, group: Group) -> str:
        """Say at which stages of the choice it crossed."""
        return f"the policy does not declare it; it crossed {stages(group)}"
