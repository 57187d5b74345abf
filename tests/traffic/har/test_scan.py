import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.traffic.har.scan import NotJson, elements, end_of, members

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-1e300, 1e300) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=15,
)


def walked[T](walk: Iterator[T]) -> tuple[list[T], NotJson | None]:
    """What a walk gave before it ended, and what ended it."""
    found: list[T] = []
    try:
        for one in walk:
            found.append(one)  # noqa: PERF402 (kept when the walk fails)
    except NotJson as error:
        return found, error
    return found, None


@given(st.lists(values, max_size=5), st.sampled_from([None, 1]), st.booleans())
def test_elements_lie_where_they_are(items: list[Any], indent: int | None, plain: bool) -> None:
    data = json.dumps(items, indent=indent, ensure_ascii=plain).encode()
    assert [json.loads(data[start:end]) for start, end in elements(data, 0)] == items


@given(st.dictionaries(st.text(max_size=6), values, max_size=5))
def test_members_lie_where_they_are(item: dict[str, Any]) -> None:
    data = json.dumps(item).encode()
    found = {
        json.loads(b'"%s"' % key): json.loads(data[at : end_of(data, at)]) for key, at in members(data, 0)
    }
    assert found == item


@given(st.lists(values, min_size=1, max_size=4), st.data())
def test_what_is_cut_gives_its_whole_elements_and_says_so(items: list[Any], data: st.DataObject) -> None:
    text = json.dumps(items).encode()
    cut = text[: data.draw(st.integers(0, len(text) - 1))]
    found, error = walked(elements(cut, 0))
    assert [json.loads(cut[start:end]) for start, end in found] == items[: len(found)]
    assert error is not None
    assert error.cut
    assert error.at <= len(cut)


@given(st.binary(max_size=80))
def test_any_bytes_are_values_or_no_json(data: bytes) -> None:
    walks: tuple[Iterator[object], ...] = (elements(b"[" + data, 0), members(b"{" + data, 0))
    for walk in walks:
        found, error = walked(walk)
        assert len(found) <= len(data) + 1
        assert error is None or 0 <= error.at <= len(data) + 1


@pytest.mark.parametrize(
    "data",
    [
        b'"' + b'\\"' * 500_000,
        b"[" * 1_000_000,
        b'"\\' * 500_000,
        b'["' * 500_000,
        b" " * 1_000_000,
        b"1" * 1_000_000,
        b'"a",' * 250_000,
    ],
)
def test_a_megabyte_of_anything_takes_no_time(data: bytes) -> None:
    began = time.process_time()
    with pytest.raises(NotJson):
        list(elements(b"[" + data, 0))
    assert time.process_time() - began < 3
