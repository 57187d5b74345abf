"""The reports on the shipped recordings, each judged once."""

from functools import cache
from pathlib import Path

import temoin
from temoin.report import Report

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = tuple(sorted(path.stem for path in (ROOT / "recordings").glob("*.flow")))


@cache
def report_on(name: str) -> Report:
    """What a shipped recording shows, by the stand-in portal's policy."""
    return temoin.replay([str(ROOT / "recordings" / f"{name}.flow")], ["portal"])
