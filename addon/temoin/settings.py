"""How a session is judged, and what is kept of it."""

import msgspec

from temoin.fingerprint import FingerprintKey
from temoin.identity import Baseline
from temoin.vocabulary import Certainty

__all__ = ["Settings"]


class Settings(msgspec.Struct, frozen=True):
    """What a user may set.

    Args:
        accuse: `certain` holds against a site only what the wire proves; `inferred` also what it makes likely.
        strict: True makes what is unproven count as flagged.
        fail_on: the codes of the rules that fail a run; empty for every flagged one.
        exchanges: True to keep every exchange for the report.
        most_exchanges: how many of them at most, the first ones; None for all.
        why: the number of a request to be proven, or None.
        show_values: True to keep cookies' values, which are credentials.
        fingerprints: the key that gives each value a fingerprint, or None for none.
        baseline: the findings that are known and fail no run, or None.
        recorded: False where nobody reads by which bytes the recordings are known (`Session.recorded`).
    """

    accuse: Certainty = Certainty.CERTAIN
    strict: bool = False
    fail_on: frozenset[str] = frozenset()
    exchanges: bool = False
    most_exchanges: int | None = None
    why: int | None = None
    show_values: bool = False
    fingerprints: FingerprintKey | None = None
    baseline: Baseline | None = None
    recorded: bool = True
