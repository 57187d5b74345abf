"""`temoin policy check` as a user meets it."""

import json
from pathlib import Path

import pytest

from temoin.cli import main

ROOT = Path(__file__).resolve().parents[3]
LEAKY = str(ROOT / "recordings" / "everything-leaky.flow")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop's policy with one warning, in the folder where the command runs."""
    monkeypatch.chdir(tmp_path)
    text = (ROOT / "policies" / "opendata.reseda.fr.yaml").read_text(encoding="utf-8")
    file = Path("shop.yaml")
    file.write_text(
        text + "\n  - {name: x*, service: api, purpose: p, lifetime: session}\n", encoding="utf-8"
    )
    return file


def test_the_status_is_1_for_a_warning_and_0_without(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", str(shop)]) == 1
    said = capsys.readouterr()
    line = len(shop.read_text(encoding="utf-8").splitlines())
    assert f"shop.yaml:{line}:12: warning P202 wide-pattern: " in said.out
    assert said.err == ""
    assert main(["policy", "check", str(shop), "--exit-zero"]) == 0
    assert main(["policy", "check", "opendata.reseda.fr", "portal"]) == 0


def test_a_broken_file_is_a_fault_and_a_missing_one_is_not_read(
    shop: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write_text("name: shop\n", encoding="utf-8")
    assert main(["policy", "check", str(shop)]) == 1
    assert "shop.yaml:1:1: error P101 broken: a policy needs `hosts`" in capsys.readouterr().out
    assert main(["policy", "check", "missing.yaml", str(shop), "--exit-zero"]) == 2
    said = capsys.readouterr()
    assert said.err.startswith("temoin: missing.yaml: no such file")
    assert said.err.count("\n") == 1
    assert "P101" in said.out


def test_against_recordings_coverage_is_told_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", "portal", "--against", LEAKY]) == 1
    out = capsys.readouterr().out
    assert "P601 seen-undeclared: `ab_variant` of opendata.reseda.fr is not declared" in out
    assert "P602 declared-never-seen: `sessionid` is declared" in out
    assert "P604 seen-longer: `csrftoken`: declared for 12 months, set to be kept for 5 years" in out
    assert "1 recording of the site: 9 of 11 declared entries seen, 1 cookie seen and not declared" in out


def test_recordings_are_each_policys_own(capsys: pytest.CaptureFixture[str]) -> None:
    main(["policy", "check", "portal", "opendata.reseda.fr", "-f", "json", "--against", LEAKY])
    coverage = [one["coverage"] for one in json.loads(capsys.readouterr().out)["policies"]]
    assert [one["undeclared"] for one in coverage] == [1, 8]


def test_a_recording_that_cannot_be_read_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", "portal", "--against", "missing.flow", LEAKY]) == 2
    said = capsys.readouterr()
    assert "missing.flow" in said.err
    assert "P601" in said.out


def test_the_ending_tells_the_format(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "check", str(shop), "-o", "out.sarif"]) == 1
    assert json.loads(Path("out.sarif").read_bytes())["version"] == "2.1.0"
    assert main(["policy", "check", str(shop), "-o", "out.txt"]) == 1
    assert "P202" in Path("out.txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out == ""
    assert main(["policy", "check", str(shop), "-o", "out.png"]) == 2
    assert main(["policy", "check", str(shop), "-f", "xml"]) == 2
    assert not Path("out.png").exists()


def test_the_schema_is_the_one_that_temoin_schema_prints(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["policy", "schema"]) == 0
    printed = capsysbinary.readouterr().out
    assert main(["schema", "policy"]) == 0
    assert capsysbinary.readouterr().out == printed
    file = tmp_path / "policy.schema.json"
    assert main(["policy", "schema", "-o", str(file)]) == 0
    assert file.read_bytes() == printed
    shipped = ROOT / "addon" / "temoin" / "policy" / "policy.schema.json"
    assert json.loads(printed) == json.loads(shipped.read_bytes())


def test_explain_knows_the_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "wide-pattern"]) == 0
    assert capsys.readouterr().out.startswith(
        "P202 wide-pattern: A pattern that hides cookies (warning: it fails a run)"
    )
    assert main(["explain", "P203"]) == 0
    assert "(a note: it fails no run)" in capsys.readouterr().out
    assert main(["explain"]) == 0
    codes = [line[:4] for line in capsys.readouterr().out.splitlines()]
    assert codes == sorted(codes)
    assert {"P202", "T101"} <= set(codes)
