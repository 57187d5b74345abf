"""Values made of words: JSON, plain or in base64, and rows of names with yes or no.

What answers stays (yes, no, true, 0…), the names that it answers for, and the keys of JSON and of pairs. Everything
else is replaced: identifiers, dates, versions, addresses. Where that changes what is read, short numbers stay too
(`"version":2`), then words that banners use (`method:'implied'`), then any plain words.
"""

import re
from collections.abc import Iterator

from temoin.consent.answers import answer, whole_answer
from temoin.redaction.choices.reading import Naming
from temoin.redaction.choices.wrapping import in_base64
from temoin.redaction.standins import Standins
from temoin.redaction.words import tokens_in

__all__ = ["rewritings"]

_TOKEN = re.compile(
    r'"(?P<double>(?:[^"\\]|\\.)*+)"|\'(?P<single>[^\']*+)\'|(?P<bare>[^\s"\'{}\[\],:;=&|!+]++)', re.DOTALL
)
_KEY = re.compile(r"\s*+[:=]")
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$. -]*")
_LONGEST_KEY = 60
_LONGEST_WORD = 24
_LONGEST_NUMBER = 3
_WORDS = frozenset({"wait", "implied", "explicit", "only", "default", "dismissed", "show", "not", "answered"})
_MOST_TRIES = 16
_LITERALS = frozenset({"true", "false", "null", "*"})
_NUMBER = re.compile(r"[0-9]+")


def rewritings(text: str, naming: Naming, standins: Standins) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Write a value anew, the most secret way first.

    Args:
        text: with its wrapping taken off.
        naming: the names that the choice speaks of.
        standins: of the run.

    Yields:
        A text of as many signs, and what was replaced in it.
    """
    for leniency in range(4):
        writer = _Writer(naming.names, standins, leniency)
        made = in_base64(text, writer.write)
        yield (writer.write(text) if made is None else made), tuple(writer.hidden)


class _Writer:
    def __init__(self, names: frozenset[str], standins: Standins, leniency: int) -> None:
        self.hidden: list[str] = []
        self._names = names
        self._standins = standins
        self._leniency = leniency

    def write(self, text: str) -> str:
        made = []
        at = 0
        for token in _TOKEN.finditer(text):
            made.append(text[at : token.start()])
            at = token.end()
            written = token[0]
            group = token.lastgroup or "bare"
            content = token[group]
            if not self._stays(content, key=_KEY.match(text, at) is not None):
                self.hidden.append(content)
                stand_in = _unlike(content, self._standins)
                written = stand_in if group == "bare" else written[0] + stand_in + written[-1]
            made.append(written)
        return "".join((*made, text[at:]))

    def _stays(self, content: str, *, key: bool) -> bool:
        if not content or content in self._names or content in _LITERALS:
            return True
        if answer(content) is not None or whole_answer(content) is not None:
            return True
        if key and len(content) <= _LONGEST_KEY and _IDENTIFIER.fullmatch(content) and not tokens_in(content):
            return True
        if _NUMBER.fullmatch(content):
            return self._leniency >= 1 and len(content) <= _LONGEST_NUMBER
        if content.lower() in _WORDS:
            return self._leniency >= 2
        plain = len(content) <= _LONGEST_WORD and content.replace("-", "").replace("_", "").isalpha()
        return self._leniency >= 3 and plain


def _unlike(content: str, standins: Standins) -> str:
    """A stand-in that answers nothing and, where it is a number, begins with no zero."""
    if "\\" in content:  # JSON's own escapes
        return standins.of(f'["{content}"]')[2:-2]
    made = standins.of(content)
    number = _NUMBER.fullmatch(content) is not None and not content.startswith("0")
    for _ in range(_MOST_TRIES):
        if answer(made) is None and whole_answer(made) is None and not (number and made.startswith("0")):
            break
        made = standins.of(made)
    return made
