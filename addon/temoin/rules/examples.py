r"""The notation in which a rule's examples are written: traffic that a person can read, and what must be found.

    An advertiser's cookie before any choice
        0.0  document https://shop.example/
        0.3  image https://ads.example/p.gif from https://shop.example/ sends id=7
             sets id=8; Max-Age=3600; Secure; SameSite=None
        4.0  document https://shop.example/next
        found: T101 id ads.example

A line that stands at the margin titles an example. Then each request: its second, its kind (document, frame, or
what Fetch Metadata calls it), its method where it is not GET, its URL, the document that caused it (`from`; a
document without one was typed) and the cookies it carries (`sends`). Below it what its response, a twentieth of
a second later, `sets`, `redirects` to or `bears` (a line of HTML). `undeclared: flag`, `profile: fr` and
`accuse: inferred` are as in a policy and in the settings; `declares:` adds an entry to the policy's cookies,
`allow:` one to what it allows, `also: NAME FORMAT` a second consent cookie, read in that format. Each `found:`
names a rule, a cookie and its domain; all flagged findings must be named, and of the notes those of the rule whose
example it is. `found: nothing` says so.

All examples are judged by the policy of an imaginary shop (`SHOP`).
"""

import re
from collections.abc import Iterator

import msgspec

from temoin.errors import TemoinError
from temoin.events import BodySeen, Event, FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.fetch_metadata import Address, address
from temoin.sites import site

__all__ = ["SHOP", "Example", "Expected", "parse"]

SHOP = """\
name: shop.example
hosts: [shop.example]
consent:
  cookie: choice
  format: [json, words, query]
  path: /
  lifetime: 6 months
categories:
  necessary: {title: Needed, consent: exempt}
  audience: {title: Anonymous audience measurement, consent: exempt, measurement: true}
  statistics: {title: Statistics, consent: required}
  advertising: {title: Advertising, consent: required}
services:
  stats: {title: Stats, category: statistics}
  ads: {title: Ads, category: advertising}
cookies:
  - {name: choice, category: necessary, party: first, purpose: the choice, lifetime: 6 months}
  - {name: session, category: necessary, party: first, purpose: the basket, lifetime: session}
  - {name: token, category: necessary, party: first, purpose: forms, lifetime: 1 year, required: true}
  - {name: lang, category: necessary, party: first, purpose: language, lifetime: 1 year}
  - {name: audience, category: audience, party: first, purpose: counts visits, lifetime: 13 months}
  - {name: stat, category: statistics, service: stats, party: first, purpose: statistics, lifetime: 3 months}
  - {name: id, domain: ads.example, party: third, category: advertising, service: ads, purpose: ads}
"""

_START = 1_764_000_000.0
_ANSWER = 0.05
_LINE = re.compile(
    r"(?P<second>\d+\.\d+)\s+(?P<kind>[a-z]+)\s+(?:(?P<method>[A-Z]+)\s+)?(?P<url>\S+)"
    r"(?:\s+from\s+(?P<cause>\S+))?(?:\s+sends\s+(?P<cookies>.+))?"
)
_DESTS = {"fetch": "empty", "beacon": "empty", "frame": "iframe"}


class Expected(msgspec.Struct, frozen=True, order=True):
    """A finding that an example calls for.

    Args:
        rule: its code.
        name: the cookie's name.
        domain: its domain.
    """

    rule: str
    name: str
    domain: str


class Example(msgspec.Struct, frozen=True):
    """Traffic, and what must be found in it.

    Args:
        title: what it shows.
        text: as it is written, title included.
        events: the traffic, in order of time.
        policy: the text of the policy that judges it.
        inferred: True where what is inferred may accuse.
        expected: the findings, sorted.
    """

    title: str
    text: str
    events: tuple[Event, ...]
    policy: str
    inferred: bool
    expected: tuple[Expected, ...]


def parse(text: str) -> tuple[Example, ...]:
    """Read examples.

    Args:
        text: in the notation of this module.

    Returns:
        The examples in order.

    Raises:
        TemoinError: a line that is none of the notation's.
    """
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if line and not line[0].isspace():
            blocks.append([line])
        elif line.strip() and blocks:
            blocks[-1].append(line)
    return tuple(_example(block) for block in blocks)


