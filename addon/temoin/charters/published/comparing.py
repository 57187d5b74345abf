"""What two sketches of one policy say differently: that is what a page must add to its text.

A page says most of a policy to everybody. What reading it back would not give (ids, the form of a consent cookie,
a key that a page has no words for) is listed at its end, and nothing else is.
"""

from collections.abc import Iterator, Mapping

from temoin.charters.published.page import Fact
from temoin.charters.sketch import Part, Sketch
from temoin.policy.keys import CATEGORY, CONSENT, COOKIE, POLICY, SERVICE, Shape
from temoin.policy.kinds import Wrong

__all__ = ["differences", "identity", "normal"]


def identity(part: Part) -> str:
    """What a page calls a cookie where it must be told from all others: `uid; Domain=adnet.example`.

    Args:
        part: a cookie's.
    """
    domain = part.word(COOKIE.DOMAIN.name)
    name = part.word(COOKIE.NAME.name)
    return f"{name}; Domain={domain}" if domain else name


def normal(sketch: Sketch) -> Sketch:
    """A sketch without what it says twice, or what holds anyway: a service's provider repeated, `party: first`.

    Nor has it any allowances. They tell tools what to let pass, with tickets and contracts as reasons; visitors are
    told what cookies there are, and what silences a rule for the site's own builds is no part of that.

    Args:
        sketch: of a policy.
    """
    cookies = tuple(Part(_lean(part, sketch.services)) for part in sketch.cookies)
    return Sketch(
        Part(
            {
                key: words
                for key, words in sketch.head.words.items()
                if (key, words) != ("undeclared", ("required",)) and key != POLICY.ALLOW.name
            }
        ),
        tuple(Part(part.words) for part in sketch.consents),
        {id: Part(_titled(id, part)) for id, part in sketch.categories.items()},
        {id: Part(_titled(id, part)) for id, part in sketch.services.items()},
        cookies,
        {path: words for path, words in sketch.more.items() if path.split(".")[0] != POLICY.ALLOW.name},
    )


def _titled(id: str, part: Part) -> dict[str, tuple[str, ...]]:
    return {
        key: words
        for key, words in part.words.items()
        if (key, words) not in {("title", (id,)), ("measurement", ("false",))}
    }


def _lean(part: Part, services: Mapping[str, Part]) -> dict[str, tuple[str, ...]]:
    words = dict(part.words)
    service = services.get(part.word(COOKIE.SERVICE.name))
    if service is not None:
        for key in (COOKIE.PROVIDER.name, COOKIE.CATEGORY.name):
            if words.get(key) == service.words.get(key):
                words.pop(key, None)
    if COOKIE.DOMAIN.name not in words and words.get(COOKIE.PARTY.name) == ("first",):
        del words[COOKIE.PARTY.name]
    if words.get(COOKIE.REQUIRED.name) == ("false",):
        del words[COOKIE.REQUIRED.name]
    return words


def differences(wanted: Sketch, read: Sketch, parts: Mapping[str, str]) -> Iterator[Fact]:
    """What must be added to what was read to get what is wanted.

    Args:
        wanted: the policy's sketch, normal.
        read: what reading the page gives, normal.
        parts: how a page calls each part.
    """
    yield from _of_part(parts["policy"], "", wanted.head, read.head, POLICY.SHAPE)
    for path, words in wanted.more.items():
        yield from (Fact(parts["policy"], "", path, word) for word in words)
    one = len(wanted.consents) == 1
    for at, part in enumerate(wanted.consents):
        other = read.consents[at] if at < len(read.consents) else Part({})
        yield from _of_part(parts["consent"], "" if one else str(at + 1), part, other, CONSENT.SHAPE)
    for name, ours, theirs, shape in (
        ("category", wanted.categories, read.categories, CATEGORY.SHAPE),
        ("service", wanted.services, read.services, SERVICE.SHAPE),
    ):
        for id, part in ours.items():
            yield from _of_part(parts[name], id, part, theirs.get(id, Part({})), shape)
    others = {identity(part): part for part in read.cookies}
    for part in wanted.cookies:
        yield from _of_part(
            parts["cookie"], identity(part), part, others.get(identity(part), Part({})), COOKIE.SHAPE
        )


def _of_part(part: str, which: str, wanted: Part, read: Part, shape: Shape) -> Iterator[Fact]:
    keys = dict.fromkeys((*wanted.words, *read.words))
    for key in sorted(keys, key=lambda one: shape.names.index(one) if one in shape.names else 99):
        ours, theirs = wanted.words.get(key, ()), read.words.get(key, ())
        if _meaning(ours, key, shape) != _meaning(theirs, key, shape):
            yield from (Fact(part, which, key, word) for word in ours or ("",))


def _meaning(words: tuple[str, ...], key: str, shape: Shape) -> tuple[object, ...]:
    """What words say, so that "6 months" is "6 mois"."""
    kind = next((one.kind for one in shape.keys if one.name == key), None)
    if kind is None:
        return words
    try:
        return tuple(kind.read(word) for word in words)
    except Wrong:
        return words
