"""Chromium and what is made of it: Chrome and Edge.

Trust. `--ignore-certificate-errors-spki-list` names the public key of the proxy's authority: every certificate
that it signs is taken, and the HTTP cache stays on. Tried with Chromium 156: the flag works from the first
connection on, for pages and for the browser's own requests. The other way is the profile's own store
(`Default/ServerCertificate`, a database of user-added authorities that Chromium reads since 2025): it works too
and needs no flag, but it is read after the first connections have begun, so that those break off, older versions
do not know it, and the browser's own requests do not use it. A system's store (`~/.pki/nssdb`) belongs to the
user, not to the profile.

No warning. The flag, as `--no-sandbox`, makes the browser open with a bar across the page: "You are using an
unsupported command-line flag". `--test-type` leaves out that bar. What a page sees does not change by it, nor
by any other flag below: the names of all properties of `window`, `navigator` and `document`, every value of
`navigator` (`webdriver` is false) and `screen`, the permissions, the allowed features, the client hints and the
request's headers are those of a browser that was told the proxy and the key alone (`python
tests/browsers/ordinary.py chromium`).

No traffic of its own. The same command shows that nothing is asked but what the pages ask (with `--seconds 300`
too). A bare one asks `accounts.google.com` whether somebody is signed in, which would put cookies into the
fresh profile, and `update.googleapis.com` and `optimizationguide-pa.googleapis.com`, which
`--disable-background-networking` and `--disable-component-update` do not stop. Their addresses are set to a
port that Chromium itself refuses to open. A new tab that a person opens asks the search engine, where that one
provides the page.

Loopback. Chromium passes over any proxy for 127.0.0.1 and localhost, unless `<-loopback>` is in its list.

HTTPS. Chromium tries https first for an address with http. It leaves the names of `.test` alone, so that
`http://temoin.test/` opens as it is; `http://mitm.it/` becomes https, which mitmproxy answers as well. So this is
left as a visitor has it.

Third-party cookies. It is the build that decides, not whether there is a window: Debian's Chromium blocks them
for a new profile, Google's Chrome lets them flow.

What is told here of Chrome and Edge follows from their being Chromium; only Chromium was run.
"""

import json
import os
from pathlib import Path

from temoin.browsers.family import Command, Product, ThirdPartyCookies, Visit

__all__ = ["BESIDE", "PRODUCTS", "SILENT", "WORDS", "command", "notes", "prepare", "version"]

PRODUCTS = (
    Product(
        name="chromium",
        title="Chromium",
        commands=("chromium", "chromium-browser"),
        places=("/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"),
        bundle="Chromium.app/Contents/MacOS/Chromium",
        windows=(r"Chromium\Application\chrome.exe",),
        known_as=("chromium",),
        variable="TEMOIN_CHROMIUM",
    ),
    Product(
        name="chrome",
        title="Google Chrome",
        commands=("google-chrome-stable", "google-chrome", "chrome"),
        places=("/usr/bin/google-chrome-stable", "/opt/google/chrome/chrome"),
        bundle="Google Chrome.app/Contents/MacOS/Google Chrome",
        windows=(r"Google\Chrome\Application\chrome.exe",),
        known_as=("google-chrome", "com.google.chrome", "chromehtml"),
    ),
    Product(
        name="edge",
        title="Microsoft Edge",
        commands=("microsoft-edge-stable", "microsoft-edge", "msedge"),
        places=("/usr/bin/microsoft-edge-stable", "/opt/microsoft/msedge/msedge"),
        bundle="Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        windows=(r"Microsoft\Edge\Application\msedge.exe",),
        known_as=("microsoft-edge", "com.microsoft.edge", "msedge"),
    ),
)
BESIDE = ("chrome_100_percent.pak", "icudtl.dat", "resources.pak")
WORDS = ("chrom", "msedge", "microsoft-edge", "brave", "vivaldi", "opera")

SILENT = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
)
"""What keeps any Chromium from asking questions, and from going anywhere by itself or around the proxy."""

_NOWHERE = "http://127.0.0.1:1"
"""Port 1 is among those that Chromium never opens."""

_QUIET = (
    f"--gaia-url={_NOWHERE}",
    f"--component-updater=url-source={_NOWHERE}/",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-crash-reporter",
    "--disable-domain-reliability",
    "--disable-search-engine-choice-screen",
    # A distribution may add its users' blockers to every profile.
    "--disable-extensions",
    # Or a desktop's keyring asks to be unlocked.
    "--password-store=basic",
    "--use-mock-keychain",
    "--test-type",
)
_TURN_OFF = "--disable-features="
_FEATURES_OFF = (
    "AutofillServerCommunication",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationGuideModelDownloading",
    "OptimizationHints",
    "msForceBrowserSignIn",
)
_VERSION = 64

