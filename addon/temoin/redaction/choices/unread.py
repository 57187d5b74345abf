"""What stands behind the fields of a consent string: nobody reads it, so it says nothing of the choice.

The strings are bits without a mark at their end: a decoder stops after the last field, and whatever follows stays
unseen. Zeros there only fill up the last byte.
"""

from collections.abc import Callable

from temoin.consent.bits import Broken

__all__ = ["reads", "unread"]


def unread(text: str, read: Callable[[str], object]) -> str:
    """The end of a text that a decoder does not need.

    Args:
        text: what it decodes, in base64url.
        read: the decoder; it raises `Broken` on a text that is cut short.

    Returns:
        Empty where it needs all, where it cannot decode it, or where only zeros follow.
    """
    if not reads(text, read):
        return ""
    enough, lacking = len(text), 0
    while enough - lacking > 1:
        middle = (enough + lacking) // 2
        if reads(text[:middle], read):
            enough = middle
        else:
            lacking = middle
    rest = text[enough:]
    return rest if rest.strip("A") else ""


def reads(text: str, read: Callable[[str], object]) -> bool:
    """Tell whether a decoder can read a text; the arguments are those of `unread`."""
    try:
        read(text)
    except Broken:
        return False
    return True
