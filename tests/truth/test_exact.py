from temoin.vocabulary import ChoiceState
from truth.document import ChoiceMoment
from truth.exact import states_between

ACCEPTED = ChoiceMoment(after=10.0, by=10.1, granted=("matomo",), refused=(), how="script")
FORGOTTEN = ChoiceMoment(after=20.0, by=20.1, granted=(), refused=(), how="script")
BOTH = (ACCEPTED, FORGOTTEN)


def test_before_a_change_the_old_state_holds() -> None:
    assert states_between(8.0, 9.9, BOTH) == {ChoiceState.UNSET}


def test_after_a_change_the_new_state_holds() -> None:
    assert states_between(10.2, 11.0, BOTH) == {ChoiceState.ALL}


def test_within_the_bounds_of_a_change_either_may_hold() -> None:
    assert states_between(10.05, 10.06, BOTH) == {ChoiceState.UNSET, ChoiceState.ALL}


def test_an_interval_that_spans_a_change_has_both() -> None:
    assert states_between(9.0, 11.0, BOTH) == {ChoiceState.UNSET, ChoiceState.ALL}


def test_a_choice_that_was_deleted_is_unset_again() -> None:
    assert states_between(20.5, 21.0, BOTH) == {ChoiceState.UNSET}


def test_without_any_change_nothing_was_ever_chosen() -> None:
    assert states_between(0.0, 99.0, ()) == {ChoiceState.UNSET}
