"""What a check of a whole policy comes to: what is allowed, what time it is, how long it takes."""

import pytest

from checks.test_examples import recorded
from policy.samples import SHOP
from temoin.checks import Severity
from temoin.checks.checking import Checked, broken, check_policy
from temoin.checks.examples import parse
from temoin.policy import BrokenPolicy, draft_of, load_draft, shipped_policies, template_policies

GOOD = """\
name: shop
hosts: shop.example
date: 2026-11-24
consent: {cookie: choice, format: json, path: /, lifetime: 6 months}
categories:
  necessary: {consent: exempt}
cookies:
  - {name: choice, category: necessary, purpose: the choice, lifetime: 6 months}
"""


def check(text: str) -> Checked:
    return check_policy(draft_of(text.encode(), file="shop.yaml"))


def codes(checked: Checked) -> list[str]:
    return [fault.code for fault in checked.faults]


def test_a_good_policy_has_nothing_to_mend() -> None:
    checked = check(GOOD)
    assert (checked.faults, checked.allowed, checked.coverage, checked.fails) == ((), (), None, False)


@pytest.mark.parametrize("name", [*shipped_policies(), "portal"])
def test_no_shipped_policy_fails_its_check(name: str) -> None:
    assert not check_policy(load_draft(name)).fails


@pytest.mark.parametrize("name", template_policies())
def test_a_template_has_nothing_to_mend(name: str) -> None:
    assert check_policy(load_draft(name)).faults == ()


CONSENTS = """
  - {cookie: choice, format: json, path: /, lifetime: 6 months}
  - {cookie: tcf, format: words, lifetime: 1 year}
"""


def test_each_of_several_consent_cookies_is_checked_at_its_place() -> None:
    text = GOOD.replace(" {cookie: choice, format: json, path: /, lifetime: 6 months}\n", CONSENTS)
    checked = check(text)
    assert {(fault.code, fault.line) for fault in checked.faults} == {("P301", 6), ("P303", 6), ("P304", 6)}
    assert {fault.about for fault in checked.faults} == {"tcf"}


def test_faults_stand_in_the_order_of_the_file() -> None:
    checked = check(SHOP + '  - {name: "*", category: necessary}\n')
    places = [(fault.line, fault.column) for fault in checked.faults]
    assert places == sorted(places)
    assert {"P202", "P208", "P304"} <= set(codes(checked))
    assert checked.fails


def test_a_note_alone_fails_nothing() -> None:
    checked = check(GOOD + "  - {name: lang, category: necessary, lifetime: 1 year}\n")
    assert [(fault.code, fault.level) for fault in checked.faults] == [("P208", Severity.NOTE)]
    assert not checked.fails


WIDE = GOOD + '  - {name: "x*", category: necessary, purpose: p, lifetime: session}\n'


def test_a_fault_may_be_allowed_with_a_reason() -> None:
    assert codes(check(WIDE)) == ["P202"]
    checked = check(
        WIDE + "allow:\n  - {rule: P202, cookie: 'x*', reason: a framework's own, until: 2027-01-31}\n"
    )
    assert codes(checked) == []
    (one,) = checked.allowed
    assert (one.fault.code, one.reason, one.until, one.line) == (
        "P202",
        "a framework's own",
        "2027-01-31",
        11,
    )
    assert not checked.fails


def test_what_is_at_fault_is_named_by_the_allowance_whatever_it_is() -> None:
    text = GOOD.replace("cookies:", "  statistics: {consent: required}\ncookies:")
    assert codes(check(text)) == ["P203"]
    assert (
        codes(check(text + "allow:\n  - {rule: P203, cookie: statistics, reason: the charter's own}\n")) == []
    )


def test_a_broken_file_tells_all_its_problems_as_errors() -> None:
    with pytest.raises(BrokenPolicy) as caught:
        draft_of(
            GOOD.replace("format", "formt").replace("consent: exempt", "x: y").encode(), file="shop.yaml"
        )
    checked = broken(caught.value)
    assert (checked.file, checked.policy, checked.fails) == ("shop.yaml", "", True)
    assert codes(checked) == ["P101"] * 3
    assert {fault.level for fault in checked.faults} == {Severity.ERROR}


def test_a_file_with_too_many_problems_says_that_there_are_more() -> None:
    with pytest.raises(BrokenPolicy) as caught:
        draft_of((SHOP + "".join(f"x{n}: y\n" for n in range(90))).encode(), file="x")
    assert broken(caught.value).faults[-1].message == "there are more problems"


def test_an_allowance_of_a_check_ends_by_the_recordings_time() -> None:
    (example,) = parse(
        """
Ended
    - {name: "x*", category: necessary, purpose: p, lifetime: session}
    allow:
      - {rule: P202, cookie: "x*", reason: for a while, until: 2025-11-23}
    traffic:
    0.0  document https://shop.example/ sends session=1
"""
    )
    draft = draft_of(example.policy.encode(), file="x")
    assert "P202" not in codes(check_policy(draft))
    found = codes(check_policy(draft, recorded(draft, example)))
    assert {"P202", "P503"} <= set(found)
    assert "P502" not in found


def test_coverage_counts_both_ways() -> None:
    (example,) = parse(
        """
Some of it
    traffic:
    0.0  document https://shop.example/ sends choice={"stats":true}; session=1; mystery=1
"""
    )
    draft = draft_of(example.policy.encode(), file="x")
    coverage = check_policy(draft, recorded(draft, example)).coverage
    assert coverage is not None
    assert (coverage.recordings, coverage.covered) == (1, 1)
    assert (coverage.declared, coverage.seen, coverage.undeclared) == (7, 2, 1)


def test_an_entry_that_one_of_several_recordings_shows_was_seen() -> None:
    first, second = parse(
        """
One
    traffic:
    0.0  document https://shop.example/ sends choice=none; session=1

Other
    traffic:
    0.0  document https://shop.example/ sends choice=none; lang=fr
"""
    )
    draft = draft_of(first.policy.encode(), file="x")
    sessions = (*(recorded(draft, first) or ()), *(recorded(draft, second) or ()))
    unseen = {fault.about for fault in check_policy(draft, sessions).faults if fault.code == "P602"}
    assert unseen == {"token", "audience", "stat", "id"}


def test_a_large_policy_is_checked_whole() -> None:
    hidden = "".join(f"  - {{name: 'a{n}x*', category: necessary}}\n" for n in range(1_000))
    takers = "".join(
        f"  - {{name: 'a{n}*', domain: shop.example, category: necessary}}\n" for n in range(150)
    )
    allowed = "".join(f"  - {{rule: T202, cookie: 'b{n}*', reason: r}}\n" for n in range(500))
    checked = check(f"{GOOD}{hidden}{takers}allow:\n{allowed}")
    counts = {code: codes(checked).count(code) for code in ("P201", "P502")}
    assert counts["P201"] >= 150
    assert counts["P502"] == 500
