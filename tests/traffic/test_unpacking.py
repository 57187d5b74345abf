import gzip
import zlib
from itertools import batched

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.traffic.unpacking import TooMuch, Unpacking, is_packed


def pieces(data: bytes, size: int) -> list[bytes]:
    return [bytes(piece) for piece in batched(data, size)]


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=3), st.integers(1, 50))
def test_gzip_members_are_unpacked_one_after_the_other(members: list[bytes], size: int) -> None:
    unpacking = Unpacking(pieces(b"".join(map(gzip.compress, members)), size))
    assert b"".join(unpacking) == b"".join(members)
    assert unpacking.fault == ""


@given(st.binary(max_size=2000))
def test_zlib_is_unpacked(data: bytes) -> None:
    packed = zlib.compress(data)
    assert is_packed(packed)
    assert b"".join(Unpacking([packed])) == data


def test_zeros_after_the_end_are_padding() -> None:
    unpacking = Unpacking([gzip.compress(b"all"), b"\0" * 10])
    assert (b"".join(unpacking), unpacking.fault) == (b"all", "")


def test_padding_of_any_length_loses_no_member_after_it() -> None:
    padded = gzip.compress(b"one") + b"\0" * 40_000 + gzip.compress(b"two")
    for size in (1, 4096, 1 << 20):
        assert b"".join(Unpacking(pieces(padded, size))) == b"onetwo"


@given(st.binary(min_size=200, max_size=400), st.integers(min_value=12))
def test_what_was_cut_gives_a_prefix_and_says_so(data: bytes, length: int) -> None:
    packed = gzip.compress(data)
    unpacking = Unpacking([packed[: length % (len(packed) - 1)]])
    assert data.startswith(b"".join(unpacking))
    assert unpacking.fault == "its packing is cut short"


def test_broken_packing_gives_what_came_before_and_says_so() -> None:
    packed = bytearray(gzip.compress(bytes(range(256)) * 4000, 0))
    packed[-4000] ^= 0xFF
    unpacking = Unpacking(pieces(bytes(packed), 1 << 16))
    assert bytes(range(256)) in b"".join(unpacking)
    assert unpacking.fault.startswith("its packing is broken")


def test_a_bomb_is_refused() -> None:
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(40)) + packer.flush()
    taken: list[int] = []
    with pytest.raises(TooMuch):
        taken.extend(len(piece) for piece in Unpacking([bomb]))
    assert sum(taken) <= 17 << 20


@pytest.mark.parametrize("head", [b"", b"x", b'{"log"', b"1234:", b"xyz", b"\x89PNG"])
def test_what_is_not_packed_is_left_alone(head: bytes) -> None:
    assert not is_packed(head)
