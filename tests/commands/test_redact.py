"""`temoin redact` as a user meets it."""

import gzip
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redaction import planted
from temoin.cli import main
from traffic.flows import flow, written

ROOT = Path(__file__).resolve().parents[2]
RECORDING = ROOT / "recordings" / "withdrawn-leaky.flow"
SMALL = ROOT / "recordings" / "refused.flow"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("temoin: ")
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    return told.err


def test_it_says_what_it_replaced_and_that_nothing_is_left(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["redact", str(RECORDING), "-o", "shared.flow"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert "9 cookie values" in told.err
    assert "the choice stays in cookies_preferences" in told.err
    assert "none is left" in told.err
    assert main(["replay", "shared.flow", "-p", "portal"]) == 1
    assert [path.name for path in here.iterdir()] == ["shared.flow"]


def test_it_names_what_stays_and_looks_like_an_identifier(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = b"_hjSession_47110815=1; cookies_preferences={%22matomo%22:true,%22u7Kd93hAq2%22:false}"
    (here / "in.flow").write_bytes(written(flow(url="https://k7d93haq2.example/", sent=[(b"cookie", sent)])))
    assert main(["redact", "in.flow", "-o", "out.flow"]) == 0
    (line,) = (one for one in capsys.readouterr().err.splitlines() if "an identifier:" in one)
    assert line.endswith(": _hjSession_47110815, k7d93haq2.example, u7Kd93hAq2")


def test_two_runs_share_nothing_but_under_one_key_are_the_same(here: Path) -> None:
    (here / "key").write_bytes(b"a key of sixteen bytes")
    for name in ("a", "b"):
        assert main(["redact", str(SMALL), "-o", f"{name}.flow", "--key", "key"]) == 0
        assert main(["redact", str(SMALL), "-o", f"{name}.random.flow"]) == 0
    assert (here / "a.flow").read_bytes() == (here / "b.flow").read_bytes()
    assert (here / "a.random.flow").read_bytes() != (here / "b.random.flow").read_bytes()


def test_a_check_proves_that_nothing_is_left(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redact", str(SMALL), "-o", "shared.flow"]) == 0
    capsys.readouterr()
    assert main(["redact", str(SMALL), "--check", "shared.flow"]) == 0
    assert "none is left" in capsys.readouterr().out
    assert main(["redact", str(SMALL), "--check", str(SMALL)]) == 1
    told = capsys.readouterr()
    assert told.err == ""
    assert "a secret" not in told.out
    assert len(told.out.splitlines()) == 21


@pytest.mark.parametrize("ending", ["flow", "har"])
def test_nothing_planted_is_told_anywhere(
    ending: str, here: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (here / "in").write_bytes(planted.flow_file() if ending == "flow" else planted.har())
    for words, status in ((["-o", "out"], 0), (["--check", "in"], 1), (["--check", "out"], 0)):
        assert main(["redact", "in", *words]) == status
        told = capfd.readouterr()
        assert told.out + told.err
        assert "S3CRET" not in told.out + told.err + caplog.text
    assert b"S3CRET" not in (here / "out").read_bytes()


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["in.flow"], "it takes -o OUT or --check FILE"),
        (["in.flow", "-o", "out", "--check", "in.flow"], "it takes -o OUT or --check FILE"),
        (["in.flow", "-o", "in.flow"], "is what is read"),
        (["in.flow", "-o", "in.flow", "--force"], "is what is read"),
        (["in.flow", "-o", "link.flow", "--force"], "is what is read"),
        (["in.flow", "-o", "there"], "exists already"),
        (["in.flow", "-o", "key", "--key", "key", "--force"], "is what is read"),
        (["in.flow", "-o", "folder"], "is a folder"),
        (["in.flow", "-o", "missing/out.flow"], "cannot be written"),
        (["missing.flow", "-o", "out"], "no such file"),
        (["there", "-o", "out"], "is no recording"),
        (["in.flow", "-o", "out", "--key", "missing"], "the key cannot be read"),
        (["in.flow", "-o", "out", "--key", "there"], "at least 16 bytes"),
        (["in.flow", "-o", "out", "-p", "missing.yaml"], "no such file"),
        (["in.flow", "--check", "missing"], "no such file"),
        (["broken.flow", "-o", "out"], "broken.flow"),
    ],
)
def test_what_cannot_be_is_one_line_and_writes_nothing(
    words: list[str], problem: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(SMALL, here / "in.flow")
    (here / "link.flow").symlink_to("in.flow")
    (here / "there").write_text("x")
    (here / "key").write_bytes(b"a key of sixteen bytes")
    (here / "broken.flow").write_bytes(b"999:")
    (here / "folder").mkdir()
    before = {path: path.read_bytes() for path in here.iterdir() if path.is_file()}
    assert main(["redact", *words]) == 2
    assert problem in one_line(capsys)
    assert {path: path.read_bytes() for path in here.iterdir() if path.is_file()} == before


def test_what_ends_in_gz_is_packed(here: Path) -> None:
    (here / "key").write_bytes(b"a key of sixteen bytes")
    for name in ("a.flow", "a.flow.gz"):
        assert main(["redact", str(SMALL), "-o", name, "--key", "key"]) == 0
    assert gzip.decompress((here / "a.flow.gz").read_bytes()) == (here / "a.flow").read_bytes()
    assert main(["redact", str(SMALL), "--check", "a.flow.gz"]) == 0


def test_force_replaces_a_file(here: Path) -> None:
    (here / "there").write_text("x")
    assert main(["redact", str(SMALL), "-o", "there", "--force"]) == 0
    assert (here / "there").stat().st_size > 1_000


def test_standard_input_is_redacted(here: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "temoin", "redact", "-", "-o", "out.flow"],
        input=SMALL.read_bytes(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0
    assert (here / "out.flow").exists()


def test_a_secret_that_would_be_left_is_not_written(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A defect of ours, made up: stand-ins that are what they stand for."""
    from temoin.redaction.redactor import Redactor

    replaced = Redactor.replaced

    def left(self: Redactor, kind: str, text: str) -> str:
        replaced(self, kind, text)
        return text

    monkeypatch.setattr(Redactor, "replaced", left)
    assert main(["redact", str(SMALL), "-o", "out.flow"]) == 2
    assert "would be left" in one_line(capsys)
    assert list(here.iterdir()) == []


def test_a_policys_own_consent_cookie_keeps_its_choice(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from traffic.flows import flow, written

    (here / "in.flow").write_bytes(
        written(flow(sent=[(b"cookie", b'my_choice={"matomo":true,"id":"S3CRET-of-mine"}')]))
    )
    (here / "policy.yaml").write_text(
        "name: shop.example\nhosts: shop.example\nconsent: {cookie: my_choice, format: json}\n"
        "categories:\n  statistics: {consent: required}\nservices:\n  matomo: {category: statistics}\ncookies: []\n"
    )
    assert main(["redact", "in.flow", "-o", "plain.flow"]) == 0
    assert main(["redact", "in.flow", "-o", "kept.flow", "-p", "policy.yaml"]) == 0
    assert "the choice stays in my_choice" in capsys.readouterr().err
    assert b'{"matomo":true,"id":"' not in (here / "plain.flow").read_bytes()
    assert b'{"matomo":true,"id":"' in (here / "kept.flow").read_bytes()
    assert b"S3CRET" not in (here / "kept.flow").read_bytes()


def test_names_that_look_like_identifiers_are_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from traffic.flows import flow, written

    (here / "in.flow").write_bytes(written(flow(sent=[(b"cookie", b"_hjSession_47110815=abc")])))
    assert main(["redact", "in.flow", "-o", "out.flow"]) == 0
    assert "look as if they held an identifier: _hjSession_47110815" in capsys.readouterr().err
