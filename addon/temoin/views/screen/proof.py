"""The proof of one request: its cookies, each with its reasons, and the requests that they rest on."""

import msgspec
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

from temoin.report import CitedRequest, Session
from temoin.views.phrases import listed
from temoin.views.screen.exchanges import Exchanges
from temoin.views.screen.layout import Hanging, Title
from temoin.views.screen.pen import DIM, Pen
from temoin.views.times import since

__all__ = ["Proven"]

_MILLISECONDS = 3
_LABEL = 10


class Proven:
    """What is held of one request's cookies, to be followed with the recording open; else nothing."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        proof = self.session.proof
        if proof is None:
            return
        pen = Pen.of(options)
        if proof.exchanges:
            yield Exchanges(msgspec.structs.replace(self.session, exchanges=proof.exchanges))
        else:
            yield Title("Exchanges", f"request {proof.n} carried no cookie, and its response set none")
        yield Title("What it rests on", f"{len(proof.requests)} of {self.session.requests} requests")
        for request in proof.requests:
            yield from self._request(pen, request)

    def _request(self, pen: Pen, request: CitedRequest) -> RenderResult:
        started = self.session.started
        when = since(started, request.at, _MILLISECONDS)
        yield Hanging(
            Text.assemble("  ", (f"#{request.n}", "bold"), f"  {when}  "),
            pen.wire(f"{request.method} {request.url}"),
        )
        page = "no page" if request.page is None else f"page {request.page}"
        via = "" if request.via in (None, request.n) else f" (request {request.via})"
        facts = [
            ("caused by", f"{page}: {request.page_rule}{via}"),
            ("read", f"between {since(started, request.read_after, _MILLISECONDS)} and {when}"),
            ("carried", listed(request.carried) or "no cookie"),
        ]
        for label, fact in facts:
            first = Text.assemble("      ", (f"{label:<{_LABEL}}", DIM))
            yield Hanging(first, pen.wire(fact), width=pen.prose)
