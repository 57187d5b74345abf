"""Every check's examples, run: what must be found is found where it stands, and nothing else of that check."""

import pytest

from temoin.audit import Audit
from temoin.checks import Check, Severity, all_checks, check
from temoin.checks.checking import Checked, broken, check_policy
from temoin.checks.examples import Example, Expected, parse
from temoin.policy import BrokenPolicy, draft_of
from temoin.policy.draft import Draft
from temoin.report import Session
from temoin.rules.documentation import documentation
from temoin.statement import Source

CASES = [
    pytest.param(kind.code, example, id=f"{kind.code}: {example.title}")
    for kind in all_checks()
    for example in parse(kind.examples)
]


def checked(example: Example) -> Checked:
    try:
        draft = draft_of(example.policy.encode(), file="example.yaml")
    except BrokenPolicy as error:
        return broken(error)
    return check_policy(draft, recorded(draft, example))


def recorded(draft: Draft, example: Example) -> tuple[Session, ...] | None:
    if example.events is None:
        return None
    audit = Audit((draft.policy,))
    for event in example.events:
        audit.feed(event)
    return (audit.close(Source("example.flow")),)


def word_at(text: str, line: int, column: int) -> str:
    return text.splitlines()[line - 1][column - 1 :]


@pytest.mark.parametrize(("code", "example"), CASES)
def test_an_example_finds_what_it_says(code: str, example: Example) -> None:
    faults = [fault for fault in checked(example).faults if fault.code == code]
    places = [word_at(example.policy, fault.line, fault.column) for fault in faults]
    assert len(faults) == len(example.expected), faults
    for expected in example.expected:
        assert expected.code == code
        assert any(place.startswith(expected.word) for place in places), (expected, places)


@pytest.mark.parametrize("kind", all_checks(), ids=lambda kind: kind.code)
def test_a_check_has_documentation_and_examples_of_what_fires_and_what_does_not(kind: type[Check]) -> None:
    told = documentation(kind)
    assert told.holds
    assert told.why
    assert told.sources
    assert told.mend
    examples = parse(kind.examples)
    assert any(one.code == kind.code for example in examples for one in example.expected)
    assert any(not example.expected for example in examples)


def test_codes_and_names_are_unique_and_sorted() -> None:
    codes = [kind.code for kind in all_checks()]
    names = [kind.name for kind in all_checks()]
    assert codes == sorted(set(codes))
    assert len(set(names)) == len(names)


def test_a_check_is_found_by_code_and_by_name_in_any_case() -> None:
    assert check("p201") is check("Unreachable") is check("P201") is not None
    assert check("T101") is None


@pytest.mark.parametrize(("code", "example"), CASES)
def test_every_fault_of_every_example_says_what_where_and_how_to_mend(code: str, example: Example) -> None:
    for fault in checked(example).faults:
        assert fault.message
        assert fault.mend
        assert fault.level in Severity
        assert word_at(example.policy, fault.line, fault.column)


def test_an_expected_fault_is_compared_by_value() -> None:
    assert Expected("P201", "a") < Expected("P202", "a")
