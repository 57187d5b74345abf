"""One entry of a HAR, field by field: what is on no list is left out.

The reader has found the document to be of the right types (`temoin.traffic.har`), as far as it asks for them; of
the rest, what is of a wrong type is left out.
"""

import re
from typing import Any

from temoin.events import Headers, RequestSeen
from temoin.redaction.har.fields import flag, left_out, moment, number, numbers, of_list, table, word
from temoin.redaction.har.messages import Messages, said
from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import address, url
from temoin.redaction.secrets import text as texts
from temoin.redaction.secrets.identifier import identifier
from temoin.traffic.address import split_url
from temoin.traffic.har.cookies import header_fields
from temoin.traffic.har.schema import Entry

__all__ = ["Entries"]

_METHOD = re.compile(r"[A-Z]{1,20}")
_TIMINGS = ("blocked", "dns", "connect", "send", "wait", "receive", "ssl")
_SIZES = ("headersSize", "bodySize", "_transferSize")


class Entries:
    """Writes the parts of a HAR anew.

    Args:
        redactor: the run's.
        folded: True where the writer joins Set-Cookie with commas.
    """

    def __init__(self, redactor: Redactor, *, folded: bool) -> None:
        self._redactor = redactor
        self._folded = folded
        self._messages = Messages(redactor, folded=folded)

    def learn(self, value: Any) -> None:
        """Note what of a part is not written.

        Args:
            value: an entry, or what stands beside the entries.
        """
        if self._redactor.learning:
            for one in left_out(value):
                texts.left_out(self._redactor, said(one))

    def program(self, value: Any) -> dict[str, Any]:
        """Who wrote the document, or which browser it is of.

        Args:
            value: a name and a version.
        """
        told = table(value)
        name = said(told["name"]) if isinstance(told.get("name"), str) else ""
        return {
            "name": self._redactor.kept(texts.NAME, name[:100]),
            "version": word(told.get("version")) or "",
        }

    def page(self, value: Any) -> dict[str, Any]:
        """A page.

        Args:
            value: its id, time and title.
        """
        told = table(value)
        made: dict[str, Any] = {
            "startedDateTime": self._moment(told.get("startedDateTime")) or "",
            "id": self._named(told.get("id")) or "",
            "title": texts.title(self._redactor, said(str(told.get("title") or ""))),
            "pageTimings": numbers(told.get("pageTimings"), ("onContentLoad", "onLoad")),
        }
        return made

    def entry(self, told: dict[str, Any], entry: Entry, *, readable: bool) -> dict[str, Any]:
        """An entry.

        Args:
            told: what the document says.
            entry: the same, as the reader has it.
            readable: False where the reader left the bodies out.
        """
        self.learn(told)
        made: dict[str, Any] = {
            "pageref": self._named(told.get("pageref")),
            "startedDateTime": self._moment(told.get("startedDateTime")),
            "time": number(told.get("time")),
            "request": self._request(table(told.get("request"))) if entry.request else None,
            "response": self._response(told, entry, readable=readable) if entry.response else None,
            "cache": {"afterRequest": None} if entry.cache and entry.cache.answered else {},
            "timings": numbers(told.get("timings"), _TIMINGS),
            "serverIPAddress": self._address(told.get("serverIPAddress")),
            "connection": self._connection(told.get("connection")),
            "_connectionId": self._connection(told.get("_connectionId")),
            "_resourceType": word(told.get("_resourceType")),
            "_frameref": self._named(told.get("_frameref")),
            "_fromCache": self._cache(told.get("_fromCache")),
            "_fetchType": word(told.get("_fetchType")),
            "_webSocketMessages": self._sockets(told.get("_webSocketMessages")),
        }
        return {name: value for name, value in made.items() if value is not None}

    def _request(self, told: dict[str, Any]) -> dict[str, Any]:
        target = url.reference(self._redactor, said(str(told.get("url") or "")))
        made: dict[str, Any] = {
            "method": self._method(told.get("method")),
            "url": target,
            "httpVersion": self._version(told.get("httpVersion")),
            "headers": self._messages.headers(told.get("headers")),
            "queryString": self._messages.query(target),
            "cookies": self._messages.cookies(told.get("cookies")),
            **numbers(told, _SIZES),
        }
        if "postData" in told:
            made["postData"] = self._messages.posted(told["postData"])
        return {name: value for name, value in made.items() if value is not None}

    def _response(self, whole: dict[str, Any], entry: Entry, *, readable: bool) -> dict[str, Any]:
        told = table(whole.get("response"))
        received: Headers = ()
        if entry.response is not None:
            received = header_fields(entry.response.headers, folded=self._folded)
        made: dict[str, Any] = {
            "status": number(told.get("status")),
            "statusText": texts.phrase(self._redactor, said(str(told.get("statusText") or ""))),
            "httpVersion": self._version(told.get("httpVersion")),
            "headers": self._messages.headers(told.get("headers")),
            "cookies": self._messages.cookies(told.get("cookies")),
            "redirectURL": url.reference(self._redactor, said(str(told.get("redirectURL") or ""))),
            "_error": self._error(told.get("_error")),
            "_failureText": self._error(told.get("_failureText")),
            "_fetchedViaServiceWorker": flag(told.get("_fetchedViaServiceWorker")),
            **numbers(told, _SIZES),
        }
        if told.get("content") is not None:
            made["content"] = self._messages.content(
                told["content"], _as_seen(entry), received, readable=readable
            )
        return {name: value for name, value in made.items() if value is not None}

    def _method(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        return value if _METHOD.fullmatch(value) else self._redactor.replaced(texts.NAME, said(value))

    def _version(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        return value if word(value) is not None else self._redactor.replaced(texts.NAME, said(value))

    def _named(self, value: Any) -> str | None:
        return identifier(self._redactor, said(value)) if isinstance(value, str) else None

    def _connection(self, value: Any) -> str | int | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        return self._named(value)

    def _address(self, value: Any) -> str | None:
        if not isinstance(value, str):
            return None
        made = self._redactor.addresses.of(value.strip("[]"))
        return None if made is None else self._redactor.replaced_by(address.NAME, value, made)

    def _moment(self, value: Any) -> str | None:
        told = moment(value)
        return None if told is None else self._redactor.fixed(told)

    def _cache(self, value: Any) -> str | bool | None:
        if isinstance(value, str):
            return value if word(value) is not None else "cache"
        return flag(value)

    def _error(self, value: Any) -> str | None:
        return texts.error(self._redactor, said(value)) if isinstance(value, str) else None

    def _sockets(self, value: Any) -> list[dict[str, Any]] | None:
        if not isinstance(value, list):
            return None
        return [
            {
                "type": word(one.get("type")) or "",
                "data": self._messages.letters(one["data"]) if isinstance(one.get("data"), str) else "",
                **numbers(one, ("time", "opcode")),
            }
            for one in of_list(value)
        ]


def _as_seen(entry: Entry) -> RequestSeen | None:
    """A request, as far as what stands for its answer depends on it."""
    if entry.request is None:
        return None
    try:
        where = split_url(said(entry.request.url or ""))
    except ValueError:
        return None
    return RequestSeen(
        flow=0,
        at=0.0,
        scheme=where.scheme,
        host=where.host,
        port=where.port,
        path=where.path,
        method="",
        headers=header_fields(entry.request.headers, folded=False),
    )
