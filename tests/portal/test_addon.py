"""The stand-in behind mitmproxy."""

import asyncio
import gzip

import pytest
from mitmproxy import exceptions, http
from mitmproxy.addons.proxyserver import Proxyserver
from mitmproxy.connection import Server
from mitmproxy.proxy.server_hooks import ServerConnectionHookData
from mitmproxy.test import taddons, tflow, tutils

from temoin.portal import ChoiceBy, Leak, Variant
from temoin.portal.addon import PortalAddon


def flow_to(url: str, **headers: str) -> http.HTTPFlow:
    fields = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    request = http.Request.make("GET", url, headers=fields)
    return tflow.tflow(req=request)


def answered(addon: PortalAddon, flow: http.HTTPFlow) -> http.Response:
    asyncio.run(addon.request(flow))
    assert flow.response is not None
    return flow.response


def test_a_request_is_answered_without_a_server() -> None:
    response = answered(PortalAddon(seed=1), flow_to("https://opendata.reseda.fr/"))
    assert response.status_code == 200
    assert len(response.headers.get_all("set-cookie")) == 1
    assert response.headers["content-length"] == str(len(response.raw_content or b""))


def test_a_compressed_page_is_compressed_once() -> None:
    response = answered(PortalAddon(), flow_to("https://opendata.reseda.fr/", accept_encoding="gzip"))
    assert gzip.decompress(response.raw_content or b"").startswith(b"<!doctype html>")


def test_an_answer_without_a_body_says_no_length() -> None:
    flow = flow_to("https://www.stats.example/collect")
    assert "content-length" not in answered(PortalAddon(), flow).headers


def test_an_unknown_host_is_refused_and_never_sent_on() -> None:
    assert answered(PortalAddon(), flow_to("https://update.vendor.example/")).status_code == 503


def test_a_flow_that_another_addon_answered_is_left_alone() -> None:
    flow = flow_to("https://opendata.reseda.fr/")
    flow.response = tutils.tresp()
    before = flow.response
    asyncio.run(PortalAddon().request(flow))
    assert flow.response is before


def test_a_host_that_another_addon_serves_is_left_alone() -> None:
    flow = flow_to("http://temoin.test/")
    asyncio.run(PortalAddon(leave=frozenset({"temoin.test"})).request(flow))
    assert flow.response is None


@pytest.mark.parametrize(
    ("address", "refused"),
    [
        (("93.184.215.14", 443), True),
        (("opendata.reseda.fr", 443), True),
        (("10.0.0.1", 80), True),
        (None, True),
        (("127.0.0.1", 8081), False),
        (("::1", 8081), False),
        (("localhost", 8081), False),
    ],
)
def test_no_connection_leaves_this_machine(address: tuple[str, int] | None, refused: bool) -> None:
    data = ServerConnectionHookData(server=Server(address=address), client=tflow.tclient_conn())
    PortalAddon().server_connect(data)
    assert bool(data.server.error) is refused


def test_the_same_seed_gives_the_same_cookies() -> None:
    one, other = (
        answered(PortalAddon(seed=3), flow_to("https://logs.xiti.example/hit.gif")) for _ in range(2)
    )
    assert one.headers["set-cookie"].split(";")[0] == other.headers["set-cookie"].split(";")[0]


def test_the_options_choose_the_portal() -> None:
    addon = PortalAddon()
    with taddons.context(addon) as context:  # type: ignore[no-untyped-call]
        context.configure(addon, portal_leaks="early,kept", portal_choice_by="response")
    assert addon.portal.variant == Variant(frozenset({Leak.EARLY, Leak.KEPT}), ChoiceBy.RESPONSE)


def test_the_portal_of_the_constructor_stays_when_other_options_change() -> None:
    variant = Variant(frozenset({Leak.BUILT_IN}))
    addon = PortalAddon(variant)
    with taddons.context(addon) as context:  # type: ignore[no-untyped-call]
        context.configure(addon, portal_choice_by="response")
    assert addon.portal.variant == Variant(variant.leaks, ChoiceBy.RESPONSE)


def test_a_leak_that_is_none_is_refused_as_an_option() -> None:
    addon = PortalAddon()
    refused = pytest.raises(exceptions.OptionsError, match="no leak is called")
    with taddons.context(addon) as context, refused:  # type: ignore[no-untyped-call]
        context.configure(addon, portal_leaks="sieve")


def test_mitmproxy_connects_to_nobody_before_it_has_read_a_request() -> None:
    addon = PortalAddon()
    with taddons.context(Proxyserver(), addon) as context:  # type: ignore[no-untyped-call]
        addon.running()
        assert context.options.connection_strategy == "lazy"
