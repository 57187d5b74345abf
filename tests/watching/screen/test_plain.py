import asyncio
import io
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from temoin.vocabulary import ChoiceState, Verdict
from temoin.watching.board import Board, Row
from temoin.watching.screen import PlainLines
from temoin.watching.screen.made_up import MadeUp
from temoin.watching.screen.plain import Lines
from views.reports import choice_of
from watching.screen import boards

LEAKY = boards.leaky_board()
QUIET = replace(LEAKY, choices=(), pages=(), findings=(), blind=(), notes=())


def told(*changes: Board, ascii_only: bool = False) -> list[str]:
    lines = Lines(ascii_only=ascii_only)
    return [line for board in changes for line in lines.told(board)]


def rows(*changed: Row, crossed: int, kept: int = 1000) -> Board:
    return replace(QUIET, rows=changed, crossed=crossed, kept=kept)


def settled(row: Row, verdict: Verdict = Verdict.PERMITTED) -> Row:
    return replace(row, verdict=verdict)


OPEN = [boards.row_of(number, f"c{number}", "a.example", None) for number in range(10)]


def test_a_watch_is_told_in_lines() -> None:
    lines = told(LEAKY)
    assert lines[0] == "      +0.0 s  page 1  https://opendata.reseda.fr/explore/"
    assert lines[2] == "      +4.0 s  page 3  https://www.legifrance.gouv.fr/  (no policy covers it)"
    assert lines[3] == (
        "      +3.1 s  choice  ◐ partial  between +2.4 s and +3.1 s  granted matomo; refused adnet and xiti"
        "  opendata.reseda.fr"
    )
    assert lines[6] == (
        "      +1.5 s  #5      sent  ✗ too early   _pk_ses.1.a3f4        first    opendata.reseda.fr  "
        "  statistics, matomo  page 1  T101"
    )
    assert "              ✗ T101 Too early: uid, adnet.example: sent once before any choice was made" in lines
    assert lines[-2].endswith("▲ safebrowsing.example, 3 times: the client refused the proxy's certificate")
    assert lines[-1].endswith("▲ the policy changed on disk: what crosses from now on is judged by it")


def test_nothing_is_told_twice() -> None:
    assert told(LEAKY, LEAKY, LEAKY) == told(LEAKY)


def test_a_row_is_told_when_it_settles_and_once() -> None:
    first, second = OPEN[1], OPEN[2]
    assert told(rows(second, first, crossed=2)) == []
    lines = told(
        rows(second, first, crossed=2),
        rows(settled(second), crossed=2),
        rows(settled(second, Verdict.REFUSED), settled(first), crossed=2),
    )
    assert [line.split()[6] for line in lines] == ["c2", "c1"]


def test_rows_are_told_in_order_of_crossing() -> None:
    lines = told(rows(*(settled(row) for row in OPEN[:0:-1]), crossed=9))
    assert [line.split()[6] for line in lines] == [f"c{number}" for number in range(1, 10)]


def test_what_left_the_board_untold_is_counted() -> None:
    assert told(rows(settled(OPEN[9]), settled(OPEN[8]), crossed=9, kept=2))[-1].strip() == (
        "(7 cookies more crossed than could be written here; all are judged)"
    )
    lines = told(
        rows(OPEN[1], crossed=1, kept=2),
        rows(settled(OPEN[3]), settled(OPEN[2]), crossed=3, kept=2),
        rows(settled(OPEN[3]), settled(OPEN[2]), crossed=3, kept=2),
    )
    assert len(lines) == 3
    assert "(1 cookie more" in lines[2]


def test_a_choice_is_told_when_it_changes_not_when_its_moment_is_known_better() -> None:
    first = choice_of(ChoiceState.ALL, 1.0, 4.0, granted=("matomo",))
    narrower = choice_of(ChoiceState.ALL, 2.0, 3.0, granted=("matomo",))
    other = choice_of(ChoiceState.NONE, 5.0, 6.0, withdrawn=("matomo",))
    states = [replace(QUIET, rows=(), choices=(one,)) for one in (first, narrower, other)]
    lines = told(*states)
    assert len(lines) == 2
    assert "choice  ◌ withdrawn" in lines[1]


