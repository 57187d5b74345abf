import io
import re
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from rich.cells import cell_len
from rich.console import Console

from temoin.report import Report
from temoin.views import ViewOptions
from temoin.views.terminal import Terminal, console_for, export_svg, plain_text
from views import reports
from views.snapshots import expected

REPORTS: dict[str, Callable[[], Report]] = {
    "empty": reports.empty_report,
    "clear": reports.clear_report,
    "leaky": reports.leaky_report,
    "visitors": reports.several_visitors_report,
    "sessions": reports.several_sessions_report,
    "hostile": reports.hostile_report,
    "many": lambda: reports.many_findings_report(12),
}
SGR = re.compile(r"\x1b\[[\d;]*m")


def printed(report: Report, width: int, *, verbose: bool = False) -> bytes:
    return plain_text(Terminal().render(report, ViewOptions(verbose=verbose)), width)


def on_a_terminal(report: Report, encoding: str = "utf-8", **environment: str) -> str:
    """What a terminal of 80 columns gets, with its escapes."""
    raw = io.BytesIO()
    console = Console(
        file=io.TextIOWrapper(raw, encoding=encoding, newline="\n", write_through=True),
        width=80,
        force_terminal=True,
        color_system="standard",
        _environ=environment,
    )
    console.print(Terminal().render(report, ViewOptions(verbose=True)))
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [80, 160])
def test_the_report_reads_as_it_was_read_and_approved(name: str, width: int) -> None:
    produced = printed(REPORTS[name](), width)
    assert produced == expected(f"{name}-{width}.txt", produced)


@pytest.mark.parametrize("width", [80, 160])
def test_every_exchange_is_shown_when_asked_for(width: int) -> None:
    produced = printed(reports.verbose_report(), width, verbose=True)
    assert produced == expected(f"verbose-{width}.txt", produced)


def test_a_terminal_that_knows_ascii_alone_gets_ascii() -> None:
    text = SGR.sub("", on_a_terminal(reports.verbose_report(), "ascii"))
    assert text.encode() == expected("ascii-80.txt", text.encode())
    assert text.isascii()


def test_hostile_text_is_ascii_too_where_asked() -> None:
    assert SGR.sub("", on_a_terminal(reports.hostile_report(), "ascii")).isascii()


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [60, 80, 81, 100, 119, 120, 160, 250])
def test_no_line_is_wider_than_the_console_or_ends_in_blanks(name: str, width: int) -> None:
    lines = printed(REPORTS[name](), width, verbose=True).decode().split("\n")
    assert [line for line in lines if cell_len(line) > width] == []
    assert [line for line in lines if line != line.rstrip(" ")] == []


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", [1, 10, 30])
def test_a_console_too_narrow_to_read_is_still_written_to(name: str, width: int) -> None:
    assert printed(REPORTS[name](), width, verbose=True)


@pytest.mark.parametrize("name", REPORTS)
def test_a_file_holds_nothing_but_text(name: str) -> None:
    text = printed(REPORTS[name](), 80, verbose=True).decode()
    assert all(char.isprintable() or char == "\n" for char in text)


def test_a_terminal_gets_no_escape_but_our_own_colours() -> None:
    text = SGR.sub("", on_a_terminal(reports.hostile_report()))
    assert all(char.isprintable() or char == "\n" for char in text)


def test_markup_from_the_wire_is_shown_and_not_obeyed() -> None:
    text = printed(reports.hostile_report(), 160).decode()
    assert "[red]not red[/red]" in text
    assert "\x1b]8;" not in on_a_terminal(reports.hostile_report())


def test_colours_repeat_what_the_text_says() -> None:
    coloured = on_a_terminal(reports.leaky_report())
    plain = plain_text(Terminal().render(reports.leaky_report(), ViewOptions(verbose=True))).decode()
    assert "\x1b[" in coloured
    assert SGR.sub("", coloured) == plain


def test_no_color_is_heeded() -> None:
    text = on_a_terminal(reports.leaky_report(), NO_COLOR="1")
    colours = {code for found in SGR.findall(text) for code in found[2:-1].split(";") if code}
    assert colours <= {"0", "1", "2", "7"}


def test_a_value_is_shown_only_where_the_report_holds_it() -> None:
    text = printed(reports.verbose_report(), 80, verbose=True).decode()
    assert "AHWqT" in text
    assert "AHWqT" not in printed(reports.leaky_report(), 80, verbose=True).decode()


def test_each_verdict_in_the_table_has_its_mark_explained_and_no_other() -> None:
    text = printed(reports.clear_report(), 80).decode()
    assert "  ✓ permitted   · exempt\n" in text
    assert "✗" not in text


def test_a_file_gets_eighty_columns_whatever_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert console_for(io.StringIO()).width == 80
    monkeypatch.setenv("COLUMNS", "120")
    assert console_for(io.StringIO()).width == 120


def test_several_recordings_end_with_what_they_come_to() -> None:
    text = printed(reports.several_sessions_report(), 80).decode()
    assert "\n▲ 3 recordings: 1 clear, 1 flagged, 1 not read\n" in text
    assert "recordings:" not in printed(reports.clear_report(), 80).decode()


def test_the_picture_is_the_same_each_time_and_loads_nothing() -> None:
    svg = export_svg(reports.leaky_report(), 100, "temoin replay leaky.flow")
    assert svg == export_svg(reports.leaky_report(), 100, "temoin replay leaky.flow")
    assert re.findall(r"""(?:https?:)?//[^\s"'<]+""", re.sub(r"<text.*?</text>", "", svg)) == [
        "http://www.w3.org/2000/svg"
    ]
    assert not re.search(r"@import|@font-face|url\((?!#)|<script|<image|<foreignObject", svg)


def test_the_picture_ignores_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    svg = export_svg(reports.leaky_report(), 100, "temoin")
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "LINES": "3"}.items():
        monkeypatch.setenv(name, value)
    assert export_svg(reports.leaky_report(), 100, "temoin") == svg


def test_the_picture_of_hostile_text_is_well_formed() -> None:
    svg = export_svg(reports.hostile_report(), 100, "</text><script>alert(1)</script>")
    names = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}
    assert names <= {"svg", "style", "defs", "clipPath", "rect", "text", "g", "circle"}


def test_two_thousand_findings_take_a_few_seconds() -> None:
    report = reports.many_findings_report(2000)
    began = time.process_time()
    printed(report, 80)
    assert time.process_time() - began < 20
