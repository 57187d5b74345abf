"""Sites with more than one consent cookie, with one choice in several, and with one that says nothing yet."""

import pytest

from engine.sessions import exchanges, judge, of
from temoin.report import Session
from temoin.rules.examples import SHOP
from temoin.vocabulary import ChoiceState, Outcome, Verdict

CONSENT = SHOP[SHOP.index("consent:") : SHOP.index("categories:")]


def with_consent(text: str) -> str:
    return SHOP.replace(CONSENT, f"consent: {text}\n")


TWO = with_consent(
    "[{cookie: choice, format: [json, words], path: /}, {cookie: partners, format: query, path: /}]"
)
JOINT = with_consent("{cookie: cmplz_*, format: complianz, path: /}")
UNDECIDED = with_consent("{cookie: Optanon*, format: onetrust, path: /}").replace(
    "statistics: {title: Statistics, consent: required}",
    "statistics: {title: Statistics, consent: required, names: C0002}",
)
TCF = (
    with_consent("{cookie: euconsent-v2, format: tcf, path: /}")
    .replace(
        "advertising: {title: Advertising, consent: required}",
        "advertising: {title: Advertising, consent: required, needs: [purpose 1, purpose 3]}",
    )
    .replace(
        "ads: {title: Ads, category: advertising}",
        "ads: {title: Ads, category: advertising, needs: vendor 755}",
    )
)

PIXEL = "image https://ads.example/p.gif from https://shop.example/ sends id=7"


def verdicts(traffic: str, name: str, policy: str) -> list[Verdict]:
    return [one.verdict for one in of(judge(traffic, policy=policy), name)]


def reasons(session: Session, name: str) -> str:
    return " / ".join(of(session, name)[0].reasons)


# Two cookies


def test_a_refusal_in_one_of_two_cookies_is_a_refusal() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends choice=all; partners=ads=0
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends choice=all; partners=ads=0
        """,
        policy=TWO,
    )
    [pixel] = of(session, "id")
    assert pixel.verdict is Verdict.REFUSED
    told = reasons(session, "id")
    assert "the consent cookie choice said all" in told
    assert "the consent cookie partners said none: ads refused: " in told
    assert "request 3 carried the consent cookie partners / so" in told
    assert "so the choice was partial: ads refused" in told


def test_a_cookie_that_is_missing_says_nothing_where_the_other_speaks() -> None:
    traffic = f"""
        0.0  document https://shop.example/ sends choice=all
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends choice=all
    """
    assert verdicts(traffic, "id", TWO) == [Verdict.PERMITTED]


def test_before_either_is_there_it_is_too_early() -> None:
    traffic = f"""
        0.0  document https://shop.example/
        0.3  {PIXEL}
        4.0  document https://shop.example/next
    """
    assert verdicts(traffic, "id", TWO) == [Verdict.EARLY]


def test_while_one_changes_nothing_is_known() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends choice=all
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends choice=all; partners=ads=0
        """,
        policy=TWO,
    )
    [pixel] = of(session, "id")
    assert pixel.verdict is Verdict.UNPROVEN
    assert pixel.choice_evidence == (1, 3)
    assert "and request 3 carried the consent cookie partners: the choice changed" in reasons(session, "id")


def test_each_cookies_states_are_told_apart() -> None:
    session = judge(
        """
        0.0  document https://shop.example/ sends choice=all
        4.0  document https://shop.example/next sends choice=none; partners=ads=0
        """,
        policy=TWO,
    )
    assert [(one.cookie, one.state) for one in session.choices] == [
        ("choice", ChoiceState.ALL),
        ("partners", ChoiceState.UNSET),
        ("choice", ChoiceState.NONE),
        ("partners", ChoiceState.NONE),
    ]


