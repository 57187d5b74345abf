import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mitmproxy.io import tnetstring

from temoin.traffic.flow_file.tnetstring import Malformed, Span, Window

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.binary(max_size=20)
    | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=10), inner, max_size=5),
    max_leaves=20,
)


def window(data: bytes) -> Window:
    return Window(io.BytesIO(data), len(data))


def built(one: Window, span: Span) -> Any:
    """A value in full, by the walk alone."""
    match chr(span[0]):
        case "}":
            return {key.decode(): built(one, value) for key, value in one.table(span).items()}
        case "]":
            return [built(one, item) for item in one.items(span)]
        case ",":
            return one.raw(span)
        case ";":
            return one.text(span)
        case "!":
            return one.bytes_between(*span[1:]) == b"true"
        case "#":
            return int(one.bytes_between(*span[1:]))
        case _:
            return one.number(span)


@given(values)
def test_the_walk_reads_what_mitmproxy_writes(value: Any) -> None:
    data = tnetstring.dumps(value)
    one = window(data)
    assert built(one, one.value(0, len(data))) == tnetstring.loads(data)


def test_a_value_larger_than_the_window_is_stepped_over() -> None:
    body = bytes(5 << 20)
    data = tnetstring.dumps({"before": 1, "body": body, "after": 2})
    one = window(data)
    fields = one.table(one.value(0, len(data)))
    assert one.number(fields[b"before"]) == 1
    assert one.number(fields[b"after"]) == 2
    assert one.raw(fields[b"body"]) == body


def test_a_body_is_not_read() -> None:
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size: int | None = -1, /) -> bytes:
            found = super().read(size)
            self.taken += len(found)
            return found

    data = tnetstring.dumps({"body": bytes(50 << 20), "after": 2})
    file = Counting(data)
    one = Window(file, len(data))
    assert one.number(one.table(one.value(0, len(data)))[b"after"]) == 2
    assert file.taken < 5 << 20


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_malformed(data: bytes) -> None:
    one = window(data)
    try:
        span = one.value(0, len(data))
    except Malformed:
        return
    assert 0 < span[1] <= span[2] < len(data)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"999999999999:x", "longer than what holds it"),
        (b"9999999999999:x", "no value begins"),
        (b"hello", "no value begins"),
        (b":", "no value begins"),
        (b"1:xx", "no type"),
        (b"+1:x,", "no value begins"),
    ],
)
def test_what_is_no_value_is_malformed(data: bytes, problem: str) -> None:
    with pytest.raises(Malformed) as told:
        window(data).value(0, len(data))
    assert problem in told.value.problem


@given(st.integers(1, 12))
def test_a_value_that_is_cut_says_how_much_is_missing(kept: int) -> None:
    data = b"10:0123456789,"
    cut = data[:kept]
    with pytest.raises(Malformed) as told:
        window(cut).value(0, len(cut))
    assert told.value.missing == (1 if kept < 3 else len(data) - kept)


def test_an_inner_value_may_not_reach_beyond_the_outer() -> None:
    data = b"7:1:a,9:b]" + b"x" * 20
    one = window(data)
    with pytest.raises(Malformed, match="longer") as told:
        one.items(one.value(0, len(data)))
    assert told.value.missing is None


def test_ten_thousand_levels_cost_nothing() -> None:
    data = b"0:]"
    for _ in range(10_000):
        data = b"%d:%s]" % (len(data), data)
    one = window(data)
    assert len(one.items(one.value(0, len(data)))) == 1


@pytest.mark.parametrize("text", [b"nan", b"inf", b"-inf", b"1e999"])
def test_a_number_that_is_not_finite_is_none(text: bytes) -> None:
    data = b"%d:%s^" % (len(text), text)
    one = window(data)
    assert one.number(one.value(0, len(data))) is None


@pytest.mark.parametrize("data", [b"1:x#", b"0:#", b"1:1,", b"4:true!", b"100:" + b"1" * 100 + b"#"])
def test_what_is_no_number_is_malformed(data: bytes) -> None:
    one = window(data)
    with pytest.raises(Malformed):
        one.number(one.value(0, len(data)))


def test_a_file_that_became_shorter_is_noticed() -> None:
    file = io.BytesIO(b"5:hello,")
    one = Window(file, 1000)
    with pytest.raises(Malformed, match="shorter"):
        one.bytes_between(0, 900)
