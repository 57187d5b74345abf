"""A value read through its wrapping, so that a sign of it can be replaced where it stands.

Scripts URL-encode what they write, some twice; Python's servers put it between quotes with octal escapes; others
write JSON in base64. Each sign is held with the text that writes it, and another sign is written in the same way.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterator

__all__ = ["Wrapped", "in_base64"]

_ESCAPE = re.compile("%(?:25){0,2}[0-9A-Fa-f]{2}")
_UNIT = re.compile(
    r"(?P<high>(?:%(?:25){0,2}[89A-Fa-f][0-9A-Fa-f])+)|(?P<low>%(?:25){0,2}[0-9A-Fa-f]{2})|.", re.DOTALL
)
_QUOTED_UNIT = re.compile(r"\\(?:(?P<octal>[0-3][0-7]{2})|(?P<sign>.))|.", re.DOTALL)
_BASE64 = re.compile("[A-Za-z0-9+/_-]{8,}={0,2}")


class Wrapped:
    """A text and how it is written.

    Args:
        value: from the wire.
    """

    def __init__(self, value: str) -> None:
        quoted = len(value) > 1 and value.startswith('"') and value.endswith('"')
        self._quote = '"' if quoted else ""
        inner = value[1:-1] if quoted else value
        python = quoted and "\\" in inner
        self._signs = list(_quoted_signs(inner) if python else _signs(inner))
        self.text = "".join(sign for sign, _ in self._signs)
        """What it says."""

    def written(self, text: str) -> str:
        """Write another text in the same way.

        Args:
            text: of as many signs, each of as many bytes as the one it stands for.
        """
        signs = (
            source if sign == new else _spelt(source, new)
            for (sign, source), new in zip(self._signs, text, strict=True)
        )
        return self._quote + "".join(signs) + self._quote


def in_base64(text: str, rewrite: Callable[[str], str]) -> str | None:
    """Rewrite what a text holds in base64.

    Args:
        text: any text.
        rewrite: makes another text of as many bytes.

    Returns:
        As many signs; None where it holds no JSON in base64.
    """
    if not _BASE64.fullmatch(text):
        return None
    urlsafe = "-" in text or "_" in text
    bare = text.rstrip("=")
    try:
        inner = base64.b64decode(bare.replace("-", "+").replace("_", "/") + "=" * (-len(bare) % 4)).decode()
    except (binascii.Error, UnicodeError):
        return None
    if not inner.lstrip().startswith(("{", "[")):
        return None
    encode = base64.urlsafe_b64encode if urlsafe else base64.b64encode
    return encode(rewrite(inner).encode()).decode().rstrip("=") + "=" * (len(text) - len(bare))


def _signs(text: str) -> Iterator[tuple[str, str]]:
    for found in _UNIT.finditer(text):
        if found["high"]:
            sources = _ESCAPE.findall(found[0])
            at = 0
            for sign in bytes(int(one[-2:], 16) for one in sources).decode("utf-8", "surrogateescape"):
                size = len(sign.encode("utf-8", "surrogateescape"))
                yield sign, "".join(sources[at : at + size])
                at += size
        elif found["low"]:
            yield chr(int(found[0][-2:], 16)), found[0]
        else:
            yield found[0], found[0]


def _quoted_signs(text: str) -> Iterator[tuple[str, str]]:
    """As Python's `http.cookies` writes them (RFC 2109 quoted-string, with octal escapes)."""
    for found in _QUOTED_UNIT.finditer(text):
        yield chr(int(found["octal"], 8)) if found["octal"] else found["sign"] or found[0], found[0]


def _spelt(source: str, sign: str) -> str:
    if len(source) == 1:
        return sign
    if source.startswith("\\"):
        return f"\\{ord(sign):03o}" if len(source) > 2 else f"\\{sign}"
    made = []
    for one, byte in zip(_ESCAPE.findall(source), sign.encode("utf-8", "surrogateescape"), strict=True):
        digits = f"{byte:02X}"
        made.append(one[:-2] + (digits if one == one.upper() else digits.lower()))
    return "".join(made)
