"""Secrets planted wherever a recording can hold them are looked for in everything that can be written."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from temoin.cli import main
from temoin.playback import replay
from temoin.pytest_plugin.explaining import sections
from temoin.pytest_plugin.testimony import Testimony
from temoin.views import views
from temoin.views.compared import forms as compared_forms

SECRETS = {
    "cookie": "S3CRET-cookie-value",
    "consent": "S3CRET-consent",
    "set": "S3CRET-set-cookie-value",
    "query": "S3CRET-query",
    "bare": "S3CRET-bare-query",
    "user": "S3CRET-user",
    "fragment": "S3CRET-fragment",
    "header": "S3CRET-authorization",
    "referer": "S3CRET-referer-query",
    "redirect": "S3CRET-location-query",
    "body": "S3CRET-body",
}


def entry(second: int, url: str, cookie: str, sets: str, **more: str) -> dict[str, object]:
    return {
        "startedDateTime": f"2026-11-24T08:00:{second:02}.000Z",
        "time": 20,
        "request": {
            "method": "GET",
            "url": url,
            "httpVersion": "HTTP/2",
            "headers": [
                {"name": "sec-fetch-dest", "value": more.get("dest", "document")},
                {"name": "sec-fetch-mode", "value": "navigate" if "dest" not in more else "no-cors"},
                {"name": "sec-fetch-site", "value": more.get("site", "none")},
                {"name": "authorization", "value": SECRETS["header"]},
                {"name": "referer", "value": f"https://opendata.reseda.fr/?r={SECRETS['referer']}"},
                {"name": "cookie", "value": cookie},
            ],
            "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0,
        },
        "response": {
            "status": 302, "statusText": "", "httpVersion": "HTTP/2", "cookies": [], "redirectURL": "",
            "headers": [
                {"name": "set-cookie", "value": sets},
                {"name": "location", "value": f"/next?l={SECRETS['redirect']}"},
            ],
            "content": {"size": 10, "mimeType": "text/html", "text": SECRETS["body"]},
            "headersSize": -1, "bodySize": 10,
        },
        "cache": {}, "timings": {"send": 1, "wait": 10, "receive": 1},
    }  # fmt: skip


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    url = (
        f"https://{SECRETS['user']}:x@opendata.reseda.fr/a?token={SECRETS['query']}&{SECRETS['bare']}"
        f"#{SECRETS['fragment']}"
    )
    consent = quote(json.dumps({"date": SECRETS["consent"], "matomo": True}))
    first = entry(
        1,
        url,
        f"sid={SECRETS['cookie']}; cookies_preferences={consent}",
        f"ga={SECRETS['set']}; Max-Age=999999999",
    )
    pixel = entry(
        2, f"https://ads.example/p.gif?u={SECRETS['query']}", f"uid={SECRETS['cookie']}",
        f"uid={SECRETS['set']}; Domain=elsewhere.example", dest="image", site="cross-site",
    )  # fmt: skip
    broken = entry(3, url, f"cookies_preferences={SECRETS['consent']}; sid={SECRETS['cookie']}", "x=\x01")
    file = tmp_path_factory.mktemp("planted") / "planted.har"
    log = {
        "version": "1.2",
        "creator": {"name": "test", "version": "1"},
        "entries": [first, pixel, broken, first],
    }
    file.write_text(json.dumps({"log": log}))
    return file


def forms(secret: str) -> set[bytes]:
    plain = secret.encode()
    return {plain, quote(secret).encode(), base64.b64encode(plain).rstrip(b"="), plain.hex().encode()}


def written(file: Path, *arguments: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "temoin", "replay", str(file), *arguments],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 1, 3)
    return done.stdout + done.stderr


@pytest.mark.parametrize("form", [view.name for view in views()])
@pytest.mark.parametrize(
    "more", [(), ("--exchanges", "-v", "--accuse", "inferred")], ids=["plain", "everything"]
)
@pytest.mark.parametrize("policy", ["portal", "opendata.reseda.fr"])
def test_no_view_shows_a_secret(planted: Path, form: str, more: tuple[str, ...], policy: str) -> None:
    text = written(planted, "--policy", policy, "--format", form, *more)
    assert b"sid" in text  # the recording was read, and its cookies told of
    for where, secret in SECRETS.items():
        for shape in forms(secret):
            assert shape not in text, where


OTHER = str(Path(__file__).resolve().parents[1] / "recordings" / "accepted.flow")


def shows_none(text: bytes) -> None:
    assert b"sid" in text or b"uid" in text
    for where, secret in SECRETS.items():
        for shape in forms(secret):
            assert shape not in text, where


@pytest.mark.parametrize("form", [form.name for form in compared_forms()])
@pytest.mark.parametrize("turned", [False, True])
def test_no_comparison_shows_a_secret(
    planted: Path, form: str, turned: bool, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    sides = (OTHER, str(planted)) if turned else (str(planted), OTHER)
    assert main(["diff", *sides, "-p", "portal", "--accuse", "inferred", "-f", form]) == 0
    said = capsysbinary.readouterr()
    shows_none(said.out + said.err)


def test_no_baseline_holds_a_secret(
    planted: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    file = tmp_path / "baseline.yaml"
    assert main(["baseline", str(planted), "-p", "portal", "--accuse", "inferred", "-o", str(file)]) == 0
    said = capsysbinary.readouterr()
    shows_none(file.read_bytes() + said.out + said.err)


def test_no_failing_assertion_prints_a_secret(planted: Path) -> None:
    testimony = Testimony(replay([str(planted)], ["portal"]), str(planted))
    told = "".join(text for _, text in sections([testimony])) + repr(testimony) + str(testimony)
    shows_none(told.encode())


def test_show_values_shows_what_was_asked_for_and_no_more(planted: Path) -> None:
    text = written(planted, "--policy", "portal", "--format", "json", "--exchanges", "--show-values")
    assert SECRETS["cookie"].encode() in text
    assert SECRETS["set"].encode() in text
    for where in ("query", "bare", "user", "fragment", "header", "referer", "redirect", "body"):
        assert SECRETS[where].encode() not in text, where


def test_an_error_shows_no_secret(planted: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.har"
    text = planted.read_text().replace(
        '"startedDateTime": "2026-11-24T08:00:02.000Z"', '"startedDateTime": {}'
    )
    broken.write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "temoin", "replay", str(broken)], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert b"S3CRET" not in done.stdout + done.stderr
