"""The certificate authority of a run's proxies: made anew, so that a test touches nothing of the user's."""

from pathlib import Path
from typing import NamedTuple

from temoin.browsers.authority import read_authority
from temoin.pytest_plugin.quiet import quietly

__all__ = ["SessionAuthority", "make_authority"]

_NAME = "mitmproxy"
_KEY_BITS = 2048


class SessionAuthority(NamedTuple):
    """A certificate authority that browsers under test are to trust.

    Args:
        folder: where the proxies find it.
        certificate: its certificate, a PEM file.
        spki: the SHA-256 of its public key in base64, for Chromium's `--ignore-certificate-errors-spki-list`.
    """

    folder: Path
    certificate: Path
    spki: str


def make_authority(folder: Path) -> SessionAuthority:
    """Make an authority.

    Args:
        folder: where to keep it.
    """
    with quietly():
        from mitmproxy.certs import CertStore

    CertStore.from_store(folder, _NAME, _KEY_BITS)
    certificate = folder / f"{_NAME}-ca-cert.pem"
    return SessionAuthority(folder, certificate, read_authority(certificate).key_digest)
