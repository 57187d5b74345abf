from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from temoin.views.screen.columns import Column, Columns
from temoin.views.terminal import plain_text

NAME = Column("name", flexible=True)
COUNT = Column("count", right=True)
ORIGIN = Column("origin", spare=True)


def lines(
    columns: tuple[Column, ...], *rows: tuple[str, ...], width: int = 40, headed: bool = True
) -> list[str]:
    table = Columns(columns, [tuple(Text(cell) for cell in row) for row in rows], headed=headed)
    return [line.rstrip() for line in plain_text(table, width).decode().splitlines()]


def test_columns_are_as_wide_as_they_need() -> None:
    assert lines((NAME, COUNT), ("sessionid", "3"), ("_ga", "12")) == [
        "  name       count",
        "  sessionid      3",
        "  _ga           12",
    ]


def test_without_headings_their_width_does_not_count() -> None:
    assert lines((NAME, COUNT), ("a", "3"), ("b", "12"), headed=False) == ["  a          3", "  b         12"]


def test_a_long_name_is_folded_then_shortened_and_pushes_nothing_out() -> None:
    assert lines((NAME, COUNT), ("abcdefghij" * 10, "3"), width=29) == [
        "  name                  count",
        "  abcdefghijabcdefghij      3",
        "  abcdef…hijabcdefghij",
    ]


def test_a_spare_column_gives_way_to_what_must_be_read() -> None:
    row = ("a_rather_long_name", "response", "3")
    assert "origin" in lines((NAME, ORIGIN, COUNT), row, width=40)[0]
    assert "origin" not in lines((NAME, ORIGIN, COUNT), row, width=26)[0]


def test_a_cell_may_hold_two_texts() -> None:
    table = Columns((NAME,), [((Text("sessionid"), Text("example.org")),)])
    assert plain_text(table, 40).decode().split() == ["name", "sessionid", "example.org"]


@given(st.lists(st.text(st.characters(categories=("L", "N")), max_size=60), min_size=1), st.integers(40, 120))
def test_no_row_is_wider_than_the_console(names: list[str], width: int) -> None:
    rows = [(name, name[:8], "1") for name in names]
    assert all(cell_len(line) <= width for line in lines((NAME, ORIGIN, COUNT), *rows, width=width))
