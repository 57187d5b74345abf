"""Reads one section of a policy file by its shape: typed values out, every problem noted with its place."""

from collections.abc import Collection, Iterator
from typing import Any

from temoin.policy.keys import Key, Part, Shape
from temoin.policy.kinds import Wrong, id_of
from temoin.policy.places import Entries, Items, Node, Word
from temoin.policy.problems import Problems, nearest, quoted

__all__ = ["Section"]


class Section:
    """A mapping of the file, checked against its shape when made.

    A value that is missing or wrong is noted as a problem and replaced by what the caller names, so that
    reading goes on to the next problem; no policy is made of such values, for the problems stop it.

    Args:
        node: the mapping.
        shape: what it should be.
        problems: where problems go.
        line: where it is declared.
        id: the key under which it stands, for a section that has one.
    """

    def __init__(
        self, node: Entries, shape: Shape, problems: Problems, *, line: int = 0, id: str = ""
    ) -> None:
        self.line = line or node.line
        self.id = id
        self._node = node
        self._problems = problems
        self._values = {key.text: (key, value) for key, value in node.pairs}
        for key, _ in node.pairs:
            if key.text not in shape.names:
                mend = (
                    nearest(key.text, shape.names)
                    or f"{shape.noun} has {', '.join(map(quoted, shape.names))}"
                )
                problems.add(key.line, key.column, f"unknown key {quoted(key.text)}", mend)
        for one in shape.all:
            if one.needed and one.name not in self._values:
                problems.add(node.line, node.column, f"{shape.noun} needs {quoted(one.name)}", one.about)

    def one[T, D](self, key: Key[T], otherwise: D) -> T | D:
        """The value of a key that holds one word.

        Args:
            key: of this section's shape.
            otherwise: what stands for it where it is missing or wrong.
        """
        found = self._values.get(key.name)
        return otherwise if found is None else self._read(key, found[1], otherwise)

    def many[T](self, key: Key[T]) -> tuple[T, ...]:
        """The values of a key that holds a word or a list of words, each once.

        Args:
            key: of this section's shape.
        """
        found = self._values.get(key.name)
        if found is None:
            return ()
        node = found[1]
        nodes = node.nodes if isinstance(node, Items) else (node,)
        if not nodes:
            self._problems.add(
                node.line, node.column, f"{quoted(key.name)} is an empty list", "name at least one"
            )
        read = (self._read(key, item, None) for item in nodes)
        return tuple(dict.fromkeys(value for value in read if value is not None))

    def among(self, key: Key[str], known: Collection[str], what: str) -> str | None:
        """The value of a key that names something the file declares.

        Args:
            key: of this section's shape.
            known: what is declared.
            what: what those are called ("category").
        """
        name = self.one(key, None)
        if name is None or name in known:
            return name
        listed = (
            f"declare it, or use one of {', '.join(map(quoted, list(known)[:12]))}" if known else "declare it"
        )
        self.wrong(key, f"no {what} is called {quoted(name)}", nearest(name, known) or listed)
        return None

    def has(self, key: Key[Any]) -> bool:
        """Tell whether a key is given, rightly or wrongly.

        Args:
            key: of this section's shape.
        """
        return key.name in self._values

    def wrong(self, key: Key[Any] | None, text: str, mend: str = "") -> None:
        """Note a problem of a key's value, or of the section where that is not given.

        Args:
            key: of this section's shape, or None for the section as a whole.
            text: what is wrong.
            mend: what to do about it.
        """
        found = self._values.get(key.name) if key else None
        at = found[1] if found else self._node
        self._problems.add(at.line, at.column, text, mend)

    def part(self, part: Part) -> "Section | None":
        """The one section under a key.

        Args:
            part: of this section's shape.
        """
        found = self._values.get(part.name)
        return self._section(part, found[1], found[0].line) if found else None

    def by_id(self, part: Part) -> Iterator["Section"]:
        """The sections under a key, each with its id.

        Args:
            part: of this section's shape.
        """
        found = self._values.get(part.name)
        if found is None:
            return
        node = found[1]
        if not isinstance(node, Entries):
            self._misplaced(part, node, "a mapping of ids")
            return
        if not node.pairs and part.needed:
            self._problems.add(
                node.line, node.column, f"{quoted(part.name)} is empty", "declare at least one"
            )
        for key, value in node.pairs:
            try:
                id = id_of(key.text)
            except Wrong as wrong:
                self._problems.add(key.line, key.column, wrong.text, wrong.mend)
                continue
            section = self._section(part, value, key.line, id)
            if section is not None:
                yield section

    def listed(self, part: Part) -> Iterator["Section"]:
        """The sections of a list under a key.

        Args:
            part: of this section's shape.
        """
        found = self._values.get(part.name)
        if found is None:
            return
        node = found[1]
        if not isinstance(node, Items):
            self._misplaced(part, node, "a list")
            return
        for item in node.nodes:
            section = self._section(part, item, item.line)
            if section is not None:
                yield section

    def _section(self, part: Part, node: Node, line: int, id: str = "") -> "Section | None":
        if not isinstance(node, Entries):
            mend = f"it has {', '.join(map(quoted, part.shape.names))}"
            self._problems.add(node.line, node.column, f"{part.shape.noun} must be a mapping of keys", mend)
            return None
        return Section(node, part.shape, self._problems, line=line, id=id)

    def _misplaced(self, part: Part, node: Node, wanted: str) -> None:
        self._problems.add(node.line, node.column, f"{quoted(part.name)} must be {wanted}", part.about)

    def _read[T, D](self, key: Key[T], node: Node, otherwise: D) -> T | D:
        if not isinstance(node, Word):
            self._problems.add(
                node.line, node.column, f"{quoted(key.name)} must be one word or text", key.about
            )
            return otherwise
        if not node.text.strip():
            self._problems.add(
                node.line, node.column, f"{quoted(key.name)} is empty", "give it a value, or remove it"
            )
            return otherwise
        try:
            return key.kind.read(node.text)
        except Wrong as wrong:
            self._problems.add(node.line, node.column, f"{quoted(key.name)}: {wrong.text}", wrong.mend)
            return otherwise
