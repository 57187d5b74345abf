"""Every recording of the repository, redacted, is judged as it was: the JSON report is the same, byte for byte.

All shipped ones, the HARs, the demo's, and of the other truth tours every sixth; the rest too by `python
tests/redaction/recheck.py`.
"""

import io
from pathlib import Path

import pytest

from redaction.reading import POLICIES, report
from redaction.tools import KEY
from temoin.policy import Policy
from temoin.redaction import check, redact
from truth.document import read_truth
from truth.score import policy_of
from truth.scoreboard import stored

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "recordings").glob("*.flow"))
SAMPLES = sorted((ROOT / "tests" / "traffic" / "samples").glob("*.har"))
DEMO = sorted((ROOT / "tests" / "portal" / "demo").glob("*.flow.gz"))
TOURS = [path for path in {**stored("plain"), **stored("hard")}.values() if path not in SHIPPED]
SOME = [*SHIPPED, *SAMPLES, *DEMO, *TOURS[::6]]


def policies_of(path: Path) -> list[str | Policy]:
    """Those by which a recording is judged: its tour's own, else the portal's and the site's."""
    truth = path.parent / f"{path.name.partition('.')[0]}.truth.json"
    if truth.exists():
        return [policy_of(read_truth(truth))]
    return ["demo"] if path in DEMO else ["portal", "opendata.reseda.fr"]


def same(path: Path, folder: Path) -> bool:
    """Redact a recording, search what was written, and compare what is held of both."""
    policies = policies_of(path)
    made = folder / path.name
    with made.open("w+b") as out:
        found = redact(
            str(path), out, KEY, (*POLICIES, *(one for one in policies if isinstance(one, Policy)))
        )
        assert check(found.register, out, path.name).left == ()
    assert found.lost == ()
    assert found.plain_documents == 0
    return all(report(path, policy) == report(made, policy) for policy in policies)


@pytest.mark.parametrize("path", SOME, ids=lambda path: f"{path.parent.name} {path.name}")
def test_the_report_is_the_same_byte_for_byte(path: Path, tmp_path: Path) -> None:
    assert same(path, tmp_path)


def test_something_is_found_in_them() -> None:
    assert '"rule": "T105"' in report(ROOT / "recordings" / "built-in.flow", "portal")
    assert '"rule": "T103"' in report(ROOT / "recordings" / "withdrawn-leaky.flow", "portal")


def test_there_are_secrets_in_them(tmp_path: Path) -> None:
    found = redact(str(SHIPPED[0]), io.BytesIO(), KEY, POLICIES)
    assert found.register.replaced["cookie"] > 0
    assert not check(found.register, io.BytesIO(SHIPPED[0].read_bytes()), "original").proven
