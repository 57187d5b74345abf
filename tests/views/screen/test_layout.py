from rich.text import Text

from temoin.views.screen.layout import Flow, Hanging, Title, Trimmed
from temoin.views.terminal import plain_text


def test_a_hanging_text_goes_on_below_its_start() -> None:
    hanging = Hanging(Text("? "), Text("one two three four"), Text("| "))
    assert plain_text(hanging, 12).decode().splitlines() == ["? one two ", "| three four"]


def test_a_hanging_text_keeps_to_its_own_width() -> None:
    hanging = Hanging(Text("  "), Text("one two three four"), width=16)
    assert max(map(len, plain_text(Trimmed(hanging), 80).decode().splitlines())) <= 16


def test_items_flow_without_being_broken() -> None:
    flow = Flow([Text("14 too early"), Text("5 refused"), Text("64 exempt")], gap=2)
    assert plain_text(flow, 25).decode().splitlines() == ["14 too early  5 refused", "64 exempt"]


def test_nothing_flows_into_nothing() -> None:
    assert plain_text(Flow([]), 25) == b"\n"


def test_a_title_fills_its_line() -> None:
    assert plain_text(Title("Cookies", "7"), 20).decode().splitlines() == ["", "Cookies  7 " + "─" * 9, ""]


def test_blanks_at_the_end_of_a_line_are_left_out_but_for_painted_ones() -> None:
    text = Text.assemble("a   \n", ("b  ", "reverse"), "  \n", "   \nc")
    assert plain_text(Trimmed(text), 20) == b"a\nb  \n\nc\n"
