import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.tools import KEY
from temoin.redaction.secrets.address import Addresses
from temoin.redaction.standins import Standins

NOBODYS = ipaddress.ip_network("240.0.0.0/4")
DOCUMENTATION = ipaddress.ip_network("2001:db8::/32")


@settings(deadline=None)
@given(st.sets(st.ip_addresses(), max_size=20))
def test_addresses_stay_apart_and_become_nobodys(
    found: set[ipaddress.IPv4Address | ipaddress.IPv6Address],
) -> None:
    addresses = Addresses(Standins(KEY))
    made = {str(one): addresses.of(str(one)) for one in found}
    assert len(set(made.values())) == len(made)
    for one, stand_in in made.items():
        address = ipaddress.ip_address(one)
        if not (address.is_loopback or address.is_unspecified):
            assert ipaddress.ip_address(stand_in or "") in (
                NOBODYS if address.version == 4 else DOCUMENTATION
            )


def test_those_that_would_share_one_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([b"\0" * 12, b"\0" * 12, b"\1" * 12])
    monkeypatch.setattr(Standins, "draw", lambda *_: next(drawn))
    addresses = Addresses(Standins(KEY))
    assert addresses.of("192.0.2.1") != addresses.of("192.0.2.2")


@pytest.mark.parametrize("text", ["", "opendata.reseda.fr", "/run/socket", "1.2.3", "unknown"])
def test_what_is_no_address_has_no_stand_in(text: str) -> None:
    assert Addresses(Standins(KEY)).of(text) is None


@pytest.mark.parametrize("text", ["127.0.0.1", "::1", "0.0.0.0"])
def test_loopback_stays(text: str) -> None:
    assert Addresses(Standins(KEY)).of(text) == text
