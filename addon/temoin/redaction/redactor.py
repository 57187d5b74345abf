"""One run's tools, which every kind of secret uses: its stand-ins, its addresses, its choices, its register.

A run goes through a recording twice. The first time it learns what is replaced and what stays; the second time it
writes, and then replaces in what stays what the first time was found to be an echo of a secret.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote

from temoin.cookies.values import Shape, shape
from temoin.policy.schema import Policy
from temoin.redaction.choices import Choices
from temoin.redaction.echoes import Echoes
from temoin.redaction.keys import Key
from temoin.redaction.register import Register
from temoin.redaction.secrets.address import Addresses
from temoin.redaction.standins import Standins
from temoin.redaction.words import tokens_in

__all__ = ["Redactor"]

_CACHED = 20_000
_LONGEST_CACHED = 2_000
_MOST_PARTS = 50
_PART = re.compile(r"[A-Za-z0-9_.~+/-]{8,}=*")


class Redactor:
    """Replaces texts, and remembers what it did.

    Args:
        key: what stand-ins are drawn from.
        policies: whose consent cookies keep their choice.
    """

    def __init__(self, key: Key, policies: tuple[Policy, ...] = ()) -> None:
        self.standins = Standins(key)
        self.addresses = Addresses(self.standins)
        self.choices = Choices(policies, self.standins)
        self.register = Register()
        self.nameless: set[str] = set()
        """Values of cookies without a name, which some browsers send back as names."""
        self.plain_documents = 0
        """Documents whose markup could not be kept in its place, and was taken out."""
        self.documents: dict[bytes, bytes | None] = {}
        """Some documents as they were written, by what they were."""
        self.suspects: set[str] = set()
        """What stays whatever it holds, and looks as if it held an identifier."""
        self.learning = True
        """True the first time that a recording is gone through."""
        self._echoes: Echoes | None = None
        self._cache: dict[tuple[str, str], str] = {}
        self._parts: set[str] = set()

    def write(self) -> None:
        """Begin the second time."""
        self.register.settle()
        self.learning = False
        self._cache.clear()
        self._parts.clear()
        if self.register.echoes:
            self.documents.clear()
            self._echoes = Echoes(self.register.echoes, self.standins)

    def replaced(self, kind: str, text: str) -> str:
        """Replace a text.

        Args:
            kind: of secret that it is.
            text: decoded with surrogateescape.

        Returns:
            Its stand-in, of as many signs.
        """
        made = self.standins.of(text)
        if self.learning and made != text:
            self.register.secret(kind, text)
            self._learn_parts(kind, text)
        return made

    def replaced_by(self, kind: str, text: str, made: str) -> str:
        """Note that something else than its stand-in takes a text's place.

        Args:
            kind: of secret that it is.
            text: decoded with surrogateescape.
            made: what is written.
        """
        if self.learning and made != text:
            self.register.secret(kind, text)
            self._learn_parts(kind, text)
        return made

    def hidden(self, kind: str, text: str) -> None:
        """Note a part of a text that is replaced while others stay.

        Args:
            kind: of secret that it is.
            text: decoded with surrogateescape.
        """
        if self.learning:
            self.register.secret(kind, text)

    def learn(self, kind: str, text: str) -> None:
        """Note a part of what is replaced whole, to be searched for afterwards.

        Args:
            kind: of secret that it is.
            text: decoded with surrogateescape.
        """
        if self.learning:
            self.register.part(kind, text)

    def kept(self, kind: str, text: str) -> str:
        """Let a text stay but for what looks like a token, or echoes a secret.

        Args:
            kind: of secret that such a part is.
            text: decoded with surrogateescape.

        Returns:
            As many signs.
        """
        return self.cached(f"kept {kind}", text, lambda _, one: self._kept(kind, one))

    def fixed(self, text: str) -> str:
        """Let a text stay that tells nothing: a date, a length, a choice.

        Args:
            text: decoded with surrogateescape.
        """
        if self.learning:
            self.register.keep(text, fixed=True)
        return text

    def named(self, text: str) -> str:
        """Let a name stay whatever it holds: a host's, a cookie's.

        Args:
            text: decoded with surrogateescape.
        """
        if self.learning and tokens_in(text):
            self.suspects.add(text)
        return self.fixed(text)

    def kept_whole(self, text: str, made: str) -> None:
        """Note a text whose parts were kept or replaced one by one: a cookie's value may be the whole of it.

        Args:
            text: as it was; up to the first sign that was replaced it stays.
            made: as it is written, of as many signs.
        """
        if self.learning:
            same = next((at for at, sign in enumerate(text) if made[at] != sign), len(text))
            self.register.keep_whole(text[:same])

    def cached(self, use: str, text: str, make: "Callable[[Redactor, str], str]") -> str:
        """What is made of a text, the same each time.

        Args:
            use: what is made.
            text: decoded with surrogateescape.
            make: makes it.
        """
        if len(text) > _LONGEST_CACHED:
            return make(self, text)
        known = self._cache.get((use, text))
        if known is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            known = self._cache[use, text] = make(self, text)
        return known

    def _kept(self, kind: str, text: str) -> str:
        made, at = [], 0
        for begin, end in tokens_in(text):
            made.append(self._rest(text[at:begin]))
            made.append(self.replaced(kind, text[begin:end]))
            at = end
        return "".join((*made, self._rest(text[at:])))

    def _rest(self, text: str) -> str:
        if self.learning:
            if text:
                self.register.keep(text)
            return text
        return self._echoes.replaced(text) if self._echoes else text

    def _learn_parts(self, kind: str, text: str) -> None:
        """What a value holds within its own encoding, as far as it looks like a token."""
        if text in self._parts or len(text) > _LONGEST_CACHED:
            return
        if len(self._parts) >= _CACHED:
            self._parts.clear()
        self._parts.add(text)
        plain = unquote(unquote(text, errors="surrogateescape"), errors="surrogateescape")
        if plain != text:
            self.register.part(kind, plain)
        if plain == text and shape(text) not in (Shape.TEXT, Shape.JSON):
            return
        for part in _PART.findall(plain)[:_MOST_PARTS]:
            for begin, end in tokens_in(part):
                self.register.part(kind, part[begin:end])
