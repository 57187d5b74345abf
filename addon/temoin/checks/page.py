"""The page `addon/docs/checks.md`: `python -m temoin.checks.page > addon/docs/checks.md` makes it anew."""

import sys

from temoin.checks import all_checks
from temoin.rules.documentation import documentation

__all__ = ["checks_page"]

_HEAD = """\
# The checks of a policy

<!-- Made by `python -m temoin.checks.page`; edit the checks themselves. -->

`temoin policy check` holds these against a policy. Each is one file in `addon/temoin/checks/`, whose docstring is
what stands here and what `temoin explain` prints, and whose examples are its tests. Errors and warnings fail a run
(exit status 1); notes do not. P6xx need recordings (`--against`). An example starts from the policy of an imaginary
shop; a line that begins with `-` adds an entry to its cookies, `found:` names the word at which something is found.

| code | name | level | what it holds |
|---|---|---|---|
"""


def checks_page() -> str:
    """The documentation of every check, in Markdown."""
    rows, parts = [], []
    for check in all_checks():
        told = documentation(check)
        rows.append(
            f"| [{check.code}](#{check.code.lower()}) | {check.name} | {check.level} | {told.holds} |\n"
        )
        parts.append(
            f'\n<a id="{check.code.lower()}"></a>\n\n## {check.code} {check.name}: {check.title}\n\n'
            f"{told.holds}\n\n"
            f"**Why.** {told.why}\n\n**Sources.** {told.sources}\n\n**Mend.** {told.mend}\n\n"
            f"**Allow.** {told.allow}\n\n**Examples.**\n\n```text\n{told.examples}\n```\n"
        )
    return _HEAD + "".join(rows) + "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(checks_page())
