"""The HTML report as a file: closed to the net, safe whatever is in it, whole without its script."""

import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import temoin
import temoin.watching.page as live
from temoin.identity import Entry, Identity
from temoin.report import Allowed, BaselineUsed, Blind, Exchange, Known, Proof, Recorded, Report, SettingsUsed
from temoin.settings import Settings
from temoin.views import Language, needs_exchanges, view_for, view_named
from temoin.views.html import document, shown
from temoin.vocabulary import Certainty, Party
from views import reports
from views.html.reading import Read, hash_of, read, rendered
from views.oracles import html_errors, needs_npm
from views.shipped import RECORDINGS, report_on

ROOT = Path(__file__).resolve().parents[3]
SPACES = "\n\u00a0\u202f"

NASTY = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>",
    "<img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" style="color:red',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
    "\\u003c/script\\u003e",
    "\x00\x1b[2J\r\n\t",
    "\u202egnp.exe\u2066",
    "\u2028\u2029",
    "a" * 4096,
    "&lt;b&gt;&amp;",
)
REPORTS: dict[str, Report] = {
    "empty": reports.empty_report(),
    "clear": reports.clear_report(),
    "leaky": reports.leaky_report(),
    "verbose": reports.verbose_report(),
    "visitors": reports.several_visitors_report(),
    "sessions": reports.several_sessions_report(),
    "many": reports.many_findings_report(),
    "hostile": reports.hostile_report(),
    "nasty": reports.hostile_report(NASTY),
}


@cache
def whole(name: str, language: Language = Language.ENGLISH, *, verbose: bool = True) -> bytes:
    """One of `REPORTS`, rendered once."""
    return rendered(REPORTS[name], language, verbose=verbose)


def full(name: str) -> Report:
    """A report in which every part has something that bears a name."""
    base = reports.hostile_report([name, f"{name}2", f"{name}3", f"{name}4", f"{name}5", f"{name}6"])
    session = base.sessions[0]
    exchanges = session.exchanges or ()
    more = replace(
        session,
        allowed=(Allowed(session.findings[0], name, "2027-01-01", 3),),
        known=(Known(session.findings[1], name, 4),),
        blind=(Blind("pinned", name, 2, name), Blind(f"other {name}", name, 1, name)),
        recorded=(Recorded(name, "ab" * 32, 12),),
        policies_used=(reports.policy_used(name),),
        proof=Proof(1, exchanges[:1], ()),
    )
    entry = Entry(Identity("T101", name, name, Party.THIRD), name, 2)
    return replace(base, sessions=(more,), baseline=BaselineUsed(name, "cd" * 32, 2, (entry,)))


def test_it_is_found_by_its_name_and_its_ending() -> None:
    assert view_named("html").ending == ".html"
    assert view_for("out/Report.HTML") is view_named("html")
    assert needs_exchanges(view_named("html"))
    assert not needs_exchanges(view_named("json"))


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_loads_nothing_and_admits_nothing_else(name: str, language: Language) -> None:
    found = read(whole(name, language))
    [style], [script] = found.raw_of("style"), found.raw_of("script", "module")
    assert found.policy == (
        f"default-src 'none'; style-src '{hash_of(style)}'; script-src '{hash_of(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert not found.values("src")
    assert not found.values("style")
    assert not [name for _, name, _ in found.attributes if name.startswith("on")]
    assert all(link.startswith(("#", "data:image/svg+xml;base64,")) for link in found.values("href"))
    assert "url(" not in style.replace('url("#unsure-hatch")', "").replace('url("#unread-hatch")', "")
    assert "@import" not in style
    assert {kind for tag, kind, _ in found.raw if tag == "script"} <= {"module", "application/json"}


def test_every_recording_is_valid_by_the_standard() -> None:
    needs_npm()
    documents = {f"{name}.html": rendered(report_on(name)) for name in RECORDINGS}
    documents |= {f"{name}.fr.html": whole(name, Language.FRENCH) for name in REPORTS}
    assert len(documents) > 20
    assert html_errors(documents) == []
    assert html_errors({"wrong.html": b"<!doctype html><p><div></p>"}) != []


@pytest.mark.parametrize("name", REPORTS)
def test_every_link_within_leads_somewhere_and_no_place_is_named_twice(name: str) -> None:
    found = read(whole(name))
    places = found.values("id")
    assert len(places) == len(set(places))
    links = {link[1:] for link in found.values("href") if link.startswith("#")}
    labels = {place for value in found.values("aria-labelledby") for place in value.split()}
    assert links | labels <= set(places)


@pytest.mark.parametrize("name", REPORTS)
def test_no_character_acts_unseen(name: str) -> None:
    text = whole(name, Language.FRENCH).decode()
    assert {char for char in text if not char.isprintable() and char not in SPACES} == set()


OF_LENGTH = ("pre", "code", "circle", "path")
"""What is there only where a name can be typed, or is as long as numbers are."""

FITTED = ("textlength", "lengthadjust")
"""What a drawing says of a text that is too wide for it."""


@cache
def harmless() -> Read:
    return read(rendered(full("a"), verbose=True))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.text(min_size=1, max_size=60) | st.sampled_from(NASTY))
