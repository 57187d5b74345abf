"""Drives the hard tours in a real Chromium and a real Firefox, and keeps each, packed, with its truth.

Usage: python tests/truth/hard.py [TOUR …] [-o FOLDER]
"""

import argparse
import asyncio
import gzip
import sys
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from truth import fox_record, record  # noqa: E402
from truth.browser import chromium_path  # noqa: E402
from truth.firefox import firefox_path  # noqa: E402
from truth.lab_tours import LAB_TOURS  # noqa: E402
from truth.tours import Tour  # noqa: E402

__all__ = ["FOLDER", "main"]

FOLDER = Path(__file__).resolve().parent / "hard"
_COMMAND = "python tests/truth/hard.py"


async def _drive(tours: list[Tour], chromium: Path, firefox: Path, folder: Path) -> None:
    for tour in tours:
        await record.record(tour, chromium, folder / "chromium")
        plain = folder / "chromium" / f"{tour.name}.flow"
        plain.with_suffix(".flow.gz").write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
        plain.unlink()
        await fox_record.record(tour, firefox, folder / "firefox")
        sizes = [(folder / name / f"{tour.name}.flow.gz").stat().st_size for name in ("chromium", "firefox")]
        print(f"{tour.name:28} {' '.join(f'{size / 1000:6.0f} kB' for size in sizes)}", flush=True)


def main() -> int:
    """The command line.

    Returns:
        The exit status: 0 recorded, 2 bad usage.
    """
    names = {tour.name: tour for tour in LAB_TOURS}
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Record the hard tours in both browsers.")
    parser.add_argument("tours", nargs="*", metavar="TOUR", help=f"one of {', '.join(names)} (all)")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, metavar="FOLDER")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.tours if name not in names]
    if unknown:
        parser.error(f"no tour is called {unknown[0]}")
    chromium, firefox = chromium_path(), firefox_path()
    if chromium is None or firefox is None:
        parser.error("both browsers are needed: apt-get install chromium firefox-esr")
    tours = [names[name] for name in arguments.tours] or list(LAB_TOURS)
    asyncio.run(_drive(tours, chromium, firefox, arguments.output))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
