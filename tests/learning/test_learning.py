"""A first policy from what was seen: it loads, says where each entry comes from, and leaves nothing undeclared."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.sessions import DOCUMENT, events_of, judge_events, request
from temoin.errors import UsageError
from temoin.events import Event, FlowEnded, ResponseSeen
from temoin.learning import Choosing, Learnt, Witnessing, learnt, policy_text
from temoin.learning.lifetimes import lifetime_words
from temoin.learning.scalars import comment, scalar
from temoin.playback import replay
from temoin.policy import NO_PATH, UNKNOWN, Policy, load_bytes
from temoin.policy.durations import duration
from temoin.traffic import open_source
from temoin.vocabulary import Level, Party

ROOT = Path(__file__).resolve().parents[2]
VISIT = """\
0.0  document https://shop.example/
     sets session=s3cret; Secure
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=s3cret
     sets id=s3cret; Max-Age=33696000; Secure; SameSite=None
1.0  fetch POST https://shop.example/choose from https://shop.example/ sends session=s3cret
     sets cookie_choice={"ads":false,"stats":true}; Max-Age=15552000; Secure; Path=/
4.0  document https://shop.example/a sends session=s3cret; cookie_choice={"ads":false,"stats":true}; _ga_S3CRET1=1
8.0  document https://shop.example/b sends session=s3cret; cookie_choice={"ads":true}; _ga_S3CRET2=1"""


def witnessed(*recordings: tuple[Event, ...], choosing: Choosing | None = None) -> Learnt:
    witnessing = Witnessing(choosing or Choosing())
    for number, events in enumerate(recordings, 1):
        witnessing.begin(f"{number}.flow")
        for event in events:
            witnessing.feed(event)
        witnessing.end("")
    return learnt(witnessing)


def policy_of(text: str) -> Policy:
    return load_bytes(text.encode(), file="learnt.yaml")


def written(traffic: str = VISIT, choosing: Choosing | None = None) -> str:
    return policy_text(witnessed(events_of(traffic), choosing=choosing), "shop")


def test_every_entry_is_to_be_confirmed() -> None:
    policy = policy_of(written())
    assert policy.hosts == ("shop.example",)
    assert [(one.name, one.domain, one.party) for one in policy.cookies] == [
        ("session", None, Party.FIRST),
        ("id", "ads.example", Party.THIRD),
        ("cookie_choice", None, Party.FIRST),
        ("_ga_*", None, Party.FIRST),
    ]
    assert {one.category for one in policy.cookies} == {UNKNOWN}


def test_a_suggestion_says_where_it_comes_from() -> None:
    text = written()
    (known,) = [one for one in policy_of(text).cookies if one.suggested]
    assert (known.name, known.suggested) == ("_ga_*", "statistics")
    assert "support.google.com" in known.suggested_by
    assert "# usually: statistics, Google Analytics: " in text
    assert "# first-party, under 2 names alike; set by no response" in text
    assert "# third-party; set by a response; crossed 2 times, first with request 2 of 1.flow" in text


def test_what_was_set_is_declared_for_as_long() -> None:
    assert {one.name: one.seconds for one in policy_of(written()).cookies} == {
        "session": 0, "id": 390 * 86_400, "cookie_choice": 180 * 86_400, "_ga_*": None,
    }  # fmt: skip


def test_the_consent_cookie_is_recognised_and_said_to_be_a_guess() -> None:
    consent = policy_of(written()).consent
    assert (consent.cookie, consent.formats, consent.path) == ("cookie_choice", ("json",), "/")
    assert "confirmed by nobody" in consent.assumption


def test_without_one_the_policy_says_that_it_is_unknown() -> None:
    policy = policy_of(written("0.0  document https://shop.example/ sends lang=fr"))
    assert (policy.consent.cookie, policy.consent.path) == (UNKNOWN, NO_PATH)
    assert policy.consent.assumption