def test_no_name_changes_the_markup(name: str) -> None:
    hostile = read(rendered(full(name), verbose=True))
    tags = [
        [
            (tag, tuple(one for one in attributes if one not in FITTED))
            for tag, attributes in found.tags
            if tag not in OF_LENGTH
        ]
        for found in (harmless(), hostile)
    ]
    assert tags[0] == tags[1]
    assert len(hostile.raw) == len(harmless().raw)
    for points in hostile.raw_of("script", "application/json"):
        assert all(char.isprintable() for pair in json.loads(points)["names"] for char in "".join(pair))


@pytest.mark.parametrize("piece", ["<img", "<script>alert", "<!--", "]]>", 'onmouseover="', "\x00", "49{"])
def test_nothing_that_a_site_chose_is_markup(piece: str) -> None:
    assert piece not in whole("nasty").decode()


def test_what_a_site_chose_is_told_as_it_is() -> None:
    text = whole("nasty").decode()
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "{{ 7 * 7 }}{% raw %}" in text
    assert "&amp;lt;b&amp;gt;&amp;amp;" in text
    assert "\\u202egnp.exe" in text


def exchanges() -> tuple[Exchange, ...]:
    kept = REPORTS["verbose"].sessions[0].exchanges
    assert kept
    return kept


def test_a_value_is_shown_only_where_it_was_kept_and_that_is_said() -> None:
    text = rendered(REPORTS["verbose"]).decode()
    assert text.count("AHWqT") == 1
    without = tuple(replace(one, value=one.value and replace(one.value, text=None)) for one in exchanges())
    session = replace(REPORTS["verbose"].sessions[0], exchanges=without)
    assert "AHWqT" not in rendered(reports.report_of(session)).decode()
    told = SettingsUsed(Certainty.CERTAIN, False, (), True)
    assert "credentials" in rendered(replace(REPORTS["verbose"], settings=told)).decode()
    assert "credentials" not in text


def test_a_fingerprint_is_told_and_its_key_is_asked_for() -> None:
    marked = tuple(
        replace(one, value=one.value and replace(one.value, fingerprint="f00d")) for one in exchanges()
    )
    session = replace(REPORTS["verbose"].sessions[0], exchanges=marked)
    text = read(rendered(reports.report_of(session))).text
    assert "fingerprint f00d" in text
    assert "--fingerprint-key" in text
    assert "--fingerprint-key" not in read(rendered(REPORTS["verbose"])).text


def test_all_that_was_found_is_there_without_the_script() -> None:
    text = read(rendered(reports.leaky_report())).text
    session = reports.leaky_session()
    for finding in session.findings:
        assert finding.name in text
        if finding.first is not None:
            assert finding.message in text
            assert all(reason in text for reason in finding.reasons)
    for wanted in (
        session.summary,
        "tuid",  # refused by browsers
        "www.legifrance.gouv.fr",  # outside
        "two sites were open",  # not proven
        "3b1f" * 16,  # the policy's hash
        "its format is published nowhere",  # what it assumes
        "refused by TLS pinning",  # a note
        "Let pass by the policy",  # looked for, and nothing to tell
    ):
        assert wanted in text, wanted


