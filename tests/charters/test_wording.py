"""Text made clean for a policy, and plain for comparing."""

from hypothesis import given
from hypothesis import strategies as st

from temoin.charters.wording import clean, plain, shortened, slug


def test_what_cannot_be_seen_is_left_out() -> None:
    assert clean("cookies_\u200bprefer\u00ad\u2060ences\u202e\ufeff") == "cookies_preferences"
    assert clean("13\u00a0mois \n\t max") == "13 mois max"


def test_what_can_be_seen_stays() -> None:
    assert clean("« l’été » – œuvre…") == "« l’été » – œuvre…"


def test_plain_levels_case_accents_quotes_and_dashes() -> None:
    assert plain("« L’Été » — Œuvre…") == '" l\'ete " - oeuvre...'


def test_an_id_is_made_of_a_title() -> None:
    assert slug("Sélection de la langue (front et back office)") == "selection-de-la-langue"
    assert (
        slug("Choix concernant vos préférences sur les cookies et le reste")
        == "choix-concernant-vos-preferences-sur-les"
    )
    assert slug("日本") == ""


@given(st.text())
def test_clean_is_done_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert len(shortened(text, 20)) <= 20
