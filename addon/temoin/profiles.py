"""Two browser profiles that the proxy takes for one visitor, found out by their cookies.

One store does not go back: a cookie that changed to another value, seen on another connection, and is then again
what it was on the first, lies in two stores. Short values are left aside (they repeat by right), and so is every
context in which one browser keeps several stores (a partition, a frame under a foreign ancestor).
"""

from collections import OrderedDict

import msgspec

from temoin.connections import Window

__all__ = ["Profiles"]

_LEAST_LENGTH = 8
_MOST_COOKIES = 500
_MOST_VALUES = 8


class _Seen(msgspec.Struct, gc=False):
    connection: str
    last: float


class _Values(msgspec.Struct):
    """What one cookie was.

    Args:
        only: its one value so far; None once there were several.
        once: where that was seen.
        seen: where there were several, each one's hash, the latest seen last; Python's own, of 64 bits under a key
            of this process.
    """

    only: str | None
    once: _Seen
    seen: OrderedDict[int, _Seen] = msgspec.field(default_factory=OrderedDict)


class Profiles:
    """What one visitor's first-party cookies were, connection by connection."""

    def __init__(self) -> None:
        self.mixed: int | None = None
        """The number of the request that showed two stores; None where none did."""
        self._values: OrderedDict[tuple[str, str], _Values] = OrderedDict()

    def __len__(self) -> int:
        """How many cookies are remembered."""
        return len(self._values)

    def carried(self, n: int, host: str, name: str, value: str, connection: str, window: Window) -> None:
        """Note a cookie that a request carried in first-party context.

        Args:
            n: the request's number.
            host: whom it was sent to.
            name: the cookie's name.
            value: its value; once it had another, only hashes are kept.
            connection: the client connection's id; empty where not known, which proves nothing.
            window: when the browser read it.
        """
        if self.mixed is not None or not connection or len(value) < _LEAST_LENGTH:
            return
        key, all_values = (host, name), self._values
        known = all_values.get(key)
        if known is None:
            all_values[key] = _Values(value, _Seen(connection, window.hi))
            if len(all_values) > _MOST_COOKIES:
                all_values.popitem(last=False)
            return
        all_values.move_to_end(key)
        if known.only is not None:
            if known.only == value:
                known.once.connection, known.once.last = connection, window.hi
                return
            known.seen[hash(known.only)] = known.once
            known.only = None
        values = known.seen
        digest = hash(value)
        before = values.get(digest)
        if (
            before is not None
            and before.connection == connection
            and self._changed_since(values, digest, window)
        ):
            self.mixed = n
            self._values.clear()
            return
        if before is None:
            values[digest] = _Seen(connection, window.hi)
            if len(values) > _MOST_VALUES:
                values.popitem(last=False)
        else:
            before.connection, before.last = connection, window.hi
            values.move_to_end(digest)

    def _changed_since(self, values: OrderedDict[int, _Seen], digest: int, window: Window) -> bool:
        """Whether another value was seen on another connection after this one, and wholly before this window."""
        here = values[digest]
        return any(
            other != digest and here.last < seen.last < window.lo and seen.connection != here.connection
            for other, seen in values.items()
        )
