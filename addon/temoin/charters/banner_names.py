"""What a banner's choice calls a charter's categories and services, taken from the shipped template of its format.

A choice that says `C0002` grants statistics only to a policy that knows this. The templates know what banners call
things unless a site renames them; what comes of it is marked as assumed.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from temoin.charters.sketch import Part
from temoin.charters.terms import Sort
from temoin.consent.names import folded
from temoin.policy import Category, Policy, load_policy
from temoin.policy.keys import CATEGORY, SERVICE
from temoin.policy.loading import template_policies
from temoin.vocabulary import Need

__all__ = ["Named", "named_by"]

_BY_CATEGORY = frozenset({"complianz", "cookiebot", "onetrust"})
"""Formats whose choice is one of categories: one that it has no word for is never granted."""

_ALIKE: Mapping[str, tuple[str, ...]] = {
    Sort.STATISTICS: ("performance",),
    Sort.MARKETING: ("targeting",),
    Sort.SOCIAL: ("social-media",),
    Sort.PREFERENCES: ("functional",),
    Sort.FUNCTIONAL: ("preferences",),
}
"""By sort, what templates call the category where they do not call it so."""


class Named(msgspec.Struct, frozen=True):
    """A charter's categories and services with the names that banners have for them.

    Args:
        categories: by id.
        services: by id.
        remarks: what was decided.
    """

    categories: Mapping[str, Part]
    services: Mapping[str, Part]
    remarks: tuple[str, ...] = ()


def named_by(formats: Sequence[str], categories: Mapping[str, Part], services: Mapping[str, Part]) -> Named:
    """Add what banners call the categories and services of a charter.

    Args:
        formats: in which the choice is read.
        categories: by id, without such names.
        services: by id, without such names.
    """
    naming = _Naming(categories, services)
    for format in formats:
        if format in template_policies():
            naming.take(format, load_policy(format))
    return Named(naming.categories, naming.services, tuple(naming.remarks))


class _Naming:
    def __init__(self, categories: Mapping[str, Part], services: Mapping[str, Part]) -> None:
        self.categories = dict(categories)
        self.services = dict(services)
        self.remarks: list[str] = []
        parts = {**categories, **services}
        self._taken = {folded(id) for id in parts} | {folded(part.word("title")) for part in parts.values()}

    def take(self, format: str, template: Policy) -> None:
        """Take the names that one template has."""
        said = {folded(name) for one in template.categories for name in one.names}
        pairs = {id: _like(id, template) for id in self.categories if folded(_bare(id)) not in said}
        shared = {one.needs for one in template.categories if one.consent is Need.REQUIRED}
        common = next(iter(shared)) if len(shared) == 1 else ()
        for id in self.categories:
            like = pairs.get(id)
            exempt = self.categories[id].word(CATEGORY.CONSENT.name) == Need.EXEMPT
            alone = list(pairs.values()).count(like) == 1
            names = self._names(like, id) if like is not None else ()
            if not exempt:
                self._add(self.categories, id, CATEGORY.NEEDS.name, common, template.title)
            if alone or not names:
                self._add(self.categories, id, CATEGORY.NAMES.name, tuple(self._new(names)), template.title)
            elif not exempt and folded(names[0]) not in self._taken:  # two share what the banner has one of
                self._add(self.categories, id, CATEGORY.NEEDS.name, names[:1], template.title)
            if id in pairs and like is None and not exempt and format in _BY_CATEGORY:
                self.remarks.append(
                    f"what {template.title} calls the category `{id}` is not known: until its `names` say it, "
                    "nothing of it is granted"
                )
        for service in template.services:
            ours = next((id for id, part in self.services.items() if _is(service.title, id, part)), None)
            if ours is not None:
                self._add(
                    self.services, ours, SERVICE.NAMES.name, tuple(self._new(service.names)), template.title
                )

    def _names(self, like: Category, id: str) -> tuple[str, ...]:
        """What the banner calls a category; by the template's own id where that is what its cookie says."""
        if like.names or like.needs:
            return like.names
        return () if like.id == id or folded(like.id) in self._taken else (like.id,)

    def _new(self, names: Sequence[str]) -> Iterator[str]:
        """Names that mean nothing else in this policy."""
        for name in names:
            if folded(name) not in self._taken:
                self._taken.add(folded(name))
                yield name

    def _add(self, parts: dict[str, Part], id: str, key: str, names: Sequence[str], title: str) -> None:
        if not names:
            return
        part = parts[id]
        merged = tuple(dict.fromkeys((*part.words.get(key, ()), *names)))
        beside = {**part.beside, key: f"as {title} usually has it: assumed"}
        parts[id] = msgspec.structs.replace(part, words={**part.words, key: merged}, beside=beside)


def _like(id: str, template: Policy) -> Category | None:
    """The template's category that is a charter's."""
    wanted = (_bare(id), *_ALIKE.get(_bare(id), ()))
    return next((one for name in wanted for one in template.categories if one.id == name), None)


def _bare(id: str) -> str:
    return id.removesuffix("-consented")


def _is(title: str, id: str, part: Part) -> bool:
    return folded(title) in {folded(id), folded(part.word(SERVICE.TITLE.name))}
