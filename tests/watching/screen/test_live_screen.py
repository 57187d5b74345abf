import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len
from rich.console import Console

from benchmarks.refresh import costs
from temoin.views.screen.picture import svg_of
from temoin.vocabulary import ChoiceState, Verdict
from temoin.watching.board import Board
from temoin.watching.screen import LiveScreen, Setting, ViewState
from temoin.watching.screen.made_up import MadeUp
from temoin.watching.screen.state import Mode
from views.reports import choice_of
from views.snapshots import kept
from watching.screen import boards

EXPECTED = Path(__file__).parent / "expected"
SGR = re.compile(r"\x1b\[[\d;]*m")
SIZES = [(60, 15), (80, 24), (100, 30), (120, 40), (169, 41), (170, 41), (200, 50), (250, 80)]
TINY = [(1, 1), (2, 2), (5, 3), (12, 4), (20, 6), (40, 9), (300, 2), (9, 70)]
SETTING = Setting(
    proxy="127.0.0.1:8080", page="http://temoin.test/?token=mWpXu2", hints=("Open the portal, and browse.",)
)


def made_up_board() -> Board:
    watch = MadeUp(recording="visit.flow")
    for _ in range(300):
        watch.cross(0.2)
    return watch.board()


BOARDS: dict[str, Callable[[], Board]] = {
    "empty": boards.empty_board,
    "leaky": boards.leaky_board,
    "crowded": boards.crowded_board,
    "hostile": boards.hostile_board,
    "made-up": made_up_board,
}


def states_of(board: Board) -> dict[str, ViewState]:
    """A screen in each of its states."""
    state = ViewState(setting=SETTING)
    row = board.rows[len(board.rows) // 2] if board.rows else None
    name = boards.NAMES[0]
    return {
        "watching": state,
        "paused": replace(state, held=board),
        "chosen": replace(state, selected=row),
        "filtering": replace(state, mode=Mode.FILTER, needle=name),
        "flagged": replace(state, flagged=True, needle="u"),
        "clearing": replace(state, mode=Mode.CLEAR),
        "saving": replace(state, mode=Mode.SAVE, typed=name * 9),
        "said": replace(state, said=name, trouble=True),
        "why": replace(state, mode=Mode.WHY, selected=row, scroll=2),
        "help": replace(state, mode=Mode.HELP, scroll=1),
        "no keys": replace(state, setting=Setting(keys=False)),
    }


def shown(
    board: Board,
    width: int,
    height: int,
    state: ViewState | None = None,
    *,
    encoding: str = "utf-8",
    coloured: bool = False,
    **environment: str,
) -> str:
    """What a terminal gets."""
    raw = io.BytesIO()
    console = Console(
        file=io.TextIOWrapper(raw, encoding=encoding, newline="\n", write_through=True),
        width=width,
        height=height,
        force_terminal=coloured,
        color_system="standard" if coloured else None,
        _environ=environment,
    )
    console.print(LiveScreen(board, state or ViewState(setting=SETTING)), height=height)
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(("width", "height"), [(60, 15), (80, 24), (120, 40), (200, 50)])
def test_the_screen_reads_as_it_was_read_and_approved(width: int, height: int) -> None:
    lines = [line.rstrip() for line in shown(boards.leaky_board(), width, height).splitlines()]
    produced = "\n".join([*lines, ""]).encode()
    assert produced == kept(EXPECTED / f"leaky-{width}x{height}.txt", produced)


@pytest.mark.parametrize("name", BOARDS)
@pytest.mark.parametrize(("width", "height"), SIZES + TINY)
def test_the_screen_fills_the_terminal_and_no_more(name: str, width: int, height: int) -> None:
    lines = shown(BOARDS[name](), width, height).splitlines()
    assert len(lines) == height
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("name", ["empty", "leaky", "hostile"])
@pytest.mark.parametrize(("width", "height"), [(12, 4), (60, 15), (160, 40)])
def test_so_it_does_in_every_state(name: str, width: int, height: int) -> None:
    board = BOARDS[name]()
    for state in states_of(board).values():
        lines = shown(board, width, height, state).splitlines()
        assert len(lines) == height
        assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize("name", ["leaky", "crowded", "hostile"])
def test_nothing_but_text_and_our_own_colours_reaches_the_terminal(name: str) -> None:
    board = BOARDS[name]()
    for state in states_of(board).values():
        text = SGR.sub("", shown(board, 120, 40, state, coloured=True))
        assert [char for char in text if not char.isprintable() and char != "\n"] == []


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=3, max_size=5), st.integers(1, 200), st.integers(1, 40))
def test_whatever_the_names_the_screen_holds(names: list[str], width: int, height: int) -> None:
    lines = shown(boards.hostile_board(names), width, height).split("\n")[:-1]
    assert len(lines) == height
    assert all(cell_len(line) <= width for line in lines)
    assert all(char.isprintable() for line in lines for char in line)


