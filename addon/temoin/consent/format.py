"""What a consent format is: a way to read a cookie's value, its documentation, and samples of it."""

from collections.abc import Callable

import msgspec

from temoin.consent.choice import Choice, Unreadable

__all__ = ["Example", "Format"]


class Example(msgspec.Struct, frozen=True):
    """A value as it is seen in a cookie, and what it means.

    Args:
        value: from the wire.
        means: the choice, or why it is unreadable.
    """

    value: str
    means: Choice | Unreadable


class Format(msgspec.Struct, frozen=True):
    """One way in which a consent cookie says a choice.

    Args:
        name: as a policy's `format` names it.
        about: what it looks like and who writes it so.
        read: reads a value; takes any text, raises nothing.
        examples: values that a person can check, readable ones and broken ones.
    """

    name: str
    about: str
    read: Callable[[str], Choice | Unreadable]
    examples: tuple[Example, ...]

    @property
    def title(self) -> str:
        """The first line of what it says of itself."""
        return self.about.strip().partition("\n")[0]
