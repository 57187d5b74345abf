"""The words of what is told of values; light, since `temoin --help` reads them."""

import argparse

__all__ = ["add_fingerprint_option", "add_values_options"]


def add_values_options(parser: argparse.ArgumentParser) -> None:
    """Add `--show-values` and `--fingerprint-key`.

    Args:
        parser: of a command that keeps exchanges.
    """
    parser.add_argument(
        "--show-values", action="store_true", help="show cookies' values, which are credentials"
    )
    add_fingerprint_option(parser)


def add_fingerprint_option(parser: "argparse.ArgumentParser | argparse._ArgumentGroup") -> None:
    """Add `--fingerprint-key`.

    Args:
        parser: of a command that judges.
    """
    parser.add_argument(
        "--fingerprint-key",
        metavar="FILE",
        help="give each value a fingerprint by this key, the same in every recording",
    )
