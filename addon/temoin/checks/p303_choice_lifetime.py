"""P303: a choice kept under or over the time that is fitting."""

from collections.abc import Iterable

from temoin.checks.check import Check, Fault, Severity, Subject
from temoin.checks.choice import choices, declared_choice, place_of, says
from temoin.policy.draft import Place
from temoin.policy.durations import in_words
from temoin.policy.regimes import regime
from temoin.policy.schema import ConsentCookie, Policy

__all__ = ["ChoiceLifetime"]

_UNDER = 0.97
_OVER = 1.01
"""Six months are as long as the calendar makes them: 180 days are not under, 185 not over."""

_FALLBACK = "fr"


class ChoiceLifetime(Check):
    """A choice is kept for less or more than six months, or for another time that the policy's profile sets.

    Why:
        Kept for long, a choice outlives what it was about; kept for a short time, visitors who refused are asked
        again and again, until they give in. The CNIL calls six months good practice, for refusals as for consents.
        Where the profile's own texts set no number (`eu`, `uk`), nothing is held; where a policy names no profile,
        the CNIL's number is told as a note.

    Sources:
        CNIL, délibération 2020-092 of 17 September 2020 (recommandation).

    Mend:
        Keep the choice for six months, or say why not: `overrides: {choice_lifetime: {value: …, reason: …}}`.
    """

    code = "P303"
    name = "choice-lifetime"
    title = "A choice kept too short or too long"
    examples = """
A year, under a French profile
    profile: fr
    consent: {cookie: choice, format: json, path: /, lifetime: 1 year}
    found: P303 1 year

A week, and no profile
    consent: {cookie: choice, format: json, path: /, lifetime: 1 week}
    found: P303 1 week

A year with its reason
    profile: fr
    overrides:
      choice_lifetime: {value: 1 year, reason: visitors come once a year}
    consent: {cookie: choice, format: json, path: /, lifetime: 1 year}
    found: nothing

180 days
    profile: fr
    consent: {cookie: choice, format: json, path: /, lifetime: 180 days}
    found: nothing

No text sets a number
    profile: uk
    consent: {cookie: choice, format: json, path: /, lifetime: 1 year}
    found: nothing
"""

    def find(self, subject: Subject) -> Iterable[Fault]:
        """Hold the declared time against the profile's."""
        policy = subject.draft.policy
        limit = (policy.defaults or regime(_FALLBACK).defaults).choice
        if limit.seconds is None:
            return
        for index, consent in choices(policy):
            kept = consent.lifetime if not consent.lifetime_source else None
            if kept is None:
                kept = _of_entry(policy, consent)
            if kept is None or _UNDER * limit.seconds <= kept <= _OVER * limit.seconds:
                continue
            yield self.fault(
                _place(subject, index, consent),
                f"the choice is kept for {in_words(kept)}, {'under' if kept < limit.seconds else 'over'} "
                f"{in_words(limit.seconds)} ({limit.source})",
                "keep it for that time, or give the reason in `overrides: {choice_lifetime: …}`",
                about=consent.cookie,
                level=None if policy.defaults else Severity.NOTE,
            )


def _of_entry(policy: Policy, consent: ConsentCookie) -> int | None:
    entry = declared_choice(policy, consent)
    return entry.seconds if entry else None


def _place(subject: Subject, index: int, consent: ConsentCookie) -> Place:
    draft, policy = subject.draft, subject.draft.policy
    if says(draft, index, "lifetime"):
        return place_of(draft, index, "lifetime")
    entry = declared_choice(policy, consent)
    return draft.place("cookies", policy.cookies.index(entry) if entry else 0, "lifetime")
