"""P209: exempt, and usually not."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.hints import Use, hint_of
from temoin.policy.matching import category_of
from temoin.vocabulary import Need

__all__ = ["UsuallyNotExempt"]


class UsuallyNotExempt(Check):
    """An entry's category needs no consent, and a cookie of that name is usually for statistics or advertising.

    Why:
        What is exempt is never held against a choice, so a tracker under such a category crosses unseen. A name
        is no proof of what a cookie does: this is a hint with its source, and a note.

    Sources:
        The one that the hint names; on what is exempt, Directive 2002/58/EC, article 5(3).

    Mend:
        Declare it under a category that needs consent, or leave it if it does something else here.
    """

    code = "P209"
    name = "usually-not-exempt"
    title = "Exempt, and usually not"
    level = Severity.NOTE
    examples = """
An advertising cookie called necessary
    - {name: _fbp, category: necessary}
    found: P209 _fbp

Statistics under an exemption that is meant for them
    - {name: _pk_id.*, category: audience}
    found: nothing

Under a category that needs consent
    - {name: _fbp, category: advertising}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Ask what each exempt name usually is."""
        policy = subject.draft.policy
        host = policy.hosts[0].removeprefix("*.")
        for index, entry in enumerate(policy.cookies):
            category = category_of(policy, entry)
            hint = None if category.consent is Need.REQUIRED else hint_of(entry.name, entry.domain or host)
            if hint is None or hint.use not in (Use.STATISTICS, Use.ADVERTISING):
                continue
            if hint.use is Use.STATISTICS and category.measurement:
                continue
            yield self.fault(
                subject.draft.place("cookies", index, "name"),
                f"`{entry.name}` is exempt as `{category.id}`, and usually {hint}",
                "declare it under a category that needs consent, if it is that one",
                about=entry.name,
                domain=entry.domain,
            )
