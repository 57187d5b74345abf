"""T301: a required cookie never appeared."""

from collections.abc import Iterable

from temoin.rules.absence import absent
from temoin.rules.rule import Remark, Rule, Whole
from temoin.vocabulary import Level

__all__ = ["RequiredAbsent"]


class RequiredAbsent(Rule):
    """The policy says that a cookie must appear, and it never did.

    Why:
        A site that works without a cookie it calls needed may not need it; and a test that was meant to log in
        and did not has tested less than it seems. It is a note: a cookie that appears only after a login must
        not fail a build.

    Sources:
        The policy itself (`required: true`).

    Mend:
        Visit what sets it (log in, change the language), or take `required` off.
    """

    code = "T301"
    name = "required-absent"
    title = "Required, never appeared"
    of_absence = True
    of_charter = True
    level = Level.NOTE
    of_declared = True
    examples = """
The token that every page should set
    0.0  document https://shop.example/
    4.0  document https://shop.example/next
    found: T301 token shop.example

Set
    0.0  document https://shop.example/
         sets token=1; Max-Age=3600; Secure
    4.0  document https://shop.example/next sends token=1
    found: nothing
"""

    def end(self, whole: Whole) -> Iterable[Remark]:
        """Remark on each required entry that was not seen."""
        if not whole.bears_cookies:
            return
        for policy, declaration in whole.never_seen(required=True):
            yield absent(policy, declaration, "the policy requires it, and it never appeared")
