import pytest

from temoin.views.phrases import counted, listed


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages"), (1204, "1,204 pages")]
)
def test_a_number_takes_its_noun(number: int, words: str) -> None:
    assert counted(number, "page") == words


def test_an_irregular_plural_is_given() -> None:
    assert counted(2, "entry", "entries") == "2 entries"


@pytest.mark.parametrize(
    ("items", "words"),
    [((), "nothing"), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")],
)
def test_a_list_reads_as_a_sentence(items: tuple[str, ...], words: str) -> None:
    assert listed(items) == words
