"""The services that cookies work for, each with an id of its own, its category and its provider."""

from collections.abc import Mapping, Sequence

from temoin.charters.sketch import Part
from temoin.charters.wording import clean, plain, slug
from temoin.consent.names import folded
from temoin.policy.keys import SERVICE

__all__ = ["Services"]


class Services:
    """Collects a charter's services.

    Args:
        taken: ids that no service may have, spelling aside: those of the categories.
    """

    def __init__(self, taken: Sequence[str]) -> None:
        self._taken = {folded(id) for id in taken}
        self._ids: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._categories: dict[str, str] = {}
        self._providers: dict[str, set[str]] = {}

    def id_of(self, title: str, category: str, provider: str) -> str:
        """The id of a service, which is declared when first asked for.

        Args:
            title: as published.
            category: of the cookie that works for it; the first one's is the service's.
            provider: of that cookie; empty for none.
        """
        key = plain(title)
        if key not in self._ids:
            self._ids[key] = self._new_id(title)
            self._titles[self._ids[key]] = clean(title)
            self._categories[self._ids[key]] = category
        id = self._ids[key]
        self._providers.setdefault(id, set()).add(clean(provider))
        return id

    def category(self, id: str) -> str:
        """A service's category.

        Args:
            id: as `id_of` gave it.
        """
        return self._categories[id]

    def provider(self, id: str) -> str:
        """The provider that all cookies of a service share; empty where they do not, or have none.

        Args:
            id: as `id_of` gave it.
        """
        providers = self._providers[id]
        return next(iter(providers)) if len(providers) == 1 else ""

    def parts(self) -> Mapping[str, Part]:
        """The services by id, in the order in which the charter speaks of them."""
        parts = {}
        for id, title in self._titles.items():
            words = {SERVICE.TITLE.name: (title,), SERVICE.CATEGORY.name: (self._categories[id],)}
            if self.provider(id):
                words[SERVICE.PROVIDER.name] = (self.provider(id),)
            parts[id] = Part(words)
        return parts

    def _new_id(self, title: str) -> str:
        wanted = slug(title) or "service"
        id, number = wanted, 1
        while folded(id) in self._taken:
            number += 1
            id = f"{wanted}-{number}"
        self._taken.add(folded(id))
        return id
