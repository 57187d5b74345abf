"""The engine as a whole: what is judged, by what, and what is only said to be unproven."""

import msgspec

from engine.sessions import DOCUMENT, KEEP, events_of, exchanges, judge, judge_events, of, request
from temoin.audit import Audit
from temoin.events import Event, FlowEnded, ResponseSeen
from temoin.policy.loading import load_bytes
from temoin.rules.examples import SHOP
from temoin.settings import Settings
from temoin.statement import Source
from temoin.vocabulary import Certainty, ChoiceState, Origin, Outcome, Party, Verdict

PIXEL = "image https://ads.example/p.gif from https://shop.example/"


def verdicts(traffic: str, name: str, *, policy: str = SHOP, settings: Settings = KEEP) -> list[Verdict]:
    return [one.verdict for one in of(judge(traffic, policy=policy, settings=settings), name)]


# Scope


def test_a_page_that_no_policy_covers_is_outside_and_counted() -> None:
    session = judge("""
        0.0  document https://other.example/ sends a=1; b=2
        1.0  document https://shop.example/
    """)
    assert [one.verdict for one in exchanges(session)] == [Verdict.OUTSIDE, Verdict.OUTSIDE]
    assert [(one.host, one.pages, one.exchanges) for one in session.outside] == [("other.example", 1, 2)]
    assert not [one for one in session.findings if one.level == "flagged"]


def test_a_neighbour_on_the_same_registrable_domain_is_another_portal() -> None:
    session = judge("0.0  document https://blog.shop.example/ sends stat=1")
    assert of(session, "stat")[0].verdict is Verdict.OUTSIDE
    assert of(session, "stat")[0].choice is None
    assert session.outcome is Outcome.UNPROVEN


def test_each_hop_of_a_redirected_navigation_is_a_page() -> None:
    session = judge("""
        0.0  document https://shop.example/old
             redirects https://shop.example/new
        0.1  document https://shop.example/new
    """)
    assert [page.url for page in session.pages] == ["https://shop.example/old", "https://shop.example/new"]


def test_what_the_browser_asks_for_itself_is_judged_by_no_policy() -> None:
    update = request(
        2, 1.0, "https://update.example/", ("sec-fetch-site", "none"), ("sec-fetch-dest", "empty"),
        ("sec-fetch-mode", "no-cors"), ("cookie", "a=1"),
    )  # fmt: skip
    session = judge_events((request(1, 0.0, "https://shop.example/", *DOCUMENT), update))
    assert of(session, "a")[0].verdict is Verdict.OUTSIDE
    assert of(session, "a")[0].page is None


def test_a_tunnel_is_no_request() -> None:
    session = judge_events(
        (
            request(1, 0.0, "https://shop.example/", method="CONNECT"),
            request(2, 0.1, "https://shop.example/", *DOCUMENT, ("cookie", "lang=fr")),
        )
    )
    assert session.requests == 1
    assert of(session, "lang")[0].n == 1


# Party


def test_party_compares_registrable_domains() -> None:
    session = judge("""
        0.0  document https://shop.example/
        0.1  image https://cdn.shop.example/p.gif from https://shop.example/ sends a=1
        0.2  image https://shop.test/p.gif from https://shop.example/ sends b=1
        1.0  document https://shop.example/
    """)
    assert [(one.party, one.party_certainty) for one in (*of(session, "a"), *of(session, "b"))] == [
        (Party.FIRST, Certainty.CERTAIN),
        (Party.THIRD, Certainty.CERTAIN),
    ]


def test_a_pixel_without_referer_is_third_party_though_its_page_is_unknown() -> None:
    session = judge("""
        0.0  document https://shop.example/
        0.1  document https://other.example/
        0.3  image https://ads.example/p.gif sends id=1
        1.0  document https://shop.example/
    """)
    exchange = of(session, "id")[0]
    assert (exchange.party, exchange.party_certainty) == (Party.THIRD, Certainty.CERTAIN)
    assert (exchange.page, exchange.first_party, exchange.verdict) == (None, None, Verdict.UNPROVEN)


