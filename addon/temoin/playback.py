"""Replaying recordings: each file a session, or several files one, through the engine to a report."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib.metadata import version

from temoin.audit import Audit
from temoin.errors import UnreadableInput, UsageError
from temoin.events import Event
from temoin.gate import baseline_used
from temoin.policy import Policy, load_policy, shipped_policies
from temoin.report import Recorded, Report, Session
from temoin.settings import Settings
from temoin.statement import Source, overall, settings_used
from temoin.traffic import Progress, Recording, Wanted, join, open_source
from temoin.vocabulary import Outcome

__all__ = ["load_policies", "replay"]


def replay(
    paths: Iterable[str],
    policies: Iterable[str | Policy] = (),
    *,
    settings: Settings | None = None,
    joined: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Judge recordings.

    Args:
        paths: mitmproxy flow files or HARs; "-" is standard input. Each is a session of its own.
        policies: names of shipped policies, files, or policies; none for all that are shipped.
        settings: how strictly to judge, and what to keep.
        joined: True to take all files as one session, in order of time.
        progress: told how far reading is, source by source.

    Returns:
        What was found. A source that cannot be read is a line of `failures`, and the others are still judged.

    Raises:
        InvalidPolicy: a policy cannot be used.
        UsageError: no path, or two policies for one host.
    """
    chosen = load_policies(policies)
    settings = settings or Settings()
    sessions: list[Session] = []
    failures: list[str] = []
    opened: list[Recording] = []
    try:
        for path in paths:
            try:
                recording = open_source(path, progress=progress, hashed=settings.recorded)
            except UnreadableInput as error:
                failures.append(str(error))
                continue
            if joined:
                opened.append(recording)
                continue
            with recording:
                _judge(recording.events, partial(_source, [recording]), chosen, settings, sessions, failures)
        if opened:
            _judge(partial(join, opened), partial(_source, opened), chosen, settings, sessions, failures)
    finally:
        for recording in opened:
            recording.close()
    if not sessions and not failures:
        raise UsageError("replay", "no recording was given", mend="name a flow file or a HAR")
    outcomes = (*(session.outcome for session in sessions), *(Outcome.UNREADABLE for _ in failures))
    return Report(
        outcome=overall(outcomes),
        sessions=tuple(sessions),
        temoin=version("temoin"),
        failures=tuple(failures),
        baseline=baseline_used(settings.baseline, sessions),
        settings=settings_used(settings, joined=joined),
    )


def load_policies(named: Iterable[str | Policy]) -> tuple[Policy, ...]:
    """Load the policies that are to judge.

    Args:
        named: names of shipped policies, files, or policies; none for all that are shipped.

    Raises:
        InvalidPolicy: one cannot be used.
        UsageError: two of them cover the same host equally.
    """
    wanted = tuple(named) or shipped_policies()
    loaded = tuple(one if isinstance(one, Policy) else load_policy(one) for one in wanted)
    owners: dict[str, Policy] = {}
    for policy in loaded:
        for host in policy.hosts:
            other = owners.setdefault(host, policy)
            if other is not policy:
                raise UsageError(
                    "--policy",
                    f"{other.name} and {policy.name} both cover {host}",
                    mend="name one policy a site",
                )
    return loaded


def _judge(
    events: Callable[[Wanted], Iterator[Event]],
    source: Callable[[], Source],
    policies: tuple[Policy, ...],
    settings: Settings,
    sessions: list[Session],
    failures: list[str],
) -> None:
    audit = Audit(policies, settings, quiet=True)
    try:
        audit.feed_all(events(audit.reads))
        told = source()  # a large source is known whole once it was gone through
    except UnreadableInput as error:
        failures.append(str(error))
        return
    sessions.append(audit.close(told))


def _source(recordings: list[Recording]) -> Source:
    many = len(recordings) > 1
    return Source(
        name=" + ".join(recording.source for recording in recordings),
        incomplete="; ".join(
            f"{one.source}: {one.incomplete}" if many else one.incomplete
            for one in recordings
            if one.incomplete
        ),
        notes=tuple(f"{one.source}: {note}" if many else note for one in recordings for note in one.notes),
        bears_cookies=any(one.bears_cookies is not False for one in recordings),
        recorded=tuple(
            Recorded(one.source, one.fingerprint.sha256, one.fingerprint.size)
            for one in recordings
            if one.fingerprint is not None
        ),
    )
