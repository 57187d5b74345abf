import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import temoin.views
from temoin.report import SCHEMA
from temoin.views import ViewOptions
from temoin.views.json_document import JsonDocument
from temoin.views.report_schema import report_schema
from views.reports import leaky_report
from views.snapshots import kept


def test_the_shipped_schema_is_the_one_the_structs_give() -> None:
    shipped = Path(temoin.views.__file__).with_name("report.schema.json")
    assert report_schema() == kept(shipped, report_schema())


def test_the_schema_is_a_schema() -> None:
    schema = json.loads(report_schema())
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:{SCHEMA.replace('/', ':')}"


def test_every_field_is_described() -> None:
    definitions = json.loads(report_schema())["$defs"]
    silent = [
        f"{name}.{field}"
        for name, definition in definitions.items()
        for field, schema in definition.get("properties", {}).items()
        if not schema.get("description")
    ]
    assert silent == []
    assert not any("Args:" in definition["description"] for definition in definitions.values())


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("outcome",), "guilty"),
        (("schema",), "temoin-report/2"),
        (("sessions", 0, "requests"), "many"),
        (("sessions", 0, "findings", 0, "party"), "second"),
        (("sessions", 0, "choices", 0, "by"), None),
    ],
)
def test_a_wrong_document_is_refused(path: tuple[str | int, ...], wrong: object) -> None:
    document = json.loads(JsonDocument().render(leaky_report(), ViewOptions()))
    place = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = wrong
    assert not Draft202012Validator(json.loads(report_schema())).is_valid(document)
