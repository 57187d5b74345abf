"""A page saved by a browser as one file with all its parts (MHTML: "web page, single file").

The page itself is the first part that is HTML; the file says where it came from and when it was saved.
"""

import email
import email.policy
import email.utils
import re
from email.message import EmailMessage
from typing import Final

from msgspec.structs import replace

from temoin.charters.document import Document
from temoin.charters.kinds import Source, html
from temoin.errors import UnreadableInput

__all__ = ["LARGEST", "NAME", "ORDER", "WHAT", "read", "sniff"]

NAME: Final = "mhtml"
WHAT: Final = "a web page in one file"
ORDER: Final = 20
LARGEST: Final = 40_000_000

_LOOKED_AT = 4096
_HEADER = re.compile(rb"\s*(?:From|MIME-Version|Content-Type|Subject|Date|Snapshot-Content-Location):", re.I)


def sniff(data: bytes, /) -> bool:
    """Whether a file begins with a message's headers, and says that it holds related parts."""
    head = data[:_LOOKED_AT]
    return _HEADER.match(head) is not None and b"multipart/related" in head.lower()


def read(source: Source, /) -> Document:
    """Read the page in such a file.

    Raises:
        UnreadableInput: it holds no page, or the page cannot be read.
    """
    message = email.message_from_bytes(source.data, _class=EmailMessage, policy=email.policy.default)
    part = next((one for one in message.walk() if one.get_content_type() == "text/html"), None)
    data = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(data, bytes):
        raise UnreadableInput(source.name, "it holds no web page", mend="save the page again, as HTML")
    declared = source.encoding or part.get_content_charset()
    document = html.read(Source(source.name, data, declared))
    said = _header(message, "Snapshot-Content-Location") or _header(part, "Content-Location")
    address = said if re.fullmatch(r"https?://[^\s/]\S{0,2000}", said) else document.source
    return replace(document, kind=NAME, source=address, saved=_day(_header(message, "Date")))


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, "")).strip()
    except (ValueError, LookupError, AttributeError, TypeError):  # headers that the library cannot take apart
        return ""


def _day(date: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(date).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
