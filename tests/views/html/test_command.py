"""A report tells how to make it again, and that gives the same report, byte for byte."""

import hashlib
import html
import re
import shlex
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from temoin.cli import main
from temoin.report import Recorded
from temoin.views import Language
from temoin.views.html.command import command_for
from views.html.reading import read, rendered
from views.reports import clear_report, policy_used
from views.shipped import ROOT


def told(document: str) -> str:
    found = re.search(r'<pre class="command" tabindex="0"><code>(.*?)</code></pre>', document)
    return html.unescape(found[1]) if found else ""


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--policy", "portal", "--strict", "--accuse", "inferred", "--lang", "fr"),
        ("--policy", "mine.yaml", "--fail-on", "T101,T103"),
        ("--policy", "portal", "--baseline", "base.yaml"),
    ],
)
def test_the_command_gives_the_same_report(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    recording = "a visit's.flow"
    shutil.copy(ROOT / "recordings/refused-leaky.flow", recording)
    shutil.copy(ROOT / "policies/opendata.reseda.fr.yaml", "mine.yaml")
    main(["baseline", recording, "--policy", "portal", "-o", "base.yaml"])
    main(["replay", recording, *options, "-o", "first.html"])
    first = Path("first.html").read_text()
    words = shlex.split(told(first))
    assert words[:3] == ["temoin", "replay", recording]
    main(words[1:])
    assert Path("report.html").read_text() == first
    assert hashlib.sha256(Path(recording).read_bytes()).hexdigest() in first


def test_several_recordings_taken_as_one_are_named_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("accepted", "refused"):
        shutil.copy(ROOT / f"recordings/{name}.flow", f"{name}.flow")
    main(["replay", "--join", "accepted.flow", "refused.flow", "-o", "first.html"])
    first = Path("first.html").read_text()
    assert "temoin replay accepted.flow refused.flow" in told(first)
    main(shlex.split(told(first))[1:])
    assert Path("report.html").read_text() == first


def command(file: str) -> str:
    report = clear_report()
    session = replace(report.sessions[0], recorded=(Recorded(file, "ab" * 32, 1),))
    return command_for(report, session, Language.ENGLISH)


def test_a_file_named_like_an_option_is_none() -> None:
    assert "./--exit-zero" in command("--exit-zero")


@pytest.mark.parametrize("file", ["-", "a\nb.flow", "a\u202eb.flow", "\x1b[2J", "a\u200bb"])
def test_what_cannot_be_typed_is_no_command(file: str) -> None:
    assert command(file) == ""


def test_a_name_cannot_add_a_command() -> None:
    words = shlex.split(command("x.flow; rm -rf ~ $(id) `id`"))
    assert words[2] == "x.flow; rm -rf ~ $(id) `id`"


def test_a_watch_says_that_a_proxy_watched() -> None:
    report = clear_report()
    assert command_for(report, report.sessions[0], Language.ENGLISH) == ""
    assert "A proxy watched" in read(rendered(report)).text


def test_a_policy_of_no_file_is_no_command() -> None:
    report = clear_report()
    used = replace(policy_used(), file="")
    recorded = (Recorded("a.flow", "", 1),)
    session = replace(report.sessions[0], recorded=recorded, policies_used=(used,))
    assert command_for(report, session, Language.ENGLISH) == ""
