"""A policy together with the text that says it: so that a word about the policy can name its place in the file."""

import msgspec

from temoin.policy.places import Entries, Items, Node
from temoin.policy.schema import Policy

__all__ = ["Draft", "Place"]


class Place(msgspec.Struct, frozen=True):
    """A place in a policy's file.

    Args:
        line: from 1.
        column: from 1, in characters.
    """

    line: int
    column: int


class Draft(msgspec.Struct, frozen=True):
    """A loaded policy and the tree of its words.

    The tree's order is the policy's: its third cookie is the third under `cookies`.

    Args:
        policy: what the file says.
        root: the words that say it.
    """

    policy: Policy
    root: Node

    def place(self, *path: str | int) -> Place:
        """Find where something stands.

        Args:
            path: keys and positions from the top: `"cookies", 2, "lifetime"`.

        Returns:
            The place of that word, or of the key above that list or mapping; where the file says no such
            thing, of the last that it does say.
        """
        node, at = self.root, self.root
        for step in path:
            if isinstance(step, int):
                if not isinstance(node, Items) or step >= len(node.nodes):
                    break
                node = at = node.nodes[step]
                continue
            pair = _pair(node, step)
            if pair is None:
                break
            key, node = pair
            at = key if isinstance(node, Entries | Items) else node
        return Place(at.line, at.column)

    def says(self, *path: str | int) -> bool:
        """Tell whether the file says something.

        Args:
            path: as for `place`.
        """
        node: Node | None = self.root
        for step in path:
            if isinstance(step, int):
                node = node.nodes[step] if isinstance(node, Items) and step < len(node.nodes) else None
            elif node is not None:
                pair = _pair(node, step)
                node = pair[1] if pair else None
        return node is not None


def _pair(node: Node, key: str) -> tuple[Node, Node] | None:
    if not isinstance(node, Entries):
        return None
    return next(((word, value) for word, value in node.pairs if word.text == key), None)
