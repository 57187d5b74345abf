"""What the benchmarks read: recordings of real sessions, repeated until they are as long as asked for.

The sessions are those of `recordings/` and `tests/truth/firefox/`, Chromium's and Firefox's. Each copy has a
client, connections and flows of its own and begins some seconds after the one before, so that about ten are
under way at once; flows are written when they end, as mitmproxy does. Cookies have values of their own in each
copy (`realistic`), or in each message (`worst`, in which no value ever comes twice, the choice's neither).
"""

import gzip
import heapq
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

from mitmproxy.io import tnetstring

__all__ = ["Kind", "write_flows", "write_har"]

_ROOT = Path(__file__).parents[2]
_STARTS_EVERY = 3.0
_CONSENT = b"cookies_preferences"
_DIGIT = re.compile(rb"[0-9a-f]")
_OBJECT = re.compile(rb"({|%7B)(.*)(}|%7D)", re.DOTALL)

type State = dict[str, Any]


class Kind(StrEnum):
    """How values repeat."""

    REALISTIC = "realistic"
    WORST = "worst"


@cache
def _sessions() -> tuple[tuple[State, ...], ...]:
    """The records of each recorded session, in the order of its file."""
    files = [
        *sorted((_ROOT / "recordings").glob("*.flow")),
        *sorted((_ROOT / "tests/truth/firefox").glob("*.flow.gz")),
    ]
    return tuple(tuple(_states(file)) for file in files)


def _states(path: Path) -> Iterator[State]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        while file.peek(1):
            yield _turned(cast("State", tnetstring.load(cast("BinaryIO", file))))


def _turned(state: State) -> State:
    """The same, first field last: so mitmproxy has it before it writes it, last field first."""
    return {
        key: _turned(value) if isinstance(value, dict) else value for key, value in reversed(state.items())
    }


def _copies(kind: Kind, body: int, visitors: int | None) -> Iterator[tuple[float, bytes]]:
    """Every record of every copy without end, with the time at which it is written; nearly in that order."""
    sessions = _sessions()
    number = 0
    begin = sessions[0][0]["request"]["timestamp_start"]
    while True:
        session = sessions[number % len(sessions)]
        shift = begin + number * _STARTS_EVERY - min(state["request"]["timestamp_start"] for state in session)
        for state in session:
            made = _Copy(kind, number, shift, body, visitors).of(state)
            yield made["response"]["timestamp_end"] or 0.0, tnetstring.dumps(made)
        number += 1


def _written(kind: Kind, body: int = 0, visitors: int | None = None) -> Iterator[bytes]:
    """Records in the order in which a proxy writes them, without end."""
    waiting: list[tuple[float, int, bytes]] = []
    latest = 0.0
    for number, (ended, record) in enumerate(_copies(kind, body, visitors)):
        heapq.heappush(waiting, (ended, number, record))
        if len(waiting) > 3000:
            ended, _, record = heapq.heappop(waiting)
            latest = max(latest, ended)
            yield record


class _Copy:
    """One copy of a session.

    Args:
        kind: how values repeat.
        number: of the copy.
        shift: seconds by which it is later than the session.
        body: bytes that each answer's body has at least, but for documents.
        visitors: how many clients take turns; None for a client a copy.
    """

    def __init__(self, kind: Kind, number: int, shift: float, body: int, visitors: int | None) -> None:
        self._kind = kind
        self._number = number
        self._shift = shift
        self._body = body
        client = number if visitors is None else number % visitors
        self._client = f"10.{client >> 16 & 255}.{client >> 8 & 255}.{client & 255}"
        self._messages = 0

    def of(self, state: State) -> State:
        """A record of the session as it stands in the copy."""
        made = self._shifted(state)
        made["id"] = self._id(state["id"])
        for side in ("client_conn", "server_conn"):
            made[side]["id"] = self._id(state[side]["id"])
        made["client_conn"]["peername"] = [self._client, state["client_conn"]["peername"][1]]
        for message in ("request", "response"):
            if made[message] is not None:
                made[message] = {**made[message], "headers": self._headers(made[message]["headers"])}
        if (
            self._body
            and made["response"]
            and b"html" not in _field(made["response"]["headers"], b"content-type")
        ):
            made["response"]["content"] = (made["response"]["content"] or b"").ljust(self._body, b"\0")
        return made

    def _shifted(self, state: State) -> State:
        return {
            key: self._shifted(value)
            if isinstance(value, dict)
            else value + self._shift
            if key.startswith("timestamp") and value
            else value
            for key, value in state.items()
        }

    def _id(self, id: str) -> str:
        return str(UUID(bytes=self._digest(id.encode(), 16)))

    def _digest(self, what: bytes, size: int) -> bytes:
        return blake2b(what, digest_size=size, salt=self._number.to_bytes(8, "big")).digest()

    def _headers(self, headers: list[list[bytes]]) -> list[list[bytes]]:
        return [[name, self._header(name.lower(), value)] for name, value in headers]

    def _header(self, name: bytes, value: bytes) -> bytes:
        if name == b"cookie":
            return b"; ".join(self._pair(pair) for pair in value.split(b"; "))
        if name == b"set-cookie":
            pair, semicolon, rest = value.partition(b";")
            return self._pair(pair) + semicolon + rest
        return value

    def _pair(self, pair: bytes) -> bytes:
        name, equals, value = pair.partition(b"=")
        if not value:
            return pair
        each = self._kind is Kind.WORST
        self._messages += 1
        if name == _CONSENT:
            return name + equals + self._dated(value) if each else pair
        if not each and len(value) < 8:
            return pair
        digits = iter(self._digest(value + (b"%d" % self._unlike() if each else b""), 64).hex().encode() * 4)
        fresh = _DIGIT.sub(lambda found: _like(found[0], next(digits)), value[:200]) + value[200:]
        if each:
            fresh += b"%x" % self._unlike()
        return name + equals + fresh

    def _dated(self, value: bytes) -> bytes:
        """The same choice, with a moment that no other has."""
        found = _OBJECT.fullmatch(value)
        if found is None:
            return value
        begin, comma, end = found.groups()
        moment = b"%22date%22%3A%d" if end == b"%7D" else b'"date":%d'
        parting = (b"%2C" if end == b"%7D" else b",") if comma else b""
        return begin + moment.replace(b"%d", b"%d" % self._unlike()) + parting + value[len(begin) :]

    def _unlike(self) -> int:
        return next(_numbers)


