"""What a check found, as SARIF 2.1.0, which code hosts and editors show beside the file."""

from typing import TYPE_CHECKING, Any

from temoin.views.sarif_log import artifact, fingerprint, log_of, message, rules_of

if TYPE_CHECKING:
    from temoin.checks.check import Fault
    from temoin.checks.checking import AllowedFault, CheckReport
    from temoin.views.checked import Form

__all__ = ["FORM", "Sarif"]


class Sarif:
    """One SARIF log of one run; each check is a rule with its documentation, each fault a result with its place.

    What the policy allows is there too, as suppressed. A result's fingerprint says what it is about, not where it
    stands, so that it stays the same when lines move.
    """

    name = "sarif"
    ending = ".sarif"

    def render(self, report: "CheckReport") -> bytes:
        """Encode what was found: UTF-8, indented by two spaces, with a newline at the end."""
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
        rules = rules_of((kind, str(kind.level)) for kind in kinds)
        return log_of(report.temoin, rules, results, failures=report.failures)


FORM: "Form" = Sarif()


def _result(
    file: str, fault: "Fault", index: dict[str, int], allowed: "AllowedFault | None" = None
) -> dict[str, Any]:
    text = f"{fault.message}. Mend: {fault.mend}." if fault.mend else f"{fault.message}."
    result: dict[str, Any] = {
        "ruleId": fault.code,
        "ruleIndex": index[fault.code],
        "level": str(fault.level),
        "message": message(text),
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": artifact(file),
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


def _fingerprint(fault: "Fault") -> str:
    """What a fault is about; a broken file's has only its text to tell it by."""
    return fingerprint(fault.code, fault.about or fault.message, fault.domain)