def test_a_page_that_is_only_likely_accuses_nobody_unless_asked() -> None:
    traffic = """
        0.0  document https://shop.example/
        0.3  image https://ads.example/p.gif sends id=1
        1.0  document https://shop.example/
    """
    assert verdicts(traffic, "id") == [Verdict.UNPROVEN]
    accusing = Settings(accuse=Certainty.INFERRED, exchanges=True)
    assert verdicts(traffic, "id", settings=accusing) == [Verdict.EARLY]
    assert of(judge(traffic), "id")[0].first_party_certainty is Certainty.INFERRED


def test_a_frame_leads_to_its_page_through_the_chain_of_frames() -> None:
    session = judge("""
        0.0  document https://shop.example/
        0.1  frame https://video.example/e from https://shop.example/
        0.2  frame https://ads.example/f from https://video.example/e
        0.3  image https://ads.example/p.gif from https://ads.example/f sends id=1
        1.0  document https://shop.example/
    """)
    exchange = of(session, "id")[0]
    assert (exchange.first_party, exchange.first_party_certainty) == (
        "https://shop.example",
        Certainty.CERTAIN,
    )
    assert exchange.verdict is Verdict.EARLY


def test_the_same_frame_in_two_sites_leaves_the_page_open() -> None:
    session = judge("""
        0.0  document https://shop.example/
        0.1  frame https://video.example/e from https://shop.example/
        0.2  document https://other.example/
        0.3  frame https://video.example/e from https://other.example/
        0.4  image https://ads.example/p.gif from https://video.example/e sends id=1
        1.0  document https://shop.example/
    """)
    exchange = of(session, "id")[0]
    assert (exchange.page, exchange.first_party, exchange.verdict) == (None, None, Verdict.UNPROVEN)
    assert (exchange.party, exchange.party_certainty) == (Party.THIRD, Certainty.CERTAIN)


def test_two_tabs_of_one_portal_leave_the_page_open_and_not_the_site() -> None:
    session = judge("""
        0.0  document https://shop.example/a
        0.1  document https://shop.example/b
        0.3  image https://ads.example/p.gif from https://shop.example/a sends id=1
        1.0  document https://shop.example/
    """)
    exchange = of(session, "id")[0]
    assert exchange.page_certainty is Certainty.INFERRED
    assert exchange.first_party_certainty is Certainty.CERTAIN
    assert exchange.verdict is Verdict.EARLY


def test_a_redirected_pixel_inherits_the_page() -> None:
    session = judge("""
        0.0  document https://shop.example/
        0.2  image https://one.example/p.gif from https://shop.example/
             redirects https://ads.example/p.gif
        0.3  image https://ads.example/p.gif sends id=1
        1.0  document https://shop.example/
    """)
    assert of(session, "id")[0].verdict is Verdict.EARLY


def test_a_referer_never_seen_is_an_implied_page_and_proves_nothing() -> None:
    session = judge("""
        0.0  document https://shop.example/
        0.3  image https://ads.example/p.gif from https://cached.example/page sends id=1
        1.0  document https://shop.example/
    """)
    assert [page.implied for page in session.pages] == [False, True, False]
    assert of(session, "id")[0].verdict is Verdict.UNPROVEN


# The moment of the choice


def test_a_fetch_without_any_cookie_proves_no_absence() -> None:
    traffic = f"""
        0.0  document https://shop.example/ sends lang=fr
        0.3  {PIXEL} sends id=1
        0.5  fetch https://shop.example/api from https://shop.example/
    """
    assert verdicts(traffic, "id") == [Verdict.UNPROVEN]


def test_a_fetch_that_carries_other_cookies_proves_absence() -> None:
    traffic = f"""
        0.0  document https://shop.example/ sends lang=fr
        0.3  {PIXEL} sends id=1
        0.5  fetch https://shop.example/api from https://shop.example/ sends lang=fr
    """
    assert verdicts(traffic, "id") == [Verdict.EARLY]


