"""The JSON Schemas of the report and of a comparison, derived from the structs they are made of.

The structs say the types, their docstrings what each field means; so the schema needs no second account.
The package ships the result as `report.schema.json`, which a test compares with what is derived here.
"""

import inspect
import re
from typing import Any

import msgspec

from temoin.difference import SCHEMA as DIFF_SCHEMA
from temoin.difference import Difference
from temoin.report import SCHEMA, Report

__all__ = ["diff_schema", "report_schema"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ARGUMENT = re.compile(r"    (\w+(?:, \w+)*): (.*)")


def report_schema() -> bytes:
    """Derive the JSON Schema (draft 2020-12) of the document that `--format json` writes.

    Returns:
        UTF-8, indented by two spaces, with a newline at the end.
    """
    return _schema(
        Report,
        SCHEMA,
        "Témoin's report",
        "What a site did with a visitor's choice, proven from real traffic. "
        "Times are Unix seconds; no cookie's value is in it unless it was asked for.",
    )


def diff_schema() -> bytes:
    """Derive the JSON Schema (draft 2020-12) of the document that `temoin diff --format json` writes.

    Returns:
        UTF-8, indented by two spaces, with a newline at the end.
    """
    return _schema(
        Difference,
        DIFF_SCHEMA,
        "Témoin's comparison",
        "What is new, gone and changed between two visits: cookies and findings.",
    )


def _schema(struct: type[msgspec.Struct], name: str, title: str, about: str) -> bytes:
    schema = msgspec.json.schema(struct)
    for definition in schema["$defs"].values():
        _describe(definition)
    document = {
        "$schema": _DIALECT,
        "$id": f"urn:{name.replace('/', ':')}",
        "title": title,
        "description": about,
        **schema,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def _describe(definition: dict[str, Any]) -> None:
    """Hand each line of a docstring's "Args" to the property it describes."""
    documentation = inspect.cleandoc(definition.get("description", ""))
    text, _, arguments = documentation.partition("\n\nArgs:\n")
    definition["description"] = text
    for name, meaning in _arguments(arguments):
        field = definition["properties"][name]
        # A description beside a $ref is allowed since draft 2019-09.
        field["description"] = meaning


def _arguments(text: str) -> list[tuple[str, str]]:
    """Read "    a, b: meaning" lines, with their continuations, as (name, meaning)."""
    lines = re.sub(r"\n {8,}", " ", text).splitlines()
    matches = (_ARGUMENT.fullmatch(line) for line in lines)
    return [(name, match[2]) for match in matches if match for name in match[1].split(", ")]
