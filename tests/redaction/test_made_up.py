"""Made-up visits are judged alike before and after: whatever a browser does, stand-ins take nothing away."""

from generator.holding import recorded
from generator.many import worlds
from generator.script import visit
from redaction.made_up import differences, flow_file, told

WORLDS = list(worlds(24, 7))


def test_a_redacted_visit_is_judged_as_it_was() -> None:
    assert [found for web, steps, cut in WORLDS if (found := differences(web, steps, cut))] == []


def test_there_is_something_to_judge() -> None:
    sessions = [told(web, flow_file(recorded(visit(web, steps), cut))) for web, steps, cut in WORLDS[:6]]
    assert sum(len(one.exchanges or ()) for one in sessions) > 100
    assert sum(len(one.choices) for one in sessions) > 5
