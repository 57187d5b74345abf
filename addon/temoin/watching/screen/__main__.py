"""`python -m temoin.watching.screen`: the screen on made-up traffic, to look at it and to load it."""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from temoin.views.screen.picture import svg_of
from temoin.views.screen.report import ReportScreen
from temoin.views.terminal import plain_text
from temoin.watching.screen import LiveScreen, PlainLines, Setting, live_view
from temoin.watching.screen.made_up import MadeUp
from temoin.writing import write_whole

_STEP = 0.01
_SETTING = Setting(
    proxy="127.0.0.1:8080",
    page="http://temoin.test/",
    hints=("All of this is made up. Press q to quit.",),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Show made-up traffic.

    Args:
        arguments: without the program's name; None for those of the process.

    Returns:
        0.
    """
    options = _parser().parse_args(arguments)
    watch = MadeUp(kept=options.kept, seed=options.seed, recording="visit.flow")
    if options.picture:
        for _ in range(round(options.rate * options.seconds)):
            watch.cross(1 / options.rate)
        picture = LiveScreen(watch.board(), None)
        svg = svg_of(picture, options.width, "temoin watch", height=options.height)
        write_whole(options.picture, svg.encode(), shared=True)
        return 0
    with suppress(KeyboardInterrupt):
        asyncio.run(_watched(watch, options))
    if options.cost:
        print(f"{time.process_time():.2f} s of CPU", file=sys.stderr)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m temoin.watching.screen", description=__doc__)
    parser.add_argument("--rate", type=float, default=6.0, help="how many cookies cross in a second")
    parser.add_argument("--seconds", type=float, default=0.0, help="end after so many (0: never)")
    parser.add_argument("--kept", type=int, default=2000, help="how many rows are kept")
    parser.add_argument("--seed", type=int, default=1, help="of what is made up")
    parser.add_argument("--plain", action="store_true", help="plain lines, on a terminal too")
    parser.add_argument("--cost", action="store_true", help="say in the end what it took")
    parser.add_argument("--picture", metavar="FILE", help="write an SVG of the screen after so many seconds")
    parser.add_argument("--width", type=int, default=120)
    parser.add_argument("--height", type=int, default=40)
    return parser


async def _watched(watch: MadeUp, options: argparse.Namespace) -> None:
    done = asyncio.Event()

    def save(file: str) -> str:
        write_whole(file, plain_text(ReportScreen(watch.report())))
        return file

    view = (
        PlainLines(watch, on_quit=done.set)
        if options.plain
        else live_view(watch, _SETTING, save=save, on_quit=done.set)
    )
    view.start()
    crossing = asyncio.create_task(_cross(watch, options.rate))
    try:
        async with asyncio.timeout(options.seconds or None):
            await done.wait()
    except TimeoutError:
        pass
    finally:
        crossing.cancel()
        watch.settle_all()
        view.stop()


async def _cross(watch: MadeUp, rate: float) -> None:
    """Let as many cookies cross as the clock asks for."""
    began, crossed = time.monotonic(), 0
    while True:
        await asyncio.sleep(_STEP)
        while crossed < (time.monotonic() - began) * rate:
            crossed += 1
            watch.cross(1 / rate)


if __name__ == "__main__":
    sys.exit(main())
