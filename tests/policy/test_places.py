"""YAML as words with their places, and what is refused before it can grow."""

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from temoin.policy import BrokenPolicy, Problem, places
from temoin.policy.places import Entries, Items, Node, Word, compose
from temoin.policy.problems import Problems


def tree(text: str) -> Node:
    problems = Problems("x.yaml")
    node = compose(text, problems)
    problems.close()
    return node


def outcome(text: str) -> Node | BrokenPolicy:
    """What comes of a text; any other exception is a failure."""
    try:
        return tree(text)
    except BrokenPolicy as broken:
        return broken


def wrong(text: str) -> tuple[Problem, ...]:
    with pytest.raises(BrokenPolicy) as caught:
        tree(text)
    return caught.value.problems


def plain(node: Node) -> object:
    match node:
        case Word():
            return node.text
        case Items():
            return [plain(item) for item in node.nodes]
        case Entries():
            return {key.text: plain(value) for key, value in node.pairs}


@pytest.mark.parametrize(
    "word",
    ["no", "No", "off", "on", "yes", "y", "true", "null", "~", "1:30:00", "0x10", "012", "1_000", "1e3", ".inf",
     "2026-11-24", "2026-11-24 10:00:00", "<<", "=", "!"],
)  # fmt: skip
def test_a_word_stays_a_word(word: str) -> None:
    text = word if word != "!" else '"!"'
    assert plain(tree(f"{text}: {text}")) == {word: word}


def test_places_count_from_one_and_in_characters() -> None:
    root = tree("a: é\nb:\n  - ééé: x\n")
    assert isinstance(root, Entries)
    (a, _), (b, items) = root.pairs
    assert (a.line, a.column, b.line, b.column) == (1, 1, 2, 1)
    assert isinstance(items, Items)
    inner = items.nodes[0]
    assert isinstance(inner, Entries)
    assert (inner.pairs[0][1].line, inner.pairs[0][1].column) == (3, 10)


def test_a_key_given_twice_is_refused_at_its_second_place() -> None:
    assert wrong("a: 1\nb: 2\na: 3\n") == (
        Problem(3, 1, "`a` is given twice", "line 1 has it already: keep one"),
    )


def test_keys_given_twice_are_all_told() -> None:
    assert [problem.line for problem in wrong("a: {x: 1, x: 2}\na: 3\nb: {y: 1, y: 2}\n")] == [1, 2, 3]


def test_keys_that_yaml_would_make_equal_are_two_words() -> None:
    assert plain(tree("yes: 1\ntrue: 2\n")) == {"yes": "1", "true": "2"}


@pytest.mark.parametrize("tag", ["!!bool", "!!python/object/apply:os.system", "!x", "!<tag:x,2026:y>"])
def test_a_tag_is_refused_at_its_place(tag: str) -> None:
    problem = wrong(f"a: b\nc: {tag} no\n")[0]
    assert (problem.line, problem.column) == (2, 4)
    assert "has no meaning here" in problem.text


def test_tags_that_say_what_is_there_anyway_are_let_through() -> None:
    assert plain(tree("!!map {a: !!str no, b: !!seq [! 1]}")) == {"a": "no", "b": ["1"]}


def test_an_alias_stands_for_what_it_names() -> None:
    assert plain(tree("a: &x {k: v}\nb: *x\nc: [*x, *x]\n")) == {
        "a": {"k": "v"},
        "b": {"k": "v"},
        "c": [{"k": "v"}, {"k": "v"}],
    }


def test_an_alias_has_the_place_where_it_stands() -> None:
    root = tree("a: &x v\nb: *x\n")
    assert isinstance(root, Entries)
    assert root.pairs[1][1] == Word("v", 2, 4)


def test_aliases_that_explode_are_refused_at_once() -> None:
    bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    began = time.process_time()
    problem = wrong(bomb)[0]
    assert "grows past" in problem.text
    assert time.process_time() - began < 1


def test_what_holds_itself_is_refused() -> None:
    assert wrong("a: &x [*x]\n") == (Problem(1, 8, "`x` holds itself"),)


def test_a_star_without_quotes_says_what_to_do() -> None:
    for text in ("hosts: *.example.org\n", "hosts: *\n", "hosts: *x\n"):
        problem = wrong(text)[0]
        assert problem.line == 1
        assert problem.mend == "to begin a word with `*`, put it in quotes"


def test_a_key_must_be_a_word() -> None:
    assert wrong("? [a, b]\n: c\n")[0].text == "a key must be a word"


def test_several_documents_are_refused_where_the_second_begins() -> None:
    assert wrong("a: b\n---\nc: d\n")[0].place == "line 2, column 1"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    assert wrong(text)[0].text == "it is empty"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [b\n", "line 2, column 1"),
        ("a: b: c\n", "line 1, column 5"),
        ("a: 'b\n", "line 2, column 1"),
        ("a:\n\tb: c\n", "line 2, column 1"),
        ("a: b\n c: d\n", "line 2, column 3"),
        ("a: @b\n", "line 1, column 4"),
        ("é: ok\nx: a\x07b\n", "line 2, column 5"),
        ("x: a\ufeffb\n", "line 1, column 5"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place(text: str, place: str) -> None:
    assert wrong(text)[0].place == place


@pytest.mark.parametrize(
    "unit", ["[", "- ", "{a: ", "? ", "[a,", "&a [", "!x [", "a:\n", "x\n", "'\n", "#\n", "[1,2,", "a,"]
)
def test_a_megabyte_of_anything_is_settled_in_time(unit: str) -> None:
    text = unit * (999_000 // len(unit))
    began = time.process_time()
    found = outcome(text)
    assert not isinstance(found, BrokenPolicy) or len(str(found).splitlines()) <= 51
    assert time.process_time() - began < 3


@given(st.text() | st.text(alphabet="abno:-[]{}&*!?|>'\"#%@, \n\t"))
def test_any_text_is_a_tree_or_a_policy_error(text: str) -> None:
    found = outcome(text)
    if isinstance(found, BrokenPolicy):
        assert all(problem.line >= 1 and problem.column >= 1 for problem in found.problems)
    else:
        assert plain(found) is not None


@given(st.text(alphabet="abno:-[]{}&*!?|>'\"#, \n"))
def test_both_parsers_see_the_same_tree(text: str) -> None:
    def seen(loader: type[yaml.CSafeLoader | yaml.SafeLoader]) -> Node | None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(places, "_LOADER", loader)
            found = outcome(text)
        return None if isinstance(found, BrokenPolicy) else found

    by_c, by_python = seen(yaml.CSafeLoader), seen(yaml.SafeLoader)
    if by_c is not None and by_python is not None:
        assert plain(by_c) == plain(by_python)
