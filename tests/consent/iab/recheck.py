"""Checks our decoders against the IAB's packages again, on strings made afresh.

    npm install --prefix FOLDER @iabtcf/core@1.5.6 @iabgpp/cmpapi@3.2.0
    python tests/consent/iab/recheck.py FOLDER [SEEDS]

Needs node. Says how many strings were read alike, and ends with 1 where one was not.
"""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from consent.iab.comparing import differences  # noqa: E402


def main(folder: str, seeds: int) -> int:
    """Compare the strings of so many seeds, the stored ones first."""
    stored = json.loads((HERE / "vectors.json").read_text())
    strings = 0
    for seed in range(seeds):
        made = subprocess.run(
            ["node", str(HERE / "vectors.mjs"), folder, str(seed)],
            capture_output=True, check=True, encoding="utf-8",
        ).stdout  # fmt: skip
        document = json.loads(made)
        if seed == 0 and document != stored:
            print("vectors.json is not what vectors.mjs makes", file=sys.stderr)
            return 1
        wrong = differences(document)
        if wrong:
            print("\n".join(wrong), file=sys.stderr)
            return 1
        strings += len(document["tcf"]) + len(document["gpp"])
    print(f"{strings} strings read alike")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5))
