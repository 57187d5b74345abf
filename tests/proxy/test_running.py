"""A proxy with the addon in it and real clients through it."""

import asyncio
import os
import socket
import ssl
from collections.abc import Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from mitmproxy import io
from mitmproxy.http import HTTPFlow
from msgspec.structs import replace

import temoin
from proxy.clients import Answer, Fields, get, get_plain, get_two, upstream
from temoin.errors import TemoinError
from temoin.portal import PORTAL, Leak, Variant
from temoin.portal.addon import PortalAddon
from temoin.proxy import ProxyWishes, RunningProxy, running_proxy
from temoin.report import Report, Session
from temoin.settings import Settings
from temoin.traffic.live import response_seen
from temoin.watching import hooks

UA = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"
HOME = f"https://{PORTAL}/"
DOCUMENT = {
    "User-Agent": UA, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document",
    "Upgrade-Insecure-Requests": "1",
}  # fmt: skip
PIXEL = {
    "User-Agent": UA, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image",
    "Referer": HOME,
}  # fmt: skip


@pytest.fixture(scope="module")
def confdir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conf")


@pytest.fixture
def wishes(confdir: Path, tmp_path: Path) -> ProxyWishes:
    return ProxyWishes(
        policies=("portal",), sets=(f"confdir={confdir}",), page="", recording=str(tmp_path / "visit.flow")
    )


def leaky() -> PortalAddon:
    return PortalAddon(Variant(frozenset({Leak.EARLY})), seed=1)


type Use = Callable[[RunningProxy, int], Coroutine[Any, Any, None]]


def watched(wishes: ProxyWishes, use: Use, *others: object) -> Report:
    async def run() -> Report:
        async with asyncio.timeout(60), running_proxy(wishes, *others) as proxy:
            await use(proxy, proxy.addresses[0][1])
        return proxy.report

    return asyncio.run(run())


def only(report: Report) -> Session:
    (session,) = report.sessions
    return session


def as_replayed(wishes: ProxyWishes) -> Session:
    """What a watch must have held: all of it, exchange by exchange, but what is said of the file."""
    replayed = temoin.replay([wishes.recording], wishes.policies, settings=Settings(exchanges=True))
    return replace(only(replayed), source="live", recorded=())


def recorded(wishes: ProxyWishes) -> list[HTTPFlow]:
    with Path(wishes.recording).open("rb") as file:
        reader = io.FlowReader(file)
        return [one for one in reader.stream() if isinstance(one, HTTPFlow)]


async def asked(proxy: RunningProxy, path: str, fields: Fields, host: str = PORTAL) -> Answer:
    port = proxy.addresses[0][1]
    return await asyncio.to_thread(get, port, host, path, fields, trusting=proxy.authority)


# Live is replay


async def visit(proxy: RunningProxy, _: int) -> None:
    await asked(proxy, "/", DOCUMENT)
    await asked(proxy, "/p.gif?e=view", PIXEL | {"Cookie": "uid=1234"}, "pixel.adnet.example")
    await asyncio.sleep(0.5)  # absence is dated back to before a connection was opened
    await asked(proxy, "/explore/", DOCUMENT | {"Cookie": "sessionid=abcd; csrftoken=efgh"})
    choice = DOCUMENT | {"Cookie": 'sessionid=abcd; cookies_preferences={"matomo":true}'}
    await asked(proxy, "/explore/dataset/arbres-remarquables/", choice)
    await asyncio.sleep(0.5)
    await asked(proxy, "/p.gif?e=view", PIXEL | {"Cookie": "uid=1234"}, "pixel.adnet.example")
    await asyncio.sleep(0.5)  # absence is dated back to before a connection was opened
    await asked(proxy, "/", choice)


async def visit_once(proxy: RunningProxy, _: int) -> None:
    await asked(proxy, "/", DOCUMENT)


