"""What the made-up visits found, each as short as it can be told."""

from msgspec.structs import replace

from engine.sessions import DOCUMENT, judge, judge_events, of, request
from temoin.events import Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.report import Exchange
from temoin.vocabulary import Certainty, ChoiceState, Level, Origin, Party, Verdict


def _flagged(traffic: str) -> list[tuple[str, str]]:
    return [(one.rule, one.name) for one in judge(traffic).findings if one.level is Level.FLAGGED]


def test_what_crosses_while_a_response_deletes_the_choice_is_unproven() -> None:
    session = judge("""\
0.0  document https://shop.example/ sends choice={"ads":false,"stats":true}; session=1
1.0  fetch POST https://shop.example/choose from https://shop.example/ sends choice={"ads":false,"stats":true}
     sets choice=; Max-Age=0
1.2  image https://ads.example/p.gif from https://shop.example/ sends id=7
4.0  document https://shop.example/next sends session=1
""")
    [pixel] = of(session, "id")
    assert pixel.verdict is Verdict.UNPROVEN


def test_an_answer_that_sets_a_cookie_does_not_show_that_the_request_went_with_credentials() -> None:
    # A manifest is fetched without credentials; the visitor accepted before the pixel, by script.
    found = _flagged("""\
0.0  document https://shop.example/ sends session=1
1.0  image https://ads.example/p.gif from https://shop.example/ sends id=7
2.0  manifest https://shop.example/app.webmanifest from https://shop.example/
     sets lang=fr
4.0  document https://shop.example/next sends session=1; choice={"ads":true,"stats":true}
""")
    assert found == []


def test_what_a_frame_over_plain_http_loads_is_not_held_against_the_site_in_it() -> None:
    found = _flagged("""\
0.0  document http://other.test/
0.3  frame http://shop.example/embed from http://other.test/
0.5  image http://shop.example/a.png from http://shop.example/embed sends session=1
0.7  image https://ads.example/p.gif from http://shop.example/embed sends id=7
4.0  image http://shop.example/b.png from http://shop.example/embed sends session=1
""")
    assert found == []


def test_what_a_frame_over_plain_http_loads_has_no_certain_site() -> None:
    session = judge("""\
0.0  document http://shop.example/
0.3  frame http://widget.test/f from http://shop.example/
0.7  image https://ads.example/p.gif from http://widget.test/f sends id=7
""")
    [pixel] = of(session, "id")
    assert pixel.first_party_certainty is not Certainty.CERTAIN
    assert pixel.verdict is not Verdict.OUTSIDE


def test_what_a_frame_relayed_by_a_service_worker_loads_is_not_held_against_the_site_in_it() -> None:
    relayed = (
        ("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "empty"),
        ("referer", "https://other.test/"),
    )  # fmt: skip
    inside = (
        ("sec-fetch-mode", "no-cors"),
        ("sec-fetch-dest", "image"),
        ("referer", "https://shop.example/embed"),
    )
    own = (*inside, ("sec-fetch-site", "same-origin"), ("cookie", "session=1"))
    session = judge_events(
        (
            request(1, 0.0, "https://other.test/", *DOCUMENT),
            request(2, 0.3, "https://shop.example/embed", *relayed),
            request(3, 0.5, "https://shop.example/a.png", *own),
            request(
                4,
                0.7,
                "https://ads.example/p.gif",
                *inside,
                ("sec-fetch-site", "cross-site"),
                ("cookie", "id=7"),
            ),
            request(5, 4.0, "https://shop.example/b.png", *own),
        )
    )
    assert [one.rule for one in session.findings if one.level is Level.FLAGGED] == []
    assert of(session, "id")[0].first_party_certainty is not Certainty.CERTAIN


def test_a_frame_that_a_service_worker_relayed_is_told_by_the_referer_it_passes_on() -> None:
    relayed = (
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-mode", "same-origin"),
        ("sec-fetch-dest", "empty"),
        ("referer", "https://other.test/"),
    )
    frame = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe"))
    image = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"))
    session = judge_events(
        (
            request(1, 0.0, "https://shop.example/", *DOCUMENT),
            request(2, 0.3, "https://widget.test/w", *frame, ("referer", "https://shop.example/")),
            request(3, 5.0, "https://other.test/", *DOCUMENT),
            request(4, 5.2, "https://widget.test/w", *relayed),
            request(
                5, 5.3, "https://ads.example/p.gif", *image, ("referer", "https://widget.test/"),
                ("cookie", "id=1"),
            ),
        )
    )  # fmt: skip
    [pixel] = of(session, "id")
    assert pixel.first_party_certainty is not Certainty.CERTAIN


def test_a_referer_cut_to_an_origin_may_mean_a_style_sheet_of_that_origin() -> None:
    style = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "style"))
    image = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"))
    session = judge_events(
        (
            request(1, 0.0, "https://cdn.test/", *DOCUMENT),
            request(2, 3.0, "https://shop.example/", *DOCUMENT),
            request(3, 3.2, "https://cdn.test/a.css", *style, ("referer", "https://shop.example/")),
            request(
                4, 3.3, "https://ads.example/bg.png", *image, ("referer", "https://cdn.test/"), ("cookie", "id=1")
            ),
        )
    )  # fmt: skip
    [background] = of(session, "id")
    assert background.first_party_certainty is not Certainty.CERTAIN
    assert (background.party, background.party_certainty) == (Party.THIRD, Certainty.CERTAIN)


