import pytest

from temoin.redaction.register import Register, is_made_up, is_searchable


@pytest.mark.parametrize(
    "text",
    ["S3CRET-cookie-value", "d703ce5eef2876f41b46d46f7e2a86ec", "correcthorsebattery", "1764000000123"],
)
def test_what_nobody_meets_by_chance_is_searched_for(text: str) -> None:
    assert is_searchable(text)


@pytest.mark.parametrize(
    "text", ["", "fr", "1234567", "12345678901", "00000000000000", "abcdefgh", "-/-/-/-/-/-/-"]
)
def test_what_stands_anywhere_is_counted(text: str) -> None:
    assert not is_searchable(text)
    register = Register()
    register.secret("cookie", text)
    assert (register.searched(), register.short["cookie"]) == ({}, 1)


@pytest.mark.parametrize(
    ("text", "made_up"), [("S3CRET-1", True), ("statistics", False), ("2026-11-24T10:00:00Z", False)]
)
def test_prose_holds_words_and_dates(text: str, made_up: bool) -> None:
    assert is_made_up(text) is made_up


def test_equal_texts_count_once() -> None:
    register = Register()
    for _ in range(3):
        register.secret("cookie", "S3CRET-cookie-value")
    assert register.replaced == {"cookie": 1}


def test_a_secret_that_stands_in_what_stays_is_an_echo_or_a_word() -> None:
    register = Register()
    for text in (
        "S3CRET-path",
        "arbres-remarquables",
        "https://opendata.reseda.fr/",
        "a7S3CRETHost",
        "unrelated-S3CRET",
    ):
        register.secret("cookie", text)
    register.keep("S3CRET-path")
    register.keep("arbres-remarquables")
    register.keep_whole("https://opendata.reseda.fr/explore/")
    register.keep("a7S3CRETHost.example", fixed=True)
    register.settle()
    assert register.echoes == {"S3CRET-path"}
    assert register.staying == 3
    assert set(register.searched()) == {"S3CRET-path", "unrelated-S3CRET"}
