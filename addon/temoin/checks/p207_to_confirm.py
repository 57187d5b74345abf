"""P207: an entry that a person has yet to confirm."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.checks.choice import choices, place_of
from temoin.hints import hint_of
from temoin.policy.schema import UNKNOWN, Declaration

__all__ = ["ToConfirm"]


class ToConfirm(Check):
    """An entry's category is `unknown`, the consent cookie is, or a suggestion was left standing.

    Why:
        `temoin policy learn` writes down what was seen, and a name is no proof of what a cookie is for: a person
        has to say. Until then the cookie needs consent, and where the choice grants some things only it is
        unproven. A suggestion beside a category that somebody has decided on is one no longer.

    Sources:
        None: this is about the policy as it is written.

    Mend:
        Replace `unknown` by the category that the cookie has, and remove `suggested` and `suggested_by`.
    """

    code = "P207"
    name = "to-confirm"
    title = "To be confirmed"
    examples = """
Learnt, and not yet looked at
    - {name: _ga, category: unknown, suggested: statistics, suggested_by: its name}
    found: P207 unknown

Confirmed, the suggestion left standing
    - {name: _ga, category: statistics, suggested: statistics}
    found: P207 statistics

No consent cookie was recognised
    consent: {cookie: unknown, format: json}
    found: P207 unknown

Confirmed
    - {name: _ga, category: statistics}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look for what is unknown."""
        draft = subject.draft
        for index, consent in choices(draft.policy):
            if consent.cookie == UNKNOWN:
                yield self.fault(
                    place_of(draft, index, "cookie"),
                    "which cookie holds the choice is to be confirmed: as it stands, nothing is ever chosen",
                    "name the consent cookie, and its format",
                    about=UNKNOWN,
                )
        for index, entry in enumerate(draft.policy.cookies):
            if entry.to_confirm:
                yield self.fault(
                    draft.place("cookies", index, "category"),
                    f"what `{entry.name}` is for is to be confirmed{_suggestion(entry)}",
                    "replace `unknown` by its category, and remove `suggested`",
                    about=entry.name,
                    domain=entry.domain,
                )
            elif entry.suggested:
                yield self.fault(
                    draft.place("cookies", index, "suggested"),
                    f"`{entry.name}` has a category, and a suggestion still",
                    "remove `suggested` and `suggested_by`",
                    about=entry.name,
                    domain=entry.domain,
                    level=Severity.NOTE,
                )


def _suggestion(entry: Declaration) -> str:
    if entry.suggested:
        return f"; suggested: {entry.suggested}" + (f" ({entry.suggested_by})" if entry.suggested_by else "")
    hint = hint_of(entry.name, entry.domain or "")
    return f"; usually: {hint}" if hint else ""
