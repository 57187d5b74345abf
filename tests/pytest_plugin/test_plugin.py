"""The pytest plugin as a user meets it: in a run of pytest of its own, where every warning is an error."""

import os
import re
import tomllib
from pathlib import Path

import pytest

import temoin
import temoin.portal.addon
import temoin.pytest_plugin.explaining
import temoin.pytest_plugin.live
import temoin.pytest_plugin.replaying
from temoin.cli import main
from truth.browser import chromium_path

pytest_plugins = ("pytester",)

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = ROOT / "recordings"
PLUGIN = ("-p", "temoin.pytest_plugin")
STRICT = ("-W", "error", "-p", "no:cacheprovider", "-q")

FLAGGED = f"""
def test_flagged(temoin_replay):
    testimony = temoin_replay({str(RECORDINGS / "built-in.flow")!r}, policy="portal")
    assert testimony.clear
"""

LIVE = """
import http.client, ssl
import pytest

def portal():
    from temoin.portal.addon import PortalAddon
    from temoin.portal.variant import Variant, leaks_named
    return PortalAddon(Variant(leaks_named({leaks!r})), seed=1)

def get(proxy, path, *cookies):
    connection = http.client.HTTPSConnection(
        proxy.host, proxy.port, context=ssl.create_default_context(cafile=str(proxy.authority)), timeout=20)
    connection.set_tunnel("opendata.reseda.fr", 443)
    said = {{"User-Agent": "a browser", "Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate",
            "Sec-Fetch-Site": "none", "Cookie": "; ".join(cookies)}}
    connection.request("GET", path, headers=said)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer

@pytest.mark.temoin(policy="portal", addons=[portal])
def test_live(temoin_proxy):
    get(temoin_proxy, "/", "csrftoken=a")
    get(temoin_proxy, "/explore/", "csrftoken=a", *{cookies!r})
    get(temoin_proxy, "/explore/", "csrftoken=a")
    testimony = temoin_proxy.report()
    assert temoin_proxy.report() is testimony
    assert temoin_proxy.url == f"http://{{temoin_proxy.host}}:{{temoin_proxy.port}}"
    assert len(testimony.report.sessions[0].pages) == 3
    assert testimony.clear
"""


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """The subprocess finds the package under test, and is told nothing by the run around it."""
    folder = str(Path(temoin.__file__).parents[1])
    paths = [folder, *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER"):
        monkeypatch.delenv(name, raising=False)


def run(pytester: pytest.Pytester, test: str, *words: str) -> pytest.RunResult:
    """In this process, where all that is heavy is imported already."""
    pytester.makepyfile(test)
    return pytester.runpytest_inprocess(*PLUGIN, *STRICT, *words)


def run_alone(pytester: pytest.Pytester, test: str, *words: str) -> pytest.RunResult:
    """In a process of its own."""
    pytester.makepyfile(test)
    return pytester.runpytest_subprocess(*PLUGIN, *STRICT, *words)


def recording(name: str) -> str:
    return repr(str(RECORDINGS / f"{name}.flow"))


def test_a_clear_recording_passes_and_prints_nothing(pytester: pytest.Pytester) -> None:
    found = run(
        pytester,
        f"""
        def test_clear(temoin_replay):
            testimony = temoin_replay({recording("accepted")}, policy="portal")
            assert testimony.clear
            assert testimony
            assert testimony == "clear"
            assert testimony.findings == ()
            assert {{row.name for row in testimony.cookies}} >= {{"uid", "_ga"}}
            assert all(one.rule == "T302" for one in testimony.notes)
            assert testimony.unproven
            assert str(testimony).startswith(" CLEAR")
        """,
    )
    found.assert_outcomes(passed=1)
    assert "Témoin" not in found.stdout.str()


@pytest.mark.parametrize("words", [(), ("-p", "xdist", "-n", "2")], ids=["alone", "xdist"])
def test_a_failing_assertion_prints_the_findings_well_set(
    pytester: pytest.Pytester, words: tuple[str, ...]
) -> None:
    live = LIVE.format(leaks="none", cookies=()) if words else ""
    found = run(pytester, FLAGGED + live, *words)
    found.assert_outcomes(failed=1, passed=1 if words else 0)
    text = found.stdout.str()
    assert re.search(r"where False = <.*built-in\.flow: flagged: 1 cookie flagged: .*>\.clear", text)
    section = text[text.index("Témoin: ") :]
    assert "✗ uid   adnet.example  ·  third party" in section
    assert "T101 Too early: set once and sent 4 times before any choice was made" in section
    assert "#9  +0.4 s   https://pixel.adnet.example/p.gif?e=…" in section
    assert "T302" not in section


def test_comparisons_print_the_findings_too(pytester: pytest.Pytester) -> None:
    found = run(
        pytester,
        f"""
        def test_outcome(temoin_replay):
            assert temoin_replay({recording("built-in")}, policy="portal") == "clear"

        def test_findings(temoin_replay):
            assert temoin_replay({recording("built-in")}, policy="portal").findings == ()

        def test_the_other_way(temoin_replay):
            assert "clear" == temoin_replay({recording("built-in")}, policy="portal")
        """,
        "-vvv",
    )
    found.assert_outcomes(failed=3)
    told = "E         T105 Built in without a choice: uid of adnet.example (third party): the page's own"
    assert found.stdout.str().count(told) == 3
    assert found.stdout.str().count("E             request 9: https://pixel.adnet.example/p.gif?e=…") == 6


def test_what_a_fixture_of_a_wider_scope_was_given_is_printed(pytester: pytest.Pytester) -> None:
    found = run(
        pytester,
        f"""
        import pytest

        @pytest.fixture(scope="module")
        def visit(temoin_replay):
            return temoin_replay({recording("built-in")}, policy="portal")

        def test_one(visit):
            assert visit.clear

        def test_two(visit):
            assert visit.clear

        def test_three():
            assert False
        """,
    )
    found.assert_outcomes(failed=3)
    assert found.stdout.str().count("✗ uid   adnet.example") == 2


def test_the_policy_of_the_command_line_and_of_the_ini_file(pytester: pytest.Pytester) -> None:
    test = f"""
        def test_named(temoin_replay):
            testimony = temoin_replay({recording("accepted")})
            assert testimony.report.sessions[0].policies == ("mine",)
        """
    own = (ROOT / "addon" / "temoin" / "portal" / "portal.yaml").read_text()
    pytester.path.joinpath("mine.yaml").write_text(own.replace("name: portal", "name: mine", 1))
    run(pytester, test).assert_outcomes(failed=1)
    run(pytester, test, "--temoin-policy", "mine.yaml").assert_outcomes(passed=1)
    pytester.makeini("[pytest]\ntemoin_policy = mine.yaml\n")
    run(pytester, test).assert_outcomes(passed=1)
    run(pytester, test, "--temoin-policy", "portal").assert_outcomes(failed=1)


def test_what_a_test_says_goes_before_all(pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\ntemoin_policy = nowhere.yaml\n")
    run(
        pytester, FLAGGED.replace("testimony.clear", "testimony.report.sessions[0].policies")
    ).assert_outcomes(passed=1)


def test_the_baseline_of_the_command_line_and_of_the_ini_file(pytester: pytest.Pytester) -> None:
    file = pytester.path / "known.yaml"
    assert main(["baseline", str(RECORDINGS / "built-in.flow"), "-p", "portal", "-o", str(file)]) == 0
    run(pytester, FLAGGED).assert_outcomes(failed=1)
    run(pytester, FLAGGED, "--temoin-baseline", "known.yaml").assert_outcomes(passed=1)
    pytester.makeini("[pytest]\ntemoin_baseline = known.yaml\n")
    run(pytester, FLAGGED).assert_outcomes(passed=1)
    with_baseline = FLAGGED.replace('"portal")', '"portal", baseline="known.yaml")')
    pytester.makeini("[pytest]\n")
    run(pytester, with_baseline).assert_outcomes(passed=1)


def test_how_strictly_is_for_the_test_to_say(pytester: pytest.Pytester) -> None:
    found = run(
        pytester,
        f"""
        def test_strict(temoin_replay):
            assert temoin_replay({recording("accepted")}, policy="portal", strict=True) == "flagged"

        def test_fail_on(temoin_replay):
            assert temoin_replay({recording("built-in")}, policy="portal", fail_on="T103").clear

        def test_several(temoin_replay):
            testimony = temoin_replay({recording("accepted")}, {recording("built-in")}, policy=["portal"])
            assert [session.outcome for session in testimony.report.sessions] == ["clear", "flagged"]
            assert testimony == "flagged"
        """,
    )
    found.assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ('temoin_replay("missing.flow", policy="portal")', "temoin: missing.flow: no such file"),
        (f'temoin_replay({recording("accepted")}, policy="nowhere.yaml")', "temoin: nowhere.yaml: no such file"),
        (f'temoin_replay({recording("accepted")}, baseline="nowhere.yaml")', "temoin: nowhere.yaml: no such file"),
        (f'temoin_replay({recording("accepted")}, fail_on="T999")', "there is no rule T999"),
        (f'temoin_replay({recording("accepted")}, accuse="maybe")', "accuse: takes certain or inferred, not maybe"),
        (f'temoin_replay({recording("accepted")}, accuse="none")', "accuse: takes certain or inferred, not none"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_fails_the_test_in_one_line(
    pytester: pytest.Pytester, call: str, told: str
) -> None:
    found = run(pytester, f"def test_it(temoin_replay):\n    assert {call}.findings == ()\n")
    found.assert_outcomes(failed=1)
    assert told in found.stdout.str()
    assert "site-packages" not in found.stdout.str()


def test_a_visit_through_the_proxy_is_judged_when_the_test_ends(pytester: pytest.Pytester) -> None:
    run(pytester, LIVE.format(leaks="none", cookies=())).assert_outcomes(passed=1)


def test_what_a_visit_through_the_proxy_showed_is_printed(pytester: pytest.Pytester) -> None:
    found = run(pytester, LIVE.format(leaks="none", cookies=("uid=1",)))
    found.assert_outcomes(failed=1)
    section = found.stdout.str()[found.stdout.str().index("Témoin: the visit of test_live") :]
    assert "uid   opendata.reseda.fr  ·  first party  ·  undeclared" in section


def test_a_proxy_that_is_not_asked_ends_by_itself(pytester: pytest.Pytester) -> None:
    found = run(
        pytester,
        """
        import socket, threading

        BEFORE = set(threading.enumerate())

        def test_one(temoin_proxy):
            test_one.at = (temoin_proxy.host, temoin_proxy.port)
            socket.create_connection(test_one.at, 5).close()

        def test_two():
            with __import__("pytest").raises(OSError):
                socket.create_connection(test_one.at, 5).close()
            assert not [one for one in set(threading.enumerate()) - BEFORE if one.name.startswith("temoin")]

        def test_three(temoin_proxy, temoin_authority):
            assert temoin_proxy.authority == temoin_authority.certificate
            assert temoin_proxy.spki == temoin_authority.spki
            assert len(temoin_proxy.spki) == 44
            assert any(temoin_proxy.spki in word for word in temoin_proxy.chromium_arguments)
        """,
    )
    found.assert_outcomes(passed=3)


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        ('polcy="portal"', "not polcy"),
        ('"portal"', "not a value without a name"),
        ('policy="nowhere.yaml"', "nowhere.yaml: no such file"),
        ('mitmproxy=["no_such_option=1"]', "no_such_option"),
    ],
)
def test_a_wrong_marker_is_one_line(pytester: pytest.Pytester, marker: str, told: str) -> None:
    found = run(
        pytester,
        f"import pytest\n\n@pytest.mark.temoin({marker})\ndef test_it(temoin_proxy):\n    pass\n",
        "--strict-markers",
    )
    found.assert_outcomes(errors=1)
    assert told in found.stdout.str()
    assert "Traceback" not in found.stdout.str()


def test_a_run_that_does_not_use_it_imports_neither_the_engine_nor_mitmproxy(
    pytester: pytest.Pytester,
) -> None:
    found = run_alone(
        pytester,
        """
        import sys

        def test_nothing_of_ours():
            heavy = ("mitmproxy", "rich", "msgspec", "yaml", "temoin.audit", "temoin.playback", "temoin.report")
            assert [name for name in heavy if name in sys.modules] == []
            ours = [name for name in sys.modules if name.partition(".")[0] == "temoin"]
            assert sorted(ours) == ["temoin", "temoin.pytest_plugin"]

        def test_replaying_needs_no_mitmproxy(temoin_replay):
            assert "mitmproxy" not in sys.modules
        """,
    )
    found.assert_outcomes(passed=2)


def test_the_fixtures_say_what_they_are_for(pytester: pytest.Pytester) -> None:
    text = run(pytester, "", "--fixtures", "-v").stdout.str()
    for name in ("temoin_replay", "temoin_proxy", "temoin_authority"):
        assert re.search(rf"^{name}.* -- ", text, re.MULTILINE)
    assert "@pytest.mark.temoin(policy, baseline" in run(pytester, "", "--markers").stdout.str()


@pytest.mark.browser
def test_a_real_browser_goes_through_the_proxy_and_trusts_it(pytester: pytest.Pytester) -> None:
    path = chromium_path()
    if path is None or not path.exists():
        get = "no Chromium found: apt-get install chromium, or name one in TEMOIN_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(get)
        pytest.skip(get)
    test = f"""
        import subprocess
        import pytest

        def portal():
            from temoin.portal.addon import PortalAddon
            from temoin.portal.variant import Variant, leaks_named
            return PortalAddon(Variant(leaks_named("early")), seed=1)

        @pytest.mark.temoin(policy="portal", addons=[portal])
        def test_browser(temoin_proxy, tmp_path):
            done = subprocess.run(
                [{str(path)!r}, "--headless", "--no-sandbox", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 f"--user-data-dir={{tmp_path}}", "--virtual-time-budget=3000", *temoin_proxy.chromium_arguments,
                 "--dump-dom", "https://opendata.reseda.fr/"],
                capture_output=True, timeout=60, check=True)
            assert b"accept-all" in done.stdout
            [session] = temoin_proxy.report().report.sessions
            assert [page.url for page in session.pages] == ["https://opendata.reseda.fr/"]
            assert "csrftoken" in {{row.name for row in session.cookies}}
        """
    run(pytester, test).assert_outcomes(passed=1)


def test_it_is_found_by_pytest_where_temoin_is_installed() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["pytest11"]
    assert declared == {"temoin": temoin.pytest_plugin.__name__}
