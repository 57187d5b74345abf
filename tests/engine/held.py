"""What an object holds, all that it refers to included: nothing that grows can hide."""

import gc
from collections.abc import Iterator
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

import msgspec

from temoin.policy import Policy

__all__ = ["held", "largest"]

_SHARED = (type, ModuleType, FunctionType, BuiltinFunctionType, MethodType, Policy)


def _referred(one: object) -> Iterator[object]:
    if isinstance(one, msgspec.Struct):
        # Structs that the collector does not follow tell it nothing.
        yield from (getattr(one, name) for name in one.__struct_fields__)
    yield from gc.get_referents(one)


def _all(root: object) -> Iterator[object]:
    seen, waiting = {id(root)}, [root]
    while waiting:
        one = waiting.pop()
        yield one
        for other in _referred(one):
            if id(other) not in seen and not isinstance(other, _SHARED):
                seen.add(id(other))
                waiting.append(other)


def held(root: object) -> int:
    """How many objects it holds; policies, which are not its own, left out."""
    return sum(1 for _ in _all(root))


def largest(root: object) -> int:
    """The length of the longest container that it holds."""
    return max(len(one) for one in _all(root) if isinstance(one, (dict, list, set, tuple, frozenset)))
