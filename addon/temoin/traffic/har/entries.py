"""HAR entries as flows."""

import base64
import re
from collections import Counter
from collections.abc import Callable
from functools import partial

import msgspec

from temoin.events import FlowEnded, Headers, RequestSeen, ResponseSeen
from temoin.traffic.address import OWN_HOSTS, Address, NotWeb, split_url
from temoin.traffic.documents import MOST, is_document
from temoin.traffic.har.cookies import (
    bears_cookies,
    header_fields,
    rebuilt_cookie,
    rebuilt_set_cookie,
    wire,
)
from temoin.traffic.har.document import Document as Har
from temoin.traffic.har.document import Entries, NotHar
from temoin.traffic.har.schema import Body, Entry, Request, Response
from temoin.traffic.har.times import parse_moment, times
from temoin.traffic.order import Document, Flow
from temoin.traffic.recording import Skipped

__all__ = ["Reader"]

_FIREFOX = "Firefox"
_SAFARI = "WebKit Web Inspector"
_MITMPROXY = "mitmproxy"
_CACHES = frozenset({"Memory Cache", "Disk Cache", "Service Worker"})
"""Safari's words for what never crossed."""

_DESTINATIONS = {
    "stylesheet": "style",
    "style": "style",
    "script": "script",
    "image": "image",
    "font": "font",
    "manifest": "manifest",
    "websocket": "websocket",
    "texttrack": "track",
    "xhr": "empty",
    "fetch": "empty",
    "eventsource": "empty",
    "ping": "empty",
    "preflight": "empty",
}
"""Chromium's resource types as Sec-Fetch-Dest has them; "media" and "other" may be several."""

_HTTP_1 = re.compile(r"HTTP/1\.[01]")


class Reader:
    """Reads entries one after the other and remembers what they had in common.

    Args:
        document: the HAR that they are of.

    Attributes:
        cookie_headers: how many messages bear a cookie header, rebuilt ones included.
        rebuilt: of how many messages the cookie headers were made from a list.
        unzoned: how many times had no zone.
    """

    def __init__(self, document: Har | Entries) -> None:
        creator = document.creator
        self.folded = creator == _SAFARI
        self.cookie_headers = 0
        self.rebuilt = 0
        self.unzoned = 0
        self.skipped: Counter[Skipped] = Counter()
        self._arrival = creator == _MITMPROXY
        self._firefox = creator == _FIREFOX
        self._sockets = not self._firefox and document.sockets
        self._again = document.entry if isinstance(document, Entries) else None
        self._pages: dict[str, _Page] = {}
        self._kinds: dict[int, str] = {}
        """What each document was for: the same when its entry is read again, out of its order."""

    def read(self, number: int, entry: Entry) -> Flow | None:
        """Read one entry.

        Args:
            number: its place, from 1.
            entry: what the HAR says.

        Returns:
            The flow, or None for one that gives no events, which was counted.

        Raises:
            NotHar: its time is no time.
        """
        flow = self._flow(number, entry)
        if isinstance(flow, Skipped):
            self.skipped[flow] += 1
            return None
        return flow

    def _flow(self, number: int, entry: Entry) -> Flow | Skipped:
        request = entry.request or Request()
        response = entry.response or Response()
        if request.method == "CONNECT":
            return Skipped.CONNECT
        try:
            address = split_url(request.url or "")
        except NotWeb:
            return Skipped.LOCAL
        except ValueError:
            return Skipped.UNADDRESSED
        if address.host in OWN_HOSTS:
            return Skipped.OWN
        kind = self._kind(number, entry, _status(response))
        if self._within(entry, response):
            return Skipped.WITHIN
        if not (entry.started or "").strip():
            # Safari writes no time for what it cancelled before it was sent.
            return Skipped.UNTIMED if _status(response) > 0 else Skipped.WITHIN
        return self._crossed(number, entry, request, response, address, kind)

    def _crossed(
        self, number: int, entry: Entry, request: Request, response: Response, address: Address, kind: str
    ) -> Flow:
        moments = times(entry, self._started(number, entry), arrival=self._arrival)
        sent = header_fields(request.headers, folded=False)
        if request.cookies and not bears_cookies(sent):
            sent += rebuilt_cookie(request.cookies)
            self.rebuilt += 1
        self.cookie_headers += bears_cookies(sent)
        seen = RequestSeen(
            flow=number,
            at=moments.at,
            scheme=address.scheme,
            host=_text(address.host),
            port=address.port,
            path=_text(address.path),
            method=_text(request.method or "GET"),
            headers=sent,
            http_version=_http_version(request.http_version or ""),
            connection=self._connection(entry, address.port),
            read_by=None if moments.read_by == moments.at else moments.read_by,
            kind="" if any(name.lower() == b"sec-fetch-dest" for name, _ in sent) else kind,
            partial=_status(response) <= 0,
        )
        if _status(response) <= 0:
            why = response.error or response.failure or "no response was recorded"
            return Flow(seen, None, FlowEnded(number, moments.ended, _text(why)))
        answer = ResponseSeen(number, moments.answered, _status(response), self._received(response))
        ended = FlowEnded(number, moments.ended)
        if response.content is None or not is_document(sent, answer.headers):
            return Flow(seen, answer, ended)
        if self._again is None:
            read = partial(_document, response.content)
        else:
            read = partial(_document_again, self._again, number)
        return Flow(seen, answer, ended, Document(number, ended.at, read))

    def _received(self, response: Response) -> Headers:
        headers = header_fields(response.headers, folded=self.folded)
        if response.cookies and not bears_cookies(headers):
            headers += rebuilt_set_cookie(response.cookies)
            self.rebuilt += 1
        self.cookie_headers += bears_cookies(headers)
        return headers

    def _started(self, number: int, entry: Entry) -> float:
        try:
            at, zoned = parse_moment(entry.started or "")
        except ValueError:
            raise NotHar("startedDateTime is no ISO 8601 date and time", f"entry {number}") from None
        self.unzoned += not zoned
        return at

    def _within(self, entry: Entry, response: Response) -> bool:
        """Whether the browser answered itself. A revalidated answer (304) did cross."""
        if entry.from_cache or response.by_worker or entry.fetch_type in _CACHES:
            return True
        cached = self._firefox and entry.cache is not None and entry.cache.answered
        return cached and _status(response) != 304

    def _connection(self, entry: Entry, port: int) -> str:
        """The browser's connection, where `connection` is one.

        HAR lets it be a socket's number or a port. In older Chromium and in Safari it is the socket. In
        Firefox, and in newer Chromium, which has `_connectionId` beside it, it is the port of the server, or
        of a proxy: believed, it would make all requests one connection's. Of unknown writers a number that is
        a web server's port is not believed.
        """
        told: str | int | None = entry.connection_id
        if told is None and self._sockets and str(entry.connection) not in (str(port), "80", "443"):
            told = entry.connection
        return "" if told in (None, 0, "0") else _text(str(told))

    def _kind(self, number: int, entry: Entry, status: int) -> str:
        """What a recording that bears no Fetch Metadata says that a request is for.

        A navigation that was not answered opened no page.
        """
        kind = (entry.resource_type or "").lower()
        if kind == "document" and entry.pageref is not None:
            if number not in self._kinds:
                page = self._pages.setdefault(entry.pageref, _Page(entry.frame))
                self._kinds[number] = page.destination(entry.frame, status) if status > 0 else ""
            return self._kinds[number]
        if ((entry.request and entry.request.url) or "").lower().startswith("ws"):
            return "websocket"
        return _DESTINATIONS.get(kind, "")