def test_live_is_the_replay_of_its_recording(wishes: ProxyWishes) -> None:
    session = only(watched(wishes, visit, leaky()))
    assert session == as_replayed(wishes)
    assert session.requests == 6
    assert {finding.rule for finding in session.findings} >= {"T101", "T102"}
    assert len({flow.client_conn.id for flow in recorded(wishes)}) == 6


def test_live_is_replay_over_http_2_too(wishes: ProxyWishes) -> None:
    async def use(proxy: RunningProxy, port: int) -> None:
        paths = [
            ("/", DOCUMENT | {"Cookie": "sessionid=abcd; csrftoken=efgh"}),
            *(
                (f"/api/{n}", DOCUMENT | {"Sec-Fetch-Dest": "empty", "Sec-Fetch-Mode": "cors"})
                for n in range(20)
            ),
        ]
        answers = await get_two(port, PORTAL, paths, trusting=proxy.authority)
        assert answers[0][0] == 200
        await get_two(port, PORTAL, [("/explore/", DOCUMENT)], trusting=proxy.authority)

    session = only(watched(wishes, use, leaky()))
    assert session == as_replayed(wishes)
    assert (session.requests, session.visitors) == (22, 1)
    assert {row.name for row in session.cookies} >= {"sessionid", "csrftoken"}


def test_what_is_under_way_at_the_end_is_as_its_recording_tells(wishes: ProxyWishes) -> None:
    async def hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 10\r\n\r\nhalf")
        await asyncio.sleep(30)

    async def use(proxy: RunningProxy, port: int) -> None:
        async with upstream(hang) as server:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET http://127.0.0.1:{server}/ HTTP/1.1\r\nHost: slow.test\r\n\r\n".encode())
            await asyncio.sleep(0.3)
            await proxy.close()
            writer.close()

    async def run() -> Report:
        async with running_proxy(wishes) as proxy:
            await use(proxy, proxy.addresses[0][1])
        return proxy.report

    session = only(asyncio.run(run()))
    assert session == as_replayed(wishes)
    assert session.requests == 1


def test_two_browsers_are_two_visitors(wishes: ProxyWishes) -> None:
    async def use(proxy: RunningProxy, _: int) -> None:
        await asked(proxy, "/", DOCUMENT)
        await asked(proxy, "/", DOCUMENT | {"User-Agent": "Mozilla/5.0 (X11; rv:153.0) Gecko Firefox/153.0"})

    session = only(watched(wishes, use, leaky()))
    assert session.visitors == 2
    assert session == as_replayed(wishes)


# Traffic goes on


def test_a_streamed_body_is_passed_on_as_it_comes(wishes: ProxyWishes) -> None:
    """The rest is not even sent before the beginning came through."""
    came = asyncio.Event()

    async def slow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"
        )
        await writer.drain()
        await asyncio.wait_for(came.wait(), 20)
        writer.write(b"4\r\nlast\r\n0\r\n\r\n")
        await writer.drain()

    async def use(_: RunningProxy, port: int) -> None:
        async with upstream(slow) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            head = "\r\n".join(f"{name}: {value}" for name, value in DOCUMENT.items())
            writer.write(
                f"GET http://127.0.0.1:{server}/ HTTP/1.1\r\nHost: a.test\r\n{head}\r\n\r\n".encode()
            )
            await asyncio.wait_for(reader.readuntil(b"first"), 20)
            came.set()
            await asyncio.wait_for(reader.readuntil(b"last"), 20)
            writer.close()

    streaming = replace(wishes, sets=(*wishes.sets, "stream_large_bodies=1"))
    session = only(watched(streaming, use))
    assert session == as_replayed(wishes)
    assert (session.requests, session.blind) == (1, ())


