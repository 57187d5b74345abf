"""Checking an archive: its hashes, and that the recordings in it give the report in it."""

import lzma
import tempfile
import zipfile
import zlib
from importlib.metadata import version
from pathlib import Path
from typing import IO

import msgspec

from temoin.dossier.judging import judged, rendered
from temoin.dossier.manifest import Hashed, Manifest, hashed, hashed_file, is_member, sums
from temoin.errors import TemoinError, UnreadableInput
from temoin.views import view_for

__all__ = ["Verified", "verify"]

_MANIFEST = "manifest.json"
_SUMS = "SHA256SUMS"
_LARGEST_MANIFEST = 1_000_000
_LARGEST = 4 << 30
"""Bytes of all members together, unpacked."""

_MOST_MEMBERS = 10_000
_STEP = 1 << 20


class Verified(msgspec.Struct, frozen=True):
    """What checking came to.

    Args:
        wrong: what is not as it should be, a line each.
        unproven: what cannot be told, a line each.
        checked: what is as it should be, a line each.
    """

    wrong: tuple[str, ...]
    unproven: tuple[str, ...]
    checked: tuple[str, ...]


def verify(path: str) -> Verified:
    """Check an archive.

    Args:
        path: of the archive.

    Raises:
        UnreadableInput: it is no archive of this kind.
    """
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="temoin-") as place:
            return _verified(path, archive, Path(place))
    except FileNotFoundError:
        raise UnreadableInput(path, "no such file", mend="check the path") from None
    except OSError as error:
        raise UnreadableInput(path, f"cannot be read: {error.strerror or error}") from None
    except (
        zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, ValueError
    ):  # fmt: skip
        raise UnreadableInput(path, "is no archive that can be unpacked", mend="fetch it again") from None


def _verified(path: str, archive: zipfile.ZipFile, folder: Path) -> Verified:
    manifest = _manifest(path, archive)
    wrong = _members(path, archive, manifest)
    if not wrong:
        wrong = _hashes(archive, manifest, folder)
    if wrong:
        return Verified(tuple(wrong), (), ())
    checked = [f"{len(manifest.members)} files are what the manifest says, by SHA-256"]
    ours = version("temoin")
    differing = _replayed(manifest, folder)
    if not differing:
        return Verified((), (), (*checked, "the recordings in it, judged again, give the report in it"))
    words = f"the recordings in it, judged again, do not give {', '.join(differing)}"
    if manifest.temoin == ours:
        return Verified((words,), (), tuple(checked))
    return Verified(
        (), (f"{words}: it was made by temoin {manifest.temoin}, and this is {ours}",), tuple(checked)
    )


def _manifest(path: str, archive: zipfile.ZipFile) -> Manifest:
    try:
        for info in archive.infolist():
            if info.filename in (_MANIFEST, _SUMS) and info.file_size > _LARGEST_MANIFEST:
                raise UnreadableInput(path, "is too large", place=info.filename, mend="is it a dossier?")
        return msgspec.json.decode(archive.read(_MANIFEST), type=Manifest)
    except KeyError:
        raise UnreadableInput(
            path, "is no dossier: its manifest is missing", mend="temoin dossier makes one"
        ) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise UnreadableInput(path, "is no dossier of this version", place=_MANIFEST) from None


def _members(path: str, archive: zipfile.ZipFile, manifest: Manifest) -> list[str]:
    """What is wrong with which files there are."""
    names = [info.filename for info in archive.infolist()]
    if len(names) > _MOST_MEMBERS or sum(info.file_size for info in archive.infolist()) > _LARGEST:
        raise UnreadableInput(path, "unpacks to more than a dossier", mend="is it a dossier?")
    told = [one.name for one in manifest.members]
    expected = {*told, _MANIFEST, _SUMS}
    wrong = [f"{name} is in it and not in its manifest" for name in sorted({*names} - expected)]
    wrong += [f"{name} is in its manifest and not in it" for name in sorted(expected - {*names})]
    wrong += [f"{name} is in it twice" for name in sorted({one for one in names if names.count(one) > 1})]
    wrong += [f"{name} is no file of a dossier" for name in sorted({*told}) if not is_member(name)]
    named = (*manifest.judging.recordings, *manifest.judging.policies)
    wrong += [f"{name} is judged and not in it" for name in sorted({*named} - {*told})]
    return wrong


def _hashes(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> list[str]:
    """Unpack, and say what is not what the manifest says."""
    wrong = []
    (folder / "policies").mkdir()
    for told in manifest.members:
        with archive.open(told.name) as packed:
            found = _unpacked(packed, folder / told.name, told)
        if found != told:
            wrong.append(f"{told.name} is not what the manifest says: it was changed")
    document = archive.read(_MANIFEST)
    if archive.read(_SUMS) != sums((hashed(_MANIFEST, document), *manifest.members)):
        wrong.append(f"{_SUMS} is not what the manifest says: one of them was changed")
    return wrong


def _unpacked(packed: IO[bytes], place: Path, told: Hashed) -> Hashed:
    with place.open("wb") as file:
        while piece := packed.read(_STEP):
            file.write(piece)
    with place.open("rb") as file:
        return hashed_file(told.name, file)


def _replayed(manifest: Manifest, folder: Path) -> list[str]:
    """The reports that a replay does not give."""
    try:
        report = judged(folder, manifest.judging)
    except (TemoinError, ValueError) as error:
        return [f"any report ({error})"]
    differing = []
    for member in manifest.members:
        view = view_for(member.name) if member.name.startswith("report.") else None
        if view is None:
            continue
        again = rendered(report, view)
        if len(again) != member.size or again != (folder / member.name).read_bytes():
            differing.append(member.name)
    return differing
