"""Firefox.

Trust. The profile is given its certificate database, written before the browser starts (`temoin.browsers.nss`).
Tried with Firefox 153 ESR, in a window and without: pages load from the first connection on, with no warning and
no exception to confirm, whatever the host; `navigator.webdriver` is false, and the address bar shows no robot.
What else was weighed:

- WebDriver BiDi's `acceptInsecureCerts`, which the tests' own harness uses: it works, but needs a session kept
  open; meanwhile `navigator.webdriver` is true, the address bar is striped, and sites may treat the visitor as a
  robot. Marionette, once and then again without it: trust ends with the session.
- Policies (`Certificates.Install` in `distribution/policies.json`) are the installation's, for every user and
  profile of it, and the browser then says that it is managed by an organisation.
- `security.enterprise_roots.enabled` reads the system's store, so the authority would be trusted everywhere.
- `cert_override.txt` makes an exception for one host and one certificate, and the proxy makes one for each host.
- `certutil` writes the same database, where it is installed.

No traffic of its own. `python tests/browsers/ordinary.py firefox` shows that nothing is asked but what the
pages ask (with `--seconds 300` too), and that a page sees what it sees of a browser that was told the proxy and
the certificate alone. A bare one asks for settings, telemetry, push, blocklists, wallpapers, adverts, and the
notice of privacy in a tab of its own: 34 requests in its first fifteen seconds. `MOZ_REMOTE_SETTINGS_DEVTOOLS`
is what lets a release honour another address for its settings.

Since its lists are not fetched, Firefox knows no trackers by name: what its protection does to those alone (it
keeps their cookies out, and in private windows their scripts) it does not do here. That each site has a jar of
its own is no matter of lists, and is as a visitor has it.

Loopback. `network.proxy.allow_hijacking_localhost`, or Firefox passes over the proxy for 127.0.0.1 and localhost.

HTTPS. Firefox tries https first for an address with http; it leaves the names of `.test` alone, and for
`http://mitm.it/` mitmproxy answers https as well. So this is left as a visitor has it.
"""

import configparser
import json
from pathlib import Path

from temoin.browsers.family import Command, Product, ThirdPartyCookies, Visit
from temoin.browsers.nss import write_certificates

__all__ = ["BESIDE", "PRODUCTS", "WORDS", "command", "notes", "preferences", "prepare", "version"]

PRODUCTS = (
    Product(
        name="firefox",
        title="Firefox",
        commands=("firefox", "firefox-esr"),
        places=("/usr/bin/firefox", "/usr/bin/firefox-esr", "/snap/bin/firefox", "/opt/firefox/firefox"),
        bundle="Firefox.app/Contents/MacOS/firefox",
        windows=(r"Mozilla Firefox\firefox.exe",),
        known_as=("firefox",),
        variable="TEMOIN_FIREFOX",
    ),
)
BESIDE = ("omni.ja", "platform.ini")
WORDS = ("firefox", "librewolf", "waterfox", "floorp", "iceweasel")

_BEHAVIOUR = {ThirdPartyCookies.ALLOWED: 0, ThirdPartyCookies.BLOCKED: 1}
"""`network.cookie.cookieBehavior`: all cookies, or no third-party ones; 5, each site's apart, is the default."""

_NONE: dict[str, str | int | bool] = {}

_NETWORK: dict[str, str | int | bool] = {
    "network.proxy.type": 1,
    "network.proxy.allow_hijacking_localhost": True,
    "network.proxy.failover_direct": False,
    "network.http.http3.enable": False,
    "network.trr.mode": 5,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "security.certerrors.mitm.priming.enabled": False,
}
"""All goes through the proxy, and nothing asks whether there is a network."""

_QUIET: dict[str, str | int | bool] = {
    "app.normandy.enabled": False,
    "app.shield.optoutstudies.enabled": False,
    "app.update.auto": False,
    "app.update.checkInstallTime": False,
    "browser.discovery.enabled": False,
    "browser.newtabpage.activity-stream.unifiedAds.endpoint": "",
    "browser.newtabpage.enabled": False,
    "browser.region.network.url": "",
    "browser.region.update.enabled": False,
    "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.search.suggest.enabled": False,
    "browser.search.update": False,
    "browser.urlbar.quicksuggest.enabled": False,
    "browser.urlbar.speculativeConnect.enabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.usage.uploadEnabled": False,
    "dom.push.connection.enabled": False,
    # A distribution may add its users' blockers to every profile: 5 is the profile's and the program's own.
    "extensions.enabledScopes": 5,
    "extensions.getAddons.cache.enabled": False,
    "extensions.blocklist.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "identity.fxaccounts.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "nimbus.rollouts.enabled": False,
    "security.remote_settings.crlite_filters.enabled": False,
    "security.remote_settings.intermediates.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "signon.management.page.breach-alerts.enabled": False,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
}
"""It asks nothing of its makers."""

