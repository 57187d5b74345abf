"""What is packed is what was there, and no reader takes it for a bomb."""

import gzip
import io

from hypothesis import given
from hypothesis import strategies as st

from redaction.tools import KEY
from temoin.redaction.packing import pack
from temoin.redaction.standins import FILLING, Standins
from temoin.traffic.unpacking import Unpacking


def packed(data: bytes) -> bytes:
    out = io.BytesIO()
    pack(io.BytesIO(data), out)
    return out.getvalue()


@given(st.binary(max_size=200).map(lambda piece: piece * 999))
def test_it_is_gzip(data: bytes) -> None:
    assert gzip.decompress(packed(data)) == data
    assert packed(data) == packed(data)


def test_a_large_body_that_was_replaced_can_be_read_again() -> None:
    """A video of 40 MB: letters that repeat themselves, which pack a thousand times smaller."""
    block = Standins(KEY).filling(b"a video", FILLING).encode()
    made = packed(block * (40_000_000 // FILLING))
    unpacking = Unpacking((made,))
    assert sum(map(len, unpacking)) == 40_000_000 // FILLING * FILLING
    assert not unpacking.fault
    assert len(made) < 400_000
