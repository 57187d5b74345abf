"""The page on sharing: its commands work, and what it says is replaced is what the modules say."""

import re
import shlex
from pathlib import Path

import pytest

from temoin.cli import main
from temoin.redaction.secrets.__main__ import secrets_page

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "addon" / "docs" / "sharing.md").read_text(encoding="utf-8")


def test_the_commands_work_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "recordings").symlink_to(ROOT / "recordings")
    monkeypatch.chdir(tmp_path)
    (block,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines():
        assert main(shlex.split(line)[1:]) == 0, line


def test_what_is_replaced_is_what_the_modules_say() -> None:
    made = PAGE.partition("edit the modules themselves. -->\n\n")[2].partition(
        "\n<!-- The end of what is made. -->"
    )[0]
    assert made == secrets_page(), "remake it: python -m temoin.redaction.secrets"
