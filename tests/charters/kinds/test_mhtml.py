"""Pages that a browser saved in one file."""

import pytest

from charters.blocks import document, outline
from temoin.errors import UnreadableInput

SAVED = """\
From: <Saved by Blink>
Snapshot-Content-Location: https://www.shop.example/cookies
Subject: Cookies
Date: Tue, 24 Nov 2026 10:11:12 +0100
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----x"

------x
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://www.shop.example/cookies

<html lang=3D"fr"><meta charset=3D"utf-8"><h2>Cookies n=C3=A9cessaires</h2>=
<table><tr><th>Nom<th>Dur=C3=A9e<tr><td>sid<td>13=C2=A0mois</table>
------x
Content-Type: text/css
Content-Location: https://www.shop.example/a.css

p {}
------x--
"""


def test_the_page_is_the_first_part_that_is_one() -> None:
    assert outline(SAVED) == ["h2 Cookies nécessaires", "| Nom | Durée", "| sid | 13 mois"]
    page = document(SAVED)
    assert (page.kind, page.language, page.source, page.saved) == (
        "mhtml",
        "fr",
        "https://www.shop.example/cookies",
        "2026-11-24",
    )


def test_a_file_that_holds_no_page_says_so() -> None:
    with pytest.raises(UnreadableInput, match="holds no web page"):
        document(SAVED.replace("text/html\nContent-Transfer", "text/plain\nContent-Transfer"))


def read_or_said(data: str) -> str:
    try:
        return document(data).kind
    except UnreadableInput as error:
        return str(error)


def test_a_file_cut_anywhere_is_read_or_refused_in_one_line() -> None:
    for end in range(150, len(SAVED), 37):
        assert "\n" not in read_or_said(SAVED[:end])
