"""Who may read the live page: each rule of `gate.py`, held by what the server answers."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

import pytest

from temoin.vocabulary import Verdict
from temoin.watching.page import PageServer
from watching.page.client import Answer, ask, serving
from watching.page.made_up import MadeUp

GUARDED = [
    ("GET", "/events"),
    ("GET", "/report"),
    ("GET", "/report?form=json"),
    ("POST", "/restart"),
    ("POST", "/recording"),
]
OPEN = ["/", "/main.js", "/page.css", "/logo.svg"]
ASKED = [*GUARDED, *(("GET", path) for path in OPEN), ("GET", "/recording/x"), ("GET", "/nothing/here")]

REQUIRED = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}

ONE_LINE = 200


def run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(coroutine)


def watch_with_a_secret() -> MadeUp:
    watch = MadeUp()
    watch.cross("SECRETNAME", 0.0, Verdict.EARLY)
    return watch


def answer_to(method: str, path: str, **given: Any) -> tuple[Answer, MadeUp]:
    async def asked() -> Answer:
        async with serving(watch) as server:
            own = {"{token}": server.token, "{loopback}": f"127.0.0.1:{server.port}"}
            filled = {key: own.get(value, value) for key, value in given.items()}
            return await ask(server, path, method=method, **filled)

    watch = watch_with_a_secret()
    return run(asked()), watch


def tells_nothing(answer: Answer) -> None:
    assert answer.header("content-type") == "text/plain; charset=utf-8"
    assert len(answer.body) < ONE_LINE
    assert answer.body.count(b"\n") == 1
    assert b"SECRETNAME" not in answer.body


@pytest.mark.parametrize(("method", "path"), GUARDED)
@pytest.mark.parametrize("token", [None, "", "wrong", "x" * 43, "é", "{loopback}"])
def test_without_the_right_token_one_line_says_where_it_was_printed(
    method: str, path: str, token: str | None
) -> None:
    answer, watch = answer_to(method, path, token=token, origin="http://temoin.test")
    assert answer.status == 403
    assert b"temoin printed" in answer.body
    tells_nothing(answer)
    assert watch.restarts == 0


@pytest.mark.parametrize(("method", "path"), GUARDED)
def test_a_token_in_the_address_is_none(method: str, path: str) -> None:
    async def asked() -> Answer:
        async with serving(MadeUp()) as server:
            joined = "&" if "?" in path else "?"
            address = f"{path}{joined}token={server.token}&Temoin-Token={server.token}"
            return await ask(server, address, method=method, origin="http://temoin.test")

    assert run(asked()).status == 403


@pytest.mark.parametrize(("method", "path"), ASKED)
@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "temoin.test.evil.example",
        "127.0.0.1",
        "127.0.0.1:1",
        "[::1]",
        "",
        "temoin.test@evil",
        None,
    ],
)
def test_every_other_host_is_refused(method: str, path: str, host: str | None) -> None:
    given = {"token": "{token}", "origin": "http://temoin.test", "host": host}
    answer, watch = answer_to(method, path, **given)
    assert answer.status in (400, 403)
    assert b"SECRETNAME" not in answer.body
    assert watch.restarts == 0


def test_two_hosts_are_no_host() -> None:
    answer, _ = answer_to("GET", "/", more=(("Host", "evil.example"),))
    assert answer.status in (400, 403)


@pytest.mark.parametrize(
    "host", ["temoin.test", "TEMOIN.test", "temoin.test:80", "temoin.test:443", "{loopback}"]
)
def test_its_own_hosts_are_answered(host: str) -> None:
    answer, _ = answer_to("GET", "/report", host=host, token="{token}")
    assert answer.status == 200


@pytest.mark.parametrize("path", ["/restart", "/recording"])
@pytest.mark.parametrize(
    "origin",
    [
        None, "", "null", "http://evil.example", "http://temoin.test.evil.example", "http://temoin.test:8080",
        "http://127.0.0.1", "http://localhost:80", "ftp://temoin.test", "temoin.test", "http://temoin.test/",
    ],
)  # fmt: skip
def test_a_post_without_its_own_origin_is_refused(path: str, origin: str | None) -> None:
    answer, watch = answer_to("POST", path, token="{token}", origin=origin)
    assert answer.status == 403
    tells_nothing(answer)
    assert watch.restarts == 0


def test_an_origin_must_be_of_the_host_that_is_asked() -> None:
    answer, watch = answer_to(
        "POST", "/restart", token="{token}", host="{loopback}", origin="http://temoin.test"
    )
    assert answer.status == 403
    assert watch.restarts == 0


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_a_foreign_origin_reads_nothing_either(origin: str) -> None:
    answer, _ = answer_to("GET", "/report", token="{token}", origin=origin)
    assert answer.status == 403
    tells_nothing(answer)


@pytest.mark.parametrize("origin", ["http://temoin.test", "https://temoin.test"])
def test_the_page_itself_may_start_again(origin: str) -> None:
    answer, watch = answer_to("POST", "/restart", token="{token}", origin=origin)
    assert answer.status == 204
    assert watch.restarts == 1


def test_the_page_on_loopback_may_start_again() -> None:
    async def asked() -> int:
        async with serving(watch) as server:
            for name in ("127.0.0.1", "localhost"):
                host = f"{name}:{server.port}"
                given: dict[str, Any] = {"token": server.token, "host": host, "origin": f"http://{host}"}
                assert (await ask(server, "/restart", method="POST", **given)).status == 204
            return watch.restarts

    watch = MadeUp()
    assert run(asked()) == 2


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "BREW"])
def test_nothing_is_changed_by_another_method(method: str) -> None:
    answer, watch = answer_to(method, "/restart", token="{token}", origin="http://temoin.test")
    assert answer.status == 405
    assert watch.restarts == 0


@pytest.mark.parametrize(
    ("method", "path", "given"),
    [
        *((method, path, {}) for method, path in ASKED),
        *((method, path, {"token": "{token}", "origin": "http://temoin.test"}) for method, path in ASKED[1:]),
        ("GET", "/", {"host": "evil.example"}),
        ("GET", "/", {"origin": "http://evil.example"}),
        ("OPTIONS", "/events", {"origin": "http://evil.example"}),
        ("BREW", "/", {}),
        ("GET", "/report?form=nonsense", {"token": "{token}"}),
        ("GET", "/report?form=%ff", {"token": "{token}"}),
        ("GET", "/%00", {}),
        ("GET", "/../../etc/passwd", {}),
        ("GET", "/static/main.js", {}),
        ("GET", "//evil.example/", {}),
    ],
)
def test_every_answer_is_guarded(method: str, path: str, given: dict[str, str]) -> None:
    answer, _ = answer_to(method, path, **given)
    assert {name: answer.header(name) for name in REQUIRED} == REQUIRED
    names = {name for name, _ in answer.headers}
    assert not any(name.startswith("access-control-") for name in names)
    assert not names & {"set-cookie", "server", "etag", "location"}
    policy = answer.header("content-security-policy") or ""
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert b"Traceback" not in answer.body


@pytest.mark.parametrize("path", OPEN)
def test_the_page_alone_tells_nothing(path: str) -> None:
    answer, _ = answer_to("GET", path)
    assert answer.status == 200
    assert b"SECRETNAME" not in answer.body


def test_a_failing_watch_shows_no_traceback() -> None:
    async def asked() -> Answer:
        async with serving(Failing()) as server:
            return await ask(server, "/report", token=server.token)

    answer = run(asked())
    assert answer.status == 500
    tells_nothing(answer)


class Failing(MadeUp):
    def report(self) -> Any:
        raise RuntimeError("SECRETNAME")


def test_every_run_has_its_own_token() -> None:
    tokens = {PageServer(MadeUp()).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 43 for token in tokens)


def test_the_token_stands_behind_the_hash_alone() -> None:
    async def addresses() -> tuple[str, ...]:
        async with serving(MadeUp(), name="Watch.Test") as server:
            assert server.address == f"http://watch.test/#{server.token}"
            return server.address, server.loopback_address

    for address in run(addresses()):
        sent, _, token = address.partition("#")
        assert len(token) >= 43
        assert token not in sent


def test_a_huge_header_is_not_read() -> None:
    async def asked() -> int:
        async with serving(MadeUp()) as server:
            with contextlib.suppress(ConnectionError, IndexError):
                await ask(server, "/", more=(("X-Long", "x" * 100_000),))
                pytest.fail("it was answered")
            return (await ask(server, "/")).status

    assert run(asked()) == 200
