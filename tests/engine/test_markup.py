"""What a document's markup orders by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from temoin.fetch_metadata import Address, address
from temoin.markup import named_in


def where(url: str) -> Address:
    found = address(url)
    assert found is not None
    return found


HERE = where("https://shop.example/a/page.html")


def urls(markup: str) -> list[str]:
    return [one.address.url for one in named_in(markup.encode(), HERE)]


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="https://ads.example/a.js"></script>',
        "<SCRIPT ASYNC SRC=//ads.example/a.js></SCRIPT>",
        '<script type="module" src="https://ads.example/a.js"></script>',
        '<img alt="" src=" https://ads.example/a.js ">',
        '<iframe src="https://ads.example/a.js"></iframe>',
        '<link rel="stylesheet" href="https://ads.example/a.js">',
        '<base href="https://ads.example/x/"><script src="../a.js"></script>',
        '<p>1 < 2 & <b><img src="https://ads.example/a.js">',
    ],
)
def test_every_browser_fetches_it(markup: str) -> None:
    assert urls(markup) == ["https://ads.example/a.js"]


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="text/plain" src="https://ads.example/a.js"></script>',
        '<script nomodule src="https://ads.example/a.js"></script>',
        '<script data-src="https://ads.example/a.js"></script>',
        '<img loading="lazy" src="https://ads.example/a.js">',
        '<noscript><img src="https://ads.example/a.js"></noscript>',
        '<template><script src="https://ads.example/a.js"></script></template>',
        '<!-- <img src="https://ads.example/a.js"> -->',
        "<script>document.write('<img src=\"https://ads.example/a.js\">')</script>",
        '<link rel="preconnect" href="https://ads.example/a.js">',
        '<a href="https://ads.example/a.js">',
        '<img src="data:image/gif;base64,R0lGOD">',
        '<img src="http://[broken">',
    ],
)
def test_it_depends_on_more_than_the_markup(markup: str) -> None:
    assert urls(markup) == []


def test_line_and_column_are_those_of_the_document() -> None:
    [named] = named_in(b"<html>\n\n  <img src=//ads.example/p.gif>", HERE)
    assert (named.tag, named.line, named.column) == ("img", 3, 3)


@pytest.mark.parametrize("broken", [b"<![ if IE]>", b"<![foo[", b"<!["])
def test_a_broken_marked_section_costs_nothing_that_was_read(broken: bytes) -> None:
    named_in(b"<img src=//ads.example/p.gif>" + broken, HERE)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(document: bytes) -> None:
    named_in(document, HERE)
