"""Serves the live page with a watch made up, to be looked at: `python tests/watching/page/look.py [SCENE]`."""

import argparse
import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from temoin.watching.page import PageServer
from watching.page.made_up import MadeUp
from watching.page.scenes import SCENES, Scene, busy


async def play(watch: MadeUp, scene: Scene, speed: float) -> None:
    """Act a scene out, from the beginning after each restart."""
    while True:
        restarts = watch.restarts
        for pause in scene(watch):
            await asyncio.sleep(pause / speed)
            if watch.restarts != restarts:
                break


async def show(scene: Scene, port: int, speed: float, recording: Path | None) -> None:
    watch = MadeUp()
    server = PageServer(watch, port=port, recording=lambda: recording)
    server.start()
    print(server.loopback_address, flush=True)
    await play(watch, scene, speed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scene", nargs="?", default="visit", choices=SCENES)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--speed", type=float, default=1.0, help="how much faster than life")
    parser.add_argument("--rate", type=int, default=1000, help="crossings a second of a busy watch")
    parser.add_argument("--recording", type=Path, help="a flow file to offer")
    options = parser.parse_args()
    scene = SCENES[options.scene]
    if options.scene == "busy":
        scene = lambda watch: busy(watch, options.rate)  # noqa: E731
    try:
        asyncio.run(show(scene, options.port, options.speed, options.recording))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
