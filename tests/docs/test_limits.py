"""The page of limits, held against the constants: none is missing, none is told otherwise than it is."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

import temoin

PACKAGE = Path(temoin.__file__).parent
PAGE = (PACKAGE.parent / "docs" / "limits.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| .+ \| (?P<most>[\d,]+)[^|]* \|(?: .+ \|)? `(?P<constant>[\w.]+)` \|$", re.MULTILINE)
TOLD = {found["constant"]: int(found["most"].replace(",", "")) for found in ROW.finditer(PAGE)}

GROWS = re.compile(r"_?MOST(_\w+)?|_?KEPT|_?REMEMBERED")
"""How constants are called that bound what grows."""

OF_ONE = {
    "addon._MOST_FAULTS",  # sentences, once each
    "key_file._MOST",  # of one file
    "markup._MOST",  # of one document
    "queues._MOST_TO_A_HOST",  # browsers' own
    "queues._MOST_TO_THE_PROXY",
    "queues._MOST_STREAMS",
    "cookies.values.MOST_LABELS",
    "traffic.documents.MOST",  # of one document
    "traffic.unpacking.MOST",  # of one recording
    "learning.lifetimes._MOST",  # a number of days
    "learning.scalars._MOST",
    "watching.page.cookies._MOST",  # of what the page shows at once, of a board that is bounded
    "watching.page.downloads._MOST_TICKETS",
    "watching.page.eras._MOST",
    "watching.page.mirror._MOST_BEHIND",  # a part of the board's rows
    "watching.page.mirror._MOST_PAGES",
    "watching.page.mirror._MOST_BLIND",
    "watching.page.mirror._MOST_NOTES",
    "watching.page.pulse._MOST_STEPS",
    "watching.screen.keys._MOST",  # keys pressed and not yet read
}
"""What bounds one thing that is read or shown, and not what grows with traffic."""

ELSEWHERE = (
    "baseline", "browsers", "charters", "checks", "commands", "consent", "dossier", "hints.__main__",
    "learning.witnessing", "policy", "portal", "pytest_plugin", "redaction", "traffic.flow_file", "traffic.har",
    "traffic.kinds", "views",
)  # fmt: skip
"""Packages that read one file, or whose bounds are not a session's."""


def constants() -> set[str]:
    """Every constant of the package that bounds something."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        module = ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if module.startswith(ELSEWHERE):
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            targets = node.targets if isinstance(node, ast.Assign) else []
            found |= {
                f"{module}.{one.id}"
                for one in targets
                if isinstance(one, ast.Name) and GROWS.fullmatch(one.id)
            }
    return found


@pytest.mark.parametrize("constant", sorted(TOLD))
def test_what_the_page_says_is_so(constant: str) -> None:
    module, _, name = constant.rpartition(".")
    assert getattr(import_module(f"temoin.{module}"), name) == TOLD[constant]


def test_no_bound_is_missing_from_the_page() -> None:
    assert constants() - OF_ONE - TOLD.keys() == set()
    assert len(TOLD) > 60


def test_steady_names_the_page() -> None:
    assert "(limits.md)" in (PACKAGE.parent / "docs" / "steady.md").read_text(encoding="utf-8")
