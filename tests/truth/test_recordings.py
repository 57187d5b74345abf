"""The recordings that the repository ships, each against its truth: do the accounts still agree?"""

from functools import cache
from pathlib import Path

import pytest

from truth.document import Truth, read_truth
from truth.matching import RecordedRequest, read_recording
from truth.record import wrong_with
from truth.tours import TOURS, Tour

RECORDINGS = Path(__file__).resolve().parents[2] / "recordings"
LARGEST = 1_000_000

each_tour = pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.name)
each_name = pytest.mark.parametrize("name", [tour.name for tour in TOURS])


@cache
def truth_of(name: str) -> Truth:
    return read_truth(RECORDINGS / f"{name}.truth.json")


@cache
def recorded(name: str) -> tuple[RecordedRequest, ...]:
    return read_recording(RECORDINGS / f"{name}.flow")


def cookie_names(header: str) -> list[str]:
    return [crumb.strip().partition("=")[0] for crumb in header.split(";") if crumb.strip()]


def test_every_tour_is_recorded_and_nothing_else_is() -> None:
    assert {path.stem for path in RECORDINGS.glob("*.flow")} == {tour.name for tour in TOURS}
    assert {path.name.split(".")[0] for path in RECORDINGS.glob("*.truth.json")} == {
        tour.name for tour in TOURS
    }


@each_tour
def test_the_folders_page_says_what_each_recording_is(tour: Tour) -> None:
    assert f"| `{tour.name}` | {tour.says} |" in (RECORDINGS / "README.md").read_text()


@each_tour
def test_a_truth_says_what_its_tour_says(tour: Tour) -> None:
    truth = truth_of(tour.name)
    assert (truth.says, truth.policy, truth.third_party_cookies) == (
        tour.says,
        tour.policy,
        tour.third_party.value,
    )
    assert set(truth.portal.leaks) == set(tour.variant.leaks)
    assert truth.expected == tour.expected


@each_name
def test_the_three_accounts_agree(name: str) -> None:
    assert wrong_with(truth_of(name)) == []


@each_name
def test_every_request_of_the_recording_is_told_of_once(name: str) -> None:
    truth = truth_of(name)
    told = {one.flow: (one.method, one.url) for one in truth.requests}
    told |= {one.flow: (one.method, one.url) for one in truth.background}
    assert len(told) == len(truth.requests) + len(truth.background)
    assert told == {one.number: (one.method, one.url) for one in recorded(name)}


@each_name
def test_the_cookies_on_the_wire_are_those_that_the_browser_says_it_sent(name: str) -> None:
    wire = {one.number: cookie_names(one.cookie) for one in recorded(name)}
    for request in truth_of(name).requests:
        sent = [one.name for one in request.cookies_sent if not one.blocked]
        assert sorted(sent) == sorted(wire[request.flow]), request.url


@each_name
def test_a_page_is_a_document_that_came_before(name: str) -> None:
    truth = truth_of(name)
    documents = {one.flow: one for one in truth.requests if one.type == "Document"}
    for request in truth.requests:
        assert request.page_request in documents
        assert request.page_request <= request.flow
        assert documents[request.page_request].url == request.page


@each_name
def test_each_click_that_chose_is_followed_by_its_change(name: str) -> None:
    truth = truth_of(name)
    for click, moment in zip(truth.clicks, truth.choice_moments, strict=True):
        assert click.before <= moment.after < moment.by < click.before + 1.0
        assert moment.granted == tuple(sorted(name for name, granted in click.choice.items() if granted))


@each_name
def test_a_response_that_stored_the_choice_is_named(name: str) -> None:
    truth = truth_of(name)
    setters = [moment.request for moment in truth.choice_moments]
    if truth.portal.choice_by == "script":
        assert setters == [None] * len(setters)
        return
    urls = {one.flow: one.url for one in truth.requests}
    assert {urls[number or 0] for number in setters} == {"https://opendata.reseda.fr/cookies/choice"}


@each_name
def test_what_is_expected_did_cross(name: str) -> None:
    truth = truth_of(name)
    crossed = {one.name for request in truth.requests for one in request.cookies_set} | {
        one.name for request in truth.requests for one in request.cookies_sent if not one.blocked
    }
    assert {one.name for one in truth.expected} <= crossed


@each_name
def test_a_recording_ends_with_a_page_of_the_portal(name: str) -> None:
    truth = truth_of(name)
    pages = [one for one in truth.requests if one.page_request == one.flow]
    assert pages[-1].first_party == "https://reseda.fr"
    assert truth.requests[-1].first_party == "https://reseda.fr"


@each_name
def test_a_recording_is_small(name: str) -> None:
    assert (RECORDINGS / f"{name}.flow").stat().st_size < LARGEST


def test_blocked_third_party_cookies_were_refused_by_the_browser() -> None:
    third = [
        one
        for request in truth_of("blocked-leaky").requests
        for one in request.cookies_set
        if one.domain.endswith(".example")
    ]
    assert third
    assert all(one.blocked == ("UserPreferences",) for one in third)


def test_a_pixel_left_at_the_click_before_any_request_could_show_the_choice() -> None:
    truth = truth_of("choice-by-script")
    [moment] = truth.choice_moments
    at = {one.number: one.at for one in recorded("choice-by-script")}
    shown = min(
        at[one.flow]
        for one in truth.requests
        if any(sent.name == "cookies_preferences" for sent in one.cookies_sent)
    )
    fired = [at[one.flow] for one in truth.requests if "p.gif?e=choice" in one.url]
    assert len(fired) == 1
    assert moment.after < fired[0] < shown


def test_frames_within_frames_belong_to_the_page_that_holds_them() -> None:
    nested = [
        one for one in truth_of("frames").requests if one.initiator.url == "https://ads.adnet.example/frame"
    ]
    assert nested
    assert {one.page for one in nested} == {"https://opendata.reseda.fr/explore/dataset/arbres-remarquables/"}


def test_one_advertiser_was_met_on_two_sites() -> None:
    sites = {one.first_party for one in truth_of("two-tabs-leaky").requests if "p.gif" in one.url}
    assert sites == {"https://reseda.fr", "https://voisin.example"}
