"""What the Set-Cookies of one response do to the consent cookies of a policy.

A choice in one cookie is what it was set to. One that several cookies hold together is known from a response
only if the response wrote all of them; else what a script did to the others since they were last seen is not
known.
"""

from collections.abc import Iterable, Iterator

import msgspec

from temoin.choices.register import Change
from temoin.choices.sightings import Known, Told
from temoin.choices.witness import known_of
from temoin.cookies.jar import Held
from temoin.cookies.storage import Stored
from temoin.cookies.syntax import Pair
from temoin.policy.schema import ConsentCookie, Policy
from temoin.vocabulary import ChoiceState

__all__ = ["Writing", "same_choice", "writings"]


class Writing(msgspec.Struct, frozen=True):
    """What a response wrote of one consent cookie.

    Args:
        consent: the cookie, or those that hold the choice together.
        cookies: what was set and deleted; at least one.
    """

    consent: ConsentCookie
    cookies: tuple[Stored, ...]

    def change(self, policy: Policy, held: frozenset[str]) -> Change:
        """Say what it comes to.

        Args:
            policy: whose consent cookie it is.
            held: the names of those that were last seen to hold the choice together.
        """
        made = [one for one in self.cookies if not one.deletion]
        path = made[0].path if made else None
        if held - {one.cookie.name for one in self.cookies}:
            return Change(self.consent, Known(ChoiceState.UNPROVEN), Told.PARTLY, path, None)
        if not made:
            return Change(self.consent, Known(ChoiceState.UNSET, note="deleted"), Told.DELETED, None, None)
        pairs = [Pair(one.cookie.name, one.cookie.value) for one in made]
        known = known_of(pairs, policy, self.consent)
        ends = [one.expiry for one in made]
        expiry = None if None in ends else max(end for end in ends if end is not None)
        return Change(self.consent, known, Told.SET, path, expiry)


def writings(policy: Policy, chosen: Iterable[Stored]) -> Iterator[Writing]:
    """Sort what a response wrote by consent cookie.

    Args:
        policy: the policy that covers the host.
        chosen: the Set-Cookies of consent cookies, in the order of the response.

    Yields:
        One for each Set-Cookie, but those that hold one choice together as one.
    """
    together: dict[str, list[Stored]] = {}
    for stored in chosen:
        consent = policy.consent_in(stored.cookie.name)
        if consent is None:
            continue
        if consent.several:
            together.setdefault(consent.cookie, []).append(stored)
        else:
            yield Writing(consent, (stored,))
    for consent in policy.consents:
        if consent.cookie in together:
            yield Writing(consent, tuple(together[consent.cookie]))


def same_choice(before: Held, after: Stored, policy: Policy, consent: ConsentCookie) -> bool:
    """Tell whether a consent cookie that is set again says the same choice as it did.

    Args:
        before: as the visitor held it.
        after: as it is set now.
        policy: whose consent cookie it is.
        consent: the cookie, or those that hold the choice together.

    Returns:
        False also where it says that nobody chose yet: no choice is kept alive by that.
    """
    pairs = [Pair(after.cookie.name, value) for value in (before.value, after.cookie.value)]
    was, now = (known_of([pair], policy, consent) for pair in pairs)
    if now.state is ChoiceState.UNSET:
        return False
    return before.value == after.cookie.value or was.agrees(now)
