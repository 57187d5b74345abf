"""T901: the consent cookie cannot be read."""

from collections.abc import Iterable

from temoin.rules.rule import Remark, Rule, Whole
from temoin.vocabulary import ChoiceState, Level, Party

__all__ = ["UnreadableChoice"]


class UnreadableChoice(Rule):
    """The consent cookie is there, and the policy's formats cannot read it.

    Why:
        Then nobody knows what the visitor chose. Nothing is permitted by such a choice, and nothing is held
        against the site for it either: the policy's reading is at fault as likely as the site.

    Sources:
        None: this is about the watching, not about the site.

    Mend:
        Name the format in the policy (`consent: {format: [...]}`); if it is none of those known, ask for it.
    """

    code = "T901"
    name = "unreadable-choice"
    title = "Choice unreadable"
    level = Level.NOTE
    examples = """
A value that is no known format
    0.0  document https://shop.example/
         sets token=1; Max-Age=3600; Secure
    4.0  document https://shop.example/next sends token=1; choice=%7B%22ads
    found: T901 choice shop.example

Empty
    0.0  document https://shop.example/ sends token=1; choice=
    found: T901 choice shop.example

Readable
    0.0  document https://shop.example/ sends token=1; choice=none
    found: nothing
"""

    def end(self, whole: Whole) -> Iterable[Remark]:
        """Remark on each unreadable stretch, once a host and reason."""
        said: set[tuple[str, str, str, str]] = set()
        for of in whole.eras:
            key = (of.policy.name, of.host, of.cookie, of.era.known.note)
            if of.era.known.state is not ChoiceState.UNREADABLE or key in said:
                continue
            said.add(key)
            numbers = of.era.evidence[-1:]
            yield Remark(
                name=of.cookie,
                domain=of.host,
                party=Party.FIRST,
                category=None,
                policy=of.policy.name,
                message=f"the choice cannot be read: {of.era.known.note}",
                reasons=(f"request {numbers[0]} shows it",) if numbers else (),
                numbers=numbers,
                at=of.era.by,
                pattern=of.cookie,
            )
