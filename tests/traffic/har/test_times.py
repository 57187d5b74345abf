import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.traffic.har.schema import Entry, Timings
from temoin.traffic.har.times import Times, parse_moment, times

AT = 1764000000.0


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2025-11-24T16:00:00Z", AT),
        ("2025-11-24T16:00:00.5Z", AT + 0.5),
        ("2025-11-24T16:00:00.250Z", AT + 0.25),
        ("2025-11-24T17:00:00.1234567+01:00", AT + 0.123456),
        ("2025-11-24T17:00:00+0100", AT),
        ("2025-11-24T11:30:00-04:30", AT),
        (" 2025-11-24T16:00:00Z ", AT),
        ("2025-11-24 16:00:00,5Z", AT + 0.5),
    ],
)
def test_moments_are_read_as_writers_write_them(text: str, at: float) -> None:
    assert parse_moment(text) == (at, True)


def test_a_moment_without_a_zone_is_utc_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert parse_moment("2025-11-24T16:00:00") == (AT, False)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "1764000000", "24/11/2025", "1969-12-31T23:00:00Z", "9999-12-31T23:59:59-10:00"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_moment(text)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        at, _ = parse_moment(text)
    except ValueError:
        return
    assert 0 <= at <= 253_402_300_799


def worked_out(whole: float | None, arrival: bool = False, **steps: float) -> Times:
    return times(Entry(time=whole, timings=Timings(**steps)), AT, arrival=arrival)


def test_the_steps_follow_one_another() -> None:
    told = worked_out(1000, blocked=100, dns=50, connect=150, send=10, wait=500, receive=190)
    assert told == Times(AT, AT + 0.3, AT + 0.81, AT + 1)


def test_a_step_of_minus_one_took_no_time() -> None:
    assert worked_out(300, blocked=-1, dns=-1, connect=-1, send=0, wait=200, receive=100) == Times(
        AT, AT, AT + 0.2, AT + 0.3
    )


def test_safari_s_double_wait_is_taken_once() -> None:
    assert worked_out(80, blocked=30, send=30, wait=40, receive=10) == Times(
        AT, AT + 0.03, AT + 0.07, AT + 0.08
    )


def test_a_proxy_s_own_connection_is_part_of_its_wait() -> None:
    assert worked_out(450, arrival=True, connect=150, send=0, wait=200, receive=100) == Times(
        AT, AT, AT + 0.2, AT + 0.3
    )


def test_without_steps_an_answer_came_at_once() -> None:
    assert times(Entry(time=500.0), AT, arrival=False) == Times(AT, AT, AT, AT + 0.5)


milliseconds = st.none() | st.floats() | st.floats(-1, 5000)


@given(milliseconds, milliseconds, milliseconds, milliseconds, milliseconds, milliseconds, st.booleans())
def test_times_never_run_backwards(
    whole: float | None,
    blocked: float | None,
    connect: float | None,
    send: float | None,
    wait: float | None,
    receive: float | None,
    arrival: bool,
) -> None:
    steps = Timings(blocked=blocked, connect=connect, send=send, wait=wait, receive=receive)
    told = times(Entry(time=whole, timings=steps), AT, arrival=arrival)
    assert AT == told.at <= told.read_by <= told.answered <= told.ended < AT + 86_400 * 8
