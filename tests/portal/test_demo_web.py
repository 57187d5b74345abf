"""The demo's web as browsers meet it: requests in, answers out, no proxy."""

from html.parser import HTMLParser
from importlib.resources import files
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.policy import load_policy, shipped_policies
from temoin.portal import HOSTS, NEIGHBOUR, PORTAL, PortalRequest, PortalResponse
from temoin.portal.demo import DEMO_POLICY, DEMO_START, HOST_OF, OWN_PAGE, START_HOST, DemoWeb, Which
from temoin.portal.demo.journey import JOURNEY, STEPS, address_of, after
from temoin.portal.demo.portals import PORTALS, TELLS_HOST
from temoin.portal.demo.rulings import RULES, STATES, VERDICTS, WITHDRAWN
from temoin.portal.demo.shown import sight_html, todo_html
from temoin.portal.demo.words import ENGLISH, FRENCH, words_for
from temoin.portal.offline import answered
from temoin.portal.place import language_asked
from temoin.portal.services import DECLARED
from temoin.rules import all_rules
from temoin.sites import is_public_suffix, registrable, site
from temoin.traffic.address import OWN_HOSTS
from temoin.views.screen.marks import STATES as MARKED_STATES
from temoin.views.screen.marks import VERDICTS as MARKED_VERDICTS
from temoin.vocabulary import ChoiceState

CORRECT, LEAKY = HOST_OF[Which.CORRECT], HOST_OF[Which.LEAKY]
THIRD_PARTIES = [name for name in HOSTS if name not in (PORTAL, NEIGHBOUR)]
DEMO_HOSTS = [START_HOST, CORRECT, LEAKY, TELLS_HOST, "watch.tube.example", *THIRD_PARTIES]
DOCUMENT = {"sec-fetch-dest": "document"}
ENGLISH_SPOKEN = {"accept-language": "en-GB,en;q=0.9"}

each_host = pytest.mark.parametrize("host", DEMO_HOSTS)
each_portal = pytest.mark.parametrize("which", list(Which))
each_language = pytest.mark.parametrize("language", ["fr", "en"])


def ask(
    host: str,
    path: str = "/",
    headers: dict[str, str] | None = None,
    *,
    scheme: str = "https",
    method: str = "GET",
) -> PortalResponse:
    fields = tuple((headers or {}).items())
    request = PortalRequest(method, host, path, fields, scheme=scheme, at=1_700_000_000.0)
    return DemoWeb(seed=1, live="").answer(request)


def header(response: PortalResponse, name: str) -> str:
    return next((value for key, value in response.headers if key == name), "")


def cookies_set(response: PortalResponse) -> list[str]:
    return [value for name, value in response.headers if name == "set-cookie"]


