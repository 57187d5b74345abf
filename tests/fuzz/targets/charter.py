"""A charter as HTML, Markdown, MHTML or text, to the policy that is made of it.

Whatever a charter is, it is read in a process of its own with bounds on memory and time
(`temoin.commands.policy.confined`), since the libraries beneath are not linear on every input: so no time is
measured here, and PDF, whose library alone is at work, is left out.
"""

from collections.abc import Iterator

from fuzz.samples import charters
from fuzz.target import Shape
from temoin.charters.document import Document
from temoin.charters.given import Given
from temoin.charters.importing import import_charter
from temoin.charters.kinds import Source, find
from temoin.errors import TemoinError, UnreadableInput
from temoin.policy import load_bytes

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b"<table>", b"</table>", b"<tr>", b"<td>", b"<td colspan=2>", b"<td rowspan=99999>", b"<th>", b"<ul>",
    b"<li>", b"<p>",
    b"<br>", b"<wbr>", b"<h2>", b"<!--", b"<pre>", b"<dl><dt>", b"<dd>", b"<div>", b"<script>", b"| ",
    b"\n|---|---|\n",
    b"\n# ", b"\n- ", b"```", b"\n\n", b"\t", b"   ", b"_ga", b"_ga_*", b"sessionid", b"13 mois", b"2 weeks",
    b"session",
    b"Nom du cookie", b"Name", b"Purpose", b"Dur\xc3\xa9e", b"youtube.com", b"Content-Type: text/html\n\n",
    b"--b\n",
    b"MIME-Version: 1.0\n", b"\x00", b"\xff", b"\xe2\x80\xae", b"&nbsp;", b"&#x", b"*", b"'", b'"', b": ",
    b"# ",
)  # fmt: skip
SHAPES: tuple[Shape, ...] = ()

_GIVEN = Given(hosts=("www.example.org",))


def seeds() -> Iterator[bytes]:
    """The charters of the tests, and a small one of each kind."""
    yield from (data for data in charters() if not data.startswith(b"%PDF"))
    yield b"# Cookies\n\n| Name | Purpose | Duration |\n|---|---|---|\n| _ga | statistics | 13 months |\n"
    yield b"Cookies\n\nsessionid: keeps the login, 2 weeks\n_ga: audience measurement, 13 months\n"
    yield b"<p>x</p><ul><li><b>_ga</b>: 13 mois, Google</li><li>csrftoken (session)</li></ul>"


def read(data: bytes) -> object:
    """The document, or why there is none."""
    try:
        return find(data).read(Source("charter", data))
    except UnreadableInput as error:
        return error


def check(data: bytes) -> None:
    """A policy that loads, or one line."""
    if data.startswith(b"%PDF"):
        return
    found = read(data)
    if isinstance(found, Document):
        try:
            imported = import_charter(found, _GIVEN, "charter")
        except TemoinError as error:
            found = error
        else:
            assert imported.policy == load_bytes(imported.text.encode(), file="charter")
            return
    assert "\n" not in str(found)
