"""Reads one section of a policy file by its shape: typed values out, every problem noted with its place."""

from collections.abc import Collection, Iterator
from typing import Any

from temoin.policy.keys import Key, Part, Shape
from temoin.policy.kinds import Wrong, id_of
from temoin.policy.places import Entries, Items, Node, Word
from temoin.policy.problems import Problems, did_you_mean, nearest, quoted

__all__ = ["Section"]


class Section:
    """A mapping of the file, checked against its shape when made.

    A value that is missing or wrong is noted as a problem and replaced by what the caller names, so that
    reading goes on to the next problem; no policy is made of such values, for the problems stop it.

    Args:
        node: the mapping.
        shape: what it should be.
        problems: where problems go.
        id: the key under which it stands, where that names it.
    """

    def __init__(self, node: Entries, shape: Shape, problems: Problems, *, id: Word | None = None) -> None:
        self._at = id or node
        self.id = id.text if id else ""
        self.line = self._at.line
        self._problems = problems
        self._values = {key.text: value for key, value in node.pairs}
        self._meant: set[str] = set()
        listed = f"{shape.noun} has {', '.join(map(quoted, shape.names))}"
        for key, _ in node.pairs:
            if key.text not in shape.names:
                self._meant.add(nearest(key.text, shape.names))
                mend = did_you_mean(key.text, shape.names, listed)
                problems.add(key.line, key.column, f"unknown key {quoted(key.text)}", mend)
        for one in shape.all:
            if one.needed and not self.has(one):
                self.wrong(None, f"{shape.noun} needs {quoted(one.name)}", one.about)

    def one[T, D](self, key: Key[T], otherwise: D) -> T | D:
        """The value of a key that holds one word.

        Args:
            key: of this section's shape.
            otherwise: what stands for it where it is missing or wrong.
        """
        node = self._values.get(key.name)
        return otherwise if node is None else self._read(key, node, otherwise)

    def many[T](self, key: Key[T]) -> tuple[T, ...]:
        """The values of a key that holds a word or a list of words, each once.

        Args:
            key: of this section's shape.
        """
        node = self._values.get(key.name)
        if node is None:
            return ()
        nodes = node.nodes if isinstance(node, Items) else (node,)
        if not nodes:
            self._problems.add(
                node.line, node.column, f"{quoted(key.name)} is an empty list", "name at least one"
            )
        read = (self._read(key, item, None) for item in nodes)
        return tuple(dict.fromkeys(value for value in read if value is not None))

    def among(
        self, key: Key[str], known: Collection[str] | None, what: str, *, always: str = ""
    ) -> str | None:
        """The value of a key that names something the file declares.

        Args:
            key: of this section's shape.
            known: what is declared; None where that cannot be told, for another problem.
            what: what those are called ("category").
            always: a name that may be used without being declared.
        """
        name = self.one(key, None)
        if name is None or known is None or name in known or name == always:
            return name
        listed = (
            f"declare it, or use one of {', '.join(map(quoted, list(known)[:12]))}" if known else "declare it"
        )
        self.wrong(key, f"no {what} is called {quoted(name)}", did_you_mean(name, known, listed))
        return None

    def has(self, key: Key[Any] | Part) -> bool:
        """Tell whether a key is given, rightly, wrongly or misspelt.

        Args:
            key: of this section's shape.
        """
        return key.name in self._values or key.name in self._meant

    def wrong(self, key: Key[Any] | None, text: str, mend: str = "", *, word: str = "") -> None:
        """Note a problem of a key's value, or of the section where that is not given.

        Args:
            key: of this section's shape, or None for the section as a whole.
            text: what is wrong.
            mend: what to do about it.
            word: which of several values it is.
        """
        at = (self._values.get(key.name) if key else None) or self._at
        if isinstance(at, Items):
            at = next((one for one in at.nodes if isinstance(one, Word) and one.text == word), at)
        self._problems.add(at.line, at.column, text, mend)

    def part(self, part: Part) -> "Section | None":
        """The one section under a key.

        Args:
            part: of this section's shape.
        """
        node = self._values.get(part.name)
        return self._section(part, node) if node is not None else None

    def some(self, part: Part) -> "Iterator[Section]":
        """The section under a key, or the sections of a list there.

        Args:
            part: of this section's shape.
        """
        node = self._values.get(part.name)
        if node is None:
            return
        if isinstance(node, Items) and not node.nodes:
            self._problems.add(
                node.line, node.column, f"{quoted(part.name)} is an empty list", "name at least one"
            )
        for item in node.nodes if isinstance(node, Items) else (node,):
            section = self._section(part, item)
            if section is not None:
                yield section

    def ids(self, part: Part) -> tuple[str, ...]:
        """The ids under a key, whatever stands under them.

        Args:
            part: of this section's shape.
        """
        node = self._values.get(part.name)
        return tuple(key.text for key, _ in node.pairs) if isinstance(node, Entries) else ()

    def by_id(self, part: Part) -> Iterator["Section"]:
        """The sections under a key, each with its id.

        Args:
            part: of this section's shape.
        """
        node = self._values.get(part.name)
        if node is None:
            return
        if not isinstance(node, Entries):
            self._misplaced(part, node, "a mapping of ids")
            return
        if not node.pairs and part.needed:
            self._problems.add(
                node.line, node.column, f"{quoted(part.name)} is empty", "declare at least one"
            )
        for key, value in node.pairs:
            try:
                id_of(key.text)
            except Wrong as wrong:
                self._problems.add(key.line, key.column, wrong.text, wrong.mend)
                continue
            section = self._section(part, value, key)
            if section is not None:
                yield section

    def listed(self, part: Part) -> Iterator["Section"]:
        """The sections of a list under a key.

        Args:
            part: of this section's shape.
        """
        node = self._values.get(part.name)
        if node is None:
            return
        if not isinstance(node, Items):
            self._misplaced(part, node, "a list")
            return
        for item in node.nodes:
            section = self._section(part, item)
            if section is not None:
                yield section

    def _section(self, part: Part, node: Node, id: Word | None = None) -> "Section | None":
        if not isinstance(node, Entries):
            mend = f"it has {', '.join(map(quoted, part.shape.names))}"
            self._problems.add(node.line, node.column, f"{part.shape.noun} must be a mapping of keys", mend)
            return None
        return Section(node, part.shape, self._problems, id=id)

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
