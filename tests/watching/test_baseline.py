"""`temoin watch --baseline`: a watch fails on what the baseline lacks alone, as a replay does."""

from pathlib import Path

import temoin
from temoin.cli import parser
from temoin.identity import Baseline, Entry
from temoin.policy import load_policy
from temoin.settings import Settings
from temoin.traffic import open_source
from temoin.vocabulary import Outcome
from temoin.watching.session import Watch

RECORDING = str(Path(__file__).resolve().parents[2] / "recordings" / "built-in.flow")


def watched(settings: Settings) -> temoin.Report:
    watch = Watch((load_policy("portal"),), settings)
    with open_source(RECORDING) as recording:
        for event in recording.events():
            watch.put(event, event.at, loaded=True)
    return watch.close()


def test_a_watch_holds_its_findings_against_the_baseline() -> None:
    bare = watched(Settings())
    assert bare.outcome is Outcome.FLAGGED
    flagged = [one for one in bare.sessions[0].findings if bare.sessions[0].fails(one)]
    gone = Entry(flagged[0].identity.__class__("T101", "gone", "ads.example", flagged[0].party), line=9)
    baseline = Baseline((*(Entry(one.identity) for one in flagged), gone), "b.yaml", "0")
    held = watched(Settings(baseline=baseline))
    assert held.outcome is Outcome.CLEAR
    assert [one.finding for one in held.sessions[0].known] == flagged
    assert held.baseline is not None
    assert held.baseline.unmatched == (gone,)
    replayed = temoin.replay([RECORDING], ["portal"], settings=Settings(baseline=baseline))
    assert replayed.sessions[0].known == held.sessions[0].known
    assert replayed.baseline == held.baseline


def test_the_command_takes_one() -> None:
    assert parser().parse_args(["watch", "--baseline", "b.yaml"]).baseline == "b.yaml"
    assert parser().parse_args(["watch"]).baseline is None
