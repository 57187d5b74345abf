from temoin.views.cases import cases_of
from temoin.views.screen.findings import Findings
from temoin.views.terminal import plain_text
from temoin.vocabulary import Level, Party, Verdict
from views.reports import PORTAL, cookie_of, finding_of, leaky_session, session_of

EARLY = finding_of("T101", "Too early", "id", "ads.example", "sent once", reasons=("No choice yet.",))
UNDECLARED = finding_of(
    "T104", "Not declared", "id", "ads.example", "declared by none", reasons=("No entry.",)
)


def rules(session_findings: tuple[object, ...]) -> list[list[str]]:
    cases = cases_of(session_of(findings=session_findings))
    return [[finding.rule for finding in case.findings] for case in cases]


def test_facts_about_one_cookie_stand_in_one_block() -> None:
    text = plain_text(Findings(session_of(findings=(UNDECLARED, EARLY)))).decode()
    assert rules((UNDECLARED, EARLY)) == [["T101", "T104"]]
    assert text.count("ads.example/collect") == 1
    assert text.index("T101") < text.index("T104") < text.index("No choice yet.") < text.index("No entry.")


def test_a_reason_shared_by_two_rules_is_given_once() -> None:
    again = finding_of(
        "T104", "Not declared", "id", "ads.example", "x", reasons=("No choice yet.", "No entry.")
    )
    text = plain_text(Findings(session_of(findings=(EARLY, again)))).decode()
    assert text.count("No choice yet.") == 1


def test_another_exchange_has_its_own_evidence() -> None:
    later = finding_of("T103", "After withdrawal", "id", "ads.example", "sent twice", first=90, page=None)
    text = plain_text(Findings(session_of(findings=(EARLY, later)))).decode()
    assert text.count("ads.example/collect") == 2
    assert "#90" in text
    assert "no known page" in text


def test_the_same_name_elsewhere_is_another_cookie() -> None:
    other = finding_of("T104", "Not declared", "id", "cdn.example", "declared by none")
    first_party = finding_of("T104", "Not declared", "id", "ads.example", "x", party=Party.FIRST)
    assert len(rules((EARLY, other, first_party))) == 3


def test_the_worst_comes_first() -> None:
    note = finding_of("T100", "A note", "note", "a.example", "x", level=Level.NOTE, count=99)
    often = finding_of("T101", "Too early", "often", "a.example", "x", count=9)
    assert [
        case.findings[0].name for case in cases_of(session_of(findings=(note, UNDECLARED, EARLY, often)))
    ] == [
        "often",
        "id",
        "note",
    ]


def test_what_never_came_is_left_to_its_own_section() -> None:
    names = {finding.name for case in cases_of(leaky_session()) for finding in case.findings}
    assert "csrftoken" not in names
    assert "django_language" not in names


def test_a_finding_without_an_exchange_is_shown_unless_it_is_told_elsewhere() -> None:
    absent = finding_of("T301", "Required, never appeared", "csrftoken", PORTAL, "x", first=None, at=None)
    assert rules((absent,)) == [["T301"]]
    text = plain_text(Findings(session_of(findings=(absent,)))).decode()
    assert "page" not in text


def test_a_hint_is_given_as_one() -> None:
    cookie = cookie_of("id", "ads.example", {Verdict.EARLY: 1}, hint="an advertising identifier")
    text = plain_text(Findings(session_of(findings=(EARLY,), cookies=(cookie,)))).decode()
    assert "  usually: an advertising identifier\n" in text


def test_no_finding_is_no_section() -> None:
    assert plain_text(Findings(session_of())).strip() == b""
