"""The demo behind mitmproxy."""

import asyncio

import pytest
from mitmproxy.connection import Server
from mitmproxy.http import HTTPFlow
from mitmproxy.proxy.server_hooks import ServerConnectionHookData
from mitmproxy.test import tflow, tutils

from portal.test_addon import flow_to
from temoin.portal.demo import DEMO_START, HOST_OF, Which
from temoin.portal.demo.addon import DemoAddon, demo_addon


def asked_of(addon: DemoAddon, url: str) -> HTTPFlow:
    flow = flow_to(url)
    asyncio.run(addon.request(flow))
    return flow


def refused(addon: DemoAddon, host: str) -> bool:
    data = ServerConnectionHookData(server=Server(address=(host, 80)), client=tflow.tclient_conn())
    addon.server_connect(data)
    return bool(data.server.error)


@pytest.mark.parametrize("url", [DEMO_START, *(f"https://{host}/" for host in HOST_OF.values())])
def test_the_demo_is_answered_without_a_server(url: str) -> None:
    response = asked_of(demo_addon(seed=1), url).response
    assert response is not None
    assert response.status_code == 200


@pytest.mark.parametrize("url", ["http://mitm.it/", "http://temoin.test/", "https://TEMOIN.test/data"])
def test_mitmproxys_page_and_temoins_own_are_left_alone(url: str) -> None:
    assert asked_of(demo_addon(), url).response is None


def test_temoins_own_page_may_be_elsewhere() -> None:
    addon = demo_addon(own_page="Witness.test")
    assert asked_of(addon, "http://witness.test/").response is None
    assert asked_of(addon, "http://temoin.test/").response is not None


def test_no_connection_leaves_this_machine_but_one_that_another_add_on_is_to_lead_home() -> None:
    addon = demo_addon()
    assert refused(addon, "www.google.com")
    assert refused(addon, "mitm.it")
    assert refused(addon, HOST_OF[Which.CORRECT])
    assert not refused(addon, "temoin.test")
    assert not refused(addon, "127.0.0.1")


def test_a_flow_that_another_add_on_answered_is_left_alone() -> None:
    flow, before = flow_to(DEMO_START), tutils.tresp()
    flow.response = before
    asyncio.run(demo_addon().request(flow))
    assert flow.response is before


def test_the_live_page_may_be_told_later() -> None:
    addon = demo_addon()
    addon.web.live = "http://temoin.test/?token=a"
    response = asked_of(addon, DEMO_START).response
    assert response is not None
    assert b'href="http://temoin.test/?token=a"' in (response.content or b"")


def test_a_seed_gives_the_same_identifiers_again() -> None:
    url = f"https://{HOST_OF[Which.LEAKY]}/"
    one, other = (asked_of(demo_addon(seed=3), url).response for _ in range(2))
    assert one is not None
    assert other is not None
    assert (
        one.headers.get_all("set-cookie")[1].split(";")[0]
        == other.headers.get_all("set-cookie")[1].split(";")[0]
    )
