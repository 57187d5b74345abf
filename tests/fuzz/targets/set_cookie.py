"""A Set-Cookie field: read as RFC 6265bis 5.6 says, judged, and named in reports."""

from collections.abc import Iterator

from cookies import by_the_letter
from fuzz.samples import field_values
from fuzz.target import crossed
from temoin.cookies import Refusal, SameSite, Stored, judge_field, parse_set_cookie, split_set_cookie
from temoin.cookies.syntax import cookie_name, has_control

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b";", b"=", b"; ", b" ", b"\t", b",", b'"', b"\n", b"\r", b"\x00", b"\x7f", b"\xff", b"%", b"-", b".", b"/",
    b"; Path=/", b"; Path=", b"; Domain=", b"; Domain=.fr", b"; Domain=reseda.fr", b"; Max-Age=",
    b"; Max-Age=-1",
    b"; Max-Age=999999999999999999", b"; Expires=", b"; Expires=Thu, 01 Jan 1970 00:00:00 GMT", b"; Secure",
    b"; HttpOnly", b"; SameSite=None", b"; SameSite=Lax", b"; Partitioned", b"__Secure-", b"__Host-", b"a=b",
)  # fmt: skip
SHAPES = (
    *crossed((b"", b"a=b; Max-Age="), (b";", b"; ", b"=", b" ", b"9", b"\xff", b"\n", b"; Expires=1")),
    *crossed((b"a=b; Expires=", b"a=b; Domain=", b"a=b; Path=/"), (b".", b"1:1:1 ", b"a")),
)


def seeds() -> Iterator[bytes]:
    """What the recordings' responses set, and the RFC's own kinds of oddities."""
    yield from field_values(b"set-cookie")
    yield from (
        b"",
        b"token",
        b"=token",
        b"a=b; Domain=.Reseda.FR; Path=/x; Max-Age=60; SameSite=none; Secure",
    )
    yield b"__Host-a=b; Secure; Path=/; Expires=Wed, 09 Jun 2027 10:18:14 GMT; HttpOnly; Partitioned"


def read(data: bytes) -> object:
    """All that is ever asked of one field."""
    split_set_cookie(data)
    cookie_name(data)
    return judge_field(data, scheme="https", host="www.reseda.fr", path="/a/b", at=1e9)


def check(data: bytes) -> None:
    """It says what the RFC's steps, followed one by one, say; and what is refused is named."""
    asked, cookie = by_the_letter.read_set_cookie(data), parse_set_cookie(data)
    judged = read(data)
    assert isinstance(judged, Stored | Refusal)
    if asked is None:
        assert cookie is None
        assert isinstance(judged, Refusal)
        assert judged.name == cookie_name(data)
        return
    assert cookie is not None
    assert not has_control(data)
    domain = asked.last("Domain")
    path = asked.last("Path")
    assert cookie.name.encode("utf-8", "surrogateescape") == asked.name
    assert cookie.value.encode("utf-8", "surrogateescape") == asked.value
    assert (cookie.domain or "").encode("utf-8", "surrogateescape") == (domain or b"")
    assert (None if cookie.path is None else cookie.path.encode("utf-8", "surrogateescape")) == path
    assert cookie.expires == asked.last("Expires")
    assert cookie.max_age == asked.last("Max-Age")
    assert cookie.secure == asked.has("Secure")
    assert cookie.http_only == asked.has("HttpOnly")
    assert cookie.partitioned == asked.has("Partitioned")
    assert cookie.same_site is SameSite(str(asked.last("SameSite") or "default"))
    assert cookie.name == cookie_name(data)
    assert cookie.deletes(1e9) == (cookie.lifetime(1e9) == 0)
