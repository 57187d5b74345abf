"""Consent formats: their own examples, and what holds for all of them."""

import base64
import json
import time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.consent import Choice, Example, Format, Undecided, Unreadable, format_named, format_names
from temoin.vocabulary import ChoiceState

FORMATS = [format_named(name) for name in format_names()]
EXAMPLES = [(one, example) for one in FORMATS for example in one.examples]
JSON, WORDS, QUERY = (format_named(name).read for name in ("json", "words", "query"))

SERVICES = st.dictionaries(st.sampled_from(["matomo", "tube", "adnet", "xiti"]), st.booleans(), min_size=1)


def said(services: dict[str, bool]) -> Choice:
    yes = [name for name, granted in services.items() if granted]
    return Choice.of(yes, [name for name in services if name not in yes])


def test_the_formats_of_today_are_found() -> None:
    assert {"json", "query", "words"} <= set(format_names())


def test_an_unknown_format_is_said_to_be_unknown() -> None:
    with pytest.raises(LookupError):
        format_named("..os")


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_format_is_documented_and_shows_what_breaks_it(one: Format) -> None:
    assert len(one.about) > 200
    kinds = {type(example.means) for example in one.examples}
    assert kinds >= {Choice, Unreadable}


@pytest.mark.parametrize(
    ("one", "example"), EXAMPLES, ids=[f"{one.name}:{example.value[:40]}" for one, example in EXAMPLES]
)
def test_an_example_means_what_it_says(one: Format, example: Example) -> None:
    assert one.read(example.value, example.asked) == example.means


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@given(st.text() | st.text(alphabet='{}[]":,truefalsn01=&|%257B+"\\'))
def test_any_text_is_a_choice_or_unreadable(one: Format, value: str) -> None:
    found = one.read(value)
    assert isinstance(found, Choice | Undecided | Unreadable)
    if isinstance(found, Choice):
        assert found.state in {ChoiceState.ALL, ChoiceState.PARTIAL, ChoiceState.NONE}


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789", min_size=24, max_size=60))
def test_why_a_value_is_unreadable_never_repeats_the_value(one: Format, secret: str) -> None:
    for value in (secret, f'{{"{secret}', f'["{secret}",1]', f"{secret}=x&", f"%7B%22{secret}"):
        found = one.read(value)
        if isinstance(found, Unreadable):
            assert secret not in found.why


@given(SERVICES)
def test_json_is_read_through_every_wrapping(services: dict[str, bool]) -> None:
    text = json.dumps(services)
    encoded = base64.b64encode(text.encode()).decode()
    django = '"' + text.replace('"', '\\"').replace(",", "\\054") + '"'
    for value in (text, quote(text), quote_plus(text), encoded, encoded.rstrip("="), quote(encoded), django):
        assert JSON(value) == said(services)


@given(SERVICES)
def test_pairs_are_read_with_every_sign(services: dict[str, bool]) -> None:
    for between, equals in (("&", "="), ("|", ":"), (",", "="), (";", ":")):
        value = between.join(f"{name}{equals}{str(yes).lower()}" for name, yes in services.items())
        assert QUERY(value) == said(services)
        assert QUERY(quote(value)) == said(services)


@given(SERVICES, st.data())
def test_json_cut_short_is_never_a_choice_of_any_format(
    services: dict[str, bool], data: st.DataObject
) -> None:
    text = json.dumps(services, separators=(",", ":"))
    for whole in (text, quote(text)):
        cut = whole[: data.draw(st.integers(1, len(whole) - 1))]
        for read in (JSON, QUERY, WORDS):
            assert isinstance(read(cut), Unreadable), (read, cut)


@given(SERVICES)
def test_what_is_url_encoded_twice_says_so(services: dict[str, bool]) -> None:
    assert JSON(quote(quote(json.dumps(services)))) == Unreadable("it is URL-encoded more than once")


@pytest.mark.parametrize(
    "value",
    [
        "[" * 16_000,
        '{"a":' * 3_000 + "1" + "}" * 3_000,
        "[" * 8_000 + "]" * 8_000,
        '{"a":' + "9" * 16_000 + "}",
    ],
)
def test_a_depth_or_digit_bomb_is_unreadable(value: str) -> None:
    assert isinstance(JSON(value), Unreadable)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize(
    "value",
    [
        '"' * 200_000,
        "%41" * 70_000,
        '\\"' * 100_000,
        "a=1&" * 50_000,
        "[{" * 100_000,
        "{" + '"a":1,' * 33_000,
        "%" * 200_000,
    ],
    ids=lambda value: value[:6],
)
def test_reading_takes_linear_time(one: Format, value: str) -> None:
    began = time.process_time()
    one.read(value)
    assert time.process_time() - began < 2


def test_metadata_beside_services_is_no_service() -> None:
    assert JSON('{"version":1,"ts":0,"id":"1","matomo":true}') == Choice.of(["matomo"])
    assert JSON('{"version":true}') == Choice.of(["version"])


