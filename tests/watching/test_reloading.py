import os
from pathlib import Path

import pytest

from temoin.errors import InvalidPolicy, UsageError
from temoin.rules.examples import SHOP
from temoin.watching.reloading import PolicyFiles


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "shop.yaml"
    made.write_text(SHOP)
    return made


def rewritten(file: Path, text: str) -> None:
    """Change a file, and its time for certain: some file systems count in coarse steps."""
    before = file.stat().st_mtime_ns
    file.write_text(text)
    os.utime(file, ns=(before + 1_000_000, before + 1_000_000))


def test_shipped_policies_do_not_change() -> None:
    files = PolicyFiles(())
    assert files.policies
    assert files.changed() == (None, "")


def test_a_file_that_did_not_change_is_not_read_again(file: Path) -> None:
    files = PolicyFiles([str(file)])
    assert files.changed() == (None, "")


def test_a_changed_file_is_read_again_and_said_once(file: Path) -> None:
    files = PolicyFiles([str(file)])
    rewritten(file, SHOP.replace("title: Ads", "title: Adverts"))
    found, said = files.changed()
    assert found is not None
    assert [policy.services[-1].title for policy in found] == ["Adverts"]
    assert files.policies == found
    assert said == f"{file} was changed and read again; what crossed before was judged by what it said then."
    assert files.changed() == (None, "")


def test_a_file_that_was_only_touched_is_no_news(file: Path) -> None:
    files = PolicyFiles([str(file)])
    rewritten(file, SHOP)
    assert files.changed() == (None, "")


def test_a_file_that_becomes_invalid_is_said_and_the_old_one_goes_on(file: Path) -> None:
    files = PolicyFiles([str(file)])
    before = files.policies
    rewritten(file, "name: [")
    found, said = files.changed()
    assert found is None
    assert said.startswith(str(file))
    assert said.endswith("the policy as it was goes on judging.")
    assert "\n" not in said
    assert files.policies == before
    assert files.changed() == (None, "")
    rewritten(file, SHOP.replace("title: Ads", "title: Adverts"))
    assert files.changed()[0] is not None


def test_a_file_that_is_mended_to_what_it_was_is_said_to_be_in_order(file: Path) -> None:
    files = PolicyFiles([str(file)])
    rewritten(file, "name: [")
    files.changed()
    rewritten(file, SHOP)
    found, said = files.changed()
    assert found is None
    assert "is in order again" in said


def test_a_file_that_is_taken_away_is_said_and_the_old_one_goes_on(file: Path) -> None:
    files = PolicyFiles([str(file)])
    file.unlink()
    found, said = files.changed()
    assert found is None
    assert "no such file" in said
    assert files.changed() == (None, "")
    file.write_text(SHOP)
    assert "is in order again" in files.changed()[1]


def test_an_editor_that_replaces_the_file_is_noticed(file: Path, tmp_path: Path) -> None:
    files = PolicyFiles([str(file)])
    beside = tmp_path / "new"
    beside.write_text(SHOP + "# a remark\n")
    beside.replace(file)
    assert files.changed()[0] is not None


def test_two_that_come_to_cover_one_host_are_said(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(
        SHOP.replace("name: shop.example", "name: other").replace("[shop.example]", "[other.example]")
    )
    files = PolicyFiles([str(file), str(other)])
    rewritten(other, SHOP.replace("name: shop.example", "name: other"))
    found, said = files.changed()
    assert found is None
    assert "both cover shop.example" in said


def test_what_cannot_be_loaded_at_all_is_told(tmp_path: Path, file: Path) -> None:
    with pytest.raises(InvalidPolicy):
        PolicyFiles([str(tmp_path / "none.yaml")])
    with pytest.raises(UsageError):
        PolicyFiles([str(file), str(file)])
