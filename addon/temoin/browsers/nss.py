"""A certificate database as NSS keeps it (`cert9.db`), written with one authority that is trusted for web sites.

`certutil` writes it, but is rarely there. The format is a table with a row for each PKCS #11 object and a column
for each attribute, named "a" and the attribute's number in hexadecimal; numbers are stored as four bytes, big end
first. Two objects make an authority trusted: the certificate, and NSS's own trust object of the same issuer and
serial number. Whoever opens the database adds the columns it misses and, as it sets the (empty) password, the
signatures that guard trust from then on. Read so by NSS 3.87 (`certutil -L`, `-V`) and 3.125 (Firefox 153).
"""

import hashlib
from contextlib import closing
from pathlib import Path

from temoin.browsers.authority import Authority

__all__ = ["write_certificates"]

_LABEL = b"temoin"

# PKCS #11 v3.0, section 4, and NSS's pkcs11n.h.
_CLASS, _TOKEN, _PRIVATE, _LABEL_OF, _VALUE = 0x0, 0x1, 0x2, 0x3, 0x11
_CERTIFICATE_TYPE, _ISSUER, _SERIAL, _SUBJECT, _ID, _MODIFIABLE = 0x80, 0x81, 0x82, 0x101, 0x102, 0x170
_TRUST_SERVER, _TRUST_CLIENT, _TRUST_CODE, _TRUST_MAIL = 0xCE536358, 0xCE536359, 0xCE53635A, 0xCE53635B
_STEP_UP, _SHA1_HASH, _MD5_HASH = 0xCE536360, 0xCE5363B4, 0xCE5363B5
_IS_CERTIFICATE, _IS_TRUST = 0x1, 0xCE534353
_TRUSTED_AUTHORITY, _MUST_VERIFY = 0xCE534352, 0xCE534353

_YES, _NO = b"\x01", b"\x00"

_Object = dict[int, bytes]


def write_certificates(folder: Path, authority: Authority) -> None:
    """Write the database.

    Args:
        folder: the profile it is for; it holds none yet.
        authority: whom to trust.

    Raises:
        OSError: it cannot be written.
    """
    # A Python may come without it, and Chromium needs none.
    try:
        import sqlite3
    except ImportError as error:
        raise OSError(0, "this Python has no SQLite, which a profile of Firefox needs") from error
    objects = (_certificate(authority), _trust(authority))
    columns = sorted({attribute for one in objects for attribute in one})
    names = ", ".join(f"a{attribute:x}" for attribute in columns)
    try:
        with closing(sqlite3.connect(folder / "cert9.db")) as database, database:
            database.execute(f"CREATE TABLE nssPublic (id PRIMARY KEY UNIQUE ON CONFLICT ABORT, {names})")
            for name, column in (
                ("issuer", _ISSUER),
                ("subject", _SUBJECT),
                ("label", _LABEL_OF),
                ("ckaid", _ID),
            ):
                database.execute(f"CREATE INDEX {name} ON nssPublic (a{column:x})")
            places = ", ".join("?" * (len(columns) + 1))
            for number, one in enumerate(objects, start=1):
                row = (number, *(one.get(attribute) for attribute in columns))
                database.execute(f"INSERT INTO nssPublic VALUES ({places})", row)  # noqa: S608 (question marks)
    except sqlite3.Error as error:
        raise OSError(0, str(error)) from error


def _certificate(authority: Authority) -> _Object:
    return {
        _CLASS: _number(_IS_CERTIFICATE),
        _TOKEN: _YES,
        _PRIVATE: _NO,
        _LABEL_OF: _LABEL,
        _VALUE: authority.certificate,
        _CERTIFICATE_TYPE: _number(0),
        _ISSUER: authority.issuer,
        _SERIAL: authority.serial,
        _SUBJECT: authority.subject,
        _ID: hashlib.sha1(authority.key, usedforsecurity=False).digest(),
        _MODIFIABLE: _YES,
    }


def _trust(authority: Authority) -> _Object:
    return {
        _CLASS: _number(_IS_TRUST),
        _TOKEN: _YES,
        _PRIVATE: _NO,
        _LABEL_OF: _LABEL,
        _ISSUER: authority.issuer,
        _SERIAL: authority.serial,
        _MODIFIABLE: _YES,
        _TRUST_SERVER: _number(_TRUSTED_AUTHORITY),
        _TRUST_CLIENT: _number(_MUST_VERIFY),
        _TRUST_CODE: _number(_MUST_VERIFY),
        _TRUST_MAIL: _number(_MUST_VERIFY),
        _STEP_UP: _NO,
        _SHA1_HASH: hashlib.sha1(authority.certificate, usedforsecurity=False).digest(),
        _MD5_HASH: hashlib.md5(authority.certificate, usedforsecurity=False).digest(),
    }


def _number(value: int) -> bytes:
    return value.to_bytes(4, "big")
