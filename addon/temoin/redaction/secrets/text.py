"""Texts that people and programs wrote beside the traffic: comments, marks, titles, error texts, close reasons.

A comment, a mark, a page's title and the reason that closed a websocket are taken out. Of an error, the words of a
list stay (`net::ERR_ABORTED`, "Client disconnected."); any other becomes "an error".
"""

import re
from http import HTTPStatus
from typing import Final

from temoin.redaction.redactor import Redactor

__all__ = ["NAME", "WHAT", "error", "phrase", "title"]

NAME: Final = "text"
WHAT: Final = ("comment, title or error text", "comments, titles and error texts")

_ERROR = re.compile(
    r"net::ERR_[A-Z_]{1,60}|NS_ERROR_[A-Z_]{1,60}|(?:Client|Server) disconnected\.?|Connection killed\.?"
)
_PHRASES = frozenset(status.phrase.lower() for status in HTTPStatus) | {"", "connection established"}


def error(redactor: Redactor, text: str) -> str:
    """An error's text.

    Args:
        redactor: the run's.
        text: as it was recorded.
    """
    return text if not text or _ERROR.fullmatch(text) else redactor.replaced_by(NAME, text, "an error")


def phrase(redactor: Redactor, text: str) -> str:
    """The words beside a status code.

    Args:
        redactor: the run's.
        text: as they crossed.
    """
    return text if text.lower() in _PHRASES else redactor.replaced_by(NAME, text, "")


def title(redactor: Redactor, text: str) -> str:
    """A comment, a title, a close reason.

    Args:
        redactor: the run's.
        text: as it was recorded.
    """
    return redactor.replaced_by(NAME, text, "") if text else text
