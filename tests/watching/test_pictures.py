"""The pictures of the docs are those that their command makes."""

from watching.pictures import DOCS, screen_picture


def test_the_picture_of_the_screen_is_the_one_that_its_command_makes() -> None:
    assert screen_picture() == (DOCS / "live.svg").read_text(encoding="utf-8")
