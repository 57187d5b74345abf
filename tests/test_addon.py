"""The mitmproxy face: as a script in a real mitmdump, and its hooks and commands in this process."""

import asyncio
import json
import logging
import os
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mitmproxy import command, exceptions, flowfilter, io
from mitmproxy.connection import Client, Server
from mitmproxy.http import HTTPFlow
from mitmproxy.proxy.context import Context
from mitmproxy.test import taddons
from mitmproxy.tls import TlsData
from msgspec.structs import replace

import temoin
from mitmdump import ADDON, mitmdump
from temoin.addon import TemoinAddon
from temoin.rules.examples import SHOP
from traffic.flows import START, flow, written

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "recordings"
LEAKY = RECORDINGS / "refused-leaky.flow"

OF_A_FILE = {"source": "", "recorded": []}
"""What a report says of the file that it was made of, and a watch of none."""


def replayed(recording: Path, *policies: str) -> dict[str, Any]:
    report = temoin.replay([str(recording)], policies)
    told: dict[str, Any] = json.loads(temoin_json(report))
    return told


def temoin_json(report: temoin.Report) -> bytes:
    from temoin.views import ViewOptions, view_named

    rendered = view_named("json").render(report, ViewOptions())
    assert isinstance(rendered, bytes)
    return rendered


def one_line(text: str) -> str:
    """What was said, one line beside the one with which mitmproxy says that it ends."""
    assert "Traceback" not in text
    (line,) = [line for line in text.splitlines() if line and "Error logged during startup" not in line]
    return line


# As a script in a real mitmdump


def test_mitmdump_gives_the_report_that_replay_gives(tmp_path: Path) -> None:
    recording, report = RECORDINGS / "two-tabs-leaky.flow", tmp_path / "report.json"
    done = mitmdump("-q", "-nr", recording, "--set", f"temoin_report={report}", confdir=tmp_path / "conf")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    expected = temoin.replay([str(recording)])
    (session,) = expected.sessions
    unnamed = replace(expected, sessions=(replace(session, source="live", recorded=()),))
    assert report.read_bytes() == temoin_json(unnamed)


