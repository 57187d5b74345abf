import gzip
import hashlib
import io
import os
import stat
import zlib
from pathlib import Path
from typing import IO, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.errors import UnreadableInput
from temoin.traffic import content, open_source
from traffic.flows import flow, written
from traffic.hars import entry, har
from traffic.readings import Pipe, events_of, opened

FLOWS = written(flow(), flow())
HAR = har(entry(), entry())


def refused(path: str) -> str:
    with pytest.raises(UnreadableInput) as told:
        open_source(path)
    line = str(told.value)
    assert line.isprintable()
    assert "\n" not in line
    return line


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    path = str(tmp_path / "none.flow")
    assert refused(path) == f"{path}: no such file (check the path)"


def test_a_folder_is_said_to_be_one(tmp_path: Path) -> None:
    assert "is a folder (name the recording in it)" in refused(str(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "a.flow"
    path.write_bytes(FLOWS)
    path.chmod(0)
    assert "may not be read (check its permissions)" in refused(str(path))


def test_permission_denied_by_the_system_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: str, mode: str) -> io.BytesIO:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(content, "open", deny, raising=False)
    assert refused("a.flow") == "a.flow: may not be read (check its permissions)"


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_a_path_that_no_system_takes_is_one_line(path: str) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read: "):
        open_source(path)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "is no recording but a PNG picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "is no recording but a JPEG picture"),
        (b"PK\x03\x04" + bytes(100), "is no recording but a ZIP archive"),
        (b"<!doctype html>", "is no recording but a web page or XML"),
        (b"hello", "is no recording (give a mitmproxy flow file or a HAR)"),
        (b"\x00" * 100, "is no recording"),
        (b'{"a": 1}', "is JSON but no HAR: it has no log"),
        (b"[]", "is JSON but no HAR: it is a list, not an object"),
        (b'{"log": {"entries": [', "is cut before its first entry ends"),
        (b'{"log": ]', "is broken JSON"),
        (b"12:hello", "cut in the middle of flow 1, byte 8: 8 more bytes belong to it"),
        (b"\x1f\x8b" + b"x" * 50, "its packing is broken"),
        (b"\x1f\x8b", "its packing is cut short"),
        (gzip.compress(b"", mtime=0), "is empty inside its packing"),
        (gzip.compress(b"hello", mtime=0), "is no recording"),
        (gzip.compress(gzip.compress(FLOWS)), "is no recording"),
        (har(entry(started=1764000000)), "entry 1: startedDateTime is a number, not a text"),
        (har(entry(), entry(started="yesterday")), "entry 2: startedDateTime is no ISO 8601 date and time"),
    ],
)
def test_what_is_no_recording_is_one_line(data: bytes, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "given.flow"
    path.write_bytes(data)
    line = refused(str(path))
    assert line.startswith(f"{path}")
    assert problem in line
    assert line.endswith(")")


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_recording_or_unreadable(data: bytes) -> None:
    try:
        recording = opened(data)
    except UnreadableInput as error:
        line = str(error)
    else:
        with recording:
            line = recording.incomplete
            assert len(list(recording.events())) >= 2 * recording.flows
    assert line.isprintable()


@pytest.mark.parametrize("data", [FLOWS, HAR])
@pytest.mark.parametrize(
    "pack",
    [bytes, gzip.compress, zlib.compress, lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:])],
)
def test_packed_sources_are_unpacked_whatever_they_are(data: bytes, pack: "type[bytes]") -> None:
    assert events_of(pack(data)) == events_of(data)


@pytest.mark.parametrize("data", [FLOWS, HAR, gzip.compress(FLOWS)])
def test_a_pipe_is_read_like_a_file(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "whatever.txt"
    path.write_bytes(data)
    with (
        open_source(str(path)) as recording,
        open_source("-", stdin=cast("IO[bytes]", Pipe(data, 7))) as piped,
    ):
        assert (recording.source, piped.source) == (str(path), "-")
        assert list(recording.events()) == list(piped.events())


def test_a_pipe_with_more_than_fits_in_memory_goes_to_a_file_that_only_the_user_can_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(content, "_IN_MEMORY", 100)
    one = content.open_content("-", cast("IO[bytes]", Pipe(FLOWS)))
    file, size = one.settle()
    mode = os.fstat(file.fileno())
    assert (size, stat.S_IMODE(mode.st_mode) & 0o077, mode.st_nlink) == (len(FLOWS), 0, 0)
    one.close()
    assert file.closed


def test_a_pipe_without_end_is_refused_by_its_first_bytes() -> None:
    class Zeros(io.RawIOBase):
        taken = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.taken += size
            return bytes(size)

    zeros = Zeros()
    with pytest.raises(UnreadableInput, match="is no recording"):
        open_source("-", stdin=cast("IO[bytes]", zeros))
    assert zeros.taken == 4096


def test_a_cut_gzip_gives_what_came_before_and_says_both() -> None:
    many = written(*(flow(body=os.urandom(500)) for _ in range(20)))
    with opened(gzip.compress(many)[:-3000]) as recording:
        assert 0 < recording.flows < 20
        assert recording.incomplete.startswith("its packing is cut short; cut in the middle of flow ")


def test_a_bomb_is_one_line() -> None:
    bomb = gzip.compress(b'{"log": "' + bytes(64 << 20))
    with pytest.raises(UnreadableInput, match="unpacks to far more than a recording"):
        opened(bomb)


def test_what_cannot_be_read_leaves_no_file_open(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"hello")
    before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    refused(str(path))
    after = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    assert after == before


def test_standard_input_that_is_closed_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert refused("-") == "standard input: is closed (name a file, or pipe one in)"


def test_progress_is_told_in_bytes() -> None:
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int, /) -> None:
        told.append((done, total))

    for data in (FLOWS, HAR):
        with open_source("-", stdin=io.BytesIO(data), progress=progress):
            assert told[-1] == (len(data), len(data))


@pytest.mark.parametrize(
    "data",
    [
        FLOWS,
        HAR,
        gzip.compress(FLOWS, mtime=0),
        gzip.compress(HAR, mtime=0) + bytes(500),
        gzip.compress(FLOWS)[:-4],
    ],
    ids=["flow", "har", "packed", "padded", "cut"],
)
def test_a_source_is_known_by_its_bytes_as_they_came(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "recording"
    file.write_bytes(data)
    wanted = content.Fingerprint(hashlib.sha256(data).hexdigest(), len(data))
    with open_source(str(file)) as from_file, opened(data) as from_memory:
        pipe = open_source("-", stdin=cast("IO[bytes]", Pipe(data)))
        assert (from_file.fingerprint, from_memory.fingerprint, pipe.fingerprint) == (wanted,) * 3
        assert events_of(data) == list(from_file.events()) == list(pipe.events())
        pipe.close()
    with open_source(str(file), hashed=False) as unhashed:
        assert unhashed.fingerprint is None
        assert list(unhashed.events()) == events_of(data)
