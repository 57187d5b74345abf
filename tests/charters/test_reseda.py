"""The charter of opendata.reseda.fr becomes the shipped policy, with no hand edit and no option."""

from pathlib import Path

import pytest

from temoin.charters.given import Given
from temoin.charters.importing import Imported, import_charter
from temoin.charters.kinds import Source, find
from temoin.policy import Policy, load_policy

CHARTER = Path(__file__).resolve().parents[3] / "shared" / "charters" / "opendata.reseda.fr.txt"

pytestmark = pytest.mark.skipif(not CHARTER.is_file(), reason="the charter is not in ../shared")


@pytest.fixture(scope="module")
def imported() -> Imported:
    data = CHARTER.read_bytes()
    # No name but the text's: the host is told from what the charter says.
    return import_charter(find(data).read(Source("charter", data)), Given(), "charter")


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return load_policy("opendata.reseda.fr")


def test_the_same_cookies_purposes_categories_and_providers(imported: Imported, shipped: Policy) -> None:
    def rows(policy: Policy) -> list[tuple[str, str, str, str]]:
        return [(one.name, one.purpose, one.category, one.provider) for one in policy.cookies]

    assert rows(imported.policy) == rows(shipped)
    assert imported.unread == ()


def test_the_same_categories_word_for_word(imported: Imported, shipped: Policy) -> None:
    def kinds(policy: Policy) -> list[tuple[str, str, str, str, bool]]:
        return [
            (one.id, one.title, one.description, one.consent, one.measurement) for one in policy.categories
        ]

    assert kinds(imported.policy) == kinds(shipped)


def test_the_same_services_by_title(imported: Imported, shipped: Policy) -> None:
    def titles(policy: Policy) -> list[tuple[str, str, str]]:
        return [(one.title, one.provider, one.category) for one in policy.services]

    assert titles(imported.policy) == titles(shipped)


def test_the_same_site_and_the_same_consent_cookie(imported: Imported, shipped: Policy) -> None:
    ours, theirs = imported.policy, shipped
    assert (ours.name, ours.hosts, ours.language) == (theirs.name, theirs.hosts, theirs.language)
    assert (ours.consent.cookie, ours.consent.formats, ours.consent.path) == (
        theirs.consent.cookie,
        theirs.consent.formats,
        theirs.consent.path,
    )
    assert ours.consent.assumption


def test_lifetimes_are_what_the_shipped_policy_adds_from_sister_portals(
    imported: Imported, shipped: Policy
) -> None:
    assert all(cookie.lifetime is None for cookie in imported.policy.cookies)
    assert all(cookie.lifetime_source for cookie in shipped.cookies)
