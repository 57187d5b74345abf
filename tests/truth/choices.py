"""Watches the browser's jar for the consent cookie, to know when the choice truly changed."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from urllib.parse import unquote

import msgspec

from temoin.portal import PORTAL
from truth.bidi import BiDi
from truth.devtools import DevTools

__all__ = ["ChoiceWatch", "JarChange", "chromium_jar", "firefox_jar"]

_COOKIE = "cookies_preferences"
_DOMAINS = (PORTAL, ".reseda.fr")
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
        look: reads the consent cookie's value; empty where there is none.
    """

    def __init__(self, look: Callable[[], Awaitable[str]]) -> None:
        self._look = look
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
            value = await self._look()
            answered_at = time.time()
            if value != self._value:
                choice = json.loads(unquote(value)) if value else {}
                self.changes.append(JarChange(self._held_at, answered_at, choice))
                self._value = value
            self._held_at = asked_at
            await asyncio.sleep(_EVERY)


def chromium_jar(devtools: DevTools) -> Callable[[], Awaitable[str]]:
    """How to read the consent cookie of a Chromium.

    Args:
        devtools: its protocol.
    """

    async def look() -> str:
        jar = await devtools.send("Storage.getCookies")
        held = (one for one in jar["cookies"] if one["name"] == _COOKIE and one["domain"] in _DOMAINS)
        return next((str(one["value"]) for one in held), "")

    return look


def firefox_jar(bidi: BiDi) -> Callable[[], Awaitable[str]]:
    """How to read the consent cookie of a Firefox.

    Args:
        bidi: its protocol.
    """

    async def look() -> str:
        jar = await bidi.send("storage.getCookies", {"filter": {"name": _COOKIE}})
        held = (one for one in jar["cookies"] if one["domain"] in _DOMAINS)
        return next((str(one["value"].get("value", "")) for one in held), "")

    return look
