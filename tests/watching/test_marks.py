import warnings

from mitmproxy import flowfilter
from mitmproxy.http import HTTPFlow

from engine.sessions import events_of
from temoin.audit import Audit
from temoin.exchanges import Judged
from temoin.policy.loading import load_bytes
from temoin.rules.examples import SHOP
from temoin.watching.marks import KEY, mark
from traffic.flows import flow

EARLY = """
0.0  document https://shop.example/ sends session=1
0.3  image https://ads.example/p.gif from https://shop.example/ sends id=secret-value; %s=secret-value
4.0  document https://shop.example/next
"""


def judged(name: str = "other") -> list[Judged]:
    audit = Audit((load_bytes(SHOP.encode(), file="shop.yaml"),))
    for event in events_of(EARLY % name):
        audit.feed(event)
    return audit.settled()


def found_by(expression: str, one: HTTPFlow) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # mitmproxy's parser has renamed what it calls
        return bool(flowfilter.match(flowfilter.parse(expression), one))


def early(name: str = "other") -> list[Judged]:
    return [one for one in judged(name) if one.rules]


def test_a_flow_with_a_finding_is_marked_and_filters_find_it() -> None:
    one = flow()
    assert mark(one, early())
    assert one.marked == ":red_circle:"
    assert one.comment == "T101 early: id (third-party); T101, T104 early: other (third-party)"
    for word in ("~meta early", "~meta T101", "~marked", "~comment T101"):
        assert found_by(word, one), word
    assert not found_by("~meta refused", one)


def test_a_flow_without_a_finding_bears_its_verdicts_and_no_mark() -> None:
    one = flow()
    assert mark(one, [verdict for verdict in judged() if not verdict.rules])
    assert (one.marked, one.comment, one.metadata[KEY]) == ("", "", "exempt")


def test_marking_again_changes_nothing() -> None:
    one = flow()
    mark(one, early())
    before = one.marked, one.comment, dict(one.metadata)
    assert not mark(one, early())
    assert (one.marked, one.comment, dict(one.metadata)) == before


def test_what_a_user_marked_and_wrote_stays() -> None:
    one = flow()
    one.marked, one.comment = ":grapes:", "look here"
    mark(one, early()[:1])
    assert one.marked == ":grapes:"
    assert one.comment == "look here; T101 early: id (third-party)"


def test_hostile_names_are_shown_escaped_and_comments_stay_short() -> None:
    one = flow()
    for number in range(60):
        mark(one, early(f"\x9b31m{number}"))
    assert "\x9b" not in one.comment
    assert len(one.comment) <= 300
    assert "secret-value" not in one.comment + repr(one.metadata)


def test_what_is_marked_may_be_saved() -> None:
    one = flow()
    mark(one, early())
    assert type(one).from_state(one.get_state()).metadata == one.metadata
