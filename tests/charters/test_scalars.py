"""Words and remarks of a YAML file."""

from hypothesis import given
from hypothesis import strategies as st

from charters.made_up import texts
from temoin.charters.scalars import folded_text, remark, scalar
from temoin.charters.wording import clean
from temoin.policy.places import Entries, Items, Word, compose
from temoin.policy.problems import Problems


def read(yaml: str) -> list[str]:
    root = compose(yaml, Problems("x"))
    assert isinstance(root, Entries)
    ((_, value),) = root.pairs
    nodes = value.nodes if isinstance(value, Items) else (value,)
    return [node.text for node in nodes if isinstance(node, Word)]


def test_what_is_plain_stays_plain() -> None:
    assert scalar("_pk_id.*") == "_pk_id.*"
    assert scalar("Se souvenir de l'utilisateur d'une page à une autre.") == (
        "Se souvenir de l'utilisateur d'une page à une autre."
    )
    assert scalar("2026-11-24") == "2026-11-24"


def test_what_yaml_takes_for_something_else_is_quoted() -> None:
    for word in ("no", "1:30:00", "1e3", "*x", "#x", "a: b", "a #b", "[x]", "- x", "null", "~", "'x'", "x:"):
        assert scalar(word).startswith("'"), word


@given(texts(200) | st.text(max_size=200))
def test_any_text_reads_back_as_itself(text: str) -> None:
    wanted = [clean(text)]
    assert read(f"key: {scalar(text)}\n") == wanted
    assert read(f"key: [{scalar(text, listed=True)}, {scalar(text, listed=True)}]\n") == wanted * 2
    folded = read(f"key: {folded_text(text, 4)}\n")
    assert [" ".join(word.split()) for word in folded] == wanted


@given(st.text(max_size=500))
def test_a_remark_is_nothing_but_a_remark(text: str) -> None:
    assert all(line.lstrip().startswith("#") for line in remark(text, 2).split("\n"))
    assert read(f"{remark(text)}\nkey: word\n") == ["word"]
