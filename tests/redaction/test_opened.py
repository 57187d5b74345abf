"""What is packed inside base64 is opened and searched, and what is made to unpack without end is an error."""

import base64
import gzip
import io
import json
import os
import random
import zlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from urllib.parse import quote

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from redaction.tools import redactor
from temoin.cli import main
from temoin.errors import UsageError
from temoin.redaction import check
from temoin.redaction.checking import _pieces
from temoin.redaction.echoes import Echoes
from temoin.redaction.register import Register
from temoin.redaction.search.forms import forms
from temoin.redaction.search.needles import Needles, TooMuch
from temoin.redaction.search.opened import Allowance, opened
from traffic.flows import flow, written

SECRET = "S3CRET-cookie-Zq7919x"
TEXT = b"hello; sid=" + SECRET.encode() + b"; more of it"

type Coding = Callable[[bytes], bytes]


def deflated(data: bytes, level: int = 9) -> bytes:
    packing = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(data) + packing.flush()


PACKINGS: dict[str, Coding] = {
    "gzip": gzip.compress,
    "gzip with a name": lambda data: gzip.compress(data)[:3] + b"\x08" + gzip.compress(data)[4:10] + b"a.txt\0"
    + gzip.compress(data)[10:],
    "two gzips": lambda data: gzip.compress(b"nothing ") + gzip.compress(data),
    **{f"zlib, level {level}": partial(zlib.compress, level=level) for level in (0, 1, 5, 6, 9)},
    "deflate": deflated,
    "deflate, as it is": lambda data: deflated(data, 0),
    "zstandard": zstandard.ZstdCompressor().compress,
    "two of zstandard": lambda data: zstandard.ZstdCompressor().compress(b"nothing") + zstandard.compress(data),
}  # fmt: skip
WRITINGS: dict[str, Coding] = {
    "base64": base64.b64encode,
    "base64url": lambda data: base64.urlsafe_b64encode(data).rstrip(b"="),
    "base64 in lines": base64.encodebytes,
    "base64, URL-encoded": lambda data: quote(base64.b64encode(data), safe="").encode(),
    "base64 in JSON": lambda data: json.dumps(base64.b64encode(data).decode()).replace("/", "\\/").encode(),
    "base64 in UTF-16": lambda data: base64.b64encode(data).decode().encode("utf-16-le"),
}


def found(haystack: bytes) -> set[str]:
    needles = Needles({SECRET: "cookie"})
    return {one.text for _, form in forms(haystack) for one in needles.find(form)}


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize("packing", PACKINGS)
def test_a_secret_is_found(packing: str, writing: str) -> None:
    pack, write = PACKINGS[packing], WRITINGS[writing]
    for text in (TEXT, bytes(random.Random(7).randbytes(3_000)) + TEXT):
        assert found(b'{"state": "' + write(pack(text)) + b'"} and so on') == {SECRET}
        assert found(b'{"state": "' + write(pack(text.replace(b"S3CRET", b"hidden"))) + b'"}') == set()


@pytest.mark.parametrize("packing", ["gzip", "zlib, level 6", "zstandard"])
def test_it_is_found_behind_a_path_and_behind_another(packing: str) -> None:
    packed = base64.urlsafe_b64encode(PACKINGS[packing](TEXT))
    assert found(b"https://shop.example/a-b_c/" + packed) == {SECRET}
    assert found(base64.urlsafe_b64encode(gzip.compress(b"nothing at all")).rstrip(b"=") + b"-" + packed) == {
        SECRET
    }


@pytest.mark.parametrize("inner", ["gzip", "zlib, level 6", "deflate", "zstandard"])
@pytest.mark.parametrize("outer", ["gzip", "deflate", "zstandard"])
def test_one_is_found_within_another_however_its_base64_is_written(outer: str, inner: str) -> None:
    for write in (WRITINGS["base64"], WRITINGS["base64, URL-encoded"]):
        text = b"a=" + write(PACKINGS[inner](TEXT))
        assert found(b"b=" + base64.b64encode(PACKINGS[outer](text))) == {SECRET}


def test_what_comes_of_one_that_is_cut_or_broken_is_searched() -> None:
    whole = TEXT + os.urandom(4_000)
    for pack in (PACKINGS["gzip"], PACKINGS["zlib, level 6"], deflated):
        packed = pack(whole)
        assert found(base64.b64encode(packed[:1_000])) == {SECRET}
        assert found(base64.b64encode(packed[:1_000] + b"\xff" * 1_000)) == {SECRET}


