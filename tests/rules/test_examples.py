"""Every rule's examples, run: what must be found is found, and nothing else."""

import pytest

from temoin.audit import Audit
from temoin.policy.loading import load_bytes
from temoin.rules import Rule, all_rules, rule
from temoin.rules.documentation import documentation
from temoin.rules.examples import SHOP, Example, Expected, parse
from temoin.settings import Settings
from temoin.statement import Source
from temoin.vocabulary import Certainty, Level

CASES = [
    pytest.param(kind.code, example, id=f"{kind.code}: {example.title}")
    for kind in all_rules()
    for example in parse(kind.examples)
]


@pytest.mark.parametrize(("code", "example"), CASES)
def test_an_example_finds_what_it_says(code: str, example: Example) -> None:
    policy = load_bytes(example.policy.encode(), file="example")
    settings = Settings(accuse=Certainty.INFERRED if example.inferred else Certainty.CERTAIN)
    audit = Audit((policy,), settings)
    for event in example.events:
        audit.feed(event)
    session = audit.close(Source("example"))
    told = {one.rule for one in example.expected} | {code}
    found = sorted(
        Expected(one.rule, one.name, one.domain)
        for one in session.findings
        if one.level is Level.FLAGGED or (one.rule == code and one.rule in told)
    )
    assert found == list(example.expected)


@pytest.mark.parametrize("kind", all_rules(), ids=lambda kind: kind.code)
def test_a_rule_has_documentation_and_examples_of_what_fires_and_what_does_not(kind: type[Rule]) -> None:
    told = documentation(kind)
    assert told.holds
    assert told.why
    assert told.sources
    assert told.mend
    examples = parse(kind.examples)
    assert any(one.rule == kind.code for example in examples for one in example.expected)
    assert any(all(one.rule != kind.code for one in example.expected) for example in examples)


def test_codes_and_names_are_unique_and_sorted() -> None:
    codes = [kind.code for kind in all_rules()]
    names = [kind.name for kind in all_rules()]
    assert codes == sorted(set(codes))
    assert len(set(names)) == len(names)


def test_a_rule_is_found_by_code_and_by_name_in_any_case() -> None:
    assert rule("t101") is rule("Too-Early") is rule("T101") is not None
    assert rule("T999") is None


def test_the_shop_is_a_valid_policy() -> None:
    assert load_bytes(SHOP.encode(), file="shop").covers("shop.example")
