"""A sketch as the text of a policy file: its keys in the order of the schema, its remarks where they belong."""

from collections.abc import Iterator, Mapping, Sequence

from temoin.charters.scalars import folded_text, remark, scalar
from temoin.charters.sketch import Part, Sketch
from temoin.policy.keys import CATEGORY, CONSENT, COOKIE, POLICY, SERVICE, Shape
from temoin.policy.kinds import FLAG

__all__ = ["policy_text"]

_SCHEMA = "# yaml-language-server: $schema=policy.schema.json"
_LONG = frozenset({CATEGORY.DESCRIPTION.name, CONSENT.ASSUMPTION.name, COOKIE.PURPOSE.name})
_FLAGS = frozenset(
    key.name
    for shape in (POLICY.SHAPE, CATEGORY.SHAPE, COOKIE.SHAPE)
    for key in shape.keys
    if key.kind is FLAG
)
_WIDEST = 120


def policy_text(sketch: Sketch) -> str:
    """Write a policy file.

    Args:
        sketch: the policy.
    """
    parts = [
        [_SCHEMA, *(["#", *map(remark, sketch.above)] if sketch.above else [])],
        list(_section(sketch.head, POLICY.SHAPE, 0)),
        ["consent:", *_consents(sketch.consents)],
        ["categories:", *_by_id(sketch.categories, CATEGORY.SHAPE)],
        ["services:", *_by_id(sketch.services, SERVICE.SHAPE)] if sketch.services else [],
        list(_cookies(sketch.cookies)),
        list(_more(sketch.more)),
        list(map(remark, sketch.below)),
    ]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _section(part: Part, shape: Shape, indent: int) -> Iterator[str]:
    margin = " " * indent
    for line in part.above:
        yield remark(line, indent)
    for name in shape.names:
        if name not in part.words:
            continue
        written = f"{margin}{name}: {_value(name, part.words[name], indent)}"
        beside = f" {remark(part.beside[name])}" if name in part.beside else ""
        if beside and "\n" not in written + beside and len(written + beside) <= _WIDEST:
            yield written + beside
            continue
        if beside:
            yield remark(part.beside[name], indent)
        yield written


def _value(name: str, words: Sequence[str], indent: int) -> str:
    if len(words) != 1:
        return f"[{', '.join(scalar(word, listed=True) for word in words)}]"
    if name in _FLAGS:
        return words[0]
    return folded_text(words[0], indent + 2) if name in _LONG else scalar(words[0])


def _consents(parts: Sequence[Part]) -> Iterator[str]:
    if len(parts) == 1:
        yield from _section(parts[0], CONSENT.SHAPE, 2)
        return
    for part in parts:
        yield from _item(part, CONSENT.SHAPE)


def _by_id(parts: Mapping[str, Part], shape: Shape) -> Iterator[str]:
    for id, part in parts.items():
        for line in part.above:
            yield remark(line, 2)
        yield f"  {scalar(id)}:"
        yield from _section(Part(part.words, part.beside), shape, 4)


def _cookies(parts: Sequence[Part]) -> Iterator[str]:
    yield "cookies:" if parts else "cookies: []"
    for at, part in enumerate(parts):
        if part.title:
            yield from ([] if at == 0 else [""])
            yield remark(part.title, 2)
        yield from _item(part, COOKIE.SHAPE)


def _item(part: Part, shape: Shape) -> Iterator[str]:
    for line in part.above:
        yield remark(line, 2)
    lines = list(_section(Part(part.words, part.beside), shape, 4))
    first = next(at for at, line in enumerate(lines) if not line.lstrip().startswith("#"))
    yield from lines[:first]
    yield "  - " + lines[first][4:]
    yield from lines[first + 1 :]


type _Path = tuple[str, ...]


def _more(words: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Parts that charters know nothing of, as they were: nested by the paths of their words."""
    yield from _nested({tuple(path.split(".")): values for path, values in words.items()}, 0)


def _nested(words: Mapping[_Path, tuple[str, ...]], indent: int) -> Iterator[str]:
    margin = " " * indent
    for key in dict.fromkeys(path[0] for path in words):
        below = {path[1:]: values for path, values in words.items() if path[0] == key}
        values = below.pop((), None)
        if values is not None:
            listed = f"[{', '.join(scalar(one, listed=True) for one in values)}]"
            yield f"{margin}{key}: {scalar(values[0]) if len(values) == 1 else listed}"
            continue
        yield f"{margin}{key}:"
        if not all(path[0].isdigit() for path in below):
            yield from _nested(below, indent + 2)
            continue
        for number in dict.fromkeys(path[0] for path in below):
            item = {path[1:]: values for path, values in below.items() if path[0] == number}
            lines = list(_nested(item, indent + 4))
            yield f"{margin}  - {lines[0].strip()}"
            yield from lines[1:]