def test_it_is_found_wherever_pieces_of_a_file_end() -> None:
    register = Register()
    register.secret("cookie", SECRET)
    packed = base64.b64encode(gzip.compress(os.urandom(9_000).hex().encode() + TEXT))
    for before in range((1 << 20) - len(packed) - 1, (1 << 20) + 2, 3_000):
        file = io.BytesIO(b"x " * (before // 2) + b'"' + packed + b'"' + b" y" * 700_000)
        (left,) = check(register, file, "page").left
        assert str(left).endswith("packed in base64")
        assert "S3CRET" not in str(left)


def test_of_base64_without_end_the_beginning_is_opened_and_no_piece_is_searched_time_and_again() -> None:
    packed = base64.b64encode(gzip.compress(os.urandom(700_000).hex().encode() + TEXT))
    assert 1 << 20 < len(packed) < 2 << 20
    endless = packed.rstrip(b"=") + b"A" * (9 << 20)
    (left,) = check(redactor_with_a_secret(), io.BytesIO(endless), "page").left
    assert str(left).endswith("packed in base64")
    sizes = [len(part.data) for part in _pieces(io.BytesIO(endless), 100, "", prose=True)]
    assert sum(sizes) < len(endless) + (4 << 20)
    assert max(sizes) <= 3 << 20


def test_what_unpacks_without_end_is_an_error_and_takes_no_more_than_its_due() -> None:
    for bomb in (
        gzip.compress(bytes(80_000_000)),
        zstandard.compress(bytes(80_000_000)),
        deflated(bytes(80_000_000)),
    ):
        text = b"a=" + base64.b64encode(bomb)
        with pytest.raises(TooMuch, match="unpacks to far more"):
            list(forms(text))
        with pytest.raises(UsageError, match="page: unpacks to far more than can be searched"):
            check(redactor_with_a_secret(), io.BytesIO(text), "page")
        made = Echoes([SECRET], redactor().standins).replaced(text.decode())
        assert len(made) == len(text)
        assert made != text.decode()


def redactor_with_a_secret() -> Register:
    register = Register()
    register.secret("cookie", SECRET)
    return register


@pytest.mark.parametrize("word", [b"H4sICAAA", b"eJw", b"-eJwAAAD//wAAAAD_", b"KLUv_", b"eAEBAAD__w"])
def test_attempts_without_end_are_given_up_or_soon_done(word: bytes) -> None:
    allowance = Allowance(1_000_000)
    with suppress(TooMuch):
        assert len(opened(word * (1_000_000 // len(word)), allowance)) <= 64 << 20
    with pytest.raises(TooMuch):
        allowance.take((4 << 20) + 16 * 1_000_000 + 1)


@given(st.text("H4sIKLUv/_-eJwAEF5xyzNopqr0", max_size=300))
def test_any_text_can_be_looked_into(text: str) -> None:
    assert isinstance(opened(text.encode(), Allowance(len(text))), bytes)


def test_words_and_recordings_hold_nothing_that_is_packed() -> None:
    root = Path(__file__).resolve().parents[2]
    for file in ("README.md", "addon/temoin/redaction/search/forms.py", "recordings/withdrawn-leaky.flow"):
        data = (root / file).read_bytes()
        assert opened(data, Allowance(len(data))) == b""


def test_a_value_that_is_repeated_packed_in_what_would_stay_is_replaced_and_a_check_finds_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    packed = base64.urlsafe_b64encode(gzip.compress(TEXT)).decode()
    made = flow(url=f"https://shop.example/state/{packed}", sent=[(b"cookie", b"sid=" + SECRET.encode())])
    Path("in.flow").write_bytes(written(made))
    assert main(["redact", "in.flow", "-o", "out.flow"]) == 0
    assert found(Path("out.flow").read_bytes()) == set()
    capsys.readouterr()
    Path("page.txt").write_text(f"it was {packed}, I think", encoding="utf-8")
    assert main(["redact", "in.flow", "--check", "page.txt"]) == 1
    said = capsys.readouterr().out
    assert "packed in base64" in said
    assert "S3CRET" not in said
