"""Plain text as blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.blocks import document, outline

COPIED = """\
Charte cookies

Cookies nécessaires

Prestataire\tNom du cookie\tFinalité
Opendatasoft\tsessionid\tSe souvenir.

\tcsrftoken\tProtéger.

Autres
"""


def test_a_table_of_tabs_may_have_blank_lines_between_its_rows() -> None:
    assert outline(COPIED) == [
        "h7 Charte cookies", "h7 Cookies nécessaires", "| Prestataire | Nom du cookie | Finalité",
        "| Opendatasoft | sessionid | Se souvenir.", "|  | csrftoken | Protéger.", "h7 Autres",
    ]  # fmt: skip


def test_a_table_of_bars_and_a_drawn_one() -> None:
    assert outline("a | b\n---+---\nc | d\n") == ["| a | b", "| c | d"]
    drawn = (
        "+-----+------+\n| a   | b    |\n+=====+======+\n| c   | d    |\n|     | more |\n"
        "+-----+------+\n| e   | f    |\n+-----+------+"
    )
    assert outline(drawn) == ["| a | b", "| c | d\nmore", "| e | f"]


def test_a_table_of_spaces_has_rows_that_begin_with_a_name() -> None:
    text = (
        "Name        Purpose                    Expires\n"
        "session_id  Keeps you signed in,       When you close\n"
        "            so that nothing is lost.   the browser\n"
        "_csrf       Protects forms.            20 hours\n"
        "\n"
        "That is all there is to say.\n"
    )
    assert outline(text) == [
        "| Name | Purpose | Expires",
        "| session_id | Keeps you signed in,\nso that nothing is lost. | When you close\nthe browser",
        "| _csrf | Protects forms. | 20 hours",
        "p That is all there is to say.",
    ]


def test_headings_are_short_lines_that_end_no_sentence() -> None:
    text = "COOKIES\n=======\n\n2. Statistics\n\nWe count visits. Nobody is named.\n\nShort sentence.\n"
    assert outline(text) == [
        "h1 COOKIES",
        "h7 Statistics",
        "p We count visits. Nobody is named.",
        "p Short sentence.",
    ]


def test_lists_nest_by_their_indentation() -> None:
    text = "• a_b : one\n  - Durée : 1 an\n• c_d : two,\n  goes on\n"
    assert outline(text) == ["- a_b : one", "  - Durée : 1 an", "- c_d : two,\ngoes on"]


PIECES = ["a", " ", "   ", "\t", "|", "-", "\n", "\n\n", "Name", "Expires", "+--+", "• ", "===", "1. "]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_is_read(text: str) -> None:
    assert document("x\n" + text).blocks


@pytest.mark.parametrize("depth", [1, 5, 60, 400])
def test_what_nests_without_end_is_read(depth: int) -> None:
    assert document("x\n" + "".join(" " * level + "- x\n" for level in range(depth))).blocks
