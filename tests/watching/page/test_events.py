"""What a page is told, over the wire: open rows that settle, what is new alone, and how it ends."""

import asyncio
import time
from typing import Any

import pytest

from temoin.vocabulary import ChoiceState, Verdict
from watching.page.client import ask, serving, streaming
from watching.page.made_up import PORTAL, MadeUp


def test_a_row_is_told_open_and_then_settled_as_the_same_row() -> None:
    async def told() -> tuple[dict[str, Any], dict[str, Any]]:
        watch = MadeUp()
        row = watch.cross("uid", 1.0, domain="ads.example")
        async with serving(watch) as server, streaming(server) as stream:
            first = await stream.event()
            watch.settle(row, Verdict.EARLY, reasons=("no choice was made",))
            return first, await stream.event()

    first, second = asyncio.run(told())
    assert first["whole"]
    assert [(row["id"], row["name"], row["verdict"]) for row in first["rows"]] == [(1, "uid", None)]
    assert "whole" not in second
    assert [(row["id"], row["verdict"]) for row in second["rows"]] == [(1, "early")]
    assert second["rows"][0]["reasons"] == ["no choice was made"]
    assert second["cookies"][0]["states"] == {"early": 1}
    assert "pages" not in second


def test_a_stream_opens_with_what_can_be_had() -> None:
    async def told() -> dict[str, Any]:
        async with serving(MadeUp()) as server, streaming(server) as stream:
            return await stream.event("hello")

    hello = asyncio.run(told())
    assert {form["name"] for form in hello["forms"]} >= {"json", "svg", "terminal"}


def test_it_is_an_event_stream() -> None:
    async def told() -> str | None:
        async with serving(MadeUp()) as server, streaming(server) as stream:
            return stream.answer.header("content-type")

    assert asyncio.run(told()) == "text/event-stream; charset=utf-8"


def test_a_reconnected_page_is_told_what_is_new_alone() -> None:
    async def told() -> dict[str, Any]:
        watch = MadeUp()
        for number in range(5):
            watch.cross(f"old{number}", float(number), Verdict.EXEMPT)
        async with serving(watch) as server:
            async with streaming(server) as stream:
                await stream.event()
                mark = stream.marks[-1]
            watch.cross("new", 9.0)
            async with streaming(server, mark) as stream:
                return await stream.event()

    part = asyncio.run(told())
    assert "whole" not in part
    assert [row["name"] for row in part["rows"]] == ["new"]
    assert [cookie["name"] for cookie in part["cookies"]] == ["new"]


@pytest.mark.parametrize(
    "mark", ["1", "1.x", "x.1", "99.1", "1.99999999", "-1.-1", "１.１", "9" * 60, "1.1.1"]
)
def test_a_mark_that_means_nothing_begins_from_the_beginning(mark: str) -> None:
    async def told() -> dict[str, Any]:
        watch = MadeUp()
        watch.cross("uid", 1.0)
        async with serving(watch) as server, streaming(server, mark) as stream:
            return await stream.event()

    part = asyncio.run(told())
    assert part["whole"]
    assert len(part["rows"]) == 1


def test_a_page_that_missed_the_new_beginning_forgets_what_was() -> None:
    async def told() -> dict[str, Any]:
        watch = MadeUp()
        watch.cross("before", 1.0)
        async with serving(watch) as server:
            async with streaming(server) as stream:
                await stream.event()
                mark = stream.marks[-1]
            watch.restart()
            watch.cross("after", 2.0)
            async with streaming(server, mark) as stream:
                return await stream.event()

    part = asyncio.run(told())
    assert part["whole"]
    assert [row["name"] for row in part["rows"]] == ["after"]
    assert [cookie["name"] for cookie in part["cookies"]] == ["after"]


def test_starting_again_is_told_at_once() -> None:
    async def told() -> dict[str, Any]:
        watch = MadeUp()
        watch.cross("before", 1.0)
        watch.choose(ChoiceState.UNSET, 0.0)
        async with serving(watch) as server, streaming(server) as stream:
            await stream.event()
            given: dict[str, Any] = {"token": server.token, "origin": "http://temoin.test"}
            await ask(server, "/restart", method="POST", **given)
            return await stream.event()

    part = asyncio.run(told())
    assert part["whole"]
    assert part.get("rows", []) == []
    assert part["eras"] == []
    assert part["head"]["crossed"] == 0


