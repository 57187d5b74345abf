import pytest

from temoin.errors import UsageError
from temoin.portal.variant import Leak, leaks_named


@pytest.mark.parametrize("names", ["", "none", " none "])
def test_none_is_a_correct_portal(names: str) -> None:
    assert leaks_named(names) == frozenset()


def test_all_is_every_leak() -> None:
    assert leaks_named("all") == frozenset(Leak)


def test_leaks_are_named_between_commas() -> None:
    assert leaks_named("early, built-in") == {Leak.EARLY, Leak.BUILT_IN}


def test_a_name_that_is_no_leak_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"no leak is called 'erly' \(one of none, all, early, "):
        leaks_named("erly")
