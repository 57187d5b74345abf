"""What happened: the pages that were opened, what was chosen, and each cookie that crossed.

An exchange bears its verdict and its reasons; a proof is all that one request's exchanges rest on.
"""

import msgspec

from temoin.vocabulary import Certainty, ChoiceState, Origin, Party, Verdict, Way

__all__ = ["Choice", "CitedRequest", "Exchange", "Page", "Proof", "ValueShown"]


class Page(msgspec.Struct, frozen=True):
    """A top-level document a visitor opened.

    Args:
        id: from 1, in order of opening.
        visitor: the visitor's number, from 1.
        url: the document's URL, query values left out.
        site: scheme and registrable domain.
        opened: when its request started.
        n: the navigation's number; for an implied page, of the request that names it.
        policy: the policy that covers it, or None.
        implied: True where no navigation was seen and a Referer names it.
    """

    id: int
    visitor: int
    url: str
    site: str
    opened: float
    n: int
    policy: str | None = None
    implied: bool = False


class Choice(msgspec.Struct, frozen=True):
    """One state of one visitor's choice, and the interval in which it began.

    Args:
        visitor: the visitor's number.
        policy: the policy whose consent cookie it is.
        host: the host whose pages it holds for.
        after: the last moment at which the choice was not yet so; None where watching began with it.
        by: the first moment at which it was so.
        exact: True when a response set it.
        state: what it amounts to.
        granted: the names granted, sorted.
        refused: the names refused, sorted.
        withdrawn: the names granted before and no more, sorted.
        evidence: the numbers of the requests that bound the interval.
        note: what else is to be said ("lapsed", "deleted", why it is unreadable); empty for nothing.
        cookie: the consent cookie that says it, as the policy declares it.
    """

    visitor: int
    policy: str
    host: str
    after: float | None
    by: float
    exact: bool
    state: ChoiceState
    granted: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    evidence: tuple[int, ...] = ()
    note: str = ""
    cookie: str = ""


class ValueShown(msgspec.Struct, frozen=True):
    """What may be said of a cookie's value.

    Args:
        length: in bytes.
        shape: "uuid", "hex", "digits", "timestamp", "json", "empty"…
        label: "A", "B"…, the same for equal values of the session.
        text: the value itself, only with --show-values.
        fingerprint: the same for equal values in every recording, only with --fingerprint-key.
    """

    length: int
    shape: str
    label: str
    text: str | None = None
    fingerprint: str | None = None


class Exchange(msgspec.Struct, frozen=True):
    """One cookie crossing once, and what is held of it.

    Args:
        n: the request's number in the session, from 1.
        at: the request's start for `sent`, the response's for `set`.
        visitor: the visitor's number.
        way: set or sent.
        name: the cookie's name.
        domain: the domain it is held for, or the host it was sent to.
        path: the path it is held for; "/" where not known.
        url: the request's URL, query values left out.
        page: the page that caused it, or None.
        first_party: that page's site, or None.
        party: the cookie's party there.
        party_certainty, page_certainty, first_party_certainty, choice_certainty, origin_certainty: a grade each.
        origin: where the cookie came from.
        category: the declared category, or None.
        service: the declared service, or None.
        choice: the state of the choice at that moment; None where no policy covers the page.
        verdict: what is held of it.
        reasons: the chain that led there, in order.
        policy: the policy it was judged by, or None.
        pattern: the policy's entry that declares it ("_ga_*"), or None.
        stored: for `set`: True when it came back, False when it never did; None for `sent`.
        lifetime: for `set`: seconds it asks to be kept; None for a session cookie.
        value: what may be said of the value.
        page_rule: the clue that told its page: "navigation", "redirect", "browser", "implied", "none", or a key of
            `temoin.pages.RULES`.
        choice_evidence: the numbers of the requests that show the choice at that moment.
    """

    n: int
    at: float
    visitor: int
    way: Way
    name: str
    domain: str
    path: str
    url: str
    page: int | None
    first_party: str | None
    party: Party
    party_certainty: Certainty
    page_certainty: Certainty
    first_party_certainty: Certainty
    choice_certainty: Certainty
    origin_certainty: Certainty
    origin: Origin
    category: str | None
    service: str | None
    choice: ChoiceState | None
    verdict: Verdict
    reasons: tuple[str, ...]
    policy: str | None = None
    pattern: str | None = None
    stored: bool | None = None
    lifetime: float | None = None
    value: ValueShown | None = None
    page_rule: str = "none"
    choice_evidence: tuple[int, ...] = ()


class CitedRequest(msgspec.Struct, frozen=True):
    """A request that a proof rests on.

    Args:
        n: its number.
        at: when it started.
        read_after: the earliest moment at which the browser read its cookies.
        method: as sent.
        url: query values left out.
        page: the page that caused it, or None.
        page_rule: the clue that told its page.
        carried: the names of the cookies it carried, in order.
        via: the number of the request by which its page is known, or None.
    """

    n: int
    at: float
    read_after: float
    method: str
    url: str
    page: int | None
    page_rule: str
    carried: tuple[str, ...]
    via: int | None


class Proof(msgspec.Struct, frozen=True):
    """All that is held of one request's cookies, and what it rests on, to be checked with the recording open.

    Args:
        n: the request's number.
        exchanges: every cookie it carried and its response set.
        requests: the request itself and those that its exchanges rest on, by number.
    """

    n: int
    exchanges: tuple[Exchange, ...]
    requests: tuple[CitedRequest, ...]
