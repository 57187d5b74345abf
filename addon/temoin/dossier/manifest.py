"""What an archive says of itself: its members with their hashes, what it was made from and by, and how.

The structs are the JSON document. Nothing in it names a file of whoever made it.
"""

import hashlib
import re
from typing import IO, Literal

import msgspec

__all__ = ["SCHEMA", "Hashed", "Judging", "Manifest", "encoded", "hashed", "hashed_file", "is_member", "sums"]

SCHEMA: Literal["temoin-dossier/1"] = "temoin-dossier/1"

_STEP = 1 << 20
_MEMBER = re.compile(
    r"README\.txt|manifest\.json|SHA256SUMS|report\.[a-z0-9]{1,10}|recording(?:-[0-9]{1,4})?\.(?:flow|har)"
    r"|policies/[A-Za-z0-9._-]{1,100}\.yaml"
)


class Hashed(msgspec.Struct, frozen=True):
    """A file, by what it holds.

    Args:
        name: within the archive; of an original "original 1" and so on.
        sha256: of its bytes.
        size: in bytes.
    """

    name: str
    sha256: str
    size: int


class Judging(msgspec.Struct, frozen=True):
    """How the recordings were judged.

    Args:
        recordings: the members that are, in order.
        policies: the members by which, in order.
        accuse: "certain" or "inferred".
    """

    recordings: tuple[str, ...]
    policies: tuple[str, ...]
    accuse: str


class Manifest(msgspec.Struct, frozen=True):
    """The document.

    Args:
        schema: its version.
        temoin, mitmproxy: the versions that made it.
        judging: how the report came about.
        again: the command that makes the report again, in the unpacked folder.
        originals: the recordings before they were redacted, which are not in the archive.
        members: every file of the archive but this one and `SHA256SUMS`, by name.
        searched: for how many of the originals' secrets the archive was searched; none was found.
        not_searched: how many are too short or too plain to be searched for.
    """

    schema: Literal["temoin-dossier/1"]
    temoin: str
    mitmproxy: str
    judging: Judging
    again: str
    originals: tuple[Hashed, ...]
    members: tuple[Hashed, ...]
    searched: int
    not_searched: int


def encoded(manifest: Manifest) -> bytes:
    """The document's bytes.

    Args:
        manifest: what it says.
    """
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=2) + b"\n"


def sums(members: tuple[Hashed, ...]) -> bytes:
    """What `sha256sum --check` reads.

    Args:
        members: every file but this one.
    """
    return "".join(f"{one.sha256}  {one.name}\n" for one in members).encode()


def hashed(name: str, data: bytes) -> Hashed:
    """A file that is in memory.

    Args:
        name: within the archive.
        data: its bytes.
    """
    return Hashed(name, hashlib.sha256(data).hexdigest(), len(data))


def hashed_file(name: str, file: IO[bytes]) -> Hashed:
    """A file that may be large.

    Args:
        name: within the archive.
        file: at its beginning.
    """
    digest, size = hashlib.sha256(), 0
    while piece := file.read(_STEP):
        digest.update(piece)
        size += len(piece)
    return Hashed(name, digest.hexdigest(), size)


def is_member(name: str) -> bool:
    """Tell whether an archive may hold a file of a name.

    Args:
        name: as the archive has it.
    """
    return _MEMBER.fullmatch(name) is not None
