"""That nothing is left of a browser, whoever ends. Scripts play it here; `test_opening` has real ones."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from browsers.actors import STAYS, actor
from browsers.authorities import write_certificate
from temoin.browsers import Closed, OpenBrowser, open_browser, opening
from temoin.errors import UsageError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the actors are shell scripts")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a certificate, whose `temp` is where profiles go."""
    write_certificate(tmp_path / "ca.pem")
    (tmp_path / "temp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.setattr(opening, "_SETTLES", 0.1)
    return tmp_path


async def opened(
    program: str,
    place: Path,
    *,
    urls: tuple[str, ...] = (),
    private: tuple[str, ...] = (),
    direct: tuple[str, ...] = (),
    extra: tuple[str, ...] = (),
) -> OpenBrowser:
    return await open_browser(
        program,
        proxy=("0.0.0.0", 9),
        authority=place / "ca.pem",
        urls=urls,
        private=private,
        direct=direct,
        extra=extra,
    )


def with_one(place: Path, does: str, then: Callable[[OpenBrowser], Awaitable[None]]) -> None:
    async def play() -> None:
        async with await opened(actor(place, does), place) as browser:
            await then(browser)
        assert not browser.running
        assert not browser.profile.exists()

    asyncio.run(play())
    assert list((place / "temp").iterdir()) == []


def pid_in(file: Path) -> int:
    return int(eventually(lambda: file.read_text().strip() if file.exists() else ""))


def eventually[T](told: Callable[[], T]) -> T:
    deadline = time.monotonic() + 20
    while not (value := told()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert value
    return value


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One whose parent is gone waits, dead, until the first process of all reaps it.
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_it_is_up_and_says_what_it_is(place: Path) -> None:
    async def then(browser: OpenBrowser) -> None:
        assert browser.running
        assert (browser.name, browser.title, browser.version) == ("chromium", "Chromium", "1.2.3")
        assert browser.profile.parent == place / "temp"
        assert browser.profile.stat().st_mode & 0o777 == 0o700
        assert any("third-party cookies" in note for note in browser.notes)

    with_one(place, STAYS, then)


def test_closing_ends_its_children_too(place: Path) -> None:
    child = place / "child"

    async def then(browser: OpenBrowser) -> None:
        pid = pid_in(child)
        assert lives(pid)
        assert await browser.close() == Closed(-signal.SIGTERM, asked=True)
        assert not lives(pid)
        assert not lives(browser.pid)

    with_one(place, f"sleep 1000 & echo $! > '{child}'\n{STAYS}", then)


def test_closing_twice_is_closing_once(place: Path) -> None:
    async def then(browser: OpenBrowser) -> None:
        first, second = await asyncio.gather(browser.close(), browser.close())
        assert first == second == await browser.wait() == await browser.close()

    with_one(place, STAYS, then)


def test_one_that_will_not_close_is_ended(place: Path) -> None:
    async def then(browser: OpenBrowser) -> None:
        assert (await browser.close()).status == -signal.SIGKILL

    with_one(place, "trap '' TERM\nwhile :; do sleep 1; done", then)


def test_one_that_closes_by_itself_is_seen_and_what_it_left_is_ended(place: Path) -> None:
    child = place / "child"

    async def then(browser: OpenBrowser) -> None:
        assert await browser.wait() == Closed(0, asked=False)
        assert not browser.running
        assert not lives(pid_in(child))
        assert not browser.profile.exists()

    with_one(place, f"sleep 1000 & echo $! > '{child}'\nsleep 0.4", then)


def test_one_that_dies_later_says_why(place: Path) -> None:
    async def then(browser: OpenBrowser) -> None:
        assert await browser.wait() == Closed(3, asked=False, words="out of memory")

    with_one(place, "sleep 0.4\necho 'out of memory' >&2\nexit 3", then)


def test_what_has_left_its_group_is_not_ours_to_end(place: Path) -> None:
    stranger = place / "stranger"

    async def then(browser: OpenBrowser) -> None:
        pid = pid_in(stranger)
        await browser.close()
        assert lives(pid)

    try:
        with_one(place, f"setsid sh -c 'echo $$ > \"{stranger}\"; exec sleep 1000' & {STAYS}", then)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid_in(stranger), signal.SIGKILL)


def test_a_browser_that_writes_and_writes_is_not_held_up(place: Path) -> None:
    done = place / "done"

    async def then(_: OpenBrowser) -> None:
        await asyncio.to_thread(eventually, done.exists)

    with_one(place, f"head -c 5000000 /dev/zero | tr '\\0' x >&2; touch '{done}'; {STAYS}", then)


def test_two_at_once_are_two(place: Path) -> None:
    async def then(browser: OpenBrowser) -> None:
        async with await opened(actor(place, STAYS), place) as other:
            assert other.profile != browser.profile
            assert other.pid != browser.pid
        assert browser.running
        assert browser.profile.exists()

    with_one(place, STAYS, then)


@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("echo 'Missing X server or $DISPLAY' >&2; exit 1", "it ended as it started: Missing X server"),
        ("exit 7", "it ended as it started: with status 7 and without a word"),
        ("kill -SEGV $$", "it ended as it started: with status -11 and without a word"),
        ("printf 'a\\033[2J\\nlast\\r\\n' >&2", "it ended as it started: last"),
        ('printf 1 > "$profile/Last Version"; exit 21', "with status 21"),
    ],
)
def test_one_that_dies_at_once_is_one_line(place: Path, does: str, says: str) -> None:
    program = actor(place, does, starts=False)
    with pytest.raises(UsageError) as raised:
        asyncio.run(opened(program, place))
    assert str(raised.value).startswith(f"{program}: ")
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)
    assert list((place / "temp").iterdir()) == []


