"""The search: whatever is there is found, in whatever form, and nothing that is not."""

import base64
import json
import os
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from temoin.redaction.search.forms import forms
from temoin.redaction.search.needles import LEAST, Needles, TooMuch

SECRET = "S3CRET-cookie/va+lue?é"
FORMS = {
    "plain": SECRET.encode(),
    "URL-encoded": quote(SECRET, safe="").encode(),
    "URL-encoded, small digits": quote(SECRET, safe="")
    .replace("%C3%A9", "%c3%a9")
    .replace("%2F", "%2f")
    .encode(),
    "partly": SECRET.replace("/", "%2F").encode(),
    "twice": quote(quote(SECRET, safe=""), safe="").encode(),
    **{f"base64 after {n}": base64.b64encode(b"x" * n + SECRET.encode() + b"yy") for n in range(4)},
    **{
        f"base64url after {n}": base64.urlsafe_b64encode(b"\xff" * n + SECRET.encode()).rstrip(b"=")
        for n in range(4)
    },
    "base64, URL-encoded": quote(base64.b64encode(SECRET.encode() + b"\xfb\xef"), safe="").encode(),
    "hex": SECRET.encode().hex().encode(),
    "HEX, moved": b"0" + SECRET.encode().hex().upper().encode(),
    "JSON": json.dumps({"a": SECRET}).encode(),
    "JSON with slashes": json.dumps(SECRET).replace("/", "\\/").encode(),
    "UTF-16": SECRET[:-1].encode("utf-16"),
    "UTF-16 the other way, in base64": base64.b64encode(SECRET[:-1].encode()).decode().encode("utf-16-be"),
    "HTML": SECRET.replace("é", "&eacute;").replace("/", "&#x2F;").encode(),
}


def found(needles: Needles, haystack: bytes) -> set[str]:
    return {one.text for _, form in forms(haystack) for one in needles.find(form)}


@pytest.mark.parametrize("form", FORMS)
def test_a_secret_is_found_in_every_form(form: str) -> None:
    wanted = SECRET[:-1] if "UTF-16" in form else SECRET
    needles = Needles({wanted: "cookie", **{os.urandom(9).hex(): "url" for _ in range(200)}})
    assert found(needles, b"before " + FORMS[form] + b" after") == {wanted}


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("before", range(40, 58))
def test_a_secret_is_found_across_the_lines_of_base64(end: bytes, before: int) -> None:
    lines = base64.encodebytes(b"x" * before + SECRET.encode() + b"y" * 60).replace(b"\n", end)
    assert found(Needles({SECRET: "cookie"}), b"before" + end + lines) == {SECRET}


@pytest.mark.parametrize("form", FORMS)
def test_and_not_where_a_sign_is_missing(form: str) -> None:
    needles = Needles({SECRET: "cookie"})
    assert found(needles, FORMS[form].replace(b"CRET", b"").replace(b"435245", b"")[5:]) == set()


@settings(deadline=None)
@given(st.binary(max_size=60), st.sets(st.binary(min_size=1, max_size=12), max_size=6), st.data())
def test_needles_are_found_wherever_they_are(
    haystack: bytes, wanted: set[bytes], data: st.DataObject
) -> None:
    pieces = (
        data.draw(st.lists(st.sampled_from(sorted(wanted)) if wanted else st.nothing(), max_size=3))
        if wanted
        else []
    )
    haystack += b"".join(pieces)
    texts = {one.decode("utf-8", "surrogateescape"): "url" for one in wanted}
    expected = {
        (text, at)
        for text in texts
        if len(needle := text.encode("utf-8", "surrogateescape")) >= LEAST
        for at in range(len(haystack))
        if haystack.startswith(needle, at)
    }
    assert {(one.text, one.at) for one in Needles(texts).find(haystack)} == expected


def test_a_haystack_that_is_made_to_take_forever_is_given_up() -> None:
    needles = Needles({"aaaaaaaa" + "a" * length + "b": "url" for length in range(3_000)})
    with pytest.raises(TooMuch):
        list(needles.find(b"a" * 1_000_000))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_have_forms(data: bytes) -> None:
    assert next(iter(forms(data))) == ("", data)
    assert all(isinstance(form, bytes) for _, form in forms(data))
