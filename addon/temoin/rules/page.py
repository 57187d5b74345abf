"""The page `addon/docs/rules.md`: `python -m temoin.rules.page > addon/docs/rules.md` makes it anew."""

import sys

from temoin.rules import all_rules
from temoin.rules.documentation import documentation

__all__ = ["rules_page"]

_HEAD = """\
# The rules

<!-- Made by `python -m temoin.rules.page`; edit the rules themselves. -->

Each rule is one file in `addon/temoin/rules/`, whose docstring is what stands here and what `temoin explain`
prints, and whose examples are its tests. Flagged findings fail a run (exit status 1); notes do not.

| code | name | level | what it holds |
|---|---|---|---|
"""


def rules_page() -> str:
    """The documentation of every rule, in Markdown."""
    rows, parts = [], []
    for rule in all_rules():
        told = documentation(rule)
        rows.append(f"| [{rule.code}](#{rule.code.lower()}) | {rule.name} | {rule.level} | {told.holds} |\n")
        parts.append(
            f'\n<a id="{rule.code.lower()}"></a>\n\n## {rule.code} {rule.name}: {rule.title}\n\n{told.holds}\n\n'
            f"**Why.** {told.why}\n\n**Sources.** {told.sources}\n\n**Mend.** {told.mend}\n\n"
            f"**Allow.** {told.allow}\n\n**Examples.**\n\n```text\n{told.examples}\n```\n"
        )
    return _HEAD + "".join(rows) + "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(rules_page())
