"""From a file's bytes to its text: by what it says of itself, never by a guess.

A byte order mark counts first, then valid UTF-8, then what an HTML page declares. A page that is valid UTF-8
beyond ASCII is UTF-8 whatever it declares: browsers save pages so and leave the old declaration in. What is
neither, and says nothing, is refused: a guess would spoil every accent without a word.
"""

import codecs
import re

import msgspec

from temoin.errors import UnreadableInput

__all__ = ["Text", "decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})"
    rb"|^<\?xml[^>]{1,100}?encoding=[\"']([\w.-]{1,40})",
    re.I,
)
_LOOKED_AT = 4096
_WEB = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}
"""Encoding Standard, section 4.2: what pages call by these names is windows-1252."""


class Text(msgspec.Struct, frozen=True):
    """A file's text.

    Args:
        text: all of it.
        remark: what was decided of its encoding; empty where nothing was.
    """

    text: str
    remark: str = ""


def decoded(data: bytes, file: str, encoding: str | None = None) -> Text:
    """Decode a file.

    Args:
        data: its bytes.
        file: what errors call it.
        encoding: what the user says it is; None to go by the file.

    Raises:
        UnreadableInput: its encoding cannot be told, or its bytes are not of it.
    """
    if encoding is not None:
        return Text(_strictly(data, encoding, file, "--encoding"))
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Text(_strictly(data[len(mark) :], name, file, "its byte order mark"))
    if b"\0" in data[:_LOOKED_AT]:
        raise UnreadableInput(file, "it is no text", mend="give a page saved as HTML, Markdown, text or PDF")
    declared = _declared(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if declared is None or _is_utf_8(declared):
            line = data.count(b"\n", 0, error.start) + 1
            raise UnreadableInput(
                file,
                "it is not UTF-8 text, and names no other encoding"
                if declared is None
                else "it is not UTF-8 text",
                place=f"line {line}",
                mend="save it as UTF-8, or name its encoding: --encoding windows-1252",
            ) from None
        return Text(_strictly(data, declared, file, "the page"))
    if declared is not None and not _is_utf_8(declared) and not text.isascii():
        return Text(text, f"the page calls itself {declared}, and is UTF-8: it was read as UTF-8")
    if declared is not None and text.isascii():
        _known(declared, file, "the page")
    return Text(text)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, _LOOKED_AT)
    return (found[1] or found[2]).decode("ascii").lower() if found else None


def _is_utf_8(name: str) -> bool:
    return name.replace("_", "-") in {"utf-8", "utf8", "unicode-1-1-utf-8"}


def _known(name: str, file: str, said_by: str) -> str:
    known = _WEB.get(name.lower(), name)
    try:
        if codecs.lookup(known)._is_text_encoding:
            return known
    except (LookupError, ValueError):
        pass
    raise UnreadableInput(
        file,
        f"{said_by} names an encoding that is not known: {name[:40]}",
        mend="name another: --encoding utf-8",
    )


def _strictly(data: bytes, name: str, file: str, said_by: str) -> str:
    known = _known(name, file, said_by)
    try:
        return data.decode(known)
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            file,
            f"{said_by} says {name[:40]}, and it is not that",
            place=f"byte {error.start}",
            mend="name its encoding: --encoding utf-8, --encoding windows-1252",
        ) from None
    except UnicodeError:
        raise UnreadableInput(file, f"{said_by} says {name[:40]}, and it is not that") from None
