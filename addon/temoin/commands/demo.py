"""`temoin demo`: the watch on made-up portals, with no network at all."""

import argparse
import asyncio

from temoin.commands.watch import port_of, show, watch
from temoin.portal.demo import DEMO_POLICY, DEMO_START
from temoin.portal.demo.addon import demo_addon
from temoin.proxy import ProxyWishes
from temoin.views import Language

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Show the demo until told to end.

    Args:
        options: as `temoin.commands.live_arguments` parses them.

    Returns:
        The exit status.
    """
    wishes = ProxyWishes(
        policies=(DEMO_POLICY,),
        port=port_of(options.port, options.browser),
        recording=options.write,
        reports=tuple(options.output),
        language=Language(options.lang),
        lines=options.lines,
    )
    demo = demo_addon()

    def begun(live: str) -> None:
        demo.web.live = live

    ended = asyncio.run(
        watch(wishes, (demo,), url=DEMO_START, browser=options.browser,
              headless=options.headless, third_party=options.third_party, plain=options.plain, begun=begun)
    )  # fmt: skip
    return show(ended, exit_zero=options.exit_zero)
