import gzip

from hypothesis import given
from hypothesis import strategies as st

from temoin.portal.wire import PortalRequest, compressed, cookie, deletion, html, image


def asked(path: str = "/", **headers: str) -> PortalRequest:
    pairs = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return PortalRequest("GET", "opendata.reseda.fr", path, pairs, at=1_700_000_000.0)


def test_cookies_are_read_from_every_field_and_the_first_of_a_name_wins() -> None:
    request = PortalRequest(
        "GET", "opendata.reseda.fr", "/", (("cookie", "a=1; b=x=y"), ("Cookie", "a=2; c="))
    )
    assert request.cookies == {"a": "1", "b": "x=y", "c": ""}


def test_a_route_is_the_path_without_its_query() -> None:
    request = asked("/explore/?q=arbres&q=eau")
    assert (request.route, dict(request.query)) == ("/explore/", {"q": "eau"})


@given(st.text(max_size=60))
def test_any_path_can_be_taken_apart(path: str) -> None:
    request = asked(path)
    assert path.startswith(request.route)
    assert all(isinstance(value, str) for value in request.query.values())


def test_a_cookie_is_written_as_django_writes_it() -> None:
    assert cookie(asked(), "a", "1", kept=60, domain="b.example", same_site="None", http_only=True) == (
        "set-cookie",
        "a=1; expires=Tue, 14 Nov 2023 22:14:20 GMT; Domain=b.example; HttpOnly; Max-Age=60; Path=/; "
        "SameSite=None; Secure",
    )


def test_a_deletion_expires_at_the_epoch() -> None:
    assert deletion(asked(), "a")[1].startswith('a=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0;')


def test_text_is_compressed_only_for_a_browser_that_may() -> None:
    page = html("é" * 2000)
    packed = compressed(asked(accept_encoding="gzip, br"), page)
    assert ("content-encoding", "gzip") in packed.headers
    assert gzip.decompress(packed.body).decode() == "é" * 2000
    assert compressed(asked(), page) == page


def test_compression_is_the_same_every_time() -> None:
    request, page = asked(accept_encoding="gzip"), html("a" * 2000)
    assert compressed(request, page) == compressed(request, page)


def test_a_pixel_is_a_gif_and_never_compressed() -> None:
    answer = compressed(asked(accept_encoding="gzip"), image())
    assert answer.body.startswith(b"GIF89a")
    assert not [value for name, value in answer.headers if name == "content-encoding"]
