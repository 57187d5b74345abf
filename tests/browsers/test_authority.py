"""Reading the certificate authority to trust."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browsers.authorities import write_certificate
from temoin.browsers.authority import read_authority
from temoin.errors import UsageError


def problem(file: Path) -> str:
    with pytest.raises(UsageError) as raised:
        read_authority(file)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_the_certificate_is_found_behind_a_private_key(tmp_path: Path) -> None:
    certificate = write_certificate(tmp_path / "ca.pem")
    assert read_authority(tmp_path / "ca.pem").certificate == certificate.public_bytes(Encoding.DER)


@pytest.mark.parametrize("serial", [1, 0x7F, 0x80, 0xFFFF, (1 << 159) - 1])
def test_the_serial_number_is_as_the_certificate_has_it(tmp_path: Path, serial: int) -> None:
    certificate: Certificate = write_certificate(tmp_path / "ca.pem", serial=serial)
    read = read_authority(tmp_path / "ca.pem")
    assert read.serial in certificate.tbs_certificate_bytes
    assert int.from_bytes(read.serial[2:], "big", signed=True) == serial
    assert len(read.serial) == read.serial[1] + 2


def test_the_digest_of_the_key_is_what_chromium_takes(tmp_path: Path) -> None:
    write_certificate(tmp_path / "ca.pem")
    digest = read_authority(tmp_path / "ca.pem").key_digest
    assert len(digest) == 44
    assert digest.endswith("=")


def test_no_file_says_who_makes_it(tmp_path: Path) -> None:
    assert "there is no certificate (the proxy makes it when it first starts)" in problem(tmp_path / "ca.pem")


def test_a_folder_is_no_certificate(tmp_path: Path) -> None:
    assert "cannot be read: Is a directory" in problem(tmp_path)


def test_a_servers_certificate_is_refused(tmp_path: Path) -> None:
    write_certificate(tmp_path / "server.pem", authority=False)
    assert "is the certificate of a server" in problem(tmp_path / "server.pem")
    write_certificate(tmp_path / "old.pem", authority=None)
    assert "holds no certificate of an authority" in problem(tmp_path / "old.pem")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 900))
def test_a_broken_certificate_is_one_line(tmp_path: Path, junk: bytes, at: int) -> None:
    file = tmp_path / "ca.pem"
    write_certificate(file)
    whole = file.read_bytes()
    file.write_bytes(whole[:at] + junk + whole[at + len(junk) :])
    try:
        read_authority(file)
    except UsageError as error:
        assert "\n" not in str(error)  # noqa: PT017 — it may still be whole
