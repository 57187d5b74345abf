"""The screen on a real terminal: drawn, typed at, suspended, resized, and ended in every way there is."""

import io
import signal
import sys
import time
from pathlib import Path

import pytest

from temoin.watching.screen.held_output import HeldOutput
from temoin.watching.screen.terminal import bears_a_screen
from watching.screen.pseudo_terminal import PseudoTerminal

XOFF = "\x13"
SUSPEND = "\x1a"
INTERRUPT = "\x03"

BROKEN = """
import sys
from temoin.watching.screen import __main__, running
class Broken(running.LiveScreen):
    def __rich_console__(self, *_):
        raise RuntimeError("secret")
running.LiveScreen = Broken
sys.exit(__main__.main())
"""
CHATTY = """
import sys, threading
from temoin.watching.screen import __main__
threading.Timer(0.2, lambda: print("meanwhile\\x1b[2J", file=sys.stderr)).start()
sys.exit(__main__.main())
"""
SLOW = """
import sys, time
from temoin.watching.screen import __main__
write = __main__.write_whole
def slowly(file, data):
    time.sleep(0.5)
    write(file, data)
__main__.write_whole = slowly
sys.exit(__main__.main())
"""


def test_a_terminal_that_read_nothing_for_a_while_soon_shows_what_is() -> None:
    with PseudoTerminal("--rate", "20", size=(120, 40)) as terminal:
        terminal.shows("· exempt")
        time.sleep(4)
        begun = time.monotonic()
        terminal.read_while(lambda: time.monotonic() < begun + 1)
        stale = terminal.picture
        terminal.read_while(lambda: terminal.picture == stale and time.monotonic() < begun + 15)
        assert time.monotonic() - begun < 6


def test_a_visit_is_watched_and_keys_are_obeyed(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    with PseudoTerminal("--rate", "50", size=(120, 40)) as terminal:
        assert "○ unset  from the start" in terminal.shows("· exempt")
        terminal.press(" ")
        terminal.shows("PAUSED")
        terminal.press(" /uid")
        terminal.shows("with uid")
        terminal.press("\x1b")
        terminal.shows("space pause")
        terminal.press("\x1b[B\x1b[B")
        terminal.shows("\n› ")
        terminal.press("\r")
        terminal.shows("│ declared")
        terminal.press("\x1b")
        terminal.shows("Findings so far")
        terminal.press("?")
        terminal.shows("its category needs no consent")
        terminal.press("?s\x15" + str(report) + "\r")
        terminal.shows(f"the report is in {report}")
        terminal.press("s\x15" + str(tmp_path) + "\r")
        terminal.shows("is a folder (name a file)")
        terminal.press("c")
        terminal.shows("Begin anew, with a new visitor?")
        terminal.press("y")
        terminal.shows("+0 s")
        terminal.press("\x1b[200~q\x1b[201~")
        terminal.resize(70, 20)
        terminal.shows("at  way   verdict")
        terminal.press("q")
        terminal.until("ended 0")
        assert terminal.is_left
        assert terminal.modes == terminal.before
    assert "were made up" in report.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT])
def test_whatever_ends_it_the_terminal_is_left_as_it_was_found(number: signal.Signals) -> None:
    with PseudoTerminal() as terminal:
        terminal.shows("Crossed")
        assert terminal.modes != terminal.before
        terminal.signal(number)
        terminal.until(f"ended {0 if number is signal.SIGINT else -number}")
        assert terminal.is_left
        assert terminal.modes == terminal.before


def test_ctrl_c_ends_it_without_a_word() -> None:
    with PseudoTerminal() as terminal:
        terminal.shows("Crossed")
        terminal.press(INTERRUPT)
        terminal.until("ended 0")
        assert terminal.is_left
        assert terminal.after.split() == ["ended", "0"]


def test_ctrl_s_stops_nothing() -> None:
    with PseudoTerminal() as terminal:
        terminal.shows("Crossed")
        terminal.press(XOFF + " ")
        terminal.shows("PAUSED")


def test_a_terminal_that_reads_no_more_holds_up_nobody() -> None:
    with PseudoTerminal("--rate", "500", "--seconds", "0.6", size=(200, 50)) as terminal:
        terminal.shows("Crossed")
        deadline = time.monotonic() + 5
        while terminal.modes != terminal.before and time.monotonic() < deadline:
            time.sleep(0.05)
        assert terminal.modes == terminal.before
        terminal.until("ended 0")
        assert terminal.is_left


