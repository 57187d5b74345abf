"""P204: a service that no cookie works for."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject

__all__ = ["UnusedService"]


class UnusedService(Check):
    """No cookie is declared for a service.

    Why:
        The consent cookie may speak of a service that sets no cookie here, so this is a note. But where a service
        was declared for its cookies, they are missing: what it sets will be told as undeclared.

    Sources:
        Regulation (EU) 2016/679, article 13 (visitors are told of each).

    Mend:
        Declare its cookies, or remove it if the choice never names it.
    """

    code = "P204"
    name = "unused-service"
    title = "A service without cookies"
    level = Severity.NOTE
    examples = """
Declared, and no cookie is its
    services:
      stats: {category: statistics}
      ads: {category: advertising}
      maps: {category: advertising}
    found: P204 maps

Each has a cookie
    - {name: map, service: ads}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Look for each service's cookies."""
        policy = subject.draft.policy
        used = {entry.service for entry in policy.cookies}
        for service in policy.services:
            if service.id not in used and not policy.template:
                yield self.fault(
                    subject.draft.place("services", service.id),
                    f"no cookie is declared for the service `{service.id}`",
                    "declare its cookies, or remove it if the choice never names it",
                    about=service.id,
                )
