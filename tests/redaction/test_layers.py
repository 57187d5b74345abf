"""A file within a file is searched as well; what cannot be opened is an error, never "none is left"."""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from temoin.errors import UnreadableInput
from temoin.redaction import check, check_file
from temoin.redaction.register import Register
from temoin.redaction.search.layers import layers

SECRET = "S3CRET-cookie-Zq7919x"
TEXT = b"x" * 700 + b"sid=" + SECRET.encode() + b"\n"

NOTHING = b"nothing " * 99


def register() -> Register:
    made = Register()
    made.secret("cookie", SECRET)
    return made


def zipped(data: bytes, how: int = zipfile.ZIP_DEFLATED, name: str = "a.txt") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", how) as archive:
        archive.writestr("first.txt", b"nothing")
        archive.writestr(name, data)
    return made.getvalue()


def tarred(data: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        member = tarfile.TarInfo("a.txt")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return made.getvalue()


PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstandard": lambda data: zstandard.ZstdCompressor().compress(data),
    "zip": zipped,
    "zip by bzip2": lambda data: zipped(data, zipfile.ZIP_BZIP2),
    "zip by lzma": lambda data: zipped(data, zipfile.ZIP_LZMA),
    "zip behind a program": lambda data: b"#!/bin/sh\n" + zipped(data),
    "tar": tarred,
}


@pytest.mark.parametrize("outer", PACKINGS)
@pytest.mark.parametrize("inner", PACKINGS)
def test_a_secret_is_found_in_a_file_within_a_file(outer: str, inner: str) -> None:
    packed = PACKINGS[outer](PACKINGS[inner](TEXT))
    assert len(check(register(), io.BytesIO(packed), "packed").left) == 1
    other = PACKINGS[outer](PACKINGS[inner](TEXT.replace(b"S3CRET", b"hidden")))
    assert check(register(), io.BytesIO(other), "packed").proven


def test_a_packed_file_is_searched_as_it_is_too() -> None:
    for file in (gzip.compress(b"nothing") + TEXT, zipped(b"nothing", name=f"{SECRET}.txt") + TEXT):
        assert not check(register(), io.BytesIO(file), "packed").proven


def test_the_name_of_a_member_is_not_printed_where_it_is_a_secret() -> None:
    for name in (f"{SECRET}.txt", SECRET.replace("-", "%2D")):
        (left,) = check(register(), io.BytesIO(zipped(TEXT, name=name)), "packed").left
        assert "S3CRET" not in str(left)
        assert "whose name holds a secret" in left.place


BROKEN = {  # none with the secret in what can be read of it
    "gzip, cut": gzip.compress(NOTHING)[:-9],
    "gzip, broken": gzip.compress(bytes(range(256)) * 9)[:60] + b"!" * 90,
    "bzip2, broken": bz2.compress(bytes(range(256)) * 99)[:90],
    "xz, broken": lzma.compress(bytes(range(256)) * 99)[:90],
    "zip, broken by bzip2": zipped(NOTHING, zipfile.ZIP_BZIP2).replace(b"1AY&SY", b"1AY&SX"),
    "zip, broken by lzma": zipped(NOTHING, zipfile.ZIP_LZMA).replace(b"]\0\0", b"\xff\0\0"),
    "zip, cut": zipped(NOTHING)[:-30],
    "zip in a tar, cut": tarred(zipped(NOTHING)[:-30]),
    "tar, cut": tarred(NOTHING * 3)[:900],
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(99),
    "RAR in a zip": zipped(b"Rar!\x1a\x07" + bytes(99)),
    "PDF": b"%PDF-1.7 ",
    "gzip without end": gzip.compress(gzip.compress(gzip.compress(gzip.compress(
        gzip.compress(gzip.compress(gzip.compress(gzip.compress(b"x")))))))),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_cannot_be_opened_proves_nothing(case: str) -> None:
    with pytest.raises(UnreadableInput) as error:
        check(register(), io.BytesIO(BROKEN[case]), "packed")
    assert str(error.value).startswith("packed")
    assert "check what it holds" in str(error.value)


def test_an_encrypted_member_proves_nothing() -> None:
    made = bytearray(zipped(TEXT))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableInput, match="cannot be unpacked"):
        check(register(), io.BytesIO(bytes(made)), "packed")


def test_what_was_found_before_is_told() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", TEXT)
        archive.writestr("b.7z", b"7z\xbc\xaf\x27\x1c")
    assert len(check(register(), made, "packed").left) == 1


def test_a_file_that_only_begins_like_a_packed_one_is_no_packed_one() -> None:
    for beginning in (b"x = 1\n", b"x^2 + y\n", b"BZh9 is bzip2\n", b"PK is a name\n"):
        assert [name for name, _ in layers(io.BytesIO(beginning + TEXT), "text")] == [""]


def test_a_file_on_the_disk_is_searched_as_it_lies_there(tmp_path: Path) -> None:
    place = tmp_path / "packed"
    place.write_bytes(gzip.compress(gzip.compress(TEXT)))
    assert not check_file(register(), str(place)).proven
    place.write_bytes(gzip.compress(b"nothing") + TEXT)
    assert not check_file(register(), str(place)).proven


def test_the_last_of_many_members_is_searched() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), b"x")
        archive.writestr("last", TEXT)
    assert not check(register(), made, "packed").proven
