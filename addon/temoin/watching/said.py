"""What a watch says beside its verdicts: which choices stand, what was missed, what else a reader must know."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version

from temoin.gate import baseline_used
from temoin.report import Choice, Report, Session
from temoin.settings import Settings
from temoin.statement import Source, settings_used
from temoin.traffic.recording import Skipped, lost
from temoin.watching.arrivals import Arrivals
from temoin.watching.blind import BlindSpots

__all__ = ["mixed", "report_of", "source_of", "standing"]


def source_of(
    name: str,
    notes: Sequence[str],
    blind: BlindSpots,
    arrivals: Arrivals,
    left_out: Mapping[Skipped, int],
    missed: int = 0,
    unread: int = 0,
) -> Source:
    """What is known of where a watch's events came from.

    Args:
        name: what the report calls it.
        notes: what was said while it went on.
        blind: what went by unseen.
        arrivals: in what order events came.
        left_out: requests that gave no events.
        missed: how many events were missed, for too many waited to be judged.
        unread: how many documents were not read for the same reason.
    """
    said = list(notes)
    if arrivals.late:
        said.append(f"{arrivals.late} events came so late that their order of time is not exact")
    if arrivals.set_back:
        said.append("The clock was set back while watching; times are taken as they stand")
    if unread:
        said.append(f"{unread:,} documents were not read for what their markup orders, for too many waited")
    behind = f"the watch fell behind and missed {missed:,} events" if missed else ""
    faults = blind.faults
    failed = f"Témoin failed on {faults} {'flow' if faults == 1 else 'flows'}" if faults else ""
    return Source(
        name=name,
        incomplete="; ".join(filter(None, (failed, behind, *lost(left_out)))),
        notes=tuple(said),
        blind=blind.all(),
    )


def report_of(session: Session, settings: Settings) -> Report:
    """A report of one session.

    Args:
        session: what was found.
        settings: how it was judged.
    """
    return Report(
        outcome=session.outcome,
        sessions=(session,),
        temoin=version("temoin"),
        settings=settings_used(settings),
        baseline=baseline_used(settings.baseline, (session,)),
    )


def standing(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Of each visitor, host and consent cookie the newest choice, the one that began last at the end.

    Args:
        choices: every one so far, in order of time.
    """
    newest = {(choice.visitor, choice.policy, choice.host, choice.cookie): choice for choice in choices}
    return tuple(sorted(newest.values(), key=lambda choice: choice.by))


def mixed(session: Session) -> tuple[str, ...]:
    """Say where two browsers are taken for one.

    Args:
        session: so far.
    """
    if not any(gap.cause == "mixed-visitors" for gap in session.unproven):
        return ()
    return ("Two browser profiles are taken for one visitor: what rests on their choices is unproven.",)
