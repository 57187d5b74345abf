"""P208: an entry that does not say what visitors are to be told."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject

__all__ = ["Untold"]


class Untold(Check):
    """An entry says no purpose, or no lifetime.

    Why:
        What a cookie is for and how long it is kept is part of what a visitor is told before choosing. Without a
        lifetime nothing can be kept too long (T202): the site may keep the cookie for ever, and no check will say
        so.

    Sources:
        Regulation (EU) 2016/679, article 13(1)(c) and (2)(a); Court of Justice, C-673/17 (Planet49), 1 October
        2019, points 75 to 81 (how long cookies operate is among what must be told).

    Mend:
        Say `purpose` and `lifetime`, as the charter does or should.
    """

    code = "P208"
    name = "untold"
    title = "Purpose or lifetime left out"
    level = Severity.NOTE
    examples = """
No lifetime (and the shop's advertiser has none either)
    - {name: extra, category: statistics, purpose: statistics}
    found: P208 id
    found: P208 extra

Both are told
    cookies:
      - {name: choice, category: necessary, purpose: the choice, lifetime: 6 months}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look for what each entry leaves out."""
        for index, entry in enumerate(subject.draft.policy.cookies):
            missing = [
                word
                for word, there in (("purpose", entry.purpose), ("lifetime", entry.lifetime is not None))
                if not there
            ]
            if missing and not entry.to_confirm and not subject.draft.policy.template:
                yield self.fault(
                    subject.draft.place("cookies", index, "name"),
                    f"`{entry.name}` says no {' and no '.join(missing)}",
                    f"say {' and '.join(f'`{word}`' for word in missing)}",
                    about=entry.name,
                    domain=entry.domain,
                )