def test_a_withdrawal_in_one_of_them_is_one() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends choice=all; partners=ads=1
        3.0  document https://shop.example/ sends choice=all; partners=ads=0
        3.3  {PIXEL}
        6.0  document https://shop.example/next sends choice=all; partners=ads=0
        """,
        policy=TWO,
    )
    assert {one.rule for one in session.findings if one.name == "id"} == {"T103"}


def test_a_cookie_that_cannot_be_read_permits_nothing_and_excuses_no_refusal() -> None:
    traffic = f"""
        0.0  document https://shop.example/ sends choice={{"ads":false,"stats":true}}; partners=ads; stat=1
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends choice={{"ads":false,"stats":true}}; partners=ads; stat=1
    """
    session = judge(traffic, policy=TWO)
    assert [one.verdict for one in of(session, "id")] == [Verdict.REFUSED]
    assert {one.verdict for one in of(session, "stat")} == {Verdict.UNPROVEN}
    assert [(one.rule, one.name) for one in session.findings if one.rule == "T901"] == [("T901", "partners")]


def test_a_disagreement_is_a_finding_and_said_in_the_summary() -> None:
    session = judge(
        """
        0.0  document https://shop.example/ sends choice=all; partners=ads=0&stats=1
        2.0  document https://shop.example/a sends choice=all; partners=ads=0&stats=1
        4.0  document https://shop.example/b sends choice=all; partners=ads=0&stats=1
        """,
        policy=TWO.replace(
            "  - {name: choice,", "  - {name: partners, category: necessary}\n  - {name: choice,"
        ),
    )
    [finding] = [one for one in session.findings if one.level == "flagged"]
    assert (finding.rule, finding.name, finding.count, finding.first, finding.last) == (
        "T106",
        "partners",
        3,
        1,
        3,
    )
    assert finding.message == "it refuses ads, which choice grants: carried together so 3 times"
    assert session.outcome is Outcome.FLAGGED
    assert "1 at odds with another consent cookie" in session.summary


# The IAB's string


ALL = "CQeF0pAQeF0pAAHABBENCWFsAP_gAAAAAAqIGMwBYAAgAEAAoALYC8wGMgAAAAAA"
NONE = "CQeF0pAQeF0pAAHABBENCWFgAAAAAAAAAAqIAAAAAAAA"
WITHOUT_PURPOSE_3 = "CQeF0pAQeF0pAAHABBENCWFgAIMAAAAAAAqIF5wAQF5gAAAA"


@pytest.mark.parametrize(
    ("string", "verdict"),
    [
        (ALL, Verdict.PERMITTED),
        (NONE, Verdict.REFUSED),
        (WITHOUT_PURPOSE_3, Verdict.REFUSED),
        (ALL[:40], Verdict.UNPROVEN),
    ],
)
def test_a_service_is_granted_once_its_vendor_and_its_categorys_purposes_are(
    string: str, verdict: Verdict
) -> None:
    traffic = f"""
        0.0  document https://shop.example/ sends euconsent-v2={string}
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends euconsent-v2={string}
    """
    assert verdicts(traffic, "id", TCF) == [verdict]


def test_what_the_string_says_is_shown_in_the_policys_names_and_its_own() -> None:
    session = judge(f"0.0  document https://shop.example/ sends euconsent-v2={ALL}", policy=TCF)
    [choice] = session.choices
    assert {"advertising", "ads", "purpose 3", "vendor 755"} <= set(choice.granted)
    assert choice.state is ChoiceState.ALL


# A cookie that says that nobody chose yet


BEFORE = "OptanonConsent=interactionCount=1&landingPath=NotLandingPage&groups=C0001%3A1%2CC0002%3A1"
AFTER = f"{BEFORE}; OptanonAlertBoxClosed=2026-01-15T10:00:00.000Z"


def test_a_cookie_that_says_that_nobody_chose_is_no_choice_whatever_it_says_beside() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends {BEFORE}; stat=1
        4.0  document https://shop.example/next sends {AFTER}; stat=1
        """,
        policy=UNDECIDED,
    )
    assert [one.verdict for one in of(session, "stat")] == [Verdict.EARLY, Verdict.PERMITTED]
    assert "request 1 carried the consent cookie, and it says that the banner was not answered" in reasons(
        session, "stat"
    )
    assert [(one.state, bool(one.note)) for one in session.choices] == [
        (ChoiceState.UNSET, True),
        (ChoiceState.ALL, False),
    ]


def test_a_document_asked_for_with_such_a_cookie_was_asked_for_without_a_choice() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends {BEFORE}
             bears <img src="https://ads.example/p.gif">
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends {BEFORE}
        """,
        policy=UNDECIDED,
    )
    assert {"T101", "T105"} <= {one.rule for one in session.findings if one.name == "id"}


def test_such_a_cookie_set_again_keeps_no_choice_alive() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/
             sets {BEFORE}; Max-Age=15552000; Secure
        4.0  document https://shop.example/a sends {BEFORE}
             sets {BEFORE}; Max-Age=15552000; Secure
        8.0  document https://shop.example/b sends {BEFORE}
        """,
        policy=UNDECIDED,
    )
    assert not [one for one in session.findings if one.rule == "T203"]


