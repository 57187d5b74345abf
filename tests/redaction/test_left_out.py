"""Whatever was in a recording is searched for, even where the redacted one leaves the field out."""

import io

import pytest

from redaction import planted
from redaction.reading import redacted
from redaction.test_har import OF_FLOWS
from temoin.redaction import check

FLOWS = redacted(planted.flow_file())[1].register
HAR = redacted(planted.har())[1].register
OF_HARS = {"title", "post", "param", "initiator", "b64-body"}


def found_in(file: str, places: set[str]) -> list[str]:
    register = HAR if file == "har" else FLOWS
    return [
        place
        for place in sorted(places)
        if not check(register, io.BytesIO(f"<p>{planted.SECRETS[place]}</p>".encode()), "page").proven
    ]


@pytest.mark.parametrize(("file", "others"), [("flow", OF_HARS), ("har", OF_FLOWS)])
def test_each_planted_secret_is_found_by_itself(file: str, others: set[str]) -> None:
    places = (
        set(planted.PLACES) - others - {"header-name", "packed-script"}
    )  # in small letters; three in a row
    assert sorted(places - set(found_in(file, places))) == []
