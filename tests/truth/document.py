"""The truth file of a recording: what the browser itself says happened, request by request.

`NAME.truth.json` stands beside `NAME.flow`. Times are Unix seconds of one machine's clock, the one that the
recording has too. Requests are numbered as reports number them: HTTP requests but CONNECT, in order of time,
ties by file order, from 1. No cookie's value is in it.
"""

from pathlib import Path
from typing import Literal

import msgspec

__all__ = [
    "Background",
    "ChoiceMoment",
    "Click",
    "CookieSent",
    "CookieSet",
    "Expected",
    "Initiator",
    "PlayedPortal",
    "Truth",
    "TruthRequest",
    "read_truth",
    "write_truth",
]


class PlayedPortal(msgspec.Struct, frozen=True):
    """Which portal was visited.

    Args:
        leaks: what it did wrong, sorted.
        choice_by: how it stored the choice.
    """

    leaks: tuple[str, ...]
    choice_by: str


class Click(msgspec.Struct, frozen=True):
    """A click that chose.

    Args:
        what: the button.
        before: the moment before the browser was told of the click.
        after: the moment at which it said that the click had been handled.
        choice: what was chosen, by service.
    """

    what: str
    before: float
    after: float
    choice: dict[str, bool]


class ChoiceMoment(msgspec.Struct, frozen=True):
    """A change of the consent cookie in the browser's own jar.

    Args:
        after: a moment at which it was not yet so.
        by: a moment at which it was so.
        granted: the services granted from then on, sorted.
        refused: the services refused from then on, sorted.
        how: who wrote it.
        request: the number of the request whose response wrote it; None for a script.
    """

    after: float
    by: float
    granted: tuple[str, ...]
    refused: tuple[str, ...]
    how: Literal["script", "response"]
    request: int | None = None


class CookieSent(msgspec.Struct, frozen=True):
    """A cookie the browser held for a request.

    Args:
        name, domain, path: as the browser's jar holds it.
        host_only: whether it is held for that host alone, and not for those under it.
        blocked: why it was not sent; empty when it was.
    """

    name: str
    domain: str
    path: str
    host_only: bool
    blocked: tuple[str, ...] = ()


class CookieSet(msgspec.Struct, frozen=True):
    """A cookie that a response asked to be kept.

    Args:
        name: its name.
        domain: its Domain attribute, or the host.
        path: its Path attribute, or empty.
        stored: whether the browser took it.
        blocked: why it did not.
        deletes: whether it asks for a deletion.
    """

    name: str
    domain: str
    path: str
    stored: bool
    blocked: tuple[str, ...] = ()
    deletes: bool = False


class Initiator(msgspec.Struct, frozen=True):
    """What made the browser ask.

    Args:
        type: "parser", "script", "other"…
        url: the document or script; empty where the browser does not say.
    """

    type: str
    url: str = ""


class TruthRequest(msgspec.Struct, frozen=True):
    """One request that left the browser.

    Args:
        flow: its number.
        method: its method.
        url: its URL.
        page: the URL of the top-level document it was made for.
        page_request: the number of the request that brought that document; None where none did.
        first_party: that document's site.
        top_site: the top-level site in the browser's log of its network; empty where it says none.
        initiator: what made the browser ask.
        type: what it was for, in the protocol's words ("Document", "Image"…).
        cookies_sent: the cookies held for it, sent or not.
        cookies_set: what its response set.
        asked: when the browser began it, before it read the cookies for it, in Unix seconds; 0 where unknown.
        profile: whose it is: 0 the visitor's, whose choices are told; 1 that of somebody else at the same browser
            and address, who makes none.
    """

    flow: int
    method: str
    url: str
    page: str
    page_request: int | None
    first_party: str
    top_site: str
    initiator: Initiator
    type: str
    cookies_sent: tuple[CookieSent, ...] = ()
    cookies_set: tuple[CookieSet, ...] = ()
    asked: float = 0.0
    profile: int = 0


class Background(msgspec.Struct, frozen=True):
    """A request of the browser's own, for no page: the protocol says nothing of it.

    Args:
        flow: its number.
        method: its method.
        url: its URL.
        top_site: the top-level site in the browser's log; empty where it says none.
    """

    flow: int
    method: str
    url: str
    top_site: str = ""


class Expected(msgspec.Struct, frozen=True):
    """A finding that a person who knows the portal expects.

    Args:
        rule: the rule's code.
        name: the cookie's name.
        domain: the domain it is held for.
    """

    rule: str
    name: str
    domain: str


class Truth(msgspec.Struct, frozen=True):
    """What truly happened in a recording.

    Args:
        made_by: the command that made it.
        browser: the browser and its version.
        proxy: mitmproxy's version.
        tour: the tour's name.
        says: what the visitor did, in a sentence.
        third_party_cookies: what the profile did with them.
        portal: which portal was visited.
        policy: the policy the recording is meant to be judged by.
        clicks: the clicks that chose.
        choice_moments: when the choice truly changed.
        requests: every request made for a page.
        background: requests of the browser's own.
        unmatched: what the browser says it sent and the recording does not hold; empty, or a defect.
        expected: the flagged findings of T101 to T104, T202 and T203 to be found, and no others.
    """

    made_by: str
    browser: str
    proxy: str
    tour: str
    says: str
    third_party_cookies: Literal["allowed", "blocked", "partitioned"]
    portal: PlayedPortal
    policy: str
    clicks: tuple[Click, ...]
    choice_moments: tuple[ChoiceMoment, ...]
    requests: tuple[TruthRequest, ...]
    background: tuple[Background, ...]
    unmatched: tuple[str, ...]
    expected: tuple[Expected, ...]


def read_truth(path: Path) -> Truth:
    """Read a truth file."""
    return msgspec.json.decode(path.read_bytes(), type=Truth)


def write_truth(path: Path, truth: Truth) -> None:
    """Write a truth file, a line for each thing, so that a reader and a diff can follow it."""
    lines: list[str] = []
    for field in truth.__struct_fields__:
        value = getattr(truth, field)
        name = msgspec.json.encode(field).decode()
        if isinstance(value, tuple) and value:
            items = ",\n".join(f"    {msgspec.json.encode(item).decode()}" for item in value)
            lines.append(f"  {name}: [\n{items}\n  ]")
        else:
            lines.append(f"  {name}: {msgspec.json.encode(value).decode()}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
