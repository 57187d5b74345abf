"""What the page on policies shows is what can be loaded and named."""

import re
from pathlib import Path

import pytest

from temoin.consent import format_named, format_names
from temoin.policy import load_bytes, template_policies

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "addon" / "docs" / "policy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
REST = {
    "name": "name: shop\n",
    "hosts": "hosts: shop.example\n",
    "consent": "consent: {cookie: choice, format: json}\n",
    "categories": "categories: {necessary: {consent: exempt}}\n",
    "cookies": "cookies: []\n",
}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.splitlines()[0][:30])
def test_an_example_is_a_policy_or_part_of_one(block: str) -> None:
    missing = "".join(text for key, text in REST.items() if not re.search(rf"^{key}:", block, re.MULTILINE))
    policy = load_bytes((missing + block).encode(), file="policy.md")
    assert policy.consents


def test_every_format_and_every_template_is_told_of() -> None:
    table = PAGE[PAGE.index("| format |") : PAGE.index("Of the last two")]
    assert all(f"`{name}`" in table for name in format_names())
    templates = PAGE[PAGE.index("## Templates") :]
    assert all(f"`{name}`" in templates for name in template_policies())


def test_the_formats_that_are_assumed_are_the_last_two_of_the_table() -> None:
    rows = PAGE[PAGE.index("| format |") : PAGE.index("Of the last two")].strip().splitlines()
    last = {name for row in rows[-2:] for name in re.findall(r"^\| `(\w+)`", row)}
    assert last == {name for name in format_names() if format_named(name).traits.assumption}
