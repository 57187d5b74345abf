"""A table of known cookies, as the package ships it: a row a line, its cells parted by tabs."""

import pkgutil

from temoin.hints.hint import Known, Use

__all__ = ["read_table"]


def read_table(name: str) -> tuple[Known, ...]:
    """Read a table of this package.

    Args:
        name: the file's, without its ending.

    Returns:
        Its rows, in the order of the file.
    """
    data = pkgutil.get_data(__name__, f"{name}.tsv") or b""
    return tuple(_row(line) for line in data.decode().splitlines() if not line.startswith("#"))


def _row(line: str) -> Known:
    name, domains, use, owner, text, source = line.split("\t")
    return Known(name, tuple(domains.split()), Use(use), owner, text, source)