def test_each_visitor_has_a_choice_of_their_own() -> None:
    lines = [line for line in told(boards.crowded_board()) if "  choice  " in line]
    assert len(lines) == 5
    assert lines[1].endswith("refused adnet  opendata.reseda.fr")
    assert lines[4].endswith("granted matomo; withdrawn adnet  opendata.reseda.fr  visitor 3")


def test_a_finding_is_told_when_it_is_first_held() -> None:
    more = replace(LEAKY, findings=(replace(LEAKY.findings[0], count=99), *LEAKY.findings[1:]))
    assert len(told(LEAKY, more)) == len(told(LEAKY))


def test_a_new_visitor_begins_anew() -> None:
    lines = told(LEAKY, replace(LEAKY, run=1))
    assert lines[len(lines) // 2].strip() == "a new visitor: all begins anew"
    assert len(lines) == 2 * len(told(LEAKY)) + 1


def test_hostile_text_stays_text_on_one_line() -> None:
    for line in told(boards.hostile_board()):
        assert line.isprintable()
        assert len(line) < 5000
    assert all(line.isascii() for line in told(boards.hostile_board(), ascii_only=True))


@given(st.lists(st.lists(st.integers(1, 40), max_size=12), max_size=8), st.integers(1, 30))
def test_every_row_is_told_once_or_counted(settling: list[list[int]], kept: int) -> None:
    crossed, done, lines = 0, set[int](), Lines()
    printed: list[str] = []
    for numbers in settling:
        crossed = min(crossed + 5, 40)
        done |= {number for number in numbers if number <= crossed}
        changed = [
            boards.row_of(n, f"c{n}", "a", Verdict.EXEMPT if n in done else None)
            for n in range(1, crossed + 1)
        ]
        printed += lines.told(rows(*reversed(changed[-kept:]), crossed=crossed, kept=kept))
    names = [line.split()[6] for line in printed if "#" in line]
    assert len(names) == len(set(names))
    missed = sum(int(line.split()[0].strip("(")) for line in printed if "could be written" in line)
    waiting = sum(number not in done for number in range(max(crossed - kept, 0) + 1, crossed + 1))
    assert len(names) + missed + waiting == crossed


def test_lines_are_written_while_the_watch_goes_on_and_to_its_end() -> None:
    output, watch = io.StringIO(), MadeUp(kept=500)
    lines = PlainLines(watch, output=output)
    lines.start()
    for _ in range(400):
        watch.cross(0.01)
    watch.settle_all()
    lines.stop()
    assert output.getvalue().count("  #") == 400
    assert output.getvalue().endswith("\n")


def test_a_thousand_a_second_are_written_with_time_to_spare() -> None:
    watch, lines, version, told_of = MadeUp(), Lines(), 0, 0
    began = time.thread_time()
    for _ in range(10):
        for _ in range(200):
            watch.cross(0.001)
        changes = watch.changes(version)
        version = changes.version
        told_of += sum("  #" in line for line in lines.told(changes))
    assert told_of > 500
    assert time.thread_time() - began < 1.0  # two seconds' worth


def test_a_reader_that_goes_away_ends_the_watch() -> None:
    class Gone(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    async def watch() -> None:
        watch, asked = MadeUp(), asyncio.Event()
        watch.cross(1.0)
        watch.settle_all()
        lines = PlainLines(watch, on_quit=asked.set, output=Gone())
        lines.start()
        await asyncio.wait_for(asked.wait(), 5)
        lines.stop()
        assert "temoin-lines" not in [thread.name for thread in threading.enumerate()]

    asyncio.run(watch())


def test_a_defect_of_the_lines_is_said_and_ends_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(MadeUp):
        def changes(self, since: int, *, brief: bool = False) -> Board:  # noqa: ARG002
            raise KeyError(f"secret {since}")

    lines = PlainLines(Broken(), output=io.StringIO())
    lines.start()
    lines.stop()
    said = capsys.readouterr().err
    assert said.startswith("temoin: a defect of Témoin's own: KeyError at test_plain.py:")
    assert "secret" not in said