def test_a_document_may_bear_an_address_that_a_frame_elsewhere_was_fetched_under() -> None:
    frame = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe"))
    call = (("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "cors"), ("sec-fetch-dest", "empty"))
    inside = "https://shop.example/inside"
    session = judge_events(
        (
            request(1, 0.0, "https://other.test/", *DOCUMENT),
            request(2, 0.3, inside, *frame, ("referer", "https://other.test/")),
            request(3, 3.0, "https://shop.example/", *DOCUMENT),
            request(4, 3.3, "https://shop.example/api", *call, ("referer", inside), ("cookie", "session=1")),
        )
    )
    [called] = of(session, "session")
    assert called.first_party_certainty is not Certainty.CERTAIN
    assert called.party_certainty is not Certainty.CERTAIN


def test_a_connection_older_than_the_first_request_shows_that_a_page_was_open_before() -> None:
    image = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"))
    first = request(1, 0.0, "https://shop.example/", *DOCUMENT)
    pixel = request(2, 1.0, "https://ads.example/p.gif", *image, ("cookie", "id=1"))

    def judged(since: float) -> Exchange:
        opened = replace(first, connection="a", connected=0.0, http_version="HTTP/2.0")
        later = replace(pixel, connection="b", connected=since, http_version="HTTP/2.0")
        [found] = of(judge_events((opened, later)), "id")
        return found

    assert judged(0.5).first_party == "https://shop.example"
    assert judged(-60.0).first_party is None


def test_a_page_that_a_service_worker_of_firefox_relayed_is_not_taken_for_a_frame_of_its_site() -> None:
    relayed = (
        ("sec-fetch-site", "same-origin"),
        ("sec-fetch-mode", "same-origin"),
        ("sec-fetch-dest", "empty"),
        ("upgrade-insecure-requests", "1"),
    )
    frame = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe"))
    image = (("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"))
    session = judge_events(
        (
            request(1, 0.0, "https://other.test/", *DOCUMENT),
            request(2, 0.3, "https://shop.example/embed", *frame, ("referer", "https://other.test/")),
            request(3, 5.0, "https://shop.example/home", *relayed, ("cookie", "session=1")),
            request(
                4, 5.2, "https://shop.example/a.png", *image, ("referer", "https://shop.example/home"),
                ("cookie", "session=1"),
            ),
        )
    )  # fmt: skip
    last = of(session, "session")[-1]
    assert (last.party, last.party_certainty) != (Party.THIRD, Certainty.CERTAIN)
    assert last.verdict is not Verdict.OUTSIDE


def test_a_request_of_a_page_that_the_recording_lost_is_not_outside() -> None:
    session = judge("""\
0.0  image https://ads.example/p.gif sends id=7
1.0  document https://shop.example/
""")
    [pixel] = of(session, "id")
    assert pixel.verdict is Verdict.UNPROVEN


def test_a_cookie_that_a_script_set_anew_is_not_from_before() -> None:
    session = judge("""\
0.0  document https://shop.example/ sends stat=aaaaaaaaaa
1.0  document https://shop.example/a
2.0  fetch https://shop.example/collect from https://shop.example/a sends stat=bbbbbbbbbb
""")
    _, anew = of(session, "stat")
    assert (anew.origin, anew.origin_certainty) != (Origin.EARLIER, Certainty.CERTAIN)


def test_what_follows_a_redirect_is_known_no_better_than_what_was_redirected() -> None:
    session = judge("""\
0.0  document https://shop.example/
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
     redirects https://ads.example/q.gif
0.5  image https://ads.example/q.gif from https://shop.example/ sends id=7
""")
    first, second = of(session, "id")
    assert first.page_certainty is Certainty.INFERRED
    assert second.page_certainty is Certainty.INFERRED


def test_a_page_that_took_the_address_of_another_is_not_taken_for_it() -> None:
    session = judge("""\
0.0  document https://shop.example/
1.0  document https://shop.example/a
2.0  fetch https://shop.example/api from https://shop.example/a sends session=1
""")
    [asked] = of(session, "session")
    assert asked.page_certainty is not Certainty.CERTAIN
    assert asked.first_party_certainty is Certainty.CERTAIN


def test_a_request_of_its_own_origin_shows_that_a_page_was_open_before() -> None:
    session = judge_events(
        (
            request(1, 0.0, "https://other.test/", *DOCUMENT),
            request(
                2, 0.5, "https://shop.example/api", ("sec-fetch-site", "same-origin"),
                ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "empty"), ("cookie", "session=1"),
            ),
            ResponseSeen(2, 0.6, 200, ()),
            FlowEnded(2, 0.6),
        )
    )  # fmt: skip
    [asked] = of(session, "session")
    assert (asked.party, asked.party_certainty) != (Party.THIRD, Certainty.CERTAIN)


def test_where_the_choice_turns_out_doubtful_no_exchange_states_it() -> None:
    session = judge("""\
0.0  document https://shop.example/ sends session=1
1.0  document https://shop.example/fr/ sends session=1; choice={"ads":false,"stats":false}
2.0  document https://shop.example/ sends session=1
""")
    first = of(session, "session")[0]
    assert first.choice is not ChoiceState.UNSET


def test_a_script_may_store_the_choice_that_a_response_then_sets_again() -> None:
    # The banner tells its server, writes the cookie by script, and lets the advertiser in, all in one click.
    found = _flagged("""\
0.0   document https://shop.example/ sends session=1
1.0   fetch POST https://shop.example/consent from https://shop.example/ sends session=1
      sets choice={"ads":true,"stats":true}
1.02  image https://ads.example/p.gif from https://shop.example/ sends id=7
4.0   document https://shop.example/next sends session=1; choice={"ads":true,"stats":true}
""")
    assert found == []


def test_a_request_may_be_older_than_the_connection_that_first_was_ready() -> None:
    # Over HTTP/1.1 a connection goes to whoever waits longest. The image of 1.2 was asked for at 1.0 and got the
    # connection that was opened at 1.15; its own, of 1.0, took longer. The visitor accepted at 1.05.
    own = (("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"))
    page = ("referer", "https://shop.example/")
    pixel = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"))
    accepted = ("cookie", 'session=1; choice={"ads":true,"stats":true}')
    session = judge_events(
        (
            _on("c1", -0.1, request(1, 0.0, "https://shop.example/", *DOCUMENT, ("cookie", "session=1"))),
            _on("a1", 0.5, request(2, 1.1, "https://ads.example/p.gif", *pixel, page, ("cookie", "id=7"))),
            _on(
                "c3", 1.15, request(3, 1.2, "https://shop.example/a.png", *own, page, ("cookie", "session=1"))
            ),
            _on("c2", 1.0, request(4, 1.4, "https://shop.example/b.png", *own, page, accepted)),
        )
    )
    assert [one.rule for one in session.findings if one.level is Level.FLAGGED] == []


def _on(connection: str, opened: float, asked: RequestSeen, version: str = "HTTP/1.1") -> RequestSeen:
    return replace(asked, connection=connection, connected=opened, http_version=version)


def test_what_follows_a_redirect_of_a_page_that_the_recording_lost_is_not_outside() -> None:
    session = judge("""\
0.0  image https://ads.example/p.gif sends id=7
     redirects https://ads.example/q.gif
0.5  image https://ads.example/q.gif sends id=7
""")
    assert [one.verdict for one in of(session, "id")] == [Verdict.UNPROVEN, Verdict.UNPROVEN]


def test_a_likely_page_does_not_make_an_exchange_outside() -> None:
    # The first navigation came from another site, so a page was open before, and may have asked for the image.
    followed = (
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
    )
    image = (("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"))
    session = judge_events(
        (
            request(1, 0.0, "https://other.test/", *followed),
            request(2, 0.1, "https://ads.example/p.gif", *image, ("cookie", "id=7")),
        )
    )
    [pixel] = of(session, "id")
    assert pixel.page_certainty is not Certainty.CERTAIN
    assert pixel.verdict is Verdict.UNPROVEN


def test_a_request_that_names_nobody_has_no_certain_page_where_the_recording_may_begin_late() -> None:
    # Another page of the shop may have been opened just before watching began.
    session = judge_events(
        (
            request(1, 0.0, "https://shop.example/", *DOCUMENT),
            request(
                2, 0.5, "https://shop.example/api", ("sec-fetch-site", "same-origin"),
                ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "empty"), ("cookie", "session=1"),
            ),
        )
    )  # fmt: skip
    [asked] = of(session, "session")
    assert asked.first_party_certainty is Certainty.CERTAIN
    assert asked.page_certainty is not Certainty.CERTAIN


