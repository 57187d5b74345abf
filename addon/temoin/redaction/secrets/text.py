"""Texts that people and programs wrote beside the traffic: comments, marks, titles, error texts, close reasons.

A comment, a mark, a page's title and the reason that closed a websocket are taken out. Of an error, the words of a
list stay (`net::ERR_ABORTED`, "Client disconnected."); any other becomes "an error".
"""

import re
from http import HTTPStatus
from typing import Final

from temoin.redaction.redactor import Redactor
from temoin.redaction.words import tokens_in

__all__ = ["NAME", "WHAT", "error", "left_out", "phrase", "title"]

NAME: Final = "text"
WHAT: Final = ("comment, title or error text", "comments, titles and error texts")

_ERROR = re.compile(
    r"net::ERR_[A-Z_]{1,60}|NS_ERROR_[A-Z_]{1,60}|(?:Client|Server) disconnected\.?|Connection killed\.?"
)
_PHRASES = frozenset(status.phrase.lower() for status in HTTPStatus) | {"", "connection established"}
_PART = re.compile(r"[A-Za-z0-9_.~+/@%-]{8,}")
_LONGEST_LEFT_OUT = 200_000


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


def left_out(redactor: Redactor, text: str) -> None:
    """Note the tokens of what is not written at all, to be searched for afterwards.

    Args:
        redactor: the run's.
        text: as it was recorded; of a long one, its beginning.
    """
    if redactor.learning:
        for part in _PART.findall(text[:_LONGEST_LEFT_OUT]):
            for begin, end in tokens_in(part):
                redactor.learn(NAME, part[begin:end])
