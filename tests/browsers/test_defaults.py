"""Which browser a system opens pages in, on systems made up."""

import plistlib

from hypothesis import given
from hypothesis import strategies as st

from browsers.machines import linux, mac, windows
from temoin.browsers.defaults import default_browsers

HANDLERS = "/Users/ada/Library/Preferences/com.apple.LaunchServices/com.apple.launchservices.secure.plist"
CHOICE = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\https\UserChoice"


def test_the_users_list_comes_before_the_systems() -> None:
    files = {
        "/usr/share/applications/mimeapps.list": b"[Default Applications]\ntext/html=chromium.desktop\n",
        "/home/ada/.config/mimeapps.list": b"[Default Applications]\ntext/html=firefox.desktop;\n",
        "/home/ada/.config/gnome-mimeapps.list": b"[Default Applications]\ntext/html=Chrome.desktop\n",
    }
    found = default_browsers(linux(files=files, XDG_CURRENT_DESKTOP="ubuntu:GNOME"))
    assert found == ("chrome.desktop", "firefox.desktop", "chromium.desktop")


def test_what_opens_https_comes_before_what_opens_a_file() -> None:
    text = (
        b"[Added Associations]\nx-scheme-handler/https=edge.desktop\n[Default Applications]\n"
        b"text/html=editor.desktop\nx-scheme-handler/https = google-chrome.desktop ; firefox.desktop\n"
        b"[Removed Associations]\nx-scheme-handler/http=opera.desktop\n"
    )
    found = default_browsers(linux(files={"/etc/xdg/mimeapps.list": text}))
    assert found == ("google-chrome.desktop", "firefox.desktop", "editor.desktop")


def test_the_variable_of_unix_is_heard() -> None:
    assert default_browsers(linux(BROWSER="/opt/firefox/firefox %s:w3m")) == ("firefox", "w3m")


def test_the_handlers_of_macos_are_read() -> None:
    handlers = [
        {"LSHandlerURLScheme": "mailto", "LSHandlerRoleAll": "com.apple.mail"},
        {"LSHandlerURLScheme": "https", "LSHandlerRoleAll": "org.mozilla.Firefox"},
    ]
    data = plistlib.dumps({"LSHandlers": handlers}, fmt=plistlib.FMT_BINARY)
    assert default_browsers(mac(files={HANDLERS: data})) == ("org.mozilla.firefox",)


def test_the_choice_of_windows_is_read() -> None:
    assert default_browsers(windows(registry={(CHOICE, "ProgId"): "MSEdgeHTM"})) == ("msedgehtm",)


@given(st.binary(max_size=300))
def test_any_file_gives_names_or_none(data: bytes) -> None:
    assert isinstance(default_browsers(mac(files={HANDLERS: data})), tuple)
    listed = b"[Default Applications]\n" + data
    assert isinstance(default_browsers(linux(files={"/etc/xdg/mimeapps.list": listed})), tuple)


@given(
    st.recursive(
        st.one_of(st.integers(), st.text(max_size=5), st.booleans()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.just("LSHandlerURLScheme"), inner)
        ),
        max_leaves=5,
    )
)
def test_handlers_of_any_shape_give_names_or_none(shape: object) -> None:
    try:
        data = plistlib.dumps({"LSHandlers": shape})
    except (OverflowError, ValueError):
        return
    assert all(isinstance(name, str) for name in default_browsers(mac(files={HANDLERS: data})))
