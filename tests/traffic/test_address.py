import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.traffic.address import Address, NotWeb, authority, split_url


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://a.example", ("https", "a.example", 443, "/")),
        ("HTTP://A.Example/B?c=D", ("http", "a.example", 80, "/B?c=D")),
        ("https://a.example?q", ("https", "a.example", 443, "/?q")),
        ("wss://a.example:8443/s", ("wss", "a.example", 8443, "/s")),
        ("https://a.example/p#part", ("https", "a.example", 443, "/p")),
        ("https://a.example#?/", ("https", "a.example", 443, "/")),
        ("https://u:p@a.example/", ("https", "a.example", 443, "/")),
        ("https://u@v:p@a.example/x@y", ("https", "a.example", 443, "/x@y")),
        ("https://[2001:DB8::1]:444/", ("https", "2001:db8::1", 444, "/")),
        ("https://xn--prfecture-b4a.fr/", ("https", "xn--prfecture-b4a.fr", 443, "/")),
        ("https://préfecture.fr/", ("https", "préfecture.fr", 443, "/")),
        ("https://a.example:/", ("https", "a.example", 443, "/")),
        (" https://a.example/ ", ("https", "a.example", 443, "/")),
        ("https://a.example\\b", ("https", "a.example", 443, "/\\b")),
    ],
)
def test_a_url_is_taken_apart(url: str, address: tuple[str, str, int, str]) -> None:
    assert split_url(url) == Address(*address)


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html,x",
        "blob:https://a.example/1",
        "about:blank",
        "chrome-extension://abc/x.js",
        "file:///x",
    ],
)
def test_what_is_no_web_address_is_said_to_be_none(url: str) -> None:
    with pytest.raises(NotWeb):
        split_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.example",
        "/path",
        "https:a.example",
        "https://",
        "https://[::1",
        "https://a b/",
        "https://a:99999/",
        "https://a:b/",
    ],
)
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="no"):
        split_url(url)


@given(st.text())
def test_any_text_gives_an_address_or_a_value_error(text: str) -> None:
    for url in (text, f"https://{text}"):
        try:
            address = split_url(url)
        except ValueError:
            continue
        assert address.path.startswith("/")
        assert address.host == address.host.lower()
        assert not set(address.host) & set("/?#@ \t\r\n[]")
        assert 0 <= address.port <= 65535


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("A.example", ("a.example", None)),
        ("a.example:443", ("a.example", 443)),
        ("[::1]:80", ("::1", 80)),
        ("192.0.2.1", ("192.0.2.1", None)),
        ("u:p@a.example", None),
        ("a.example, b.example", None),
        ("a.example:port", None),
        ("", None),
    ],
)
def test_an_authority_is_a_host_and_perhaps_a_port(text: str, split: tuple[str, int | None] | None) -> None:
    assert authority(text) == split