def test_what_is_many_comes_in_parts_and_the_mark_with_the_last() -> None:
    async def told() -> tuple[list[dict[str, Any]], list[str]]:
        watch = MadeUp(kept=5000)
        for number in range(1500):
            watch.cross(f"uid{number}", number / 100)
        async with serving(watch) as server, streaming(server) as stream:
            parts = [await stream.event()]
            while not stream.marks:
                parts.append(await stream.event())
            return parts, stream.marks

    parts, marks = asyncio.run(told())
    assert [part.get("whole", False) for part in parts] == [True] + [False] * (len(parts) - 1)
    assert [part.get("last", False) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert len(marks) == 1
    rows = [row["id"] for part in parts for row in part.get("rows", [])]
    assert rows == list(range(1500, 0, -1))
    assert all(len(part.get("rows", [])) + len(part.get("cookies", [])) <= 400 for part in parts)


def test_a_busy_watch_is_told_a_few_times_a_second() -> None:
    async def told() -> tuple[int, float, int]:
        watch = MadeUp(kept=5000)
        async with serving(watch) as server, streaming(server) as stream:
            await stream.event()
            started, messages, rows = time.monotonic(), 0, 0
            task = asyncio.create_task(crossing(watch))
            while time.monotonic() - started < 1.2:
                rows += len((await stream.event()).get("rows", []))
                messages += 1
            task.cancel()
            return messages, time.monotonic() - started, rows

    async def crossing(watch: MadeUp) -> None:
        while True:
            for _ in range(10):
                watch.cross("uid", 0.0)
            await asyncio.sleep(0.01)

    messages, seconds, rows = asyncio.run(told())
    assert messages <= 5 * seconds + 1
    assert rows > 300


def test_a_page_that_takes_nothing_keeps_nobody_waiting_and_no_memory() -> None:
    async def told() -> tuple[int, list[int]]:
        watch = MadeUp(kept=500)
        async with serving(watch) as server, streaming(server) as asleep:
            await asleep.event()
            held, crossed = [], 0
            for _ in range(6):
                for number in range(500):
                    watch.cross("uid" * 60 + str(number), 0.0, url="https://x.example/" + "y" * 900)
                async with streaming(server) as awake:
                    part = await awake.event()
                    crossed = part["head"]["crossed"]
                await asyncio.sleep(0.25)
                held.append(sum(map(buffered, server_streams(server))))
            return crossed, held

    crossed, held = asyncio.run(told())
    assert crossed == 3000
    assert max(held) < 2_000_000


def server_streams(server: Any) -> list[Any]:
    return [connection.stream for connection in server._server._connections]


def buffered(stream: Any) -> int:
    return len(stream._write_buffer)


def test_the_end_is_told() -> None:
    async def told() -> list[str]:
        async with serving(MadeUp()) as server, streaming(server) as stream:
            await stream.event()
            await server.stop()
            return [kind for kind, _ in await stream.rest()]

    assert asyncio.run(told()) == ["ended"]


def test_a_watch_that_fails_is_said_to_and_goes_on() -> None:
    async def told() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        watch = MadeUp()
        async with serving(watch) as server, streaming(server) as stream:
            await stream.event()
            watch.fails = KeyError("SECRETNAME")
            fault = await stream.event("fault")
            watch.fails = None
            well = await stream.event("fault")
            watch.cross("uid", 1.0)
            return fault, well, await stream.event()

    fault, well, part = asyncio.run(told())
    assert fault == {"fault": "KeyError"}
    assert well == {"fault": ""}
    assert part["rows"][0]["name"] == "uid"


def test_a_watch_that_fails_from_the_start_is_told_once_it_answers() -> None:
    async def told() -> dict[str, Any]:
        watch = MadeUp()
        watch.fails = ValueError()
        async with serving(watch) as server, streaming(server) as stream:
            await stream.event("fault")
            watch.fails = None
            return await stream.event()

    assert asyncio.run(told())["whole"]


def test_too_many_pages_are_told_so() -> None:
    async def told() -> int:
        async with serving(MadeUp()) as server:
            streams = [streaming(server) for _ in range(16)]
            for stream in streams:
                await (await stream.__aenter__()).event()
            status = (await ask(server, "/events", token=server.token)).status
            for stream in streams:
                await stream.__aexit__(None, None, None)
            await asyncio.sleep(0.05)
            async with streaming(server) as again:
                await again.event()
            return status

    assert asyncio.run(told()) == 503


def test_a_page_that_goes_away_is_forgotten() -> None:
    async def readers() -> int:
        async with serving(MadeUp()) as server:
            async with streaming(server) as stream:
                await stream.event()
            await asyncio.sleep(0.05)
            return server._feed.readers

    assert asyncio.run(readers()) == 0


def test_a_page_where_nothing_happens_hears_that_it_is_not_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    async def told() -> str:
        async with serving(MadeUp()) as server, streaming(server) as stream:
            await stream.event()
            return (await stream.next())[0]

    monkeypatch.setattr("temoin.watching.page.handlers._STILL_HERE_EVERY", 0.1)
    assert asyncio.run(told()) == "still here"


def test_what_cannot_be_seen_is_shown_as_an_escape() -> None:
    async def told() -> dict[str, Any]:
        watch = MadeUp()
        watch.cross("\x1b[2Jpay\u202etest", 1.0, domain="<script>")
        watch.open_page(f"https://{PORTAL}/\u202e", 0.0)
        async with serving(watch) as server, streaming(server) as stream:
            return await stream.event()

    part = asyncio.run(told())
    assert part["rows"][0]["name"] == r"\x1b[2Jpay\u202etest"
    assert part["cookies"][0]["name"] == r"\x1b[2Jpay\u202etest"
    assert part["rows"][0]["domain"] == "<script>"
    assert part["pages"][0]["url"] == f"https://{PORTAL}/\\u202e"