def test_without_one_nothing_is_held_against_the_site() -> None:
    traffic = """\
0.0  document https://shop.example/
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=1
1.0  document https://shop.example/a
1.3  image https://ads.example/p.gif from https://shop.example/a sends id=1; fresh=2"""
    policy = policy_of(written(traffic.replace("; fresh=2", "")))
    session = judge_events(events_of(traffic), policy=policy)
    assert {finding.rule for finding in session.findings if finding.level is Level.FLAGGED} <= {"T104"}
    assert session.unproven


def test_the_user_may_name_it() -> None:
    traffic = "0.0  document https://shop.example/ sends banner=none; consent={}\n4.0  document https://shop.example/b"
    consent = policy_of(written(traffic, Choosing(consent="banner"))).consent
    assert (consent.cookie, consent.formats) == ("banner", ("words",))


def test_no_value_and_no_identifier_is_written() -> None:
    text = written()
    assert "s3cret" not in text.lower()
    assert '"ads"' not in text


def test_the_same_visit_by_it_has_no_undeclared_cookie() -> None:
    session = judge_events(events_of(VISIT), policy=written())
    assert all(row.category == UNKNOWN for row in session.cookies)
    assert not {"T104", "T201", "T202"} & {one.rule for one in session.findings}


def test_the_site_visited_most_is_meant_unless_hosts_are_named() -> None:
    traffic = """\
0.0  document https://other.example/ sends o=1
4.0  document https://www.shop.example/ sends a=1
8.0  document https://shop.example/ sends b=1"""
    found = witnessed(events_of(traffic))
    assert found.hosts == ("www.shop.example", "shop.example")
    assert found.elsewhere == ("other.example",)
    assert "Not covered, though pages of it were opened: other.example" in policy_text(found, "x")
    named = witnessed(events_of(traffic), choosing=Choosing(hosts=("*.shop.example",)))
    assert [one.pattern for one in named.cookies] == ["a"]


def test_a_host_that_no_policy_can_name_is_left_out() -> None:
    odd = "".join(
        f"{second}.0  document https://shop..example/{second} sends a=1\n" for second in range(10, 15)
    )
    assert policy_of(written(odd + VISIT)).hosts == ("shop.example",)
    with pytest.raises(UsageError, match="of a host that a policy can name"):
        written(odd)


def test_several_recordings_are_one_policy() -> None:
    first = events_of("0.0  document https://shop.example/ sends a=1; b=1")
    second = events_of("0.0  document https://shop.example/ sends b=1; c=1")
    text = policy_text(witnessed(first, second), "x")
    assert [one.name for one in policy_of(text).cookies] == ["a", "b", "c"]
    assert "crossed 2 times in 2 recordings, first with request 1 of 1.flow" in text


def test_a_name_seen_with_both_parties_is_declared_for_its_domain_whatever_the_party() -> None:
    traffic = """\
0.0  document https://shop.example/ sends uid=1
4.0  document https://help.example/
4.3  image https://shop.example/p.gif from https://help.example/ sends uid=1
8.0  document https://help.example/b"""
    policy = policy_of(written(traffic, Choosing(hosts=("shop.example", "help.example"))))
    assert [(one.name, one.domain, one.party) for one in policy.cookies] == [("uid", "shop.example", None)]


