"""Fingerprints of values: none without a key, the same in every recording with one, the key in nothing written."""

import hashlib
import hmac
import json
from copy import deepcopy
from pathlib import Path

import msgspec
import pytest

from temoin.audit import Audit
from temoin.cli import main
from temoin.errors import UsageError
from temoin.fingerprint import FingerprintKey
from temoin.key_file import read_key
from temoin.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FIRST, SECOND = (str(ROOT / "recordings" / f"{name}.flow") for name in ("accepted", "refused-leaky"))
SECRET = "K3Y-of-thirty-two-bytes-and-more"


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "key"
    file.write_text(f" {SECRET}\n")
    return file


def values(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, str | None]]:
    """The text and the fingerprint of every value."""
    assert main(["replay", "--format", "json", "--exchanges", "--show-values", "--exit-zero", *words]) == 0
    document = json.loads(capsys.readouterr().out)
    return [
        (exchange["value"]["text"], exchange["value"]["fingerprint"])
        for session in document["sessions"]
        for exchange in session["exchanges"]
    ]


def test_it_is_an_hmac_of_the_value_cut_short() -> None:
    made = FingerprintKey(SECRET.encode()).of("a\udcffé")
    assert (
        made
        == hmac.new(SECRET.encode(), "a\udcffé".encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
            :16
        ]
    )


def test_without_a_key_there_are_labels_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert {fingerprint for _, fingerprint in values(capsys, FIRST)} == {None}


def test_equal_values_have_the_same_in_every_recording_and_others_another(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seen = values(capsys, FIRST, SECOND, "--fingerprint-key", str(key))
    assert len(seen) > 40
    assert len(set(seen)) == len({text for text, _ in seen}) == len({fingerprint for _, fingerprint in seen})
    again = values(capsys, SECOND, "--fingerprint-key", str(key))
    assert set(again) <= set(seen)


def test_another_key_gives_others(key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    other.write_text("0" * 32)
    one = values(capsys, FIRST, "--fingerprint-key", str(key))
    two = values(capsys, FIRST, "--fingerprint-key", str(other))
    assert {fingerprint for _, fingerprint in one}.isdisjoint(fingerprint for _, fingerprint in two)


def test_the_terminal_shows_it_beside_the_label(key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", FIRST, "-v", "--exit-zero", "--fingerprint-key", str(key)]) == 0
    out = capsys.readouterr().out
    [_, fingerprint] = values(capsys, FIRST, "--fingerprint-key", str(key))[0]
    assert f", fingerprint {fingerprint}" in " ".join(out.split())
    assert SECRET not in out


def test_the_key_shows_itself_to_nobody(key: Path) -> None:
    settings = Settings(fingerprints=read_key(str(key)))
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings.fingerprints)
    with pytest.raises(TypeError):
        msgspec.json.encode(settings)


def test_a_session_under_way_can_be_told_of_by_a_copy(key: Path) -> None:
    made = read_key(str(key))
    assert deepcopy(made).of("a") == made.of("a")
    assert Audit((), Settings(fingerprints=made)).fork().settings.fingerprints is not None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "a key needs at least 16 bytes"),
        (b"S3CRET-of-15-by\n", "a key needs at least 16 bytes"),
        (b" " * 40, "a key needs at least 16 bytes"),
        (b"S3CRET" * 200_000, "is too large for a key"),
    ],
)
def test_what_is_no_key_is_one_line_that_tells_nothing_of_it(
    content: bytes, says: str, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        read_key(str(file))
    assert says in str(caught.value)
    assert "openssl rand -hex 32 makes one" in str(caught.value)
    assert "S3CRET" not in str(caught.value)


@pytest.mark.parametrize("file", ["missing", ".", "a\0b"])
def test_what_cannot_be_read_is_one_line(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["replay", FIRST, "--fingerprint-key", file]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "the key cannot be read" in err