def test_it_stands_beside_an_addon_that_changes_flows_and_marks_change_no_replay(tmp_path: Path) -> None:
    other, report, copy = tmp_path / "other.py", tmp_path / "report.json", tmp_path / "marked.flow"
    other.write_text(
        "def request(flow):\n    flow.request.headers['x-added'] = 'here'\n    flow.comment = 'seen'\n"
        "def response(flow):\n    flow.response.headers['x-added'] = 'there'\n    flow.marked = ':grapes:'\n"
    )
    done = mitmdump(
        "-q", "-nr", LEAKY, "-w", copy, "--set", f"temoin_report={report}",
        scripts=(other, ADDON), confdir=tmp_path / "conf",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(report.read_bytes())["sessions"][0]
    first, again = replayed(LEAKY)["sessions"][0], replayed(copy)["sessions"][0]
    assert told | OF_A_FILE == first | OF_A_FILE == again | OF_A_FILE
    assert first["findings"]


def test_a_wrong_option_is_one_line_and_no_start(tmp_path: Path) -> None:
    done = mitmdump("-q", "-p", "0", "--set", "temoin_policy=nowhere.yaml", confdir=tmp_path / "conf")
    assert done.returncode == 1
    assert "nowhere.yaml: no such file, and no shipped policy" in one_line(done.stdout + done.stderr)


def test_a_second_copy_is_left_out_in_one_line(tmp_path: Path) -> None:
    again = tmp_path / "again.py"
    again.write_text(ADDON.read_text("utf-8"), "utf-8")
    done = mitmdump("-q", "-p", "0", scripts=(ADDON, again), confdir=tmp_path / "conf")
    assert done.returncode == 1
    assert "this second copy is left out" in one_line(done.stdout + done.stderr)


# Within a running mitmproxy, here


def in_mitmproxy(addon: TemoinAddon) -> taddons.context:
    return taddons.context(addon)  # type: ignore[no-untyped-call]


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[tuple[TemoinAddon, taddons.context]]:
    addon = TemoinAddon()
    with in_mitmproxy(addon) as context:
        context.options.add_option("save_stream_file", str, "", "")
        context.options.add_option("save_stream_filter", str, "", "")
        context.configure(addon, temoin_page="", **options)
        await addon.running()
        try:
            yield addon, context
        finally:
            await addon.done()


def flows_of(recording: Path) -> list[HTTPFlow]:
    with recording.open("rb") as file:
        reader = io.FlowReader(file)
        return [one for one in reader.stream() if isinstance(one, HTTPFlow)]


async def pass_all(addon: TemoinAddon, flows: list[HTTPFlow]) -> None:
    for one in flows:
        addon.requestheaders(one)
        addon.responseheaders(one)
        addon.response(one)
    assert addon.attached is not None
    await asyncio.to_thread(addon.attached.watch.report)


async def marked(addon: TemoinAddon, flows: list[HTTPFlow]) -> None:
    """Wait until what was loaded was judged and marked."""
    async with asyncio.timeout(10):
        while not any(one.marked for one in flows):
            await asyncio.sleep(0.05)
        assert addon.attached is not None
        await asyncio.to_thread(addon.attached.watch.drained)
        await asyncio.sleep(0.05)


def found_by(expression: str, flows: list[HTTPFlow]) -> list[HTTPFlow]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # mitmproxy's parser has renamed what it calls
        matches = flowfilter.parse(expression)
    return [one for one in flows if flowfilter.match(matches, one)]


def test_flows_are_marked_commented_filtered_and_explained() -> None:
    async def run() -> None:
        async with running(temoin_policy=["portal"]) as (addon, context):
            flows = flows_of(LEAKY)
            await pass_all(addon, flows)
            await marked(addon, flows)
            refused, with_marks = found_by("~meta refused", flows), found_by("~marked", flows)
            assert refused == found_by("~comment T102", flows) != []
            assert {one.marked for one in with_marks} == {":red_circle:"}
            text = addon.explain([with_marks[0]])
            assert "refused" in text
            assert context.master.commands.call("temoin.explain", [with_marks[0]]) == text
            assert addon.explain([flow()]) == "Nothing is held of this flow's cookies."

    asyncio.run(run())


def test_the_report_is_written_on_command(tmp_path: Path) -> None:
    named, optional = tmp_path / "named.json", tmp_path / "optional.json"

    async def run() -> None:
        async with running(temoin_policy=["portal"], temoin_report=[str(optional)]) as (addon, context):
            await pass_all(addon, flows_of(LEAKY))
            call = context.master.commands.call
            call("temoin.report", str(named))
            call("temoin.report")
            with pytest.raises(exceptions.CommandError, match="its ending tells no format"):
                call("temoin.report", str(tmp_path / "report.xyz"))
            assert named.read_bytes() == optional.read_bytes()
            assert json.loads(named.read_bytes())["sessions"][0]["findings"]

    asyncio.run(run())


def test_a_report_on_command_needs_a_place() -> None:
    async def run() -> None:
        async with running() as (_, context):
            with pytest.raises(exceptions.CommandError, match="name a file, or set temoin_report"):
                context.master.commands.call("temoin.report")

    asyncio.run(run())


def test_a_new_beginning_forgets_what_was_seen() -> None:
    async def run() -> temoin.Report:
        async with running(temoin_policy=["portal"]) as (addon, context):
            await pass_all(addon, flows_of(LEAKY))
            context.master.commands.call("temoin.reset")
        assert addon.report is not None
        return addon.report

    (session,) = asyncio.run(run()).sessions
    assert (session.requests, session.findings) == (0, ())


def test_commands_may_come_before_anything_is_watched() -> None:
    addon = TemoinAddon()
    with in_mitmproxy(addon) as context:
        context.options.add_option("save_stream_file", str, "", "")
        addon.reset()
        assert addon.explain([flow()]) == "Nothing is held of this flow's cookies."
        with pytest.raises(exceptions.CommandError, match="nothing is watched yet"):
            context.master.commands.call("temoin.report", "x.json")


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ({"temoin_policy": ["nowhere.yaml"]}, "nowhere.yaml: no such file"),
        ({"temoin_report": ["report.xyz"]}, "report.xyz: its ending tells no format"),
        ({"temoin_report": ["/nowhere/at/all/report.json"]}, "its folder is not there"),
        ({"temoin_page": "not a name"}, "not a name is no host name"),
        ({"temoin_page_port": 70_000}, "70000 is no port"),
        ({"temoin_accuse": "everything"}, "everything"),
    ],
)
def test_every_wrong_option_is_refused_in_one_line(option: dict[str, Any], told: str) -> None:
    addon = TemoinAddon()
    with in_mitmproxy(addon) as context:
        with pytest.raises(exceptions.OptionsError) as error:
            context.options.update(**option)
        assert told in str(error.value)
        assert "\n" not in str(error.value)


