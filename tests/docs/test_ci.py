"""The page on builds, run: its commands, its workflows' commands, its tests."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

import temoin
from temoin.baseline import read_baseline
from truth.browser import chromium_path

pytest_plugins = ("pytester",)

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "addon" / "docs" / "ci.md").read_text(encoding="utf-8")
VISITS = ("accepted.flow", "built-in.flow", "log-in.flow", "withdrawn-leaky.flow")
PACKAGE = str(Path(temoin.__file__).parents[1])


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with recordings and a policy, and a shell in which `temoin` is the one under test."""
    here, programs = tmp_path / "repository", tmp_path / "bin"
    here.mkdir()
    programs.mkdir()
    (here / "policies").symlink_to(ROOT / "policies")
    (here / "recordings").mkdir()
    for name in VISITS:
        (here / "recordings" / name).symlink_to(ROOT / "recordings" / name)
    stand_ins = {"temoin": f'exec {sys.executable} -m temoin "$@"', "pip": 'test "$*" = "install temoin"'}
    for name, does in stand_ins.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [PACKAGE, os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    return here


def shell(script: str, where: Path) -> str:
    """Run a script as GitHub does: with bash, until the first command that fails."""
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=where, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def workflows() -> tuple[dict[str, Any], dict[str, Any]]:
    """GitHub's workflow and GitLab's job."""
    loaded = [yaml.safe_load(block) for block in blocks("yaml")]
    github = next(one for one in loaded if "jobs" in one)
    gitlab = next(one for one in loaded if "cookies" in one)
    return github, gitlab


def test_the_commands_run_in_the_order_of_the_page(checkout: Path) -> None:
    told = [shell(block, checkout) for block in blocks("sh")]
    assert len(told) == 3
    assert "4 recordings: 4 clear" in told[0]
    assert "Nothing changed." in told[2]
    assert read_baseline((checkout / "cookies-baseline.yaml").read_bytes(), file="b").entries


def test_the_workflow_of_github_passes_on_what_is_known_and_leaves_its_reports(checkout: Path) -> None:
    shell(blocks("sh")[0], checkout)
    [job] = workflows()[0]["jobs"].values()
    scripts = [step["run"] for step in job["steps"] if "run" in step]
    for script in scripts:
        shell(script, checkout)
    assert "## Témoin: 4 recordings: 4 clear" in (checkout / "summary.md").read_text()
    upload = next(step["with"] for step in job["steps"] if "upload-sarif" in step.get("uses", ""))
    assert (checkout / upload["sarif_file"]).is_file()


def test_the_workflow_of_github_asks_for_no_more_than_it_needs() -> None:
    github, _ = workflows()
    assert github["permissions"] == {"contents": "read", "security-events": "write"}


def test_the_job_of_gitlab_passes_on_what_is_known_and_leaves_its_reports(checkout: Path) -> None:
    shell(blocks("sh")[0], checkout)
    job = workflows()[1]["cookies"]
    for script in job["script"]:
        shell(script, checkout)
    for file in (*job["artifacts"]["paths"], job["artifacts"]["reports"]["junit"]):
        assert (checkout / file).stat().st_size > 1000


def test_the_workflows_fail_on_what_is_new(checkout: Path) -> None:
    (checkout / "cookies-baseline.yaml").write_text("schema: temoin-baseline/1\nfindings: []\n")
    script = workflows()[1]["cookies"]["script"][-1]
    done = subprocess.run(["bash", "-c", script], cwd=checkout, capture_output=True, timeout=120, check=False)
    assert done.returncode == 1
    assert b"<failure" in (checkout / "cookies.xml").read_bytes()


def test_the_baseline_that_the_page_shows_is_one() -> None:
    shown = next(block for block in blocks("yaml") if block.startswith("schema: "))
    found = read_baseline(shown.encode(), file="ci.md").entries
    assert [(entry.identity.pattern, bool(entry.reason)) for entry in found] == [(False, True), (True, False)]


def in_pytest(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, test: str, *words: str
) -> pytest.RunResult:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [PACKAGE, os.environ.get("PYTHONPATH")])))
    for name in ("recordings", "policies"):
        (pytester.path / name).symlink_to(ROOT / name)
    pytester.makepyfile(test)
    return pytester.runpytest_subprocess(
        "-p", "temoin.pytest_plugin", "-W", "error", "-p", "no:cacheprovider", *words
    )


def test_the_test_of_a_recording_passes(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    (pytester.path / "pyproject.toml").write_text(
        next(block for block in blocks("toml")).replace("temoin_baseline", "# temoin_baseline")
    )
    in_pytest(pytester, monkeypatch, blocks("python")[0], "--strict-config").assert_outcomes(passed=1)


OFFLINE = """
import pytest, subprocess

def portal():
    from temoin.portal.addon import PortalAddon
    return PortalAddon(seed=1)

def pytest_collection_modifyitems(items):
    for item in items:
        item.add_marker(pytest.mark.temoin(addons=[portal]))

@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {}

@pytest.fixture(scope="session")
def browser_context_args():
    return {}

class Page:
    '''What pytest-playwright gives, as far as the page on builds uses it, with the system's own browser.'''

    def __init__(self, launch, context, profile):
        self.words = [
            BROWSER, "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-sync",
            "--disable-background-networking", "--disable-component-update", "--virtual-time-budget=2000",
            f"--user-data-dir={profile}", f"--proxy-server={context['proxy']['server']}", *launch["args"]]

    def goto(self, url):
        done = subprocess.run([*self.words, "--dump-dom", url], capture_output=True, timeout=60, check=True)
        assert b"<nav" in done.stdout

@pytest.fixture
def page(browser_type_launch_args, browser_context_args, tmp_path):
    return Page(browser_type_launch_args, browser_context_args, tmp_path)
"""


@pytest.mark.browser
def test_the_test_of_a_live_visit_passes(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    path = chromium_path()
    if path is None or not path.exists():
        get = "no Chromium found: apt-get install chromium, or name one in TEMOIN_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(get)
        pytest.skip(get)
    pytester.makeconftest(f"BROWSER = {str(path)!r}\n{OFFLINE}")
    found = in_pytest(pytester, monkeypatch, blocks("python")[1])
    found.assert_outcomes(passed=1)
