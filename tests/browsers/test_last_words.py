"""What a dead browser wrote, made into a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.browsers.last_words import last_words

NO_SCREEN = """\
/usr/bin/chromium: 9: [: 25276502016: unexpected operator
[30058:30089:1124/121029.203791:ERROR:dbus/bus.cc:405] Failed to connect to the bus: no such file
[30058:30058:1124/121029.294156:ERROR:ui/ozone/platform/x11/ozone_platform_x11.cc:257] Missing X server or $DISPLAY
[30058:30058:1124/121029.294176:ERROR:ui/aura/env.cc:253] The platform failed to initialize.  Exiting.
[30079:30079:0100/000000.339381:ERROR:content/zygote/zygote_linux.cc:662] write: Broken pipe (32)
"""


def test_the_line_that_says_why_is_found_among_the_others() -> None:
    found = last_words(NO_SCREEN)
    assert found.text == "Missing X server or $DISPLAY"
    assert "DISPLAY" in found.mend


def test_a_line_that_chromium_calls_fatal_counts_most() -> None:
    found = last_words(
        "before\n[1:2:1124/123511.478616:FATAL:chrome/browser/x.cc:315] It cannot be.\nafter\n"
        "[1124/123511.497662:ERROR:third_party/crashpad/util/file.cc:145] open /sys/x: No such file (2)\n"
    )
    assert found.text == "It cannot be."


def test_a_folder_too_deep_for_chromium_is_told_apart() -> None:
    found = last_words(
        "[1:2:FATAL:process_singleton_posix.cc:315] Socket path too long: /tmp/x/SingletonSocket."
    )
    assert found.text == "Socket path too long: /tmp/x/SingletonSocket."
    assert "TMPDIR" in found.mend


def test_firefox_without_a_screen_is_told_the_same() -> None:
    found = last_words("Error: no DISPLAY environment variable specified\n")
    assert found.text == "Error: no DISPLAY environment variable specified"
    assert found.mend.startswith("it needs a screen")


def test_where_no_line_is_known_the_last_one_that_is_no_noise_counts() -> None:
    assert last_words("first\nthe reason\nGLib-GIO: whatever\n").text == "the reason"
    assert last_words("GLib: noise alone\n").text == "GLib: noise alone"


@pytest.mark.parametrize("written", ["", "\n\n", "\x00\x1b \u202e"])
def test_nothing_said_is_nothing(written: str) -> None:
    assert last_words(written).text == ""


@given(st.text(alphabet=st.characters(), max_size=600))
def test_whatever_was_written_becomes_one_printable_line(written: str) -> None:
    text = last_words(written).text
    assert text.isprintable()
    assert len(text) <= 240


def test_an_escape_sequence_does_not_reach_a_terminal() -> None:
    assert last_words("\x1b[2Jgone\x07").text == "[2Jgone"
