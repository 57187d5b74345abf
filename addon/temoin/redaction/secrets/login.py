"""Names and passwords with which visitors logged in to the proxy.

Equal ones stay equal: a name tells visitors apart.
"""

from typing import Final

from temoin.redaction.redactor import Redactor

__all__ = ["NAME", "WHAT", "login"]

NAME: Final = "login"
WHAT: Final = ("login", "logins")


def login(redactor: Redactor, text: str) -> str:
    """A name or a password.

    Args:
        redactor: the run's.
        text: as it was recorded.
    """
    return redactor.replaced(NAME, text)
