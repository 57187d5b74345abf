"""The host in an address as a report shows it, which may be anything."""

__all__ = ["host_of"]


def host_of(url: str) -> str:
    """The host of a URL, without user or port; empty where it has none.

    Args:
        url: as it is shown.
    """
    authority = url.partition("://")[2].partition("/")[0].rpartition("@")[2]
    return authority[1:].partition("]")[0] if authority.startswith("[") else authority.partition(":")[0]
