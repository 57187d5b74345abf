"""What is counted as before is counted as it would be if it were judged."""

from pathlib import Path

import pytest

from generator.holding import recorded
from generator.many import worlds
from generator.script import visit
from generator.site import policies
from temoin.audit import Audit
from temoin.choices.sightings import Placed
from temoin.crossings import Came, InFlight
from temoin.events import Event
from temoin.playback import load_policies
from temoin.policy import Policy
from temoin.policy.loading import load_bytes
from temoin.repeats import Repeats
from temoin.report import Session
from temoin.settings import Settings
from temoin.statement import Source
from temoin.traffic import join, open_source
from temoin.vocabulary import Certainty

_ROOT = Path(__file__).parents[2]
_FILES = [
    *sorted((_ROOT / "recordings").glob("*.flow")),
    *sorted((_ROOT / "tests/truth/firefox").glob("*.gz")),
]
_SETTINGS = (Settings(), Settings(accuse=Certainty.INFERRED))


def _judged(events: list[Event], policies: tuple[Policy, ...], settings: Settings, *, quiet: bool) -> Session:
    audit = Audit(policies, settings, quiet=quiet)
    for event in events:
        audit.feed(event)
    return audit.close(Source("a session"))


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.name)
def test_a_recording_is_judged_alike_whoever_looks_on(path: Path) -> None:
    with open_source(str(path)) as recording:
        events = list(recording.events())
    shipped = load_policies(())
    for settings in _SETTINGS:
        looked_at = _judged(events, shipped, settings, quiet=False)
        assert _judged(events, shipped, settings, quiet=True) == looked_at
        assert looked_at.requests > 0


def test_all_recordings_in_one_are_judged_alike_whoever_looks_on() -> None:
    opened = [open_source(str(path)) for path in _FILES]
    events = list(join(opened))
    for one in opened:
        one.close()
    policies = load_policies(())
    assert _judged(events, policies, Settings(), quiet=True) == _judged(
        events, policies, Settings(), quiet=False
    )


def test_made_up_visits_are_judged_alike_whoever_looks_on() -> None:
    for web, steps, cut in worlds(150, seed=11):
        told = tuple(load_bytes(text.encode(), file="model.yaml") for text in policies(web))
        events = list(recorded(visit(web, steps), cut))
        for settings in _SETTINGS:
            looked_at = _judged(events, told, settings, quiet=False)
            assert _judged(events, told, settings, quiet=True) == looked_at


def test_most_of_what_crosses_again_is_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[bool] = []
    again = Repeats.again

    def noted(self: Repeats, flight: InFlight, placed: Placed, name: str, came: Came) -> bool:
        counted.append(again(self, flight, placed, name, came))
        return counted[-1]

    monkeypatch.setattr(Repeats, "again", noted)
    for path in _FILES[:4]:
        with open_source(str(path)) as recording:
            _judged(list(recording.events()), load_policies(()), Settings(), quiet=True)
    assert sum(counted) > len(counted) / 2
