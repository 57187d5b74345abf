"""Where traffic comes from: recordings in, the engine's events out, in exact order of time.

`open_source` finds out by content what a file is (`kinds` holds one module a kind, and adding a kind is
adding its module), reads it once from end to end, and hands back a `Recording`: what it holds, what it could
not read, and its events as often as they are asked for. `join` makes several recordings one session. Nothing
here judges anything, and the engine never asks where its events came from: a source that is no file (the
live proxy, a witness in the page) makes its events itself and needs none of this.
"""

from temoin.traffic.order import Wanted
from temoin.traffic.recording import Progress, Recording, Skipped, join
from temoin.traffic.source import open_source

__all__ = ["Progress", "Recording", "Skipped", "Wanted", "join", "open_source"]
