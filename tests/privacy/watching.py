"""The planted traffic through the addon in a mitmproxy of this process, and all that then can be read anywhere."""

import asyncio
import contextlib
import io
import logging
import threading
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import msgspec
from mitmproxy.exceptions import CommandError
from mitmproxy.http import HTTPFlow
from mitmproxy.test import taddons

from privacy.planting import SECRETS, Planted, planted_flows
from temoin.addon import TemoinAddon
from temoin.views import View, views
from temoin.views.terminal import plain_text
from temoin.watching.board import Board
from temoin.watching.page import PageServer
from temoin.watching.screen import LiveScreen, PlainLines, ViewState
from temoin.watching.screen.state import Mode
from temoin.watching.session import Watch
from watching.page.client import ask, streaming

__all__ = ["Said", "watched"]


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


def watched(
    planted: Planted, folder: Path, *, forms: tuple[str, ...] = (), screens: int = 2
) -> dict[str, bytes]:
    """Let the traffic pass, and read everything.

    Args:
        planted: where its policy is.
        folder: where what is written goes.
        forms: of the reports; none for every view.
        screens: how many rows are looked at one by one.

    Returns:
        What was written, by where.
    """
    said = Said()
    written: dict[str, bytes] = {}
    shown = [view for view in views() if not forms or view.name in forms]
    with said.listening():
        asyncio.run(_watched(planted, folder, shown, said, written, screens))
    for file in sorted(folder.iterdir()):
        written[f"the file {file.name}"] = file.read_bytes()
    written["what was said"] = said.text
    return written


async def _watched(
    planted: Planted, folder: Path, shown: list[View], said: Said, written: dict[str, bytes], screens: int
) -> None:
    reports = [str(folder / f"report{view.ending}") for view in shown]
    asyncio.get_running_loop().set_exception_handler(said.loop)
    async with _running(planted, reports) as (addon, context):
        flows = list(planted_flows())
        for one in flows:
            one.live = True  # or it waits until no more are loaded
            await _passed(context, one)
        attached = addon.attached
        if attached is None:
            return
        with contextlib.suppress(
            Exception
        ):  # whoever asks for these says what became of it in words of its own
            attached.watch.tick(time.time() + 1)
            await asyncio.to_thread(attached.watch.drained)
            board = attached.watch.board()
            written["the board"] = msgspec.json.encode(board)
            written["the screen"] = b"".join(_screens(board, screens))
        await asyncio.sleep(0.05)
        written["plain lines"] = await _plain_lines(attached.watch)
        marks = repr([(one.marked, one.comment, one.metadata) for one in flows])
        written["marks"] = marks.replace(SECRETS["proxy login"], "(mitmproxy's own)").encode()
        for name, given in (("temoin.explain", [flows]), ("temoin.report", [])):
            try:
                written[name] = str(context.master.commands.call(name, *given)).encode()
            except CommandError as error:
                written[name] = str(error).encode()
        assert attached.page is not None
        written["the page"] = await _page_of(attached.page, shown)
        await asyncio.sleep(0.1)  # until its server knows that this reader went away


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
    planted: Planted, reports: list[str]
) -> AsyncIterator[tuple[TemoinAddon, taddons.context]]:
    addon = TemoinAddon()
    with taddons.context(addon) as context:  # type: ignore[no-untyped-call]
        context.options.add_option("save_stream_file", str, "", "")
        context.options.add_option("save_stream_filter", str, "", "")
        context.configure(
            addon, temoin_policy=[str(planted.policy)], temoin_report=reports,
            temoin_lines=str(Path(reports[0]).with_name("lines.jsonl")),
            temoin_accuse="inferred", temoin_strict=True,
        )  # fmt: skip
        await context.master.addons.invoke_addon(addon, _Running())
        try:
            yield addon, context
        finally:
            await context.master.addons.invoke_addon(addon, _Done())


def _hooks() -> tuple[Any, Any]:
    from mitmproxy.hooks import DoneHook, RunningHook

    return RunningHook, DoneHook


_Running, _Done = _hooks()


def _screens(board: Board, most: int) -> Iterator[bytes]:
    yield plain_text(LiveScreen(board), 200)
    for row in board.rows[:most]:
        for mode in (Mode.WATCH, Mode.WHY):
            state = ViewState(mode=mode, run=board.run, selected=row)
            yield plain_text(LiveScreen(board, state), 200)


async def _plain_lines(watch: Watch) -> bytes:
    output = io.StringIO()
    lines = PlainLines(watch, output=output)
    lines.start()
    await asyncio.to_thread(lines.stop)
    return output.getvalue().encode()


async def _page_of(page: PageServer, shown: list[View]) -> bytes:
    paths = [f"/report?form={view.name}" for view in shown]
    paths += ["/", "/nothing", f"/{SECRETS['query']}", "/report?form=x", "/recording/x"]
    told = [await ask(page, path, token=page.token) for path in paths]
    told.append(await ask(page, f"/?{SECRETS['query']}", host=f"{SECRETS['user']}.example", token=page.token))
    told.append(await ask(page, "/report", token=SECRETS["authorization"]))
    heard = [repr((one.status, one.headers)).encode() + one.body for one in told]
    with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
        async with streaming(page) as stream:
            heard.append(repr((stream.answer.status, stream.answer.headers)).encode())
            while stream.answer.status == 200:
                kind, data = await stream.next()
                heard.append(repr((kind, data)).encode())
                if kind == "fault" or data.get("last"):
                    break
    return b"\n".join(heard)
