"""The table of verdicts, read against the design."""

import pytest

from temoin.consent.choice import Choice
from temoin.verdicts import TABLE, Said, Standing, said, standing, verdict
from temoin.vocabulary import ChoiceState, Need, Undeclared, Verdict


def test_the_table_has_an_answer_for_everything() -> None:
    assert {(row, column) for row, answers in TABLE.items() for column in answers} == {
        (row, column) for row in Standing for column in Said
    }


@pytest.mark.parametrize(
    ("cookie", "choice", "expected"),
    [
        (Standing.EXEMPT, Said.NO_CHOICE, Verdict.EXEMPT),
        (Standing.EXEMPT, Said.UNKNOWN, Verdict.EXEMPT),
        (Standing.ASKS, Said.GRANTS, Verdict.PERMITTED),
        (Standing.ASKS, Said.NO_CHOICE, Verdict.EARLY),
        (Standing.ASKS, Said.REFUSES, Verdict.REFUSED),
        (Standing.ASKS, Said.SILENT, Verdict.REFUSED),
        (Standing.ASKS, Said.NOTHING_GRANTED, Verdict.REFUSED),
        (Standing.UNDECLARED, Said.NO_CHOICE, Verdict.EARLY),
        (Standing.UNDECLARED, Said.NOTHING_GRANTED, Verdict.REFUSED),
        (Standing.UNDECLARED, Said.SILENT, Verdict.UNDECLARED),
        (Standing.FLAGGED, Said.NO_CHOICE, Verdict.UNDECLARED),
    ],
)
def test_a_row_of_the_design(cookie: Standing, choice: Said, expected: Verdict) -> None:
    assert verdict(cookie, choice) is expected


@pytest.mark.parametrize("doubt", [Said.UNKNOWN, Said.UNREADABLE])
@pytest.mark.parametrize("cookie", [Standing.ASKS, Standing.UNDECLARED])
def test_what_the_wire_does_not_tell_accuses_and_permits_nobody(cookie: Standing, doubt: Said) -> None:
    assert verdict(cookie, doubt) is Verdict.UNPROVEN


def test_nothing_is_permitted_but_by_a_grant() -> None:
    permitting = [
        (row, column)
        for row, answers in TABLE.items()
        for column in answers
        if answers[column] is Verdict.PERMITTED
    ]
    assert permitting == [(Standing.ASKS, Said.GRANTS), (Standing.UNCONFIRMED, Said.GRANTS)]


@pytest.mark.parametrize(
    ("need", "undeclared", "expected"),
    [
        (Need.EXEMPT, Undeclared.REQUIRED, Standing.EXEMPT),
        (Need.REQUIRED, Undeclared.FLAG, Standing.ASKS),
        (None, Undeclared.REQUIRED, Standing.UNDECLARED),
        (None, Undeclared.FLAG, Standing.FLAGGED),
    ],
)
def test_what_a_cookie_is_to_the_policy(
    need: Need | None, undeclared: Undeclared, expected: Standing
) -> None:
    assert standing(need, undeclared) is expected


@pytest.mark.parametrize(
    ("state", "choice", "expected"),
    [
        (ChoiceState.UNSET, None, Said.NO_CHOICE),
        (ChoiceState.UNREADABLE, None, Said.UNREADABLE),
        (ChoiceState.UNPROVEN, None, Said.UNKNOWN),
        (ChoiceState.PARTIAL, Choice.of(["stats"], ["statistics"]), Said.GRANTS),
        (ChoiceState.PARTIAL, Choice.of(["statistics"], ["stats"]), Said.REFUSES),
        (ChoiceState.PARTIAL, Choice.of(["stats"], ["stats", "ads"]), Said.REFUSES),
        (ChoiceState.ALL, Choice.of(["ads"]), Said.SILENT),
        (ChoiceState.ALL, Choice.of(rest=True), Said.GRANTS),
        (ChoiceState.NONE, Choice.of([], ["ads"]), Said.NOTHING_GRANTED),
    ],
)
def test_service_beats_category_and_refusal_beats_grant(
    state: ChoiceState, choice: Choice | None, expected: Said
) -> None:
    assert said(state, choice, "stats", "statistics") is expected
