import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from temoin.vocabulary import Verdict
from temoin.watching.board import Board
from temoin.watching.screen.keys import Key, Press, Typed
from temoin.watching.screen.listing import listed_rows, window_of
from temoin.watching.screen.pressing import Action, Quit, Redraw, Restart, Room, Save, pressed
from temoin.watching.screen.state import Mode, Setting, ViewState
from watching.screen import boards

BOARD = boards.leaky_board()
ROOM = Room(rows=4, scroll=9)


def after(*keys: Press | str, state: ViewState | None = None, board: Board = BOARD) -> ViewState:
    """The state after some keys; a string is typed letter by letter."""
    state = state or ViewState()
    for key in keys:
        for press in [key] if isinstance(key, Key | Typed) else [Typed(char) for char in key]:
            state = pressed(state, press, board, ROOM).state
    return state


def action(state: ViewState, key: Press | str) -> Action | None:
    return pressed(state, key if isinstance(key, Key | Typed) else Typed(key), BOARD, ROOM).action


def chosen(state: ViewState) -> int | None:
    return None if state.selected is None else state.selected.id


def listed(state: ViewState) -> list[int]:
    return [row.id for row in listed_rows(BOARD, state)]


def test_q_quits_at_once_but_not_while_typing() -> None:
    assert action(ViewState(), "q") == Quit()
    assert action(ViewState(mode=Mode.WHY), "q") == Quit()
    assert action(ViewState(mode=Mode.HELP), "Q") == Quit()
    assert action(ViewState(mode=Mode.FILTER), "q") is None
    assert action(ViewState(mode=Mode.SAVE), "q") is None


def test_what_is_pasted_commands_nothing() -> None:
    for mode in (Mode.WATCH, Mode.WHY, Mode.HELP):
        state = ViewState(mode=mode)
        for text in ("q", "c", "y", "f", " "):
            came = pressed(state, Typed(text, pasted=True), BOARD, ROOM)
            assert (came.state, came.action) == (state, None)
    assert action(ViewState(mode=Mode.CLEAR), Typed("y", pasted=True)) is None


@pytest.mark.parametrize("key", [" ", "p"])
def test_a_pause_holds_the_board_until_it_is_pressed_again(key: str) -> None:
    paused = after(key)
    assert paused.held is BOARD
    assert after(key, state=paused).held is None


def test_a_pause_keeps_the_first_board() -> None:
    later = replace(BOARD, version=BOARD.version + 1)
    state = after(" ")
    assert state.shown(later) is BOARD
    assert after("f", state=state, board=later).held is BOARD


def test_a_new_run_forgets_what_referred_to_the_old() -> None:
    state = replace(after(" ", Key.DOWN, Key.ENTER), needle="x")
    anew = state.facing(replace(BOARD, run=1))
    assert (anew.held, anew.selected, anew.mode, anew.needle) == (None, None, Mode.WATCH, "x")
    assert state.facing(BOARD) is state


def test_typing_filters_as_it_is_typed() -> None:
    assert listed(after("/", "MATOMO")) == [12, 7, 3]
    assert listed(after("/", "matomo early")) == [3]
    assert listed(after("/", "T104")) == [2]
    assert listed(after("/", "open adnet")) == [11]
    assert listed(after("/", "undeclared")) == [9, 8, 6, 2]
    assert listed(after("/", "no such")) == []


def test_enter_keeps_a_filter_and_escape_clears_it() -> None:
    kept = after("/", "uid", Key.ENTER)
    assert (kept.mode, kept.needle) == (Mode.WATCH, "uid")
    assert after(Key.ESCAPE, state=kept).needle == ""
    assert after("/", "uid", Key.ESCAPE) == ViewState()


def test_a_filter_is_edited() -> None:
    assert after("/", "uid  two", Key.BACKSPACE, Key.ERASE_WORD).needle == "uid  "
    assert after("/", "uid", Key.ERASE_LINE).needle == ""
    assert after("/", Typed("pasted", pasted=True)).needle == "pasted"
    assert len(after("/", "x" * 300).needle) == 100


def test_the_arrows_choose_while_filtering() -> None:
    state = after("/", "matomo", Key.DOWN, Key.DOWN)
    assert (state.mode, chosen(state)) == (Mode.FILTER, 7)
    assert chosen(after("x", state=state)) is None


def test_flagged_alone_are_listed_until_pressed_again() -> None:
    assert listed(after("f")) == [8, 4, 3, 2]
    assert listed(after("f", "f")) == listed(ViewState())
    assert not after("f", Key.ESCAPE).flagged


def test_a_rule_flags_a_row_that_is_permitted() -> None:
    row = boards.row_of(1, "a", "a.example", Verdict.PERMITTED, rules=("T202",))
    assert list(listed_rows(boards.board_of(row), ViewState(flagged=True))) == [row]


def test_the_arrows_choose_rows_and_home_follows_the_newest_again() -> None:
    assert chosen(after(Key.DOWN)) == 12
    assert chosen(after(Key.DOWN, Key.DOWN)) == 11
    assert chosen(after(Key.DOWN, Key.UP)) is None
    assert chosen(after(Key.UP)) is None
    assert chosen(after(Key.PAGE_DOWN)) == 9
    assert chosen(after(Key.PAGE_DOWN, Key.PAGE_DOWN, Key.PAGE_UP)) == 9
    assert chosen(after(Key.END)) == 1
    assert chosen(after(Key.END, Key.DOWN)) == 1
    assert chosen(after(Key.END, Key.HOME)) is None
    assert chosen(after(Key.DOWN, Key.ESCAPE)) is None


