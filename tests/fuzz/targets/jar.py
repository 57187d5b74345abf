"""A visit: Set-Cookie fields and requests in turn; what is sent back is what a store by the RFC's letter sends."""

from collections.abc import Iterator

from cookies.by_the_letter import UserAgent
from fuzz.samples import field_values
from fuzz.target import Shape
from fuzz.targets.set_cookie import WORDS as FIELD_WORDS
from temoin.cookies import Jar, Stored, judge_field

__all__ = ["MOST", "SHAPES", "WORDS", "check", "read", "seeds"]

_HOSTS = ("www.reseda.fr", "reseda.fr", "x.www.reseda.fr", "github.io", "a.github.io", "fr", "192.0.2.7")
_PATHS = ("/", "/a", "/a/b", "/a/b/", "/ab", "/a/b?q=/c/d")
_MOST_STEPS = 30
"""Fewer cookies than a jar may hold, so that nothing is dropped for want of room."""

WORDS = (*FIELD_WORDS, b"\n", b"\n\x00\x00", b"\n\x01\x00", b"\n\x02\x03", b"\n\x82\x01", b"\n\x05\x02")
MOST = 100_000
"""A visit sets no more: what a host may hold is bounded, and each step of this target asks for all of it."""

SHAPES = tuple(
    Shape(unit)
    for unit in (
        b"\x00\x00a=b\n",
        b"\x00\x00a\n",
        b"\x80\x00a=b; Secure\n",
        b"\x00\x02a=b; Domain=reseda.fr\n",
    )
)


def seeds() -> Iterator[bytes]:
    """Fields of the recordings, a few to a visit. A step is a line: host and scheme, path, and the field."""
    fields = list(field_values(b"set-cookie"))
    for start in range(0, len(fields), 4):
        yield b"\n".join(bytes((128, 0)) + field for field in fields[start : start + 4])
    yield b"\x00\x01a=1; Path=/a\n\x81\x02a=2; Domain=reseda.fr; Secure\n\x00\x04a=3; Max-Age=0\n\x02\x03token"


def read(data: bytes) -> object:
    """The jar alone."""
    jar = Jar()
    return [_step(jar, line, number) for number, line in enumerate(data.split(b"\n"))]


def check(data: bytes) -> None:
    """After each step, what goes to every host is what a browser by the RFC's letter would send."""
    jar, agent = Jar(), UserAgent()
    for number, line in enumerate(data.split(b"\n")[:_MOST_STEPS]):
        scheme, host, path = _place(line)
        _step(jar, line, number)
        agent.receive(line[2:], scheme, host.encode(), path.encode(), float(number))
        for asked in _HOSTS:
            sent = _sent(jar, scheme, asked, path, number + 0.5)
            assert sent == agent.send(scheme, asked.encode(), path.encode(), number + 0.5)


def _step(jar: Jar, line: bytes, number: int) -> bytes:
    scheme, host, path = _place(line)
    kept = judge_field(line[2:], scheme=scheme, host=host, path=path, at=float(number))
    if isinstance(kept, Stored):
        jar.store(kept, at=float(number), flow=number)
    return _sent(jar, scheme, host, path, number + 0.5)


def _place(line: bytes) -> tuple[str, str, str]:
    first, second = line[:1] or b"\0", line[1:2] or b"\0"
    host, path = _HOSTS[first[0] % 128 % len(_HOSTS)], _PATHS[second[0] % len(_PATHS)]
    return "https" if first[0] >= 128 else "http", host, path


def _sent(jar: Jar, scheme: str, host: str, path: str, at: float) -> bytes:
    pairs = jar.cookie_header(scheme, host, path, at)
    text = "; ".join(f"{pair.name}={pair.value}" if pair.name else pair.value for pair in pairs)
    return text.encode("utf-8", "surrogateescape")
