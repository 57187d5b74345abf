"""The JSON Schema for editors agrees with the reader, and the shipped copy with the table of keys."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from policy.samples import SHOP
from temoin.policy import loading, policy_schema, shipped_policies, template_policies

SHIPPED_COPY = Path(loading.__file__).parent / "policy.schema.json"
ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted((ROOT / "policies").rglob("*.yaml")), ROOT / "addon/temoin/portal/portal.yaml"]


def words(text: str) -> Any:
    """A YAML text as its words, for a validator."""
    return yaml.load(text, Loader=yaml.BaseLoader)


@pytest.fixture
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(policy_schema())


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(policy_schema())


def test_the_shipped_copy_is_what_the_command_prints() -> None:
    printed = json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n"
    assert SHIPPED_COPY.read_text(encoding="utf-8") == printed, "remake it: python -m temoin.policy"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_shipped_policy_is_valid_by_it_and_names_it_first(
    file: Path, validator: jsonschema.Draft202012Validator
) -> None:
    text = file.read_text(encoding="utf-8")
    assert list(validator.iter_errors(words(text))) == []
    comment, _, path = text.splitlines()[0].partition("$schema=")
    assert comment == "# yaml-language-server: "
    assert (file.parent / path).resolve() == SHIPPED_COPY.resolve()


def test_all_shipped_policies_were_looked_at() -> None:
    assert {file.stem for file in FILES} == {*shipped_policies(), *template_policies(), "portal"}


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("    category:", "    categori:"),
        ("consent: exempt", "consent: maybe"),
        ("format: json", "format: jsn"),
        ("hosts: shop.example", "hosts: []"),
        ("name: shop\n", ""),
        ("  - name: sessionid", "  - purpose: x"),
        ("name: shop", "name: shop\nsource: shop.example"),
    ],
)
def test_what_the_reader_refuses_an_editor_marks(
    was: str, becomes: str, validator: jsonschema.Draft202012Validator
) -> None:
    assert not list(validator.iter_errors(words(SHOP)))
    assert list(validator.iter_errors(words(SHOP.replace(was, becomes))))


SEVERAL = SHOP.replace(
    "consent:\n  cookie: choice\n  format: json\n",
    "consent:\n  - {cookie: choice, format: json}\n  - {cookie: euconsent-v2, format: [tcf]}\n",
).replace("statistics: {consent: required}", "statistics: {consent: required, needs: [purpose 1], names: a}")


def test_several_consent_cookies_are_valid(validator: jsonschema.Draft202012Validator) -> None:
    assert not list(validator.iter_errors(words(SEVERAL)))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("{cookie: choice, ", "{"), ("format: [tcf]", "format: [tfc]"), ("needs: [purpose 1]", "needs: []")],
)
def test_what_is_wrong_in_a_list_of_them_is_marked(
    was: str, becomes: str, validator: jsonschema.Draft202012Validator
) -> None:
    assert list(validator.iter_errors(words(SEVERAL.replace(was, becomes))))


def test_every_key_is_explained() -> None:
    def explained(schema: dict[str, Any]) -> bool:
        if "anyOf" in schema and "properties" in schema["anyOf"][0]:
            return all(map(explained, schema["anyOf"]))
        inner = schema.get("additionalProperties") or schema.get("items") or {}
        properties = schema.get("properties", {})
        return all(one["description"] and explained(one) for one in properties.values()) and (
            not inner or explained(inner)
        )

    assert explained(policy_schema())