@pytest.mark.parametrize("name", ["leaky", "crowded", "hostile"])
def test_a_terminal_that_knows_ascii_alone_gets_ascii(name: str) -> None:
    board = BOARDS[name]()
    for state in states_of(board).values():
        assert SGR.sub("", shown(board, 120, 40, state, encoding="latin-1", coloured=True)).isascii()


def test_colours_repeat_what_the_text_says() -> None:
    board = boards.leaky_board()
    coloured = shown(board, 120, 40, coloured=True)
    assert "\x1b[" in coloured
    assert SGR.sub("", coloured) == shown(board, 120, 40)


def test_no_color_is_heeded() -> None:
    text = shown(boards.leaky_board(), 120, 40, coloured=True, NO_COLOR="1")
    codes = {code for found in SGR.findall(text) for code in found[2:-1].split(";") if code}
    assert codes <= {"0", "1", "2", "7"}


def test_markup_from_the_wire_is_shown_and_not_obeyed() -> None:
    row = boards.row_of(1, "[red]x[/red]", "a.example", None)
    assert "[red]x[/red]" in shown(boards.board_of(row), 120, 40)


@pytest.mark.parametrize(("width", "height"), [(60, 15), (80, 24), (120, 40), (200, 50)])
def test_the_choice_stands_with_its_names_and_its_moment(width: int, height: int) -> None:
    text = shown(boards.leaky_board(), width, height)
    assert "◐ partial  between +2.4 s and +3.1 s" in text
    assert re.search(r"granted +matomo", text)
    assert re.search(r"refused +adnet, xiti", text)


def test_the_choice_is_written_large_where_there_is_room() -> None:
    assert "█▀█ ▄▀█ █▀█ ▀█▀ █ ▄▀█ █" in shown(boards.leaky_board(), 80, 24)
    assert "█▀█" not in shown(boards.leaky_board(), 60, 15)
    assert "█▀█" not in shown(boards.leaky_board(), 52, 24)


def test_other_visitors_and_hosts_have_a_line_each() -> None:
    text = shown(boards.crowded_board(), 120, 40)
    assert "◐ partial  between +1.0 s and +2.5 s   visitor 3 opendata.reseda.fr" in text
    assert "visitor 2 two.example  ● all  at +1.0 s, set by a response  granted adnet" in text
    assert "visitor 1 opendata.reseda.fr  ◌ none  between +1.0 s and +2.0 s  refused adnet" in text
    assert "visitor 4 opendata.reseda.fr  ○ unset  from the start" in text


def test_choices_that_do_not_fit_are_counted() -> None:
    choices = tuple(choice_of(ChoiceState.NONE, 0.0, 1.0, visitor=number) for number in range(60))
    assert "and 52 choices of other visitors or hosts" in shown(
        replace(boards.crowded_board(), choices=choices), 120, 40
    )


def test_every_row_bears_its_mark_and_word() -> None:
    text = shown(boards.leaky_board(), 120, 40)
    rows = [line for line in text.splitlines() if re.match(r" +\+\d", line)]
    assert len(rows) == 12
    assert re.search(r"\+6\.0 s +#14 +sent +◇ open +_pk_id\.1\.a3f4 +first +opendata\.reseda\.fr", rows[0])
    words = ["◇ open", "◇ open", "· exempt", "– outside", "! refused", "✓ permitted"]
    words += ["? unproven", "· exempt", "✗ too early", "✗ too early", "* undeclared", "· exempt"]
    assert [word for row, word in zip(rows, words, strict=True) if word in row] == words


