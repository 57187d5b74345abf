"""Limits so low that a short session passes them all."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from unittest.mock import patch

__all__ = ["LIMITS", "tight"]

LIMITS = {
    "visitors.MOST_VISITORS": 1,
    "visitors.MOST_THINGS": 40,
    "visitors.MOST_COOKIES": 4,
    "visitors._MOST_GONE": 2,
    "visitors._MOST_SITES": 1,
    "visitors._MOST_PROVENANCE": 2,
    "visitors._MOST_HOSTS": 1,
    "visitors._MOST_PATHS": 2,
    "audit.MOST_THINGS": 40,
    "audit._WEIGHED_EVERY": 3,
    "audit._MOST_IN_FLIGHT": 4,
    "audit._MOST_REDIRECTED": 1,
    "audit._MOST_MIXED": 1,
    "connections._MOST_CONNECTIONS": 2,
    "queues._MOST_KEPT": 9,
    "profiles._MOST_COOKIES": 3,
    "profiles._MOST_VALUES": 3,
    "pages.attribution.MOST_PAGES": 4,
    "pages.attribution._MOST_STRANGERS": 1,
    "pages.attribution._MOST_WEIGHED": 2,
    "pages.documents._MOST_INITIATORS": 2,
    "pages.documents._MOST_ORIGINS": 2,
    "pages.documents._MOST_GONE": 3,
    "pages.documents._MOST_REDIRECTS": 1,
    "pages.documents._MOST_TO_ONE": 1,
    "pages.pools._MOST": 2,
    "pages.possible.MOST_PAGE_HOSTS": 2,
    "choices.timeline._MOST_WAITING": 3,
    "choices.timeline._MOST_SIGHTINGS": 4,
    "choices.timeline._KEPT": 2,
    "choices.timeline._MOST_GRANTED": 1,
    "choices.register._MOST_FOLLOWED": 1,
    "choices.register._MOST_ERAS": 3,
    "choices.register._MOST_REMEMBERED": 1,
    "choices.disagreement._MOST": 1,
    "choices.witness._MOST_PATHS": 1,
    "choices.witness._MOST_READ": 1,
    "cookies.values.MOST_LABELS": 2,
    "crossings._MOST_HOSTS": 1,
    "crossings._MOST_NAMES": 1,
    "judging._MOST_BACK": 1,
    "judging._MOST_BACK_BEFORE": 1,
    "ledger._MOST_TALLIES": 3,
    "ledger._MOST_REJECTED": 1,
    "ledger._MOST_OUTSIDE": 1,
    "findings._MOST_HELD": 1,
    "orders._MOST_DOCUMENTS": 1,
    "orders._MOST_NAMED": 2,
    "orders._MOST_CROSSINGS": 2,
    "banners._MOST_HOSTS": 1,
    "proving._MOST_REQUESTS": 2,
}
"""Each limit by where it stands, and how low it is set."""


@contextmanager
def tight(*only: str, **lower: int) -> Iterator[None]:
    """Lower limits for a while.

    Args:
        only: which; none for all.
        lower: other values for some of them, by their last name without leading underscores.
    """
    wanted = only or tuple(LIMITS)
    unlike = {name for name in lower if not any(one.endswith(name) for one in wanted)}
    assert not unlike
    patches = []
    for where in wanted:
        module, _, name = where.rpartition(".")
        value = lower.get(name.removeprefix("_"), LIMITS[where])
        patches.append(patch.object(import_module(f"temoin.{module}"), name, value))
    try:
        for one in patches:
            one.start()
        yield
    finally:
        for one in patches:
            one.stop()
