"""URLs: the same length, the same parts for the same parts, so that a Referer still names its document."""

import re
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.tools import redactor
from temoin.redaction.secrets.url import reference, target

WORD = st.from_regex(
    r"[a-z]{1,8}|[a-z0-9]{8,20}|[a-z]{1,4}=[a-z]{0,8}|[0-9]{1,9}|%[0-9A-F]{2}|\.\.?", fullmatch=True
)
PATH = st.lists(WORD, max_size=4).map(lambda parts: "/" + "/".join(parts))
# No request's target holds control characters or blanks, and whoever joins URLs drops some of them.
VALUE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), max_size=8)
QUERY = st.lists(st.tuples(WORD, VALUE), max_size=3).map(
    lambda pairs: "&".join(f"{name}={value}" for name, value in pairs)
)
URL = st.builds(lambda path, query: f"https://host.example{path}{'?' if query else ''}{query}", PATH, QUERY)


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://opendata.reseda.fr/explore/dataset/arbres-remarquables/", "{}"),
        ("https://shop.example:8443/fr/panier?", "{}"),
        ("//cdn.example/lib/a.js", "{}"),
        ("../pages/", "{}"),
        ("/a?b=&c", "/a?b=&"),
        (
            "https://ads.example/p.gif?uid=abc123&u=https%3A%2F%2Fa.example",
            "https://ads.example/p.gif?uid=??????&u=",
        ),
        ("https://user:pass@host.example/", "https://?????????@host.example/"),
        ("/users/4711081512/orders", "/users/??????????/orders"),
        ("/login;jsessionid=A1B2C3D4E5?next=/", "/login;jsessionid=??????????"),
        ("/a#token=S3CRET", "/a#????????????"),
        ("/reset/token=correcthorse/next", "/reset/token=????????????/next"),
        (
            "/to/https%3A%2F%2Fa.example%2F%3Fpassword%3Dcorrecthorse%26b%3D1",
            "/to/https%3A%2F%2Fa.example%2F%3Fpassword%3D????????????%26b%3D",
        ),
        ("/to/%253Fpassword%253Dcorrecthorse%2526", "/to/%253Fpassword%253D????????????%2526"),
        ("/a=/b==/", "/a=/b==/"),
        ("/by/jean.dupont%2540mail.example/", "/by/????????????????????????????/"),
    ],
)
def test_what_names_a_place_stays_and_what_it_says_of_a_visitor_does_not(url: str, kept: str) -> None:
    made = reference(redactor(), url)
    assert len(made) == len(url)
    expected = kept.format(url)
    for run in re.finditer(r"\?{2,}|[^?]+", expected):
        begin, end = run.span()
        assert (made[begin:end] == url[begin:end]) is not run[0].startswith("??"), made


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html,S3CRET-words",
        "javascript:S3CRETS3CRET()",
        "mailto:S3CRET@example.org",
        "blob:S3CRETS3CRET",
    ],
)
def test_of_another_scheme_than_the_webs_the_scheme_alone_stays(url: str) -> None:
    made = reference(redactor(), url)
    assert made.partition(":")[0] == url.partition(":")[0]
    assert "S3CRET" not in made


@pytest.mark.parametrize("scheme", ["com.app.S3CRET7Kd93hAq", "x7Kd93hAqZ1b2", "S3CRET7Kd93hAq+auth"])
def test_a_scheme_that_holds_a_token_loses_it_and_is_a_scheme_still(scheme: str) -> None:
    made = reference(redactor(), f"{scheme}://back/S3CRET?code=1")
    assert len(made) == len(f"{scheme}://back/S3CRET?code=1")
    assert re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", made)
    assert "7Kd93hA" not in made


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_any_text_keeps_its_length(text: str) -> None:
    assert len(reference(redactor(), text)) == len(text)
    assert len(target(redactor(), text)) == len(text)


@settings(deadline=None, max_examples=60)
@given(URL, st.one_of(PATH, QUERY.map("?{}".format), WORD))
def test_joining_and_redacting_commute(base: str, relative: str) -> None:
    """So that a relative Location, or a script's src, still names what the browser asks for next."""
    tools = redactor()
    assert reference(tools, urljoin(base, relative)) == urljoin(
        reference(tools, base), reference(tools, relative)
    )


@settings(deadline=None, max_examples=60)
@given(URL)
def test_a_referer_names_the_request_it_named(url: str) -> None:
    tools = redactor()
    path = url.removeprefix("https://host.example")
    assert reference(tools, url) == "https://host.example" + target(tools, path)
