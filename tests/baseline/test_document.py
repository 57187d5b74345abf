"""The baseline's file: the same entries give the same bytes, and every mistake is told with its place."""

import json

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from temoin.baseline import MOST, baseline_schema, baseline_text, read_baseline
from temoin.errors import InvalidPolicy, TemoinError, UsageError
from temoin.identity import Entry, Identity
from temoin.vocabulary import Party

EARLY = Identity("T101", "uid", "ads.example", Party.THIRD)
LATER = Identity("T103", "_ga_*", "shop.example", Party.FIRST, pattern=True)

wire = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
entries = st.lists(
    st.builds(
        Entry,
        st.builds(
            Identity,
            st.sampled_from(["T101", "T106", "T302"]),
            wire,
            wire,
            st.sampled_from(Party),
            st.booleans(),
        ),
        wire,
    ),
    max_size=8,
)


def read(text: str) -> tuple[Entry, ...]:
    return read_baseline(text.encode(), file="b.yaml").entries


def wrong(text: str) -> list[str]:
    with pytest.raises(TemoinError) as caught:
        read(text)
    return str(caught.value).splitlines()


def of(*lines: str) -> str:
    return "schema: temoin-baseline/1\nfindings:\n" + "".join(f"  - {line}\n" for line in lines)


def test_it_is_an_entry_a_line_sorted_with_the_reason() -> None:
    text = baseline_text([Entry(LATER), Entry(EARLY, "until the new tag manager: ticket 12")])
    assert [line for line in text.splitlines() if not line.startswith("#")] == [
        "schema: temoin-baseline/1",
        "findings:",
        "  - {rule: T101, cookie: uid, domain: ads.example, party: third, "
        "reason: 'until the new tag manager: ticket 12'}",
        "  - {rule: T103, pattern: _ga_*, domain: shop.example, party: first}",
    ]


def test_the_order_of_the_entries_does_not_matter() -> None:
    assert baseline_text([Entry(LATER), Entry(EARLY)]) == baseline_text([Entry(EARLY), Entry(LATER)])
    assert baseline_text([Entry(EARLY), Entry(EARLY, "why")]) == baseline_text(
        [Entry(EARLY, "why"), Entry(EARLY)]
    )


@given(entries)
def test_what_is_written_is_read_again_and_follows_the_schema(given_entries: list[Entry]) -> None:
    text = baseline_text(given_entries)
    found = {entry.identity: entry.reason for entry in read(text)}
    assert found.keys() == {entry.identity for entry in given_entries}
    for entry in given_entries:
        assert bool(found[entry.identity]) or not entry.reason
    assert baseline_text(read(text)) == text
    assert all(char.isprintable() or char == "\n" for char in text)
    document = yaml.safe_load(text)
    jsonschema.validate(json.loads(json.dumps(document)), baseline_schema())


def test_an_empty_one_is_read() -> None:
    assert read(baseline_text([])) == ()


def test_a_name_with_a_star_is_no_pattern() -> None:
    [entry] = read(of("{rule: T101, cookie: '*', domain: ads.example, party: third}"))
    assert entry.identity == Identity("T101", "*", "ads.example", Party.THIRD)


def test_a_rule_may_be_named_by_its_name() -> None:
    [entry] = read(of("{rule: too-early, cookie: '', domain: '', party: unknown}"))
    assert entry.identity == Identity("T101", "", "", Party.UNKNOWN)
    assert entry.line == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "line 1, column 1: it is empty (a baseline has `schema`"),
        ("- a", "line 1, column 1: a baseline is a mapping"),
        ("schema: temoin-baseline/2\nfindings: []", "line 1, column 9: it is no baseline that this version reads"),
        ("findings: []", "line 1, column 1: it is no baseline that this version reads"),
        ("schema: temoin-baseline/1\nfindings: 3", "line 2, column 11: `findings` must be a list"),
        ("schema: temoin-baseline/1", "`findings` must be a list"),
        ("schema: temoin-baseline/1\nfinding: []", "column 1: unknown key `finding` (did you mean `findings`?)"),
        (of("uid"), "line 3, column 5: a finding is a mapping of keys"),
        (of("{rule: T101, cookie: a, domain: b}"), "a finding needs `party`"),
        (of("{rule: T101, cookie: a, party: third}"), "a finding needs `domain`"),
        (of("{cookie: a, domain: b, party: third}"), "a finding needs `rule`"),
        (of("{rule: T101, domain: b, party: third}"), "needs either `cookie` or `pattern`"),
        (of("{rule: T101, cookie: a, pattern: b, domain: b, party: third}"), "needs either `cookie` or `pattern`"),
        (of("{rule: T999, cookie: a, domain: b, party: third}"), "line 3, column 12: there is no rule `T999`"),
        (of("{rule: T101, cookie: a, domain: b, party: thrid}"), "`thrid` is no party (did you mean `third`?)"),
        (of("{rule: T101, cookie: [a], domain: b, party: third}"), "`cookie` must be one word or text"),
        (of("{rule: [T101], cookie: a, domain: b, party: {}}"), "`rule` must be one word or text"),
        (of(*["{rule: T101, cookie: a, domain: b, party: third}"] * 2), "line 4, column 5: it is given twice ("),
        (of("{rule: T101, cookie: a, domain: b, party: third"), "it is no YAML"),
        (of("{rule: T101, cookie: !!python/name:os.system a, domain: b, party: third}"), "the tag"),
        ("schema: a\n---\nb: c", "a file is one document"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_mend(text: str, told: str) -> None:
    lines = wrong(text)
    assert any(told in line for line in lines), lines
    assert all(line.startswith("b.yaml, line ") and "policy" not in line for line in lines)


def test_every_mistake_is_told_at_once() -> None:
    assert len(wrong(of("uid", "{rule: T999, cookie: a, domain: b, party: x}", "[]"))) == 4


@pytest.mark.parametrize("data", [b"\xff\xfe", b"\x00" * 6_000_000])
def test_what_is_no_text_or_too_large_is_one_line(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        read_baseline(data, file="b.yaml")
    assert str(caught.value).count("\n") == 0


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_or_refused_in_words(text: str) -> None:
    try:
        found = read(text.encode("utf-8", "replace").decode())
    except (InvalidPolicy, UsageError) as error:
        said = str(error)
    else:
        said = "b.yaml" if found == () else ""
    assert said.startswith("b.yaml")


def test_more_than_a_person_can_look_through_is_refused() -> None:
    many = (Entry(Identity("T101", f"c{number}", "ads.example", Party.THIRD)) for number in range(MOST + 1))
    with pytest.raises(UsageError, match="declare the cookies in the policy"):
        baseline_text(many)
    fitting = [Entry(Identity("T101", f"c{number}", "ads.example", Party.THIRD)) for number in range(MOST)]
    assert len(read(baseline_text(fitting))) == MOST
