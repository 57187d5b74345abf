"""The form of a baseline's file: its keys, and its JSON Schema."""

from typing import Any, Final

from temoin.vocabulary import Party

__all__ = [
    "COOKIE",
    "DOMAIN",
    "FINDINGS",
    "KEYS",
    "PARTY",
    "PATTERN",
    "REASON",
    "RULE",
    "SCHEMA",
    "baseline_schema",
]

SCHEMA: Final = "temoin-baseline/1"

FINDINGS = "findings"
RULE, COOKIE, PATTERN, DOMAIN, PARTY, REASON = KEYS = (
    "rule",
    "cookie",
    "pattern",
    "domain",
    "party",
    "reason",
)

_ABOUT = {
    RULE: "The rule's code (`temoin explain` lists them).",
    COOKIE: "The cookie's name, as reports show it; no sign in it means anything else.",
    PATTERN: "In the place of `cookie`: the policy's entry that declares it and others alike (`_ga_*`).",
    DOMAIN: "The cookie's domain, as reports show it.",
    PARTY: "Its party.",
    REASON: "Why it is let be; reports repeat it, and `temoin baseline` keeps it.",
}


def baseline_schema() -> dict[str, Any]:
    """The JSON Schema of a baseline's file (draft 2020-12)."""
    words: dict[str, dict[str, Any]] = {key: {"type": "string", "description": _ABOUT[key]} for key in KEYS}
    words[RULE]["pattern"] = "^T[0-9]{3}$"
    words[PARTY] = {"enum": [str(party) for party in Party], "description": _ABOUT[PARTY]}
    entry = {
        "type": "object",
        "properties": words,
        "required": [RULE, DOMAIN, PARTY],
        "oneOf": [{"required": [COOKIE]}, {"required": [PATTERN]}],
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        "title": "Témoin's baseline",
        "description": "Findings that are known: a run that is given this file fails on others alone.",
        "type": "object",
        "properties": {
            "schema": {"const": SCHEMA},
            FINDINGS: {"type": "array", "items": entry},
        },
        "required": ["schema", FINDINGS],
        "additionalProperties": False,
    }
