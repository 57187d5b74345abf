"""Traffic as bytes that can be tampered with: what a recording says, without the packing that a change would break.

A blank line parts exchanges. The first byte of one tells how long after the one before it came, then comes its URL;
then a header a line, after ">" of the request, after "<" of the response; after "=" the document; after "@" the
client connection and its address. Whatever the bytes are, they are some traffic.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from temoin.events import BodySeen, Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic.address import split_url

__all__ = ["WORDS", "events_of", "written"]

WORDS = (
    b"\n\n\x05https://shop.example/", b"\n\n\x01https://ads.example/p.gif",
    b"\n\n\x05http://shop.example/x?a=b&c",
    b"\n> cookie: ", b"\n< set-cookie: ", b"\n< location: /next", b"\n> referer: https://shop.example/",
    b"\n@c1",
    b"\n> sec-fetch-dest: document", b"\n> sec-fetch-mode: navigate", b"\n> sec-fetch-site: cross-site",
    b"\n@c2",
    b"\n> sec-fetch-dest: iframe", b"\n> origin: null", b"\n= <img src=//ads.example/p.gif>",
    b'choice={"ads":true}',
    b'choice={"ads":false,"stats":true}', b"id=7", b"stat=1", b"; Max-Age=0", b"; Max-Age=99999999", b"\xff",
    b"\x1b[2J",
    b"\xe2\x80\xae", b"\xed\xa0\x80", b"; Domain=shop.example", b"__Host-x=1", b"\n", b";", b"=", b"%",
)  # fmt: skip

_START = 1_764_000_000.0
_STEP = 0.15
_ANSWER = 0.05
_MOST = 60


def events_of(data: bytes) -> list[Event]:
    """The traffic that some bytes are, in order of time."""
    events: list[Event] = []
    at = _START
    for number, block in enumerate(data.split(b"\n\n")[:_MOST], 1):
        at += block[:1].ljust(1)[0] % 64 * _STEP
        events += _exchange(number, at, block[1:].split(b"\n"))
    return sorted(events, key=lambda one: (one.at, one.flow))


def _exchange(number: int, at: float, lines: list[bytes]) -> Iterator[Event]:
    sent, received = [], []
    connection, body = "", b""
    for line in lines[1:]:
        name, _, value = line[1:].strip().partition(b":")
        if line[:1] == b">":
            sent.append((name, value.strip()))
        elif line[:1] == b"<":
            received.append((name, value.strip()))
        elif line[:1] == b"=":
            body = line[1:]
        elif line[:1] == b"@":
            connection = _text(line[1:])
    with suppress(ValueError):
        where = split_url(_text(lines[0]))
        yield RequestSeen(
            number, at, where.scheme, where.host, where.port, where.path, "GET", tuple(sent),
            client="192.0.2.1", connection=connection,
        )  # fmt: skip
        status = 302 if any(name.lower() == b"location" for name, _ in received) else 200
        yield ResponseSeen(number, at + _ANSWER, status, tuple(received))
        if body:
            yield BodySeen(number, at + _ANSWER, body)
        yield FlowEnded(number, at + _ANSWER)


def written(events: Iterable[Event]) -> bytes:
    """Traffic as bytes; what this notation cannot say of it is left out."""
    blocks: dict[int, list[bytes]] = {}
    last = _START
    for event in events:
        match event:
            case RequestSeen():
                passed = min(63, max(0, round((event.at - last) / _STEP)))
                last = event.at
                blocks[event.flow] = [bytes((passed,)) + event.url.encode("utf-8", "surrogateescape")]
                blocks[event.flow] += [b"> " + name + b": " + value for name, value in event.headers]
                if event.connection:
                    blocks[event.flow].append(b"@" + event.connection.encode())
            case ResponseSeen() if event.flow in blocks:
                blocks[event.flow] += [b"< " + name + b": " + value for name, value in event.headers]
            case BodySeen() if event.flow in blocks:
                blocks[event.flow].append(b"=" + event.body.replace(b"\n", b" "))
            case _:
                pass
    return b"\n\n".join(b"\n".join(lines) for lines in blocks.values())


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")
