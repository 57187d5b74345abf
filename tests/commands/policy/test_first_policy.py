"""From a saved cookie page to a verdict in three commands, as the documentation shows it.

`python tests/commands/policy/test_first_policy.py` writes the saved page anew.
"""

import re
import shlex
from pathlib import Path

import pytest

import temoin
from temoin.cli import main
from temoin.portal import CORRECT, PORTAL, Portal, PortalRequest
from temoin.vocabulary import Level

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "addon" / "docs" / "first-policy.md"
SAVED = ROOT / "recordings" / "cookies.html"
FENCED = re.compile(r"^```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STATUSES = {"accepted.flow": 0, "withdrawn-leaky.flow": 1}


def as_saved() -> str:
    """The stand-in portal's cookie page as browsers save one: with the address it came from."""
    request = PortalRequest(
        "GET", PORTAL, "/pages/cookies/", (), body=b"", scheme="https", at=1_700_000_000.0
    )
    page = Portal(CORRECT, seed=1).answer(request).body.decode()
    url = f"https://{PORTAL}/pages/cookies/"
    return page.replace("\n", f"\n<!-- saved from url=({len(url):04}){url} -->\n", 1)


def blocks(page: Path) -> list[str]:
    """The blocks of a page that begin with an import of the saved page."""
    shown: list[str] = FENCED.findall(page.read_text(encoding="utf-8"))
    return [block for block in shown if block.startswith("temoin policy import recordings/cookies.html")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "recordings").symlink_to(ROOT / "recordings")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(block: str) -> None:
    for line in block.splitlines():
        words = shlex.split(line)
        assert words[0] == "temoin"
        recording = next((Path(word).name for word in words if word.endswith(".flow")), "")
        assert main(words[1:]) == STATUSES.get(recording, 0), line


def test_the_page_is_what_the_portal_serves() -> None:
    assert SAVED.read_text(encoding="utf-8") == as_saved()


def test_three_commands_lead_from_the_page_to_a_verdict(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = blocks(DOCS)
    assert len(first.splitlines()) == 3
    run(first)
    told = capsys.readouterr()
    said = re.findall(r"^```text\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)[0]
    assert told.err == said
    assert "site.yaml: 4 notes" in told.out
    assert "7 after withdrawal, 3 not declared, 3 not as" in told.out
    run(second)
    assert "CLEAR" in capsys.readouterr().out
    withdrawn = temoin.replay(["recordings/withdrawn-leaky.flow"], ["site.yaml"])
    flagged = [
        finding.rule
        for session in withdrawn.sessions
        for finding in session.findings
        if finding.level is Level.FLAGGED
    ]
    assert flagged == ["T103"] * 7


def test_the_read_me_shows_the_same_commands_where_it_shows_them(folder: Path) -> None:
    for block in blocks(ROOT / "README.md"):
        assert block == blocks(DOCS)[0]
        run(block)


if __name__ == "__main__":
    SAVED.write_text(as_saved(), encoding="utf-8")
