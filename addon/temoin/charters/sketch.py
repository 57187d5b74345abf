"""A policy in the making: the words of its file, and the remarks that a person is to read beside them."""

from collections.abc import Mapping

import msgspec

__all__ = ["Part", "Sketch"]


class Part(msgspec.Struct, frozen=True):
    """A section of a policy file.

    Args:
        words: what stands under each key, one word or several; a key's order is the file's schema's.
        beside: a remark beside a key's word.
        above: remarks above the section, a line each.
        title: a title above it, for it and those that follow.
    """

    words: Mapping[str, tuple[str, ...]] = {}
    beside: Mapping[str, str] = {}
    above: tuple[str, ...] = ()
    title: str = ""

    def word(self, key: str) -> str:
        """The word under a key, the first of several; empty for none.

        Args:
            key: as the file has it.
        """
        return next(iter(self.words.get(key, ())), "")


class Sketch(msgspec.Struct, frozen=True):
    """A policy in the making.

    Args:
        head: the words of the file itself.
        consents: the cookies that hold the choice.
        categories: by id.
        services: by id.
        cookies: in order.
        more: other parts, by the path of each word ("allow.1.reason").
        above: remarks at the top of the file, a line each.
        below: remarks at its end, a line each.
    """

    head: Part = Part()
    consents: tuple[Part, ...] = ()
    categories: Mapping[str, Part] = {}
    services: Mapping[str, Part] = {}
    cookies: tuple[Part, ...] = ()
    more: Mapping[str, tuple[str, ...]] = {}
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
