"""Drives the tours in a real Chromium through mitmproxy, and keeps each with its truth.

Usage: python tests/truth/record.py [TOUR …] [-o FOLDER]
"""

import argparse
import asyncio
import contextlib
import shutil
import signal
import sys
import time
import zlib
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from temoin.portal import HOSTS  # noqa: E402
from temoin.portal.addon import PortalAddon  # noqa: E402
from temoin.report import Report  # noqa: E402
from truth.account import Account  # noqa: E402
from truth.assemble import Gathered, assemble  # noqa: E402
from truth.browser import chromium, chromium_path  # noqa: E402
from truth.choices import ChoiceWatch, chromium_jar  # noqa: E402
from truth.document import Truth, write_truth  # noqa: E402
from truth.lab import LabAddon  # noqa: E402
from truth.matching import read_recording  # noqa: E402
from truth.netlog import read_net_log  # noqa: E402
from truth.proxy import recording_proxy  # noqa: E402
from truth.tours import TOURS, Tour  # noqa: E402
from truth.visitor import Visitor  # noqa: E402

__all__ = ["main", "record", "web_of", "wrong_with"]

_COMMAND = "python tests/truth/record.py"
_TOUR_WITHIN = 90.0


async def record(
    tour: Tour, browser: Path, folder: Path, screens: Path | None = None, live: list[Report] | None = None
) -> Truth:
    """Drive one tour and keep its recording and its truth.

    Args:
        tour: what to drive.
        browser: the Chromium to drive it in.
        folder: where `NAME.flow` and `NAME.truth.json` go.
        screens: where a picture goes after each step; None for none.
        live: given what Témoin held while it watched.

    Returns:
        The truth.
    """
    with TemporaryDirectory(prefix="temoin-tour-") as scratch:
        recording, net_log = Path(scratch, "recording.flow"), Path(scratch, "net-log.json")
        async with (
            asyncio.timeout(_TOUR_WITHIN),
            recording_proxy(web_of(tour), recording, http2=tour.http2, handshake=tour.handshake) as proxy,
            chromium(
                browser,
                proxy_port=proxy.port,
                trusted_key=proxy.trusted_key,
                third_party=tour.third_party,
                net_log=net_log,
                plain=tour.plain,
            ) as devtools,
        ):
            account = Account(devtools)
            await account.begin()
            await account.tab_ready()
            product = (await devtools.send("Browser.getVersion"))["product"]
            visitor = Visitor(devtools, account, proxy, screens)
            async with ChoiceWatch(chromium_jar(devtools)) as watch:
                await tour.drive(visitor)
                await visitor.settle()
            hops = account.hops()
        if live is not None:
            live.append(proxy.report)
        gathered = Gathered(
            browser=product,
            proxy=f"mitmproxy {version('mitmproxy')}",
            recorded=read_recording(recording),
            hops=hops,
            logged=read_net_log(net_log),
            clicks=tuple(visitor.clicks),
            changes=tuple(watch.changes),
        )
        truth = assemble(tour, gathered, f"{_COMMAND} {tour.name}")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(recording, folder / f"{tour.name}.flow")
        write_truth(folder / f"{tour.name}.truth.json", truth)
    return truth


def web_of(tour: Tour) -> PortalAddon:
    """What the proxy plays for a tour.

    Args:
        tour: what is to be driven.
    """
    seed = zlib.crc32(tour.name.encode())
    return LabAddon(seed) if tour.lab else PortalAddon(tour.variant, seed=seed)


def wrong_with(truth: Truth) -> list[str]:
    """What does not fit together in a truth, in lines; empty when the three accounts agree."""
    wrong = [f"not in the recording: {one}" for one in truth.unmatched]
    wrong += [
        f"request {one.flow}: its page is of {one.first_party}, its network log says {one.top_site}"
        for one in truth.requests
        if one.first_party != one.top_site
    ]
    wrong += [f"request {one.flow}: no page known" for one in truth.requests if one.page_request is None]
    wrong += [
        f"request {one.flow}: to {one.url}, and the protocol says nothing of it"
        for one in truth.background
        if urlsplit(one.url).hostname in HOSTS
    ]
    if len(truth.choice_moments) != len(truth.clicks):
        wrong.append(f"{len(truth.clicks)} choices clicked, {len(truth.choice_moments)} seen in the jar")
    return wrong


async def _record_all(tours: list[Tour], browser: Path, folder: Path, screens: Path | None) -> int:
    task = asyncio.current_task()
    if task is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    faults = 0
    for tour in tours:
        pictures = screens / tour.name if screens else None
        if pictures is not None:
            pictures.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        truth = await record(tour, browser, folder, pictures)
        size = (folder / f"{tour.name}.flow").stat().st_size
        took = time.monotonic() - began
        print(f"{tour.name:28} {len(truth.requests):4} requests {size / 1000:6.0f} kB {took:5.1f} s")
        for line in wrong_with(truth):
            faults += 1
            print(f"  {line}")
    return faults


def main() -> int:
    """The command line.

    Returns:
        The exit status: 0 all recorded and their accounts agree, 1 some do not, 2 bad usage.
    """
    names = {tour.name: tour for tour in TOURS}
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Record the tours in a real Chromium.")
    parser.add_argument("tours", nargs="*", metavar="TOUR", help=f"one of {', '.join(names)} (all)")
    parser.add_argument("-o", "--output", type=Path, default=_REPOSITORY / "recordings", metavar="FOLDER")
    parser.add_argument("--screens", type=Path, metavar="FOLDER", help="keep a picture of each step there")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.tours if name not in names]
    if unknown:
        parser.error(f"no tour is called {unknown[0]}")
    browser = chromium_path()
    if browser is None or not browser.exists():
        where = f" at {browser}" if browser else ""
        parser.error(f"no Chromium{where}: apt-get install chromium, or name one in TEMOIN_CHROMIUM")
    tours = [names[name] for name in arguments.tours] or list(TOURS)
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        faults = asyncio.run(_record_all(tours, browser, arguments.output, arguments.screens))
        return 1 if faults else 0
    return 130


if __name__ == "__main__":
    raise SystemExit(main())
