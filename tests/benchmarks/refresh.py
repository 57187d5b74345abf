"""`python -m benchmarks.refresh`, from tests/: what drawing the live screen costs, at each size of a terminal.

A thousand cookies cross in each second that is drawn, ten pictures a second, so every row of every picture is new.
For each size: milliseconds of CPU a picture, the median and the worst of fifty, and the bytes a terminal gets.
"""

import io
import statistics
import time

from rich.console import Console
from rich.live import Live

from temoin.watching.screen import LiveScreen
from temoin.watching.screen.made_up import MadeUp

__all__ = ["costs"]

SIZES = ((60, 15), (80, 24), (120, 40), (200, 50), (250, 80))


def costs(width: int, height: int, pictures: int = 50) -> tuple[list[float], int]:
    """Draw pictures of a busy watch.

    Args:
        width: the terminal's columns.
        height: its lines.
        pictures: how many.

    Returns:
        The milliseconds of CPU that each took, and the characters of the last.
    """
    watch, output = MadeUp(), io.StringIO()
    console = Console(file=output, width=width, height=height, force_terminal=True, color_system="256")
    live = Live(
        console=console, screen=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
    )
    taken: list[float] = []
    before = 0
    with live:
        for _ in range(pictures):
            for _ in range(100):
                watch.cross(0.001)
            board = watch.board()
            before = len(output.getvalue())
            began = time.thread_time()
            live.update(LiveScreen(board), refresh=True)
            taken.append((time.thread_time() - began) * 1000)
    return taken, len(output.getvalue()) - before


if __name__ == "__main__":
    for width, height in SIZES:
        taken, size = costs(width, height)
        print(
            f"{width}x{height}: {statistics.median(taken):.1f} ms, worst {max(taken):.1f} ms, {size:,} characters"
        )
