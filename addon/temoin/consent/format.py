"""What a consent format is: a way to read a cookie's value, its documentation, and samples of it."""

from collections.abc import Callable

import msgspec

from temoin.consent.choice import Reading

__all__ = ["Example", "Format", "Traits"]


class Example(msgspec.Struct, frozen=True):
    """A value as it is seen in a cookie, and what it means.

    Args:
        value: from the wire.
        means: the choice, that there is none yet, or why it is unreadable.
        asked: names that a policy asks for.
    """

    value: str
    means: Reading
    asked: frozenset[str] = frozenset()


class Traits(msgspec.Struct, frozen=True):
    """What a format has beyond the reading of a value.

    Args:
        source: where it is documented, or where the code that writes it can be read; empty for a family of formats.
        whose: who writes it ("Didomi"); empty where anybody may.
        cookies: the names under which it is usually found; one may end in `*`.
        assumption: what is assumed of it and not known; empty for nothing.
        several: True where one choice lies in several cookies, so that a policy names them by a pattern. The value
            is then what a Cookie header says of them: `a_x=1; a_y=2`.
        template: True where a policy template of the same name is shipped.
        numbered: True where it grants things by number without end; it then says only those that are asked for.
        speaks: tells whether it can ever say a name; None where it may say any.
        vocabulary: those names in words; empty where it may say any.
    """

    source: str = ""
    whose: str = ""
    cookies: tuple[str, ...] = ()
    assumption: str = ""
    several: bool = False
    template: bool = False
    numbered: bool = False
    speaks: Callable[[str], bool] | None = None
    vocabulary: str = ""


class Format(msgspec.Struct, frozen=True):
    """One way in which a consent cookie says a choice.

    Args:
        name: as a policy's `format` names it.
        about: what it looks like and who writes it so.
        reader: reads a value; takes any text and the names asked for, raises nothing.
        examples: values that a person can check, readable ones and broken ones.
        traits: the rest.
    """

    name: str
    about: str
    reader: Callable[[str, frozenset[str]], Reading]
    examples: tuple[Example, ...]
    traits: Traits = Traits()

    @property
    def title(self) -> str:
        """The first line of what it says of itself."""
        return self.about.strip().partition("\n")[0]

    def read(self, value: str, asked: frozenset[str] = frozenset()) -> Reading:
        """Read a value.

        Args:
            value: from the wire.
            asked: names that a policy asks for.
        """
        return self.reader(value, asked)
