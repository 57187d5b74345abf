import re

import pytest

from temoin.traffic import kinds


def test_each_kind_is_documented_and_named() -> None:
    assert [kind.NAME for kind in kinds.all_kinds()] == ["flow", "har"]
    for kind in kinds.all_kinds():
        assert re.match(r"An? .+\.\n\n", kind.__doc__ or "")
        assert kind.WHAT in kinds.all_named()


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"1234:9:websocket;", "flow"),
        (b"1:", "flow"),
        (b'{"log"', "har"),
        (b" \r\n\t{", "har"),
        (b"\xef\xbb\xbf{", "har"),
        ('\ufeff{"log"'.encode("utf-16-le"), "har"),
        ('\ufeff{"log"'.encode("utf-16-be"), "har"),
        (b"[1, 2]", "har"),
        (b"", None),
        (b":", None),
        (b"1234567890123:", None),
        (b"hello", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff\xe0", None),
        (b"\xff\xfe\x00", None),
    ],
)
def test_a_kind_is_told_by_content(head: bytes, name: str | None) -> None:
    kind = kinds.find(head)
    assert (kind and kind.NAME) == name
