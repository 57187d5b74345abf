"""T302: declared and never seen."""

from collections.abc import Iterable

from temoin.rules.absence import absent
from temoin.rules.rule import Remark, Rule, Whole
from temoin.vocabulary import Level

__all__ = ["NeverSeen"]


class NeverSeen(Rule):
    """The policy declares a cookie that this session never showed.

    Why:
        A charter that lists what the site no longer sets tells visitors something untrue. One session proves
        little: the cookie may belong to a page that was not visited. Hence a note.

    Sources:
        Regulation (EU) 2016/679, article 5(1)(a) (transparency).

    Mend:
        Visit what sets it; if nothing does, take it out of the charter and the policy.
    """

    code = "T302"
    name = "never-seen"
    title = "Declared, never seen"
    of_absence = True
    of_charter = True
    level = Level.NOTE
    of_declared = True
    examples = """
The advertiser is declared, and no page calls it
    0.0  document https://shop.example/
         sets token=1; Max-Age=3600; Secure
    4.0  document https://shop.example/a sends token=1; session=1; choice=all; lang=fr; audience=1; stat=1
    found: T302 id ads.example

All that is declared is seen
    0.0  document https://shop.example/
         sets token=1; Max-Age=3600; Secure
    4.0  document https://shop.example/a sends token=1; session=1; choice=all; lang=fr; audience=1; stat=1
    4.3  image https://ads.example/p.gif from https://shop.example/a sends id=7
    8.0  document https://shop.example/b sends token=1; session=1; choice=all; lang=fr; audience=1; stat=1
    found: nothing
"""

    def end(self, whole: Whole) -> Iterable[Remark]:
        """Remark on each entry that was not seen, but for required ones (T301)."""
        if not whole.bears_cookies:
            return
        for policy, declaration in whole.never_seen(required=False):
            yield absent(policy, declaration, "the policy declares it, and this session never showed it")
