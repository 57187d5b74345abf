"""Markdown as blocks, and what emphasis does not do to names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charters.blocks import document, outline
from temoin.charters.document import Table


def names(markdown: str) -> list[str]:
    (table,) = [block for block in document(markdown).blocks if isinstance(block, Table)]
    return [row.cells[0].names for row in table.rows[1:]]


def test_headings_tables_lists_and_code() -> None:
    charter = (
        "# A\n\nb *c*\n\n| Name | Why |\n|---|---|\n| `x` | y \\| z |\n\n"
        "- **_ga** – counts\n- `sid`: keeps\n  - inner\n"
    )
    assert outline(charter) == [
        "h1 A", "p b c", "| Name | Why", "| x | y | z", "- [_ga] – counts", "- `sid` : keeps", "  - inner",
    ]  # fmt: skip


def test_names_keep_the_signs_that_markdown_takes_for_emphasis() -> None:
    rows = [
        "_ga_<ID>",
        "_pk_id.*, _pk_ses.*",
        "**_ga**",
        "`_ga_*`",
        r"\_ga\_\*",
        "_ga_<container-id>",
        "_ga_&lt;ID&gt;",
    ]
    charter = "# x\n\n| Name | Why |\n|---|---|\n" + "".join(f"| {row} | y |\n" for row in rows)
    assert names(charter) == [
        "_ga_<ID>", "_pk_id.*, _pk_ses.*", "_ga", "_ga_*", "_ga_*", "_ga_<container-id>", "_ga_<ID>",
    ]  # fmt: skip


def test_prose_loses_the_marks_of_emphasis_and_nothing_else() -> None:
    charter = "# x\n\nSe *souvenir* de __votre__ choix, 2 * 3 * 4, d'un_nom_ici, \\*pas\\*"
    assert outline(charter)[1] == "p Se souvenir de votre choix, 2 * 3 * 4, d'un_nom_ici, *pas*"


def test_a_footnote_is_left_out_and_what_only_looks_like_one_is_not() -> None:
    assert outline("# x\n\nKeeps you in[^1], and \\[^2]") == ["h1 x", "p Keeps you in, and [^2]"]


def test_a_table_without_its_line_of_dashes_is_one_all_the_same() -> None:
    assert outline("## x\n\n| Nom | Durée |\n|---|\n| a_b | 1 an |") == [
        "h2 x",
        "| Nom | Durée",
        "| a_b | 1 an",
    ]


def test_breaks_in_cells_and_html_in_markdown() -> None:
    charter = (
        "# x\n\n| a | b |\n|---|---|\n| _ga<br/>_gid | c<sup>1</sup> |\n\n<table><tr><td>e<td>f</table>\n"
    )
    assert outline(charter) == ["h1 x", "| a | b", "| _ga\n_gid | c", "| e | f"]


def test_terms_with_definitions() -> None:
    assert outline("# x\n\nsid\n: A session cookie.\n: Two weeks.") == [
        "h1 x",
        "- [sid] A session cookie.\nTwo weeks.",
    ]


def test_a_table_in_a_block_of_code_and_front_matter() -> None:
    charter = "---\ntitle: x\n---\n# y\n\n```\nName   | Expires\nsid    | session\n```\n"
    assert outline(charter) == ["h1 y", "| Name | Expires", "| sid | session"]


def test_places_are_lines_of_the_file() -> None:
    (table,) = [
        block
        for block in document("---\na: b\n---\n# y\n\n| Name | Why |\n|---|---|\n| a | b |\n").blocks
        if isinstance(block, Table)
    ]
    assert [row.place for row in table.rows] == ["line 6", "line 8"]


SIGNS = [
    "# ",
    "| ",
    "|-|-|",
    "\n",
    "\n\n",
    "- ",
    "  ",
    "**",
    "*",
    "_",
    "`",
    "<td>",
    "<table>",
    "<!--",
    "-->",
    "[",
    "](",
]
PIECES = st.sampled_from([*SIGNS, ">", "_ga", ": ", "1. ", "```", "\\", "&lt;", "---"])


@given(st.lists(PIECES, max_size=50).map("".join))
def test_any_heap_of_signs_is_read(heap: str) -> None:
    assert document("# x\n" + heap).kind == "markdown"


@pytest.mark.parametrize(
    "heap", ["**a " * 20_000, "*a_ " * 20_000, "[" * 20_000, "`" * 19_999, "<b>" * 20_000, "&" * 20_000]
)
def test_signs_that_are_never_closed_take_no_time(heap: str) -> None:
    assert document("# x\n\n" + heap).blocks
