"""Identifiers that the recorder made up for flows, connections and frames.

Equal ones stay equal, since a connection tells whose a request is. A number of up to ten digits, as HARs number
sockets, stays.
"""

import re
from typing import Final

from temoin.redaction.redactor import Redactor

__all__ = ["NAME", "WHAT", "identifier"]

NAME: Final = "identifier"
WHAT: Final = ("identifier of a flow or a connection", "identifiers of flows and connections")

_SMALL = re.compile(r"[0-9]{1,10}|page_[0-9]{1,6}")


def identifier(redactor: Redactor, text: str) -> str:
    """An identifier.

    Args:
        redactor: the run's.
        text: as it was recorded.
    """
    return text if _SMALL.fullmatch(text) else redactor.replaced(NAME, text)
