"""The README's commands and examples, run."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from temoin.rules.page import rules_page

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()
DOCS = sorted((ROOT / "addon" / "docs").glob("*.md"))


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def temoin_commands() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [line[line.index("temoin ") :] for line in lines if "temoin " in line]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in ("recordings", "policies"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


@pytest.mark.parametrize("command", temoin_commands())
def test_a_command_runs_and_flags_nothing(command: str, checkout: Path) -> None:
    words = shlex.split(command)
    files = [
        str(path) for word in words[1:] for path in (sorted(checkout.glob(word)) if "*" in word else [word])
    ]
    done = subprocess.run(
        [sys.executable, "-m", "temoin", *files], cwd=checkout, capture_output=True, timeout=120, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("example", blocks("python"))
def test_an_example_runs(example: str, checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=checkout, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_there_are_the_two_commands_and_an_example_of_each_use() -> None:
    assert len(re.findall(r"^python3 -m venv ", README, re.MULTILINE)) == 2
    assert len(temoin_commands()) >= 3
    assert len(blocks("python")) >= 1


@pytest.mark.parametrize("page", [ROOT / "README.md", *DOCS], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_rules_page_is_the_one_that_the_rules_give() -> None:
    assert (ROOT / "addon" / "docs" / "rules.md").read_text() == rules_page()


def test_the_picture_is_the_one_that_its_command_makes(tmp_path: Path) -> None:
    made = tmp_path / "report.svg"
    subprocess.run(
        [
            sys.executable, "-m", "temoin", "replay", "recordings/built-in.flow",
            "--policy", "portal", "--exit-zero", "-o", str(made),
        ],
        cwd=ROOT, check=True, timeout=60,
    )  # fmt: skip
    assert made.read_bytes() == (ROOT / "addon" / "docs" / "report.svg").read_bytes()
