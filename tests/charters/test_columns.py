"""Heads of tables, as charters have them."""

import pytest

from temoin.charters.columns import column_of, label_of
from temoin.charters.languages import all_languages
from temoin.charters.phrases import spoken_in
from temoin.charters.terms import Column, Sort
from temoin.vocabulary import Need, Party


@pytest.mark.parametrize(
    ("head", "column"),
    [
        ("Nom du cookies", Column.NAME),
        ("Cookie name(s)", Column.NAME),
        ("Cookies", Column.NAME),
        ("Nom du prestataire", Column.PROVIDER),
        ("Émetteur", Column.PROVIDER),
        ("Service provider’s name", Column.PROVIDER),
        ("Service et emplacement", Column.SERVICE),
        ("Nom du service", Column.SERVICE),
        ("Finalités", Column.PURPOSE),
        ("À quoi sert-il ?", Column.PURPOSE),
        ("What it does", Column.PURPOSE),
        ("Description du cookie", Column.PURPOSE),
        ("Durée de vie du cookie", Column.LIFETIME),
        ("Maximum Storage Duration", Column.LIFETIME),
        ("Expires", Column.LIFETIME),
        ("Cookie Subgroup", Column.DOMAIN),
        ("Cookies used", Column.TYPE),
        ("Type de cookie", Column.TYPE),
        ("First or third party", Column.PARTY),
        ("Interne ou tiers", Column.PARTY),
        ("Catégorie", Column.CATEGORY),
        ("Navigateur", None),
        ("", None),
        (
            "Les cookies sont de petits fichiers que votre navigateur garde pendant une certaine durée, et renvoie",
            None,
        ),
    ],
)
def test_what_a_head_says(head: str, column: Column | None) -> None:
    assert column_of(head) is column


def test_a_label_is_nothing_but_a_phrase() -> None:
    assert label_of("Durée de vie :") is Column.LIFETIME
    assert label_of("Durée de vie du cookie de session") is None


def test_every_language_has_every_word_a_page_needs() -> None:
    for one in all_languages():
        assert set(one.columns) == set(Column)
        assert set(one.sorts) == set(Sort)
        assert set(one.page.needs) == set(Need)
        assert set(one.parties) == set(one.page.parties) == {Party.FIRST, Party.THIRD}
        assert len(one.page.months) == 12


def test_all_languages_list_their_units_in_one_order() -> None:
    lengths = {tuple((unit.seconds, unit.months) for unit in one.units) for one in all_languages()}
    assert len(lengths) == 1


@pytest.mark.parametrize("code", [one.code for one in all_languages()])
def test_the_columns_of_a_page_are_read_back_as_themselves(code: str) -> None:
    (language,) = [one for one in all_languages() if one.code == code]
    for column, head in language.page.columns.items():
        assert column_of(head) is column


def test_a_language_is_told_by_its_commonest_words() -> None:
    assert (
        spoken_in(
            "Les cookies que nous utilisons sur le site sont dans une liste, et vous pouvez les refuser."
        )
        == "fr"
    )
    assert spoken_in("The cookies that we use on this site are in a list, and you can refuse them.") == "en"
    assert spoken_in("_ga _gid") == ""
