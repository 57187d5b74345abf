from truth.devtools import Params
from truth.document import CookieSet
from truth.setcookie import set_by

URL = "https://pixel.adnet.example/p.gif"


def received(lines: str, *blocked: tuple[str, str]) -> Params:
    return {
        "headers": {"Set-Cookie": lines},
        "blockedCookies": [{"cookieLine": line, "blockedReasons": [why]} for line, why in blocked],
    }


def test_a_line_that_the_browser_took_is_stored() -> None:
    line = "uid=1; Domain=.adnet.example; Path=/; Max-Age=60"
    assert set_by(URL, received(line)) == (CookieSet("uid", "adnet.example", "/", stored=True),)


def test_a_line_that_it_refused_says_why() -> None:
    found = set_by(URL, received("a=1\nb=2", ("b=2", "UserPreferences")))
    assert found == (
        CookieSet("a", "pixel.adnet.example", "", stored=True),
        CookieSet("b", "pixel.adnet.example", "", stored=False, blocked=("UserPreferences",)),
    )


def test_a_deletion_is_said_to_be_one() -> None:
    assert set_by(URL, received('a=""; Max-Age=0'))[0].deletes


def test_a_response_without_cookies_sets_none() -> None:
    assert set_by(URL, {"headers": {"Content-Type": "text/html"}, "blockedCookies": []}) == ()
