"""What requests and responses of a HAR have in common: headers, cookies, bodies."""

import base64
from typing import Any
from urllib.parse import unquote_plus

from temoin.events import Headers, RequestSeen
from temoin.redaction.documents import Documents
from temoin.redaction.har.fields import flag, moment, number, numbers, of_list, table
from temoin.redaction.redactor import Redactor
from temoin.redaction.secrets import cookie, header
from temoin.traffic.har.cookies import FOLDED, wire

__all__ = ["Messages", "said"]

_COOKIES = frozenset({"cookie", "set-cookie"})


def said(text: str) -> str:
    """A HAR's text as wire text is held: bytes that were no UTF-8 as surrogates.

    Args:
        text: as JSON has it.
    """
    return text if text.isascii() else wire(text).decode("utf-8", "surrogateescape")


class Messages:
    """Writes the parts of messages anew.

    Args:
        redactor: the run's.
        folded: True where the writer joins Set-Cookie with commas.
    """

    def __init__(self, redactor: Redactor, *, folded: bool) -> None:
        self._redactor = redactor
        self._folded = folded
        self._documents = Documents(redactor)

    def headers(self, value: Any) -> list[dict[str, str]]:
        """Header fields.

        Args:
            value: a list of names and values.
        """
        made = []
        for pair in of_list(value):
            name, told = (said(str(pair.get(key) or "")) for key in ("name", "value"))
            made.append({"name": header.header_name(self._redactor, name), "value": self._header(name, told)})
        return made

    def cookies(self, value: Any) -> list[dict[str, Any]]:
        """The cookies that a message is said to bear.

        Args:
            value: a list of names, values and attributes.
        """
        return [self._cookie(one) for one in of_list(value)]

    def query(self, target: str) -> list[dict[str, str]]:
        """The query of a URL, taken apart.

        Args:
            target: the URL, redacted.
        """
        told = target.partition("#")[0].partition("?")[2]
        pairs = (piece.partition("=") for piece in told.split("&") if piece)
        return [{"name": _unquoted(name), "value": _unquoted(value)} for name, _, value in pairs]

    def posted(self, value: Any) -> dict[str, Any]:
        """A request's body.

        Args:
            value: what a HAR says of it.
        """
        found = table(value)
        made: dict[str, Any] = {"mimeType": self._media_type(found.get("mimeType"))}
        if isinstance(found.get("text"), str):
            made["text"] = self.letters(found["text"])
        for pair in of_list(found.get("params")):
            if isinstance(pair.get("value"), str):
                self.letters(pair["value"])
        return made

    def letters(self, text: str) -> str:
        """What stands for a body or a message.

        Args:
            text: the body.
        """
        raw = wire(text)
        _, letters = self._documents.letters(lambda: (raw,))
        return bytes(letters).decode()

    def content(
        self, value: Any, request: RequestSeen | None, received: Headers, *, readable: bool
    ) -> dict[str, Any]:
        """A response's body.

        Args:
            value: what a HAR says of it.
            request: the request that it answers, as it was; None where it is none to the engine.
            received: the response's headers, as they were.
            readable: False where the reader left the body out, so that it must be left out still.
        """
        found = table(value)
        made = numbers(found, ("size", "compression"))
        if "mimeType" in found:
            made["mimeType"] = self._media_type(found["mimeType"])
        told = found.get("text")
        if not isinstance(told, str) or not (readable or "mimeType" not in found):
            return made
        packed = found.get("encoding") == "base64"
        if packed:
            made["encoding"] = "base64"
        raw = _unpacked(told) if packed else wire(told)
        document, rest = self._documents.response(request, received, lambda: (raw,), coded=False)
        body = document + bytes(rest)
        made["text"] = base64.b64encode(body).decode() if packed else body.decode("utf-8", "surrogateescape")
        return made

    def _header(self, name: str, told: str) -> str:
        if name.lower() not in _COOKIES:
            return header.header(self._redactor, name, told)
        return "\n".join(self._cookie_line(name, line) for line in told.split("\n"))

    def _cookie_line(self, name: str, line: str) -> str:
        bare = line.rstrip("\r")
        parts = [bare]
        if self._folded and name.lower() == "set-cookie":
            parts = [part.decode("utf-8", "surrogateescape") for part in FOLDED.split(wire(bare))]
        made = ", ".join(header.header(self._redactor, name, part) for part in parts)
        return made + line[len(bare) :]

    def _cookie(self, told: dict[str, Any]) -> dict[str, Any]:
        name, value = (said(str(told.get(key) or "")) for key in ("name", "value"))
        made: dict[str, Any] = {
            "name": cookie.name(self._redactor, name, bare=not value),
            "value": cookie.value(self._redactor, name, value) if value else "",
        }
        for key in ("path", "domain", "sameSite"):
            if isinstance(text := told.get(key), str):
                made[key] = cookie.attribute(self._redactor, key.lower(), said(text)) if text else ""
        if moment(told.get("expires")) is not None or number(told.get("expires")) is not None:
            made["expires"] = told["expires"]
            self._redactor.fixed(str(told["expires"]))
        return made | {key: told[key] for key in ("httpOnly", "secure") if flag(told.get(key)) is not None}

    def _media_type(self, value: Any) -> str:
        return header.header(self._redactor, "content-type", said(value)) if isinstance(value, str) else ""


def _unquoted(text: str) -> str:
    return unquote_plus(text, errors="surrogateescape")


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return b""