def _example(lines: list[str]) -> Example:
    flows: list[_Flow] = []
    expected: list[Expected] = []
    shop, declared, allowed, keys, inferred = SHOP, "", "", "", False
    for line in (one.strip() for one in lines[1:]):
        word, _, rest = line.partition(" ")
        match word:
            case "found:":
                expected += [] if rest == "nothing" else [Expected(*rest.split())]
            case "undeclared:" | "profile:":
                keys += f"{line}\n"
            case "declares:":
                declared += f"  - {rest}\n"
            case "allow:":
                allowed += f"  - {rest}\n"
            case "also:":
                shop = _with_consent(shop, *rest.split())
            case "accuse:":
                inferred = rest == "inferred"
            case "sets":
                flows[-1].sets.append(rest)
            case "bears":
                flows[-1].body = rest
            case "redirects":
                flows[-1].redirect = rest
            case _:
                flows.append(_flow(line, len(flows) + 1))
    policy = shop + declared + keys + (f"allow:\n{allowed}" if allowed else "")
    events = sorted((event for flow in flows for event in flow.events()), key=lambda one: (one.at, one.flow))
    return Example(
        lines[0].strip(), "\n".join(lines), tuple(events), policy, inferred, tuple(sorted(expected))
    )


def _with_consent(policy: str, cookie: str, form: str) -> str:
    """The policy's text with a second consent cookie, which it declares as needed."""
    before, _, rest = policy.partition("consent:\n")
    first, _, after = rest.partition("categories:\n")
    keys = first.replace("\n  ", "\n    ").strip()
    second = f"  - {{cookie: {cookie}, format: {form}, path: /}}\n"
    listed = f"{before}consent:\n  - {keys}\n{second}categories:\n{after}"
    return listed + f"  - {{name: {cookie}, category: necessary, purpose: the choice}}\n"


class _Flow(msgspec.Struct):
    request: RequestSeen
    sets: list[str]
    redirect: str = ""
    body: str = ""

    def events(self) -> Iterator[Event]:
        headers: list[tuple[bytes, bytes]] = [(b"set-cookie", one.encode()) for one in self.sets]
        if self.redirect:
            headers.append((b"location", self.redirect.encode()))
        at = self.request.at + _ANSWER
        yield self.request
        yield ResponseSeen(self.request.flow, at, 302 if self.redirect else 200, tuple(headers))
        if self.body:
            yield BodySeen(self.request.flow, at, self.body.encode())
        yield FlowEnded(self.request.flow, at)


def _flow(line: str, number: int) -> _Flow:
    found = _LINE.fullmatch(line)
    where = address(found["url"]) if found else None
    if found is None or where is None:
        raise TemoinError("example", f"cannot be read: {line}", mend="see temoin.rules.examples")
    cause = address(found["cause"]) if found["cause"] else None
    path = where.url.removeprefix(where.origin)
    request = RequestSeen(
        flow=number,
        at=_START + float(found["second"]),
        scheme=where.scheme,
        host=where.host,
        port=443 if where.scheme == "https" else 80,
        path=path,
        method=found["method"] or "GET",
        headers=_headers(found["kind"], where, cause, found["cookies"]),
        client="192.0.2.1",
    )
    return _Flow(request, [])


def _headers(kind: str, where: Address, cause: Address | None, cookies: str | None) -> Headers:
    fields = [("user-agent", "Example/1.0")]
    if where.scheme == "https":
        mode = "navigate" if kind in ("document", "frame") else "cors" if kind == "fetch" else "no-cors"
        fields += [
            ("sec-fetch-site", _relation(where, cause)),
            ("sec-fetch-mode", mode),
            ("sec-fetch-dest", _DESTS.get(kind, kind)),
        ]
    elif kind in ("document", "frame"):
        fields.append(("upgrade-insecure-requests", "1"))
    if cause is not None:
        fields.append(("referer", cause.url if cause.origin == where.origin else cause.origin + "/"))
    if cookies:
        fields.append(("cookie", cookies))
    return tuple((name.encode(), value.encode()) for name, value in fields)


def _relation(where: Address, cause: Address | None) -> str:
    if cause is None:
        return "none"
    if cause.origin == where.origin:
        return "same-origin"
    return "same-site" if site(cause.scheme, cause.host) == site(where.scheme, where.host) else "cross-site"
