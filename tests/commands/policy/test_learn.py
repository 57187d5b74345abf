"""`temoin policy learn` as a user meets it."""

from pathlib import Path

import pytest

from temoin.cli import main

ROOT = Path(__file__).resolve().parents[3]
VISIT = str(ROOT / "recordings" / "everything-leaky.flow")


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["policy", "learn", *arguments]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_from_a_recording_to_a_verdict_in_three_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "learn", VISIT, "-o", "site.yaml"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "temoin: site.yaml: 10 cookies of opendata.reseda.fr to confirm (temoin policy check lists them)\n"
    )
    assert main(["policy", "check", "site.yaml"]) == 1
    assert capsys.readouterr().out.count("P207 to-confirm") == 10
    assert main(["replay", VISIT, "-p", "site.yaml"]) == 1
    assert "T104" not in capsys.readouterr().out


def test_the_file_has_no_value_and_is_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["policy", "learn", VISIT]) == 0
    first = capsys.readouterr().out
    assert main(["policy", "learn", VISIT]) == 0
    assert capsys.readouterr().out == first
    assert "ABC123" not in first
    assert str(ROOT) not in first


def test_a_file_that_exists_is_not_replaced_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("site.yaml").write_text("mine", encoding="utf-8")
    assert "exists already" in one_line([VISIT, "-o", "site.yaml"], capsys)
    assert Path("site.yaml").read_text(encoding="utf-8") == "mine"
    assert main(["policy", "learn", VISIT, "-o", "site.yaml", "--force"]) == 0
    assert "cookies:" in Path("site.yaml").read_text(encoding="utf-8")


def test_name_host_and_consent_cookie_may_be_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["policy", "learn", VISIT, "--name", "mine", "--host", "*.reseda.fr", "--consent", "choix"]) == 0
    )
    out = capsys.readouterr().out
    assert "\nname: mine\n" in out
    assert "\nhosts: ['*.reseda.fr']\n" in out
    assert "\n  cookie: choix\n" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["missing.flow"], "missing.flow"),
        ([VISIT, "--host", "https://x.example/a"], "is no host"),
        ([VISIT, "--host", "x.example"], "no page of x.example was opened (opened were opendata.reseda.fr)"),
        ([VISIT, "--name", "!"], "cannot be a name"),
        ([VISIT, "--consent", "a=b"], "cannot be a cookie's name"),
        ([VISIT, "-o", "nowhere/site.yaml"], "cannot be written"),
    ],
)
def test_bad_usage_is_one_line_and_writes_nothing(
    arguments: list[str], says: str, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert says in one_line(arguments, capsys)
    assert list(elsewhere.iterdir()) == []


def test_a_broken_recording_writes_nothing(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("text.flow").write_text("no recording", encoding="utf-8")
    assert "text.flow" in one_line(["text.flow", "-o", "site.yaml"], capsys)
    assert not Path("site.yaml").exists()