def test_a_response_that_the_proxy_holds_back_stores_its_choice_when_it_is_whole() -> None:
    # mitmproxy hands a response on when it has all of it, unless it is told to stream.
    session = judge_events(
        (
            *_answered(request(1, 0.0, "https://shop.example/", *DOCUMENT, ("cookie", "session=1")), 0.1),
            request(2, 1.0, "https://shop.example/choose", *_OWN, ("cookie", "session=1")),
            ResponseSeen(2, 1.1, 200, ((b"set-cookie", b'choice={"ads":false,"stats":false}'),)),
            *_answered(request(3, 2.0, "https://ads.example/p.gif", *_THEIRS, ("cookie", "id=7")), 2.1),
            FlowEnded(2, 3.0),
            request(
                4,
                5.0,
                "https://shop.example/a",
                *_OWN,
                ("cookie", 'session=1; choice={"ads":false,"stats":false}'),
            ),
        )
    )
    [pixel] = of(session, "id")
    assert pixel.verdict is not Verdict.REFUSED


def test_a_choice_that_another_response_set_is_not_what_an_older_request_showed() -> None:
    # The document was asked for with one choice; before it came, a form in another tab had set another.
    before = ("cookie", 'choice={"ads":false,"stats":false}')
    session = judge_events(
        (
            request(1, 0.0, "https://shop.example/", *DOCUMENT, before),
            request(2, 0.1, "https://shop.example/choose", *_OWN, before),
            ResponseSeen(2, 0.2, 200, ((b"set-cookie", b'choice={"ads":true,"stats":true}'),)),
            request(3, 0.21, "https://ads.example/p.gif", *_THEIRS, ("cookie", "id=7")),
            ResponseSeen(3, 0.25, 200, ((b"set-cookie", b"id=8; Secure; SameSite=None"),)),
            ResponseSeen(1, 0.9, 200, ()),
            FlowEnded(1, 0.9),
            request(4, 5.0, "https://shop.example/a", *_OWN, ("cookie", 'choice={"ads":true,"stats":true}')),
        )
    )
    assert [one.verdict for one in of(session, "id")] == [Verdict.UNPROVEN, Verdict.UNPROVEN]
    assert [one.state for one in session.choices] == [ChoiceState.NONE, ChoiceState.ALL]