def test_a_navigation_that_another_site_began_proves_no_absence() -> None:
    traffic = f"""
        0.0  document https://shop.example/
        0.3  {PIXEL} sends id=1
        0.9  document https://shop.example/ from https://other.example/
    """
    assert verdicts(traffic, "id") == [Verdict.UNPROVEN]


def test_a_request_from_under_a_foreign_frame_proves_no_absence() -> None:
    traffic = f"""
        0.0  document https://shop.example/
        0.1  frame https://video.example/e from https://shop.example/
        0.3  {PIXEL} sends id=1
        0.5  frame https://shop.example/widget from https://video.example/e sends lang=fr
    """
    assert verdicts(traffic, "id") == [Verdict.UNPROVEN]


def test_a_cookie_is_judged_by_the_choice_that_its_own_request_carries() -> None:
    assert verdicts("0.0  document https://shop.example/ sends choice=none; stat=1", "stat") == [
        Verdict.REFUSED
    ]
    assert verdicts("0.0  document https://shop.example/ sends stat=1", "stat") == [Verdict.EARLY]


def test_what_the_first_page_sets_is_early_though_nothing_follows() -> None:
    traffic = """
        0.0  document https://shop.example/
             sets stat=1; Max-Age=60; Secure
    """
    assert verdicts(traffic, "stat") == [Verdict.EARLY]


def test_a_choice_set_by_a_response_judges_what_follows_it() -> None:
    traffic = f"""
        0.0  document https://shop.example/
        0.3  {PIXEL} sends id=1
        1.0  fetch POST https://shop.example/choose from https://shop.example/ sends lang=fr
             sets choice=all; Max-Age=60; Secure
        2.0  {PIXEL} sends id=1
        3.0  document https://shop.example/ sends choice=all
    """
    assert verdicts(traffic, "id") == [Verdict.EARLY, Verdict.PERMITTED]


def test_a_choice_that_a_response_deletes_is_unset_again() -> None:
    session = judge("""
        0.0  document https://shop.example/ sends choice=all
        1.0  fetch POST https://shop.example/forget from https://shop.example/ sends choice=all
             sets choice=; Max-Age=0; Secure
        2.0  document https://shop.example/ sends stat=1
    """)
    assert [(one.state, one.exact) for one in session.choices] == [
        (ChoiceState.ALL, False),
        (ChoiceState.UNSET, True),
    ]
    assert of(session, "stat")[0].verdict is Verdict.EARLY


def test_two_visitors_have_choices_of_their_own() -> None:
    cookie = ("cookie", "choice=none; stat=1")
    session = judge_events(
        (
            request(1, 0.0, "https://shop.example/", *DOCUMENT, cookie),
            request(2, 0.1, "https://shop.example/", *DOCUMENT, ("cookie", "stat=2"), client="192.0.2.2"),
        )
    )
    assert [(one.visitor, one.verdict) for one in of(session, "stat")] == [
        (1, Verdict.REFUSED),
        (2, Verdict.EARLY),
    ]


def test_an_unreadable_choice_permits_nothing_and_accuses_nobody() -> None:
    session = judge("0.0  document https://shop.example/ sends choice=%7Bbroken; stat=1")
    assert of(session, "stat")[0].verdict is Verdict.UNPROVEN
    assert session.choices[0].state is ChoiceState.UNREADABLE
    assert session.outcome is Outcome.UNPROVEN


def test_a_consent_cookie_sent_twice_with_different_values_is_unreadable() -> None:
    session = judge("0.0  document https://shop.example/ sends choice=all; choice=none; stat=1")
    assert session.choices[0].state is ChoiceState.UNREADABLE


# What counts as an exchange


def test_a_deletion_is_no_exchange() -> None:
    session = judge("""
        0.0  document https://shop.example/
             sets stat=; Max-Age=0
             sets stat=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT
    """)
    assert exchanges(session) == ()


def test_what_every_browser_refuses_is_listed_and_never_flagged() -> None:
    session = judge("""
        0.0  document https://shop.example/
             sets stat=1; Domain=other.example
             sets stat=2; SameSite=None
             sets stat=3; Domain=example; Secure
    """)
    assert exchanges(session) == ()
    assert [one.count for one in session.rejected] == [1, 1, 1]
    assert not [one for one in session.findings if one.level == "flagged"]


