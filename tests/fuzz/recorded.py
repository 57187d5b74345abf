"""What must hold of a recording of any kind, whatever its bytes are."""

import io

from temoin.errors import UnreadableInput
from temoin.events import Event
from temoin.traffic import open_source

__all__ = ["check_recording", "read_recording"]


def read_recording(data: bytes) -> list[Event] | UnreadableInput:
    """Its events, or why there are none."""
    try:
        with open_source("-", stdin=io.BytesIO(data)) as recording:
            return list(recording.events())
    except UnreadableInput as error:
        return error


def check_recording(data: bytes) -> None:
    """Events in the order that is promised, the same each time; or one line that says what is the matter."""
    found = read_recording(data)
    if isinstance(found, UnreadableInput):
        assert str(found).isprintable()
        assert str(found).startswith("standard input")
        assert len(str(found)) < 500
        return
    assert found == read_recording(data)
    assert [(one.at, one.flow) for one in found] == sorted((one.at, one.flow) for one in found)
    with open_source("-", stdin=io.BytesIO(data)) as recording:
        assert len({one.flow for one in found}) == recording.flows <= recording.last
        assert recording.incomplete.isprintable()
