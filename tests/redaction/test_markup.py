"""Documents: letters, and tags where they stood, so that rule T105 finds what it found."""

from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.tools import redactor
from temoin.fetch_metadata import address
from temoin.markup import named_in
from temoin.redaction.secrets.markup import document
from temoin.redaction.secrets.url import reference

PAGE = "https://opendata.reseda.fr/explore/?id=9"
DOCUMENT = """<!doctype html>
<html lang="fr"><head><title>Bonjour S3CRET &amp; co</title><base href="/x/">
<SCRIPT src="https://t.example/m.js?id=S3CRET1&amp;u=jean&region=2&eacute;=1" nonce="S3CRET" data-S3CRET="a">var a = "</div>S3CRET";</SCRIPT  >
<!-- <img src="https://no.example/S3CRET"> --><noscript><img src="//px.example/p.gif?x=1"></noscript>
<link rel=stylesheet href=/static/app.3f2a9b1c.css><img SRC='/u/&#x41;bc?q=&#65;b' alt="S3CRET é"
 loading=lazy><iframe src="data:text/html,S3CRET" srcdoc="<p>S3CRET"></iframe><meta name="user" content="S3CRET">
<a href="/users/S3CRET" onclick="S3CRET()">S3CRET</a> <img src=https://b.example/i.png?é=ü><S3CRET-9f8a7b6c5d/>
<textarea><img src="https://t.example/x.gif"></textarea><p>texte é</p></body>
"""  # noqa: E501


def redacted(text: str) -> str | None:
    tools = redactor()
    where, moved = address(PAGE), address(reference(tools, PAGE))
    made = document(tools, text.encode("utf-8", "surrogateescape"), where, moved)
    return None if made is None else made.decode()


def test_what_is_fetched_is_named_where_it_was() -> None:
    made = redacted(DOCUMENT)
    assert made is not None
    where = address(PAGE)
    assert where is not None
    before, after = named_in(DOCUMENT.encode(), where), named_in(made.encode(), where)
    assert len(before) >= 3
    assert [(one.tag, one.line, one.column) for one in before] == [
        (one.tag, one.line, one.column) for one in after
    ]
    tools = redactor()
    assert [reference(tools, one.address.url) for one in before] == [one.address.url for one in after]


def test_nothing_else_is_left() -> None:
    made = redacted(DOCUMENT) or ""
    assert "S3CRET" not in made
    assert "jean" not in made
    assert "Bonjour" not in made
    assert [len(line) for line in made.split("\n")] == [len(line) for line in DOCUMENT.split("\n")]
    assert "<link rel=stylesheet href=/static/app." in made
    assert "loading=lazy" in made


PIECES = st.sampled_from(
    [
        "<script src='https://a.example/x.js?u=jean'>",
        "</script>",
        "<img src=/p.gif?a=1&b=2>",
        "<!--",
        "-->",
        "<noscript>",
        "</noscript>",
        "<template>",
        "</template>",
        "<base href='https://b.example/'>",
        "<iframe src=//c.example/f ",
        ">",
        "<link rel='stylesheet' href=\"a.css\">",
        "text",
        "\n",
        "<![CDATA[",
        "]]>",
        "<![if x]>",
        "é",
        "\udcff",
        "&amp;",
        "'",
        '"',
        "<",
        "</",
        "<?php",
        "<!doctype",
        "<img src='a&copy;b&region=c' onerror=x>",
        "<img src='x' src='y'>",
        "<title>",
        "</title>",
        "<style>",
        "</style>",
        "<textarea>",
        "<svg><image href='z.svg'/></svg>",
        "<img\nsrc\n=\n'q.gif'\n>",
        "=",
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(PIECES, max_size=14))
def test_any_markup_keeps_what_it_names_or_is_taken_out(pieces: list[str]) -> None:
    text = "".join(pieces)
    made = redacted(text)
    where = address(PAGE)
    assert where is not None
    if made is not None:
        tools = redactor()
        before = named_in(text.encode("utf-8", "surrogateescape"), where)
        after = named_in(made.encode(), where)
        assert [(reference(tools, one.address.url), one.line, one.column) for one in before] == [
            (one.address.url, one.line, one.column) for one in after
        ]


def test_markup_of_an_address_that_cannot_be_read_is_taken_out() -> None:
    assert document(redactor(), DOCUMENT.encode(), None, None) is None