_SCRATCH = "t"
_SOCKET = len("/org.chromium.Chromium.XXXXXX/SingletonSocket")
_LONGEST_SOCKET = 103
"""What the address of a socket may hold on macOS; Linux has 107. Where it is too long Chromium ends at once."""


def prepare(profile: Path, visit: Visit) -> None:
    """Write the preferences of a new visitor's profile.

    Args:
        profile: an empty folder.
        visit: what it is for.
    """
    folder = profile / "Default"
    folder.mkdir()
    (profile / _SCRATCH).mkdir()
    (folder / "Preferences").write_text(json.dumps(_preferences(visit.third_party)), encoding="utf-8")
    state = {"background_mode": {"enabled": False}, "dns_over_https": {"mode": "off"}}
    (profile / "Local State").write_text(json.dumps(state), encoding="utf-8")


def _preferences(third_party: ThirdPartyCookies) -> dict[str, object]:
    """The preferences that differ from the browser's own, as the file nests them."""
    # Or a log-in is answered by a call to the vendor, to ask whether the password is known to be stolen.
    profile: dict[str, object] = {"password_manager_leak_detection": False}
    if third_party is not ThirdPartyCookies.DEFAULT:
        blocked = third_party is ThirdPartyCookies.BLOCKED
        profile |= {"cookie_controls_mode": int(blocked), "block_third_party_cookies": blocked}
    return {
        "alternate_error_pages": {"enabled": False},
        "credentials_enable_service": False,
        "profile": profile,
        "safebrowsing": {"enabled": False},
        "search": {"suggest_enabled": False},
        "signin": {"allowed": False, "allowed_on_next_startup": False},
        "translate": {"enabled": False},
    }


def command(profile: Path, visit: Visit) -> Command:
    """The flags and the addresses.

    Args:
        profile: prepared.
        visit: what it is for.
    """
    host, port = visit.proxy
    shown_host = f"[{host}]" if ":" in host else host
    around = ("<-loopback>", *visit.direct)
    # Of a flag given twice the last counts, so what a person turns off joins what we do.
    turned_off = [one.removeprefix(_TURN_OFF) for one in visit.extra if one.startswith(_TURN_OFF)]
    extra = [one for one in visit.extra if not one.startswith(_TURN_OFF)]
    return Command(
        (
            f"--user-data-dir={profile}",
            f"--proxy-server=http://{shown_host}:{port}",
            f"--proxy-bypass-list={';'.join(around)}",
            f"--ignore-certificate-errors-spki-list={visit.authority.key_digest}",
            *SILENT,
            *_QUIET,
            _TURN_OFF + ",".join((*_FEATURES_OFF, *turned_off)),
            *(["--headless"] if visit.headless else []),
            *(["--no-sandbox"] if visit.root else []),
            *extra,
            # "Multiple targets are not supported in headless mode", and it exits.
            *(visit.urls[:1] if visit.headless else visit.urls),
        ),
        _kept_inside(profile),
    )


def _kept_inside(profile: Path) -> tuple[tuple[str, str], ...]:
    """Environment that has in the profile what Chromium otherwise leaves in /tmp and in the home folder."""
    scratch = profile / _SCRATCH
    crashes = ("BREAKPAD_DUMP_LOCATION", str(profile / "Crashes"))
    if len(os.fsencode(scratch)) + _SOCKET > _LONGEST_SOCKET:
        return (crashes,)
    return (crashes, ("TMPDIR", str(scratch)))


def version(profile: Path) -> str:
    """The version that has opened a profile, as "156.0.8078.79"; empty while none has.

    Args:
        profile: the folder.
    """
    try:
        with (profile / "Last Version").open("rb") as opened:
            return opened.read(_VERSION).decode("ascii", "replace").strip()
    except OSError:
        return ""


def notes(visit: Visit) -> tuple[str, ...]:
    """What a person should know of such a visit.

    Args:
        visit: how it is opened.
    """
    said = []
    if visit.root:
        said.append("it runs as root, so without its sandbox: visit only sites that you trust")
    if visit.headless:
        said.append("without a window it calls itself HeadlessChrome to the sites")
    if visit.headless and len(visit.urls) > 1:
        said.append("without a window it opens the first page alone")
    match visit.third_party:
        case ThirdPartyCookies.DEFAULT:
            said.append(
                "third-party cookies are as this browser has them by default:"
                " Chrome and Edge let them flow, Debian's Chromium blocks them"
            )
        case ThirdPartyCookies.ALLOWED:
            said.append("third-party cookies are let through")
        case ThirdPartyCookies.BLOCKED:
            said.append("third-party cookies are blocked")
    return tuple(said)
