"""Whose a host is: registrable domains and sites, as browsers draw them.

A *registrable domain* is the public suffix and one label more; a *site* is a scheme and a registrable domain
(HTML, "schemeful same-site"). The list is publicsuffix.org's, whole: its private section (`github.io`,
`s3.amazonaws.com`…) counts as public suffixes, as it does in browsers, since unrelated people register under
them. The list is read when the first host is asked about, never at import.
"""

import functools
import ipaddress
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

__all__ = ["CACHED_HOSTS", "host_matches", "is_ip", "is_public_suffix", "normal_host", "registrable", "site"]

CACHED_HOSTS = 8192
"""How many hosts each cache remembers, the least recently asked for dropped first: at most some 6 MB each."""

_LONGEST_HOST = 253
"""In characters; a longer one is no domain name (RFC 1035 2.3.4). It is its own site, and is not cached."""

_LONGEST_LABEL = 63
"""In characters, of a label in its ASCII form (RFC 1035 2.3.4)."""

_FULL_STOPS = str.maketrans("\u3002\uff0e\uff61", "...")
"""The dots of other scripts, which part labels too (RFC 3490 3.1)."""

_BRACKETED = re.compile(r"\[([^\[\]]*)\](?::[0-9]*)?")
_WITH_PORT = re.compile(r"([^:]*):[0-9]*")

_PLAIN = {"ws": "http", "wss": "https"}


def is_ip(host: str) -> bool:
    """Whether a host is an IP address and no name.

    Args:
        host: a host without port or brackets.
    """
    return _address(host) is not None


def normal_host(text: str) -> str:
    """A host in the one form that all comparisons use.

    Lower case, no port, no brackets, no trailing dot, an address in its shortest form, and each label in its
    ASCII form ("préfecture.fr" is "xn--prfecture-c4a.fr"). Labels are mapped as browsers map them (UTS #46,
    non-transitional: "ß" stays itself); what is no host at all comes back in lower case and nothing more.

    Args:
        text: a host from the wire, a policy or a Domain attribute.
    """
    if len(text) > 2 * _LONGEST_HOST:
        return text.lower()
    host = text.lower() if text.isascii() else _mapped(text)
    if match := _BRACKETED.fullmatch(host) or _WITH_PORT.fullmatch(host):
        host = match[1]
    if ":" in host:
        address = _address(host)
        return text.lower() if address is None else address
    if host.endswith(".") and not host.endswith(".."):
        host = host[:-1]
    if not host.isascii():
        labels = [_a_label(label) for label in host.split(".")]
        host = text.lower() if max(map(len, labels)) > _LONGEST_LABEL else ".".join(labels)
    return host


def registrable(host: str) -> str:
    """The registrable domain of a host: "reseda.fr" for "opendata.reseda.fr".

    Args:
        host: any host; it is brought to its normal form first.

    Returns:
        The domain in ASCII form. What has none (an address, `localhost`, a public suffix itself, what is no
        host at all) is its own, in normal form.
    """
    return _registrable(host) if len(host) <= _LONGEST_HOST else normal_host(host)


def is_public_suffix(host: str) -> bool:
    """Whether anyone may register a name right under a host ("fr", "co.uk", "github.io").

    A name that the list does not know is judged by its prevailing rule `*`: its last label is public.

    Args:
        host: any host; it is brought to its normal form first.
    """
    return len(host) <= _LONGEST_HOST and _is_public_suffix(host)


def site(scheme: str, host: str) -> str:
    """A host's site as a string, "https://reseda.fr": two are same-site if and only if these are equal.

    Args:
        scheme: "http", "https", "ws" or "wss"; a websocket is of the site of the page that may open it.
        host: any host.
    """
    domain = registrable(host)
    return f"{_PLAIN.get(scheme, scheme)}://{f'[{domain}]' if ':' in domain else domain}"


def host_matches(cookie_domain: str, host: str) -> bool:
    """Whether a host domain-matches a cookie's domain (RFC 6265bis 5.1.3).

    Args:
        cookie_domain: lower case, without leading dot.
        host: lower case, without port.
    """
    if host == cookie_domain:
        return True
    return cookie_domain != "" and host.endswith(f".{cookie_domain}") and not is_ip(host)


@functools.lru_cache(CACHED_HOSTS)
def _registrable(host: str) -> str:
    name = normal_host(host)
    return name if _is_numeric(name) else _suffixes().privatesuffix(name) or name


@functools.lru_cache(CACHED_HOSTS)
def _is_public_suffix(host: str) -> bool:
    name = normal_host(host)
    return not _is_numeric(name) and _suffixes().is_public(name)


@functools.cache
def _suffixes() -> "PublicSuffixList":
    """The list, with its rules in ASCII form.

    The library encodes every rule for itself, which takes four times as long as all the rest of its reading;
    only one rule in twenty needs it.
    """
    import publicsuffixlist

    with Path(publicsuffixlist.PSLFILE).open(encoding="utf-8") as rules:
        return publicsuffixlist.PublicSuffixList(_ascii_rules(rules), accept_encoded_idn=False)


def _ascii_rules(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.isascii() or line.startswith("//"):
            yield line
        else:
            rule = line.split(maxsplit=1)[0]
            exception = "!" if rule.startswith("!") else ""
            yield exception + ".".join(map(_a_label, _mapped(rule.removeprefix("!")).split(".")))


def _is_numeric(name: str) -> bool:
    """Whether a host is no name; to browsers one that ends in a number is an address, or nothing."""
    return name.rpartition(".")[2].isdecimal() or is_ip(name)


def _address(host: str) -> str | None:
    """An IP address in its shortest form, or None for anything else."""
    if ":" not in host and not host[-1:].isdigit():
        return None
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


def _mapped(text: str) -> str:
    """Compatibility forms made one; lower case letter by letter, or a sigma would depend on its place."""
    text = unicodedata.normalize("NFKC", text.translate(_FULL_STOPS))
    return unicodedata.normalize("NFKC", "".join(map(str.lower, text)))


def _a_label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
