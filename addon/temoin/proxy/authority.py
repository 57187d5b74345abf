"""The certificate authority of a proxy: made whole or not at all.

mitmproxy writes it file by file into the folder itself. Where that is cut short, by a full disk or a kill, it finds
half an authority at its next start, and does not start.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from mitmproxy.certs import CertStore

from temoin.errors import UsageError

__all__ = ["CERTIFICATE", "make_sure"]

CERTIFICATE = "mitmproxy-ca-cert.pem"
"""What browsers are to trust, by its name in the folder."""

_NAME = "mitmproxy"
_KEY_AND_CERTIFICATE = f"{_NAME}-ca.pem"
_END = b"-----END CERTIFICATE-----"


def make_sure(folder: Path, key_bits: int) -> None:
    """Make an authority where there is none.

    Args:
        folder: where mitmproxy looks for it.
        key_bits: the size of its key.

    Raises:
        UsageError: it cannot be kept there, or what is there is not whole.
    """
    file = folder / _KEY_AND_CERTIFICATE
    try:
        if file.exists() and (there := file.read_bytes()):
            if _END not in there:
                raise UsageError(
                    str(file), "is no whole certificate authority",
                    mend="remove it: another is made, which browsers must trust anew",
                )  # fmt: skip
            return
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{_NAME}.", dir=folder) as beside:
            CertStore.create_store(Path(beside), _NAME, key_bits)
            # The file by which it is known to be there comes last.
            for made in sorted(Path(beside).iterdir(), key=lambda one: one.name == _KEY_AND_CERTIFICATE):
                made.replace(folder / made.name)
    except OSError as error:
        raise UsageError(
            str(folder), f"the proxy's certificate cannot be kept there: {error.strerror}",
            mend="name another folder with --set confdir=FOLDER",
        ) from error  # fmt: skip
