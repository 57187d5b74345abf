"""`temoin policy import` as a user meets it: its exit status and its two streams."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from commands.policy.running import Run, one_line
from temoin.charters.kinds import Source
from temoin.commands.policy.confined import read_confined
from temoin.errors import UnreadableInput
from temoin.playback import replay
from temoin.policy import load_policy

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = ROOT / "tests" / "charters" / "samples"
CHARTER = """\
# Cookies of www.a.example

## Statistics

| Name | Purpose | Expires |
|---|---|---|
| _ga | Counts | 2 years |
"""


def test_a_charter_becomes_a_file_and_what_was_not_read_is_said(policy: Run, tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    done = policy("import", SAMPLES / "shop.html", "-o", file)
    assert (done.status, done.out) == (0, b"")
    lines = done.said.splitlines()
    assert any("shop.html, table 1, row 4: “cart_currency” is not kept as a cookie" in line for line in lines)
    assert lines[-1] == f"temoin: {file}: 6 cookies of shop.woodwork.example; 2 could not be read"
    assert len(load_policy(str(file)).cookies) == 6


def test_without_a_file_the_policy_goes_to_standard_output(policy: Run) -> None:
    for arguments in ((), ("-o", "-")):
        done = policy("import", "-", *arguments, stdin=CHARTER.encode())
        assert done.status == 0
        assert done.out.startswith(b"# yaml-language-server")
        assert b"hosts: www.a.example" in done.out
    assert not Path("-").exists()


def test_the_same_charter_gives_the_same_bytes_in_any_process() -> None:
    outs = set()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "temoin", "policy", "import", str(SAMPLES / "prefecture.html")],
            capture_output=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed}, timeout=60, check=True,
        )  # fmt: skip
        outs.add((done.stdout, done.stderr))
    assert len(outs) == 1


def test_a_file_that_exists_is_kept_unless_force_says_otherwise(policy: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    assert "--force" in one_line(policy("import", SAMPLES / "shop.html", "-o", file))
    assert file.read_text() == "mine"
    assert policy("import", SAMPLES / "shop.html", "-o", file, "--force").status == 0
    assert load_policy(str(file)).name == "shop.woodwork.example"


def test_options_say_what_a_charter_cannot(policy: Run) -> None:
    third = "\n## Third-party cookies\n\n| Name | Provider |\n|---|---|\n| uid | Ad Net |\n"
    done = policy(
        "import", "-", "--host", "b.example", "--host", "*.b.example", "--name", "b", "--title", "Bee",
        "--source", "https://b.example/c", "--date", "2026-11-24", "--language", "fr", "--consent", "choice",
        "--consent-format", "words", "--domain", "Ad Net=adnet.example", stdin=(CHARTER + third).encode(),
    )  # fmt: skip
    text = done.out.decode()
    for line in (
        "name: b", "title: Bee", "hosts: [b.example, '*.b.example']", "source: https://b.example/c",
        "date: 2026-11-24", "language: fr", "cookie: choice # you say so", "format: words", "domain: adnet.example",
    ):  # fmt: skip
        assert line in text, line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--host", "https://a.example/"), "write the host alone"),
        (("--date", "24/11/2026"), "2026-11-24"),
        (("--consent", "a*"), "whole name"),
        (("--consent-format", "jsn"), "one of axeptio, complianz,"),
        (("--domain", "YouTube"), "--domain YouTube=youtube.com"),
        (("--domain", "YouTube=*.youtube.com"), "without `*`"),
        (("--name", " "), "is empty"),
        (("--encoding", "klingon"), "not known: klingon"),
    ],
)
def test_a_wrong_option_is_one_line(policy: Run, arguments: tuple[str, str], said: str) -> None:
    assert said in one_line(policy("import", "-", *arguments, stdin=CHARTER.encode()))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.html", b"<html><p>We use no cookies.", "no cookie was found"),
        ("empty.txt", b"", "it holds no text"),
        (
            "table.html",
            b"<table><tr><th>Browser<th>Help<tr><td>Firefox<td>menu</table>",
            "no column of it holds names",
        ),
        ("klingon.html", b'<meta charset="klingon"><p>x', "not known: klingon"),
        ("latin.txt", b"Finalit\xe9", "--encoding windows-1252"),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0", "it is no text"),
        ("deep.html", b"<html>" + b"<b>" * 5000, "nested deeper"),
        ("cells.html", b"<table>" + b"<tr><td>a" * 100_000, "20,000 cells"),
        ("many.md", b"- _ga : x\n" * 2001, "more than 2,000 cookies"),
        ("broken.pdf", b"%PDF-1.7\n" + b"x" * 100, "cannot be read as a PDF"),
        ("nowhere.html", b"<table><tr><th>Name<th>Expires<tr><td>_ga<td>1 year</table>", "--host"),
    ],
)
def test_what_is_no_charter_is_one_line_and_nothing_is_written(
    policy: Run, name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    charter = tmp_path / name
    charter.write_bytes(content)
    assert said in one_line(policy("import", charter, "-o", tmp_path / "policy.yaml"))
    assert list(tmp_path.iterdir()) == [charter]


def test_a_page_of_50_megabytes_is_refused_before_it_is_read(policy: Run, tmp_path: Path) -> None:
    charter = tmp_path / "huge.html"
    with charter.open("wb") as file:
        file.write(b"<html>")
        file.truncate(50_000_000)
    assert "larger than 20 MB" in one_line(policy("import", charter))


def test_what_is_no_file(policy: Run, tmp_path: Path) -> None:
    assert "no such file" in one_line(policy("import", tmp_path / "none"))
    assert "it is a folder" in one_line(policy("import", tmp_path))
    assert "nothing is fetched" in one_line(policy("import", "https://a.example/cookies"))


@pytest.mark.parametrize(("library", "charter"), [("selectolax", "shop.html"), ("pypdf", "mediatheque.pdf")])
def test_a_missing_library_is_said_with_the_command_that_gets_it(
    policy: Run, library: str, charter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / library).mkdir()
    (tmp_path / library / "__init__.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    said = one_line(policy("import", SAMPLES / charter))
    assert f"needs {library} (get it with: pip install 'temoin[charters]')" in said


def test_a_page_that_its_reader_chokes_on_ends_in_one_line() -> None:
    page = b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">x"
    with pytest.raises(UnreadableInput, match="more memory or time") as caught:
        read_confined(Source("page.html", page), patience=1)
    assert "\n" not in str(caught.value)


def test_nothing_of_a_charter_reaches_a_terminal_as_it_is(policy: Run) -> None:
    row = "| a\x1b[31m b \u202e c | x | y |\n| _b\u200b_c | \x1b]0;x\x07z | 1 an |\n"
    done = policy("import", "-", stdin=(CHARTER + row).encode())
    shown = done.out.decode() + done.said
    assert done.status == 0
    assert "name: _b_c" in shown
    assert not set("\x1b\x07\u202e\u200b") & set(shown)


def test_a_charter_without_a_consent_cookie_holds_nothing_against_a_choice(
    policy: Run, tmp_path: Path
) -> None:
    rows = "".join(f"| {name} | x |\n" for name in ("_pk_id.*", "_pk_ses.*", "_ga", "_ga_*"))
    charter = f"## Statistics\n\n| Name | Purpose |\n|---|---|\n{rows}"
    file = tmp_path / "policy.yaml"
    done = policy("import", "-", "--host", "opendata.reseda.fr", "-o", file, stdin=charter.encode())
    assert "--consent NAME" in done.said
    report = replay([str(ROOT / "recordings" / "accepted.flow")], [str(file)])
    found = {finding.rule for session in report.sessions for finding in session.findings}
    assert not found & {"T101", "T102", "T103"}
