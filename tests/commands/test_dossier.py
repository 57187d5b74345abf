"""`temoin dossier` as a user meets it: made, unpacked, checked, tampered with."""

import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from msgspec import json as decoder
from msgspec.structs import replace

from redaction import planted
from temoin.cli import main
from temoin.dossier.manifest import Manifest, encoded, hashed, sums
from temoin.views import views

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = ROOT / "recordings"
TWO = [str(RECORDINGS / f"{name}.flow") for name in ("built-in", "refused")]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dossier")
    (folder / "key").write_bytes(b"a key of sixteen bytes")
    archive = folder / "dossier.zip"
    assert main(["dossier", *TWO, "-p", "portal", "--key", str(folder / "key"), "-o", str(archive)]) == 0
    return archive


def rewritten(archive: Path, to: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """An archive with its members changed."""
    with zipfile.ZipFile(archive) as old:
        members = {name: old.read(name) for name in old.namelist()}
    change(members)
    with zipfile.ZipFile(to, "w") as new:
        for name, data in members.items():
            new.writestr(name, data)
    return to


def test_it_holds_what_it_says(made: Path) -> None:
    forms = {f"report{view.ending}" for view in views() if view.name in ("html", "json", "markdown")}
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        page = archive.read("README.txt").decode()
    assert names[:3] == ["README.txt", "manifest.json", "SHA256SUMS"]
    assert set(names[3:]) == forms | {"policies/portal.yaml", "recording-1.flow", "recording-2.flow"}
    assert [one["name"] for one in manifest["members"]] == [
        name for name in names if name not in ("manifest.json", "SHA256SUMS")
    ]
    assert len(manifest["originals"]) == 2
    assert "built-in" not in json.dumps(manifest)
    assert manifest["again"] in page
    assert all(name in page for name in names[1:])


def test_it_is_the_same_for_the_same_input_and_key(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    assert main(["dossier", *TWO, "-p", "portal", "--key", str(made.parent / "key"), "-o", str(again)]) == 0
    assert again.read_bytes() == made.read_bytes()
    assert main(["dossier", *TWO, "-p", "portal", "-o", str(again), "--force"]) == 0
    assert again.read_bytes() != made.read_bytes()


def test_it_can_be_verified(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dossier", "--verify", str(made)]) == 0
    told = capsys.readouterr()
    assert told.err == ""
    assert "judged again, give the report in it" in told.out


def test_whoever_unpacks_it_needs_no_more_than_its_page_says(made: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(made) as archive:
        archive.extractall(tmp_path)
    again = json.loads((tmp_path / "manifest.json").read_text())["again"]
    run = [sys.executable, "-m", "temoin", *again.partition(" && ")[0].split()[1:]]
    assert subprocess.run(run, cwd=tmp_path, capture_output=True, timeout=60, check=False).returncode == 0
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "report.json").read_bytes()
    if shutil.which("sha256sum"):
        sums = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
        assert (
            subprocess.run(sums, cwd=tmp_path, capture_output=True, timeout=60, check=False).returncode == 0
        )


def changed(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        assert old in members[name]
        members[name] = members[name].replace(old, new)

    return change


TAMPERED = {
    "a report": (changed("report.json", b'"T105"', b'"T104"'), "report.json is not what the manifest says"),
    "a recording": (
        changed("recording-1.flow", b"GET", b"PUT"),
        "recording-1.flow is not what the manifest says",
    ),
    "a policy": (changed("policies/portal.yaml", b"required", b"exempt"), "policies/portal.yaml is not what"),
    "the manifest": (changed("manifest.json", b'"certain"', b'"inferred"'), "SHA256SUMS is not what"),
    "something more": (
        lambda members: members.update({"more.txt": b""}),
        "more.txt is in it and not in its manifest",
    ),
    "no sums": (lambda members: members.pop("SHA256SUMS"), "SHA256SUMS is in its manifest and not in it"),
    "something less": (
        lambda members: members.pop("report.json"),
        "report.json is in its manifest and not in it",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_a_change_is_found(what: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change, problem = TAMPERED[what]
    assert main(["dossier", "--verify", str(rewritten(made, tmp_path / "changed.zip", change))]) == 1
    assert problem in capsys.readouterr().out


def test_a_report_that_the_recordings_do_not_give_is_found(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Hashes made anew do not help who changes a finding; another version's report cannot be told from a change."""

    def change(members: dict[str, bytes], version: str) -> None:
        members["report.json"] = members["report.json"].replace(b'"T105"', b'"T104"')
        manifest = decoder.decode(members["manifest.json"], type=Manifest)
        told = tuple(hashed(one.name, members[one.name]) for one in manifest.members)
        document = encoded(replace(manifest, members=told, temoin=version or manifest.temoin))
        members["manifest.json"] = document
        members["SHA256SUMS"] = sums((hashed("manifest.json", document), *told))

    for version, status in (("", 1), ("99.9", 3)):
        archive = rewritten(made, tmp_path / f"changed{version}.zip", partial(change, version=version))
        assert main(["dossier", "--verify", str(archive)]) == status
        assert "do not give report.json" in capsys.readouterr().out


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "policies/../../evil.yaml", "report.json/x", "con\x1b[2J.txt"]
)
def test_a_member_of_another_name_is_never_unpacked(
    name: str, made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:

    def change(members: dict[str, bytes]) -> None:
        members[name] = b"evil"
        manifest = decoder.decode(members["manifest.json"], type=Manifest)
        members["manifest.json"] = encoded(
            replace(manifest, members=(*manifest.members, hashed(name, b"evil")))
        )

    archive = rewritten(made, tmp_path / "evil.zip", change)
    assert main(["dossier", "--verify", str(archive)]) == 1
    told = capsys.readouterr().out
    assert "is no file of a dossier" in told
    assert "\x1b" not in told
    assert not list(tmp_path.rglob("evil*.txt"))


def broken(how: int, stream: bytes) -> bytes:
    """An archive of one member, whose packing is broken."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", how) as archive:
        archive.writestr("manifest.json", b"{}" * 99)
    return file.getvalue().replace(stream, b"\xff" * len(stream))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"no archive",
        b"PK\x05\x06" + b"\0" * 18,
        broken(zipfile.ZIP_LZMA, b"]\0\0"),
        broken(zipfile.ZIP_BZIP2, b"1AY&SY"),
    ],
)
def test_what_is_no_dossier_is_one_line(
    data: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    assert main(["dossier", "--verify", str(tmp_path / "x.zip")]) == 2
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert "defect" not in told.err


def test_broken_archives_give_no_traceback(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = made.read_bytes()
    for at in range(0, len(raw), len(raw) // 40):
        data = bytearray(raw)
        data[at] ^= 0xFF
        (tmp_path / "x.zip").write_bytes(data)
        assert main(["dossier", "--verify", str(tmp_path / "x.zip")]) in (0, 1, 2)
        told = capsys.readouterr()
        assert "defect" not in told.err
        assert "Traceback" not in told.err


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "no recording was given"),
        (["in.flow"], "it takes -o ZIP"),
        (["-", "-o", "x.zip"], "standard input cannot be read twice"),
        (["in.flow", "-o", "in.flow"], "is what is read"),
        (["in.flow", "-o", "there.zip"], "exists already"),
        (["in.flow", "-o", "x.zip"], "no page that a policy covers was visited"),
        (["missing.flow", "-o", "x.zip", "-p", "portal"], "no such file"),
        (["broken.flow", "-o", "x.zip", "-p", "portal"], "broken.flow"),
        (["in.flow", "--verify", "there.zip"], "it takes an archive and nothing else"),
        (["--verify", "missing.zip"], "no such file"),
    ],
)
def test_what_cannot_be_is_one_line_and_writes_nothing(
    words: list[str],
    problem: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from traffic.flows import flow, written

    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.flow").write_bytes(written(flow(url="https://elsewhere.example/")))
    (tmp_path / "there.zip").write_text("x")
    (tmp_path / "broken.flow").write_bytes(b"999:")
    assert main(["dossier", *words]) == 2
    told = capsys.readouterr()
    assert problem in told.err
    assert told.err.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.flow", "in.flow", "there.zip"]


@pytest.mark.parametrize("ending", ["flow", "har"])
def test_nothing_planted_is_in_it(ending: str, tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(planted.flow_file() if ending == "flow" else planted.har())
    archive = tmp_path / "x.zip"
    done = subprocess.run(
        [sys.executable, "-m", "temoin", "dossier", str(tmp_path / "in"), "-o", str(archive)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    assert f"recording.{ending}" in members
    for name, data in {**members, "output": done.stdout + done.stderr}.items():
        assert b"S3CRET" not in data, name
        assert b"s3cret" not in data, name


def test_a_policy_that_holds_a_secret_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "in.har").write_bytes(planted.har())
    text = (ROOT / "policies" / "opendata.reseda.fr.yaml").read_text()
    (tmp_path / "policy.yaml").write_text(f"# my own session was {planted.SECRETS['cookie']}\n{text}")
    words = [str(tmp_path / "in.har"), "-p", str(tmp_path / "policy.yaml"), "-o", str(tmp_path / "x.zip")]
    assert main(["dossier", *words]) == 2
    told = capsys.readouterr().err
    assert "a secret would be left (policies/" in told
    assert "S3CRET" not in told
    assert not (tmp_path / "x.zip").exists()
