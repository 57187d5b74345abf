"""What Chromium is told: its flags and its preferences."""

import json
from pathlib import Path

import pytest

from browsers.visits import visit
from temoin.browsers import ThirdPartyCookies
from temoin.browsers.families import chromium

PROFILE = Path("/tmp/a profile, with „signs“")


def flags(**changes: object) -> tuple[str, ...]:
    return chromium.command(PROFILE, visit(**changes)).arguments


def of_profile(folder: Path, third_party: ThirdPartyCookies) -> dict[str, object]:
    chromium.prepare(folder, visit(third_party=third_party))
    profile: dict[str, object] = json.loads((folder / "Default" / "Preferences").read_text())["profile"]
    return profile


def test_it_goes_through_the_proxy_and_trusts_it_on_the_profile() -> None:
    told = flags()
    assert f"--user-data-dir={PROFILE}" in told
    assert "--proxy-server=http://127.0.0.1:8080" in told
    assert f"--ignore-certificate-errors-spki-list={visit().authority.key_digest}" in told
    assert told[-1] == "https://opendata.reseda.fr/"


def test_nothing_goes_around_the_proxy() -> None:
    assert {"--disable-quic", "--proxy-bypass-list=<-loopback>"} <= set(flags())


def test_what_is_to_be_asked_directly_is() -> None:
    assert "--proxy-bypass-list=<-loopback>;127.0.0.1:8081;[::1]:9" in flags(
        direct=("127.0.0.1:8081", "[::1]:9")
    )


def test_a_proxy_on_ipv6_is_written_in_brackets() -> None:
    assert "--proxy-server=http://[::1]:8080" in flags(proxy=("::1", 8080))


def test_the_sandbox_goes_for_root_alone_and_is_said() -> None:
    assert "--no-sandbox" not in flags()
    assert "--no-sandbox" in flags(root=True)
    assert not any("sandbox" in note for note in chromium.notes(visit()))
    assert any("without its sandbox" in note for note in chromium.notes(visit(root=True)))


def test_a_window_is_the_rule() -> None:
    assert "--headless" not in flags()
    assert "--headless" in flags(headless=True)


def test_without_a_window_it_opens_one_page_and_says_so() -> None:
    both = ("http://a/", "http://b/")
    assert flags(urls=both)[-2:] == both
    assert flags(urls=both, headless=True)[-1] == "http://a/"
    assert any("first page alone" in note for note in chromium.notes(visit(urls=both, headless=True)))
    assert not any("first page alone" in note for note in chromium.notes(visit(headless=True)))


def test_nothing_says_that_it_is_automated() -> None:
    assert not [flag for flag in flags() if "automation" in flag or "remote-debugging" in flag]


def test_what_a_person_adds_comes_before_the_addresses() -> None:
    told = flags(extra=("--lang=fr-FR", "--disable-features=HttpsUpgrades"), urls=("http://a/", "http://b/"))
    assert told[-3:] == ("--lang=fr-FR", "http://a/", "http://b/")
    [off] = [flag for flag in told if flag.startswith("--disable-features=")]
    assert off.endswith(",HttpsUpgrades")
    assert "OptimizationHints" in off


@pytest.mark.parametrize(
    ("third_party", "mode"), [(ThirdPartyCookies.ALLOWED, 0), (ThirdPartyCookies.BLOCKED, 1)]
)
def test_third_party_cookies_are_as_asked(tmp_path: Path, third_party: ThirdPartyCookies, mode: int) -> None:
    profile = of_profile(tmp_path, third_party)
    assert profile["cookie_controls_mode"] == mode
    assert profile["block_third_party_cookies"] is bool(mode)


def test_third_party_cookies_are_left_alone_by_default_and_that_is_said(tmp_path: Path) -> None:
    assert "cookie_controls_mode" not in of_profile(tmp_path, ThirdPartyCookies.DEFAULT)
    assert any("by default" in note for note in chromium.notes(visit()))


def test_no_password_is_looked_up_elsewhere(tmp_path: Path) -> None:
    assert of_profile(tmp_path, ThirdPartyCookies.DEFAULT)["password_manager_leak_detection"] is False


def test_what_it_leaves_elsewhere_goes_into_the_profile_where_a_sockets_address_is_not_too_long() -> None:
    short = chromium.command(Path("/tmp/temoin-browser-abcdefgh"), visit()).environment
    assert dict(short)["TMPDIR"] == "/tmp/temoin-browser-abcdefgh/t"
    assert "TMPDIR" not in dict(chromium.command(Path("/tmp", "x" * 60), visit()).environment)
    assert "TMPDIR" not in dict(chromium.command(Path("/tmp", "é" * 30), visit()).environment)


def test_the_version_is_none_until_the_profile_bears_one(tmp_path: Path) -> None:
    assert chromium.version(tmp_path) == ""
    (tmp_path / "Last Version").write_bytes(b"156.0.8078.79")
    assert chromium.version(tmp_path) == "156.0.8078.79"
