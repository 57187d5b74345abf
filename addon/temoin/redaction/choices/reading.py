"""How a consent cookie may be read later on: by each policy that names it, and as banners usually name theirs."""

from collections.abc import Iterator

import msgspec

from temoin.consent import Choice, Reading, format_named, format_names, read
from temoin.policy.schema import ConsentCookie, Policy

__all__ = ["Naming", "Reader", "naming", "readers_of"]

_COMPANIONS = {"onetrust": "OptanonAlertBoxClosed=x; "}
"""Of a format whose one cookie says nothing without the other, the other."""


class Naming(msgspec.Struct, frozen=True):
    """What a choice speaks of.

    Args:
        names: as the cookie writes them.
    """

    names: frozenset[str]


class Reader(msgspec.Struct, frozen=True):
    """One way to read a cookie.

    Args:
        formats: in the order in which they are tried.
        asked: the names that a policy asks for.
        before: what stands before the value where several cookies are read together; None where one is read alone.
    """

    formats: tuple[str, ...]
    asked: frozenset[str]
    before: str | None

    def read(self, value: str) -> Reading:
        """Read a value.

        Args:
            value: the cookie's.
        """
        return read(value if self.before is None else self.before + value, self.formats, self.asked)


def naming(readings: list[Reading]) -> Naming:
    """All names that some readings grant or refuse.

    Args:
        readings: of one value.
    """
    return Naming(
        frozenset(
            name for one in readings if isinstance(one, Choice) for name in (*one.granted, *one.refused)
        )
    )


def readers_of(name: str, policies: tuple[Policy, ...]) -> tuple[Reader, ...]:
    """The ways in which a cookie may be read; none for one that is no consent cookie.

    Args:
        name: the cookie's.
        policies: whose consent cookies count.
    """
    found = [
        _reader(name, consent, policy.signals)
        for policy in policies
        for consent in policy.consents
        if consent.holds(name)
    ]
    found += [_reader(name, consent, frozenset()) for consent in _usual() if consent.holds(name)]
    return tuple(dict.fromkeys(found))


def _reader(name: str, consent: ConsentCookie, asked: frozenset[str]) -> Reader:
    if not consent.several:
        return Reader(consent.formats, asked, None)
    companion = next((_COMPANIONS[one] for one in consent.formats if one in _COMPANIONS), "")
    return Reader(
        consent.formats, asked, ("" if companion.startswith(f"{name}=") else companion) + f"{name}="
    )


def _usual() -> Iterator[ConsentCookie]:
    for name in format_names():
        for cookie in format_named(name).traits.cookies:
            yield ConsentCookie(cookie, (name,))