class _Page:
    """Tells the documents of a page's frames from its own: a HAR calls both "document".

    The first is the page's own, and so is each that its redirects lead to. Playwright names the frames;
    Chromium begins a new page with each navigation.
    """

    def __init__(self, frame: str | None) -> None:
        self._frame = frame
        self._arrived = False

    def destination(self, frame: str | None, status: int) -> str:
        if self._frame is not None:
            return "document" if frame == self._frame else "iframe"
        if self._arrived:
            return "iframe"
        self._arrived = not 300 <= status < 400
        return "document"


def _document_again(entry: Callable[[int], Entry], number: int) -> bytes:
    """The same of an entry that was left in its place."""
    try:
        response = entry(number).response
    except NotHar:
        return b""
    return b"" if response is None or response.content is None else _document(response.content)


def _document(content: Body) -> bytes:
    """A document's bytes, however the HAR writes them; nothing where it does not, or wrongly."""
    if content.text is msgspec.UNSET:
        return b""
    try:
        text = msgspec.json.decode(content.text, type=str)
        return (base64.b64decode(text) if content.encoding == "base64" else wire(text))[:MOST]
    except (msgspec.DecodeError, ValueError):
        return b""


def _status(response: Response) -> int:
    status = response.status or 0
    return int(status) if -1 <= status <= 999 else 0


def _http_version(told: str) -> str:
    """A protocol's name as mitmproxy has it; writers have their own, "h2" and "http/2.0" among them."""
    version = told.strip().upper()
    if version in ("H2", "HTTP/2", "HTTP/2.0"):
        return "HTTP/2.0"
    if version in ("H3", "HTTP/3", "HTTP/3.0") or version.startswith("H3-"):
        return "HTTP/3"
    return version if _HTTP_1.fullmatch(version) else ""


def _text(text: str) -> str:
    """A HAR's text as all wire text is held here."""
    return text if text.isascii() else wire(text).decode("utf-8", "surrogateescape")
