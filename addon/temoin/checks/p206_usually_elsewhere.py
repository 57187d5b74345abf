"""P206: declared for the site's own domain, and usually set on another."""

import re
from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.hints import hint_of

__all__ = ["UsuallyElsewhere"]

_PLAIN = re.compile(r"[a-z][a-z_-]*|.{1,2}")
"""Names that anyone may give a cookie say nothing of whose it is."""


class UsuallyElsewhere(Check):
    """An entry without `domain` declares a first-party cookie that usually exists as a third party's only.

    Why:
        An entry without `domain` declares first-party cookies alone. A cookie that exists only on its maker's own
        domain is then not declared at all: it will be told as undeclared, and as of the other party (T104, T201).
        What a name usually is, is a hint: some sites do set such a cookie themselves.

    Sources:
        The one that the hint names.

    Mend:
        Give the entry the domain that sets the cookie, and `party: third`.
    """

    code = "P206"
    name = "usually-elsewhere"
    title = "Usually another party's"
    level = Severity.NOTE
    examples = """
An advertiser's cookie, declared as the site's own
    - {name: IDE, category: advertising}
    found: P206 IDE

With its domain
    - {name: IDE, domain: doubleclick.net, party: third, category: advertising}
    found: nothing

A name that anyone may use
    - {name: lang_code, category: necessary}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Ask what each first-party name usually is."""
        for index, entry in enumerate(subject.draft.policy.cookies):
            if entry.domain is not None or _PLAIN.fullmatch(entry.name) or entry.name.startswith("_"):
                continue
            hint = hint_of(entry.name, "")
            if hint is not None and hint.domains and hint_of(entry.name, _host(subject)) is None:
                yield self.fault(
                    subject.draft.place("cookies", index, "name"),
                    f"`{entry.name}` is declared as first-party, and usually exists on "
                    f"{' and '.join(hint.domains)} alone ({hint.owner}; {hint.source})",
                    f"give it `domain: {hint.domains[0]}` and `party: third`, if it is that one",
                    about=entry.name,
                )


def _host(subject: Subject) -> str:
    return subject.draft.policy.hosts[0].removeprefix("*.")