_UNDISTURBED: dict[str, str | int | bool] = {
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.activity-stream.asrouter.userprefs.cfr.addons": False,
    "browser.newtabpage.activity-stream.asrouter.userprefs.cfr.features": False,
    "browser.preonboarding.enabled": False,
    "browser.sessionstore.resume_from_crash": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "browser.tabs.warnOnClose": False,
    "browser.translations.automaticallyPopup": False,
    "browser.warnOnQuit": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "signon.rememberSignons": False,
    "startup.homepage_welcome_url": "",
    "startup.homepage_welcome_url.additional": "",
    "termsofuse.bypassNotification": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""It opens the pages it is told to, says nothing of itself, and asks nothing of the visitor."""

_LARGEST = 64 * 1024


def prepare(profile: Path, visit: Visit) -> None:
    """Write the preferences and the certificates of a new visitor's profile.

    Args:
        profile: an empty folder.
        visit: what it is for.
    """
    lines = [preference_line(name, value) + "\n" for name, value in sorted(preferences(visit).items())]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    write_certificates(profile, visit.authority)


def preferences(visit: Visit) -> dict[str, str | int | bool]:
    """The preferences that differ from the browser's own, by name.

    Args:
        visit: what they are for.
    """
    host, port = visit.proxy
    proxy: dict[str, str | int | bool] = {
        "network.proxy.http": host,
        "network.proxy.http_port": port,
        "network.proxy.ssl": host,
        "network.proxy.ssl_port": port,
        "network.proxy.no_proxies_on": ",".join(visit.direct),
    }
    cookies = _NONE
    if visit.third_party is not ThirdPartyCookies.DEFAULT:
        # The category is what keeps the browser from setting the behaviour back as it starts.
        behaviour = _BEHAVIOUR[visit.third_party]
        cookies = {"network.cookie.cookieBehavior": behaviour, "browser.contentblocking.category": "custom"}
    return {**_NETWORK, **_QUIET, **_UNDISTURBED, **proxy, **cookies}


def preference_line(name: str, value: str | int | bool) -> str:
    """A preference as `user.js` has it: a call whose arguments JSON can write.

    Args:
        name: its name.
        value: its value.
    """
    return f"user_pref({json.dumps(name)}, {json.dumps(value)});"


def command(profile: Path, visit: Visit) -> Command:
    """The flags and the addresses.

    Args:
        profile: prepared.
        visit: what it is for.
    """
    return Command(
        (
            "--no-remote",
            "--profile",
            str(profile),
            *(["--headless"] if visit.headless else []),
            # Or what is started there starts the browser and leaves.
            *(["--wait-for-browser"] if visit.windows else []),
            *visit.extra,
            *visit.urls,
        ),
        (("MOZ_CRASHREPORTER_DISABLE", "1"), ("MOZ_REMOTE_SETTINGS_DEVTOOLS", "1")),
    )


def version(profile: Path) -> str:
    """The version that has opened a profile, as "153.7.0"; empty while none has.

    Args:
        profile: the folder.
    """
    try:
        with (profile / "compatibility.ini").open("rb") as opened:
            text = opened.read(_LARGEST).decode("utf-8", "replace")
        read = configparser.ConfigParser(interpolation=None, strict=False)
        read.read_string(text)
    except (OSError, configparser.Error):
        return ""
    return read.get("Compatibility", "LastVersion", fallback="").partition("_")[0]


def notes(visit: Visit) -> tuple[str, ...]:
    """What a person should know of such a visit.

    Args:
        visit: how it is opened.
    """
    match visit.third_party:
        case ThirdPartyCookies.DEFAULT:
            return (
                "third-party cookies are as Firefox has them by default: each site visited has a jar of its own",
                "it knows no trackers by name, since its lists would have to be fetched",
            )
        case ThirdPartyCookies.ALLOWED:
            return ("third-party cookies are let through, in one jar for all sites",)
        case ThirdPartyCookies.BLOCKED:
            return ("third-party cookies are blocked",)
