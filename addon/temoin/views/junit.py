"""The report as JUnit XML, which GitLab, GitHub's actions and Jenkins show as tests."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from temoin.gate import Held
    from temoin.report import CookieRow, Report, Session
    from temoin.views import View, ViewOptions

__all__ = ["VIEW", "JUnit"]

_NAME, _LINE = 200, 1000
_RECORDING = "the recording"
_NOT_READ = "what could not be read"


class JUnit:
    """A suite for each recording, a case for each cookie, a failure for each finding that fails the run.

    A cookie of which nothing that needs consent could be judged is skipped, never passed; where some could, the
    case says how many could not. What fails nothing (notes, what the policy allows, what the baseline holds) stands
    in the case's output. The recording itself is a case, in error where it proves nothing. Many programs show the
    first failure of a case alone, so that one names the others.
    """

    name = "junit"
    ending = ".xml"

    def render(self, report: "Report", options: "ViewOptions") -> bytes:
        """Write a report's cookies as cases.

        Returns:
            UTF-8, indented, with a newline at the end.
        """
        del options
        suites = [_suite(number, session, report) for number, session in enumerate(report.sessions)]
        if report.failures:
            suites.append(_unread(len(suites), report.failures))
        cases = [case for suite in suites for case in suite.cases]
        attributes = {"name": "Témoin", **_counts(cases, skipped=False)}
        inner = [line for suite in suites for line in suite.lines()]
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', *_element("testsuites", attributes, inner)]
        return ("\n".join(lines) + "\n").encode()


VIEW: "View" = JUnit()


class _Bad(NamedTuple):
    """A failure or an error: its kind, a line that says what, and all that is to be said."""

    kind: str
    message: str
    lines: tuple[str, ...]
    element: str = "failure"


class _Case(NamedTuple):
    name: str
    group: str
    bad: "tuple[_Bad, ...]" = ()
    skipped: tuple[str, ...] = ()
    output: tuple[str, ...] = ()

    def lines(self) -> "Iterator[str]":
        inner = []
        if self.skipped:
            inner.append(f"<skipped>{_text(self.skipped)}</skipped>")
        for one in self.bad:
            opened = _opened(one.element, {"message": one.message, "type": one.kind})
            inner.append(f"{opened}>{_text(one.lines)}</{one.element}>")
        if self.output:
            inner.append(f"<system-out>{_text(self.output)}</system-out>")
        yield from _element("testcase", {"name": self.name, "classname": self.group, "time": "0"}, inner)


class _Suite(NamedTuple):
    number: int
    name: str
    cases: list[_Case]
    attributes: dict[str, str]
    properties: dict[str, str]
    output: tuple[str, ...]

    def lines(self) -> "Iterator[str]":
        attributes = {"name": self.name, **_counts(self.cases), "id": str(self.number), **self.attributes}
        properties = [
            f"{_opened('property', {'name': name, 'value': value})}/>"
            for name, value in self.properties.items()
        ]
        inner = [*_element("properties", {}, properties)] if properties else []
        inner += [line for case in self.cases for line in case.lines()]
        inner.append(f"<system-out>{_text(self.output)}</system-out>")
        yield from _element("testsuite", attributes, inner)


def _suite(number: int, session: "Session", report: "Report") -> _Suite:
    from temoin.views.phrases import counted

    group = _shown(session.source, _NAME).replace(".", "_")  # a dot would part a package from a class
    by_cookie, gaps = _by_cookie(session), _gaps(session)
    cases = [_recording(session, group)]
    for row in session.cookies:
        found, why = by_cookie.pop(_key(row), []), gaps.get(_key(row)[1:], [])
        cases.append(_cookie(row, group, found, why, strict=session.strict))
    cases += [_of_none(group, found) for found in by_cookie.values()]
    properties = {"temoin": report.temoin, "outcome": str(session.outcome)}
    for used in session.policies_used:
        properties[f"policy {used.name}"] = f"sha256:{used.sha256}"
    if report.baseline is not None:
        properties["baseline"] = f"sha256:{report.baseline.sha256}"
    told = [session.summary, *session.notes]
    if report.baseline is not None and report.baseline.unmatched:
        missing = counted(len(report.baseline.unmatched), "finding")
        told.append(f"{missing} of the baseline did not appear (temoin baseline --prune removes them).")
    return _Suite(number, session.source, _told_apart(cases), _timing(session), properties, tuple(told))


def _recording(session: "Session", group: str) -> _Case:
    """The case of the session as a whole: in error where it proves nothing, for then the run does not end well."""
    from temoin.vocabulary import Outcome

    if session.outcome is not Outcome.UNPROVEN:
        return _Case(_RECORDING, group, output=(session.summary,))
    why = session.incomplete or session.summary
    told = (session.incomplete, session.summary, *session.notes)
    return _Case(_RECORDING, group, (_Bad("unproven", why, told, "error"),))


def _cookie(
    row: "CookieRow", group: str, found: "list[Held]", gaps: "Sequence[str]", *, strict: bool
) -> _Case:
    from temoin.gate import Status
    from temoin.views.phrases import about_cookie, counted
    from temoin.vocabulary import Verdict

    unproven = row.verdicts.get(Verdict.UNPROVEN, 0)
    judged = sum(row.verdicts.values()) - unproven - row.verdicts.get(Verdict.EXEMPT, 0)
    doubt = (f"{counted(unproven, 'exchange')} could not be judged", *gaps) if unproven else ()
    bad = _failures([one for one in found if one.status is Status.FAILS])
    if unproven and strict:
        bad = (*bad, _Bad("unproven", doubt[0], doubt))
    output = (
        *(f"{verdict}: {count}" for verdict, count in row.verdicts.items()),
        *gaps,
        *_others(found),
        f"usually: {row.hint}" if row.hint else "",
    )
    skipped = doubt if not judged and not bad else ()
    return _Case(about_cookie(row.name, row.domain, row.party), group, bad, skipped, output)


def _of_none(group: str, found: "list[Held]") -> _Case:
    """The case of findings about a cookie that did not cross: none of it failed, and none of it passed."""
    from temoin.gate import Status
    from temoin.views.phrases import about_cookie

    finding = found[0].finding
    name = about_cookie(finding.name, finding.domain, finding.party)
    bad = _failures([one for one in found if one.status is Status.FAILS])
    others = _others(found)
    return _Case(name, group, bad, output=others) if bad else _Case(name, group, skipped=others)


def _failures(found: "list[Held]") -> tuple[_Bad, ...]:
    made = []
    for number, one in enumerate(found):
        finding = one.finding
        told = [f"{finding.rule} {finding.title}: {finding.message}"]
        if number == 0:
            told += [
                f"also {rest.finding.rule} {rest.finding.title}: {rest.finding.message}" for rest in found[1:]
            ]
        if finding.first is not None:
            told.append(f"request {finding.first}: {finding.url or ''}")
        if finding.page_url is not None:
            told.append(f"page {finding.page}: {finding.page_url}")
        told += [f"{place}. {reason}" for place, reason in enumerate(finding.reasons, 1)]
        told.append(f"temoin explain {finding.rule}")
        made.append(_Bad(finding.rule, f"{finding.title}: {finding.message}", tuple(told)))
    return tuple(made)


def _others(found: "list[Held]") -> tuple[str, ...]:
    """The findings that fail nothing, a line each."""
    from temoin.gate import Status

    words = {
        Status.FLAGGED: "not asked to fail",
        Status.NOTE: "note",
        Status.ALLOWED: "allowed by the policy",
        Status.KNOWN: "in the baseline",
    }
    return tuple(
        f"{words[one.status]}: {one.finding.rule} {one.finding.title}: {one.finding.message}"
        + (f" ({one.reason})" if one.reason else "")
        for one in found
        if one.status in words
    )


def _unread(number: int, failures: tuple[str, ...]) -> _Suite:
    cases = [
        _Case(failure, _NOT_READ, (_Bad("unreadable", failure, (failure,), "error"),)) for failure in failures
    ]
    return _Suite(number, _NOT_READ, _told_apart(cases), {}, {}, failures)


type _Key = tuple[str, str, str, str]


def _key(row: "CookieRow") -> _Key:
    return row.policy or "", row.name, row.domain, row.party


def _by_cookie(session: "Session") -> "dict[_Key, list[Held]]":
    from temoin.gate import held

    found: dict[_Key, list[Held]] = {}
    for one in held(session):
        finding = one.finding
        found.setdefault((finding.policy or "", finding.name, finding.domain, finding.party), []).append(one)
    return found


def _told_apart(cases: list[_Case]) -> list[_Case]:
    """Shorten names, and number those that would be one, for programs take such cases for one."""
    seen: dict[str, int] = {}
    made = []
    for case in cases:
        name = _shown(case.name, _NAME)
        seen[name] = again = seen.get(name, 0) + 1
        made.append(case._replace(name=name if again == 1 else f"{name} ({again})"))
    return made


def _counts(cases: list[_Case], *, skipped: bool = True) -> dict[str, str]:
    elements = [{bad.element for bad in case.bad} for case in cases]
    counts = {
        "tests": len(cases),
        "failures": sum("failure" in one for one in elements),
        "errors": sum("error" in one for one in elements),
    }
    if skipped:
        counts["skipped"] = sum(bool(case.skipped) for case in cases)
    return {name: str(count) for name, count in counts.items()}


def _gaps(session: "Session") -> dict[tuple[str, str, str], list[str]]:
    """Why some of a cookie's exchanges could not be judged."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for one in session.unproven:
        found.setdefault((one.name, one.domain, one.party), []).append(one.why)
    return found