def test_a_chosen_row_stays_chosen_as_others_cross() -> None:
    state = after(Key.DOWN, Key.DOWN)
    grown = replace(
        BOARD, rows=(boards.row_of(14, "b", "b", None), boards.row_of(13, "a", "a", None), *BOARD.rows)
    )
    window = window_of(grown, state, 6)
    assert window.chosen is not None
    assert window.rows[window.chosen].id == 11
    assert chosen(after(Key.DOWN, state=state, board=grown)) == 10


def test_a_chosen_row_that_left_gives_way_to_the_next_older() -> None:
    state = after(Key.DOWN, Key.DOWN)
    left = replace(BOARD, rows=tuple(row for row in BOARD.rows if row.id != 11))
    window = window_of(left, state, 4)
    assert window.chosen is not None
    assert window.rows[window.chosen].id == 10
    assert window_of(replace(BOARD, rows=BOARD.rows[:1]), after(Key.END), 4).chosen == 0


def test_enter_shows_why_and_the_arrows_go_on() -> None:
    state = after(Key.ENTER)
    assert (state.mode, chosen(state)) == (Mode.WHY, 12)
    assert chosen(after(Key.DOWN, state=state)) == 11
    assert chosen(after(Key.UP, state=state)) == 12
    assert chosen(after(Key.END, Key.HOME, state=state)) == 12
    assert after(Key.ESCAPE, state=state).mode is Mode.WATCH
    assert after(Key.ENTER, state=state).mode is Mode.WATCH
    assert after(Key.ENTER, board=boards.empty_board()).mode is Mode.WATCH


def test_a_longer_text_is_scrolled_within_its_ends() -> None:
    for state in (after("h"), after(Key.ENTER)):
        assert after(Key.PAGE_DOWN, state=state).scroll == 4
        assert after(*[Key.PAGE_DOWN] * 5, state=state).scroll == 9
        assert after(Key.PAGE_DOWN, Key.PAGE_UP, Key.PAGE_UP, state=state).scroll == 0
    assert after("h", Key.END, Key.UP).scroll == 8
    assert after("h", Key.END, Key.HOME).scroll == 0


@pytest.mark.parametrize("key", ["h", "?"])
def test_help_is_shown_until_pressed_again(key: str) -> None:
    assert after(key).mode is Mode.HELP
    assert after(key, key).mode is Mode.WATCH
    assert after(key, Key.ESCAPE).mode is Mode.WATCH


def test_to_begin_anew_is_asked_first() -> None:
    asking = after("c")
    assert asking.mode is Mode.CLEAR
    assert action(asking, "y") == Restart()
    for key in ("n", Key.ENTER, Key.ESCAPE, " "):
        assert action(asking, key) is None
        assert after(key, state=asking).mode is Mode.WATCH


def test_a_report_is_saved_under_a_name_that_can_be_changed() -> None:
    state = after("s", state=ViewState(setting=Setting(ending=".html")))
    assert (state.mode, state.typed) == (Mode.SAVE, "temoin-2025-11-24-160006.html")
    assert action(state, Key.ENTER) == Save("temoin-2025-11-24-160006.html")
    other = after(Key.ERASE_LINE, "~/my report.json ", state=state)
    assert action(other, Key.ENTER) == Save("~/my report.json")
    assert action(after(Key.ERASE_LINE, state=state), Key.ENTER) is None
    assert after(Key.ESCAPE, state=state).mode is Mode.WATCH


@pytest.mark.parametrize("now", [None, 1e300, -1e18, float("nan")])
def test_a_name_is_offered_whatever_the_clock(now: float | None) -> None:
    assert after("s", board=replace(BOARD, now=now)).typed == "temoin.txt"


def test_without_a_way_to_save_none_is_offered() -> None:
    assert after("s", state=ViewState(setting=Setting(saves=False))).mode is Mode.WATCH


def test_what_was_said_is_there_until_a_key_is_pressed() -> None:
    said = ViewState(said="the report is in x.txt")
    assert after("x", state=said).said == ""


def test_the_picture_can_be_asked_for_anew_in_any_mode() -> None:
    for mode in Mode:
        assert action(ViewState(mode=mode), Key.REDRAW) == Redraw()


PRESSES = (
    st.sampled_from(list(Key))
    | st.sampled_from("pf/csh?yxq ").map(Typed)
    | st.text(max_size=5).map(lambda text: Typed(text, pasted=True))
)


@given(st.lists(PRESSES, max_size=30))
def test_no_keys_lead_astray(presses: list[Press]) -> None:
    state = ViewState()
    for number, press in enumerate(presses):
        board = (BOARD, boards.empty_board(), replace(BOARD, rows=BOARD.rows[:3]))[number % 3]
        state = pressed(state, press, board, ROOM).state.facing(board)
        window = window_of(state.shown(board), state, 5)
        assert window.chosen is None or 0 <= window.chosen < len(window.rows)
