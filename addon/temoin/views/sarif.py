"""The report as SARIF 2.1.0, which code hosts and editors show beside the policy."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from temoin.gate import Held
    from temoin.report import PolicyUsed, Report, Session
    from temoin.views import View, ViewOptions

__all__ = ["VIEW", "Sarif"]

_NO_LINE = 1
"""A recording has no lines; code hosts ask for one."""

_LONGEST = 1000
"""Of a line of a message."""


class Sarif:
    """One SARIF log of one run; each rule with its documentation, each finding a result with its reasons.

    A result stands on the policy's line that declares the cookie, where that policy is a file, and on the recording
    otherwise; the recording is always named. Its fingerprint says what it is about, never counts or times. What the
    policy allows or the baseline holds is there too, as suppressed; what a run could not prove is a warning.
    """

    name = "sarif"
    ending = ".sarif"

    def render(self, report: "Report", options: "ViewOptions") -> bytes:
        """Encode a report.

        Returns:
            UTF-8, indented by two spaces, with a newline at the end.
        """
        del options
        from temoin.gate import held
        from temoin.rules import all_rules
        from temoin.views.sarif_log import log_of, rules_of
        from temoin.vocabulary import Level

        kinds = all_rules()
        index = {kind.code: number for number, kind in enumerate(kinds)}
        words = {Level.FLAGGED: "error", Level.NOTE: "note"}
        results = [
            _result(session, one, index, compared=report.baseline is not None)
            for session in report.sessions
            for one in held(session)
        ]
        return log_of(
            report.temoin,
            rules_of((kind, words[kind.level]) for kind in kinds),
            results,
            failures=report.failures,
            warnings=[text for session in report.sessions for text in _warnings(session)],
        )


VIEW: "View" = Sarif()


def _result(session: "Session", one: "Held", index: dict[str, int], *, compared: bool) -> dict[str, Any]:
    from temoin.gate import Status
    from temoin.views.sarif_log import artifact, fingerprint, message

    finding, identity = one.finding, one.finding.identity
    about = fingerprint(
        identity.rule, identity.cookie, identity.domain, identity.party, str(identity.pattern)
    )
    recording = {"artifactLocation": artifact(session.source), "region": {"startLine": _NO_LINE}}
    policy = _file_of(session, finding.policy)
    declared = policy is not None and finding.line is not None
    place = (
        {"artifactLocation": artifact(policy.file), "region": {"startLine": finding.line}}
        if declared and policy is not None
        else recording
    )
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": "error" if one.status is Status.FAILS else _level(one),
        "message": message(_text(one)),
        "locations": [{"physicalLocation": place, "logicalLocations": [_cookie(one)]}],
        "partialFingerprints": {"temoin/1": about, "primaryLocationLineHash": f"{about}:1"},
        "properties": _properties(session, one),
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    if declared:
        result["relatedLocations"] = [
            {"id": 1, "physicalLocation": recording, "message": {"text": "the recording"}}
        ]
    if one.status is Status.ALLOWED:
        result["suppressions"] = [{"kind": "inSource", "justification": one.reason}]
    if one.status is Status.KNOWN:
        result["suppressions"] = [{"kind": "external", "justification": one.reason or "in the baseline"}]
    if compared:
        result["baselineState"] = "unchanged" if one.status is Status.KNOWN else "new"
    return result


def _level(one: "Held") -> str:
    """SARIF's word for how much a finding that does not fail the run matters."""
    from temoin.gate import Status
    from temoin.vocabulary import Level

    if one.status is Status.FLAGGED:
        return "warning"
    return "note" if one.finding.level is Level.NOTE else "error"


def _file_of(session: "Session", name: str | None) -> "PolicyUsed | None":
    """The policy that judged, where it is a file of the user's own."""
    used = (one for one in session.policies_used if one.name == name)
    return next((one for one in used if one.file and not one.file.startswith("shipped:")), None)


def _text(one: "Held") -> str:
    from temoin.views.phrases import about_cookie
    from temoin.views.printable import printable

    finding = one.finding
    lines = [f"{about_cookie(finding.name, finding.domain, finding.party)}: {finding.message}."]
    lines += [f"{number}. {reason}" for number, reason in enumerate(finding.reasons, 1)]
    return "\n".join(printable(line, _LONGEST) for line in lines)


def _cookie(one: "Held") -> dict[str, str]:
    finding = one.finding
    return {"name": finding.name, "fullyQualifiedName": f"{finding.domain}/{finding.name}", "kind": "cookie"}


def _properties(session: "Session", one: "Held") -> dict[str, Any]:
    finding = one.finding
    told = {
        "status": str(one.status),
        "recording": session.source,
        "policy": finding.policy,
        "category": finding.category,
        "party": str(finding.party),
        "count": finding.count,
        "request": finding.first,
        "at": finding.at,
        "url": finding.url,
        "page": finding.page_url,
        "attempted": finding.attempted,
    }
    return {name: value for name, value in told.items() if value is not None}


def _warnings(session: "Session") -> list[str]:
    from temoin.vocabulary import Outcome, Verdict

    told = [f"{session.source}: {session.incomplete}"] if session.incomplete else []
    if session.counts.get(Verdict.UNPROVEN) or session.outcome is Outcome.UNPROVEN:
        told.append(f"{session.source}: {session.summary}")
    return told
