"""The certificate authority that a browser is to trust: the proxy's own."""

import base64
import hashlib
from pathlib import Path

import msgspec

from temoin.errors import UsageError

__all__ = ["Authority", "read_authority"]

_LARGEST = 1024 * 1024
_BEGIN, _END = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"


class Authority(msgspec.Struct, frozen=True):
    """A certificate authority, as browsers want to be told of it. All in DER.

    Args:
        certificate: the whole certificate.
        subject: its subject's name.
        issuer: its issuer's name.
        serial: its serial number, with tag and length.
        key: its public key (SubjectPublicKeyInfo).
    """

    certificate: bytes
    subject: bytes
    issuer: bytes
    serial: bytes
    key: bytes

    @property
    def key_digest(self) -> str:
        """The SHA-256 of its public key in base64, as Chromium names a key."""
        return base64.b64encode(hashlib.sha256(self.key).digest()).decode()


def read_authority(file: Path) -> Authority:
    """Read the first certificate of a PEM file.

    Args:
        file: mitmproxy's `mitmproxy-ca-cert.pem`, or another authority's; a private key in it is passed over.

    Raises:
        UsageError: there is no file, or no certificate of an authority in it.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import BasicConstraints, ExtensionNotFound, load_pem_x509_certificate

    try:
        read = load_pem_x509_certificate(_certificate_of(file))
        constraints = read.extensions.get_extension_for_class(BasicConstraints).value
        authority = Authority(
            certificate=read.public_bytes(Encoding.DER),
            subject=read.subject.public_bytes(),
            issuer=read.issuer.public_bytes(),
            serial=_der_integer(read.serial_number),
            key=read.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        )
    except (ExtensionNotFound, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(str(file), "holds no certificate of an authority", mend=_MEND) from error
    if not constraints.ca:
        raise UsageError(str(file), "is the certificate of a server, not of an authority", mend=_MEND)
    return authority


_MEND = "name mitmproxy-ca-cert.pem of the folder where mitmproxy keeps its certificates"


def _certificate_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(_LARGEST)
    except FileNotFoundError as error:
        raise UsageError(
            str(file), "there is no certificate", mend="the proxy makes it when it first starts"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UsageError(str(file), f"cannot be read: {reason}", mend=_MEND) from error
    begin = data.find(_BEGIN)
    end = data.find(_END, begin)
    if begin < 0 or end < 0:
        raise UsageError(str(file), "holds no certificate in PEM", mend=_MEND)
    return data[begin : end + len(_END)] + b"\n"


def _der_integer(number: int) -> bytes:
    """An INTEGER in DER (X.690, section 8.3). A certificate's serial number is at most 20 bytes long."""
    content = number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True)
    return bytes((2, len(content))) + content
