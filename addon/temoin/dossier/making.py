"""Making an archive: everything is made and searched before a byte of it is written."""

import io
import re
import shlex
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import IO

import msgspec

from temoin.dossier.judging import judged, rendered
from temoin.dossier.manifest import SCHEMA, Hashed, Judging, Manifest, encoded, hashed, hashed_file, sums
from temoin.dossier.readme import readme
from temoin.errors import UnreadableInput, UsageError
from temoin.playback import replay
from temoin.policy import Policy
from temoin.policy.loading import policy_bytes
from temoin.redaction import Checked, Key, Redacted, check, redact
from temoin.report import Report, Session
from temoin.settings import Settings
from temoin.traffic import Progress
from temoin.views import views
from temoin.vocabulary import Certainty, Outcome

__all__ = ["Made", "Wishes", "make"]

_FORMS = ("html", "json", "markdown")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every member: an archive of the same input and key is the same, byte for byte."""

_STEP = 1 << 20
_UNFIT = re.compile(r"[^A-Za-z0-9._-]+")


class Wishes(msgspec.Struct, frozen=True):
    """What an archive is to be made from.

    Args:
        recordings: their paths.
        policies: that are to judge.
        keeping: whose consent cookies keep their choice: those and others.
        key: what stand-ins are drawn from.
        accuse: how sure a fact must be to be held against the site.
    """

    recordings: tuple[str, ...]
    policies: tuple[Policy, ...]
    keeping: tuple[Policy, ...]
    key: Key
    accuse: Certainty = Certainty.CERTAIN


class Made(msgspec.Struct, frozen=True):
    """What was made.

    Args:
        members: the names of all, in order.
        outcome: what the report comes to.
        summaries: a sentence a recording.
        searched: for how many secrets the archive was searched.
    """

    members: tuple[str, ...]
    outcome: Outcome
    summaries: tuple[str, ...]
    searched: int


class _Recordings(msgspec.Struct, frozen=True):
    """The redacted recordings.

    Args:
        names: in the archive.
        redacted: what became of each.
        checked: what each search came to.
        originals: the hashes of what they were made from.
    """

    names: tuple[str, ...]
    redacted: tuple[Redacted, ...]
    checked: tuple[Checked, ...]
    originals: tuple[Hashed, ...]


def make(wishes: Wishes, out: IO[bytes], name: str, progress: Progress | None = None) -> Made:
    """Make an archive.

    Args:
        wishes: from what.
        out: where to.
        name: what errors call it.
        progress: told how far each recording is.

    Raises:
        UnreadableInput: a recording cannot be read.
        UsageError: no policy covers a page of theirs, the redacted recordings would be judged otherwise than the
            originals, or a secret would be left.
    """
    settings = Settings(accuse=wishes.accuse, exchanges=True)
    original = replay(wishes.recordings, wishes.policies, settings=settings)
    if original.failures:
        raise UnreadableInput("dossier", original.failures[0])
    used = _used(original, wishes.policies)
    with tempfile.TemporaryDirectory(prefix="temoin-") as place:
        folder = Path(place)
        recordings = _redacted(wishes, folder, progress)
        policies = tuple(_policy(folder, policy) for policy in used)
        judging = Judging(recordings.names, policies, str(wishes.accuse))
        report = judged(folder, judging)
        _same(replay(wishes.recordings, used, settings=settings), report, recordings)
        documents = {
            f"report{view.ending}": rendered(report, view) for view in views() if view.name in _FORMS
        }
        documents |= {one: (folder / one).read_bytes() for one in policies}
        _search(documents, recordings, name)
        members = (
            *(hashed(one, data) for one, data in sorted(documents.items())),
            *(_hashed(folder, one) for one in recordings.names),
        )
        documents |= _told(judging, members, recordings)
        order = ("README.txt", "manifest.json", "SHA256SUMS", *(one.name for one in members))
        _pack(out, folder, documents, order)
    return Made(
        members=order,
        outcome=report.outcome,
        summaries=tuple(session.summary for session in report.sessions),
        searched=sum(one.searched for one in recordings.checked),
    )


def _used(report: Report, policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
    names = {used.name for session in report.sessions for used in session.policies_used}
    found = tuple(policy for policy in policies if policy.name in names)
    if not found:
        raise UsageError(
            "dossier",
            "no page that a policy covers was visited, so there is nothing to put together",
            mend="name the site's policy with -p",
        )
    return found


def _redacted(wishes: Wishes, folder: Path, progress: Progress | None) -> _Recordings:
    several = len(wishes.recordings) > 1
    names: list[str] = []
    made: list[Redacted] = []
    checked: list[Checked] = []
    originals: list[Hashed] = []
    for number, source in enumerate(wishes.recordings, 1):
        with tempfile.TemporaryFile(dir=folder) as out:
            one = redact(source, out, wishes.key, wishes.keeping, progress=progress)
            names.append(f"recording{f'-{number}' if several else ''}{one.ending}")
            made.append(one)
            checked.append(check(one.register, out, names[-1]))
            _refuse(checked[-1], source)
            _copy(out, folder / names[-1])
        with Path(source).open("rb") as file:
            originals.append(hashed_file(f"original {number}", file))
    return _Recordings(tuple(names), tuple(made), tuple(checked), tuple(originals))


def _copy(out: IO[bytes], place: Path) -> None:
    out.seek(0)
    with place.open("wb") as file:
        while piece := out.read(_STEP):
            file.write(piece)


def _policy(folder: Path, policy: Policy) -> str:
    """Put a policy's text into the folder.

    Returns:
        Its name there.
    """
    stem = _UNFIT.sub("-", policy.name)[:80].strip(".-") or "policy"
    name, number = f"policies/{stem}.yaml", 1
    while (folder / name).exists():
        number += 1
        name = f"policies/{stem}-{number}.yaml"
    (folder / "policies").mkdir(exist_ok=True)
    (folder / name).write_bytes(policy_bytes(policy.file))
    return name


def _same(original: Report, redacted: Report, recordings: _Recordings) -> None:
    """Refuse what would tell another story than the original."""
    if [_judged(one) for one in original.sessions] == [_judged(one) for one in redacted.sessions]:
        return
    lost = sorted({name for one in recordings.redacted for name in one.lost})
    why = f": the choice could not be kept in {', '.join(lost)}" if lost else ""
    raise UsageError(
        "dossier",
        f"the redacted recording is not judged as the original is{why}",
        mend="name the policy whose consent cookie the site uses with -p",
    )


def _judged(session: Session) -> tuple[object, ...]:
    """All that was judged; URLs, and names but for their length, left aside: they may have held a token."""
    choices = [
        (one.visitor, len(one.cookie), one.after, one.by, one.state, one.granted, one.refused)
        for one in session.choices
    ]
    findings = [
        (one.rule, len(one.name), one.domain, one.party, one.count, one.first, one.last)
        for one in session.findings
    ]
    exchanges = [
        (one.n, one.way, len(one.name), one.domain, one.verdict, one.stored)
        for one in session.exchanges or ()
    ]
    told = (session.outcome, session.counts, session.requests, session.visitors, len(session.pages))
    return (*told, Counter(choices), Counter(findings), Counter(exchanges))


def _search(documents: dict[str, bytes], recordings: _Recordings, name: str) -> None:
    """Search what is no recording."""
    for member, data in documents.items():
        for one in recordings.redacted:
            _refuse(check(one.register, io.BytesIO(data), member), name)


def _refuse(checked: Checked, name: str) -> None:
    if not checked.proven:
        raise UsageError(
            name,
            f"a secret would be left ({checked.left[0]})",
            mend="nothing was written; where it stands in the policy, take it out there",
        )


def _hashed(folder: Path, name: str) -> Hashed:
    with (folder / name).open("rb") as file:
        return hashed_file(name, file)


def _told(judging: Judging, members: tuple[Hashed, ...], recordings: _Recordings) -> dict[str, bytes]:
    """What the archive says of itself."""
    manifest = Manifest(
        schema=SCHEMA,
        temoin=version("temoin"),
        mitmproxy=version("mitmproxy"),
        judging=judging,
        again=_again(judging),
        originals=recordings.originals,
        members=members,
        searched=sum(one.searched for one in recordings.checked),
        not_searched=sum(Counter(one.short).total() + one.staying + one.beyond for one in recordings.checked),
    )
    names = ("manifest.json", "SHA256SUMS", *(one.name for one in members))
    page = readme(manifest, names)
    manifest = msgspec.structs.replace(manifest, members=(hashed("README.txt", page), *members))
    document = encoded(manifest)
    return {
        "README.txt": page,
        "manifest.json": document,
        "SHA256SUMS": sums((hashed("manifest.json", document), *manifest.members)),
    }


def _again(judging: Judging) -> str:
    words = ["temoin", "replay", *judging.recordings]
    for policy in judging.policies:
        words += ["-p", policy]
    if judging.accuse != Certainty.CERTAIN:
        words += ["--accuse", judging.accuse]
    return (
        shlex.join([*words, "--exchanges", "--exit-zero", "-o", "again.json"])
        + " && cmp again.json report.json"
    )


def _pack(out: IO[bytes], folder: Path, documents: dict[str, bytes], order: tuple[str, ...]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in order:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            with archive.open(info, "w", force_zip64=True) as member:
                for piece in _pieces(folder, documents, name):
                    member.write(piece)


def _pieces(folder: Path, documents: dict[str, bytes], name: str) -> Iterator[bytes]:
    if name in documents:
        yield documents[name]
        return
    with (folder / name).open("rb") as file:
        while piece := file.read(_STEP):
            yield piece
