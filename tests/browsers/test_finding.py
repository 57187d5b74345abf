"""Where browsers are looked for, on machines made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from browsers.machines import linux, mac, windows
from temoin.browsers import browsers
from temoin.browsers.families import families
from temoin.browsers.finding import find_browser
from temoin.browsers.machine import Machine
from temoin.errors import UsageError

CHROME_PATH = r"Software\Microsoft\Windows\CurrentVersion\App Paths\chrome.exe"
ASKS_FOR_SNAP = b'#!/bin/sh\nif ! [ -x /snap/bin/firefox ]; then exit 1; fi\nexec /snap/bin/firefox "$@"\n'


def program(name: str | None, machine: Machine) -> str:
    return find_browser(name, machine).program


def problem(name: str | None, machine: Machine) -> str:
    with pytest.raises(UsageError) as raised:
        find_browser(name, machine)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_the_names_are_those_of_the_issue() -> None:
    assert browsers() == ("chromium", "chrome", "edge", "firefox")


def test_every_family_says_what_was_tried() -> None:
    assert [family.name for family in families()] == ["chromium", "firefox"]
    assert all("Tried with" in family.about for family in families())


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("chromium", "/usr/bin/chromium"),
        ("chromium", "/usr/bin/chromium-browser"),
        ("chrome", "/usr/bin/google-chrome-stable"),
        ("chrome", "/opt/google/chrome/chrome"),
        ("edge", "/usr/bin/microsoft-edge"),
        ("edge", "/opt/microsoft/msedge/msedge"),
        ("firefox", "/usr/local/bin/firefox"),
        ("firefox", "/usr/bin/firefox-esr"),
        ("firefox", "/opt/firefox/firefox"),
    ],
)
def test_a_browser_of_linux_is_found_by_its_name(name: str, file: str) -> None:
    found = find_browser(name, linux(file))
    assert (found.name, found.program) == (name, file)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("chromium", "/Applications/Chromium.app/Contents/MacOS/Chromium"),
        ("chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("edge", "/Users/ada/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        ("firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"),
    ],
)
def test_a_browser_of_macos_is_found_in_its_bundle(name: str, file: str) -> None:
    assert program(name, mac(file)) == file


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("chromium", r"C:\Users\ada\AppData\Local\Chromium\Application\chrome.exe"),
        ("chrome", r"C:\Program Files\Google\Chrome\Application\chrome.exe"),
        ("chrome", r"C:\Users\ada\AppData\Local\Google\Chrome\Application\chrome.exe"),
        ("edge", r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe"),
        ("firefox", r"C:\Program Files\Mozilla Firefox\firefox.exe"),
    ],
)
def test_a_browser_of_windows_is_found_where_installers_put_it(name: str, file: str) -> None:
    assert program(name, windows(file)) == file


def test_windows_is_asked_where_a_program_was_installed() -> None:
    file = r"D:\Apps\Google\Chrome\Application\chrome.exe"
    machine = windows(file, registry={(CHROME_PATH, ""): f'"{file}"'})
    assert program("chrome", machine) == file
    assert "no Chromium found (found here: chrome)" in problem("chromium", machine)


def test_the_one_meant_is_the_first_there_where_the_system_says_nothing() -> None:
    machine = linux("/usr/bin/firefox", "/usr/bin/google-chrome", "/usr/bin/microsoft-edge")
    assert find_browser(None, machine).name == "chrome"


def test_the_one_meant_is_the_systems_default() -> None:
    list_ = b"[Default Applications]\nx-scheme-handler/https=firefox-esr.desktop\n"
    machine = linux(
        "/usr/bin/chromium", "/usr/bin/firefox-esr", files={"/home/ada/.config/mimeapps.list": list_}
    )
    assert program(None, machine) == "/usr/bin/firefox-esr"


def test_a_default_that_is_none_of_ours_or_is_gone_is_passed_over() -> None:
    list_ = b"[Default Applications]\nx-scheme-handler/https=konqueror.desktop;google-chrome.desktop\n"
    machine = linux("/usr/bin/firefox", files={"/home/ada/.config/mimeapps.list": list_})
    assert program(None, machine) == "/usr/bin/firefox"


def test_a_variable_names_the_program_before_anything_else() -> None:
    machine = linux("/usr/bin/chromium", "/usr/bin/firefox", "/opt/fox/it", TEMOIN_FIREFOX="/opt/fox/it")
    assert program(None, machine) == "/opt/fox/it"
    assert program("firefox", machine) == "/opt/fox/it"
    assert program("chromium", machine) == "/usr/bin/chromium"


def test_a_variable_that_names_no_program_is_said_by_its_name() -> None:
    machine = linux("/usr/bin/chromium", TEMOIN_CHROMIUM="/opt/gone")
    assert problem(None, machine).startswith("TEMOIN_CHROMIUM: /opt/gone: there is no such file")


def test_none_at_all_says_what_to_install() -> None:
    assert problem(None, linux("/usr/bin/ls")) == (
        "--browser: no browser found (install Chromium or Firefox, or name one with --browser PATH)"
    )


def test_one_that_is_missing_says_which_are_there() -> None:
    machine = linux("/usr/bin/chromium", "/usr/bin/firefox")
    assert problem("edge", machine) == ("--browser: no Microsoft Edge found (found here: chromium, firefox)")


def test_an_unknown_name_says_which_there_are() -> None:
    assert problem("netscape", linux("/usr/bin/chromium")) == (
        "--browser: no browser is called 'netscape'"
        " (one of chromium, chrome, edge, firefox, or the path of a program)"
    )


@pytest.mark.parametrize("name", ["", "  ", "chrom\0ium"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    assert problem(name, linux("/usr/bin/chromium")).startswith("--browser: names no browser")


def test_a_command_on_the_search_path_does_as_a_name() -> None:
    found = find_browser("firefox-esr", linux("/usr/bin/firefox-esr"))
    assert (found.name, found.program) == ("firefox", "/usr/bin/firefox-esr")


def test_the_current_folder_is_no_search_path() -> None:
    assert "no browser is called" in problem("brave", linux("brave", "./brave", path=":.:bin"))


@pytest.mark.parametrize(
    ("file", "family"),
    [
        ("/opt/brave.com/brave/brave", "chromium"),
        ("/home/ada/my browsers/librewolf", "firefox"),
        ("/opt/Firefox Nightly/FIREFOX", "firefox"),
        ("/home/été/chromium-156", "chromium"),
    ],
)
def test_a_path_is_told_apart_by_its_name(file: str, family: str) -> None:
    found = find_browser(file, linux(file))
    assert (found.program, found.family.name) == (file, family)


def test_a_path_is_told_apart_by_what_lies_beside_the_program_it_leads_to() -> None:
    machine = linux(
        "/home/ada/browser", links={"/home/ada/browser": "/opt/b/run"}, files={"/opt/b/omni.ja": b""}
    )
    assert find_browser("/home/ada/browser", machine).family.name == "firefox"


def test_a_path_that_shows_nothing_is_refused() -> None:
    assert "neither a Chromium nor a Firefox" in problem("/usr/bin/ls", linux("/usr/bin/ls"))


def test_a_path_that_cannot_be_run_says_why() -> None:
    machine = linux(files={"/opt/chromium": b"text"})
    assert "/opt/chromium: it is no program that can be run" in problem("/opt/chromium", machine)
    assert "/opt/gone: there is no such file" in problem("/opt/gone", machine)


def test_the_home_folder_may_be_a_tilde() -> None:
    assert program("~/bin/chromium", linux("/home/ada/bin/chromium")) == "/home/ada/bin/chromium"


def test_a_bundle_does_as_a_path() -> None:
    machine = mac("/Volumes/x/Google Chrome.app/Contents/MacOS/Google Chrome")
    assert program("/Volumes/x/Google Chrome.app/", machine).endswith("/Contents/MacOS/Google Chrome")


def test_a_windows_path_is_one() -> None:
    file = r"D:\portable\chrome.exe"
    assert program(file, windows(file)) == file


@pytest.mark.parametrize(
    ("programs", "files"),
    [
        (("/snap/bin/firefox",), {}),
        (("/usr/bin/firefox",), {"/usr/bin/firefox": ASKS_FOR_SNAP, "/snap/bin/firefox": b""}),
    ],
)
def test_a_snap_is_known_as_one(programs: tuple[str, ...], files: dict[str, bytes]) -> None:
    assert find_browser("firefox", linux(*programs, files=files)).snap == "firefox"


def test_a_script_that_asks_for_a_snap_that_is_not_there_is_no_browser() -> None:
    machine = linux("/usr/bin/firefox", files={"/usr/bin/firefox": ASKS_FOR_SNAP})
    assert "no Firefox found" in problem("firefox", machine)


def test_a_flatpak_is_passed_over_and_refused_by_its_path() -> None:
    file = "/var/lib/flatpak/exports/bin/org.mozilla.firefox"
    script = b'#!/bin/sh\nexec /usr/bin/flatpak run --branch=stable org.mozilla.firefox "$@"\n'
    assert "a Flatpak cannot see the profile" in problem(file, linux(file, files={file: script}))
    mine = linux("/usr/local/bin/firefox", "/usr/bin/firefox", files={"/usr/local/bin/firefox": script})
    assert program("firefox", mine) == "/usr/bin/firefox"


@given(st.text(max_size=400))
def test_any_name_gives_a_program_or_one_line(name: str) -> None:
    machine = linux("/usr/bin/chromium")
    try:
        assert find_browser(name, machine).program == "/usr/bin/chromium"
    except UsageError as error:
        assert len(str(error)) < 600  # noqa: PT017 — either is fine
        assert "(" in str(error)  # noqa: PT017
