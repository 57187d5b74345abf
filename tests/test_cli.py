"""The command line as a user meets it: in a process of its own, with its exit status and its two streams."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from temoin.views import views

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "recordings"
CLEAR, FLAGGED, VISITED_NOTHING = "accepted", "refused-leaky", "refused"


def temoin(
    *arguments: str | Path, stdin: bytes = b"", cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    ours = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "-m", "temoin", *map(str, arguments)],
        input=stdin, capture_output=True, cwd=cwd, env=kept | environment, timeout=60, check=False,
    )  # fmt: skip


def flow(name: str) -> Path:
    return Path("recordings") / f"{name}.flow"


def one_line(done: subprocess.CompletedProcess[bytes]) -> str:
    assert done.returncode == 2
    assert done.stdout == b""
    text = done.stderr.decode()
    assert "Traceback" not in text
    assert text.count("\n") == 1, text
    return text


# Exit status


@pytest.mark.parametrize(("name", "status"), [(CLEAR, 0), (FLAGGED, 1)])
def test_the_status_says_what_was_found(name: str, status: int) -> None:
    done = temoin("replay", flow(name), "--policy", "portal")
    assert done.returncode == status
    assert done.stderr == b""


def test_pages_that_no_policy_covers_prove_nothing(tmp_path: Path) -> None:
    policy = tmp_path / "elsewhere.yaml"
    shipped = (ROOT / "policies" / "opendata.reseda.fr.yaml").read_text()
    policy.write_text(shipped.replace("hosts: opendata.reseda.fr", "hosts: elsewhere.example"))
    assert "elsewhere.example" in policy.read_text()
    assert temoin("replay", flow(CLEAR), "--policy", policy).returncode == 3


def test_exit_zero_ends_with_0_unless_the_input_was_bad() -> None:
    assert temoin("replay", flow(FLAGGED), "-p", "portal", "--exit-zero").returncode == 0
    assert temoin("replay", "missing.flow", "--exit-zero").returncode == 2


def test_strict_counts_what_is_unproven() -> None:
    assert temoin("replay", flow(CLEAR), "-p", "portal", "--strict").returncode == 1


def test_fail_on_narrows_what_fails() -> None:
    assert temoin("replay", flow(FLAGGED), "-p", "portal", "--fail-on", "T101").returncode == 0
    assert temoin("replay", "-p", "portal", "--fail-on", "T101", "refused", flow(FLAGGED)).returncode == 1
    assert "T999" in one_line(temoin("replay", flow(FLAGGED), "--fail-on", "T999"))


def test_several_sources_2_beats_1_beats_3_beats_0_and_the_readable_are_reported(tmp_path: Path) -> None:
    done = temoin("replay", flow(CLEAR), "missing.flow", flow(FLAGGED), "-p", "portal", "-f", "json")
    assert done.returncode == 2
    assert "missing.flow" in done.stderr.decode()
    report = json.loads(done.stdout)
    assert report["outcome"] == "unreadable"
    assert [one["outcome"] for one in report["sessions"]] == ["clear", "flagged"]
    assert temoin("replay", flow(CLEAR), flow(FLAGGED), "-p", "portal").returncode == 1


# Bad input: one line that names file, place and mend


def test_a_missing_file() -> None:
    assert "missing.flow" in one_line(temoin("replay", "missing.flow"))


def test_a_folder(tmp_path: Path) -> None:
    assert str(tmp_path) in one_line(temoin("replay", tmp_path))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.flow", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
        ("other.json", b'{"a": [1, 2]}'),
        ("wrong.har", b'{"log": {"entries": [{"startedDateTime": 5}]}}'),
        ("half.har", b'{"log": {"entries": [{"startedDa'),
        ("deep.json", b"[" * 200_000),
        ("text.flow", "ceci n'est pas un témoin".encode()),
        ("bomb.flow", b"99999999999:x"),
    ],
)
def test_what_is_no_recording(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert name in one_line(temoin("replay", file))


def test_a_flow_file_cut_in_the_middle_is_judged_and_said_to_be_incomplete(tmp_path: Path) -> None:
    whole = (ROOT / flow(FLAGGED)).read_bytes()
    file = tmp_path / "cut.flow"
    file.write_bytes(whole[: len(whole) * 2 // 3])
    done = temoin("replay", file, "-p", "portal", "-f", "json")
    [session] = json.loads(done.stdout)["sessions"]
    assert done.returncode == 1
    assert session["incomplete"]
    clear = (ROOT / flow(CLEAR)).read_bytes()
    file.write_bytes(clear[: len(clear) * 2 // 3])
    assert temoin("replay", file, "-p", "portal").returncode == 3


def test_a_broken_policy_names_line_and_mend(tmp_path: Path) -> None:
    policy = tmp_path / "broken.yaml"
    policy.write_text(
        (ROOT / "policies" / "opendata.reseda.fr.yaml").read_text().replace("category:", "categori:", 1)
    )
    done = temoin("replay", flow(CLEAR), "-p", policy)
    assert done.returncode == 2
    assert re.search(r"broken\.yaml, line \d+, column \d+: .*did you mean", done.stderr.decode())
    assert "Traceback" not in done.stderr.decode()


def test_an_unknown_policy_and_two_for_one_site() -> None:
    assert "nowhere" in one_line(temoin("replay", flow(CLEAR), "-p", "nowhere"))
    assert "portal" in one_line(temoin("replay", flow(CLEAR), "-p", "portal", "-p", "opendata.reseda.fr"))


def test_no_recording_at_all() -> None:
    assert "recording" in one_line(temoin("replay"))


# Output


def test_standard_input_is_read_by_its_content() -> None:
    data = (ROOT / flow(FLAGGED)).read_bytes()
    done = temoin("replay", "-", "-p", "portal", stdin=data)
    assert done.returncode == 1
    assert b"7 cookies flagged" in done.stdout


def test_the_same_input_gives_the_same_bytes_on_any_machine_and_time_zone() -> None:
    runs = {
        (
            temoin(
                "replay",
                flow(FLAGGED),
                "-p",
                "portal",
                "-f",
                form,
                TZ=zone,
                PYTHONHASHSEED=seed,
                LC_ALL=locale,
            ).stdout
        )
        for zone, seed, locale in (
            ("UTC", "1", "C.UTF-8"),
            ("Pacific/Auckland", "2", "C"),
            ("America/Lima", "3", "POSIX"),
        )
        for form in ("json",)
    }
    assert len(runs) == 1


def test_formats_pair_with_files_in_order(tmp_path: Path) -> None:
    page, data = tmp_path / "report.txt", tmp_path / "report.json"
    done = temoin(
        "replay", flow(FLAGGED), "-p", "portal", "-f", "terminal", "-o", page, "-f", "json", "-o", data
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert json.loads(data.read_bytes())["outcome"] == "flagged"
    assert "7 cookies flagged" in page.read_text()
    assert list(tmp_path.iterdir()) == [page, data] or set(tmp_path.iterdir()) == {page, data}


def test_the_ending_tells_the_format(tmp_path: Path) -> None:
    data = tmp_path / "report.json"
    assert temoin("replay", flow(CLEAR), "-p", "portal", "-o", data).returncode == 0
    assert json.loads(data.read_bytes())["schema"] == "temoin-report/1"


def test_what_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    assert "nowhere" in one_line(
        temoin("replay", flow(CLEAR), "-p", "portal", "-o", tmp_path / "nowhere" / "r.json")
    )
    assert str(tmp_path) in one_line(
        temoin("replay", flow(CLEAR), "-p", "portal", "-f", "json", "-o", tmp_path)
    )
    assert list(tmp_path.iterdir()) == []


def test_joined_files_are_one_session() -> None:
    done = temoin("replay", flow(CLEAR), flow(FLAGGED), "-p", "portal", "--join", "-f", "json")
    [session] = json.loads(done.stdout)["sessions"]
    alone = [
        json.loads(temoin("replay", flow(one), "-p", "portal", "-f", "json").stdout)["sessions"][0]
        for one in (CLEAR, FLAGGED)
    ]
    assert session["requests"] == sum(one["requests"] for one in alone)


def test_the_shipped_policies_judge_by_default() -> None:
    done = temoin("replay", flow("log-in"), "-f", "json")
    [session] = json.loads(done.stdout)["sessions"]
    assert session["policies"] == ["opendata.reseda.fr"]
    assert done.returncode == 0


def test_explain_prints_a_rule_and_lists_all() -> None:
    assert "article 5(3)" in temoin("explain", "too-early").stdout.decode()
    listed = temoin("explain").stdout.decode()
    assert [line[:4] for line in listed.splitlines()] == sorted(line[:4] for line in listed.splitlines())
    assert "T777" in one_line(temoin("explain", "T777"))


def test_why_proves_one_request_with_what_it_rests_on() -> None:
    text = temoin("replay", flow("built-in"), "-p", "portal", "--why", "9").stdout.decode()
    assert "What it rests on" in text
    assert "#5" in text
    done = temoin("replay", flow("built-in"), "-p", "portal", "--why", "9", "-f", "json")
    proof = json.loads(done.stdout)["sessions"][0]["proof"]
    cited = {
        number
        for one in proof["exchanges"]
        for reason in one["reasons"]
        for number in re.findall(r"request (\d+)", reason)
    }
    assert {one["n"] for one in proof["requests"]} >= {int(number) for number in cited}
    assert [one["name"] for one in proof["exchanges"]] == ["uid"]


def test_why_of_a_request_that_is_not_there() -> None:
    assert "numbered from 1 to 32" in one_line(
        temoin("replay", flow("built-in"), "-p", "portal", "--why", "99")
    )


@pytest.mark.parametrize("document", ["report", "policy", "baseline", "diff"])
def test_schema_prints_the_documents_schema(document: str) -> None:
    schema = json.loads(temoin("schema", document).stdout)
    assert schema["$schema"].startswith("https://json-schema.org/")
    jsonschema.validators.validator_for(schema).check_schema(schema)


@pytest.mark.parametrize(
    ("form", "begins"),
    [("junit", b"<?xml"), ("sarif", b"{"), ("csv", b"\xef\xbb\xbf"), ("markdown", b"<!--")],
)
def test_each_form_goes_to_a_file_by_its_ending_or_its_name(form: str, begins: bytes, tmp_path: Path) -> None:
    ending = next(view.ending for view in views() if view.name == form)
    file = tmp_path / f"report{ending}"
    done = temoin("replay", flow(FLAGGED), "-p", "portal", "-o", file)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
    assert file.read_bytes().startswith(begins)
    assert temoin("replay", flow(FLAGGED), "-p", "portal", "-f", form).stdout == file.read_bytes()


def test_the_help_names_every_form() -> None:
    text = temoin("replay", "--help", COLUMNS="200").stdout.decode()
    assert all(form in text for form in ("terminal", "json", "junit", "sarif", "csv", "markdown"))


def test_help_tells_the_exit_status() -> None:
    for arguments in (("--help",), ("replay", "--help")):
        text = temoin(*arguments).stdout.decode()
        assert "exit status" in text
        assert "nothing could be proven" in text


def spent_on(*command: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def test_help_needs_little_time_beside_that_of_python_itself() -> None:
    help_ = (sys.executable, "-m", "temoin", "--help")
    spent_on(*help_)  # the first run after an install compiles
    pairs = [(spent_on(*help_), spent_on(sys.executable, "-c", "pass")) for _ in range(5)]
    assert min(ours / bare for ours, bare in pairs) < 15


def test_help_imports_neither_mitmproxy_nor_the_engine() -> None:
    code = (
        "import sys, temoin.cli; temoin.cli.parser();"
        "heavy = ('mitmproxy', 'yaml', 'temoin.audit', 'publicsuffix', 'importlib.metadata');"
        "print(sorted(m for m in sys.modules if m.startswith(heavy)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"[]"


def test_replaying_a_current_flow_file_never_imports_mitmproxy() -> None:
    code = (
        "import sys, temoin; temoin.replay([sys.argv[1]], ['portal']);"
        "print([m for m in sys.modules if m.partition('.')[0] == 'mitmproxy'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(ROOT / flow(CLEAR))], capture_output=True, check=True
    )
    assert done.stdout.strip() == b"[]"


def test_a_defect_of_our_own_is_one_line_and_never_reads_as_flagged(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from temoin import cli
    from temoin.commands import explain

    def broken(_: object) -> int:
        raise KeyError("S3CRET")

    monkeypatch.setattr(explain, "run", broken)
    assert cli.main(["explain"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "KeyError at test_cli.py" in said.err
    assert "S3CRET" not in said.err
