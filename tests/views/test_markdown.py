"""Markdown: what a parser that is not ours makes of it, in how much room."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from temoin.report import Known, Report
from temoin.views import ViewOptions
from temoin.views.markdown import Markdown
from temoin.vocabulary import Outcome
from views import reports
from views.shipped import RECORDINGS, report_on

OWN_TAGS = re.compile(
    r"<!-- temoin -->|</?details>|<details><summary>[^<]*(<code>[^<]*</code>)?</summary>|</?summary>|</?code>"
)
HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "@everyone",
    "a|b",
    "`code`",
    "\\|",
    "![i](https://evil.example/i.png)",
    "https://evil.example/",
    "www.evil.example",
    "#1",
    "</details>",
    "</code></summary>",
    "```",
    "| --- |",
    "<!--",
    "GH-1",
    "a\n\n# heading",
    "&lt;b&gt;",
    "**b**",
    "\\",
    "~~~",
)


def rendered(report: Report) -> str:
    return Markdown().render(report, ViewOptions()).decode()


def tokens(text: str) -> Iterator[Any]:
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    for token in parser.parse(text):
        yield token
        yield from token.children or ()


def plain_text(text: str) -> str:
    """All that is neither code nor a tag: where GitHub looks for links, mentions and references."""
    return " ".join(token.content for token in tokens(text) if token.type == "text")


def safe(text: str) -> None:
    kinds = Counter(token.type for token in tokens(text))
    assert not {"link_open", "image", "autolink"} & set(kinds)
    for token in tokens(text):
        if token.type in ("html_block", "html_inline"):
            assert OWN_TAGS.fullmatch(token.content.strip()), token.content
    bare = plain_text(text)
    assert not re.search(r"@\w|https?:|www\.|#\d|GH-\d|!\[|<", bare), bare
    html = "".join(token.content for token in tokens(text) if token.type == "html_block")
    outside_code = re.sub(r"<code>[^<]*</code>", "", html)
    assert not re.search(r"@\w|https?:|#\d", outside_code)


def tables(text: str) -> list[int]:
    """How many cells each row has."""
    counts: list[int] = []
    for token in tokens(text):
        if token.type == "tr_open":
            counts.append(0)
        if token.type in ("td_open", "th_open"):
            counts[-1] += 1
    return counts


@pytest.mark.parametrize("name", RECORDINGS)
def test_every_recording_is_a_page_with_nothing_that_acts(name: str) -> None:
    text = rendered(report_on(name))
    safe(text)
    assert len(text.encode()) < 60_000
    [session] = report_on(name).sessions
    for finding in session.findings:
        if session.fails(finding):
            assert f"| {finding.rule} | `{finding.name}` | `{finding.domain}` |" in text


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_no_tag_no_link_no_mention_and_breaks_no_table(name: str) -> None:
    names = (name, *HOSTILE[:5])
    text = rendered(reports.hostile_report(names))
    safe(text)
    assert set(tables(text)) <= {1, 5}
    [session] = reports.hostile_report(names).sessions
    assert text.count("<details>") == text.count("</details>\n") or "</details>" in names
    assert len(session.findings) == len(names)


@given(st.lists(st.text(alphabet="`|\\<>@#[]()!*_~&; \n=-:/aw.h1", max_size=12), min_size=6, max_size=6))
def test_any_text_at_all_is_no_tag_no_link_no_mention(names: list[str]) -> None:
    text = rendered(reports.hostile_report(names))
    safe(text)
    assert set(tables(text)) <= {1, 5}


def test_every_recording_together_stays_under_60_kb_and_says_what_was_left_out() -> None:
    sessions = [session for name in RECORDINGS for session in report_on(name).sessions]
    text = rendered(reports.report_of(*sessions, outcome=Outcome.FLAGGED))
    assert len(text.encode()) < 60_000
    assert re.search(r"\n\d+ rows and reasons did not fit in here", text)
    safe(text)


@pytest.mark.parametrize("count", [1_000, 20_000])
def test_cookies_without_end_stay_under_60_kb_and_say_what_was_left_out(count: int) -> None:
    text = rendered(reports.many_findings_report(count))
    assert 40_000 < len(text.encode()) < 60_000
    left_out = re.search(r"([\d,]+) more are left out here", text)
    assert left_out is not None
    assert tables(text).count(5) + int(left_out[1].replace(",", "")) == count + 1
    safe(text)


def test_sessions_without_end_stay_under_60_kb() -> None:
    [session] = report_on("built-in").sessions
    text = rendered(reports.report_of(*[session] * 2_000, outcome=Outcome.FLAGGED))
    assert len(text.encode()) < 60_000
    assert "did not fit in here" in text


def test_failures_without_end_stay_under_60_kb() -> None:
    text = rendered(reports.report_of(failures=tuple(f"{n}.flow: no such file" for n in range(20_000))))
    assert len(text.encode()) < 60_000
    assert "left out" in text


def test_what_is_very_long_is_cut() -> None:
    assert len(rendered(reports.hostile_report()).encode()) < 60_000


def test_what_fails_comes_first_and_the_rest_is_folded() -> None:
    text = rendered(reports.leaky_report())
    assert text.index("### Fails (6)") < text.index("<summary>Notes (3)</summary>")
    assert text.startswith("<!-- temoin -->\n## Témoin: ")


def test_what_the_baseline_holds_is_told_apart_with_its_reason() -> None:
    [session] = reports.leaky_report().sessions
    known = tuple(Known(one, "ticket twelve", 3) for one in session.findings[:2])
    text = rendered(
        reports.report_of(msgspec.structs.replace(session, findings=session.findings[2:], known=known))
    )
    assert "<summary>In the baseline (2)</summary>" in text
    assert text.count("| ticket twelve |") == 2


def test_the_same_report_gives_the_same_bytes() -> None:
    assert rendered(report_on("built-in")) == rendered(report_on("built-in"))