def test_a_cookie_that_never_came_back_is_judged_as_attempted() -> None:
    session = judge("""
        0.0  document https://shop.example/
             sets stat=1; Max-Age=60; Secure
        1.0  document https://shop.example/
    """)
    finding = next(one for one in session.findings if one.rule == "T101")
    assert finding.attempted
    assert "attempted" in finding.message
    assert of(session, "stat")[0].stored is False


def test_origin_tells_responses_scripts_and_earlier_apart() -> None:
    session = judge("""
        0.0  document https://shop.example/ sends lang=fr
             sets token=1; Secure
        1.0  document https://shop.example/ sends lang=fr; token=1; stat=1
        2.0  document https://shop.example/ sends lang=fr; token=changed; stat=1
    """)
    told = {
        (one.name, one.n, one.origin, one.origin_certainty) for one in exchanges(session) if one.way == "sent"
    }
    assert ("lang", 1, Origin.EARLIER, Certainty.CERTAIN) in told
    assert ("token", 2, Origin.RESPONSE, Certainty.CERTAIN) in told
    assert ("stat", 2, Origin.SCRIPT, Certainty.CERTAIN) in told
    assert ("token", 3, Origin.SCRIPT, Certainty.INFERRED) in told


# Wire traps


def page(*raw: tuple[bytes, bytes]) -> tuple[Event, ...]:
    return (request(1, 0.0, "https://shop.example/", *DOCUMENT, raw=raw),)


def test_http_2_crumbs_and_several_fields_are_one_list() -> None:
    session = judge_events(page((b"cookie", b"a=1"), (b"cookie", b"b=2; c=3"), (b"Cookie", b"d=4")))
    assert [one.name for one in exchanges(session)] == ["a", "b", "c", "d"]


def test_a_comma_and_json_in_a_value_stay_one_cookie() -> None:
    session = judge_events(page((b"cookie", b'choice={"ads":true,"stats":false}; stat=1')))
    assert [one.name for one in exchanges(session)] == ["choice", "stat"]
    assert of(session, "stat")[0].verdict is Verdict.REFUSED


def test_bytes_that_are_not_utf_8_are_kept_apart_and_shown() -> None:
    session = judge_events(page((b"cookie", b"caf\xe9=1; caf\xe8=1; caf\xc3\xa9=1")))
    assert [one.name for one in exchanges(session)] == ["caf\\xe9", "caf\\xe8", "café"]


def test_one_name_on_two_paths_is_two_cookies_of_one_row() -> None:
    events: tuple[Event, ...] = (
        request(1, 0.0, "https://shop.example/a/b", *DOCUMENT),
        ResponseSeen(
            1,
            0.1,
            200,
            ((b"set-cookie", b"stat=1; Path=/a; Secure"), (b"set-cookie", b"stat=2; Path=/; Secure")),
        ),
        FlowEnded(1, 0.2),
        request(2, 1.0, "https://shop.example/a/b", *DOCUMENT, ("cookie", "stat=1; stat=2")),
    )
    session = judge_events(events)
    assert [(one.way, one.path) for one in of(session, "stat")] == [
        ("set", "/a"),
        ("set", "/"),
        ("sent", "/a"),
        ("sent", "/"),
    ]
    assert len([row for row in session.cookies if row.name == "stat"]) == 1


def test_a_response_without_its_request_and_a_request_without_response_are_no_trouble() -> None:
    session = judge_events(
        (
            ResponseSeen(9, 0.0, 200, ((b"set-cookie", b"stat=1"),)),
            request(1, 0.1, "https://shop.example/", *DOCUMENT),
            FlowEnded(1, 0.2, "connection reset"),
            FlowEnded(8, 0.3),
        )
    )
    assert (session.requests, exchanges(session)) == (1, ())


