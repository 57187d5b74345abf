from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from engine.sessions import events_of
from temoin.audit import Audit
from temoin.doubts import Doubts
from temoin.events import Event
from temoin.exchanges import Crossing, Judged
from temoin.policy.loading import load_bytes
from temoin.rules.examples import SHOP
from temoin.shown import shorten, shown_name, valid
from temoin.vocabulary import Verdict
from temoin.watching.history import History
from temoin.watching.rows import open_row, settled_row

EARLY = """
0.0  document https://shop.example/?q=secret
0.3  image https://ads.example/p.gif?u=secret from https://shop.example/ sends id=secret-value
4.0  document https://shop.example/next
"""
NONE = Doubts()


def moves(events: Sequence[Event]) -> list[Crossing | Judged]:
    audit = Audit((load_bytes(SHOP.encode(), file="shop.yaml"),))
    for event in events:
        audit.feed(event)
    return audit.moves()


def open_and_settled() -> tuple[Crossing, Judged]:
    crossing, judged = moves(events_of(EARLY))
    assert isinstance(crossing, Crossing)
    assert isinstance(judged, Judged)
    return crossing, judged


def many(count: int) -> list[Crossing]:
    pages = "\n".join(
        f"{n}.0 image https://ads.example/{n} from https://shop.example/ sends id=1"
        for n in range(1, count + 1)
    )
    found = moves(events_of(f"0.0 document https://shop.example/\n{pages}"))
    return [move for move in found if isinstance(move, Crossing)]


def test_a_crossing_that_settles_keeps_its_row() -> None:
    crossing, judged = open_and_settled()
    history = History()
    history.enter(crossing, 1)
    assert [(row.id, row.verdict) for row in history.rows(0, NONE)] == [(1, None)]
    assert history.open == 1
    history.enter(judged, 2)
    assert [(row.id, row.verdict) for row in history.rows(1, NONE)] == [(1, Verdict.EARLY)]
    assert list(history.rows(2, NONE)) == []
    assert (history.open, history.crossed) == (0, 1)


def test_what_is_settled_at_once_has_a_row_of_its_own() -> None:
    _, judged = open_and_settled()
    history = History()
    history.enter(judged, 1)
    history.enter(judged, 2)
    assert [row.id for row in history.rows(0, NONE)] == [2, 1]


def test_the_oldest_rows_go_first_and_what_settles_later_is_no_new_row() -> None:
    crossing, judged = open_and_settled()
    history = History(kept=2)
    history.enter(crossing, 1)
    for other in many(2):
        history.enter(other, 2)
    assert [row.id for row in history.newest(NONE)] == [3, 2]
    history.enter(judged, 3)
    assert [row.id for row in history.newest(NONE)] == [3, 2]
    assert (history.crossed, history.open) == (3, 2)


def test_of_open_rows_that_are_too_many_the_oldest_are_not_shown_again_when_they_settle() -> None:
    crossings = many(60)
    history = History(kept=5, most_open=20)
    for crossing in crossings:
        history.enter(crossing, 1)
    assert (history.open, history.crossed, len(list(history.newest(NONE)))) == (60, 60, 5)
    assert len(history._open) == 20
    for crossing in crossings:
        history.enter(Judged(crossing, Verdict.EARLY, None, None, None, "", attributed=True), 2)
    assert (history.open, history.crossed, len(list(history.newest(NONE)))) == (0, 60, 5)


def test_doubts_tell_every_settled_row_again() -> None:
    crossing, judged = open_and_settled()
    history = History()
    history.enter(judged, 1)
    history.enter(crossing, 2)
    doubts = Doubts()
    doubts.mixed(crossing.visitor)
    assert [row.verdict for row in history.rows(0, NONE)] == [None, Verdict.EARLY]
    history.doubted(3)
    assert [(row.verdict, row.cause) for row in history.rows(2, doubts)] == [
        (Verdict.UNPROVEN, "mixed-visitors")
    ]


def test_the_rows_of_a_flow_are_found() -> None:
    crossings = many(3)
    history = History()
    for crossing in crossings:
        history.enter(crossing, 1)
    assert [row.id for row in history.of_flow(crossings[1].flow, NONE)] == [2]
    assert history.of_flow(99, NONE) == ()


def test_a_row_bears_no_value_and_no_query() -> None:
    crossing, judged = open_and_settled()
    for row in (open_row(1, crossing), settled_row(1, judged)):
        assert (row.name, row.domain, row.url) == ("id", "ads.example", "https://ads.example/p.gif?u=…")
        assert "secret" not in repr(row)
    assert settled_row(1, judged).reasons


def test_a_brief_row_is_the_same_row_without_url_and_reasons() -> None:
    crossing, judged = open_and_settled()
    for move in (crossing, judged):
        history = History()
        history.enter(move, 1)
        [brief] = history.rows(0, NONE, brief=True)
        [whole] = history.rows(0, NONE)
        assert (brief.url, brief.reasons) == ("", ())
        assert replace(brief, url=whole.url, reasons=whole.reasons) == whole


@pytest.mark.parametrize("name", ["n" * 119, "n" * 120, "n" * 121, "n" * 300, "é" * 121, "\udcff"])
def test_a_row_bears_names_and_hosts_as_they_may_be_shown(name: str) -> None:
    crossing, _ = open_and_settled()
    row = open_row(1, replace(crossing, name=name, domain=name))
    assert (row.name, row.domain) == (shown_name(name), valid(shorten(name, 255)))


def test_a_brief_row_knows_of_doubts() -> None:
    _, judged = open_and_settled()
    history = History()
    history.enter(judged, 1)
    doubts = Doubts()
    doubts.mixed(judged.crossing.visitor)
    assert [row.verdict for row in history.rows(0, doubts, brief=True)] == [Verdict.UNPROVEN]
