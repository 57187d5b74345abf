from uuid import UUID

from temoin.portal.mint import Mint


def test_the_same_seed_gives_the_same_identifiers() -> None:
    one, other = Mint(7), Mint(7)
    assert [one.hex(32), one.uuid(), one.digits(8)] == [other.hex(32), other.uuid(), other.digits(8)]


def test_no_two_are_alike() -> None:
    mint = Mint(7)
    assert len({mint.hex(32) for _ in range(1000)}) == 1000


def test_another_seed_gives_others() -> None:
    assert Mint(7).hex(32) != Mint(8).hex(32)


def test_they_look_like_what_servers_make() -> None:
    mint = Mint(7)
    assert UUID(mint.uuid()).version == 4
    assert len(mint.digits(10)) == 10
    assert mint.digits(10)[0] != "0"
