"""A policy file's tree of words as a sketch, so that what is published is in the file's own words."""

from collections.abc import Iterator, Mapping

from temoin.charters.sketch import Part, Sketch
from temoin.policy.keys import POLICY
from temoin.policy.places import Entries, Items, Node, Word

__all__ = ["sketch_of"]


def sketch_of(root: Node) -> Sketch:
    """Make a sketch of a policy.

    Args:
        root: its file's tree; the file has been loaded without a problem.
    """
    nodes = {key.text: node for key, node in root.pairs} if isinstance(root, Entries) else {}
    known = (POLICY.CONSENT.name, POLICY.CATEGORIES.name, POLICY.SERVICES.name, POLICY.COOKIES.name)
    head = {key: _words(node) for key, node in nodes.items() if key not in known and _is_words(node)}
    more = dict(
        pair
        for key, node in nodes.items()
        if key not in known and not _is_words(node)
        for pair in _leaves(node, key)
    )
    return Sketch(
        head=Part(head),
        consents=_listed(nodes.get(POLICY.CONSENT.name)),
        categories=_by_id(nodes.get(POLICY.CATEGORIES.name)),
        services=_by_id(nodes.get(POLICY.SERVICES.name)),
        cookies=_listed(nodes.get(POLICY.COOKIES.name)),
        more=more,
    )


def _is_words(node: Node) -> bool:
    return isinstance(node, Word) or (
        isinstance(node, Items) and all(isinstance(one, Word) for one in node.nodes)
    )


def _words(node: Node) -> tuple[str, ...]:
    nodes = node.nodes if isinstance(node, Items) else (node,)
    return tuple(" ".join(one.text.splitlines()) for one in nodes if isinstance(one, Word))


def _part(node: Node) -> Part:
    pairs = node.pairs if isinstance(node, Entries) else ()
    return Part({key.text: _words(value) for key, value in pairs if _is_words(value)})


def _listed(node: Node | None) -> tuple[Part, ...]:
    if node is None:
        return ()
    return tuple(map(_part, node.nodes)) if isinstance(node, Items) else (_part(node),)


def _by_id(node: Node | None) -> Mapping[str, Part]:
    return {key.text: _part(value) for key, value in node.pairs} if isinstance(node, Entries) else {}


def _leaves(node: Node, path: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The words of a part that charters know nothing of, each with its path."""
    if _is_words(node):
        yield path, _words(node)
    elif isinstance(node, Items):
        for at, item in enumerate(node.nodes, 1):
            yield from _leaves(item, f"{path}.{at}")
    elif isinstance(node, Entries):
        for key, value in node.pairs:
            yield from _leaves(value, f"{path}.{key.text}")
