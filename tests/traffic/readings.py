"""Recordings read out of bytes, with what a test asks of them."""

import io

from temoin.events import Event, FlowEnded, RequestSeen, ResponseSeen
from temoin.traffic import Recording, open_source


def opened(data: bytes) -> Recording:
    return open_source("-", stdin=io.BytesIO(data))


def events_of(data: bytes) -> list[Event]:
    with opened(data) as recording:
        return list(recording.events())


def requests_of(data: bytes) -> list[RequestSeen]:
    return [event for event in events_of(data) if isinstance(event, RequestSeen)]


def responses_of(data: bytes) -> list[ResponseSeen]:
    return [event for event in events_of(data) if isinstance(event, ResponseSeen)]


def ends_of(data: bytes) -> list[FlowEnded]:
    return [event for event in events_of(data) if isinstance(event, FlowEnded)]


def only_request(data: bytes) -> RequestSeen:
    (request,) = requests_of(data)
    return request


class Pipe(io.RawIOBase):
    """Standard input that cannot be sought in, and that gives what it has in small pieces."""

    def __init__(self, data: bytes, step: int = 1000) -> None:
        self._data = io.BytesIO(data)
        self._step = step

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(self._step if size < 0 else min(size, self._step))
