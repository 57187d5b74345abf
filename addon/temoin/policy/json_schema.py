"""The JSON Schema of a policy file, with which editors complete and check while one is written.

`python -m temoin.policy` prints it; `policy.schema.json` beside this file is what it printed.
"""

from typing import Any, assert_never

from temoin.policy.keys import POLICY, Key, Layout, Part, Shape

__all__ = ["policy_schema"]


def policy_schema() -> dict[str, Any]:
    """The schema, made from the table of keys (JSON Schema, draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A cookie policy that Témoin checks a site against",
        **_shape(POLICY.SHAPE),
    }


def _shape(shape: Shape) -> dict[str, Any]:
    properties = {key.name: _key(key) for key in shape.keys}
    properties |= {part.name: _part(part) for part in shape.parts}
    either = [{"anyOf": [{"required": [key.name]} for key in group]} for group in shape.either]
    return {
        "type": "object",
        "properties": properties,
        "required": list(shape.needed),
        **({"allOf": either} if either else {}),
        "additionalProperties": False,
    }


def _key(key: Key[Any]) -> dict[str, Any]:
    if not key.many:
        return {"description": key.about, **key.kind.schema}
    several = {"type": "array", "items": dict(key.kind.schema), "minItems": 1}
    return {"description": key.about, "anyOf": [dict(key.kind.schema), several]}


def _part(part: Part) -> dict[str, Any]:
    inner: dict[str, Any]
    match part.layout:
        case Layout.ONE:
            inner = _shape(part.shape)
        case Layout.SOME:
            one = _shape(part.shape)
            inner = {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}
        case Layout.BY_ID:
            inner = {"type": "object", "additionalProperties": _shape(part.shape)}
            if part.needed:
                inner["minProperties"] = 1
        case Layout.LIST:
            inner = {"type": "array", "items": _shape(part.shape)}
        case _:
            assert_never(part.layout)
    return {"description": part.about, **inner}
