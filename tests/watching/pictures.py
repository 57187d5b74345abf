"""Makes the pictures of the live watch in the docs anew, from a visit to the demo in a real Chromium.

Usage: python tests/watching/pictures.py [-o FOLDER]
"""

import argparse
import asyncio
import base64
import sys
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from portal.tour import Leg, legs_in  # noqa: E402
from temoin.playback import load_policies  # noqa: E402
from temoin.traffic import open_source  # noqa: E402
from temoin.views.screen.picture import svg_of  # noqa: E402
from temoin.watching.board import Board  # noqa: E402
from temoin.watching.page import PageServer  # noqa: E402
from temoin.watching.screen import LiveScreen, Setting, ViewState  # noqa: E402
from temoin.watching.session import Watch  # noqa: E402
from truth.browser import chromium_path  # noqa: E402
from truth.proxy import recording_proxy  # noqa: E402
from watching.page.tab import tab_behind  # noqa: E402

__all__ = ["DOCS", "screen_picture", "watch_at"]

DOCS = _REPOSITORY / "addon" / "docs"
_VISIT = _REPOSITORY / "tests" / "portal" / "demo" / "chromium.flow.gz"
_LEGS = _VISIT.with_name("chromium.legs.json")
_SIZE = (1280, 860)
_SHOWN = Setting(page="http://temoin.test/#…", proxy="127.0.0.1:8080")


def watch_at(moment: float) -> Watch:
    """A watch that has seen the visit up to a moment.

    Args:
        moment: in Unix seconds.
    """
    watch = Watch(load_policies(["demo"]), name="demo")
    with open_source(str(_VISIT)) as recording:
        for event in recording.events():
            if event.at > moment:
                break
            watch.put(event, event.at)
    watch.tick(moment + 1.0)
    return watch


def screen_picture() -> str:
    """The screen in the middle of the visit: something chosen, something refused, something open."""
    watch = watch_at(_moment(legs_in(_LEGS)))
    try:
        return svg_of(LiveScreen(_settled(watch), ViewState(setting=_SHOWN)), 120, "temoin demo", height=36)
    finally:
        watch.close()


def _moment(legs: tuple[Leg, ...]) -> float:
    """Just after the visitor of the leaky portal accepted some."""
    return next(leg for leg in legs if (leg.step, leg.which) == (3, "leaky")).begun + 1.9


def _settled(watch: Watch) -> Board:
    """The board once the watch has fed all that it was given: closing would settle what is open."""
    watch.drained()
    return watch.board()


async def _page_picture(path: Path, file: Path) -> None:
    watch = watch_at(_moment(legs_in(_LEGS)))
    _settled(watch)
    server = PageServer(watch)
    server.start()
    from temoin.portal.demo.addon import demo_addon

    recording = file.with_suffix(".flow")
    async with (
        recording_proxy(demo_addon(seed=1), recording) as proxy,
        tab_behind(path, proxy.port, proxy.trusted_key, file.parent) as tab,
    ):
        await tab.is_shaped(*_SIZE)
        await tab.open(server.loopback_address)
        await tab.until("document.querySelector('#link')?.dataset.state === 'live'")
        await asyncio.sleep(1.5)
        taken = await tab.devtools.send("Page.captureScreenshot", {"format": "png"}, tab.session)
        file.write_bytes(base64.b64decode(taken["data"]))
    recording.unlink(missing_ok=True)
    await server.stop()
    watch.close()


def main() -> int:
    """The command line.

    Returns:
        The exit status: 0 made, 2 no browser.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=DOCS, metavar="FOLDER")
    folder = parser.parse_args().output
    (folder / "live.svg").write_text(screen_picture(), encoding="utf-8")
    path = chromium_path()
    if path is None:
        print("no Chromium found: apt-get install chromium", file=sys.stderr)
        return 2
    asyncio.run(_page_picture(path, folder / "live-page.png"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
