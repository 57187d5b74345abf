"""What Firefox is told: its flags and its preferences."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browsers.authorities import write_certificate
from browsers.visits import visit
from temoin.browsers import ThirdPartyCookies
from temoin.browsers.authority import read_authority
from temoin.browsers.families import firefox

LINE = re.compile(r'user_pref\((".*"), (.*)\);')


def test_it_goes_through_the_proxy_whatever_the_address() -> None:
    told = firefox.preferences(visit(proxy=("::1", 8081)))
    assert told["network.proxy.type"] == 1
    for scheme in ("http", "ssl"):
        assert told[f"network.proxy.{scheme}"] == "::1"
        assert told[f"network.proxy.{scheme}_port"] == 8081
    assert told["network.proxy.no_proxies_on"] == ""
    assert told["network.proxy.allow_hijacking_localhost"] is True
    assert told["network.proxy.failover_direct"] is False
    assert told["network.http.http3.enable"] is False
    assert told["network.trr.mode"] == 5


def test_what_is_to_be_asked_directly_is() -> None:
    told = firefox.preferences(visit(direct=("127.0.0.1:8081", "127.0.0.1:8082")))
    assert told["network.proxy.no_proxies_on"] == "127.0.0.1:8081,127.0.0.1:8082"


@pytest.mark.parametrize(
    ("third_party", "behaviour"),
    [(ThirdPartyCookies.ALLOWED, 0), (ThirdPartyCookies.BLOCKED, 1), (ThirdPartyCookies.DEFAULT, None)],
)
def test_third_party_cookies_are_as_asked(third_party: ThirdPartyCookies, behaviour: int | None) -> None:
    told = firefox.preferences(visit(third_party=third_party))
    assert told.get("network.cookie.cookieBehavior") == behaviour
    assert any("third-party cookies" in note for note in firefox.notes(visit(third_party=third_party)))


@given(st.text(max_size=40))
def test_no_preference_can_end_its_line(host: str) -> None:
    told = firefox.preferences(visit(proxy=(host, 1)))
    line = firefox.preference_line("network.proxy.http", told["network.proxy.http"])
    assert "\n" not in line
    found = LINE.fullmatch(line)
    assert found is not None
    assert json.loads(found[2]) == host


def test_the_profile_holds_preferences_and_trust(tmp_path: Path) -> None:
    write_certificate(tmp_path / "ca.pem")
    profile = tmp_path / "profile"
    profile.mkdir()
    firefox.prepare(profile, visit(authority=read_authority(tmp_path / "ca.pem")))
    assert sorted(file.name for file in profile.iterdir()) == ["cert9.db", "user.js"]
    lines = (profile / "user.js").read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines)
    assert all(LINE.fullmatch(line) for line in lines)


def test_nothing_says_that_it_is_automated() -> None:
    told = firefox.command(Path("/p"), visit())
    assert not [flag for flag in told.arguments if "marionette" in flag or "remote-debugging" in flag]


def test_the_profile_is_a_path_of_its_own_argument() -> None:
    told = firefox.command(
        Path("/tmp/a profile"), visit(extra=("--safe-mode",), urls=("http://a/", "http://b/"))
    )
    assert told.arguments[:3] == ("--no-remote", "--profile", "/tmp/a profile")
    assert told.arguments[-3:] == ("--safe-mode", "http://a/", "http://b/")


def test_on_windows_the_program_waits_for_the_browser() -> None:
    assert "--wait-for-browser" in firefox.command(Path("/p"), visit(windows=True)).arguments
    assert "--wait-for-browser" not in firefox.command(Path("/p"), visit()).arguments


def test_the_version_is_none_until_the_profile_bears_one(tmp_path: Path) -> None:
    assert firefox.version(tmp_path) == ""
    (tmp_path / "compatibility.ini").write_text("[Compatibility]\nLastVersion=153.7.0_20261103/20261103\n")
    assert firefox.version(tmp_path) == "153.7.0"


@pytest.mark.parametrize("text", ["", "junk", "[Compatibility]\n", "[Compatibility]\nLastVersion\n", "\0[[["])
def test_a_half_written_version_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "compatibility.ini").write_text(text)
    assert firefox.version(tmp_path) == ""