def test_what_the_baseline_holds_and_what_of_it_is_gone_is_told() -> None:
    session = reports.leaky_session()
    known = Known(session.findings[0], "ticket 42", 7)
    gone = Entry(Identity("T101", "old_id", "old.example", Party.THIRD), "", 9)
    report = replace(
        reports.report_of(replace(session, findings=session.findings[1:], known=(known,))),
        baseline=BaselineUsed("base.yaml", "cd" * 32, 5, (gone,)),
    )
    text = read(rendered(report)).text
    for wanted in (
        "In the baseline",
        "ticket 42",
        "base.yaml",
        "cd" * 32,
        "Of its 5 findings, 1 did not appear",
        "old_id",
    ):
        assert wanted in text, wanted


def test_what_is_left_out_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "_MOST_CASES", 13)
    monkeypatch.setattr(shown, "_MOST_COOKIES", 25)
    text = read(rendered(reports.many_findings_report())).text
    assert "47 more are not listed here" in text  # findings
    assert "35 more are not listed here" in text  # cookies
    assert "All 60 below" in text


def test_exchanges_that_were_not_kept_are_said_so() -> None:
    assert "were not kept one by one" in read(rendered(reports.leaky_report())).text
    kept = read(rendered(REPORTS["verbose"])).text
    assert "were not kept one by one" not in kept
    total = sum(REPORTS["verbose"].sessions[0].counts.values())
    assert f"shows the first 5 of {total} exchanges" in kept


def test_with_verbose_each_exchange_bears_its_reasons() -> None:
    short, long = (read(rendered(REPORTS["verbose"], verbose=verbose)).text for verbose in (False, True))
    assert "A top-level navigation is its own page." in long
    assert "A top-level navigation is its own page." not in short


def test_a_proof_stands_before_all_else() -> None:
    recording = str(ROOT / "recordings/withdrawn-leaky.flow")
    text = read(rendered(temoin.replay([recording], ["portal"], settings=Settings(why=39)))).text
    assert text.index("Proof of request 39") < text.index("Over time")
    assert "What it rests on" in text


def test_a_report_of_nothing_but_failures_says_why() -> None:
    report = Report(temoin.Outcome.UNREADABLE, (), "0.1.0", failures=("a.flow: no such file",))
    assert "a.flow: no such file" in read(rendered(report)).text


def test_the_same_report_gives_the_same_bytes_wherever_it_is_made(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        file = tmp_path / f"{seed}.html"
        command = [
            sys.executable,
            "-m",
            "temoin",
            "replay",
            "recordings/everything-leaky.flow",
            "--lang",
            "fr",
        ]
        done = subprocess.run(
            [*command, "-o", str(file)], cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (1, b"")
        made.append(file.read_bytes())
    assert made[0] == made[1]
    assert b'<html lang="fr">' in made[0]


def test_line_ends_are_those_that_were_hashed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A checkout on Windows may turn them; a browser turns them back before it hashes."""
    for file in Path(document.__file__).with_name("static").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    monkeypatch.setattr(document, "_HERE", tmp_path)
    document._asset.cache_clear()
    try:
        assert b"\r" not in rendered(reports.clear_report())
    finally:
        monkeypatch.undo()
        document._asset.cache_clear()


def test_the_colours_are_those_of_the_live_page() -> None:
    theirs = (Path(live.__file__).parent / "static" / "page.css").read_text()
    ours = (Path(document.__file__).parent / "static" / "colours.css").read_text()
    tokens = [line.strip() for line in ours.splitlines() if line.strip().startswith("--")]
    assert len(tokens) == 12
    assert [line for line in tokens if line not in theirs] == []


def test_the_logo_is_that_of_the_live_page() -> None:
    ours = Path(document.__file__).parent / "static" / "logo.svg"
    assert ours.read_bytes() == (Path(live.__file__).parent / "static" / "logo.svg").read_bytes()


def test_the_labels_of_a_host_stand_in_their_order_whatever_its_script() -> None:
    """Else a host that begins in Hebrew is set from the right, and seems to begin with its last label."""
    places = [
        dict(re.findall(r'([a-z]+)="([^"]*)"', found))
        for found in re.findall(r"<bdi ([^>]*)>", rendered(full("a"), verbose=True).decode())
    ]
    hosts = [one for one in places if {"name", "chip"}.isdisjoint(one["class"].split())]
    assert hosts
    assert {one.get("dir") for one in hosts} == {"ltr"}
