"""How ordinary a visitor is: what a page sees of the browser, and what the browser asks for of its own accord.

Opens a browser twice, as Témoin does and with no more than the proxy and its certificate, and compares.

Usage: python tests/browsers/ordinary.py chromium|firefox [--seconds 300] [--headless]
"""

import argparse
import asyncio
import json
import sys
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))
with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from mitmproxy import ctx, http

import msgspec  # noqa: E402

from temoin.browsers.authority import read_authority  # noqa: E402
from temoin.browsers.family import Visit  # noqa: E402
from temoin.browsers.finding import Found, browsers, find_browser  # noqa: E402
from temoin.browsers.kept import Kept  # noqa: E402
from temoin.browsers.machine import this_machine  # noqa: E402
from temoin.portal.addon import PortalAddon  # noqa: E402
from truth.proxy import recording_proxy  # noqa: E402

__all__ = ["main"]

_HOST = "probe.example"
_BARE_FLAGS = (
    "--user-data-dir=", "--proxy-server=", "--ignore-certificate-errors-spki-list=",
    "--no-first-run", "--no-sandbox", "--headless",
)  # fmt: skip
_PAGE = """<!doctype html><meta charset=utf-8><title>probe</title><script>(async () => {
const names = one => {
  const found = new Set();
  for (let it = one; it && it !== Object.prototype; it = Object.getPrototypeOf(it))
    Object.getOwnPropertyNames(it).forEach(name => found.add(name));
  return [...found].sort();
};
const values = one => Object.fromEntries(names(one).map(name => {
  try {
    const is = one[name];
    return [name, typeof is === 'object' && is ? String(is) : typeof is === 'function' ? 'f' : is];
  } catch (error) { return [name, error.name]; }
}));
const asked = ['geolocation', 'notifications', 'push', 'camera', 'microphone', 'storage-access', 'background-sync',
  'persistent-storage', 'clipboard-read', 'local-network-access', 'payment-handler', 'midi', 'idle-detection'];
const permissions = {};
for (const name of asked)
  permissions[name] = await navigator.permissions.query({name}).then(it => it.state, error => error.name);
const hints = navigator.userAgentData && await navigator.userAgentData.getHighEntropyValues(
  ['architecture', 'bitness', 'fullVersionList', 'model', 'platformVersion', 'formFactors']);
await fetch('/seen', {method: 'POST', body: JSON.stringify({
  window: names(window), document: names(document), chrome: typeof chrome === 'undefined' ? [] : names(chrome),
  navigator: values(navigator), screen: values(screen), permissions, hints: JSON.stringify(hints),
  features: document.featurePolicy ? document.featurePolicy.allowedFeatures().sort() : [],
  // Not the height: a bare Chromium has a bar across the page that warns of its flags.
  size: {width: innerWidth, outerWidth, outerHeight, devicePixelRatio},
})});
})();</script>
"""


class Seen(msgspec.Struct):
    """What was seen of a browser.

    Args:
        facts: what its page saw and its first request said, each fact on a line.
        asked: the addresses it asked for beside that page.
    """

    facts: list[str] = []
    asked: list[str] = []


class _Probe(PortalAddon):
    """Answers for the page; remembers."""

    def __init__(self) -> None:
        super().__init__(leave=frozenset({_HOST}))
        self.seen = Seen()
        self.told = asyncio.Event()
        self.authority = Path()

    def running(self) -> None:
        super().running()
        self.authority = Path(ctx.options.confdir, "mitmproxy-ca-cert.pem")

    async def request(self, flow: http.HTTPFlow) -> None:
        if flow.request.pretty_host != _HOST:
            self.seen.asked.append(f"{flow.request.method} {flow.request.pretty_url.partition('?')[0]}")
            await super().request(flow)
            return
        page = b""
        match urlsplit(flow.request.url).path:
            case "/":
                page = _PAGE.encode()
                for name, value in flow.request.headers.fields:
                    self.seen.facts.append(f"header {name.decode()}: {value.decode()}")
            case "/seen":
                self.seen.facts += _facts(json.loads(flow.request.get_text() or "{}"), "")
                self.told.set()
        flow.response = http.Response.make(200, page, {"content-type": "text/html; charset=utf-8"})


def _facts(told: object, place: str) -> list[str]:
    match told:
        case dict():
            return [fact for name, value in told.items() for fact in _facts(value, f"{place}.{name}")]
        case list():
            return [f"{place}: {value}" for value in told]
        case _:
            return [f"{place} = {told}"]


async def _look(found: Found, seconds: float, *, headless: bool, bare: bool) -> Seen:
    probe = _Probe()
    with TemporaryDirectory(prefix="temoin-ordinary-") as folder:
        async with recording_proxy(probe, Path(folder, "visit.flow")) as proxy:
            visit = Visit(
                proxy=("127.0.0.1", proxy.port),
                authority=read_authority(probe.authority),
                urls=(f"https://{_HOST}/",),
                headless=headless,
                root=this_machine().root,
            )
            kept = await Kept.begin(found, "")
            try:
                found.family.prepare(kept.profile, visit)
                command = found.family.command(kept.profile, visit)
                arguments = command.arguments
                if bare:
                    arguments = _bare(kept.profile, arguments)
                await kept.start((found.program, *arguments), command.environment)
                async with asyncio.timeout(60):
                    await probe.told.wait()
                await asyncio.sleep(seconds)
            finally:
                await kept.leave()
    return probe.seen


def _bare(profile: Path, arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Take everything back but the proxy and its certificate."""
    for file in ("Default/Preferences", "Local State"):
        (profile / file).unlink(missing_ok=True)
    chosen = profile / "user.js"
    if not chosen.exists():
        return tuple(one for one in arguments if one.startswith((*_BARE_FLAGS, "https://")))
    lines = chosen.read_text().splitlines(keepends=True)
    chosen.write_text("".join(line for line in lines if "network.proxy." in line))
    return arguments


def main() -> int:
    """The command line.

    Returns:
        The exit status: 0 nothing was asked of its own accord and a page sees no difference, 1 otherwise.
    """
    parser = argparse.ArgumentParser(description="Compare a browser as Témoin opens it with a bare one.")
    parser.add_argument("browser", choices=browsers())
    parser.add_argument("--seconds", type=float, default=15.0, help="how long each is listened to (15)")
    parser.add_argument("--headless", action="store_true", help="without a window")
    told = parser.parse_args()
    found = find_browser(told.browser, this_machine())
    bare = asyncio.run(_look(found, told.seconds, headless=told.headless, bare=True))
    ours = asyncio.run(_look(found, told.seconds, headless=told.headless, bare=False))
    print(f"bare: {len(bare.facts)} facts, {len(bare.asked)} requests of its own in {told.seconds:g} s")
    print(f"ours: {len(ours.facts)} facts, {len(ours.asked)} requests of its own")
    for fact in sorted(set(bare.facts) ^ set(ours.facts)):
        print(f"  {'bare' if fact in bare.facts else 'ours'} {fact}")
    for address in ours.asked:
        print(f"  asked for {address}")
    return 1 if ours.asked or set(bare.facts) != set(ours.facts) else 0


if __name__ == "__main__":
    raise SystemExit(main())
