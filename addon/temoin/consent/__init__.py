"""What a consent cookie's value says."""

from temoin.consent.choice import Choice, Unreadable, canonical
from temoin.consent.format import Example, Format
from temoin.consent.formats import format_named, format_names
from temoin.consent.reading import read

__all__ = [
    "Choice",
    "Example",
    "Format",
    "Unreadable",
    "canonical",
    "format_named",
    "format_names",
    "read",
]
