"""T106: two consent cookies contradict each other."""

from collections.abc import Iterable

from temoin.choices.disagreement import Disagreement
from temoin.rules.rule import Remark, Rule, Whole, times
from temoin.shown import shorten, shown_name, valid
from temoin.vocabulary import Party

__all__ = ["DisagreeingChoices"]


class DisagreeingChoices(Rule):
    """Two cookies hold the visitor's choice, and one grants what the other refuses.

    Why:
        A banner often writes the choice twice: in a cookie of its own for the site, and in the string of a
        framework (TCF, GPP) for its partners. Where they differ, whoever reads the one acts against the
        other, and nobody can show which of them the visitor chose. Témoin then judges by the refusal. Only
        a request that carries both is evidence, and only together with another, a second away or more, that
        shows the same: between two writes of a script they may differ by right.

    Sources:
        Regulation (EU) 2016/679, articles 4(11) (an unambiguous indication) and 7(1) (the controller must
        be able to demonstrate consent); Court of Justice, C-604/22 (IAB Europe), 7 March 2024.

    Mend:
        Write both cookies from one state, in one place, on every change and withdrawal. If they do agree
        and the policy's reading of one is at fault, mend what its categories and services list under
        `names` and `needs`.
    """

    code = "T106"
    name = "disagreement"
    title = "Choices disagree"
    examples = """
The banner's cookie refuses what the other grants
    also: partners query
    0.0  document https://shop.example/ sends choice={"ads":false,"stats":true}; partners=ads=1&stats=1
    4.0  document https://shop.example/next sends choice={"ads":false,"stats":true}; partners=ads=1&stats=1
    found: T106 partners shop.example

Both say the same
    also: partners query
    0.0  document https://shop.example/ sends choice={"ads":false,"stats":true}; partners=ads=0&stats=1
    4.0  document https://shop.example/next sends choice={"ads":false,"stats":true}; partners=ads=0&stats=1
    found: nothing

One speaks of what the other does not name
    also: partners query
    0.0  document https://shop.example/ sends choice={"stats":true}; partners=ads=0
    4.0  document https://shop.example/next sends choice={"stats":true}; partners=ads=0
    found: nothing

Seen once, between two writes
    also: partners query
    0.0  document https://shop.example/ sends choice={"ads":true}; partners=ads=1
    2.0  fetch https://shop.example/api from https://shop.example/ sends choice={"ads":false}; partners=ads=1
    4.0  document https://shop.example/next sends choice={"ads":false}; partners=ads=0
    found: nothing

The refusal counts, whichever cookie it is in
    also: partners query
    0.0  document https://shop.example/ sends choice={"ads":true,"stats":true}; partners=ads=0&stats=1
    0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
    4.0  document https://shop.example/next sends choice={"ads":true,"stats":true}; partners=ads=0&stats=1
    found: T102 id ads.example
    found: T106 partners shop.example
"""

    def end(self, whole: Whole) -> Iterable[Remark]:
        """Remark on each disagreement that lasted."""
        for one in whole.disagreements:
            yield Remark(
                name=one.cookie,
                domain=one.host,
                party=Party.FIRST,
                category=None,
                policy=one.policy,
                message=f"{_words(one)}: carried together so {times(one.count)}",
                reasons=(
                    f"request {one.first} carried both so",
                    f"request {one.last} carried both so still, "
                    f"{one.until - one.since:.1f} seconds later or more",
                ),
                numbers=(one.first, one.last) if one.count > 1 else (one.first,),
                count=one.count,
                at=one.at,
            )


def _words(one: Disagreement) -> str:
    other = shown_name(one.other)
    parts = [
        f"it {word} {shorten(valid(', '.join(names)), 200)}, which {other} {opposite}"
        for names, word, opposite in (
            (one.granted, "grants", "refuses"),
            (one.refused, "refuses", "grants"),
        )
        if names
    ]
    return " and ".join(parts)
