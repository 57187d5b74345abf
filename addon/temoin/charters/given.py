"""What a user says where a charter says nothing."""

import msgspec

__all__ = ["Given"]


class Given(msgspec.Struct, frozen=True):
    """What a charter cannot say, or does not.

    Args:
        hosts: whose pages are covered.
        name: the policy's.
        title: the site's, for people.
        source: the charter's address.
        date: the day it was read, as YYYY-MM-DD.
        language: the charter's, as a code.
        consent: the name of the cookie that holds the choice.
        formats: how that is read.
        domains: by provider, service or cookie, the domain of its third-party cookies.
    """

    hosts: tuple[str, ...] = ()
    name: str = ""
    title: str = ""
    source: str = ""
    date: str = ""
    language: str = ""
    consent: str = ""
    formats: tuple[str, ...] = ()
    domains: tuple[tuple[str, str], ...] = ()