def test_a_name_of_a_megabyte_is_shortened() -> None:
    session = judge_events(page((b"cookie", b"n" * 1_000_000 + b"=1")))
    assert len(exchanges(session)[0].name) < 200
    assert "1000000" in exchanges(session)[0].name


def test_a_url_keeps_neither_user_info_nor_query_values() -> None:
    session = judge_events(
        (
            request(
                1, 0.0, "https://shop.example/a?token=secret&q=also&bare", *DOCUMENT, ("cookie", "lang=fr")
            ),
        )
    )
    assert exchanges(session)[0].url == "https://shop.example/a?token=…&q=…&…"


# Invariants


def test_values_are_kept_only_when_asked() -> None:
    traffic = "0.0  document https://shop.example/ sends stat=s3cret"
    hidden, shown = of(judge(traffic), "stat")[0].value, None
    assert hidden is not None
    assert (hidden.length, hidden.text) == (6, None)
    shown = of(judge(traffic, settings=Settings(exchanges=True, show_values=True)), "stat")[0].value
    assert shown is not None
    assert shown.text == "s3cret"


def test_nothing_proven_is_no_pass() -> None:
    session = judge(f"""
        0.0  document https://shop.example/
        0.3  {PIXEL} sends id=1
        0.5  document https://shop.example/ sends choice=all
    """)
    assert session.outcome is Outcome.UNPROVEN
    assert [(one.cause, one.count) for one in session.unproven] == [("choice-interval", 1)]


def test_strict_counts_what_is_unproven_as_flagged() -> None:
    traffic = f"""
        0.0  document https://shop.example/ sends choice=all; stat=1
        0.3  {PIXEL} sends id=1
    """
    assert judge(traffic).outcome is Outcome.CLEAR
    assert judge(traffic, settings=Settings(strict=True)).outcome is Outcome.FLAGGED


def test_only_the_rules_named_fail() -> None:
    traffic = "0.0  document https://shop.example/ sends stat=1"
    assert judge(traffic, settings=Settings(fail_on=frozenset({"T102"}))).outcome is Outcome.CLEAR
    assert judge(traffic, settings=Settings(fail_on=frozenset({"T101"}))).outcome is Outcome.FLAGGED


def test_a_source_that_was_stripped_of_its_cookies_shows_no_choice() -> None:
    events = events_of("0.0  document https://shop.example/")
    audit = Audit((load_bytes(SHOP.encode(), file="shop.yaml"),))
    for event in events:
        audit.feed(event)
    session = audit.close(Source("sanitized.har", bears_cookies=False))
    assert (session.choices, session.never_seen, session.outcome) == ((), (), Outcome.UNPROVEN)
    assert not session.findings


def test_a_request_whose_headers_may_be_missing_proves_no_absence() -> None:
    first, _, _, pixel, *_ = events_of("""
        0.0  document https://shop.example/
        0.3  image https://ads.example/p.gif from https://shop.example/ sends id=1
    """)
    aborted = msgspec.structs.replace(
        request(9, 1_764_000_001.0, "https://shop.example/", *DOCUMENT), partial=True
    )
    session = judge_events((first, pixel, aborted))
    assert [one.verdict for one in of(session, "id")] == [Verdict.UNPROVEN]


def test_a_nameless_cookie_that_firefox_sends_as_a_name_shows_no_value() -> None:
    session = judge_events(
        (
            request(1, 0.0, "https://shop.example/", *DOCUMENT),
            ResponseSeen(1, 0.1, 200, ((b"set-cookie", b"S3CRET-token; Secure"),)),
            request(2, 1.0, "https://shop.example/", *DOCUMENT, ("cookie", "S3CRET-token=")),
        )
    )
    assert {one.name for one in exchanges(session)} == {""}
    assert "S3CRET" not in str(session)


def test_a_host_that_is_no_valid_text_is_shown_all_the_same() -> None:
    events = (request(1, 0.0, "https://caf\udce9.example/", *DOCUMENT, ("cookie", "a=1")),)
    session = judge_events(events)
    msgspec.json.encode(session)
    assert "caf\\xe9" in session.outside[0].host
