"""Visits made up for the tests."""

from typing import Any

import msgspec

from temoin.browsers.authority import Authority
from temoin.browsers.family import Visit

__all__ = ["visit"]

_AUTHORITY = Authority(certificate=b"c", subject=b"s", issuer=b"i", serial=b"\x02\x01\x01", key=b"k")
_VISIT = Visit(proxy=("127.0.0.1", 8080), authority=_AUTHORITY, urls=("https://opendata.reseda.fr/",))


def visit(**changes: Any) -> Visit:
    """A visit, with some things as the test wants them."""
    return msgspec.structs.replace(_VISIT, **changes)
