from msgspec.structs import replace

from temoin.views.screen.tracks import tracks_of
from temoin.vocabulary import ChoiceState, Level
from views.reports import (
    PORTAL,
    choice_of,
    finding_of,
    leaky_session,
    page_of,
    session_of,
    several_visitors_report,
)


def test_each_visitor_has_a_track() -> None:
    tracks = tracks_of(several_visitors_report().sessions[0])
    assert [(track.visitor, len(track.choices)) for track in tracks] == [
        (1, 2),
        (2, 3),
        (3, 1),
        (4, 1),
        (5, 1),
    ]


def test_a_finding_is_on_the_track_of_its_page_alone() -> None:
    tracks = tracks_of(several_visitors_report().sessions[0])
    assert [len(track.sightings) for track in tracks] == [0, 1, 0, 0, 0]


def test_two_hosts_of_one_policy_are_told_apart() -> None:
    session = session_of(
        pages=(page_of(1, f"https://{PORTAL}:8443/", 0.0), page_of(2, "https://user@[::1]/", 1.0)),
        choices=(
            choice_of(ChoiceState.UNSET, None, 0.0),
            choice_of(ChoiceState.UNSET, None, 0.0, host="::1"),
        ),
        findings=(finding_of("T101", "Too early", "a", "a.example", "sent once", page=2),),
    )
    assert {track.host: len(track.sightings) for track in tracks_of(session)} == {PORTAL: 0, "::1": 1}


def test_each_consent_cookie_of_a_host_has_a_track_that_names_it() -> None:
    unset = choice_of(ChoiceState.UNSET, None, 0.0)
    granted = choice_of(ChoiceState.ALL, 1.0, 2.0)
    session = session_of(
        choices=(replace(unset, cookie="b"), replace(unset, cookie="a"), replace(granted, cookie="b"))
    )
    assert [(track.cookie, len(track.choices)) for track in tracks_of(session)] == [("a", 1), ("b", 2)]
    alone = session_of(choices=(replace(unset, cookie="a"),))
    assert [track.cookie for track in tracks_of(alone)] == [""]


def test_the_only_track_has_all_that_was_flagged_or_is_unproven() -> None:
    session = leaky_session()
    flagged = [one for one in session.findings if one.level is Level.FLAGGED]
    (track,) = tracks_of(session)
    assert len(track.sightings) == len(flagged) + len(session.unproven)


def test_the_only_track_may_have_no_evidence() -> None:
    (track,) = tracks_of(session_of(choices=(choice_of(ChoiceState.UNSET, None, 0.0),)))
    assert track.sightings == ()
    assert track.is_silent


def test_states_are_put_in_order_of_time() -> None:
    session = leaky_session()
    turned = replace(session, choices=session.choices[::-1])
    assert tracks_of(turned) == tracks_of(session)


def test_no_page_of_a_policy_is_no_track() -> None:
    assert tracks_of(session_of()) == ()
