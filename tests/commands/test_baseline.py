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
WITHDRAWN = str(ROOT / "recordings" / "withdrawn-leaky.flow")
BY_PORTAL = ("-p", "portal")
BY_CHARTER = ("-p", "opendata.reseda.fr")


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
    assert err.splitlines() == [
        f"temoin: {written}, line 5: T101 uid of adnet.example (third party) goes: not found",
        f"temoin: {written}, line 7: T105 uid of adnet.example (third party) goes: not found",
        f"temoin: {written}: 1 finding (2 gone)",
    ]
    [entry] = load_baseline(str(written)).entries
    assert (entry.identity.rule, entry.identity.cookie) == ("T102", "uid")


PATTERNS = ("_ga_*", "_pk_id.*", "_pk_ses.*")
NAMES = ("_ga_ABC123", "_pk_id.1.a3f4", "_pk_ses.1.a3f4")
NOT_THERE = "stays, for it could not be judged: no policy in use has this pattern"


def test_a_pattern_that_the_policy_in_use_lacks_stays_and_is_said(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "baseline.yaml"
    assert run(capsysbinary, "baseline", WITHDRAWN, *BY_PORTAL, "-o", file)[0] == 0
    before = file.read_bytes()
    for recording, gone in ((WITHDRAWN, []), (CLEAR, ["_ga", "idrxvr", "uid", "visitor"])):
        status, _, err = run(capsysbinary, "baseline", recording, *BY_CHARTER, "-o", file, "--prune")
        assert status == 0
        *told, summary = err.splitlines()
        assert [
            line.partition("T103 ")[2].split()[0] for line in told if line.endswith("goes: not found")
        ] == gone
        stays = [line for line in told if line.endswith(NOT_THERE)]
        assert [line.partition("T103 ")[2].split()[0] for line in stays] == [*PATTERNS]
        assert len(told) == len(gone) + len(stays)
        assert summary == f"temoin: {file}: {7 - len(gone)} findings{' (4 gone)' if gone else ''}"
        assert (file.read_bytes() == before) is not bool(gone)
    status, _, err = run(capsysbinary, "baseline", CLEAR, *BY_PORTAL, "-o", file, "--prune")
    assert err.count("goes: not found") == len(PATTERNS)
    assert load_baseline(str(file)).entries == ()


def test_a_name_that_the_policy_in_use_has_under_a_pattern_stays_unless_it_was_for_being_undeclared(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "baseline.yaml"
    assert run(capsysbinary, "baseline", WITHDRAWN, *BY_CHARTER, "-o", file)[0] == 0
    status, _, err = run(capsysbinary, "baseline", WITHDRAWN, *BY_PORTAL, "-o", file, "--prune")
    assert status == 0
    assert err.count("stays, for it could not be judged") == len(NAMES)
    for name, pattern in zip(NAMES, PATTERNS, strict=True):
        assert f"T103 {name} of opendata.reseda.fr (first party) stays" in err
        assert f"the policy in use has it under the pattern {pattern}\n" in err
    entries = load_baseline(str(file)).entries
    assert {entry.identity.rule for entry in entries} == {"T103"}
    assert {entry.identity.cookie for entry in entries} >= {*NAMES, "_ga", "uid"}


@pytest.mark.parametrize(
    ("entry", "policy", "fate"),
    [
        ("{rule: T202, cookie: odd, domain: opendata.reseda.fr, party: first}", "portal",
         "stays, for it could not be judged: no policy in use declares it"),
        ("{rule: T202, cookie: sessionid, domain: opendata.reseda.fr, party: first}", "portal", "goes: not found"),
        ("{rule: T101, cookie: uid, domain: www.elsewhere.example, party: first}", "portal",
         "stays, for it could not be judged: no page of its site was visited"),
        ("{rule: T101, cookie: uid, domain: www.elsewhere.example, party: third}", "portal", "goes: not found"),
        ("{rule: T101, cookie: uid, domain: reseda.fr, party: first}", "portal", "goes: not found"),
        ("{rule: T302, cookie: none, domain: '*.reseda.fr', party: first}", "portal",
         "stays, for it could not be judged: no policy in use declares it"),
        ("{rule: T902, pattern: u*, domain: opendata.reseda.fr, party: unknown}", "portal",
         "stays, for it could not be judged: no policy in use has this pattern"),
        ("{rule: T104, cookie: uid, domain: adnet.example, party: third}", "portal", "goes: not found"),
        ("{rule: T101, cookie: _ga, domain: opendata.reseda.fr, party: first}", "allowing",
         "goes: the policy allows it"),
    ],
)  # fmt: skip
def test_what_becomes_of_an_entry_that_is_not_found(
    entry: str, policy: str, fate: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    if policy == "allowing":
        own = (ROOT / "addon" / "temoin" / "portal" / "portal.yaml").read_text()
        (tmp_path / "portal.yaml").write_text(
            f"{own}\nallow: [{{rule: T103, cookie: _ga, reason: agreed}}]\n"
        )
        policy, entry = str(tmp_path / "portal.yaml"), entry.replace("T101", "T103")
    file = tmp_path / "baseline.yaml"
    file.write_text(f"schema: temoin-baseline/1\nfindings:\n  - {entry}\n")
    status, _, err = run(capsysbinary, "baseline", WITHDRAWN, "-p", policy, "-o", file, "--prune")
    assert status == 0
    assert err.splitlines()[0].endswith(fate)
    assert len(load_baseline(str(file)).entries) == fate.startswith("stays")


def test_of_many_entries_that_go_some_are_named_and_the_rest_counted(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "baseline.yaml"
    entries = "".join(
        f"  - {{rule: T101, cookie: c{n}, domain: x.example, party: third}}\n" for n in range(25)
    )
    file.write_text(f"schema: temoin-baseline/1\nfindings:\n{entries}")
    _, _, err = run(capsysbinary, "baseline", CLEAR, *BY_PORTAL, "-o", file, "--prune")
    assert err.count(" goes: not found\n") == 20
    assert f"temoin: {file}: 5 more go\n" in err


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
