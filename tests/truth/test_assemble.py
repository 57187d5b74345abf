"""The accounts of a tour, put together."""

from temoin.portal import PORTAL
from truth.account import Hop
from truth.assemble import Gathered, assemble
from truth.document import Initiator, Truth
from truth.matching import RecordedRequest
from truth.netlog import LoggedRequest
from truth.tours import TOURS

FIRST, SECOND = f"https://{PORTAL}/first", f"https://{PORTAL}/second"
PIXEL = "https://pixel.adnet.example/p.gif"
SITE = "https://reseda.fr"


def recorded(number: int, url: str, *, answered: bool = True) -> RecordedRequest:
    return RecordedRequest(number, float(number), number + 0.5, "GET", url, "", "", answered)


def hop(name: str, at: float, url: str, page: str, *, given_up: bool = False) -> Hop:
    return Hop(name, at, "GET", url, "", Initiator("other"), page, name == page, "", "", (), (), given_up)


def logged(at: float, url: str, *, window: int = 0, leaving: bool = False) -> LoggedRequest:
    return LoggedRequest(int(at), "GET", url, SITE, at, window, leaving)


def truth(wire: tuple[RecordedRequest, ...], hops: tuple[Hop, ...], log: tuple[LoggedRequest, ...]) -> Truth:
    return assemble(TOURS[0], Gathered("Browser/1", "mitmproxy 12", wire, hops, log, (), ()), "a command")


def test_what_the_log_alone_tells_of_has_its_site_and_no_page() -> None:
    wire = (recorded(1, FIRST), recorded(2, PIXEL))
    found = truth(wire, (hop("a", 1.0, FIRST, "a"),), (logged(1.0, FIRST), logged(2.0, PIXEL)))
    assert [(one.first_party, one.page_request) for one in found.requests] == [(SITE, 1), (SITE, None)]
    assert found.background == ()


def test_a_request_sent_again_is_what_it_was() -> None:
    wire = (recorded(1, FIRST), recorded(2, PIXEL, answered=False), recorded(3, PIXEL))
    found = truth(wire, (hop("a", 1.0, FIRST, "a"), hop("b", 1.9, PIXEL, "a")), ())
    assert [(one.flow, one.asked, one.page_request) for one in found.requests] == [
        (1, 1.0, 1),
        (2, 1.9, 1),
        (3, 1.9, 1),
    ]


def test_what_a_page_sends_as_it_is_left_is_of_the_page_that_its_document_was() -> None:
    wire = (recorded(1, FIRST), recorded(2, PIXEL + "?1"), recorded(3, SECOND), recorded(4, PIXEL + "?2"))
    hops = (
        hop("a", 1.0, FIRST, "a"),
        hop("b", 2.0, PIXEL + "?1", "a"),
        hop("c", 3.0, SECOND, "c"),
        hop("d", 4.0, PIXEL + "?2", "c"),
    )
    log = (logged(2.0, PIXEL + "?1", window=7), logged(4.0, PIXEL + "?2", window=7, leaving=True))
    assert [one.page_request for one in truth(wire, hops, log).requests] == [1, 1, 3, 1]


def test_what_the_browser_gave_up_may_be_missing() -> None:
    hops = (hop("a", 1.0, FIRST, "a"), hop("b", 2.0, PIXEL, "a", given_up=True))
    assert truth((recorded(1, FIRST),), hops, ()).unmatched == ()


def test_what_the_browser_did_not_give_up_may_not() -> None:
    hops = (hop("a", 1.0, FIRST, "a"), hop("b", 2.0, PIXEL, "a"))
    assert truth((recorded(1, FIRST),), hops, ()).unmatched == (f"GET {PIXEL}",)
