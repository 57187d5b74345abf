"""What the page on policies shows, run: its examples load, its commands work, its table is the profiles'."""

import re
import shlex
from pathlib import Path

import pytest

from policy.samples import load
from temoin.checks.page import checks_page
from temoin.cli import main
from temoin.policy import Policy
from temoin.policy.regimes.__main__ import profiles_table

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "addon" / "docs"
PAGE = (DOCS / "policy.md").read_text(encoding="utf-8")
BASE = {
    "name": "name: shop.example\n",
    "hosts": "hosts: shop.example\n",
    "consent": "consent: {cookie: choice, format: json}\n",
    "categories": "categories:\n  necessary: {consent: exempt}\n  audience: {consent: exempt, measurement: true}\n",
    "cookies": "cookies: []\n",
}


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def whole(fragment: str) -> Policy:
    """A policy of the keys that a block shows, and of what every policy needs."""
    shown = set(re.findall(r"^([a-z_]+):", fragment, re.MULTILINE))
    text = "".join(text for key, text in BASE.items() if key not in shown) + fragment
    return load(text.replace("purpose: …", "purpose: x"))


@pytest.mark.parametrize("fragment", blocks("yaml"))
def test_an_example_loads(fragment: str) -> None:
    named = re.search(r"^name: (.+)$", fragment, re.MULTILINE)
    assert whole(fragment).name == (named[1] if named else "shop.example")


def test_the_examples_say_what_the_page_says_of_them() -> None:
    learnt, profiled, allowed = (
        whole(next(block for block in blocks("yaml") if block.startswith(key)))
        for key in ("cookies:", "profile:", "allow:")
    )
    assert learnt.cookies[0].to_confirm
    assert profiled.defaults is not None
    assert profiled.defaults.choice.source.endswith("most visitors come once a year")
    assert [one.rule for one in allowed.allow] == ["T202", "T101", "T102", "P202"]


@pytest.mark.parametrize("block", blocks("sh"))
def test_the_commands_run(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "recordings").symlink_to(ROOT / "recordings")
    monkeypatch.chdir(tmp_path)
    for line in block.splitlines():
        words = shlex.split(line)
        assert words[0] == "temoin"
        given = [
            str(path) for word in words[1:] for path in (sorted(Path().glob(word)) if "*" in word else [word])
        ]
        assert main(given) == 0, line


def test_the_profiles_are_those_that_there_are() -> None:
    made = PAGE.partition("edit the regimes themselves. -->\n\n")[2].partition(
        "\n<!-- The end of what is made. -->"
    )[0]
    assert made == profiles_table(), "remake it: python -m temoin.policy.regimes"


def test_the_page_of_checks_is_the_one_that_the_checks_give() -> None:
    assert (DOCS / "checks.md").read_text(encoding="utf-8") == checks_page(), (
        "remake it: python -m temoin.checks.page"
    )