def test_a_row_settles_where_it_stands() -> None:
    before = boards.leaky_board()
    settled = replace(before.rows[1], verdict=Verdict.REFUSED)
    after = replace(before, rows=(before.rows[0], settled, *before.rows[2:]))
    lines = zip(shown(before, 120, 40).splitlines(), shown(after, 120, 40).splitlines(), strict=True)
    changed = [(one, other) for one, other in lines if one != other]
    assert len(changed) == 1
    assert changed[0][0].replace("◇ open   ", "! refused") == changed[0][1]


def test_columns_stay_where_they_are_whatever_crosses() -> None:
    board = boards.leaky_board()
    short = replace(board, rows=board.rows[-1:])
    headings = [
        next(line for line in shown(one, 120, 40).splitlines() if "verdict" in line) for one in (board, short)
    ]
    assert headings[0] == headings[1]


def test_a_narrow_screen_leaves_out_what_is_least_telling() -> None:
    headings = {
        width: set(
            next(
                line for line in shown(boards.leaky_board(), width, 24).splitlines() if "verdict" in line
            ).split()
        )
        for width in (60, 80, 100, 120, 140)
    }
    assert headings[60] == {"at", "way", "verdict", "name", "domain"}
    assert headings[80] == headings[60] | {"declared"}
    assert headings[100] == headings[80] | {"party", "#"}
    assert headings[120] == headings[100] | {"service", "page"}
    assert headings[140] == headings[120] | {"rule"}


def test_counters_lose_words_before_numbers() -> None:
    lines = {
        width: next(line for line in shown(boards.leaky_board(), width, 24).splitlines() if "✗ 2" in line)
        for width in (60, 80, 130)
    }
    assert lines[130].split("  ")[1:3] == ["✗ 2 too early", " ! 1 refused"]
    assert all(sign in lines[60] for sign in ("✗ 2", "! 1", "* 1", "? 1", "✓ 1", "· 3", "– 1", "◇ 2 open"))


def test_a_verdict_that_never_came_is_counted_as_none_where_there_is_room() -> None:
    assert "* 0 undeclared" in shown(boards.crowded_board(), 130, 40)
    assert "undeclared" not in shown(replace(boards.crowded_board(), rows=()), 60, 40)


def test_findings_pages_and_notes_stand_beside_the_rows() -> None:
    text = shown(boards.leaky_board(), 200, 40)
    assert re.search(r"! +T102 +Refused +IDE +ads\.example +×1,204", text)
    assert re.search(r"○ +T302 +Declared,…seen +sessionid", text)
    assert "Findings so far  4 flagged, 1 noted" in text
    assert re.search(r"– +3 +\+4 s +www\.legifrance\.gouv\.fr/", text)
    assert "▲ safebrowsing.example, 3 times: the client refused" in text
    assert "▲ the policy changed on disk" in text


def test_findings_that_do_not_fit_are_counted() -> None:
    assert "and 2 more" in shown(boards.leaky_board(), 80, 24)


def test_a_pause_says_what_came_meanwhile() -> None:
    board = boards.leaky_board()
    later = replace(board, rows=(boards.row_of(13, "late", "late.example", None), *board.rows), crossed=13)
    text = shown(later, 120, 40, ViewState(held=board))
    assert "PAUSED  1 cookie crossed meanwhile" in text
    assert "late.example" not in text
    assert "space go on" in text


def test_a_new_beginning_ends_a_pause() -> None:
    board = boards.leaky_board()
    text = shown(replace(boards.empty_board(), run=1), 120, 40, ViewState(held=board, selected=board.rows[0]))
    assert "PAUSED" not in text
    assert "No page of opendata.reseda.fr was opened yet." in text


def test_at_the_start_it_says_what_to_do() -> None:
    assert "Open the portal, and browse." in shown(boards.empty_board(), 80, 24)


def test_only_rows_like_what_was_typed_are_listed() -> None:
    text = shown(boards.leaky_board(), 120, 40, ViewState(needle="matomo early"))
    assert "Crossed  12, with matomo early" in text
    assert len(re.findall(r"^ +\+\d.*_pk_ses", text, re.MULTILINE)) == 1
    assert not re.search(r"^ +\+\d.*csrftoken", text, re.MULTILINE)


def test_a_filter_that_nothing_passes_says_so() -> None:
    text = shown(boards.leaky_board(), 120, 40, ViewState(needle="nowhere"))
    assert "None of the last 12 cookies is like this (esc lists all)." in text


