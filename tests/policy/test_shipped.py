"""The policies that ship say what the site and the stand-in say."""

from pathlib import Path

import pytest

from temoin.consent import Choice, canonical, read
from temoin.policy import Policy, find, load_policy, need_of, where
from temoin.portal.services import DECLARED, SERVICES, choice_value
from temoin.vocabulary import ChoiceState, Need, Party, Undeclared

CHARTER = Path(__file__).resolve().parents[3] / "shared" / "charters" / "opendata.reseda.fr.txt"
HOST = "opendata.reseda.fr"
DAY = 86_400


@pytest.fixture(scope="module")
def reseda() -> Policy:
    return load_policy("opendata.reseda.fr")


@pytest.fixture(scope="module")
def portal() -> Policy:
    return load_policy("portal")


@pytest.mark.skipif(not CHARTER.is_file(), reason="the charter is not in ../shared")
def test_the_four_cookies_are_word_for_word_the_charters(reseda: Policy) -> None:
    rows = [line.split("\t") for line in CHARTER.read_text(encoding="utf-8").splitlines() if "\t" in line]
    published = [tuple(cell.strip() for cell in row) for row in rows[1:]]
    assert len(published) == 4
    assert published == [
        (one.provider, reseda.service(one.service or "").title, one.name, one.purpose)
        for one in reseda.cookies
    ]


@pytest.mark.skipif(not CHARTER.is_file(), reason="the charter is not in ../shared")
def test_the_kinds_are_word_for_word_the_charters(reseda: Policy) -> None:
    text = " ".join(CHARTER.read_text(encoding="utf-8").split())
    for category in reseda.categories:
        assert category.description in text


def test_the_four_kinds_are_five_categories_for_statistics_are_two(reseda: Policy) -> None:
    assert {category.id: category.consent for category in reseda.categories} == {
        "necessary": Need.EXEMPT,
        "statistics-anonymous": Need.EXEMPT,
        "statistics": Need.REQUIRED,
        "internal": Need.REQUIRED,
        "third-party": Need.REQUIRED,
    }
    assert [category.id for category in reseda.categories if category.measurement] == ["statistics-anonymous"]
    assert reseda.undeclared is Undeclared.REQUIRED


def test_all_that_is_declared_is_exempt_and_first_party(reseda: Policy) -> None:
    for cookie in reseda.cookies:
        assert need_of(reseda, cookie) is Need.EXEMPT
        assert find(reseda, cookie.name, HOST, Party.FIRST) is cookie
        assert find(reseda, cookie.name, "ads.example", Party.THIRD) is None


def test_lifetimes_are_the_sister_portals_and_say_so(reseda: Policy) -> None:
    assert {cookie.name: cookie.seconds for cookie in reseda.cookies} == {
        "sessionid": 14 * DAY,
        "django_language": 366 * DAY,
        "csrftoken": 366 * DAY,
        "cookies_preferences": 184 * DAY,
    }
    assert all(cookie.lifetime_source.startswith("sister portals") for cookie in reseda.cookies)


@pytest.mark.parametrize("name", ["opendata.reseda.fr", "portal"])
def test_the_consent_cookie_is_declared_and_exempt(name: str) -> None:
    policy = load_policy(name)
    entry = find(policy, policy.consent.cookie, HOST, Party.FIRST)
    assert entry is not None
    assert need_of(policy, entry) is Need.EXEMPT


def test_the_reading_of_the_choice_is_said_to_be_an_assumption(reseda: Policy, portal: Policy) -> None:
    assert "not published" in reseda.consent.assumption
    assert portal.consent.assumption == ""


def test_both_cover_the_portal_and_no_neighbour(reseda: Policy, portal: Policy) -> None:
    for policy in (reseda, portal):
        assert policy.covers(HOST)
        assert not policy.covers("www.reseda.fr")
        assert not policy.covers("reseda.fr")


def test_a_place_in_a_shipped_policy_names_no_path(reseda: Policy) -> None:
    line = reseda.cookies[0].line
    assert where(reseda, line) == f"line {line} of the shipped policy opendata.reseda.fr"


def test_the_stand_in_declares_what_its_own_charter_shows(portal: Policy) -> None:
    assert [(one.name, one.domain or "", one.provider, one.purpose) for one in portal.cookies] == [
        (row.name, row.domain, row.provider, row.purpose) for row in DECLARED
    ]
    for one, row in zip(portal.cookies, DECLARED, strict=True):
        assert one.seconds is not None
        assert row.kept <= one.seconds <= row.kept + 8 * DAY


@pytest.mark.parametrize(
    ("name", "domain", "party", "category", "service"),
    [
        ("_pk_id.1.a3f4", HOST, Party.FIRST, "statistics", "matomo"),
        ("_pk_ses.1.a3f4", HOST, Party.FIRST, "statistics", "matomo"),
        ("_ga", HOST, Party.FIRST, "statistics", "google-analytics"),
        ("_ga_ABC123", HOST, Party.FIRST, "statistics", "google-analytics"),
        ("idrxvr", "logs.xiti.example", Party.THIRD, "statistics", "xiti"),
        ("uid", "pixel.adnet.example", Party.THIRD, "third-party", "adnet"),
        ("visitor", "tube.example", Party.THIRD, "third-party", "tube"),
    ],
)
def test_the_stand_ins_trackers_are_declared(
    portal: Policy, name: str, domain: str, party: Party, category: str, service: str
) -> None:
    entry = find(portal, name, domain, party)
    assert entry is not None
    assert (entry.category, entry.service, entry.party) == (category, service, party)


def test_the_stand_ins_choice_is_read_back(portal: Policy) -> None:
    value = choice_value({"matomo": True, "tube": True})
    found = read(value, portal.consent.formats)
    assert isinstance(found, Choice)
    choice = canonical(found, portal.named, exempt=portal.exempt, asked=portal.asked)
    assert choice.state is ChoiceState.PARTIAL
    assert choice.granted == ("matomo", "tube")
    assert choice.refused == ("adnet", "google-analytics", "xiti")
    everything = read(choice_value({one.key: True for one in SERVICES}), portal.consent.formats)
    assert isinstance(everything, Choice)
    assert everything.state is ChoiceState.ALL
