"""In a consent cookie, all but the choice: consent ids, dates, versions, whatever else stands beside it.

The names of what is granted and refused stay, and the answers. What is written in base64 is written so again, the
moment within a TC string becomes another of the same day, and the length and shape stay. What is written is read
again by every format that may read the cookie, and counts only where each reads just what it read before; else the
whole value is replaced, and the run says of which cookie the choice is lost.
"""

from typing import Final

__all__ = ["NAME", "WHAT"]

NAME: Final = "choice"
WHAT: Final = ("consent cookie's identifier", "consent cookies' identifiers")
