"""Watches the browser's jar for the consent cookie, to know when the choice truly changed."""

import asyncio
import json
import time
from urllib.parse import unquote

import msgspec

from temoin.portal import PORTAL
from truth.devtools import DevTools

__all__ = ["ChoiceWatch", "JarChange"]

_COOKIE = "cookies_preferences"
_EVERY = 0.02


class JarChange(msgspec.Struct, frozen=True):
    """A change of the consent cookie's value.

    Args:
        after: a moment at which the jar held the old value.
        by: a moment at which it held the new one.
        choice: the new value, by service; empty when the cookie is gone.
    """

    after: float
    by: float
    choice: dict[str, bool]


class ChoiceWatch:
    """Looks into the jar some fifty times a second.

    Args:
        devtools: the browser's protocol.
    """

    def __init__(self, devtools: DevTools) -> None:
        self._devtools = devtools
        self._value = ""
        self._held_at = time.time()
        self._task: asyncio.Task[None] | None = None
        self.changes: list[JarChange] = []

    async def __aenter__(self) -> "ChoiceWatch":
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *error: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while True:
            asked_at = time.time()
            jar = await self._devtools.send("Storage.getCookies")
            answered_at = time.time()
            value = next(
                (
                    cookie["value"]
                    for cookie in jar["cookies"]
                    if cookie["name"] == _COOKIE and cookie["domain"] == PORTAL
                ),
                "",
            )
            if value != self._value:
                choice = json.loads(unquote(value)) if value else {}
                self.changes.append(JarChange(self._held_at, answered_at, choice))
                self._value = value
            self._held_at = asked_at
            await asyncio.sleep(_EVERY)
