"""Where policies come from, and what is no policy file at all."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.samples import SHOP
from temoin.errors import InvalidPolicy
from temoin.policy import BrokenPolicy, Policy, load_bytes, load_policy, shipped_policies
from temoin.policy.loading import LARGEST


def refused(name_or_file: str) -> InvalidPolicy:
    with pytest.raises(InvalidPolicy) as caught:
        load_policy(name_or_file)
    return caught.value


def outcome(text: str) -> Policy | BrokenPolicy:
    """What comes of a text; any other exception is a failure."""
    try:
        return load_bytes(text.encode(), file="x")
    except BrokenPolicy as broken:
        return broken


def test_a_file_is_loaded_with_what_tells_it_apart(tmp_path: Path) -> None:
    file = tmp_path / "shop.yaml"
    file.write_text(SHOP, encoding="utf-8")
    policy = load_policy(str(file))
    assert policy.file == str(file)
    assert policy.sha256 == hashlib.sha256(SHOP.encode()).hexdigest()


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert load_bytes(b"\xef\xbb\xbf" + SHOP.encode(), file="x").name == "shop"


def test_windows_line_ends_change_no_line_number() -> None:
    policy = load_bytes(SHOP.replace("\n", "\r\n").encode(), file="x")
    assert policy.cookies[0].line == 10


@pytest.mark.parametrize("given_name", ["opendata.reseda.fr", "shipped:opendata.reseda.fr"])
def test_a_shipped_policy_is_known_by_name_wherever_the_run_starts(
    given_name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "opendata.reseda.fr").write_text("not this", encoding="utf-8")
    assert load_policy(given_name).file == "shipped:opendata.reseda.fr"


def test_a_file_that_bears_a_shipped_name_is_reached_by_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "portal").write_text(SHOP, encoding="utf-8")
    assert load_policy("./portal").name == "shop"
    assert load_policy("portal").name == "portal"


def test_a_missing_file_says_what_there_is() -> None:
    error = refused("opendata.reseda.com")
    assert str(error) == (
        "opendata.reseda.com: no such file, and no shipped policy of that name (did you mean `opendata.reseda.fr`?)"
    )
    assert refused("zzz.yaml").mend.startswith("shipped are `opendata.reseda.fr`")
    assert refused("shipped:zzz").problem == "no shipped policy has that name"


def test_what_is_no_file_is_told_in_one_line(tmp_path: Path) -> None:
    assert refused(str(tmp_path)).problem == "it is a folder"
    assert refused("a\0b").problem == "no file can have that name"
    assert refused("x" * 5000).problem.startswith("it cannot be read")
    assert refused("").problem
    assert "\n" not in str(refused(str(tmp_path / "none" / "x.yaml")))


def test_a_file_over_a_megabyte_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    file.write_bytes(SHOP.encode() + b"#" * LARGEST)
    assert refused(str(file)).problem == "it is larger than 1 MB"
    file.write_bytes(SHOP.encode() + b"#" * (LARGEST - len(SHOP)))
    assert load_policy(str(file)).name == "shop"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a: b\nc: \xe9\n", "line 2, column 4"),
        ("a: b\n".encode("utf-16"), "line 1, column 1"),
        (b"\x89PNG\r\n\x1a\n", "line 1, column 1"),
        ("é: ".encode() + b"\xff", "line 1, column 4"),
        (b"\xef\xbb\xbf\xff", "line 1, column 1"),
    ],
)
def test_what_is_not_utf_8_is_told_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(BrokenPolicy) as caught:
        load_bytes(data, file="x")
    assert caught.value.place == place
    assert caught.value.problem == "it is not UTF-8 text"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_policy_or_a_policy_error(data: bytes) -> None:
    with pytest.raises(InvalidPolicy):
        load_bytes(data, file="x")


PIECES = st.lists(
    st.sampled_from(
        [
            *SHOP.splitlines(keepends=True),
            "services:\n",
            "  - ",
            "  a: &a ",
            "*a\n",
            "{",
            "}",
            "[",
            "]",
            ": ",
            "no\n",
            '"',
        ]
    ),
    max_size=25,
).map("".join)


@given(PIECES)
def test_any_shuffling_of_a_policy_is_a_policy_or_a_policy_error(text: str) -> None:
    loaded = outcome(text)
    if isinstance(loaded, BrokenPolicy):
        lines = str(loaded).splitlines()
        assert len(lines) == len(loaded.problems)
        assert all(line.startswith("x, line ") for line in lines)
    else:
        assert loaded.name
        assert all(loaded.category(cookie.category) for cookie in loaded.cookies)


@given(st.integers(0, len(SHOP)), st.integers(0, len(SHOP)))
def test_a_policy_with_a_hole_is_a_policy_or_a_policy_error(one: int, other: int) -> None:
    loaded = outcome(SHOP[: min(one, other)] + SHOP[max(one, other) :])
    if isinstance(loaded, BrokenPolicy):
        assert str(loaded).startswith("x, line ")
    else:
        assert loaded.hosts


def test_the_names_of_shipped_policies_are_sorted_and_the_stand_in_s_is_not_among_them() -> None:
    assert "opendata.reseda.fr" in shipped_policies()
    assert "portal" not in shipped_policies()
    assert list(shipped_policies()) == sorted(shipped_policies())
