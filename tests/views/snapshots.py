"""Expected outputs kept as files beside the tests, and rewritten on demand.

`TEMOIN_REWRITE_EXPECTED=1 pytest tests/views` writes what is produced now; the diff is then to be read.
"""

import os
from pathlib import Path

EXPECTED = Path(__file__).parent / "expected"


def expected(name: str, produced: bytes) -> bytes:
    """The bytes that a test must get, from the file of that name."""
    return kept(EXPECTED / name, produced)


def kept(file: Path, produced: bytes) -> bytes:
    """The bytes of a file that is made from what is produced."""
    if os.environ.get("TEMOIN_REWRITE_EXPECTED"):
        file.write_bytes(produced)
    return file.read_bytes()
