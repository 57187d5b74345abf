from pathlib import Path

import pytest

from temoin.errors import UsageError
from temoin.redaction.keys import Key


def test_a_key_is_the_bytes_of_its_file_without_white_space_around_them(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"0123456789abcdef\n")
    assert Key.from_file(str(tmp_path / "key")).draw(b"x", b"y", 32) == Key(b"0123456789abcdef").draw(
        b"x", b"y", 32
    )


@pytest.mark.parametrize(
    ("held", "problem"),
    [(b"short\n", "at least 16 bytes"), (b"", "at least 16 bytes"), (b"x" * 1_000_001, "too large")],
)
def test_what_is_no_key_is_refused(held: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(held)
    with pytest.raises(UsageError, match=problem):
        Key.from_file(str(tmp_path / "key"))


@pytest.mark.parametrize("name", ["missing", ".", "nul\0"])
def test_a_key_that_cannot_be_read_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        Key.from_file(str(tmp_path / name))


def test_random_keys_differ_and_show_nothing() -> None:
    one, other = Key.random(), Key.random()
    assert one.draw(b"x", b"y", 32) != other.draw(b"x", b"y", 32)
    assert repr(one) == "Key(…)"


def test_uses_share_nothing() -> None:
    key = Key(b"0123456789abcdef")
    assert key.draw(b"a", b"bc", 16) != key.draw(b"ab", b"c", 16)
