"""What a check found, as SARIF 2.1.0 (OASIS, 27 March 2020), which code hosts and editors show beside the file."""

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from temoin.checks.check import Check, Fault
    from temoin.checks.checking import AllowedFault, CheckReport
    from temoin.views.checked import Form

__all__ = ["FORM", "Sarif"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Sarif:
    """One SARIF log of one run; each check is a rule with its documentation, each fault a result with its place.

    What the policy allows is there too, as suppressed. A result's fingerprint says what it is about, not where it
    stands, so that it stays the same when lines move.
    """

    name = "sarif"
    ending = ".sarif"

    def render(self, report: "CheckReport") -> bytes:
        """Encode what was found: UTF-8, indented by two spaces, with a newline at the end."""
        import msgspec

        from temoin.views.printable import json_safe

        encoded = msgspec.json.encode(_log(report))
        return json_safe(msgspec.json.format(encoded, indent=2)) + b"\n"


FORM: "Form" = Sarif()


def _log(report: "CheckReport") -> dict[str, Any]:
    from temoin.checks import all_checks

    kinds = all_checks()
    index = {kind.code: number for number, kind in enumerate(kinds)}
    results = [
        _result(checked.file, fault, index) for checked in report.policies for fault in checked.faults
    ] + [
        _result(checked.file, one.fault, index, allowed=one)
        for checked in report.policies
        for one in checked.allowed
    ]
    driver = {
        "name": "Témoin",
        "version": report.temoin,
        "rules": [_rule(kind) for kind in kinds],
    }
    notifications = [{"level": "error", "message": {"text": failure}} for failure in report.failures]
    invocation: dict[str, Any] = {"executionSuccessful": not report.failures}
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(kind: "type[Check]") -> dict[str, Any]:
    from temoin.rules.documentation import documentation

    told = documentation(kind)
    parts = (("Why", told.why), ("Sources", told.sources), ("Mend", told.mend), ("Allow", told.allow))
    return {
        "id": kind.code,
        "name": kind.__name__,
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": told.holds},
        "defaultConfiguration": {"level": str(kind.level)},
        "help": {
            "text": "\n\n".join(f"{heading}: {text}" for heading, text in parts),
            "markdown": "\n\n".join(f"**{heading}.** {text}" for heading, text in parts),
        },
    }


def _result(
    file: str, fault: "Fault", index: dict[str, int], allowed: "AllowedFault | None" = None
) -> dict[str, Any]:
    text = f"{fault.message}. Mend: {fault.mend}." if fault.mend else f"{fault.message}."
    result: dict[str, Any] = {
        "ruleId": fault.code,
        "ruleIndex": index[fault.code],
        "level": str(fault.level),
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(file)},
                    "region": {"startLine": fault.line, "startColumn": fault.column},
                }
            }
        ],
        "partialFingerprints": {"temoin/1": _fingerprint(fault)},
    }
    if allowed is not None:
        until = f" (until {allowed.until})" if allowed.until else ""
        result["suppressions"] = [{"kind": "inSource", "justification": allowed.reason + until}]
    return result


def _uri(file: str) -> str:
    """A file's name as a URI reference: a path stays one, relative to where the command ran."""
    from pathlib import PurePath
    from urllib.parse import quote

    if file.startswith("shipped:"):
        return quote(file, safe=":")
    path = PurePath(file)
    named = quote(path.as_posix(), errors="surrogateescape")
    return f"file://{named}" if path.is_absolute() else named


def _fingerprint(fault: "Fault") -> str:
    """What a fault is about; a broken file's has only its text to tell it by."""
    about = (fault.code, fault.about or fault.message, fault.domain)
    return blake2b("\0".join(about).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
