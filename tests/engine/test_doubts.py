"""What turns out at the end to be less certain than it seemed."""

from engine.sessions import DOCUMENT, judge, judge_events, of, request
from temoin.events import Event, RequestSeen
from temoin.vocabulary import Verdict


def on(connection: str, seen: RequestSeen, version: str = "HTTP/2.0") -> RequestSeen:
    import msgspec

    return msgspec.structs.replace(seen, connection=connection, connected=0.5, http_version=version)


def document(number: int, at: float, connection: str, cookies: str) -> Event:
    # Each of its own address: one that is asked for again may wait for the one before.
    return on(
        connection, request(number, at, f"https://shop.example/?{number}", *DOCUMENT, ("cookie", cookies))
    )


ONE, OTHER = "token=aaaaaaaaaaaa", "token=bbbbbbbbbbbb"


def test_two_profiles_taken_for_one_visitor_accuse_nobody() -> None:
    session = judge_events(
        (
            document(1, 0.0, "c1", f"{ONE}; choice=none; stat=1"),
            document(2, 1.0, "c2", f"{OTHER}; stat=2"),
            document(3, 2.0, "c1", f"{ONE}; choice=none; stat=1"),
        )
    )
    assert {one.verdict for one in of(session, "stat")} == {Verdict.UNPROVEN}
    assert not [one for one in session.findings if one.level == "flagged"]
    assert {one.cause for one in session.unproven} == {"mixed-visitors"}
    assert session.outcome == "unproven"


def test_a_cookie_that_changes_once_is_one_profile() -> None:
    session = judge_events(
        (
            document(1, 0.0, "c1", f"{ONE}; choice=none; stat=1"),
            document(2, 1.0, "c2", f"{OTHER}; choice=none; stat=1"),
            document(3, 2.0, "c1", f"{OTHER}; choice=none; stat=1"),
        )
    )
    assert {one.verdict for one in of(session, "stat")} == {Verdict.REFUSED}


def test_a_request_that_was_queued_since_before_the_change_is_no_second_profile() -> None:
    early = request(1, 0.9, "https://shop.example/", *DOCUMENT, ("cookie", f"{ONE}; choice=none; stat=1"))
    late = request(3, 1.05, "https://shop.example/", *DOCUMENT, ("cookie", f"{ONE}; choice=none; stat=1"))
    session = judge_events(
        (
            on("c1", early, "HTTP/1.1"),
            document(2, 1.0, "c2", f"{OTHER}; choice=none; stat=1"),
            on("c1", late, "HTTP/1.1"),
        )
    )
    assert [one.verdict for one in of(session, "stat")] == [Verdict.REFUSED] * 3


def test_short_values_repeat_by_right() -> None:
    session = judge_events(
        (
            document(1, 0.0, "c1", "lang=fr; choice=none; stat=1"),
            document(2, 1.0, "c2", "lang=en; choice=none; stat=1"),
            document(3, 2.0, "c1", "lang=fr; choice=none; stat=1"),
        )
    )
    assert {one.verdict for one in of(session, "stat")} == {Verdict.REFUSED}


def test_a_consent_cookie_that_other_paths_lack_was_perhaps_there_before() -> None:
    session = judge("""
        0.0  document https://shop.example/explore/
        1.0  document https://shop.example/ sends stat=1
        2.0  document https://shop.example/ sends stat=1
        3.0  document https://shop.example/explore/ sends choice=none
        4.0  document https://shop.example/ sends stat=1
        5.0  document https://shop.example/explore/ sends choice=none
    """)
    assert {one.verdict for one in of(session, "stat")} == {Verdict.UNPROVEN}
    assert {one.cause for one in session.unproven} == {"consent-path"}


def test_a_consent_cookie_seen_on_every_path_was_absent_before() -> None:
    session = judge("""
        0.0  document https://shop.example/explore/
        1.0  document https://shop.example/ sends stat=1
        2.0  document https://shop.example/ sends stat=1
        3.0  document https://shop.example/explore/ sends choice=none
        4.0  document https://shop.example/ sends choice=none
    """)
    assert [one.verdict for one in of(session, "stat")] == [Verdict.EARLY, Verdict.EARLY]
