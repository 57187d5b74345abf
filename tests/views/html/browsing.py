"""A real Chromium on files of this machine, its way to any net shut; and axe, which judges who can use a page."""

import asyncio
import contextlib
import os
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from truth.browser import chromium_path
from views.oracles import AXE, MODULES
from watching.page.tab import Tab, tab_behind

__all__ = ["axe_source", "browse"]

_NO_PROXY = 9
"""The port of a proxy that is not there (discard): whatever is not a file fails, and is heard of."""

_WITHIN = 60

type Visit = Callable[[Tab], Awaitable[None]]


def browse(visit: Visit) -> None:
    """Do something in a tab of a fresh browser; without one the test is skipped, and under CI it fails."""
    path = chromium_path()
    if path is None or not path.exists():
        _lacking("no chromium found: apt-get install chromium")
    else:
        asyncio.run(_visited(path, visit))


async def _visited(path: Path, visit: Visit) -> None:
    async with tab_behind(path, _NO_PROXY) as tab:
        await visit(tab)


@cache
def axe_source() -> str:
    """The script of axe: as installed for the tests, else fetched into a folder of its own."""
    installed = MODULES / "axe-core" / "axe.min.js"
    if installed.exists():
        return installed.read_text("utf-8")
    with TemporaryDirectory(prefix="temoin-axe-") as folder:
        file = Path(folder, "node_modules", "axe-core", "axe.min.js")
        if shutil.which("npm"):
            with contextlib.suppress(subprocess.TimeoutExpired):
                subprocess.run(
                    ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--fetch-retries=0", AXE],
                    capture_output=True, timeout=_WITHIN, check=False,
                )  # fmt: skip
        if not file.exists():
            _lacking(f"axe is not there: npm install --no-save --no-package-lock {AXE}")
        return file.read_text("utf-8")


def _lacking(get: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(get)
    pytest.skip(get)
