import string

import pytest

from temoin.views.screen.marks import STATES
from temoin.watching.screen.letters import HEIGHT, large


@pytest.mark.parametrize("word", [stage.mark.word for stage in STATES.values()] + ["withdrawn"])
def test_every_state_can_be_written_large(word: str) -> None:
    lines = large(word)
    assert len(lines) == HEIGHT
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= 40


def test_no_two_letters_look_alike() -> None:
    assert len({large(letter) for letter in string.ascii_lowercase}) == 26


def test_what_is_no_letter_is_left_out() -> None:
    assert large("A\x1b[é") == large("a")
    assert large("") == ("", "")