def test_much_data_passes_streamed_and_is_not_kept(wishes: ProxyWishes) -> None:
    size = 40_000_000

    async def much(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % size)
        for _step in range(size // 1_000_000):
            writer.write(bytes(1_000_000))
            await writer.drain()

    async def use(_: RunningProxy, port: int) -> None:
        async with upstream(much) as server:
            answer = await asyncio.to_thread(get_plain, port, f"http://127.0.0.1:{server}/", DOCUMENT)
            assert len(answer[2]) == size

    streaming = replace(wishes, sets=(*wishes.sets, "stream_large_bodies=1m"))
    assert only(watched(streaming, use)) == as_replayed(wishes)
    assert Path(wishes.recording).stat().st_size < 100_000


async def _reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
    writer.transport.abort()


async def _half(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 100\r\n\r\nhalf")
    await writer.drain()


async def _no_http(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\xff\x00 nonsense\r\n\r\n")
    await writer.drain()


async def _hang(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(30)


async def _endless_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=")
    while True:
        writer.write(b"x" * 100_000)
        await writer.drain()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("ill", [_reset, _half, _no_http, _hang, _endless_header])
def test_an_upstream_that_fails_leaves_a_flow_that_ended_and_the_watch_goes_on(
    ill: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[Any, Any, None]],
    wishes: ProxyWishes,
) -> None:
    async def use(proxy: RunningProxy, port: int) -> None:
        async with upstream(ill) as server:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET http://127.0.0.1:{server}/ HTTP/1.1\r\nHost: ill.test\r\n\r\n".encode())
            with suppress(TimeoutError):
                async with asyncio.timeout(0.7):
                    while await reader.read(65_536):
                        pass
            writer.close()
            await asked(proxy, "/", DOCUMENT)

    class Local(PortalAddon):
        """The portal, with this machine behind it."""

        async def request(self, flow: HTTPFlow) -> None:
            if flow.request.pretty_host == PORTAL:
                await super().request(flow)

    session = only(watched(wishes, use, Local(seed=1)))
    assert (session.requests, session.blind) == (2, ())
    assert session == as_replayed(wishes)


def test_a_fault_in_the_addon_passes_the_flow_and_is_said_and_counted(
    wishes: ProxyWishes, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = response_seen

    def fails(flow: HTTPFlow, seen: Any) -> Any:
        if flow.request.path == "/explore/":
            raise KeyError("secret-value")
        return real(flow, seen)

    monkeypatch.setattr(hooks, "response_seen", fails)

    async def use(proxy: RunningProxy, _: int) -> None:
        assert (await asked(proxy, "/", DOCUMENT))[0] == 200
        assert (await asked(proxy, "/explore/", DOCUMENT))[0] == 200
        assert (await asked(proxy, "/", DOCUMENT))[0] == 200

    with caplog.at_level("INFO"):
        session = only(watched(wishes, use, leaky()))
    assert [(one.kind, one.host, one.count) for one in session.blind] == [("fault", "flow 2", 1)]
    assert session.incomplete == "Témoin failed on 1 flow"
    assert session.requests == 3
    said = [record.getMessage() for record in caplog.records if "Témoin failed" in record.getMessage()]
    assert len(said) == 1
    assert said[0].startswith("Témoin failed on flow 2 (KeyError at test_running.py:")
    assert "secret" not in caplog.text


def test_an_addon_that_fails_beside_ours_is_said_on_the_board(wishes: ProxyWishes) -> None:
    class Broken:
        def response(self, _: HTTPFlow) -> None:
            raise RuntimeError("not ours")

    async def use(proxy: RunningProxy, _: int) -> None:
        assert (await asked(proxy, "/", DOCUMENT))[0] == 200
        assert (await asked(proxy, "/", DOCUMENT))[0] == 200

    session = only(watched(wishes, use, leaky(), Broken()))
    assert session.requests == 2
    assert session.notes == ("The proxy says: Addon error: not ours",)


# What went by unseen


def test_a_client_that_does_not_trust_the_certificate_is_pinned_until_it_does(wishes: ProxyWishes) -> None:
    def refused(port: int, host: str) -> None:
        with pytest.raises(ssl.SSLCertVerificationError):
            get(port, host, "/", DOCUMENT, trusting=None)

    async def use(proxy: RunningProxy, port: int) -> None:
        for host in (PORTAL, "pixel.adnet.example", "pixel.adnet.example"):
            await asyncio.to_thread(refused, port, host)
        await asked(proxy, "/", DOCUMENT)

    session = only(watched(wishes, use, leaky()))
    assert [(one.kind, one.host, one.count) for one in session.blind] == [
        ("pinned", "pixel.adnet.example", 2)
    ]
    assert replace(session, blind=()) == as_replayed(wishes)


def test_hosts_that_are_left_alone_are_counted(wishes: ProxyWishes) -> None:
    async def echo(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        await writer.drain()

    async def use(_: RunningProxy, port: int) -> None:
        async with upstream(echo) as server:
            for _time in range(2):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(
                    f"CONNECT localhost:{server} HTTP/1.1\r\nHost: localhost:{server}\r\n\r\n".encode()
                )
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert b"204" in await reader.readuntil(b"\r\n\r\n")
                writer.close()

    session = only(watched(replace(wishes, sets=(*wishes.sets, "ignore_hosts=localhost")), use))
    assert [(one.kind, one.host, one.count) for one in session.blind] == [("ignored", "localhost", 2)]
    assert session.requests == 0


# The live page


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning"
)  # of mitmproxy's filters, whose parser renamed its calls
def test_the_live_page_is_neither_judged_nor_recorded_nor_sent_upstream(wishes: ProxyWishes) -> None:
    connected: list[object] = []

    class Listening:
        def server_connect(self, data: Any) -> None:
            connected.append(data.server.address)

    async def use(proxy: RunningProxy, port: int) -> None:
        attached = proxy.addon.attached
        assert attached is not None
        page = attached.page
        assert page is not None
        for url in ("http://temoin.test/", f"http://127.0.0.1:{page.port}/"):
            status, _, body = await asyncio.to_thread(get_plain, port, url)
            assert status == 200
            assert "Témoin" in body.decode()
        status, _, body = await asked(proxy, "/", {}, "temoin.test")
        assert status == 200
        await asked(proxy, "/", DOCUMENT)
        assert set(connected) <= {("127.0.0.1", page.port), ("temoin.test", 80), ("temoin.test", 443)}

    portal = PortalAddon(seed=1, leave=frozenset({"mitm.it", "temoin.test", "127.0.0.1"}))
    session = only(watched(replace(wishes, page="temoin.test"), use, portal, Listening()))
    assert session.requests == 1
    assert session == as_replayed(wishes)
    assert [flow.request.pretty_host for flow in recorded(wishes)] == [PORTAL]


# A start that fails is one line


def failure(wishes: ProxyWishes, *others: object) -> str:
    async def never(_: RunningProxy, __: int) -> None:
        pytest.fail("it started")

    with pytest.raises(TemoinError) as error:
        watched(wishes, never, *others)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_port_in_use_is_told_with_its_mend(wishes: ProxyWishes) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert failure(replace(wishes, port=port)) == (
            f"port {port}: something else listens there (stop it, or name another with --port)"
        )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"modes": ("sideways",)}, "--mode sideways"),
        ({"modes": ("reverse:nonsense://x",)}, "--mode reverse:nonsense://x"),
        ({"sets": ("no_such_option=1",)}, "no_such_option"),
        ({"sets": ("http2=perhaps",)}, "http2"),
        ({"reports": ("/nowhere/at/all/report.json",)}, "/nowhere/at/all/report.json"),
        ({"reports": ("report.xyz",)}, "its ending tells no format"),
        ({"lines": "/nowhere/at/all/lines.jsonl"}, "/nowhere/at/all/lines.jsonl"),
        ({"recording": "/proc/nowhere/visit.flow"}, "/proc/nowhere"),
        ({"policies": ("nowhere.yaml",)}, "nowhere.yaml: no such file"),
        ({"page": "not a name"}, "not a name is no host name"),
        ({"page_port": 1_000_000}, "1000000"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    wishes: ProxyWishes, change: dict[str, Any], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    if "sets" in change:
        change = change | {"sets": (*wishes.sets, *change["sets"])}
    assert told in failure(replace(wishes, **change))
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""


def test_a_start_that_fails_destroys_no_recording_and_leaves_none(
    wishes: ProxyWishes, tmp_path: Path
) -> None:
    watched(wishes, visit_once, leaky())
    before = Path(wishes.recording).read_bytes()
    assert before
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        failure(replace(wishes, port=taken.getsockname()[1]))
    failure(replace(wishes, lines="/nowhere/at/all/lines.jsonl"))
    assert Path(wishes.recording).read_bytes() == before
    watched(wishes, visit_once, leaky())
    assert as_replayed(wishes).requests == 1


def test_a_recording_may_be_added_to(wishes: ProxyWishes) -> None:
    watched(wishes, visit_once, leaky())
    watched(replace(wishes, recording=f"+{wishes.recording}"), visit_once, leaky())
    assert as_replayed(wishes).requests == 2


def test_a_live_page_whose_port_is_taken_is_told(wishes: ProxyWishes) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = failure(replace(wishes, page="temoin.test", page_port=taken.getsockname()[1]))
    assert "the live page cannot listen there" in told


# What cannot be written


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here, which is always full")
def test_a_full_disk_ends_the_watch_with_its_report(wishes: ProxyWishes) -> None:
    async def run() -> RunningProxy:
        async with (
            asyncio.timeout(30),
            running_proxy(replace(wishes, recording="/dev/full"), leaky()) as proxy,
        ):
            assert (await asked(proxy, "/", DOCUMENT))[0] == 200
            await proxy.ended
        return proxy

    proxy = asyncio.run(run())
    assert only(proxy.report).requests == 1
    assert str(proxy.failed).startswith("/dev/full: can no longer be written: No space left on device")


def test_a_disk_that_fills_leaves_a_recording_of_whole_flows(
    wishes: ProxyWishes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> RunningProxy:
        async with asyncio.timeout(30), running_proxy(wishes, leaky()) as proxy:
            await asked(proxy, "/", DOCUMENT)
            await asked(proxy, "/explore/", DOCUMENT)
            stream = proxy.recorder.stream
            assert stream is not None
            add = stream.add

            def full(flow: HTTPFlow) -> None:
                add(flow)
                stream.fo.flush()
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(stream, "add", full)
            await asked(proxy, "/", DOCUMENT)
            await proxy.ended
        return proxy

    proxy = asyncio.run(run())
    assert proxy.failed is not None
    assert only(proxy.report).requests == 3
    replayed = as_replayed(wishes)
    assert (replayed.requests, replayed.incomplete) == (2, "")


def test_a_report_that_cannot_be_written_at_the_end_is_told_and_the_others_are(
    wishes: ProxyWishes, tmp_path: Path
) -> None:
    folder = tmp_path / "goes"
    folder.mkdir()
    other = tmp_path / "other.json"

    async def run() -> RunningProxy:
        reports = (str(folder / "report.json"), str(other))
        async with running_proxy(replace(wishes, reports=reports), leaky()) as proxy:
            await asked(proxy, "/", DOCUMENT)
            folder.rmdir()
        return proxy

    proxy = asyncio.run(run())
    assert only(proxy.report).requests == 1
    assert "report.json: cannot be written" in str(proxy.failed)
    assert other.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_for_a_report_is_told_before_anything_is_watched(
    wishes: ProxyWishes, tmp_path: Path
) -> None:
    folder = tmp_path / "shut"
    folder.mkdir(mode=0o500)
    assert "cannot be written" in failure(replace(wishes, reports=(str(folder / "report.json"),)))
