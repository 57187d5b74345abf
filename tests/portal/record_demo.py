"""Takes the demo in a real browser through mitmproxy, and keeps what crossed with the times of each step.

Usage: python tests/portal/record_demo.py [chromium|firefox …] [--route ROUTE] [-o FOLDER]
"""

import argparse
import asyncio
import gzip
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from portal.tour import ROUTES, Leg, Route, take, write_legs  # noqa: E402
from temoin.portal.demo.addon import demo_addon  # noqa: E402
from truth.account import Account  # noqa: E402
from truth.browser import ThirdPartyCookies, chromium, chromium_path  # noqa: E402
from truth.firefox import firefox, firefox_path  # noqa: E402
from truth.fox_account import FoxAccount  # noqa: E402
from truth.fox_visitor import FoxVisitor  # noqa: E402
from truth.proxy import RecordingProxy, recording_proxy  # noqa: E402
from truth.visitor import Visitor  # noqa: E402

__all__ = ["FOLDER", "PATHS", "SEED", "record"]

FOLDER = Path(__file__).resolve().parent / "demo"
SEED = 1
_WITHIN = 150.0
PATHS = {"chromium": chromium_path, "firefox": firefox_path}


async def record(
    browser: str,
    path: Path,
    recording: Path,
    route: Route = ROUTES["guide"],
    third_party: ThirdPartyCookies = ThirdPartyCookies.ALLOWED,
) -> tuple[Leg, ...]:
    """Take the demo and record it.

    Args:
        browser: "chromium" or "firefox".
        path: its program.
        recording: where the flow file goes.
        route: the steps, in order.
        third_party: what the profile does with third-party cookies.

    Returns:
        Each step as it was taken.
    """
    async with (
        asyncio.timeout(_WITHIN),
        recording_proxy(demo_addon(seed=SEED), recording) as proxy,
        _VISITORS[browser](path, proxy, third_party) as visitor,
    ):
        return await take(visitor, route)


@asynccontextmanager
async def _at_chromium(
    path: Path, proxy: RecordingProxy, third_party: ThirdPartyCookies
) -> AsyncIterator[Visitor]:
    with TemporaryDirectory(prefix="temoin-demo-") as scratch:
        async with chromium(
            path,
            proxy_port=proxy.port,
            trusted_key=proxy.trusted_key,
            third_party=third_party,
            net_log=Path(scratch, "net-log.json"),
        ) as devtools:
            account = Account(devtools)
            await account.begin()
            await account.tab_ready()
            yield Visitor(devtools, account, proxy, None)


@asynccontextmanager
async def _at_firefox(
    path: Path, proxy: RecordingProxy, third_party: ThirdPartyCookies
) -> AsyncIterator[Visitor]:
    async with firefox(path, proxy_port=proxy.port, third_party=third_party) as (bidi, _):
        account = FoxAccount(bidi)
        await account.begin()
        yield cast("Visitor", FoxVisitor(bidi, account, proxy))


_VISITORS = {"chromium": _at_chromium, "firefox": _at_firefox}


def main() -> int:
    """The command line.

    Returns:
        The exit status: 0 recorded, 2 bad usage.
    """
    parser = argparse.ArgumentParser(description="Take the demo in real browsers, and keep what crossed.")
    parser.add_argument("browsers", nargs="*", metavar="BROWSER", help=f"of {', '.join(PATHS)} (both)")
    parser.add_argument("--route", choices=ROUTES, default="guide")
    parser.add_argument("--third-party", choices=list(ThirdPartyCookies), default=ThirdPartyCookies.ALLOWED)
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="FOLDER")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for browser in arguments.browsers or list(PATHS):
        path = PATHS[browser]() if browser in PATHS else None
        if path is None or not path.exists():
            parser.error(f"no {browser} to be found")
        with TemporaryDirectory(prefix="temoin-demo-") as scratch:
            recording = Path(scratch, "demo.flow")
            third_party = ThirdPartyCookies(arguments.third_party)
            legs = asyncio.run(record(browser, path, recording, ROUTES[arguments.route], third_party))
            packed = gzip.compress(recording.read_bytes(), mtime=0)
        (arguments.output / f"{browser}.flow.gz").write_bytes(packed)
        write_legs(arguments.output / f"{browser}.legs.json", legs)
        print(
            f"{browser}: {len(legs)} steps, {legs[-1].done - legs[0].begun:.0f} s, {len(packed) / 1000:.0f} kB"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
