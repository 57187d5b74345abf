"""T105: the page was built without a choice, and its own markup orders the exchange."""

from collections.abc import Iterable

from temoin.orders import Order
from temoin.reasons import facts
from temoin.rules.rule import Remark, Rule, Whole, times

__all__ = ["BuiltIn"]


class BuiltIn(Rule):
    """A document asked for without a choice names a third party in its own markup, whose cookie crossed.

    Why:
        A script, picture or frame that stands in the markup is fetched by every browser, whatever the visitor
        chooses a second later. The exchange was decided when the page was built, so its moment need not be
        known. What a consent manager keeps back (`type="text/plain"`, `<template>`) and what is loaded lazily is
        not held.

    Sources:
        Directive 2002/58/EC, article 5(3); Regulation (EU) 2016/679, articles 4(11) and 7, and article 25
        (data protection by design); HTML, 4.12.1 "The script element".

    Mend:
        Take the element out of the page's template, and let the consent manager insert it once its service is
        granted.
    """

    code = "T105"
    name = "built-in"
    title = "Built in without a choice"
    examples = """
A picture in the markup, and no more traffic to prove when it came
    0.0  document https://shop.example/
         bears <p>Hello</p><img src="https://ads.example/p.gif">
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    found: T105 id ads.example

What the redirected picture leads to
    0.0  document https://shop.example/
         bears <img src="//cdn.example/p.gif">
    0.3  image https://cdn.example/p.gif from https://shop.example/
         redirects https://ads.example/s.gif
    0.4  image https://ads.example/s.gif from https://shop.example/ sends id=7
    found: T105 id ads.example

The document was asked for with a choice
    0.0  document https://shop.example/ sends choice=all
         bears <img src="https://ads.example/p.gif">
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    found: nothing

A script that the consent manager keeps back, and inserts after the click
    0.0  document https://shop.example/
         bears <script type="text/plain" src="https://ads.example/a.js"></script>
    2.3  script https://ads.example/a.js from https://shop.example/ sends id=7
    3.0  document https://shop.example/ sends choice=all
    found: nothing
"""

    def end(self, whole: Whole) -> Iterable[Remark]:
        """Remark on each cookie that markup ordered."""
        by_cookie: dict[tuple[str, str], list[Order]] = {}
        for order in whole.ordered:
            crossing = order.judged.crossing
            by_cookie.setdefault((crossing.name, crossing.domain), []).append(order)
        for orders in by_cookie.values():
            yield _remark(orders)


def _remark(orders: list[Order]) -> Remark:
    order = orders[0]
    crossing = order.judged.crossing
    where = f"line {order.line}, column {order.column} of the document of request {order.document}"
    return Remark(
        name=crossing.name,
        domain=crossing.domain,
        party=crossing.party,
        category=crossing.declaration.category if crossing.declaration else None,
        policy=crossing.coverage.policy.name if crossing.coverage.policy else "",
        message=f"the page's own markup orders it: crossed {times(len(orders))}, whatever the choice",
        reasons=(
            f"request {order.document} asked for the document, and shows that there was no choice",
            f"{where} names the URL of request {crossing.root.n} in <{order.tag}>",
            *facts(crossing),
        ),
        numbers=tuple(one.judged.crossing.n for one in orders),
        at=crossing.at,
        first=order.judged,
    )
