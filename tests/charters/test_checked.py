"""What `temoin policy check` says of imported charters: of those that a person would call clean, notes alone."""

from pathlib import Path

import pytest

from charters.test_samples import HERE, SAMPLES, imported
from temoin.charters.given import Given
from temoin.charters.importing import import_charter
from temoin.charters.kinds import Source, find
from temoin.checks.check import Severity
from temoin.checks.checking import check_policy
from temoin.policy import draft_of

ROOT = HERE.parents[1]
RESEDA = ROOT.parent / "shared" / "charters" / "opendata.reseda.fr.txt"

FAULTS = {
    # It sorts its banner's own cookie under "Fonctionnel", and does not say that these need no consent.
    "atelier.html": {("P302", "cmplz_policy_id")},
    # "any cookie starting with _hs": three signs, and anything behind them.
    "tracker.md": {("P202", "_hs*")},
}
"""Charters that are not clean, each with what is wrong with it."""


def worse_than_notes(text: str) -> set[tuple[str, str]]:
    checked = check_policy(draft_of(text.encode(), file="imported.yaml"), None)
    return {(fault.code, fault.about) for fault in checked.faults if fault.level is not Severity.NOTE}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_nothing_worse_than_a_note_is_found_but_what_the_charter_itself_does_wrong(sample: Path) -> None:
    assert worse_than_notes(imported(sample).text) == FAULTS.get(sample.name, set())


def test_most_samples_are_clean() -> None:
    assert set(FAULTS) < {sample.name for sample in SAMPLES}
    assert len(FAULTS) <= 2


@pytest.mark.skipif(not RESEDA.is_file(), reason="the charter is not in ../shared")
def test_the_charter_of_the_first_site_is_clean() -> None:
    data = RESEDA.read_bytes()
    assert worse_than_notes(import_charter(find(data).read(Source("c", data)), Given(), "c").text) == set()
