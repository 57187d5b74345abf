"""`temoin baseline`, and `--baseline`: a build fails on what is new alone, and what is known is never hidden."""

import json
import re
from pathlib import Path

import pytest

import temoin
from temoin.baseline import load_baseline
from temoin.cli import main
from temoin.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
LEAKY, CLEAR, OTHER = (
    str(ROOT / "recordings" / f"{name}.flow") for name in ("built-in", "accepted", "refused-leaky")
)
BY_PORTAL = ("-p", "portal")


def run(capsysbinary: pytest.CaptureFixture[bytes], *words: str | Path) -> tuple[int, str, str]:
    status = main([str(word) for word in words])
    said = capsysbinary.readouterr()
    return status, said.out.decode(), said.err.decode()


@pytest.fixture
def written(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Path:
    file = tmp_path / "baseline.yaml"
    status, out, err = run(capsysbinary, "baseline", LEAKY, *BY_PORTAL, "-o", file)
    assert (status, out) == (0, "")
    assert "3 findings (3 new)" in err
    return file


def test_it_holds_what_fails_a_run_and_no_notes(written: Path) -> None:
    entries = load_baseline(str(written)).entries
    assert [entry.identity.rule for entry in entries] == ["T101", "T102", "T105"]


def test_a_run_fails_on_what_the_baseline_lacks_alone(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(capsysbinary, "replay", LEAKY, *BY_PORTAL)[0] == 1
    assert run(capsysbinary, "replay", LEAKY, *BY_PORTAL, "--baseline", written)[0] == 0
    assert run(capsysbinary, "replay", OTHER, *BY_PORTAL, "--baseline", written)[0] == 1


def test_what_is_known_is_said_and_listed_apart(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = run(capsysbinary, "replay", LEAKY, *BY_PORTAL, "--baseline", written)[1]
    assert "Nothing new flagged" in text
    assert "3 findings in the baseline" in text
    section = text[text.index("In the baseline") :]
    assert "T101 Too early" in section
    assert "T105" in section
    whole = json.loads(run(capsysbinary, "replay", LEAKY, *BY_PORTAL, "--baseline", written, "-f", "json")[1])
    [session] = whole["sessions"]
    assert [one["finding"]["rule"] for one in session["known"]] == ["T101", "T102", "T105"]
    assert all(one["level"] == "note" for one in session["findings"])
    assert whole["baseline"]["entries"] == 3
    assert whole["baseline"]["unmatched"] == []
    assert re.fullmatch("[0-9a-f]{64}", whole["baseline"]["sha256"])


def test_entries_that_match_nothing_are_said(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = run(capsysbinary, "replay", CLEAR, *BY_PORTAL, "--baseline", written)[1]
    assert "3 of 3 findings in the baseline did not appear" in text
    assert "line 6: T102 uid of adnet.example (third party)" in text


def test_an_entry_that_one_of_several_recordings_shows_matches(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    whole = json.loads(
        run(capsysbinary, "replay", CLEAR, LEAKY, *BY_PORTAL, "--baseline", written, "-f", "json")[1]
    )
    assert whole["baseline"]["unmatched"] == []


def test_counts_times_and_lines_do_not_matter(
    written: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    shorter = tmp_path / "shorter.flow"
    data = Path(LEAKY).read_bytes()
    shorter.write_bytes(data[: len(data) * 4 // 5])
    whole = json.loads(
        run(capsysbinary, "replay", shorter, *BY_PORTAL, "--baseline", written, "-f", "json")[1]
    )
    [session] = whole["sessions"]
    assert [one["rule"] for one in session["findings"] if one["level"] == "flagged"] == []
    assert session["known"]


def test_reasons_stay_when_it_is_written_anew(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = written.read_text()
    written.write_text(text.replace("party: third}", "party: third, reason: ticket 12}", 1))
    status, _, err = run(capsysbinary, "baseline", LEAKY, OTHER, *BY_PORTAL, "-o", written)
    assert status == 0
    assert "9 findings (6 new)" in err
    assert written.read_text().count("reason: 'ticket 12'") == 1
    told = run(capsysbinary, "replay", LEAKY, *BY_PORTAL, "--baseline", written)[1]
    assert "known: ticket 12" in told


def test_pruning_removes_what_is_gone_and_adds_nothing(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    status, _, err = run(capsysbinary, "baseline", OTHER, *BY_PORTAL, "-o", written, "--prune")
    assert status == 0
    assert "1 finding (2 gone)" in err
    [entry] = load_baseline(str(written)).entries
    assert (entry.identity.rule, entry.identity.cookie) == ("T102", "uid")


def test_nothing_is_pruned_by_a_recording_that_proves_nothing(
    written: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    before = written.read_bytes()
    cut = tmp_path / "cut.flow"
    data = Path(CLEAR).read_bytes()
    cut.write_bytes(data[: len(data) * 2 // 3])
    status, _, err = run(capsysbinary, "baseline", cut, *BY_PORTAL, "-o", written, "--prune")
    assert status == 2
    assert "nothing can be pruned by it" in err
    status, _, err = run(
        capsysbinary, "baseline", CLEAR, "missing.flow", *BY_PORTAL, "-o", written, "--prune"
    )
    assert status == 2
    assert "missing.flow" in err
    assert written.read_bytes() == before


def test_a_recording_of_another_site_does_not_empty_it(
    written: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    policy = tmp_path / "elsewhere.yaml"
    shipped = (ROOT / "policies" / "opendata.reseda.fr.yaml").read_text()
    policy.write_text(shipped.replace("hosts: opendata.reseda.fr", "hosts: elsewhere.example"))
    before = written.read_bytes()
    status, _, err = run(capsysbinary, "baseline", CLEAR, "-p", policy, "-o", written)
    assert status == 2
    assert "No page of a site that a loaded policy covers" in err
    assert written.read_bytes() == before


def test_without_a_file_it_is_printed_and_the_same_input_gives_the_same_bytes(
    written: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    printed = run(capsysbinary, "baseline", LEAKY, *BY_PORTAL)[1]
    assert printed == written.read_text()


def test_fail_on_tells_which_rules_it_holds(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    text = run(capsysbinary, "baseline", LEAKY, *BY_PORTAL, "--fail-on", "T105", "--fail-on", "T302")[1]
    assert set(re.findall("rule: (T[0-9]+)", text)) == {"T105", "T302"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("baseline", LEAKY, "--prune"), "there is no baseline to prune"),
        (("baseline", LEAKY, "--prune", "-o", "nowhere.yaml"), "there is no baseline to prune"),
        (("baseline", LEAKY, "--fail-on", "T999"), "there is no rule T999"),
        (("replay", LEAKY, "--baseline", "nowhere.yaml"), "nowhere.yaml: no such file (`temoin baseline"),
        (("replay", LEAKY, "--baseline", str(ROOT)), "is a folder"),
        (("replay", LEAKY, "--baseline", str(ROOT / "pyproject.toml")), "pyproject.toml, line"),
    ],
)
def test_what_cannot_be_is_one_line(
    words: tuple[str, ...], told: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    status, out, err = run(capsysbinary, *words)
    assert (status, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_an_allowance_goes_before_the_baseline(
    written: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    policy = tmp_path / "portal.yaml"
    own = (ROOT / "addon" / "temoin" / "portal" / "portal.yaml").read_text()
    policy.write_text(f"{own}\nallow: [{{rule: T101, cookie: uid, reason: agreed}}]\n")
    report = temoin.replay([LEAKY], [str(policy)], settings=Settings(baseline=load_baseline(str(written))))
    [session] = report.sessions
    assert [one.finding.rule for one in session.allowed] == ["T101"]
    assert [one.finding.rule for one in session.known] == ["T102", "T105"]
    assert report.baseline is not None
    assert [entry.identity.rule for entry in report.baseline.unmatched] == ["T101"]


def test_a_policy_s_pattern_holds_the_cookies_that_it_declares() -> None:
    leaky = str(ROOT / "recordings" / "withdrawn-leaky.flow")
    [session] = temoin.replay([leaky], ["portal"]).sessions
    identities = {one.identity for one in session.findings if session.fails(one)}
    assert {one.cookie for one in identities if one.pattern} == {"_ga_*", "_pk_id.*", "_pk_ses.*"}
