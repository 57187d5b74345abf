"""What a policy allows is let pass and said; what is to be confirmed is held as far as it can be."""

from engine.sessions import judge, of
from temoin.report import Session
from temoin.rules.examples import SHOP
from temoin.settings import Settings
from temoin.vocabulary import Level, Outcome, Verdict

EARLY = """\
0.0  document https://shop.example/
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
4.0  document https://shop.example/next"""


def allowing(*entries: str) -> str:
    return SHOP + "allow:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


def codes(session: Session) -> set[str]:
    return {one.rule for one in session.findings if one.level is Level.FLAGGED}


def test_what_is_allowed_fails_no_run_and_is_listed_with_its_reason() -> None:
    session = judge(EARLY, policy=allowing("rule: T101, cookie: id, reason: agreed, until: 2030-01-31"))
    (allowed,) = session.allowed
    assert (allowed.finding.rule, allowed.finding.name, allowed.finding.count) == ("T101", "id", 1)
    assert (allowed.reason, allowed.until) == ("agreed", "2030-01-31")
    assert codes(session) == set()
    assert session.outcome is Outcome.CLEAR
    assert session.summary.endswith("1 finding allowed by the policy.")


def test_the_exchange_keeps_its_verdict() -> None:
    session = judge(EARLY, policy=allowing("rule: T101, cookie: id, reason: agreed"))
    assert {one.verdict for one in of(session, "id")} == {Verdict.EARLY}


def test_another_rule_another_cookie_or_another_domain_is_not_allowed() -> None:
    for entry in (
        "rule: T102, cookie: id, reason: x",
        "rule: T101, cookie: i, reason: x",
        "rule: T101, cookie: id, domain: cdn.example, reason: x",
    ):
        session = judge(EARLY, policy=allowing(entry))
        assert codes(session) == {"T101"}
        assert session.allowed == ()
        assert "T902" in {one.rule for one in session.findings}


def test_one_policys_allowance_is_not_anothers() -> None:
    session = judge(EARLY)
    assert codes(session) == {"T101"}


def test_an_ended_allowance_lets_nothing_pass_and_says_what_it_would_have() -> None:
    policy = allowing("rule: T101, cookie: id, reason: while we mend it, until: 2025-11-23")
    session = judge(EARLY, policy=policy)
    (said,) = [one for one in session.findings if one.rule == "T902"]
    assert codes(session) == {"T101"}
    assert said.level is Level.NOTE
    assert (
        said.message
        == "the policy allowed T101 of it until 2025-11-23, and that day was over: it was found once"
    )


def test_a_note_may_be_allowed_too() -> None:
    session = judge(EARLY, policy=allowing("rule: [T301, T302], cookie: '*', reason: a short visit"))
    assert {one.finding.rule for one in session.allowed} == {"T301", "T302"}
    assert {one.rule for one in session.findings} == {"T101"}


def test_an_allowance_of_a_check_is_not_the_engines() -> None:
    session = judge(EARLY, policy=allowing("rule: P203, cookie: audience, reason: x"))
    assert "T902" not in {one.rule for one in session.findings}


def test_fail_on_fails_for_no_allowed_finding() -> None:
    policy = allowing("rule: T101, cookie: id, reason: agreed")
    assert (
        judge(EARLY, policy=policy, settings=Settings(fail_on=frozenset({"T101"}))).outcome is Outcome.CLEAR
    )


UNCONFIRMED = SHOP.replace(
    "name: stat, category: statistics, service: stats", "name: stat, category: unknown"
)


def test_what_is_to_be_confirmed_is_early_before_any_choice() -> None:
    session = judge("0.0  document https://shop.example/ sends stat=1", policy=UNCONFIRMED)
    (exchange,) = of(session, "stat")
    assert exchange.verdict is Verdict.EARLY
    assert "to be confirmed" in exchange.reasons[-1]


def test_what_is_to_be_confirmed_is_permitted_where_all_is_granted_and_refused_where_nothing_is() -> None:
    for choice, verdict in (("all", Verdict.PERMITTED), ("none", Verdict.REFUSED)):
        session = judge(
            f"0.0  document https://shop.example/ sends choice={choice}; stat=1", policy=UNCONFIRMED
        )
        assert [one.verdict for one in of(session, "stat")] == [verdict]


def test_what_is_to_be_confirmed_is_unproven_where_the_choice_grants_some_things() -> None:
    choice = '{"ads":true,"stats":false}'
    session = judge(f"0.0  document https://shop.example/ sends choice={choice}; stat=1", policy=UNCONFIRMED)
    assert [one.verdict for one in of(session, "stat")] == [Verdict.UNPROVEN]
    assert [one.cause for one in session.unproven] == ["category"]
    assert codes(session) == set()


def test_an_undeclared_cookie_has_a_hint_and_a_declared_one_none() -> None:
    session = judge("0.0  document https://shop.example/ sends _ga_X1=1; lang=fr; mystery=1")
    hints = {row.name: row.hint for row in session.cookies}
    assert hints["_ga_X1"].startswith("statistics, Google Analytics: ")
    assert "https://support.google.com/" in hints["_ga_X1"]
    assert (hints["lang"], hints["mystery"]) == ("", "")
