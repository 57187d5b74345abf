"""All recordings of the repository, redacted and judged again: `python tests/redaction/recheck.py`.

Prints how many there were and which of them are judged otherwise; ends with 1 where any is.
"""

import sys
import tempfile
import warnings
from pathlib import Path

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))


def main() -> int:
    """Compare all.

    Returns:
        1 where any differs, else 0.
    """
    warnings.simplefilter("ignore", DeprecationWarning)
    from redaction.test_recordings import DEMO, SAMPLES, SHIPPED, TOURS, same

    everything = [*SHIPPED, *SAMPLES, *DEMO, *TOURS]
    with tempfile.TemporaryDirectory() as folder:
        wrong = [str(path) for path in everything if not same(path, Path(folder))]
    print(f"{len(everything)} recordings, {len(wrong)} judged otherwise")
    for path in wrong:
        print(path)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
