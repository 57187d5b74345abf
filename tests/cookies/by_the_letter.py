"""RFC 6265bis' algorithms step by step, as slow and as literal as they stand there: what the parsers and the jar,
which are neither, are held against.

Nothing here is shared with them but the list of public suffixes. Where Témoin departs from the letter on purpose
(`temoin.cookies.storage` says where and why), the step says so.
"""

from calendar import timegm
from datetime import date

import msgspec

from temoin.sites import is_ip, is_public_suffix

__all__ = ["Asked", "Kept", "UserAgent", "cookie_date", "read_cookie", "read_set_cookie"]

_WSP = b" \t"
_DIGITS = b"0123456789"
_MONTHS = (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec")
_SAFE_INTEGER = 2**53 - 1


class Asked(msgspec.Struct, frozen=True):
    """The outcome of 5.6: a cookie's name and value, and its attributes as they were appended."""

    name: bytes
    value: bytes
    attributes: tuple[tuple[str, object], ...]

    def last(self, name: str) -> object:
        """The value of the last attribute of a name, None where there is none."""
        found = [value for key, value in self.attributes if key == name]
        return found[-1] if found else None

    def has(self, name: str) -> bool:
        """Whether an attribute was appended."""
        return any(key == name for key, _ in self.attributes)


class Kept(msgspec.Struct):
    """A cookie of the cookie store (5.7)."""

    name: bytes
    value: bytes
    expiry: float | None
    domain: bytes
    host_only: bool
    path: bytes
    secure: bool
    created: int


def read_set_cookie(field: bytes) -> Asked | None:
    """5.6, the Set-Cookie header field; None where it is ignored entirely."""
    for octet in field:  # 1
        if octet <= 0x08 or 0x0A <= octet <= 0x1F or octet == 0x7F:
            return None
    if b";" in field:  # 2
        at = field.index(b";")
        pair, rest = field[:at], field[at:]
    else:
        pair, rest = field, b""
    if b"=" not in pair:  # 3
        name, value = b"", pair
    else:
        at = pair.index(b"=")
        name, value = pair[:at], pair[at + 1 :]
    name, value = _trimmed(name), _trimmed(value)  # 4
    if len(name) + len(value) > 4096:  # 5
        return None
    attributes: list[tuple[str, object]] = []
    while rest:  # "unparsed-attributes", 1
        rest = rest[1:]  # 2
        if b";" in rest:  # 3
            at = rest.index(b";")
            av, rest = rest[:at], rest[at:]
        else:
            av, rest = rest, b""
        if b"=" in av:  # 4
            at = av.index(b"=")
            key, said = av[:at], av[at + 1 :]
        else:
            key, said = av, b""
        key, said = _trimmed(key), _trimmed(said)  # 5
        if len(said) > 1024:  # 6
            continue
        _attribute(_lower(key), said, attributes)  # 7
    return Asked(name, value, tuple(attributes))


def _attribute(key: bytes, said: bytes, attributes: list[tuple[str, object]]) -> None:
    """5.6.1 to 5.6.7."""
    if key == b"expires":
        moment = cookie_date(said)
        if moment is not None:
            attributes.append(("Expires", moment))
    elif key == b"max-age":
        first, remainder = said[:1], said[1:]
        if not first or (first not in _DIGITS and first != b"-"):
            return
        if any(octet not in _DIGITS for octet in remainder):
            return
        if said == b"-":  # no integer; the RFC does not say
            return
        seconds = 0
        for octet in said.lstrip(b"-"):
            seconds = min(seconds * 10 + octet - 0x30, _SAFE_INTEGER)
        attributes.append(("Max-Age", -seconds if first == b"-" else seconds))
    elif key == b"domain":
        domain = said[1:] if said[:1] == b"." else said
        attributes.append(("Domain", _lower(domain)))
    elif key == b"path":
        attributes.append(("Path", None if said[:1] != b"/" else said))
    elif key == b"secure":
        attributes.append(("Secure", b""))
    elif key == b"httponly":
        attributes.append(("HttpOnly", b""))
    elif key == b"samesite":
        enforcement = "default"
        for known in ("none", "strict", "lax"):
            if _lower(said) == known.encode():
                enforcement = known
        attributes.append(("SameSite", enforcement))
    elif key == b"partitioned":  # CHIPS 3.1
        attributes.append(("Partitioned", b""))


def cookie_date(text: bytes) -> float | None:
    """5.1.1."""
    tokens: list[bytes] = []
    token = b""
    for octet in text:
        delimiter = (
            octet == 0x09
            or 0x20 <= octet <= 0x2F
            or 0x3B <= octet <= 0x40
            or 0x5B <= octet <= 0x60
            or 0x7B <= octet <= 0x7E
        )
        if not delimiter:
            token += bytes((octet,))
        elif token:
            tokens.append(token)
            token = b""
    if token:
        tokens.append(token)
    time: tuple[int, ...] | None = None
    day = month = year = None
    for token in tokens:
        if time is None and (hms := _time(token)) is not None:
            time = hms
        elif day is None and (number := _number(token, 1, 2)) is not None:
            day = number
        elif month is None and _lower(token[:3]) in _MONTHS:
            month = _MONTHS.index(_lower(token[:3])) + 1
        elif year is None and (number := _number(token, 2, 4)) is not None:
            year = number
    if time is None or day is None or month is None or year is None:
        return None
    if 70 <= year <= 99:
        year += 1900
    if 0 <= year <= 69:
        year += 2000
    hour, minute, second = time
    if not (1 <= day <= 31 and year >= 1601 and hour <= 23 and minute <= 59 and second <= 59):
        return None
    try:
        date(year, month, day)
    except ValueError:
        return None
    return float(timegm((year, month, day, hour, minute, second)))


def _number(token: bytes, least: int, most: int) -> int | None:
    """`least*mostDIGIT [ non-digit *OCTET ]`."""
    count = 0
    while count < len(token) and token[count] in _DIGITS:
        count += 1
    return int(token[:count]) if least <= count <= most else None


def _time(token: bytes) -> tuple[int, ...] | None:
    """`hms-time [ non-digit *OCTET ]`."""
    parts = token.split(b":", 2)
    if len(parts) != 3:
        return None
    found = []
    for place, part in enumerate(parts):
        number = _number(part, 1, 2)
        if number is None or (place < 2 and not all(octet in _DIGITS for octet in part)):
            return None
        found.append(number)
    return tuple(found)


def read_cookie(field: bytes) -> list[tuple[bytes, bytes]]:
    """A Cookie field as 5.8.3 wrote it: pairs between ";", a nameless one by its value alone."""
    pairs = []
    for crumb in field.split(b";"):
        if b"=" in crumb:
            at = crumb.index(b"=")
            pairs.append((_trimmed(crumb[:at]), _trimmed(crumb[at + 1 :])))
        elif _trimmed(crumb):
            pairs.append((b"", _trimmed(crumb)))
    return pairs


class UserAgent:
    """A cookie store, by 5.7 and 5.8.3. It keeps no more for SameSite than step 19, as a witness must."""

    def __init__(self) -> None:
        self.cookies: list[Kept] = []
        self._births = 0

    def receive(self, field: bytes, scheme: str, host: bytes, path: bytes, now: float) -> bool:
        """Take in a Set-Cookie.

        Returns:
            Whether something was kept.
        """
        asked = read_set_cookie(field)
        if asked is None or (not asked.name and not asked.value):  # 5.7, 2
            return False
        self._births += 1
        cookie = Kept(
            asked.name, asked.value, _expiry(asked, now), b"", True, b"", asked.has("Secure"), self._births
        )
        domain = asked.last("Domain") or b""  # 7
        assert isinstance(domain, bytes)
        if any(octet > 0x7F for octet in domain):  # 8
            return False
        if domain and (
            is_public_suffix(domain.decode()) or is_ip(domain.decode())
        ):  # 9, and 5.1.3 of addresses
            if domain != host:
                return False
            domain = b""
        if domain and not _domain_matches(host, domain):  # 10
            return False
        cookie.host_only, cookie.domain = not domain, domain or host
        said = asked.last("Path")  # 11
        assert said is None or isinstance(said, bytes)
        cookie.path = _default_path(path) if said is None else said
        is_secure = scheme in ("https", "wss")
        if cookie.secure and not is_secure:  # 13
            return False
        if not cookie.secure and not is_secure and self._overlays(cookie, now):  # 16
            return False
        if asked.last("SameSite") == "none" and not cookie.secure:  # 19
            return False
        return self._prefix_holds(cookie) and self._insert(cookie, now)

    def send(self, scheme: str, host: bytes, path: bytes, now: float) -> bytes:
        """The Cookie field of a request (5.8.3)."""
        found = [
            one
            for one in self._unexpired(now)
            if (host == one.domain if one.host_only else _domain_matches(host, one.domain))
            and _path_matches(path.split(b"?")[0], one.path)
            and (not one.secure or scheme in ("https", "wss"))
        ]
        found.sort(key=lambda one: (-len(one.path), one.created))
        return b"; ".join(one.name + b"=" + one.value if one.name else one.value for one in found)

    def _prefix_holds(self, cookie: Kept) -> bool:
        """20 to 22; of `__Host-` the path counts, written or not, as `temoin.cookies.storage` has it."""
        name = _lower(cookie.name)
        if name.startswith(b"__secure-") and not cookie.secure:
            return False
        if name.startswith(b"__host-") and not (cookie.secure and cookie.host_only and cookie.path == b"/"):
            return False
        return bool(name) or not _lower(cookie.value).startswith((b"__secure-", b"__host-"))

    def _insert(self, cookie: Kept, now: float) -> bool:
        """23 to 25."""
        for old in self._unexpired(now):
            if (old.name, old.domain, old.host_only, old.path) == (
                cookie.name, cookie.domain, cookie.host_only, cookie.path,
            ):  # fmt: skip
                cookie.created = old.created
                self.cookies.remove(old)
        self.cookies.append(cookie)
        return any(one is cookie for one in self._unexpired(now))

    def _overlays(self, cookie: Kept, now: float) -> bool:
        return any(
            old.name == cookie.name
            and old.secure
            and (_domain_matches(old.domain, cookie.domain) or _domain_matches(cookie.domain, old.domain))
            and _path_matches(cookie.path, old.path)
            for old in self._unexpired(now)
        )

    def _unexpired(self, now: float) -> list[Kept]:
        self.cookies = [one for one in self.cookies if one.expiry is None or one.expiry > now]
        return list(self.cookies)


def _expiry(asked: Asked, now: float) -> float | None:
    """5.7, 6: Max-Age wins, and below 1 it is the earliest time there is."""
    age = asked.last("Max-Age")
    if isinstance(age, int):
        return now + age if age > 0 else float("-inf")
    expires = asked.last("Expires")
    return expires if isinstance(expires, float) else None


def _domain_matches(host: bytes, domain: bytes) -> bool:
    """5.1.3."""
    if host == domain:
        return True
    return host.endswith(b"." + domain) and not is_ip(host.decode("latin-1"))


def _default_path(path: bytes) -> bytes:
    """5.1.4."""
    path = path.split(b"?")[0]
    if not path or path[:1] != b"/" or path.count(b"/") == 1:
        return b"/"
    return path[: path.rindex(b"/")]


def _path_matches(path: bytes, cookie_path: bytes) -> bool:
    """5.1.4."""
    if path == cookie_path:
        return True
    if not path.startswith(cookie_path):
        return False
    return cookie_path.endswith(b"/") or path[len(cookie_path) : len(cookie_path) + 1] == b"/"


def _trimmed(octets: bytes) -> bytes:
    while octets and octets[0] in _WSP:
        octets = octets[1:]
    while octets and octets[-1] in _WSP:
        octets = octets[:-1]
    return octets


def _lower(octets: bytes) -> bytes:
    return bytes(octet + 0x20 if 0x41 <= octet <= 0x5A else octet for octet in octets)