def test_a_choice_that_went_missing_may_have_been_removed_before_it_would_lapse() -> None:
    session = judge("""\
0.0   document https://shop.example/ sends session=1
1.0   fetch POST https://shop.example/choose from https://shop.example/ sends session=1
      sets choice={"ads":false,"stats":false}; Max-Age=15
8.0   image https://ads.example/p.gif from https://shop.example/ sends id=7
30.0  document https://shop.example/next sends session=1
""")
    [pixel] = of(session, "id")
    assert pixel.verdict is Verdict.UNPROVEN


_OWN = (
    ("sec-fetch-site", "same-origin"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "empty"),
    ("referer", "https://shop.example/"),
)  # fmt: skip
_THEIRS = (
    ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "image"),
    ("referer", "https://shop.example/"),
)  # fmt: skip


def _answered(asked: RequestSeen, at: float) -> tuple[Event, ...]:
    return asked, ResponseSeen(asked.flow, at, 200, ()), FlowEnded(asked.flow, at)


def test_a_choice_that_is_missing_on_one_connection_and_back_on_another_lies_in_two_profiles() -> None:
    # Two profiles with one address and User-Agent: the first has accepted, the second has not chosen.
    accepted = ("cookie", 'choice={"ads":true,"stats":true}')
    session = judge_events(
        (
            _on("c1", -0.1, request(1, 0.0, "https://shop.example/", *DOCUMENT, accepted), "HTTP/2.0"),
            _on("c2", 0.9, request(2, 1.0, "https://shop.example/", *DOCUMENT), "HTTP/2.0"),
            _on(
                "c3",
                1.9,
                request(3, 2.0, "https://ads.example/p.gif", *_THEIRS, ("cookie", "id=7")),
                "HTTP/2.0",
            ),
            _on("c2", 0.9, request(4, 3.0, "https://shop.example/", *DOCUMENT), "HTTP/2.0"),
            _on("c1", -0.1, request(5, 4.0, "https://shop.example/", *DOCUMENT, accepted), "HTTP/2.0"),
        )
    )
    [pixel] = of(session, "id")
    assert pixel.verdict is Verdict.UNPROVEN
