"""Consent cookies: every sample says the same choice in as many bytes, without what tells visitors apart."""

import base64
import re

import pytest

from redaction.tools import KEY
from temoin.consent import Choice, Example, Undecided, format_named, format_names, read
from temoin.cookies.values import length, shape
from temoin.policy import load_policy
from temoin.policy.loading import template_policies
from temoin.redaction.choices import Choices, Chosen
from temoin.redaction.standins import Standins

TEMPLATES = tuple(load_policy(name) for name in template_policies())
PORTAL = load_policy("portal")
SAMPLES = [
    (name, example)
    for name in format_names()
    for example in format_named(name).examples
    if not format_named(name).traits.several
]
SEVERAL = [
    (name, example)
    for name in format_names()
    for example in format_named(name).examples
    if format_named(name).traits.several and example.value.startswith(("cmplz_", "Optanon"))
]
"""Those whose cookies bear the names that banners give theirs; others are cookies like any other."""


def choices() -> Choices:
    return Choices((*TEMPLATES, PORTAL), Standins(KEY))


def named(form: str) -> str:
    """A cookie that is read in a format: a banner's own, or one that a policy declares."""
    usual = format_named(form).traits.cookies
    return usual[0] if usual else "cookies_preferences"


def written(tools: Choices, name: str, value: str) -> str:
    """What becomes of a value, whether it says a choice or not."""
    chosen = tools.of(name, value)
    return Standins(KEY).of(value) if chosen is None else chosen.text


def told(one: object) -> str:
    return one.value[:30] if isinstance(one, Example) else str(one)


@pytest.mark.parametrize(("form", "example"), SAMPLES, ids=told)
def test_a_sample_says_what_it_said(form: str, example: Example) -> None:
    tools, name = choices(), named(form)
    made = written(tools, name, example.value)
    assert (length(made), shape(made)) == (length(example.value), shape(example.value))
    formats = PORTAL.consent.formats if name == PORTAL.consent.cookie else (form,)
    for asked in (frozenset[str](), example.asked, PORTAL.signals):
        assert read(made, formats, asked) == read(example.value, formats, asked)
    assert tools.lost == set()


@pytest.mark.parametrize(("form", "example"), SEVERAL, ids=told)
def test_several_cookies_say_together_what_they_said(form: str, example: Example) -> None:
    tools = choices()
    crumbs = [crumb.strip().partition("=") for crumb in example.value.split(";")]
    made = "; ".join(f"{name}={written(tools, name, value)}" for name, _, value in crumbs)
    assert read(made, (form,)) == read(example.value, (form,))


IDENTIFIERS = {
    "axeptio_cookies": (
        '{"$$token":"x1v6p0q9yj3c5k7t8w2r4","$$date":"2026-01-15T10:00:00.000Z","$$completed":true,"matomo":true}',
        ("x1v6p0q9yj3c5k7t8w2r4", "2026-01-15", "10:00:00"),
    ),
    "CookieConsent": (
        "{stamp:%27k3Jq0v+9GzUu1rX/2b8mYw5hNn7==%27%2Cnecessary:true%2Cpreferences:false%2Cstatistics:true%2C"
        "marketing:false%2Cmethod:%27explicit%27%2Cver:1%2Cutc:1768471200000%2Cregion:%27fr%27}",
        ("k3Jq0v", "9GzUu1rX", "2b8mYw5hNn7", "1768471200000"),
    ),
    "OptanonConsent": (
        "isGpcEnabled=0&datestamp=Thu+Jan+15+2026+11%3A00%3A00+GMT%2B0100&version=202512.1.0&consentId=19ac28f0-0000-"
        "4000-8000-000000000001&interactionCount=1&landingPath=https%3A%2F%2Fshop.example%2Fjean&groups=C0001%3A1%2C"
        "C0002%3A0&geolocation=FR%3BIDF",
        ("19ac28f0", "2026", "shop.example", "jean", "IDF"),
    ),
    "tarteaucitron": ("!id=a5c81558-109d!matomo=true!youtube=wait", ("a5c81558", "109d")),
    "cookies_preferences": (
        "%7B%22date%22%3A%22S3CRET-consent%22%2C%22id%22%3A1764000000%2C%22matomo%22%3Atrue%7D",
        ("S3CRET", "consent", "1764000000"),
    ),
}


@pytest.mark.parametrize("name", IDENTIFIERS)
def test_identifiers_beside_a_choice_are_replaced(name: str) -> None:
    value, secrets = IDENTIFIERS[name]
    tools = choices()
    chosen = tools.of(name, value)
    assert chosen is not None
    assert name in tools.kept
    for secret in secrets:
        assert secret not in chosen.text
        assert any(secret in hidden or hidden in secret for hidden in chosen.hidden)


