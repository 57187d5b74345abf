"""The certificate database that Firefox is given; that Firefox takes it, `test_opening` shows."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from browsers.authorities import write_certificate
from temoin.browsers.authority import read_authority
from temoin.browsers.nss import write_certificates

TRUSTED_AUTHORITY = bytes.fromhex("ce534352")


def test_it_holds_the_certificate_and_that_it_is_trusted_for_servers_alone(tmp_path: Path) -> None:
    write_certificate(tmp_path / "ca.pem")
    authority = read_authority(tmp_path / "ca.pem")
    write_certificates(tmp_path, authority)
    with closing(sqlite3.connect(tmp_path / "cert9.db")) as database:
        database.row_factory = sqlite3.Row
        certificate, trust = database.execute("SELECT * FROM nssPublic ORDER BY id").fetchall()
    assert certificate["a11"] == authority.certificate
    assert certificate["a101"] == trust["a81"] == authority.subject
    assert certificate["a82"] == trust["a82"] == authority.serial
    assert trust["ace5363b4"] == hashlib.sha1(authority.certificate).digest()
    assert trust["ace536358"] == TRUSTED_AUTHORITY
    assert TRUSTED_AUTHORITY not in (trust["ace536359"], trust["ace53635a"], trust["ace53635b"])


def test_the_same_authority_gives_the_same_rows(tmp_path: Path) -> None:
    write_certificate(tmp_path / "ca.pem")
    authority = read_authority(tmp_path / "ca.pem")
    dumps = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        write_certificates(tmp_path / name, authority)
        with closing(sqlite3.connect(tmp_path / name / "cert9.db")) as database:
            dumps.append(list(database.iterdump()))
    assert dumps[0] == dumps[1]


def test_a_folder_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    write_certificate(tmp_path / "ca.pem")
    with pytest.raises(OSError, match="unable to open database file"):
        write_certificates(tmp_path / "gone", read_authority(tmp_path / "ca.pem"))
