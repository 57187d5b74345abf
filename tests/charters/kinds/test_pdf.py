"""PDFs as blocks: laid out by pypdf, rows told by the space above them."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from charters.blocks import document, outline
from temoin.errors import UnreadableInput

SAMPLE = Path(__file__).parent.parent / "samples" / "mediatheque.pdf"


def made(stream: bytes, pages: int = 1, password: str = "") -> bytes:
    """A PDF that draws what a content stream says."""
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        content = DecodedStreamObject()
        content.set_data(stream)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
        )
        page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_table_goes_on_over_pages_its_heads_printed_again() -> None:
    lines = outline(SAMPLE.read_bytes())
    assert "h7 Cookies de mesure d'audience" in lines
    assert (
        "| _pk_ses.*,\n_pk_ref.* | Matomo | Relie les pages d'une même visite et retient le\n"
        "site d'où elle vient, sans transmission à des tiers. | 30 minutes (6 mois\npour _pk_ref)"
    ) in lines
    assert not any("page 1 / 2" in line for line in lines)
    assert document(SAMPLE.read_bytes()).language == "fr"


def test_a_pdf_of_pictures_says_so() -> None:
    with pytest.raises(UnreadableInput, match="pictures only"):
        document(made(b""))


def test_a_pdf_with_a_password_says_so_and_one_without_need_of_it_is_read() -> None:
    text = b"BT /F1 10 Tf 50 700 Td (Cookies) Tj ET"
    with pytest.raises(UnreadableInput, match="it is encrypted"):
        document(made(text, password="secret"))
    assert outline(made(text)) == ["h7 Cookies"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (SAMPLE.read_bytes()[:20_000], "cannot be read as a PDF"),
        (b"%PDF-1.7\n", "cannot be read as a PDF"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 100, "cannot be read as a PDF"),
        (made(b"BT /F1 10 Tf 50 700 Td (x) Tj ET", pages=101), "more than 100 pages"),
        (made(b"q " * 20_000), "cannot be read as a PDF|pictures only"),
    ],
)
def test_a_broken_or_huge_pdf_is_one_line(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableInput, match=said) as caught:
        document(data)
    assert "\n" not in str(caught.value)


def test_text_that_is_placed_far_away_takes_no_memory() -> None:
    far = b"BT /F1 10 Tf 1 0 0 1 10 1000000000 Tm (a) Tj 1 0 0 1 1000000000 0 Tm (b) Tj ET"
    assert len("".join(outline(made(far)))) < 1000


def test_the_sample_is_a_pdf_that_a_browser_printed() -> None:
    assert "Skia" in str(PdfReader(BytesIO(SAMPLE.read_bytes())).metadata)
