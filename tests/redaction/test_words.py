import pytest

from temoin.redaction.words import tokens_in

TOKENS = [
    "20261103151912",
    "123456",
    "a1b2c3d4-1111-4222-8333-123456789abc",
    "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyIjoiYWxpY2UifQ.c2ln",
    "jean.dupont@example.org",
    "jean.dupont%40example.org",
    "kJhGtRzQaBcD",
    "x7Kd93hA",
    "3f2a9b1c",
    "ceofaddefefcbblgcgnibnonglccbfja",
    "ChRDaHJvbWUvMTU2LjAuODA3OC43ORJBCX7zIKVm9XnqEg8N541ADioIEAE=",
    "abc12345xyz",
]
WORDS = [
    "",
    "fr-FR",
    "153.7.0",
    "20260115",
    "12345",
    "arbres-remarquables",
    "arbres2024",
    "utm_source",
    "index.php",
    "getElementById",
    "Linux_x86_64-gcc3",
    "G-ABC123",
    "v1:GetModels",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148",
]


@pytest.mark.parametrize("text", TOKENS)
def test_what_nobody_would_read_is_a_token(text: str) -> None:
    assert tokens_in(text) == ((0, len(text)),)


@pytest.mark.parametrize("text", WORDS)
def test_words_are_none(text: str) -> None:
    assert tokens_in(text) == ()


def test_a_token_is_found_among_words() -> None:
    text = "app.3f2a9b1c.js and user-4711081512"
    assert [text[begin:end] for begin, end in tokens_in(text)] == ["3f2a9b1c", "user-4711081512"]
