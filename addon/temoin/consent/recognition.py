"""Which banner wrote a consent cookie: told by its name, and by a value that its format reads."""

from collections.abc import Sequence
from functools import cache

import msgspec

from temoin.consent.choice import Unreadable
from temoin.consent.format import Format
from temoin.consent.formats import format_named, format_names
from temoin.consent.reading import read

__all__ = ["Recognised", "by_name", "is_usual", "recognise"]


class Recognised(msgspec.Struct, frozen=True):
    """A consent cookie that was recognised.

    Args:
        format: the name of the format that reads it.
        whose: who writes it.
        cookie: under which name it was found; with a `*` for several.
        template: True where a policy template of that name is shipped.
    """

    format: str
    whose: str
    cookie: str
    template: bool


def is_usual(name: str) -> bool:
    """Tell whether a cookie is named as banners name theirs.

    Args:
        name: the cookie's name.
    """
    exact, begun = _usual()
    return name in exact or any(name.startswith(head) for head, _ in begun)


def by_name(name: str) -> Recognised | None:
    """Tell whose consent cookie bears a name, whatever its value.

    Args:
        name: the cookie's name, or a pattern for names that begin so.

    Returns:
        What is recognised by the name alone; None where it is no banner's.
    """
    exact, begun = _usual()
    if name in exact:
        return _recognised(exact[name].name, name)
    return next((_recognised(joint.name, head + "*") for head, joint in begun if name.startswith(head)), None)


def recognise(cookies: Sequence[tuple[str, str]]) -> tuple[Recognised, ...]:
    """Find the consent cookies among those of a request.

    Args:
        cookies: name and value of each.

    Returns:
        Those whose name is a banner's and whose value says a choice, or that there is none yet; in the order in
        which they were sent.
    """
    exact, begun = _usual()
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, value in cookies:
        form = exact.get(name)
        if form is not None:
            found.setdefault((form.name, name), []).append((name, value))
            continue
        for head, joint in begun:
            if name.startswith(head):
                found.setdefault((joint.name, head + "*"), []).append((name, value))
    return tuple(
        _recognised(form, cookie)
        for (form, cookie), carried in found.items()
        if _reads(format_named(form), carried)
    )


def _recognised(form: str, cookie: str) -> Recognised:
    traits = format_named(form).traits
    return Recognised(form, traits.whose, cookie, traits.template)


def _reads(form: Format, carried: list[tuple[str, str]]) -> bool:
    if form.traits.several:
        value = "; ".join(f"{name}={value}" for name, value in sorted(set(carried)))
    else:
        value = carried[0][1]
    return not isinstance(read(value, (form.name,)), Unreadable)


@cache
def _usual() -> tuple[dict[str, Format], tuple[tuple[str, Format], ...]]:
    """The formats by the whole names of their cookies, and by how names begin."""
    usual = [(name, form) for form in map(format_named, format_names()) for name in form.traits.cookies]
    exact = {name: form for name, form in usual if not name.endswith("*")}
    return exact, tuple((name[:-1], form) for name, form in usual if name.endswith("*"))