def test_lines_that_cannot_be_written_are_told_at_the_start(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> None:
        addon = TemoinAddon()
        with in_mitmproxy(addon) as context:
            context.options.add_option("save_stream_file", str, "", "")
            context.configure(addon, temoin_lines="/nowhere/at/all/lines.jsonl")
            await addon.running()
            await addon.running()
            assert addon.attached is None
            await addon.done()

    asyncio.run(run())
    assert [
        record.getMessage().partition(": ")[0] for record in caplog.records if record.levelname == "ERROR"
    ] == ["/nowhere/at/all/lines.jsonl"]


def test_a_wrong_option_while_running_is_refused_and_the_old_one_goes_on() -> None:
    async def run() -> None:
        async with running(temoin_policy=["portal"]) as (addon, context):
            with pytest.raises(exceptions.OptionsError, match="no such file"):
                context.options.update(temoin_policy=["nowhere.yaml"])  # type: ignore[no-untyped-call]
            assert list(context.options.temoin_policy) == ["portal"]
            await pass_all(addon, flows_of(LEAKY))
            assert addon.attached is not None
            assert addon.attached.watch.report().sessions[0].findings

    asyncio.run(run())


def test_a_policy_edited_while_running_is_read_again_and_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP)
    monkeypatch.setattr("temoin.watching.attached._LOOKS_EVERY", 1)

    def rewrite(text: str, time: int) -> None:
        file.write_text(text)
        os.utime(file, (time, time))

    async def said(word: str) -> None:
        async with asyncio.timeout(5):
            while word not in caplog.text:
                await asyncio.sleep(0.02)

    async def run() -> None:
        async with running(temoin_policy=[str(file)]) as (addon, _):
            assert addon.attached is not None
            rewrite(SHOP.replace("name: shop.example", "name: renamed"), 1)
            await said("was changed and read again")
            await asyncio.to_thread(addon.attached.watch.drained)
            board = addon.attached.watch.board()
            assert board.policies == ("renamed",)
            assert "was changed and read again" in board.notes[-1]
            rewrite("name: [", 2)
            await said("the policy as it was goes on judging")
            await asyncio.to_thread(addon.attached.watch.drained)
            assert addon.attached.watch.board().policies == ("renamed",)
            rewrite(SHOP, 3)
            await asyncio.sleep(0.3)
            await asyncio.to_thread(addon.attached.watch.drained)
            assert addon.attached.watch.board().policies == ("shop.example",)

    with caplog.at_level(logging.INFO):
        asyncio.run(run())


def tls(sni: str, error: str = "") -> TlsData:
    peer = Client(peername=("192.0.2.7", 1), sockname=("127.0.0.1", 8080), timestamp_start=START)
    peer.sni, peer.error = sni, error or None
    context = Context(peer, None)  # type: ignore[arg-type]
    context.server = Server(address=("192.0.2.9", 443))
    return TlsData(peer, context)


