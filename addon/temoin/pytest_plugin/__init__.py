"""Témoin in pytest: fixtures that judge a recording or a live visit, and failures that print what was found.

This module is imported by every pytest run on a machine that has Témoin, so it imports nothing that is heavy: the
engine when a fixture judges, mitmproxy when `temoin_proxy` or `temoin_authority` is asked for.

(PYTEST_DONT_REWRITE: nothing here asserts, and a run that was started from within is not to warn of it.)
"""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from temoin.pytest_plugin.authority import SessionAuthority
    from temoin.pytest_plugin.live import LiveProxy
    from temoin.pytest_plugin.replaying import Replaying
    from temoin.pytest_plugin.testimony import Testimony

__all__ = ["temoin_authority", "temoin_proxy", "temoin_replay"]

_MARKER = (
    "temoin(policy, baseline, accuse, strict, fail_on, addons, mitmproxy): how `temoin_proxy` judges in this test, "
    "with which addons and options (NAME=VALUE) of mitmproxy"
)
_GIVEN: "pytest.StashKey[list[Testimony]]" = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options."""
    group = parser.getgroup("temoin", "Témoin: what a site did with a visitor's choice about cookies")
    group.addoption(
        "--temoin-policy",
        action="append",
        default=[],
        metavar="NAME-OR-FILE",
        help="judge by this policy (may repeat: one a site), where a test names none",
    )
    group.addoption(
        "--temoin-baseline",
        default=None,
        metavar="FILE",
        help="fail on what this file lacks alone (temoin baseline writes it), where a test names none",
    )
    parser.addini("temoin_policy", "policies to judge by: names, or files beside this one", type="linelist")
    parser.addini("temoin_baseline", "the baseline, a file beside this one", type="string", default="")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker, and keep what tests are given."""
    config.addinivalue_line("markers", _MARKER)
    config.stash[_GIVEN] = []


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test begins: it has been given nothing yet."""
    item.config.stash[_GIVEN].clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Print the findings below a test that failed."""
    report: pytest.TestReport = yield
    if report.failed and call.when == "call":
        funcargs = getattr(item, "funcargs", {})
        given = item.config.stash[_GIVEN]
        if given or any(_is_ours(one) for one in funcargs.values()):
            from temoin.pytest_plugin.explaining import sections

            report.sections += sections((*given, *funcargs.values()))
    return report


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """Explain a comparison with what was found."""
    if not (_is_ours(left) or _is_ours(right)):
        return None
    from temoin.pytest_plugin.explaining import compared

    return compared(op, left, right)


@pytest.fixture(scope="session")
def temoin_replay(pytestconfig: pytest.Config) -> "Replaying":
    """Judges a recording: call it with a flow file or a HAR, and assert that what it gives is `clear`."""
    from temoin.pytest_plugin.replaying import Replaying

    return Replaying(pytestconfig, pytestconfig.stash[_GIVEN])


@pytest.fixture(scope="session")
def temoin_authority(tmp_path_factory: pytest.TempPathFactory) -> "SessionAuthority":
    """The certificate authority of every `temoin_proxy` of this run, for a browser that is launched once."""
    from temoin.pytest_plugin.authority import make_authority

    return make_authority(tmp_path_factory.mktemp("temoin-authority"))


@pytest.fixture
def temoin_proxy(
    request: pytest.FixtureRequest, pytestconfig: pytest.Config, temoin_authority: "SessionAuthority"
) -> "Iterator[LiveProxy]":
    """A proxy that watches a browser while a test lasts; its `report()` ends it, and tells what it saw."""
    from temoin.pytest_plugin.quiet import quietly

    with quietly():
        from temoin.pytest_plugin.live import LiveProxy

    proxy = LiveProxy(request, pytestconfig, temoin_authority, pytestconfig.stash[_GIVEN])
    try:
        yield proxy
    finally:
        proxy.close()


def _is_ours(one: object) -> bool:
    """Tell whether something is a testimony or its findings; no run that has none imports what they are."""
    module = sys.modules.get("temoin.pytest_plugin.testimony")
    return module is not None and isinstance(one, module.Testimony | module.Findings)