def test_what_a_format_assumes_is_repeated_where_the_policy_says_nothing() -> None:
    session = judge(f"0.0  document https://shop.example/ sends {AFTER}", policy=UNDECIDED)
    assert "known second-hand" in session.policies_used[0].assumption


# One choice in several cookies


DENY = "cmplz_advertising=deny; cmplz_statistics=allow; cmplz_banner-status=dismissed"


def test_several_cookies_are_one_choice() -> None:
    traffic = f"""
        0.0  document https://shop.example/ sends {DENY}; stat=1
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends {DENY}; stat=1
    """
    session = judge(traffic, policy=JOINT)
    assert [one.verdict for one in of(session, "id")] == [Verdict.REFUSED]
    assert {one.verdict for one in of(session, "stat")} == {Verdict.PERMITTED}
    [choice] = session.choices
    assert (choice.cookie, choice.granted, choice.refused) == ("cmplz_*", ("statistics",), ("advertising",))


def test_the_order_in_which_they_are_sent_changes_nothing() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends {DENY}
        4.0  document https://shop.example/next sends {"; ".join(reversed(DENY.split("; ")))}
        """,
        policy=JOINT,
    )
    assert len(session.choices) == 1


def test_none_of_them_is_no_choice() -> None:
    assert verdicts("0.0  document https://shop.example/ sends stat=1", "stat", JOINT) == [Verdict.EARLY]


def test_one_sent_twice_with_two_values_is_unreadable() -> None:
    session = judge(
        "0.0  document https://shop.example/ sends cmplz_statistics=allow; cmplz_statistics=deny",
        policy=JOINT,
    )
    assert [one.state for one in session.choices] == [ChoiceState.UNREADABLE]


def test_a_response_that_writes_all_of_them_dates_the_choice() -> None:
    session = judge(
        """
        0.0  document https://shop.example/
        1.0  fetch POST https://shop.example/choose from https://shop.example/
             sets cmplz_advertising=deny; Max-Age=15552000; Secure
             sets cmplz_statistics=allow; Max-Age=15552000; Secure
        2.0  document https://shop.example/a sends cmplz_advertising=deny; cmplz_statistics=allow; stat=1
        """,
        policy=JOINT,
    )
    assert [(one.state, one.exact) for one in session.choices] == [
        (ChoiceState.UNSET, False),
        (ChoiceState.PARTIAL, True),
    ]


def test_a_response_that_writes_one_of_them_leaves_the_choice_unknown_until_all_are_seen() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends {DENY}
        1.0  fetch POST https://shop.example/choose from https://shop.example/ sends {DENY}
             sets cmplz_advertising=allow; Max-Age=15552000; Secure
        2.0  {PIXEL}
        4.0  document https://shop.example/a sends {DENY.replace("deny", "allow")}
        4.3  image https://ads.example/p.gif from https://shop.example/a sends id=7
        8.0  document https://shop.example/b sends {DENY.replace("deny", "allow")}
        """,
        policy=JOINT,
    )
    assert [one.verdict for one in of(session, "id")] == [Verdict.UNPROVEN, Verdict.PERMITTED]
    assert "changed a part of the consent cookie" in reasons(session, "id")
    assert session.unproven[0].cause == "choice-in-parts"


def test_a_response_that_deletes_all_of_them_takes_the_choice_back() -> None:
    session = judge(
        """
        0.0  document https://shop.example/ sends cmplz_statistics=allow
        1.0  fetch POST https://shop.example/forget from https://shop.example/ sends cmplz_statistics=allow
             sets cmplz_statistics=; Max-Age=0; Secure
        4.0  document https://shop.example/a sends stat=1
        """,
        policy=JOINT,
    )
    assert [one.verdict for one in of(session, "stat")] == [Verdict.EARLY]
    assert [(one.state, one.note) for one in session.choices][1:] == [(ChoiceState.UNSET, "deleted")]


def test_all_that_crosses_is_still_judged_once() -> None:
    session = judge(
        f"""
        0.0  document https://shop.example/ sends choice=all; partners=ads=1; stat=1; lang=fr
        0.3  {PIXEL}
        4.0  document https://shop.example/next sends choice=all
        """,
        policy=TWO,
    )
    assert len(exchanges(session)) == 6
