"""A YAML text as a tree of words with their places, under stricter rules than YAML's own.

Nothing is resolved: `no`, `on`, `1:30:00` and `2026-11-24` are the words that stand there, and what a word
means is for the schema to say. A key may be given once. Tags are refused. An alias stands for what it names,
but the tree may not grow past a bound by it, nor hold itself. The parser's events are read one by one, so
that depth and size are checked before anything is built.
"""

import re
from typing import NoReturn, cast

import msgspec
import yaml

from temoin.policy.problems import Problems, quoted

__all__ = ["Entries", "Items", "Node", "Word", "compose"]

_DEEPEST = 16
_MOST_NODES = 100_000
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML 1.1 (section 5.1, "c-printable") leaves out, and the byte order mark after the start."""

_LOADER: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = frozenset({"!", *(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))})


class Word(msgspec.Struct, frozen=True):
    """A scalar, as it stands.

    Args:
        text: what it says.
        line: from 1.
        column: from 1, in characters.
    """

    text: str
    line: int
    column: int


class Items(msgspec.Struct, frozen=True):
    """A list.

    Args:
        nodes: what it holds.
        line: from 1.
        column: from 1, in characters.
    """

    nodes: "tuple[Node, ...]"
    line: int
    column: int


class Entries(msgspec.Struct, frozen=True):
    """A mapping whose keys are words, each given once.

    Args:
        pairs: key and value, in the order of the file.
        line: from 1.
        column: from 1, in characters.
    """

    pairs: "tuple[tuple[Word, Node], ...]"
    line: int
    column: int


type Node = Word | Items | Entries
"""A piece of a file, with its place."""


def compose(
    text: str, problems: Problems, *, needed: str = "a policy has at least `name`, `hosts` and `consent`"
) -> Node:
    """Read a text that is one YAML document.

    Args:
        text: the file's text, without byte order mark.
        problems: collects what is wrong but lets reading go on.
        needed: what an empty file is told.

    Returns:
        The document.

    Raises:
        BrokenPolicy: it is no YAML, empty, several documents, too deep or too large.
    """
    bad = _FORBIDDEN.search(text)
    if bad is not None:
        line, column = _place(text, bad.start())
        problems.stop(line, column, f"{quoted(bad[0])} may not stand in a YAML file", "remove it")
    loader = _LOADER(text)
    try:
        return _Composer(loader, problems).document(needed)
    except yaml.MarkedYAMLError as error:
        _refuse(error, problems)
    except yaml.YAMLError:
        problems.stop(1, 1, "it is no YAML")
    finally:
        loader.dispose()


class _Grown(msgspec.Struct, frozen=True):
    """A node, and how many nodes it stands for when aliases are followed."""

    node: Node
    size: int


class _Composer:
    def __init__(self, loader: "yaml.CSafeLoader | yaml.SafeLoader", problems: Problems) -> None:
        self._loader = loader
        self._problems = problems
        self._anchors: dict[str, _Grown | None] = {}
        self._size = 0

    def document(self, needed: str) -> Node:
        self._next()  # the stream starts
        start = self._next()
        if isinstance(start, yaml.StreamEndEvent):
            self._problems.stop(1, 1, "it is empty", needed)
        root = self._node(self._next(), 0).node
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(after, "a second document starts here", "a file is one document: remove the `---`")
        return root

    def _next(self) -> yaml.Event:
        return cast("yaml.Event", self._loader.get_event())

    def _node(self, event: yaml.Event, depth: int) -> _Grown:
        if depth > _DEEPEST:
            self._stop(event, f"it nests more than {_DEEPEST} deep")
        line, column = _start(event)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        self._count(event, 1)
        anchor: str | None = getattr(event, "anchor", None)
        tag: str | None = getattr(event, "tag", None)
        if tag is not None and tag not in _PLAIN_TAGS:
            self._problems.add(line, column, f"the tag {quoted(tag)} has no meaning here", "remove it")
        if anchor is not None:
            self._anchors[anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            grown = _Grown(Word(event.value, line, column), 1)
        elif isinstance(event, yaml.SequenceStartEvent):
            grown = self._items(line, column, depth)
        else:
            grown = self._entries(line, column, depth)
        if anchor is not None:
            self._anchors[anchor] = grown
        return grown

    def _items(self, line: int, column: int, depth: int) -> _Grown:
        nodes: list[Node] = []
        size = 1
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            grown = self._node(event, depth + 1)
            nodes.append(grown.node)
            size += grown.size
        return _Grown(Items(tuple(nodes), line, column), size)

    def _entries(self, line: int, column: int, depth: int) -> _Grown:
        pairs: list[tuple[Word, Node]] = []
        first: dict[str, Word] = {}
        size = 1
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            size += key.size + value.size
            if not isinstance(key.node, Word):
                self._problems.add(*_start(event), "a key must be a word")
                continue
            earlier = first.setdefault(key.node.text, key.node)
            if earlier is not key.node:
                self._problems.add(
                    *_start(event),
                    f"{quoted(earlier.text)} is given twice",
                    f"line {earlier.line} has it already: keep one",
                )
                continue
            pairs.append((key.node, value.node))
        return _Grown(Entries(tuple(pairs), line, column), size)

    def _alias(self, event: yaml.AliasEvent) -> _Grown:
        name: str = event.anchor or ""
        if name not in self._anchors:
            self._stop(event, f"no anchor is called {quoted(name)}", _MENDS[0][1])
        grown = self._anchors[name]
        if grown is None:
            self._stop(event, f"{quoted(name)} holds itself")
        self._count(event, grown.size)
        return _Grown(_moved(grown.node, *_start(event)), grown.size)

    def _count(self, event: yaml.Event, size: int) -> None:
        self._size += size
        if self._size > _MOST_NODES:
            self._stop(event, f"it grows past {_MOST_NODES} words and lists", "aliases may have multiplied")

    def _stop(self, event: yaml.Event, text: str, mend: str = "") -> NoReturn:
        self._problems.stop(*_start(event), text, mend)


def _moved(node: Node, line: int, column: int) -> Node:
    """A node where an alias put it; what it holds keeps the place where it is written."""
    return msgspec.structs.replace(node, line=line, column=column)


def _start(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _place(text: str, index: int) -> tuple[int, int]:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


_MENDS = (
    ("while scanning an alias", "to begin a word with `*`, put it in quotes"),
    ("while scanning an anchor", "to begin a word with `&`, put it in quotes"),
    ("mapping values are not allowed", "put a value that holds `: ` in quotes, or check the indentation"),
    ("cannot start any token", "indent with spaces, and put a word that begins with a sign in quotes"),
    ("could not find expected ':'", "a key is followed by `: `"),
    ("did not find expected key", "entries of one level are indented alike"),
    ("unexpected end of stream", "a quote is not closed"),
)
"""What to do about the parser's commonest complaints."""


def _refuse(error: yaml.MarkedYAMLError, problems: Problems) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    said = ", ".join(part for part in (error.context, error.problem) if part)
    plain = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in said[:200])
    mend = next((mend for sign, mend in _MENDS if sign in said), "")
    problems.stop(line, column, f"it is no YAML: {plain}", mend)