def test_a_long_or_unprintable_key_is_no_name() -> None:
    secret = "x" * 90
    assert JSON(f'{{"{secret}":true,"matomo":true,"\\u001b[2J":true}}') == Choice.of(["matomo"])


def test_an_empty_list_of_grants_refuses_all() -> None:
    assert JSON('{"accepted":[]}') == Choice.of(rest=False)


def test_a_list_of_refusals_alone_grants_nothing() -> None:
    assert JSON('{"refused":["tube"]}') == Choice.of([], ["tube"])


def test_a_grant_and_a_refusal_of_all_at_once_is_a_refusal() -> None:
    assert JSON('{"all":true,"consent":false}') == Choice.of(rest=False)


def test_nan_is_no_json() -> None:
    assert JSON('{"matomo":NaN}') == Unreadable("its JSON is broken")


WHOLE = [(one, example) for one, example in EXAMPLES if not isinstance(example.means, Unreadable)]
SHARPER = "{}[]\"':,;=&!~.%0123456789abcdefABCDEF_-\udcff\x00é"


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@given(st.data())
@settings(deadline=None, max_examples=50)
def test_a_sample_that_was_tampered_with_is_read_or_unreadable(one: Format, data: st.DataObject) -> None:
    value = data.draw(st.sampled_from([example.value for example in one.examples]))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(value)))
        upto = data.draw(st.integers(at, len(value)))
        value = value[:at] + data.draw(st.text(alphabet=SHARPER, max_size=6)) + value[upto:]
    found = one.read(value, frozenset({"vendor 755", "vendor 91 purpose 3"}))
    assert isinstance(found, Choice | Undecided | Unreadable)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@given(st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~", max_size=400))
@settings(deadline=None, max_examples=50)
def test_any_text_of_the_iabs_alphabet_is_read_or_unreadable(one: Format, value: str) -> None:
    for head in ("", "C", "CQeF0pAQeF0pAAHABBENCWFgA", "DBABLA~C", "DB"):
        assert isinstance(one.read(head + value, frozenset({"vendor 7"})), Choice | Undecided | Unreadable)


@pytest.mark.parametrize(
    ("one", "example"), WHOLE, ids=[f"{one.name}:{example.value[:40]}" for one, example in WHOLE]
)
def test_a_sample_cut_short_grants_nothing_that_the_whole_does_not(one: Format, example: Example) -> None:
    whole = example.means
    for end in range(1, len(example.value)):
        cut = one.read(example.value[:end], example.asked)
        if isinstance(cut, Choice):
            assert isinstance(whole, Choice), end
            assert whole.rest or set(cut.granted) <= set(whole.granted), end
            assert whole.rest or cut.rest is not True, end


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
@pytest.mark.parametrize(
    "value",
    [
        "CQeF0pAQeF0pAAHABBENCWFgAKAAAAAAAAqI" + "_" * 200_000,
        "C" * 200_000,
        "DBAB" + "_" * 200_000,
        "DBABLA" + "~C" * 100_000,
        "." * 200_000,
        "!a=true" * 30_000,
        "eyJ1c2VyX2lkIjoi" * 20_000,
        "groups=" + "C1:1," * 40_000,
        "{stamp:'x'" + ",a:1" * 50_000 + "}",
        "cmplz_a=allow;" * 15_000,
    ],
    ids=lambda value: value[:10],
)
def test_reading_long_values_of_a_kind_takes_linear_time(one: Format, value: str) -> None:
    began = time.process_time()
    one.read(value, frozenset(f"vendor {number}" for number in range(1, 400)))
    assert time.process_time() - began < 2


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_format_of_somebodys_says_whose_where_it_is_documented_and_how_it_is_called(one: Format) -> None:
    traits = one.traits
    assert bool(traits.whose) == bool(traits.cookies) == bool(traits.source)
    assert traits.source == "" or traits.source.startswith("https://")
    assert all(name.endswith("*") is traits.several for name in traits.cookies)
    assert (traits.speaks is None) == (traits.vocabulary == "")


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_a_closed_vocabulary_holds_all_that_the_samples_say(one: Format) -> None:
    for example in one.examples:
        if one.traits.speaks and isinstance(example.means, Choice):
            assert all(map(one.traits.speaks, (*example.means.granted, *example.means.refused)))


def test_what_is_known_second_hand_says_so() -> None:
    assert {one.name for one in FORMATS if one.traits.assumption} == {"cookiebot", "onetrust"}


@pytest.mark.parametrize(
    "name", ["purpose 0", "purpose 25", "vendor 0", "vendor 70000", "vendor", "purpose x"]
)
def test_what_the_iab_has_no_number_for_is_no_name(name: str) -> None:
    speaks = format_named("tcf").traits.speaks
    assert speaks is not None
    assert not speaks(name)
