"""SARIF 2.1.0 (OASIS, 27 March 2020): what a policy's check and a site's report have in common there."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from temoin.rules.documentation import Documented

__all__ = ["artifact", "fingerprint", "log_of", "message", "rules_of"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def log_of(
    version: str,
    rules: Sequence[dict[str, Any]],
    results: Sequence[dict[str, Any]],
    *,
    failures: Sequence[str] = (),
    warnings: Sequence[str] = (),
) -> bytes:
    """Make a log of one run.

    Args:
        version: Témoin's.
        rules: as `rules_of` gives them.
        results: what was found.
        failures: what could not be read, a line each.
        warnings: what else a reader must know, a sentence each.

    Returns:
        UTF-8, indented by two spaces, with a newline at the end.
    """
    import msgspec

    from temoin.views.printable import json_safe

    told = [("error", failure) for failure in failures] + [("warning", warning) for warning in warnings]
    invocation: dict[str, Any] = {"executionSuccessful": not failures}
    if told:
        invocation["toolExecutionNotifications"] = [
            {"level": level, "message": message(text)} for level, text in told
        ]
    run = {
        "tool": {"driver": {"name": "Témoin", "version": version, "rules": rules}},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    encoded = msgspec.json.encode({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})
    return json_safe(msgspec.json.format(encoded, indent=2)) + b"\n"


def rules_of(kinds: "Iterable[tuple[type[Documented], str]]") -> list[dict[str, Any]]:
    """Describe rules, or checks, with their own documentation.

    Args:
        kinds: each with SARIF's word for how much it matters.
    """
    return [_rule(kind, level) for kind, level in kinds]


def _rule(kind: "type[Documented]", level: str) -> dict[str, Any]:
    from temoin.rules.documentation import documentation

    told = documentation(kind)
    parts = (("Why", told.why), ("Sources", told.sources), ("Mend", told.mend), ("Allow", told.allow))
    return {
        "id": kind.code,
        "name": kind.__name__,
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": told.holds},
        "defaultConfiguration": {"level": level},
        "help": {
            "text": "\n\n".join(f"{heading}: {text}" for heading, text in parts),
            "markdown": "\n\n".join(f"**{heading}.** {text}" for heading, text in parts),
        },
    }


def message(text: str) -> dict[str, str]:
    """A message in which nothing of the text is a link (SARIF 2.1.0, section 3.11.6, has them as "[text](target)").

    Args:
        text: any text.
    """
    return {"text": text.replace("](", "] (")}


def artifact(file: str) -> dict[str, str]:
    """A file as a URI reference: a path stays one, relative to where the command ran.

    Args:
        file: as it was given; a shipped policy is "shipped:NAME".
    """
    if file.startswith("shipped:"):
        return {"uri": quote(file, safe=":")}
    path = PurePath(file)
    named = quote(path.as_posix(), errors="surrogateescape")
    return {"uri": f"file://{named}" if path.is_absolute() else named}


def fingerprint(*about: str) -> str:
    """What a result is about as a short stable word.

    Args:
        about: all that makes it what it is.
    """
    return blake2b("\0".join(about).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
