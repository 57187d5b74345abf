"""What waits in a watch's queue."""

import msgspec

from temoin.events import BodySeen, Event, FlowEnded, Headers
from temoin.traffic.live import body_seen

__all__ = ["Arrived", "Document", "Tick"]


class Document(msgspec.Struct, frozen=True):
    """A document's bytes as they crossed, to be decoded where nobody waits.

    Args:
        end: the end of its flow.
        content: the bytes.
        received: the response's headers.
    """

    end: FlowEnded
    content: bytes
    received: Headers

    def decoded(self) -> BodySeen | None:
        """The document as the engine takes it, or None where nothing of it can be read."""
        return body_seen(self.end, self.content, self.received)


class Tick(msgspec.Struct, frozen=True, gc=False):
    """The proxy's clock.

    Args:
        now: in Unix seconds.
    """

    now: float


class Arrived(msgspec.Struct, frozen=True, gc=False):
    """What a hook saw.

    Args:
        what: an event, or a document to be decoded.
        now: the proxy's clock, in Unix seconds.
        loaded: True for one of a flow that was loaded from a file.
    """

    what: Event | Document
    now: float
    loaded: bool
