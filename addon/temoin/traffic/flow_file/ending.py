"""Where a flow file's last whole record ends: what comes after it was cut, by a kill or by a full disk."""

from typing import IO

from temoin.traffic.flow_file.tnetstring import Malformed, Window

__all__ = ["end_of_whole"]

_RECORD = ord("}")


def end_of_whole(file: IO[bytes], size: int) -> int | None:
    """Find the end of the last whole record.

    Args:
        file: a flow file that can be sought in.
        size: in bytes.

    Returns:
        The byte after it; None where something else than a cut record follows: it is no flow file, or broken.
    """
    window = Window(file, size)
    at = 0
    while at < size:
        try:
            kind, _, end = window.value(at, size)
        except Malformed as fault:
            return None if fault.missing is None else at
        if kind != _RECORD:
            return None
        at = end + 1
    return at
