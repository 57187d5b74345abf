"""Choices: what is granted, what is refused, and how a policy's names change neither."""

from hypothesis import given
from hypothesis import strategies as st

from temoin.consent import Choice, canonical
from temoin.vocabulary import ChoiceState

NAMES = st.sampled_from(["matomo", "tube", "adnet", "statistics", "third-party", "necessary"])
SETS = st.frozensets(NAMES)
RESTS = st.sampled_from([True, False, None])


def lower(name: str) -> str:
    return name.lower()


def test_the_state_says_what_the_choice_amounts_to() -> None:
    assert Choice.of(["matomo"]).state is ChoiceState.ALL
    assert Choice.of(["matomo"], ["tube"]).state is ChoiceState.PARTIAL
    assert Choice.of([], ["tube"]).state is ChoiceState.NONE
    assert Choice.of().state is ChoiceState.NONE
    assert Choice.of(rest=True).state is ChoiceState.ALL
    assert Choice.of(rest=False).state is ChoiceState.NONE
    assert Choice.of([], ["tube"], rest=True).state is ChoiceState.PARTIAL
    assert Choice.of(["matomo"], rest=False).state is ChoiceState.PARTIAL


def test_a_service_beats_its_category() -> None:
    choice = Choice.of(["matomo", "third-party"], ["statistics", "tube"])
    assert choice.permits("matomo", "statistics") is True
    assert choice.permits("tube", "third-party") is False


def test_a_refusal_beats_a_grant_of_the_same_name() -> None:
    choice = Choice.of(["tube"], ["tube"])
    assert choice.granted == ()
    assert choice.permits("tube", None) is False


def test_what_is_not_named_is_left_to_the_rest() -> None:
    assert Choice.of(["matomo"]).permits("tube", "third-party") is None
    assert Choice.of([], ["matomo"], rest=True).permits("tube", None) is True
    assert Choice.of(["matomo"], rest=False).permits(None, None) is False


def test_two_spellings_of_one_name_become_one_and_the_refusal_wins() -> None:
    choice = canonical(Choice.of(["Matomo", "tube"], ["matomo"]), lower)
    assert choice.granted == ("tube",)
    assert choice.refused == ("matomo",)


def test_to_grant_only_what_is_necessary_is_to_grant_nothing() -> None:
    read = Choice.of(["necessary"], ["statistics"])
    assert read.state is ChoiceState.PARTIAL
    told = canonical(read, lower, exempt={"necessary"})
    assert told.state is ChoiceState.NONE
    assert told.granted == ("necessary",)


def test_a_refusal_of_what_needs_no_consent_withholds_nothing() -> None:
    assert (
        canonical(Choice.of(["matomo"], ["necessary"]), lower, exempt={"necessary"}).state is ChoiceState.ALL
    )


def test_a_list_that_leaves_nothing_out_grants_all() -> None:
    asked = [("matomo", "statistics"), ("tube", "third-party"), (None, "internal")]
    listed = Choice.of(["matomo", "third-party", "internal"], rest=False)
    assert canonical(listed, lower, asked=asked).state is ChoiceState.ALL
    short = Choice.of(["matomo", "third-party"], rest=False)
    assert canonical(short, lower, asked=asked).state is ChoiceState.PARTIAL
    assert canonical(short, lower, asked=[]).state is ChoiceState.PARTIAL


@given(SETS, SETS, RESTS, NAMES, NAMES)
def test_what_is_refused_is_never_permitted(
    granted: frozenset[str], refused: frozenset[str], rest: bool | None, service: str, category: str
) -> None:
    choice = Choice.of(granted, refused, rest=rest)
    permits = choice.permits(service, category)
    if service in refused:
        assert permits is False
    elif service in granted:
        assert permits is True
    elif category in refused:
        assert permits is False
    elif category in granted:
        assert permits is True
    else:
        assert permits is rest


@given(SETS, SETS, RESTS, NAMES)
def test_the_state_agrees_with_what_is_permitted(
    granted: frozenset[str], refused: frozenset[str], rest: bool | None, name: str
) -> None:
    choice = Choice.of(granted, refused, rest=rest)
    if choice.state is ChoiceState.NONE:
        assert choice.permits(name, None) is not True
    if choice.state is ChoiceState.ALL:
        assert choice.permits(name, None) is not False
    assert not set(choice.granted) & set(choice.refused)
    assert choice.granted == tuple(sorted(choice.granted))


@given(SETS, SETS, RESTS)
def test_names_that_are_the_policys_own_change_nothing(
    granted: frozenset[str], refused: frozenset[str], rest: bool | None
) -> None:
    choice = Choice.of(granted, refused, rest=rest)
    assert canonical(choice, str) == choice
