"""`temoin watch --ui`: mitmproxy's own interfaces with the addon in them."""

from typing import Any

from mitmproxy.tools import cmdline
from mitmproxy.tools.main import run as run_tool

from temoin.addon import TemoinAddon
from temoin.errors import TemoinError, UsageError
from temoin.proxy import ProxyWishes
from temoin.proxy.limits import STREAMED_FROM, limit_headers
from temoin.report import Report

__all__ = ["run_interface"]


def run_interface(name: str, wishes: ProxyWishes) -> tuple[Report, TemoinError | None]:
    """Run mitmproxy or mitmweb until it is quit.

    Args:
        name: "mitmproxy" or "mitmweb".
        wishes: what the user wants of the proxy.

    Returns:
        The report, and what could not be written all the same.

    Raises:
        TemoinError: nothing was watched.
    """
    addon = TemoinAddon(wishes.settings)
    if name == "mitmweb":
        from mitmproxy.tools.web.master import WebMaster as Tool

        parser = cmdline.mitmweb
    else:
        from mitmproxy.tools.console.master import ConsoleMaster as Tool  # type: ignore[assignment]

        parser = cmdline.mitmproxy

    class Watching(Tool):
        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            limit_headers()
            self.options.set(f"stream_large_bodies={STREAMED_FROM}")  # what the user sets is read after this
            self.addons.add(addon)  # type: ignore[no-untyped-call]

    run_tool(Watching, parser, _arguments(wishes))
    if addon.report is None:
        raise addon.failed or UsageError("--ui", f"{name} ended before anything was watched")
    return addon.report, addon.failed


def _arguments(wishes: ProxyWishes) -> list[str]:
    given = ["--listen-host", wishes.host, "--listen-port", str(wishes.port)]
    for mode in wishes.modes:
        given += ["--mode", mode]
    if wishes.recording:
        given += ["--save-stream-file", wishes.recording]
    told = [
        *wishes.sets,
        *(f"temoin_policy={name}" for name in wishes.policies),
        *(f"temoin_report={file}" for file in wishes.reports),
        f"temoin_lang={wishes.language.value}",
        f"temoin_lines={wishes.lines}",
        f"temoin_page={wishes.page}",
        f"temoin_page_port={wishes.page_port}",
    ]
    for option in told:
        given += ["--set", option]
    return given
