r"""The notation in which a check's examples are written: what a policy says, and what must be found where.

    A pattern that a wider one's domain hides
        - {name: "_ga*", domain: shop.example, category: statistics}
        - {name: _ga_X, category: statistics}
        found: P201 _ga_X

A line that stands at the margin titles an example. All start from the policy of an imaginary shop
(`temoin.rules.examples.SHOP`): a line that begins with `-` adds an entry to its cookies, any other adds a key with
what stands deeper below it, in the place of the key of that name. `traffic:` is followed by a recording to hold
the policy against, in the notation of `temoin.rules.examples`. Each `found:` names a check and the word that stands
where it must find something; of that check nothing else may be found. `found: nothing` says so.
"""

import re

import msgspec

from temoin.errors import TemoinError
from temoin.events import Event
from temoin.rules import examples as traffic

__all__ = ["Example", "Expected", "parse"]

_KEY = re.compile(r"[a-z_]+(?=:)")


class Expected(msgspec.Struct, frozen=True, order=True):
    """A fault that an example calls for.

    Args:
        code: the check's.
        word: what stands at its place.
    """

    code: str
    word: str


class Example(msgspec.Struct, frozen=True):
    """A policy, and what must be found in it.

    Args:
        title: what it shows.
        policy: the policy's text.
        events: a recording to hold it against, in order of time; None for none.
        expected: the faults, sorted.
    """

    title: str
    policy: str
    events: tuple[Event, ...] | None
    expected: tuple[Expected, ...]


def parse(text: str) -> tuple[Example, ...]:
    """Read examples.

    Args:
        text: in the notation of this module.

    Returns:
        The examples in order.

    Raises:
        TemoinError: a line that is none of the notation's.
    """
    blocks: list[list[str]] = []
    for line in text.splitlines():
        if line and not line[0].isspace():
            blocks.append([line])
        elif line.strip() and blocks:
            blocks[-1].append(line)
    return tuple(_example(block) for block in blocks)


def _example(lines: list[str]) -> Example:
    policy = _Sections(traffic.SHOP)
    crossed: list[str] | None = None
    expected: list[Expected] = []
    for line in (one[4:] for one in lines[1:]):
        word, _, rest = line.partition(" ")
        if word == "found:":
            code, _, at = rest.partition(" ")
            expected += [] if rest == "nothing" else [Expected(code, at)]
        elif word == "traffic:":
            crossed = []
        elif crossed is not None:
            crossed.append(line)
        else:
            policy.add(line)
    return Example(lines[0].strip(), policy.text, _events(crossed), tuple(sorted(expected)))


class _Sections:
    """A policy's text by its top keys."""

    def __init__(self, text: str) -> None:
        self._parts: dict[str, list[str]] = {}
        self._key = ""
        for line in text.splitlines():
            self.add(line)

    def add(self, line: str) -> None:
        key = _KEY.match(line)
        if key is not None:
            self._key = key[0]
            self._parts[self._key] = [line]
        elif line.startswith("- "):
            self._parts["cookies"].append(f"  {line}")
        elif line.startswith(" ") and self._key:
            self._parts[self._key].append(line)
        else:
            raise TemoinError("example", f"cannot be read: {line}", mend="see temoin.checks.examples")

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for lines in self._parts.values() for line in lines)


def _events(lines: list[str] | None) -> tuple[Event, ...] | None:
    if lines is None:
        return None
    (example,) = traffic.parse("traffic\n" + "\n".join(f"    {line}" for line in lines))
    return example.events
