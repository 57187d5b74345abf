"""What a request says of itself, however often it was said before."""

from hypothesis import example, given
from hypothesis import strategies as st

from temoin.events import Headers, RequestSeen
from temoin.fetch_metadata import address, describe, target_of

_PATHS = st.text(st.sampled_from("/a?#%é \t\r\n\x00\x0b\x1f\x7f\x85\u2028\udc80@:[]\\"), max_size=8)


def asked(headers: Headers = (), *, path: str = "/", host: str = "a.example", port: int = 443) -> RequestSeen:
    return RequestSeen(1, 0.0, "https", host, port, path, "GET", headers)


@given(
    _PATHS, st.sampled_from(["a.example", "127.0.0.1", "::1", "a b", "é", ""]), st.sampled_from([443, 80, 0])
)
@example("?", "a.example", 443)
@example("", "a.example", 443)
def test_where_a_request_goes_is_what_its_url_says(path: str, host: str, port: int) -> None:
    request = asked(path=f"/{path}", host=host, port=port)
    assert target_of(request) == address(request.url)


def test_cookies_are_told_wherever_they_stand_and_however_they_are_spelt() -> None:
    fields = ((b"Cookie", b"a=1"), (b"accept", b"*/*"), (b"cookie", b"b=2"), (b"COOKIE", b"c=3"))
    for headers in (fields, fields[::-1], fields[1:2]):
        for _ in range(2):
            said, cookies = describe(asked(headers))
            assert cookies == [value for name, value in headers if name.lower() == b"cookie"]
            assert said.cookies == bool(cookies)


def test_what_was_said_before_is_not_taken_for_what_is_said_now() -> None:
    names = (b"referer", b"user-agent")
    first = describe(asked(tuple(zip(names, (b"https://a.example/", b"one"), strict=True))))[0]
    other = describe(asked(tuple(zip(names, (b"https://b.example/", b"two"), strict=True))))[0]
    swapped = describe(asked(tuple(zip(names[::-1], (b"one", b"https://a.example/"), strict=True))))[0]
    assert (first.user_agent, other.user_agent) == ("one", "two")
    assert first.referer == swapped.referer == address("https://a.example/")
    assert other.referer == address("https://b.example/")
