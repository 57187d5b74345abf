"""The words of `-o`: where what a command makes goes; light, since `temoin --help` reads them."""

import argparse

__all__ = ["STANDARD_OUTPUT", "add_output", "add_outputs"]

STANDARD_OUTPUT = "-"
"""What standard output is called in the place of a file, as standard input is."""


def add_output(parser: argparse.ArgumentParser, words: str) -> None:
    """Add `-o` to a command that prints what it makes unless a file is named: None, and so for `-`.

    Args:
        parser: of the command.
        words: what it is for.
    """
    parser.add_argument("-o", "--output", type=_place, metavar="FILE", help=words)


def add_outputs(parser: argparse.ArgumentParser, words: str) -> None:
    """Add `-o` to a command that writes several forms at once: a list, with None for `-`.

    Args:
        parser: of the command.
        words: what it is for.
    """
    parser.add_argument(
        "-o", "--output", type=_place, action="append", default=[], metavar="FILE", help=words
    )


def _place(word: str) -> str | None:
    return None if word == STANDARD_OUTPUT else word