def test_a_client_that_refuses_the_certificate_is_pinned_until_it_takes_it() -> None:
    refused = "The client does not trust the proxy's certificate for app.example (OpenSSL Error(...))"

    async def run() -> list[tuple[str, str, int]]:
        async with running() as (addon, _):
            for sni in ("app.example", "app.example", "other.example"):
                addon.tls_failed_client(tls(sni, refused))
            addon.tls_failed_client(tls("gone.example", "The client disconnected during the handshake."))
            addon.tls_failed_client(tls("", refused))
            addon.tls_established_client(tls("other.example"))
        assert addon.report is not None
        return [(one.kind, one.host, one.count) for one in addon.report.sessions[0].blind]

    assert asyncio.run(run()) == [("pinned", "192.0.2.9", 1), ("pinned", "app.example", 2)]


def test_datagrams_to_the_port_of_https_are_quic() -> None:
    from mitmproxy.test import tflow

    async def run() -> list[tuple[str, str]]:
        async with running() as (addon, _):
            one = tflow.tudpflow()
            one.server_conn.address = ("quic.example", 443)
            addon.udp_start(one)
            one.server_conn.address = ("dns.example", 53)
            addon.udp_start(one)
        assert addon.report is not None
        return [(blind.kind, blind.host) for blind in addon.report.sessions[0].blind]

    assert asyncio.run(run()) == [("quic", "quic.example")]


def test_flows_without_an_address_leave_the_report_incomplete_as_replay_says(tmp_path: Path) -> None:
    recording = tmp_path / "odd.flow"
    odd, timeless = flow(at=START + 1), flow(at=START + 2)
    odd.request.data.scheme = b"ftp"
    timeless.request.data.timestamp_start = -1.0
    recording.write_bytes(written(flow(), odd, timeless))

    async def run() -> str:
        async with running() as (addon, _):
            await pass_all(addon, flows_of(recording))
        assert addon.report is not None
        return addon.report.sessions[0].incomplete

    assert asyncio.run(run()) == replayed(recording)["sessions"][0]["incomplete"] != ""


def test_a_filter_of_the_users_own_is_kept_beside_ours(tmp_path: Path) -> None:
    async def run(given: str) -> str:
        addon = TemoinAddon()
        with in_mitmproxy(addon) as context:
            context.options.add_option("save_stream_file", str, "", "")
            context.options.add_option("save_stream_filter", str, given, "")
            await addon.running()
            told = str(context.options.save_stream_filter)
            await addon.done()
            return told

    ours = asyncio.run(run(""))
    assert ours.startswith("!(~d '^temoin")
    assert asyncio.run(run("~d shop | ~d ads")).startswith("(~d shop | ~d ads) & !(~d '^temoin")
    page, other = flow(url="http://temoin.test/"), flow()
    assert found_by(ours, [page, other]) == [other]


def test_options_are_declared_typed_and_told_in_a_sentence() -> None:
    addon = TemoinAddon()
    with in_mitmproxy(addon) as context:
        declared = {
            name: context.options._options[name] for name in context.options._options if "temoin_" in name
        }
    assert set(declared) == {
        "temoin_policy", "temoin_report", "temoin_lines", "temoin_strict", "temoin_page", "temoin_page_port",
        "temoin_accuse", "temoin_lang", "temoin_fingerprint_key",
    }  # fmt: skip
    assert all(option.help.endswith(".") for option in declared.values())


def test_commands_have_names_and_help() -> None:
    addon = TemoinAddon()
    with in_mitmproxy(addon) as context:
        found = {name: one for name, one in context.master.commands.commands.items() if "temoin." in name}
    assert set(found) == {"temoin.report", "temoin.reset", "temoin.explain"}
    assert all(isinstance(one, command.Command) and one.help for one in found.values())
