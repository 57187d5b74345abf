"""The score of every stored recording, whole and cut, as a table: `python tests/truth/scoreboard.py`.

`--each` prints a row for every recording too.

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
from temoin.report import Session  # noqa: E402
from temoin.settings import Settings  # noqa: E402
from temoin.statement import Source  # noqa: E402
from temoin.traffic import open_source  # noqa: E402
from truth.document import Truth, read_truth  # noqa: E402
from truth.score import Count, Score, policy_of, score, score_session  # noqa: E402

__all__ = ["CUTS", "cut_session", "main", "stored"]

CUTS = (0.2, 0.4, 0.6, 0.8)
_FACTS = ("page", "site", "party", "interval", "verdict")


def stored(kind: str) -> dict[str, Path]:
    """The stored recordings, by browser and tour.

    Args:
        kind: "plain", the tours of the portal, or "hard", those of the lab.
    """
    here = _REPOSITORY / "tests" / "truth"
    folders = {
        "plain": {"chromium": _REPOSITORY / "recordings", "firefox": _REPOSITORY / "recordings" / "firefox"},
        "hard": {"chromium": here / "hard" / "chromium", "firefox": here / "hard" / "firefox"},
    }
    return {
        f"{browser} {path.name.partition('.')[0]}": path
        for browser, folder in folders[kind].items()
        for path in sorted(folder.glob("*.flow*"))
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
    audit = Audit((policy_of(truth),), Settings(exchanges=True))
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
    everything: list[Score] = []
    whole: list[Score] = []
    print("| recordings | page | site | party | choice interval | verdict | early found |")
    print("|---|---|---|---|---|---|---|")
    for kind in ("plain", "hard"):
        scores = {name: score(path) for name, path in stored(kind).items()}
        if "--each" in sys.argv:
            for name, one in scores.items():
                print(_row(name, [one]))
        print(_row(f"**{len(scores)} {kind} ones, whole**", list(scores.values())))
        whole += scores.values()
        for share in CUTS:
            cut = [score_session(*cut_session(path, share)) for path in stored(kind).values()]
            print(_row(f"{kind}, without their first {share:.0%}", cut))
            everything += cut
    everything += whole
    print("\n| clue | site certain | not certain | wrong |")
    print("|---|---|---|---|")
    for rule, count in sorted(_by_rule(everything).items(), key=lambda item: -item[1].right):
        print(f"| {rule} | {count.right} | {count.open} | {len(count.wrong)} |")
    causes: Counter[str] = Counter()
    for one in whole:
        causes.update(one.unproven)
    print("\nUnproven in whole recordings: " + ", ".join(f"{cause} {n}" for cause, n in causes.most_common()))
    print(f"Widest interval of a choice: {max(one.width for one in whole):.2f} s")
    return int(any(getattr(one, fact).wrong for one in everything for fact in _FACTS if fact != "interval"))


def _by_rule(scores: list[Score]) -> dict[str, Count]:
    """For each clue, how often it decided the site."""
    rules: dict[str, Count] = {}
    for one in scores:
        for rule, count in one.rules.items():
            into = rules.setdefault(rule, Count())
            into.right, into.open = into.right + count.right, into.open + count.open
            into.wrong += count.wrong
    return rules


if __name__ == "__main__":
    raise SystemExit(main())
