"""What is on the made-up web: documents, the cookies that servers set, what servers answer."""

from dataclasses import dataclass

from generator.site import registrable_of
from generator.truth import Page
from generator.wire import Place

__all__ = ["Document", "Reply", "Sets"]


@dataclass(frozen=True)
class Sets:
    """A Set-Cookie, to be spelled out and to be kept."""

    name: str
    value: str
    domain: str = ""
    path: str = "/"
    same_site: str = "lax"
    max_age: int | None = 2_000_000
    partitioned: bool = False

    def field(self, secure: bool) -> bytes:
        """Its text."""
        parts = [f"{self.name}={self.value}", f"Path={self.path}"]
        parts += [f"Domain={self.domain}"] if self.domain else []
        parts += [f"SameSite={self.same_site.capitalize()}"] if self.same_site else []
        parts += [f"Max-Age={self.max_age}"] if self.max_age is not None else []
        parts += ["Secure"] if secure else []
        return "; ".join([*parts, *(["Partitioned"] if self.partitioned else [])]).encode()


@dataclass(frozen=True)
class Reply:
    """What a server answers.

    Args:
        sets: its cookies.
        to: where it redirects, with what comes of that.
        fails: True for a connection that breaks.
        slow: seconds more than usual.
    """

    sets: tuple[Sets, ...] = ()
    to: "tuple[Place, Reply] | None" = None
    fails: bool = False
    slow: float = 0.0


@dataclass(eq=False)
class Document:
    """A document, top-level or in a frame.

    Args:
        place: its URL.
        page: the top-level page it is in; its own if it is one.
        parent: the document whose frame it is, or None.
        policy: its Referrer-Policy; empty for the default.
        alive: whether its scripts run.
        any_page: see `Told`.
    """

    place: Place
    page: Page
    parent: "Document | None" = None
    policy: str = ""
    alive: bool = True
    any_page: bool = False

    @property
    def foreign(self) -> bool:
        """Whether it, or a document above it, is of another site than the top."""
        near = registrable_of(self.place.host) == registrable_of(self.page.host)
        return not near or (self.parent is not None and self.parent.foreign)

    @property
    def secured(self) -> bool:
        """Whether it, or a document above it, came over https, so that nothing over http is let in."""
        return self.place.secure or (self.parent is not None and self.parent.secured)

    @property
    def runs(self) -> bool:
        """Whether it and all documents above it are alive."""
        return self.alive and (self.parent is None or self.parent.runs)
