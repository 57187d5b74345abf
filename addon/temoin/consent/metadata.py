"""Names by which a consent cookie speaks of itself rather than of a service: its date or its version."""

from temoin.consent.names import folded, word_set

__all__ = ["is_metadata"]

_METADATA = word_set("""
    v version ver revision rev schema format policy policyversion
    date datetime time timestamp ts t created createdat updated updatedat modified lastupdated lastmodified
    expires expiry expiration expirydate maxage ttl duration consentdate consenttime consenttimestamp
    id uid uuid consentid visitorid userid sessionid key hash token
    lang language locale langue region country domain host url path
    method action status source layout banner count
    """)


def is_metadata(name: str) -> bool:
    """Tell whether a name describes the value itself, so that a number beside it answers nothing.

    Args:
        name: as the cookie writes it.
    """
    return folded(name) in _METADATA
