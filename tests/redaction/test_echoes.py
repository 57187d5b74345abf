"""A secret that stands in what stays is replaced there too: each, however many, however written."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from redaction.reading import redacted
from redaction.tools import KEY
from temoin.redaction import check
from temoin.redaction.echoes import Echoes
from temoin.redaction.standins import Standins
from temoin.redaction.words import tokens_in
from traffic.flows import flow, written

STANDINS = Standins(KEY)


def test_no_number_of_them_is_too_many() -> None:
    values = [f"item{number:05d}" for number in range(1_200)]
    assert not any(map(tokens_in, values))
    visits = [
        flow(
            at=1764000000.0 + at,
            url=f"https://shop.example/p/{one}/",
            sent=[(b"cookie", f"last={one}".encode())],
        )
        for at, one in enumerate(values)
    ]
    made, found = redacted(written(*visits))
    assert [one for one in values if one.encode() in made] == []
    assert found.register.staying == 0


def test_an_address_is_one() -> None:
    """A visitor's address in a path: all digits, and short."""
    address = "203.0.113.77"
    data = written(
        flow(url=f"https://shop.example/from/{address}/", sent=[(b"x-forwarded-for", address.encode())])
    )
    made, found = redacted(data)
    assert address.encode() not in made
    assert not check(found.register, io.BytesIO(data), "original").proven
    assert not check(found.register, io.BytesIO(f"<p>from {address}</p>".encode()), "report").proven


def test_one_that_is_encoded_takes_all_of_the_text_with_it() -> None:
    echoes = Echoes({"item00042"}, STANDINS)
    for text in ("item000%34%32", "a/item00042/b", "aXRlbTAwMDQy", "%2569tem00042"):
        made = echoes.replaced(text)
        assert len(made) == len(text)
        assert made != text
    assert echoes.replaced("a/item00042/b").startswith("a/")
    assert echoes.replaced("a/item00043/b") == "a/item00043/b"


@settings(deadline=None)
@given(
    st.binary(max_size=40),
    st.sets(st.text(max_size=12).filter(lambda one: len(one.encode()) >= 8), max_size=4),
    st.data(),
)
def test_any_text_keeps_its_length(start: bytes, secrets: set[str], data: st.DataObject) -> None:
    text = start.decode("utf-8", "surrogateescape")
    if secrets:
        text += "".join(data.draw(st.lists(st.sampled_from(sorted(secrets)), max_size=3)))
    assert len(Echoes(secrets, STANDINS).replaced(text)) == len(text)