def test_a_window_that_is_closed_ends_it() -> None:
    with PseudoTerminal() as terminal:
        terminal.shows("Crossed")
        terminal.hang_up()
        assert terminal.shell.wait(10) is not None


def test_it_is_suspended_and_resumed_as_any_program_is() -> None:
    with PseudoTerminal() as terminal:
        terminal.shows("Crossed")
        terminal.press(SUSPEND)
        terminal.until("stopped True")
        assert terminal.is_left
        assert terminal.modes == terminal.before
        terminal.press("\n")
        terminal.until("\x1b[?1049h", count=2)
        terminal.shows("Crossed")
        assert terminal.modes != terminal.before
        terminal.press("q")
        terminal.until("ended 0")
        assert terminal.is_left
        assert terminal.modes == terminal.before


def test_in_the_background_it_leaves_the_terminal_alone() -> None:
    with PseudoTerminal("--rate", "50", BACKGROUND="1") as terminal:
        terminal.until("job ")
        time.sleep(0.5)
        terminal.press("\n")
        text = terminal.until("\x1b[?1049h")
        assert text.replace("\r", "").partition("\x1b")[0].count("\n") <= 2
        terminal.shows("· exempt")
        terminal.press("q")
        terminal.until("ended 0")
        assert terminal.modes == terminal.before


def test_a_defect_of_the_screen_ends_the_screen_and_not_the_watch() -> None:
    with PseudoTerminal(program=BROKEN) as terminal:
        terminal.until("in plain lines")
        terminal.until("page 1  https://opendata.reseda.fr/explore/")
        terminal.press(INTERRUPT)
        terminal.until("ended 0")
        assert terminal.is_left
        assert terminal.modes == terminal.before
        assert "a defect of the screen's own: RuntimeError at <string>:6" in terminal.after
        assert "secret" not in terminal.after


def test_what_others_print_meanwhile_is_printed_when_the_screen_is_gone() -> None:
    with PseudoTerminal(program=CHATTY) as terminal:
        terminal.shows("Crossed")
        time.sleep(0.4)
        terminal.press("q")
        text = terminal.until("ended 0")
        assert text.count("meanwhile") == 1
        assert "meanwhile\\x1b[2J" in terminal.after


def test_a_report_that_is_still_being_written_at_the_end_is_waited_for(tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    with PseudoTerminal(program=SLOW) as terminal:
        terminal.shows("Crossed")
        terminal.press("s\x15" + str(report) + "\r")
        terminal.shows("writing ")
        terminal.press("q")
        terminal.until("ended 0")
        assert f"temoin: the report is in {report}" in terminal.after
    assert report.exists()


def test_a_dumb_terminal_gets_plain_lines() -> None:
    with PseudoTerminal("--rate", "50", TERM="dumb") as terminal:
        terminal.until("page 1  https://opendata.reseda.fr/explore/")
        terminal.press(INTERRUPT)
        text = terminal.until("ended 0")
        assert "\x1b" not in text


def test_a_terminal_that_knows_ascii_alone_gets_ascii() -> None:
    with PseudoTerminal(PYTHONUTF8="0", PYTHONIOENCODING="ascii") as terminal:
        assert terminal.shows("> open").isascii()


def test_no_terminal_bears_no_screen() -> None:
    assert not bears_a_screen(io.StringIO())


def test_what_others_print_is_kept_until_the_screen_is_gone(capsys: pytest.CaptureFixture[str]) -> None:
    held = HeldOutput()
    held.take()
    print("one\x1b[2J")
    print("two", end="", file=sys.stderr)
    assert capsys.readouterr() == ("", "")
    held.give_back()
    held.give_back()
    assert capsys.readouterr() == ("", "one\\x1b[2J\ntwo\n")


def test_what_others_print_without_end_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    held = HeldOutput()
    held.take()
    for number in range(1000):
        print(number)
    held.give_back()
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "(800 earlier lines are left out)"
    assert lines[1:] == [str(number) for number in range(800, 1000)]


def test_streams_that_somebody_else_replaced_are_left_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    held = HeldOutput()
    held.take()
    theirs = io.StringIO()
    monkeypatch.setattr(sys, "stdout", theirs)
    held.give_back()
    assert sys.stdout is theirs
