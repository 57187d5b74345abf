"""The stand-in as browsers meet it: requests in, answers out, no proxy."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.portal import (
    CORRECT,
    HOSTS,
    NEIGHBOUR,
    PORTAL,
    ChoiceBy,
    Leak,
    Portal,
    PortalRequest,
    PortalResponse,
    Variant,
)
from temoin.portal.services import DECLARED, SERVICES, choice_value, kept

GRANTED = choice_value({service.key: True for service in SERVICES})


def ask(
    path: str,
    *,
    host: str = PORTAL,
    cookies: str = "",
    body: str | None = None,
    variant: Variant = CORRECT,
    scheme: str = "https",
    **headers: str,
) -> PortalResponse:
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    if cookies:
        fields.append(("cookie", cookies))
    request = PortalRequest(
        "GET" if body is None else "POST",
        host,
        path,
        tuple(fields),
        body=(body or "").encode(),
        scheme=scheme,
        at=1_700_000_000.0,
    )
    return Portal(variant, seed=1).answer(request)


def leaky(*leaks: Leak) -> Variant:
    return Variant(frozenset(leaks))


def set_by(response: PortalResponse) -> dict[str, str]:
    """The cookies a response sets: their attributes, by name."""
    lines = [value for name, value in response.headers if name == "set-cookie"]
    return {line.partition("=")[0]: line.partition("; ")[2] for line in lines}


def header(response: PortalResponse, name: str) -> str:
    return next(value for key, value in response.headers if key == name)


def test_the_first_page_sets_the_token_and_nothing_else() -> None:
    response = ask("/")
    assert list(set_by(response)) == ["csrftoken"]
    assert f"Max-Age={kept('csrftoken')};" in set_by(response)["csrftoken"]


def test_a_page_asked_for_with_the_token_sets_nothing() -> None:
    assert set_by(ask("/explore/", cookies="csrftoken=abc")) == {}


def test_the_token_of_the_page_is_that_of_the_cookie() -> None:
    assert b'name="csrfmiddlewaretoken" value="abc"' in ask("/", cookies="csrftoken=abc").body


def test_a_token_from_the_wire_is_escaped_in_the_page() -> None:
    assert b"<script>x" not in ask("/", cookies='csrftoken="><script>x').body


@pytest.mark.parametrize("path", ["/", "/explore/", "/pages/cookies/", "/login/"])
def test_no_third_party_stands_in_a_correct_portals_markup(path: str) -> None:
    page = ask(path).body.decode()
    assert "<iframe" not in page
    assert ".example" not in page.replace("video.tube.example/embed", "").replace("Stats Example", "")


def test_a_video_waits_for_the_visitor() -> None:
    page = ask("/explore/dataset/arbres-remarquables/").body.decode()
    assert 'data-embed="https://video.tube.example/embed/arbres"' in page
    assert "<iframe" not in page


def test_the_charter_declares_every_cookie() -> None:
    page = ask("/pages/cookies/").body.decode()
    assert all(f"<td>{row.name}</td>" in page for row in DECLARED)


def test_the_banner_is_shown_until_a_choice_is_made() -> None:
    assert b'aria-labelledby="banner-title">' in ask("/").body
    chosen = ask("/", cookies=f"cookies_preferences={GRANTED}")
    assert b'aria-labelledby="banner-title" hidden>' in chosen.body


def test_the_banner_shows_what_was_chosen() -> None:
    chosen = choice_value({"tube": True})
    page = ask("/", cookies=f"cookies_preferences={chosen}").body.decode()
    assert 'name="tube" checked' in page
    assert 'name="adnet" checked' not in page


def test_the_chosen_language_is_spoken() -> None:
    assert b'<html lang="en">' in ask("/", cookies="django_language=en").body


def test_the_api_wants_the_token() -> None:
    path = "/api/explore/v2.1/catalog/datasets"
    assert ask(path, cookies="csrftoken=abc").status == 403
    assert ask(path, cookies="csrftoken=abc", x_csrftoken="abd").status == 403
    response = ask(path, cookies="csrftoken=abc", x_csrftoken="abc")
    assert json.loads(response.body)["total_count"] == 4


def test_the_api_gives_the_records_of_a_data_set() -> None:
    path = "/api/explore/v2.1/catalog/datasets/arbres-remarquables/records?limit=5"
    found = json.loads(ask(path, cookies="csrftoken=a", x_csrftoken="a").body)
    assert found["results"][0] == {"Espèce": "Platane commun", "Commune": "Nîmes", "Hauteur (m)": "38"}


def test_a_log_in_sets_the_session_and_a_new_token() -> None:
    response = ask("/login/", cookies="csrftoken=abc", body="csrfmiddlewaretoken=abc&username=x")
    assert (response.status, header(response, "location")) == (302, "/")
    assert list(set_by(response)) == ["sessionid", "csrftoken"]
    assert "HttpOnly; Max-Age=1209600;" in set_by(response)["sessionid"]


def test_a_form_without_the_token_is_refused() -> None:
    assert ask("/login/", cookies="csrftoken=abc", body="username=x").status == 403
    assert ask("/login/", body="csrfmiddlewaretoken=").status == 403


def test_a_log_out_deletes_the_session() -> None:
    response = ask("/logout/", cookies="csrftoken=a; sessionid=b", body="csrfmiddlewaretoken=a")
    assert "Max-Age=0;" in set_by(response)["sessionid"]


def test_a_language_is_kept_a_year_and_leads_back() -> None:
    body = "csrfmiddlewaretoken=a&language=en&next=%2Fexplore%2F"
    response = ask("/i18n/setlang/", cookies="csrftoken=a", body=body)
    assert header(response, "location") == "/explore/"
    assert "Max-Age=31536000;" in set_by(response)["django_language"]


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", ""])
def test_a_language_leads_nowhere_else(after: str) -> None:
    body = f"csrfmiddlewaretoken=a&language=en&next={after}"
    assert header(ask("/i18n/setlang/", cookies="csrftoken=a", body=body), "location") == "/"


def test_a_choice_posted_is_set_by_the_response() -> None:
    response = ask(
        "/cookies/choice", cookies="csrftoken=a", body='{"matomo":true,"adnet":false}', x_csrftoken="a"
    )
    assert response.status == 204
    [line] = [value for name, value in response.headers if name == "set-cookie"]
    assert line.startswith(f"cookies_preferences={choice_value({'matomo': True})}; ")
    assert "Max-Age=15552000; Path=/; SameSite=Lax; Secure" in line


def test_a_choice_that_refuses_deletes_the_services_cookies_where_they_are_held() -> None:
    jar = "csrftoken=a; _ga=GA1.1.5.6; _ga_ABC123=x; _pk_id.1.a3f4=y"
    response = ask("/cookies/choice", cookies=jar, body='{"matomo":true}', x_csrftoken="a")
    assert set(set_by(response)) == {"cookies_preferences", "_ga", "_ga_ABC123"}
    assert "Domain=reseda.fr; Max-Age=0;" in set_by(response)["_ga"]


def test_a_portal_that_heeds_no_withdrawal_deletes_nothing() -> None:
    response = ask(
        "/cookies/choice",
        cookies="csrftoken=a; _ga=GA1.1.5.6",
        body="{}",
        x_csrftoken="a",
        variant=leaky(Leak.WITHDRAWN),
    )
    assert list(set_by(response)) == ["cookies_preferences"]


@pytest.mark.parametrize("body", ["", "[]", '{"matomo":1}', "{"])
def test_what_is_no_choice_is_not_stored(body: str) -> None:
    response = ask("/cookies/choice", cookies="csrftoken=a", body=body, x_csrftoken="a")
    assert (response.status, set_by(response)) == (400, {})


def test_the_page_tells_its_scripts_which_portal_is_played() -> None:
    variant = Variant(frozenset({Leak.EARLY, Leak.KEPT}), ChoiceBy.RESPONSE)
    page = ask("/", variant=variant).body
    assert b'data-choice-by="response" data-leaks="early kept"' in page


def test_a_leaky_portal_sets_a_cookie_nobody_declared() -> None:
    assert "ab_variant" in set_by(ask("/", variant=leaky(Leak.UNDECLARED)))
    assert "ab_variant" not in {row.name for row in DECLARED}


def test_a_leaky_portal_keeps_the_token_longer_than_declared() -> None:
    assert "Max-Age=157680000;" in set_by(ask("/", variant=leaky(Leak.KEPT)))["csrftoken"]


def test_a_leaky_portal_renews_the_choice_on_each_page_once_it_is_made() -> None:
    jar = f"csrftoken=a; cookies_preferences={GRANTED}"
    assert list(set_by(ask("/", cookies=jar, variant=leaky(Leak.RENEWED)))) == ["cookies_preferences"]
    assert set_by(ask("/", cookies="csrftoken=a", variant=leaky(Leak.RENEWED))) == {}


def test_a_leaky_portal_names_the_pixel_in_its_markup() -> None:
    assert b'<img src="https://pixel.adnet.example/p.gif' in ask("/", variant=leaky(Leak.BUILT_IN)).body


def test_a_pixel_sets_a_cookie_that_crosses_sites_and_leads_on() -> None:
    response = ask("/p.gif?e=view", host="pixel.adnet.example")
    assert response.status == 302
    assert header(response, "location").startswith("https://sync.adnet.example/s.gif?t=")
    assert "Domain=adnet.example;" in set_by(response)["uid"]
    assert "SameSite=None; Secure" in set_by(response)["uid"]


def test_a_visitor_who_is_known_gets_no_new_identifier() -> None:
    assert set_by(ask("/p.gif", host="pixel.adnet.example", cookies="uid=1")) == {}
    assert set_by(ask("/hit.gif", host="logs.xiti.example", cookies="idrxvr=1")) == {}
    assert set_by(ask("/embed/arbres", host="video.tube.example", cookies="visitor=1")) == {}


def test_two_visitors_get_two_identifiers() -> None:
    portal = Portal(seed=1)
    request = PortalRequest("GET", "logs.xiti.example", "/hit.gif")
    assert portal.answer(request).headers != portal.answer(request).headers


def test_a_player_frames_an_advertisement_only_where_it_may() -> None:
    assert b"ads.adnet.example/frame" in ask("/embed/arbres?ads=1", host="video.tube.example").body
    assert b"ads.adnet.example" not in ask("/embed/arbres", host="video.tube.example").body


def test_the_audience_service_sets_no_cookie_of_its_own() -> None:
    assert set_by(ask("/collect?v=2", host="www.stats.example", body="")) == {}


def test_the_neighbour_shows_the_same_advertiser() -> None:
    page = ask("/", host=NEIGHBOUR)
    assert b"https://pixel.adnet.example/ad.js" in page.body
    assert list(set_by(page)) == ["voisin_session"]


@pytest.mark.parametrize("path", ["/static/portal.css", "/static/consent.js", "/matomo/matomo.js"])
def test_what_all_pages_share_may_be_kept_in_the_browsers_cache(path: str) -> None:
    response = ask(path)
    assert (response.status, header(response, "cache-control")) == (200, "max-age=3600")


@pytest.mark.parametrize("path", ["/nowhere", "/explore/dataset/none/", "/static/../portal.py", "/static/x"])
def test_there_is_nothing_where_there_is_nothing(path: str) -> None:
    assert ask(path).status == 404


def test_plain_http_is_led_to_https() -> None:
    response = ask("/explore/?q=1", scheme="http")
    assert (response.status, header(response, "location")) == (301, f"https://{PORTAL}/explore/?q=1")


def test_an_unknown_host_is_refused() -> None:
    assert ask("/", host="www.google.com").status == 503


def test_an_answer_takes_as_long_as_a_server_at_some_distance() -> None:
    assert all(0.01 <= ask("/", host=host).delay <= 0.1 for host in HOSTS)


@given(
    host=st.sampled_from([*HOSTS, "unknown.example"]),
    path=st.one_of(
        st.sampled_from(["/login/", "/i18n/setlang/", "/cookies/choice", "/embed/", "/explore/dataset/"]),
        st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40).map("/".__add__),
    ),
    cookies=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60),
    body=st.one_of(st.none(), st.text(max_size=60)),
    leaks=st.frozensets(st.sampled_from(list(Leak))),
)
def test_any_request_is_answered_and_no_header_is_broken(
    host: str, path: str, cookies: str, body: str | None, leaks: frozenset[Leak]
) -> None:
    response = ask(
        path, host=host, cookies=f"csrftoken=a; {cookies}", body=body, variant=Variant(leaks), x_csrftoken="a"
    )
    assert response.status in (200, 204, 301, 302, 400, 403, 404, 405, 503)
    for name, value in response.headers:
        assert name == name.lower()
        assert not set(name + value) & set("\r\n\0")
