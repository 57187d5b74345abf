"""What a consent cookie's value says."""

from temoin.consent.choice import Choice, Reading, Requirement, Undecided, Unreadable, canonical, merged
from temoin.consent.format import Example, Format, Traits
from temoin.consent.formats import format_named, format_names
from temoin.consent.reading import read

__all__ = [
    "Choice",
    "Example",
    "Format",
    "Reading",
    "Requirement",
    "Traits",
    "Undecided",
    "Unreadable",
    "canonical",
    "format_named",
    "format_names",
    "merged",
    "read",
]
