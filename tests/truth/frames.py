"""Which top-level document each frame belongs to, told by the browser as frames come and go."""

__all__ = ["Frames"]


class Frames:
    """The frames of all tabs.

    A frame never outlives the document that holds it, so a frame belongs for good to the top-level document
    that was there when it was attached. Documents are named by their loader, which is also the id of the
    request that brought them.
    """

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._page: dict[str, str] = {}

    def attached(self, frame: str, parent: str) -> None:
        """A frame was put into another."""
        if frame not in self._parent:
            self._parent[frame] = parent
            self._page[frame] = self._page.get(parent, "")

    def committed(self, frame: str, loader: str) -> None:
        """A frame shows a new document; that of a top-level frame is a page."""
        if frame not in self._parent:
            self._page[frame] = loader

    def is_top(self, frame: str) -> bool:
        """Whether a frame is a tab's own."""
        return bool(frame) and frame not in self._parent

    def page(self, frame: str) -> str:
        """The loader of the top-level document a frame belongs to now; empty where none is known."""
        return self._page.get(frame, "")
