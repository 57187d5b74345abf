"""Secrets that stand in what stays: a cookie's value in a path. However many there are, each is replaced there.

A secret that stands there encoded (`search.forms`) cannot be told from what it is encoded with, so all of the text
is replaced.
"""

from collections.abc import Iterable

from temoin.redaction.search.forms import forms
from temoin.redaction.search.needles import Needles, TooMuch
from temoin.redaction.standins import Standins

__all__ = ["Echoes"]


class Echoes:
    """Replaces them.

    Args:
        texts: the secrets.
        standins: the run's.
    """

    def __init__(self, texts: Iterable[str], standins: Standins) -> None:
        self._needles = Needles(dict.fromkeys(texts, ""))
        self._standins = standins

    def replaced(self, text: str) -> str:
        """A text that stays, without them.

        Args:
            text: decoded with surrogateescape.

        Returns:
            As many signs.
        """
        try:
            made = self._without(_bytes(text))
            if len(made) == len(text) and not self._is_in(_bytes(made)):
                return made
        except TooMuch:
            pass
        return self._standins.of(text)

    def _without(self, data: bytes) -> str:
        made: list[str] = []
        at = 0
        for found in sorted(self._needles.find(data), key=lambda one: (one.at, -len(one.text))):
            if found.at >= at:
                made += (_text(data[at : found.at]), self._standins.of(found.text))
                at = found.at + len(_bytes(found.text))
        return "".join((*made, _text(data[at:])))

    def _is_in(self, data: bytes) -> bool:
        return any(True for _, form in forms(data) for _ in self._needles.find(form))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
