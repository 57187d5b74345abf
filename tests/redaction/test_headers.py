import pytest

from redaction.tools import redactor
from temoin.redaction.secrets.header import header, header_name

STAY = {
    "Accept": "text/html,application/xhtml+xml;q=0.9,image/avif,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "fr-FR,fr;q=0.9,en-US;q=0.8",
    "Access-Control-Allow-Origin": "https://opendata.reseda.fr",
    "Access-Control-Request-Method": "POST",
    "Cache-Control": "max-age=31536000, immutable",
    "Content-Encoding": "gzip",
    "Content-Length": "68",
    "Content-Type": "text/html; charset=utf-8",
    "Date": "Tue, 24 Nov 2026 08:41:16 GMT",
    "Host": "opendata.reseda.fr:8443",
    "Origin": "null",
    "Priority": "u=0, i",
    "Range": "bytes=0-0",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Sec-Fetch-Dest": "document",
    "Sec-Fetch-User": "?1",
    "Sec-Purpose": "prefetch;prerender",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "Upgrade": "websocket",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    "Vary": "accept-encoding, Origin",
    "sec-ch-ua": '"Not:A-Brand";v="8", "Chromium";v="156"',
    ":status": "200",
}
GO = {
    "Authorization": "Bearer S3CRET.S3CRET",
    "Proxy-Authorization": "Basic UzNDUkVUOlMzQ1JFVA==",
    "X-Api-Key": "S3CRET",
    "X-CSRFToken": "S3CRET",
    "ETag": 'W/"S3CRET-1"',
    "If-None-Match": '"S3CRET"',
    "Last-Modified": "Tue, 24 Nov 2026 08:41:16 GMT",
    "Forwarded": "for=203.0.113.7;S3CRET",
    "Accept-Language": "S3CRET-words-of-somebody",
    "Cache-Control": "S3CRET=99999999999999",
    "Content-Type": "multipart/form-data; boundary=----S3CRET7MA4YWxkTrZu0gW",
    "Sec-Fetch-Site": "S3CRET/S3CRET",
    "Sec-WebSocket-Protocol": "S3CRET",
    "Origin": "https://user:S3CRET@host.example",
    "Link": "<https://a.example/S3CRET>",
    "User-Agent": "Robot/1.0 (id a7S3CRET93kd)",
    "Referer": "https://a.example/?q=S3CRET",
    "Location": "/next#S3CRET",
    ":path": "/a?t=S3CRET",
}


@pytest.mark.parametrize(("name", "value"), STAY.items())
def test_what_everybody_sends_alike_stays(name: str, value: str) -> None:
    assert header(redactor(), name, value) == value


@pytest.mark.parametrize(("name", "value"), GO.items())
def test_what_tells_of_somebody_does_not(name: str, value: str) -> None:
    made = header(redactor(), name, value)
    assert made != value
    assert "S3CRET" not in made
    assert "UzNDUkVU" not in made


def test_the_scheme_of_a_login_and_the_type_of_a_body_stay() -> None:
    tools = redactor()
    assert header(tools, "authorization", "Bearer S3CRET").startswith("Bearer ")
    assert header(tools, "content-type", "multipart/form-data; boundary=S3CRET1").startswith(
        "multipart/form-data;"
    )
    assert "prefetch" in header(tools, "purpose", "my-prefetch-S3CRET1234")


def test_a_token_in_a_header_and_in_a_cookie_are_one() -> None:
    tools = redactor()
    token = "d703ce5eef2876f41b46d46f7e2a86ec"
    assert header(tools, "cookie", f"csrftoken={token}") == f"csrftoken={header(tools, 'x-csrftoken', token)}"


@pytest.mark.parametrize("name", ["x-custom", "Set-Cookie", ":authority", "sec-ch-ua-full-version-list"])
def test_names_stay(name: str) -> None:
    assert header_name(redactor(), name) == name


def test_a_token_in_a_name_does_not() -> None:
    made = header_name(redactor(), "x-amz-meta-customer-3f2a9b1c")
    assert made.startswith("x-amz-meta-customer-")
    assert "3f2a9b1c" not in made