def test_the_chosen_row_is_pointed_at_and_kept_in_sight() -> None:
    board = made_up_board()
    text = shown(board, 120, 40, ViewState(selected=board.rows[200]))
    assert re.search(r"^› +\+20\.0 s", text, re.MULTILINE)
    assert "newer above (home follows them)" in text


def test_the_whole_page_address_is_told_or_none_of_it() -> None:
    assert "page http://temoin.test/?token=mWpXu2" in shown(boards.leaky_board(), 60, 15)
    assert "token" not in shown(boards.leaky_board(), 40, 15)
    helped = shown(boards.leaky_board(), 40, 90, ViewState(mode=Mode.HELP, setting=SETTING))
    assert "http://temoin.test/?token=mWpXu2" in re.sub(r"\s+", "", helped)


def test_why_shows_what_is_held_and_the_reasons() -> None:
    board = boards.leaky_board()
    text = shown(board, 100, 40, ViewState(mode=Mode.WHY, selected=board.rows[4]))
    assert "! IDE   refused   #10  +4.000 s" in text
    assert "│ page      2, https://opendata.reseda.fr/explore/dataset/arbres-remarquables/table/" in text
    assert "│ cookie    third party of https://reseda.fr, set by a response, held for ads.example" in text
    assert "│ held by   T102 (temoin explain T102)" in text
    assert "╰ refused: the choice refuses adnet" in text


def test_why_follows_a_row_as_it_settles_and_after_it_left_the_board() -> None:
    board = boards.leaky_board()
    state = ViewState(mode=Mode.WHY, selected=board.rows[0])
    assert "╰ open: what it is held for depends on what the browser sends next" in shown(
        board, 100, 40, state
    )
    settled = replace(board.rows[0], verdict=Verdict.PERMITTED, reasons=("granted",))
    assert "╰ granted" in shown(replace(board, rows=(settled,)), 100, 40, state)
    assert "_pk_id.1.a3f4   open" in shown(replace(board, rows=()), 100, 40, state)


def test_a_longer_text_is_shown_from_where_it_was_scrolled_to() -> None:
    state = ViewState(mode=Mode.HELP, scroll=5)
    assert "Help  lines 6 to " in shown(boards.leaky_board(), 100, 24, state)
    screen = LiveScreen(boards.leaky_board(), state)
    Console(file=io.StringIO(), width=100).print(screen, height=24)
    assert screen.room.scroll > 5
    assert screen.room.rows > 5


def test_what_is_being_typed_is_shown_at_its_end() -> None:
    state = ViewState(mode=Mode.SAVE, typed="/a/very" * 40 + "/report.html")
    assert shown(boards.leaky_board(), 80, 24, state).rstrip().endswith("/report.html")


def test_what_was_said_takes_the_place_of_where_it_goes() -> None:
    text = shown(boards.leaky_board(), 80, 24, ViewState(said="no.html: is a folder", trouble=True))
    assert "  ▲ no.html: is a folder" in text
    assert "recording" not in text


def test_the_picture_of_it_is_the_same_each_time() -> None:
    assert svg_of(LiveScreen(made_up_board()), 120, "temoin watch", height=40) == svg_of(
        LiveScreen(made_up_board()), 120, "temoin watch", height=40
    )


def test_a_picture_of_a_busy_watch_is_cheap() -> None:
    taken, _ = costs(120, 40, pictures=12)
    assert min(taken) < 36.0  # milliseconds; some 8 where it was written


def test_characters_that_two_libraries_measure_differently_take_one_line() -> None:
    rows = [boards.row_of(number, "☰" * 60, "䷀" * 60, None) for number in range(9, 0, -1)]
    text = shown(boards.board_of(*rows), 80, 24)
    assert len(re.findall(r"^ +\+\d\.\d s  sent", text, re.MULTILINE)) >= 8
    assert all(cell_len(line) <= 80 for line in text.splitlines())


def test_a_title_takes_one_line_whatever_was_typed() -> None:
    board = made_up_board()
    state = ViewState(needle="e" * 90, flagged=True, selected=board.rows[50])
    lines = shown(board, 60, 15, replace(state, needle="uid " * 20)).splitlines()
    assert sum(line.startswith("Crossed") for line in lines) == 1
    assert len([line for line in lines if re.match(r"[› ] *\+\d", line)]) == 6
