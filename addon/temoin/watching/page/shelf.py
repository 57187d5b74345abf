"""Things that change, and when each did: so that a reader who was away is told no more than what is new."""

from collections.abc import Iterator

__all__ = ["Section", "Shelf"]


class Shelf[K, V]:
    """Items by key, in the order in which they changed."""

    def __init__(self) -> None:
        self._items: dict[K, tuple[int, V]] = {}

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: K) -> bool:
        return key in self._items

    def get(self, key: K) -> V | None:
        """An item, or None."""
        held = self._items.get(key)
        return held[1] if held else None

    def put(self, key: K, item: V, version: int) -> None:
        """Set an item that changed at a version, the newest there is."""
        before = self._items.get(key)
        if before is not None and before[0] != version:
            del self._items[key]
        self._items[key] = version, item

    def touch(self, key: K, version: int) -> None:
        """Note that an item which is there was changed in place, at the newest version."""
        changed, item = self._items[key]
        if changed != version:
            del self._items[key]
            self._items[key] = version, item

    def drop(self, key: K) -> V | None:
        """Forget an item; gives what it was."""
        held = self._items.pop(key, None)
        return held[1] if held else None

    def since(self, version: int) -> Iterator[tuple[K, V]]:
        """What changed after a version, the last change first."""
        for key, (changed, item) in reversed(self._items.items()):
            if changed <= version:
                return
            yield key, item


class Section[T]:
    """A value that is told as a whole, and when it changed.

    Args:
        value: what it is at first.
    """

    def __init__(self, value: T) -> None:
        self.value = value
        self._changed = 0

    def set(self, value: T, version: int) -> None:
        """Set it; an equal value is no change."""
        if value is not self.value and value != self.value:
            self.value = value
            self._changed = version

    def since(self, version: int) -> T | None:
        """The value if it changed after a version, else None."""
        return self.value if self._changed > version else None