def test_a_token_in_base64_is_written_so_again() -> None:
    inner = (
        '{"user_id":"19ac28f0-0000-6000-8000-000000000000","created":"2026-01-15T10:00:00.000Z","version":2,'
        '"purposes":{"enabled":["audience"],"disabled":["ads"]},"vendors":{"enabled":["c:matomo"]}}'
    )
    chosen = choices().of("didomi_token", base64.b64encode(inner.encode()).decode())
    assert chosen is not None
    made = base64.b64decode(chosen.text).decode()
    assert "19ac28f0" not in made
    assert "2026-01-15" not in made
    assert re.sub(r'"(user_id|created)":"[^"]*"', "", made) == re.sub(
        r'"(user_id|created)":"[^"]*"', "", inner
    )


def test_the_moment_in_a_tc_string_becomes_another_of_the_same_day() -> None:
    made = set()
    for times in ("QeF0pAQeF0pA", "QeF0pBQeF0pB"):
        value = f"C{times}AHABBENCWFsAP_gAAAAAAqIGMwBYAAgAEAAoALYC8wGMgAAAAAA"
        chosen = choices().of("euconsent-v2", value)
        assert isinstance(chosen, Chosen)
        assert chosen.text != value
        assert chosen.text[13:] == value[13:]
        made.add(chosen.text)
    assert len(made) == 2


def test_a_tc_string_without_a_time_of_day_has_none_still() -> None:
    value = "CQeFAAAQeFAAAAHABBENCWFsAP_gAAAAAAqIGMwBYAAgAEAAoALYC8wGMgAAAAAA"
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    day = 864_000
    moment = 0
    for sign in value[1:7]:
        moment = moment * 64 + alphabet.index(sign)
    signs = ""
    moment = moment // day * day
    for _ in range(6):
        moment, at = divmod(moment, 64)
        signs = alphabet[at] + signs
    bare = value[0] + signs * 2 + value[13:]
    chosen = choices().of("euconsent-v2", bare)
    assert chosen is not None
    assert chosen.text == bare


@pytest.mark.parametrize("value", ["S3CRETS3CRET", "%7B%22S3CRET", "{}", "1764000000"])
def test_what_says_no_choice_is_replaced_like_any_cookie(value: str) -> None:
    assert choices().of("cookies_preferences", value) is None


def test_a_cookie_of_another_name_is_none() -> None:
    assert choices().of("sid", '{"matomo":true}') is None


def test_equal_values_stay_equal_and_different_ones_different() -> None:
    tools = choices()
    values = [f'{{"id":"a{number:05}","matomo":true}}' for number in range(50)]
    made = [written(tools, "cookies_preferences", value) for value in values * 2]
    assert made[:50] == made[50:]
    assert len(set(made)) == 50


def test_a_choice_that_cannot_be_kept_is_said_to_be_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    tools = choices()
    monkeypatch.setattr(tools, "_tried", lambda *_: iter(()))
    assert tools.of("cookies_preferences", '{"matomo":true,"id":"S3CRETS3CRET"}') is None
    assert tools.lost == {"cookies_preferences"}


def test_the_readings_are_of_both_kinds() -> None:
    kinds = {type(example.means) for _, example in SAMPLES}
    assert {Choice, Undecided} <= kinds


CORE = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA"
HIDDEN = "S3CRETZq7919xWordsAndNumbers42"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("euconsent-v2", f"{CORE}{HIDDEN}"),
        ("euconsent-v2", f"{CORE}.YAAAAAAAAAA{HIDDEN}"),
        ("gpp", f"DBABMA~{CORE}{HIDDEN}"),
        ("gpp", f"DBABLA~BVQqAAAAAgA{HIDDEN}"),
        ("gpp", f"DBABLA~BVQqAAAAAgA.{HIDDEN}"),
        ("gpp", f"DBABzw~1YNN~{HIDDEN}"),
    ],
)
def test_what_stands_behind_a_string_s_fields_is_replaced(name: str, value: str) -> None:
    """No decoder reads it, so a site can put there what it likes."""
    tools = choices()
    made = written(tools, name, value)
    assert length(made) == length(value)
    assert not any(HIDDEN[at : at + 8] in made for at in range(len(HIDDEN) - 7))


def test_what_fills_up_the_last_byte_stays() -> None:
    chosen = choices().of("euconsent-v2", f"{CORE}AA.IAAA")
    assert chosen is not None
    assert chosen.text.endswith("AAAAAA.IAAA")
