"""The score of every stored recording, whole and cut, as a table: `python tests/truth/scoreboard.py`.

`addon/docs/how-it-knows.md` holds what it printed, with the day.
"""

import sys
from collections import Counter
from pathlib import Path

import msgspec

_REPOSITORY = Path(__file__).resolve().parents[2]
for _folder in (_REPOSITORY / "tests", _REPOSITORY / "addon"):
    if str(_folder) not in sys.path:
        sys.path.insert(0, str(_folder))

from temoin.audit import Audit  # noqa: E402
from temoin.events import RequestSeen  # noqa: E402
from temoin.policy import load_policy  # noqa: E402
from temoin.report import Session  # noqa: E402
from temoin.settings import Settings  # noqa: E402
from temoin.statement import Source  # noqa: E402
from temoin.traffic import open_source  # noqa: E402
from truth.document import Truth, read_truth  # noqa: E402
from truth.score import Count, Score, score, score_session  # noqa: E402

__all__ = ["CUTS", "cut_session", "main", "stored"]

CUTS = (0.2, 0.4, 0.6, 0.8)
_FACTS = ("page", "site", "party", "interval", "verdict")


def stored() -> dict[str, Path]:
    """Every stored recording, by browser and tour."""
    chromium = sorted((_REPOSITORY / "recordings").glob("*.flow"))
    firefox = sorted((_REPOSITORY / "tests" / "truth" / "firefox").glob("*.flow.gz"))
    return {
        **{f"chromium {path.stem}": path for path in chromium},
        **{f"firefox {path.name.partition('.')[0]}": path for path in firefox},
    }


def cut_session(recording: Path, share: float) -> tuple[Session, Truth]:
    """Judge what remains of a recording that lost its beginning.

    Args:
        recording: `NAME.flow` or `NAME.flow.gz`.
        share: of its requests, how many are lost, from the first.

    Returns:
        The session, its requests numbered as in the whole recording, and the truth.
    """
    truth = read_truth(recording.parent / f"{recording.name.partition('.')[0]}.truth.json")
    with open_source(str(recording)) as opened:
        events = list(opened.events())
    flows = [event.flow for event in events if isinstance(event, RequestSeen)]
    lost = int(len(flows) * share)
    gone = set(flows[:lost])
    audit = Audit((load_policy(truth.policy),), Settings(exchanges=True))
    for event in events:
        if event.flow not in gone:
            audit.feed(event)
    session = audit.close(Source(recording.name))
    renumbered = msgspec.structs.replace(
        session,
        exchanges=tuple(msgspec.structs.replace(one, n=one.n + lost) for one in session.exchanges or ()),
        pages=tuple(msgspec.structs.replace(page, n=page.n + lost) for page in session.pages),
    )
    return renumbered, truth


def _row(name: str, scores: list[Score]) -> str:
    cells = []
    for fact in _FACTS:
        counts: list[Count] = [getattr(one, fact) for one in scores]
        right, open_ = sum(one.right for one in counts), sum(one.open for one in counts)
        cells.append(f"{right} / {open_} / {sum(len(one.wrong) for one in counts)}")
    found, true = sum(one.early_found for one in scores), sum(one.early_true for one in scores)
    recall = f"{found} of {true}" if true else ""
    return f"| {name} | {' | '.join(cells)} | {recall} |"


def main() -> int:
    """Print the tables.

    Returns:
        1 where any certain fact was wrong, else 0.
    """
    whole = {name: score(path) for name, path in stored().items()}
    cut = {share: [score_session(*cut_session(path, share)) for path in stored().values()] for share in CUTS}
    print("| recording | page | site | party | choice interval | verdict | early found |")
    print("|---|---|---|---|---|---|---|")
    for name, one in whole.items():
        print(_row(name, [one]))
    print(_row("**all, whole**", list(whole.values())))
    for share, scores in cut.items():
        print(_row(f"all, without their first {share:.0%}", scores))
    rules: dict[str, Count] = {}
    for one in [*whole.values(), *(one for scores in cut.values() for one in scores)]:
        for rule, count in one.rules.items():
            into = rules.setdefault(rule, Count())
            into.right, into.open = into.right + count.right, into.open + count.open
            into.wrong += count.wrong
    print("\n| clue | site certain | not certain | wrong |")
    print("|---|---|---|---|")
    for rule, count in sorted(rules.items(), key=lambda item: -item[1].right):
        print(f"| {rule} | {count.right} | {count.open} | {len(count.wrong)} |")
    causes: Counter[str] = Counter()
    for one in whole.values():
        causes.update(one.unproven)
    print("\nUnproven in whole recordings: " + ", ".join(f"{cause} {n}" for cause, n in causes.most_common()))
    print(f"Widest interval of a choice: {max(one.width for one in whole.values()):.2f} s")
    everything = [*whole.values(), *(one for scores in cut.values() for one in scores)]
    return int(any(getattr(one, fact).wrong for one in everything for fact in _FACTS if fact != "interval"))


if __name__ == "__main__":
    raise SystemExit(main())
