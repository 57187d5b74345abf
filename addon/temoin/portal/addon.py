"""The stand-in portal behind mitmproxy; options say which it plays."""

import secrets

from mitmproxy import ctx, exceptions
from mitmproxy.addonmanager import Loader

from temoin.errors import UsageError
from temoin.portal.offline import ONBOARDING, OfflineWeb
from temoin.portal.portal import Portal
from temoin.portal.variant import CORRECT, ChoiceBy, Variant, leaks_named

__all__ = ["PortalAddon"]


class PortalAddon(OfflineWeb[Portal]):
    """Answers for the portal and its third parties.

    Args:
        variant: which portal to play, unless the options say.
        seed: where identifiers begin; None for a new beginning each run.
        leave: hosts that other addons answer (mitm.it, Témoin's own page), left alone.
    """

    def __init__(
        self,
        variant: Variant = CORRECT,
        *,
        seed: int | None = None,
        leave: frozenset[str] = frozenset({ONBOARDING}),
    ) -> None:
        self._seed = secrets.randbits(64) if seed is None else seed
        self._initial = variant
        super().__init__(Portal(variant, self._seed), leave=leave)

    @property
    def portal(self) -> Portal:
        """The portal that is played."""
        return self.web

    def load(self, loader: Loader) -> None:
        """Declare the options."""
        loader.add_option(
            "portal_leaks",
            str,
            ",".join(sorted(self._initial.leaks)) or "none",
            "What the stand-in portal does wrong: none, all, or names between commas.",
        )
        loader.add_option(
            "portal_choice_by",
            str,
            str(self._initial.choice_by),
            "Who writes the cookie of the choice.",
            choices=list(ChoiceBy),
        )

    def configure(self, updated: set[str]) -> None:
        """Play the portal the options name.

        Raises:
            OptionsError: an option that names none.
        """
        if updated.isdisjoint({"portal_leaks", "portal_choice_by"}):
            return
        try:
            leaks = leaks_named(ctx.options.portal_leaks)
        except UsageError as error:
            raise exceptions.OptionsError(f"portal_leaks: {error}") from error  # type: ignore[no-untyped-call]
        self.web = Portal(Variant(leaks, ChoiceBy(ctx.options.portal_choice_by)), self._seed)


addons = [PortalAddon()]
