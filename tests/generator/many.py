"""`python -m generator.many [SESSIONS] [SEED]`, from tests/: made-up visits, judged; 1 if any is wrong."""

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

from generator.holding import Account, hold
from generator.known import known
from generator.script import Step, made_up_steps, visit
from generator.site import Web, made_up

__all__ = ["main", "table", "worlds"]

_FACTS = ("page", "site", "party", "origin", "choice", "verdict", "finding")
_SHOWN = 15


def worlds(sessions: int, seed: int) -> Iterator[tuple[Web, tuple[Step, ...], int]]:
    """Make worlds up, each with what its visitor does and how many requests a cut recording lacks.

    Args:
        sessions: how many.
        seed: what they are made from.
    """
    random = Random(seed)
    for number in range(sessions):
        web = made_up(random)
        steps = made_up_steps(random)
        yield web, steps, random.randrange(1, 25) if number % 4 == 3 else 0


def table(account: Account) -> str:
    """The figures of an account.

    Args:
        account: of any number of sessions.
    """
    wrong = Counter(one.what for one in account.wrong)
    lines = [
        f"{account.sessions} sessions, {account.exchanges} exchanges",
        f"{'':10}{'right':>9}{'wrong':>9}{'open':>9}",
    ]
    lines += [
        f"{fact:10}{account.right[fact]:>9}{wrong[fact]:>9}{account.left_open[fact]:>9}" for fact in _FACTS
    ]
    accused = sum(one.accuses for one in account.wrong)
    recall = account.early_found / account.early if account.early else 1.0
    lines.append(f"false accusations {accused}")
    lines.append(f"early, found so   {account.early_found} of {account.early} ({recall:.3f})")
    lines += [f"unproven: {cause:22}{count:>9}" for cause, count in account.unproven.most_common()]
    return "\n".join(lines)


def main(sessions: int, seed: int) -> int:
    """Judge made-up visits and print a table.

    Args:
        sessions: how many.
        seed: what they are made from.

    Returns:
        1 where anything certain was wrong, else 0.
    """
    account, shown, causes = Account(), 0, Counter[str]()
    for number, (web, steps, cut) in enumerate(worlds(sessions, seed)):
        found = hold(visit(web, steps), cut)
        account.add(found)
        causes.update(known(web, one) for one in found.wrong)
        first = next((one for one in found.wrong if not known(web, one)), None)
        if first is not None and shown < _SHOWN:
            shown += 1
            print(f"session {number}, cut {cut}: {first.what} of {first.said}\n    truly {first.true}")
            print(f"    {web}\n    {[tuple(step) for step in steps]}")
    print(table(account))
    for cause, count in causes.most_common():
        print(f"wrong: {count:>7}  {cause or 'for a cause not known'}")
    return 1 if account.wrong else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [10_000, 1][len(numbers) :])))