@pytest.mark.parametrize(
    ("traffic", "choosing", "says"),
    [
        ("0.0  document https://shop.example/", Choosing(), "no cookie crossed on a page of shop.example"),
        ("0.0  image https://ads.example/p.gif sends id=1", Choosing(), "the recordings show no page"),
        (VISIT, Choosing(hosts=("other.example",)), "no page of other.example was opened"),
    ],
)
def test_what_cannot_be_learnt_is_one_line(traffic: str, choosing: Choosing, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        written(traffic, choosing)
    assert caught.value.mend


def test_the_file_names_the_schema_first_and_means_the_same_to_another_reader() -> None:
    text = written()
    assert text.startswith("# yaml-language-server: $schema=policy.schema.json\n")
    loaded = yaml.safe_load(text)
    assert [one["name"] for one in loaded["cookies"]] == [one.name for one in policy_of(text).cookies]


@pytest.mark.parametrize("name", ["built-in", "everything-leaky", "log-in", "withdrawn-leaky"])
def test_a_shipped_recording_by_its_learnt_policy_has_no_undeclared_cookie(name: str) -> None:
    file = str(ROOT / "recordings" / f"{name}.flow")
    witnessing = Witnessing(Choosing())
    with open_source(file) as recording:
        witnessing.begin(name)
        for event in recording.events():
            witnessing.feed(event)
        witnessing.end(recording.incomplete)
    policy = policy_of(policy_text(learnt(witnessing), "learnt"))
    (session,) = replay([file], [policy]).sessions
    assert session.cookies
    assert all(row.category for row in session.cookies if row.policy)


def crossing(name: bytes, host: str) -> tuple[Event, ...]:
    """A page that carries and sets one cookie of any name, and a third party's image that does."""
    page = request(1, 100.0, "https://shop.example/", *DOCUMENT, raw=((b"cookie", name + b"=1"),))
    image = request(
        2, 100.5, f"https://{host}/p", ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors"),
        ("sec-fetch-dest", "image"), ("referer", "https://shop.example/"), raw=((b"cookie", name + b"=1"),),
    )  # fmt: skip
    sets = ((b"set-cookie", name + b"=2; Max-Age=3600; Secure"),)
    return (
        page, ResponseSeen(1, 100.1, 200, sets), FlowEnded(1, 100.2),
        image, ResponseSeen(2, 100.6, 200, sets), FlowEnded(2, 100.7),
    )  # fmt: skip


NAMES = st.binary(max_size=24).filter(lambda name: b"\0" not in name) | st.text(max_size=12).map(str.encode)


@settings(max_examples=150, deadline=None)
@given(NAMES, st.sampled_from(["ads.example", "a.b.example", "127.0.0.1", "x_y.example"]))
def test_any_name_is_declared_or_said_to_be_undeclarable(name: bytes, host: str) -> None:
    events = crossing(name, host)
    try:
        text = policy_text(witnessed(events), "x")
    except UsageError:
        return  # nothing crossed: browsers refuse such a name
    assert all(char.isprintable() or char == "\n" for char in text)
    session = judge_events(events, policy=text)
    undeclared = [row.name for row in session.cookies if row.category is None]
    assert not undeclared or "# No policy can declare this name" in text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20))
def test_any_text_is_a_word_of_yaml(text: str) -> None:
    assert yaml.safe_load(f"- {scalar(text)}") == [text] or scalar(text) == text
    assert yaml.load(f"- {scalar(text)}", Loader=yaml.BaseLoader) == [text]


@given(st.text(max_size=60))
def test_any_text_is_a_comment_of_one_line(text: str) -> None:
    assert yaml.safe_load(f"a: 1 {comment(text)}\nb: 2") == {"a": 1, "b": 2}


@given(st.floats(0.01, 1e13))
def test_a_lifetime_is_never_shorter_than_it_was(seconds: float) -> None:
    read = duration(lifetime_words(seconds))
    assert read is not None
    assert read >= seconds or seconds > 999_998 * 365 * 86_400


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(86_400, "1 day"), (31_536_000, "365 days"), (31_535_999.5, "365 days"), (1_800, "30 minutes"),
     (90, "90 seconds"), (5_400, "90 minutes"), (1e12, "31710 years")],
)  # fmt: skip
def test_a_lifetime_in_words(seconds: float, words: str) -> None:
    assert lifetime_words(seconds) == words


@settings(max_examples=80, deadline=None)
@given(
    st.binary(max_size=8).filter(lambda part: b"\0" not in part),
    st.sampled_from([b"all", b"%7B%22a%22:true%7D"]),
)
def test_a_consent_cookie_of_any_name_gives_a_policy_that_loads(part: bytes, value: bytes) -> None:
    name = b"consent" + part
    page = request(1, 100.0, "https://shop.example/", *DOCUMENT, raw=((b"cookie", name + b"=" + value),))
    try:
        policy = policy_of(policy_text(witnessed((page, FlowEnded(1, 100.2))), "x"))
    except UsageError:
        return
    assert policy.consent.cookie