class Page(HTMLParser):
    """What a page loads, where it leads, and the ids in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        self.ids += [held["id"]] if "id" in held else []
        if tag == "a":
            self.links.append(held.get("href", ""))
        elif tag == "link":
            self.loads.append(held.get("href", ""))
        elif "src" in held:
            self.loads.append(held["src"])


def test_the_start_page_speaks_the_browsers_language_or_the_one_asked_for() -> None:
    assert (
        FRENCH.title in ask(START_HOST, headers={"accept-language": "fr-FR,fr;q=0.9,en;q=0.8"}).body.decode()
    )
    assert ENGLISH.title in ask(START_HOST, headers=ENGLISH_SPOKEN).body.decode()
    assert FRENCH.title in ask(START_HOST, "/?lang=fr", ENGLISH_SPOKEN).body.decode()
    assert ENGLISH.title in ask(START_HOST, "/?lang=de", {"accept-language": "de"}).body.decode()


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("FR-ca", "fr"),
        ("de, fr;q=0.5", "fr"),
        ("fr;q=0.5, en;q=0.6", "en"),
        ("en;q=0.5, fr;q=0.5", "en"),
        ("fr;q=0, de", "en"),
        ("fr;q=nonsense, *", "en"),
        (",".join(["de"] * 30) + ",fr", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_first(accepted: str, language: str) -> None:
    assert language_asked(accepted) == language


@each_language
def test_the_start_page_shows_every_step_and_all_that_is_promised(language: str) -> None:
    page = ask(START_HOST, f"/?lang={language}").body.decode()
    links = Page(page).links
    for step, which in JOURNEY:
        assert step.title.told(language) in page
        assert todo_html(step, words_for(language)) in page
        assert address_of(step, which, language) in links
        shown = sight_html(step.sights[which], words_for(language))
        assert shown in page
        for held in step.sights[which].held:
            assert held.rule in shown
            assert all(crumb.name in shown and crumb.domain in shown for crumb in held.crumbs)


@each_language
@each_portal
def test_the_guide_shows_every_step_of_its_portal(which: Which, language: str) -> None:
    page = ask(HOST_OF[which], headers={"accept-language": language}).body.decode()
    for step in STEPS:
        assert (f'id="step-{step.number}"' in page) is (which in step.sights)
        if which in step.sights:
            assert sight_html(step.sights[which], words_for(language)) in page


@each_portal
def test_each_step_of_the_guide_leads_to_the_next(which: Which) -> None:
    links = Page(ask(HOST_OF[which], headers=ENGLISH_SPOKEN).body.decode()).links
    for step, where in JOURNEY:
        following = after(step, where)
        if where is which:
            assert (address_of(*following, "en") if following else f"{DEMO_START}?lang=en#end") in links


@each_language
def test_the_start_page_loads_nothing_from_elsewhere_and_sets_nothing(language: str) -> None:
    response = ask(START_HOST, f"/?lang={language}")
    assert cookies_set(response) == []
    assert all(load.startswith("/") for load in Page(response.body.decode()).loads)
    for load in Page(response.body.decode()).loads:
        assert ask(START_HOST, load).status == 200
    assert "default-src 'none'" in header(response, "content-security-policy")
    assert "script-src" not in header(response, "content-security-policy")


def test_the_start_page_links_to_the_live_page_where_it_is_known() -> None:
    web = DemoWeb()
    page = web.answer(PortalRequest("GET", START_HOST, "/")).body.decode()
    assert ENGLISH.watch_live_unknown in page
    web.live = 'http://temoin.test/?token="&'
    assert (
        'href="http://temoin.test/?token=&quot;&amp;"'
        in web.answer(PortalRequest("GET", START_HOST, "/")).body.decode()
    )


@each_portal
def test_a_portal_loads_nothing_from_elsewhere_but_what_its_faults_name(which: Which) -> None:
    page = Page(ask(HOST_OF[which]).body.decode())
    foreign = [load for load in page.loads if not load.startswith(("/", "data:"))]
    assert foreign == ([] if which is Which.CORRECT else ["https://pixel.adnet.example/p.gif?e=page"])
    for load in page.loads:
        if load.startswith("/"):
            assert ask(HOST_OF[which], load).status == 200, load
    assert len(page.ids) == len(set(page.ids))


@each_portal
def test_a_portals_scripts_hold_cookies_for_its_own_domain(which: Which) -> None:
    script = ask(HOST_OF[which], "/static/trackers.js").body.decode()
    assert f"domain=.{PORTALS[which].place.domain}; " in script
    assert "reseda.fr" not in script


@each_portal
def test_a_video_is_played_from_a_host_of_the_portals_own(which: Which) -> None:
    page = ask(HOST_OF[which], "/explore/dataset/arbres-remarquables/").body.decode()
    player = PORTALS[which].place.player
    assert f'data-embed="https://{player}/embed/arbres"' in page
    assert "visitor=" in cookies_set(ask(player, "/embed/arbres"))[0]
    assert len({portal.place.player for portal in PORTALS.values()}) == 2


def test_a_portal_begun_anew_forgets_every_cookie_and_leads_on_from_its_own_page() -> None:
    response = ask(
        CORRECT, "/begin?lang=fr", {"cookie": "csrftoken=a; _ga=b; cookies_preferences=c; =d; e f=g"}
    )
    deleted = [(one.partition("=")[0], "Domain=correct.example" in one) for one in cookies_set(response)[:-1]]
    assert deleted == [("_ga", False), ("_ga", True), ("cookies_preferences", False), ("csrftoken", False)]
    assert all("Max-Age=0" in one for one in cookies_set(response)[:-1])
    assert header(response, "location") == ""
    assert (
        ask(CORRECT, "/static/demo/begin.js").body.decode().count("location.replace(`/${location.hash}`)")
        == 1
    )


def test_a_portal_begun_in_another_language_than_the_browsers_speaks_it() -> None:
    assert cookies_set(ask(CORRECT, "/begin?lang=en", ENGLISH_SPOKEN)) == []
    [chosen] = cookies_set(ask(CORRECT, "/begin?lang=fr", ENGLISH_SPOKEN))
    assert chosen.startswith("django_language=fr; ")
    assert (
        b'<html lang="fr">' in ask(CORRECT, headers={**ENGLISH_SPOKEN, "cookie": "django_language=fr"}).body
    )
    assert b'<html lang="en">' in ask(CORRECT, headers=ENGLISH_SPOKEN).body
    assert cookies_set(ask(CORRECT, "/begin?lang=xx", ENGLISH_SPOKEN)) == []


def test_the_correct_portal_leaks_nothing_and_the_leaky_one_all() -> None:
    assert [one.partition("=")[0] for one in cookies_set(ask(CORRECT))] == ["csrftoken"]
    assert [one.partition("=")[0] for one in cookies_set(ask(LEAKY))] == ["csrftoken", "ab_variant"]
    assert TELLS_HOST not in ask(CORRECT).body.decode()
    assert f'data-tells="https://{TELLS_HOST}/me.gif"' in ask(LEAKY).body.decode()


def test_what_the_leaky_portal_tells_is_kept_on_a_host_that_no_other_asks() -> None:
    [told] = cookies_set(ask(TELLS_HOST, "/me.gif"))
    assert told.startswith("_ga=")
    assert "Domain" not in told
    assert "SameSite=None; Secure" in told
    assert cookies_set(ask(TELLS_HOST, "/me.gif", {"cookie": "_ga=1"})) == []


@pytest.mark.parametrize("scheme", ["https", "http"])
@each_host
def test_every_host_has_an_icon(host: str, scheme: str) -> None:
    response = ask(host, "/favicon.ico", scheme=scheme)
    assert (response.status, header(response, "content-type")) == (200, "image/svg+xml; charset=utf-8")
    assert cookies_set(response) == []


@each_host
def test_plain_http_leads_to_https(host: str) -> None:
    response = ask(host, "/explore/?q=1", scheme="http")
    assert (response.status, header(response, "location")) == (302, f"https://{host}/explore/?q=1")


def test_the_start_page_over_plain_http_leads_on_where_the_certificate_is_trusted_and_helps_where_not() -> (
    None
):
    response = ask(START_HOST, scheme="http", headers=ENGLISH_SPOKEN)
    page = Page(response.body.decode())
    assert page.loads == ["data:,", f"{DEMO_START}door.js"]
    assert page.links == ["http://mitm.it/", DEMO_START]
    assert f"script-src {DEMO_START};" in header(response, "content-security-policy")
    assert ask(START_HOST, "/door.js").status == 200


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("host", ["www.google.com", PORTAL, NEIGHBOUR, "temoin.example", "10.0.0.1", "<b>&"])
def test_any_other_host_says_that_there_is_no_network_and_where_to_begin(host: str, scheme: str) -> None:
    response = ask(host, "/x", {**DOCUMENT, **ENGLISH_SPOKEN}, scheme=scheme)
    page = response.body.decode()
    assert response.status == 503
    assert ENGLISH.nowhere in page
    assert Page(page).links == [DEMO_START]
    assert "<b>&" not in page
    assert len(response.body) > 512  # or Chromium shows a page of its own instead


@pytest.mark.parametrize(
    "headers", [{"sec-fetch-dest": "image", "accept": "text/html"}, {"accept": "*/*"}, {}]
)
def test_what_is_no_page_gets_a_line(headers: dict[str, str]) -> None:
    response = ask("www.google.com", headers=headers)
    assert (response.status, header(response, "content-type")) == (503, "text/plain; charset=utf-8")


def test_what_the_start_host_does_not_have_leads_to_the_start() -> None:
    assert header(ask(START_HOST, "/nowhere"), "location") == DEMO_START
    assert ask(START_HOST, method="POST").status == 405


def test_every_name_is_reserved_and_every_site_is_its_own() -> None:
    assert all(host.endswith(".example") for host in DEMO_HOSTS)
    assert len({site("https", host) for host in (START_HOST, CORRECT, LEAKY)}) == 3
    assert not any(is_public_suffix(registrable(host)) for host in DEMO_HOSTS)
    assert OWN_PAGE in OWN_HOSTS
    assert registrable(START_HOST) != registrable(OWN_PAGE)


def test_the_policy_is_the_stand_ins_but_for_its_name_and_hosts() -> None:
    demo = load_policy(DEMO_POLICY)
    assert (demo.name, demo.file) == (DEMO_POLICY, f"shipped:{DEMO_POLICY}")
    assert set(demo.hosts) == {CORRECT, LEAKY}
    folder = files("temoin.portal")
    texts = [(folder / f"{name}.yaml").read_text(encoding="utf-8") for name in ("portal", DEMO_POLICY)]
    assert texts[0][texts[0].index("language:") :] == texts[1][texts[1].index("language:") :]
    assert DEMO_POLICY not in shipped_policies()


def test_what_is_promised_is_called_as_temoin_calls_it() -> None:
    rules = {rule.code: rule.title for rule in all_rules()}
    assert {code: named.word for code, named in RULES.items()} == {code: rules[code] for code in RULES}
    for verdict, named in VERDICTS.items():
        assert (named.sign, named.word) == (MARKED_VERDICTS[verdict].sign, MARKED_VERDICTS[verdict].word)
    for state, named in STATES.items():
        assert (named.sign, named.word) == (MARKED_STATES[state].mark.sign, MARKED_STATES[state].mark.word)
    assert WITHDRAWN.sign == MARKED_STATES[ChoiceState.NONE].mark.sign


ASKS_FOR_MORE = {"T106"}
"""Flagged rules that no portal with one consent cookie can break."""


def test_every_flagged_rule_is_to_be_seen() -> None:
    promised = {held.rule for step, which in JOURNEY for held in step.sights[which].held}
    flagged = {rule.code for rule in all_rules() if rule.level == "flagged"}
    assert promised == set(RULES) == flagged - ASKS_FOR_MORE


def test_what_is_promised_to_be_kept_too_long_is_declared_for_as_long_as_is_said() -> None:
    assert {row.name: row.lifetime for row in DECLARED}["csrftoken"] == "12 mois"
    assert "Max-Age=157680000;" in cookies_set(ask(LEAKY))[0]


def test_both_languages_say_the_same_things() -> None:
    for name in FRENCH.__struct_fields__:
        one, other = getattr(FRENCH, name), getattr(ENGLISH, name)
        assert type(one) is type(other)
        assert str(one).count("{}") == str(other).count("{}"), name
        assert len(one) == len(other) or isinstance(one, str), name


def test_no_address_of_the_demo_names_a_cookie_in_a_query() -> None:
    for step, which in JOURNEY:
        assert urlsplit(address_of(step, which, "fr")).query in ("", "lang=fr")


WIRE = st.text(st.one_of(st.characters(min_codepoint=32, max_codepoint=255), st.just("\udcff")), max_size=40)
"""What a header can hold: bytes that are no UTF-8 come as surrogates."""


@given(
    host=st.sampled_from([*DEMO_HOSTS, "unknown.example"]),
    path=st.one_of(
        st.sampled_from(
            ["/begin", "/begin?lang=", "/static/demo/../portal.py", "/?lang=fr", "/cookies/choice"]
        ),
        WIRE.map("/".__add__),
    ),
    cookies=WIRE,
    language=WIRE,
    scheme=st.sampled_from(["http", "https"]),
    method=st.sampled_from(["GET", "POST", "HEAD", "OPTIONS"]),
)
def test_any_request_is_answered_and_no_header_is_broken(
    host: str, path: str, cookies: str, language: str, scheme: str, method: str
) -> None:
    spoken = {"cookie": f"csrftoken={cookies}; {cookies}", "accept-language": language, **DOCUMENT}
    response = answered(ask(host, path, spoken, scheme=scheme, method=method))
    assert response.status_code in (200, 204, 302, 400, 403, 404, 405, 503)
    assert not any(set(value) & set(b"\r\n\0") for _, value in response.headers.fields)