def _timing(session: "Session") -> dict[str, str]:
    """When the session began, as JUnit has it (UTC, without a zone), and how long it was."""
    from temoin.views.times import moment

    if session.started is None:
        return {}
    began = moment(session.started)
    length = f"{max((session.ended or session.started) - session.started, 0):.3f}"
    stamp = {"timestamp": began.removesuffix(" UTC").replace(" ", "T")} if began.endswith(" UTC") else {}
    return {**stamp, "time": length}


def _shown(text: str, limit: int) -> str:
    """Text of unknown origin on one line, with no character that XML forbids.

    In `[[…` GitLab would look for an attachment.
    """
    from temoin.views.printable import printable

    return printable(text, limit).replace("[[", "[ [")


def _text(lines: "Iterable[str]") -> str:
    from html import escape

    return escape("\n".join(_shown(line, _LINE) for line in lines if line), quote=False)


def _opened(tag: str, attributes: dict[str, str]) -> str:
    from html import escape

    return f"<{tag}" + "".join(
        f' {name}="{escape(_shown(value, _LINE))}"' for name, value in attributes.items()
    )


def _element(tag: str, attributes: dict[str, str], inner: "list[str]") -> "Iterator[str]":
    if not inner:
        yield f"{_opened(tag, attributes)}/>"
        return
    yield f"{_opened(tag, attributes)}>"
    yield from (f"  {line}" for line in inner)
    yield f"</{tag}>"
