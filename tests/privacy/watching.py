"""The planted traffic through the addon in a mitmproxy of this process, and all that then can be read anywhere."""

import asyncio
import contextlib
import io
import logging
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import msgspec
from mitmproxy.exceptions import CommandError
from mitmproxy.http import HTTPFlow
from mitmproxy.test import taddons

from privacy.planting import SECRETS, Planted, planted_flows
from temoin.addon import TemoinAddon
from temoin.views import views
from temoin.views.terminal import plain_text
from temoin.watching.board import Board
from temoin.watching.page import PageServer
from temoin.watching.screen import LiveScreen, PlainLines, ViewState
from temoin.watching.screen.state import Mode
from watching.page.client import ask, streaming

__all__ = ["Said", "watched"]

_MOST_STATES = 40


class Said:
    """All that a process says beside what it is asked for: the log, what nobody caught, both streams."""

    def __init__(self) -> None:
        self._log = io.StringIO()

    @property
    def text(self) -> bytes:
        return self._log.getvalue().encode()

    def loop(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What asyncio hands to mitmproxy, which logs it with its traceback."""
        logging.getLogger().error("asyncio: %s", context["message"], exc_info=context.get("exception"))

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Listen for as long as the block lasts."""
        handler, before = logging.StreamHandler(self._log), threading.excepthook
        root, level = logging.getLogger(), logging.getLogger().level
        root.addHandler(handler)
        root.setLevel(logging.DEBUG)
        threading.excepthook = lambda told: root.error(
            "thread", exc_info=(told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback)
        )
        try:
            with contextlib.redirect_stdout(self._log), contextlib.redirect_stderr(self._log):
                yield
        finally:
            threading.excepthook = before
            root.setLevel(level)
            root.removeHandler(handler)


def watched(planted: Planted, folder: Path) -> dict[str, bytes]:
    """Let the traffic pass, and read everything.

    Args:
        planted: where its policy is.
        folder: where what is written goes.

    Returns:
        What was written, by where.
    """
    said = Said()
    written: dict[str, bytes] = {}
    with said.listening():
        asyncio.run(_watched(planted, folder, said, written))
    for file in sorted(folder.iterdir()):
        written[f"the file {file.name}"] = file.read_bytes()
    written["what was said"] = said.text
    return written


async def _watched(planted: Planted, folder: Path, said: Said, written: dict[str, bytes]) -> None:
    asyncio.get_running_loop().set_exception_handler(said.loop)
    reports = [str(folder / f"report{view.ending}") for view in views()]
    async with _running(planted, folder, reports) as (addon, context):
        flows = list(planted_flows())
        for one in flows:
            await _passed(context, one)
        attached = addon.attached
        assert attached is not None
        await asyncio.to_thread(attached.watch.drained)
        await asyncio.sleep(1.3)  # what was loaded is judged once no more comes
        await asyncio.to_thread(attached.watch.drained)
        await asyncio.sleep(0.1)
        with _told(written, "the board"):
            board = attached.watch.board()
            written["the board"] = msgspec.json.encode(board)
            written["the screen"] = b"".join(_screens(board))
            written["plain lines"] = await asyncio.to_thread(_plain_lines, addon)
        written["marks"] = repr([(one.marked, one.comment, one.metadata) for one in flows]).replace(
            SECRETS["proxy login"], "(mitmproxy's own)"
        ).encode()  # fmt: skip
        for name in ("temoin.explain", "temoin.report"):
            with _told(written, name):
                given: tuple[object, ...] = (flows,) if name == "temoin.explain" else ()
                written[name] = str(context.master.commands.call(name, *given)).encode()
                if name == "temoin.report":
                    written["the page"] = await _page_of(attached.page)


async def _passed(context: taddons.context, flow: HTTPFlow) -> None:
    """Every hook of a flow, as mitmproxy calls them: what one raises is logged with its traceback."""
    trigger = context.master.addons.trigger_event
    from mitmproxy.proxy.layers import websocket
    from mitmproxy.proxy.layers.http import _hooks as http

    hooks: list[Any] = [http.HttpRequestHeadersHook(flow), http.HttpRequestHook(flow)]
    if flow.response is not None:
        hooks += [http.HttpResponseHeadersHook(flow), http.HttpResponseHook(flow)]
    if flow.websocket is not None:
        hooks += [
            websocket.WebsocketStartHook(flow),
            websocket.WebsocketMessageHook(flow),
            websocket.WebsocketEndHook(flow),
        ]
    if flow.error is not None:
        hooks.append(http.HttpErrorHook(flow))
    for hook in hooks:
        await trigger(hook)


@contextlib.asynccontextmanager
async def _running(
    planted: Planted, folder: Path, reports: list[str]
) -> AsyncIterator[tuple[TemoinAddon, taddons.context]]:
    addon = TemoinAddon()
    with taddons.context(addon) as context:  # type: ignore[no-untyped-call]
        context.options.add_option("save_stream_file", str, "", "")
        context.options.add_option("save_stream_filter", str, "", "")
        context.configure(
            addon, temoin_policy=[str(planted.policy)], temoin_report=reports, temoin_lines=str(folder / "lines.jsonl"),  # noqa: E501
            temoin_accuse="inferred", temoin_strict=True,
        )  # fmt: skip
        await context.master.addons.invoke_addon(addon, _Running())
        try:
            yield addon, context
        finally:
            await context.master.addons.invoke_addon(addon, _Done())
            assert addon.report is not None


def _hooks() -> tuple[Any, Any]:
    from mitmproxy.hooks import DoneHook, RunningHook

    return RunningHook, DoneHook


_Running, _Done = _hooks()


def _screens(board: Board) -> Iterator[bytes]:
    yield plain_text(LiveScreen(board), 200)
    for row in board.rows[:_MOST_STATES]:
        for mode in (Mode.WATCH, Mode.WHY):
            state = ViewState(mode=mode, run=board.run, selected=row)
            yield plain_text(LiveScreen(board, state), 200)


def _plain_lines(addon: TemoinAddon) -> bytes:
    assert addon.attached is not None
    output, over = io.StringIO(), threading.Event()
    over.set()
    PlainLines(addon.attached.watch, output=output).follow(over)
    return output.getvalue().encode()


async def _page_of(page: PageServer | None) -> bytes:
    assert page is not None
    told = [await ask(page, f"/report?form={view.name}", token=page.token) for view in views()]
    for path in ("/", "/nothing", f"/{SECRETS['query']}", "/report?form=x", "/recording/x"):
        told.append(await ask(page, path, token=page.token))  # noqa: PERF401
    told.append(await ask(page, f"/?{SECRETS['query']}", host=f"{SECRETS['user']}.example", token=page.token))
    told.append(await ask(page, "/report", token=SECRETS["authorization"]))
    heard = [repr((one.status, one.headers)).encode() + one.body for one in told]
    async with streaming(page) as stream:
        await stream.event("hello")
        while not (part := await stream.event()).get("last"):
            heard.append(repr(part).encode())
        heard.append(repr(part).encode())
    return b"\n".join(heard)


@contextlib.contextmanager
def _told(written: dict[str, bytes], where: str) -> Iterator[None]:
    """What is raised to whoever asked is shown there, as mitmproxy shows it."""
    try:
        yield
    except CommandError as error:
        written[where] = str(error).encode()
    except Exception:
        logging.getLogger().exception("%s", where)