def _count() -> Iterator[int]:
    number = 1 << 30
    while True:
        number += 1
        yield number


_numbers = _count()


def _like(digit: bytes, other: int) -> bytes:
    return b"%d" % (other % 10) if digit.isdigit() else b"abcdef"[other % 6 :][:1]


def _field(headers: list[list[bytes]], name: bytes) -> bytes:
    return next((value for key, value in headers if key.lower() == name), b"")


def write_flows(
    path: Path, kind: Kind, *, flows: int = 0, size: int = 0, body: int = 0, visitors: int | None = None
) -> int:
    """Write a flow file.

    Args:
        path: where to.
        kind: how values repeat.
        flows: how many flows; 0 for as many as `size` takes.
        size: bytes from which on it is long enough.
        body: bytes that each answer's body has at least, but for documents.
        visitors: how many clients take turns; None for a new one with each session.

    Returns:
        How many flows it holds.
    """
    with path.open("wb") as file:
        count = 0
        for record in _written(kind, body, visitors):
            if (flows and count >= flows) or (size and file.tell() >= size):
                break
            file.write(record)
            count += 1
    return count


def write_har(path: Path, kind: Kind, *, size: int, body: int = 0) -> int:
    """Write the same as a HAR.

    Args:
        path: where to.
        kind: how values repeat.
        size: bytes from which on it is long enough.
        body: bytes that each answer's body has at least, but for documents.

    Returns:
        How many entries it holds.
    """
    with path.open("w", encoding="utf-8") as file:
        file.write('{"log":{"version":"1.2","creator":{"name":"mitmproxy","version":"12"},"entries":[')
        count = 0
        for record in _written(kind, body):
            if file.tell() >= size:
                break
            file.write("," if count else "")
            json.dump(_entry(cast("State", tnetstring.loads(record))), file)
            count += 1
        file.write("]}}")
    return count


def _entry(state: State) -> State:
    request, response = (
        state["request"],
        state["response"] or {"headers": [], "status_code": 0, "content": b""},
    )
    began, came = request["timestamp_start"], response.get("timestamp_start") or request["timestamp_start"]
    ended = response.get("timestamp_end") or came
    host = request["authority"].decode() or _field(request["headers"], b"host").decode() or request["host"]
    return {
        "startedDateTime": datetime.fromtimestamp(began, UTC).isoformat(),
        "time": (ended - began) * 1000,
        "request": {
            "method": request["method"].decode(),
            "url": f"{request['scheme'].decode()}://{host}{request['path'].decode('latin-1')}",
            "httpVersion": request["http_version"].decode(),
            "cookies": [],
            "headers": _named(request["headers"]),
        },
        "response": {
            "status": response["status_code"],
            "cookies": [],
            "headers": _named(response["headers"]),
            "content": {
                "mimeType": _field(response["headers"], b"content-type").decode("latin-1"),
                "encoding": "base64",
                "text": b64encode(response["content"] or b"").decode(),
            },
        },
        "timings": {"send": 0, "wait": (came - began) * 1000, "receive": (ended - came) * 1000},
        "connection": state["client_conn"]["id"],
    }


def _named(headers: list[list[bytes]]) -> list[dict[str, str]]:
    return [{"name": name.decode("latin-1"), "value": value.decode("latin-1")} for name, value in headers]
