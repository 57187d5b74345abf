"""Sorts of cookies as headings and sentences name them."""

import pytest

from temoin.charters.sorts import Told, lists_only, need_told, party_of, sort_of, statement
from temoin.charters.terms import Sort
from temoin.vocabulary import Party


@pytest.mark.parametrize(
    ("heading", "sort"),
    [
        ("Cookies nécessaires au bon fonctionnement de la plateforme / cookies fonctionnels", Sort.NECESSARY),
        ("Strictly Necessary Cookies", Sort.NECESSARY),
        ("Essential", Sort.NECESSARY),
        ("Cookies techniques", Sort.NECESSARY),
        ("Cookies internes nécessaires", Sort.NECESSARY),
        ("Cookies non nécessaires", Sort.OPTIONAL),
        ("Non-essential", Sort.OPTIONAL),
        ("Non-essential (analytical)", Sort.STATISTICS),
        ("Cookies statistiques nécessaires à l'amélioration du site", Sort.STATISTICS),
        ("Third-party analytics cookies", Sort.STATISTICS),
        ("Cookies de mesure d’audience", Sort.STATISTICS),
        ("Functional Cookies", Sort.FUNCTIONAL),
        ("Targeting Cookies", Sort.MARKETING),
        ("Publicité", Sort.MARKETING),
        ("Réseaux sociaux", Sort.SOCIAL),
        ("Vidéos", Sort.MEDIA),
        ("Cookies tiers", Sort.THIRD_PARTY),
        ("Cookies internes", Sort.INTERNAL),
        ("Traceurs exemptés de consentement préalable", Sort.EXEMPT),
        ("Cookies nécessitant votre consentement", Sort.CONSENTED),
        ("Consent required", Sort.CONSENTED),
        ("No consent required", Sort.EXEMPT),
        ("Consentement requis", Sort.CONSENTED),
        ("Cookies techniques et publicitaires", Sort.MARKETING),
        ("Google Analytics", None),
        ("Qu'est ce qu'un cookie ?", None),
        ("Connexion à Internet", None),
        ("Matomo", None),
    ],
)
def test_the_sort_that_a_heading_names(heading: str, sort: Sort | None) -> None:
    assert sort_of(heading) is sort


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ils ne requièrent pas de consentement de la part de l'utilisateur.", Told.EXEMPT),
        ("Ces cookies sont toujours actifs.", Told.EXEMPT),
        ("They cannot be switched off in our systems.", Told.EXEMPT),
        ("They do not require the user’s consent.", Told.EXEMPT),
        ("Ces cookies ne sont déposés qu'avec votre consentement.", Told.REQUIRED),
        ("They are only set if you accept them.", Told.REQUIRED),
        ("Ils ne sont pas déposés sans votre consentement.", Told.REQUIRED),
        ("Lorsque les statistiques sont anonymes, le consentement n'est pas nécessaire.", Told.PARTLY),
        ("When statistics are anonymized, user consent is not required.", Told.PARTLY),
        ("Ils mesurent l'audience.", Told.NOTHING),
    ],
)
def test_what_a_text_says_of_consent(text: str, told: Told) -> None:
    assert need_told(text)[0] is told


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Les cookies « nécessaires », internes, permettent de…", "Cookies « nécessaires »"),
        (
            "Les cookies dits « tiers », « tierce partie » ou « third party » sont des cookies d'un site B.",
            "Cookies dits « tiers », « tierce partie » ou « third party »",
        ),
        ("Les cookies de mesure d’audience nous permettent de compter.", "Cookies de mesure d’audience"),
        ("“Necessary” internal cookies allow information to be saved.", "“Necessary” internal cookies"),
        ("Statistics cookies collect information anonymously.", "Statistics cookies"),
    ],
)
def test_a_sentence_that_defines_a_sort(text: str, title: str) -> None:
    found = statement(text)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    "text", ["Les cookies permettent de…", "These cookies are needed", "We use cookies to count."]
)
def test_a_sentence_that_defines_none(text: str) -> None:
    assert statement(text) is None


def test_parties() -> None:
    assert party_of("First party") is Party.FIRST
    assert party_of("Cookie interne") is Party.FIRST
    assert party_of("Tiers (YouTube)") is Party.THIRD
    assert party_of("First Party, Third Party") is None
    assert party_of("Internet") is None


def test_a_heading_that_only_lists() -> None:
    assert lists_only("Liste des cookies utilisés")
    assert not lists_only("Cookies publicitaires")
