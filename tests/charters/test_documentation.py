"""The examples of addon/docs/policy.md on charters, run.

`python tests/charters/test_documentation.py` prints what the example charter becomes.
"""

import re
import shlex
from pathlib import Path

import pytest

from temoin import cli
from temoin.charters.given import Given
from temoin.charters.importing import Imported, import_charter
from temoin.charters.kinds import Source, find

PAGE = Path(__file__).resolve().parents[2] / "addon" / "docs" / "policy.md"
SECTION = PAGE.read_text(encoding="utf-8").partition("## From a published charter")[2]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", SECTION, re.MULTILINE | re.DOTALL)


def example() -> Imported:
    data = blocks("markdown")[0].encode()
    return import_charter(find(data).read(Source("cookies.md", data)), Given(), "cookies.md")


def said(imported: Imported) -> str:
    lines = []
    for one in (*imported.unread, *imported.remarks):
        where = f", {one.place}: " if one.place else ": "
        lines.append(f"temoin: cookies.md{where}{f'“{one.text}” ' if one.text else ''}{one.why}\n")
    return "".join(lines)


def test_the_charter_becomes_the_policy_that_is_shown() -> None:
    assert blocks("yaml")[0] == example().text


def test_what_is_said_is_what_is_shown() -> None:
    assert blocks("text")[1] == said(example())


def test_the_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = [line for block in blocks("sh") for line in block.splitlines()]
    assert len(commands) == 3
    for command in commands:
        words = shlex.split(command)
        assert words[0] == "temoin"
        assert cli.main(words[1:]) == 0, command
    assert {path.name for path in tmp_path.iterdir()} == {"cookies.html", "cookies.md", "again.yaml"}


if __name__ == "__main__":
    print(example().text, said(example()), sep="\n----\n")