def test_one_that_cannot_be_started_is_one_line(place: Path) -> None:
    program = place / "chromium"
    program.write_bytes(b"\x7fELF")
    program.chmod(0o755)
    with pytest.raises(UsageError, match="it cannot be started: Exec format error"):
        asyncio.run(opened(str(program), place))
    assert list((place / "temp").iterdir()) == []


def test_given_up_while_it_starts_it_is_ended(place: Path) -> None:
    started = place / "started"
    program = actor(place, f"echo $$ > '{started}'; {STAYS}", starts=False)

    async def play() -> None:
        task = asyncio.create_task(opened(program, place))
        pid = await asyncio.to_thread(pid_in, started)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not lives(pid)

    asyncio.run(play())
    assert list((place / "temp").iterdir()) == []


@pytest.mark.parametrize("name", ['-rf it\'s "so" $(x)`y`;z\n été', "\udcff\udc80"])
def test_a_folder_of_any_name_will_do(place: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = place / "temp" / name
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))

    async def play() -> None:
        async with await opened(actor(place, STAYS), place) as browser:
            assert browser.profile.parent == folder
            assert browser.version == "1.2.3"
        assert list(folder.iterdir()) == []

    asyncio.run(play())


_WE = """
import asyncio, sys
from pathlib import Path
from temoin.browsers import open_browser

async def main():
    browser = await open_browser(sys.argv[1], proxy=("127.0.0.1", 9), authority=Path(sys.argv[2]))
    print(browser.pid, browser.profile, flush=True)
    await browser.wait()

asyncio.run(main())
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_when_we_are_gone_so_is_the_browser(place: Path, how: signal.Signals) -> None:
    command = [sys.executable, "-c", _WE, actor(place, STAYS), str(place / "ca.pem")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as we:
        assert we.stdout is not None
        pid, _, profile = we.stdout.readline().strip().partition(" ")
        assert lives(int(pid))
        we.send_signal(how)
    eventually(lambda: not Path(profile).exists())
    assert not lives(int(pid))


def told(place: Path, **asked: tuple[str, ...]) -> tuple[list[str], dict[str, str]]:
    """What a browser is started with, and what its profile holds as it starts, file by file."""
    does = f"printf '%s\\n' \"$@\" > '{place}/told'; cp \"$profile\"/*.html '{place}/temp/' 2>&-; {STAYS}"

    async def play() -> None:
        async with await opened(actor(place, does), place, **asked):
            await asyncio.to_thread(eventually, (place / "told").exists)

    asyncio.run(play())
    pages = {file.name: file.read_text() for file in (place / "temp").glob("*.html")}
    return (place / "told").read_text().splitlines(), pages


def test_without_an_address_an_empty_page_is_opened_and_a_proxy_everywhere_is_asked_here(place: Path) -> None:
    arguments, _ = told(place)
    assert arguments[-1] == "about:blank"
    assert "--proxy-server=http://127.0.0.1:9" in arguments


def test_a_secret_address_is_on_no_command_line(place: Path) -> None:
    secret = "http://temoin.test/?token=\"a'b&c"
    arguments, pages = told(place, urls=("https://opendata.reseda.fr/",), private=(secret,))
    assert arguments[-2] == "https://opendata.reseda.fr/"
    assert arguments[-1].startswith("file:///")
    assert arguments[-1].endswith("/page-1.html")
    assert not any("token" in argument for argument in arguments)
    assert 'url=http://temoin.test/?token=&quot;a&#x27;b&amp;c"' in pages["page-1.html"]


@pytest.mark.parametrize(
    "url",
    ["", "example.org", "file:///etc/passwd", "javascript:alert(1)", "--no-sandbox", "https://", "http://a b/",
     "http://a/\n--x", "http://[", "http://a:99999/", "data:text/html,x", "https://" + "a" * 9000],
)  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(place: Path, url: str) -> None:
    for asked in ({"urls": (url,)}, {"private": (url,)}):
        with pytest.raises(UsageError, match="is no address of a page"):
            asyncio.run(opened(actor(place, STAYS), place, **asked))


@pytest.mark.parametrize("address", ["", "127.0.0.1", ":80", "a,b:80", "*;x:1", "<local>:1", "a:b", "a:٣"])
def test_what_is_no_address_to_ask_directly_is_refused(place: Path, address: str) -> None:
    with pytest.raises(UsageError, match="is no address"):
        asyncio.run(opened(actor(place, STAYS), place, direct=(address,)))


@pytest.mark.parametrize(
    ("argument", "says"),
    [
        ("--lang=\0", "cannot hold a zero byte"),
        ("--user-data-dir=/home/ada/.config/chromium", "would undo the fresh profile"),
        ("-P", "would undo the fresh profile"),
        ("--no-proxy-server", "would undo the fresh profile or the proxy"),
    ],
)
def test_an_argument_that_cannot_be_given_is_refused(place: Path, argument: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        asyncio.run(opened(actor(place, STAYS), place, extra=(argument,)))
