"""Drives the tours in a real Firefox through mitmproxy, and keeps each, packed, with its truth.

Usage: python tests/truth/fox_record.py [TOUR …] [-o FOLDER]
"""

import argparse
import asyncio
import gzip
import sys
import time
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from temoin.report import Report  # noqa: E402
from truth.assemble import Gathered, assemble  # noqa: E402
from truth.choices import ChoiceWatch, firefox_jar  # noqa: E402
from truth.document import Truth, write_truth  # noqa: E402
from truth.firefox import firefox, firefox_path  # noqa: E402
from truth.fox_account import FoxAccount  # noqa: E402
from truth.fox_log import FoxLog  # noqa: E402
from truth.fox_visitor import FoxVisitor  # noqa: E402
from truth.matching import read_recording  # noqa: E402
from truth.proxy import recording_proxy  # noqa: E402
from truth.record import web_of  # noqa: E402
from truth.tours import TOURS, Tour  # noqa: E402
from truth.visitor import Visitor  # noqa: E402

__all__ = ["FOLDER", "main", "record"]

FOLDER = Path(__file__).resolve().parents[2] / "recordings" / "firefox"
_COMMAND = "python tests/truth/fox_record.py"
_TOUR_WITHIN = 120.0


async def record(tour: Tour, browser: Path, folder: Path, live: list[Report] | None = None) -> Truth:
    """Drive one tour in Firefox and keep its recording and its truth.

    Args:
        tour: what to drive.
        browser: the Firefox to drive it in.
        folder: where `NAME.flow.gz` and `NAME.truth.json` go.
        live: given what Témoin held while it watched.

    Returns:
        The truth. What responses set is not in it: the protocol does not say whether it was stored.
    """
    with TemporaryDirectory(prefix="temoin-tour-") as scratch:
        recording = Path(scratch, "recording.flow")
        async with (
            asyncio.timeout(_TOUR_WITHIN),
            recording_proxy(web_of(tour), recording, http2=tour.http2, handshake=tour.handshake) as proxy,
            firefox(browser, proxy_port=proxy.port, third_party=tour.third_party) as (bidi, product),
        ):
            log = FoxLog(bidi)
            await log.begin()
            account = FoxAccount(bidi)
            await account.begin()
            visitor = FoxVisitor(bidi, account, proxy)
            async with ChoiceWatch(firefox_jar(bidi)) as watch:
                await tour.drive(cast("Visitor", visitor))
                await visitor.settle()
            hops, logged = account.hops(), await log.read()
        if live is not None:
            live.append(proxy.report)
        gathered = Gathered(
            browser=product,
            proxy=f"mitmproxy {version('mitmproxy')}",
            recorded=read_recording(recording),
            hops=hops,
            logged=logged,
            clicks=tuple(visitor.clicks),
            changes=tuple(watch.changes),
        )
        truth = assemble(tour, gathered, f"{_COMMAND} {tour.name}")
        folder.mkdir(parents=True, exist_ok=True)
        packed = gzip.compress(recording.read_bytes(), mtime=0)
        (folder / f"{tour.name}.flow.gz").write_bytes(packed)
        write_truth(folder / f"{tour.name}.truth.json", truth)
    return truth


async def _record_all(tours: list[Tour], browser: Path, folder: Path) -> None:
    for tour in tours:
        began = time.monotonic()
        truth = await record(tour, browser, folder)
        size = (folder / f"{tour.name}.flow.gz").stat().st_size
        took = time.monotonic() - began
        print(
            f"{tour.name:28} {len(truth.requests):4} requests {size / 1000:6.0f} kB {took:5.1f} s", flush=True
        )
        for line in truth.unmatched:
            print(f"  not in the recording: {line}")


def main() -> int:
    """The command line.

    Returns:
        The exit status: 0 recorded, 2 bad usage.
    """
    names = {tour.name: tour for tour in TOURS}
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Record the tours in a real Firefox.")
    parser.add_argument("tours", nargs="*", metavar="TOUR", help=f"one of {', '.join(names)} (all)")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="FOLDER")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.tours if name not in names]
    if unknown:
        parser.error(f"no tour is called {unknown[0]}")
    browser = firefox_path()
    if browser is None or not browser.exists():
        parser.error("no Firefox: apt-get install firefox-esr, or name one in TEMOIN_FIREFOX")
    tours = [names[name] for name in arguments.tours] or list(TOURS)
    asyncio.run(_record_all(tours, browser, arguments.output))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
