"""`python -m generator.run [SESSIONS] [SEED]`: many made-up visits, judged; ends with 1 if anything was wrong."""

import sys
from collections import Counter
from random import Random

from generator.judgement import judge
from generator.visit import ACTIONS, World, play

__all__ = ["main", "world"]


def world(random: Random) -> World:
    """Make a world up."""
    return World(
        seed=random.randrange(1 << 30),
        partitioned=random.random() < 0.6,
        multiplexed=random.random() < 0.6,
        third_party=random.random() < 0.8,
        by_response=random.random() < 0.3,
        path=random.choice(("/", "/", "/", "/a")),
        same_site=random.choice(("lax", "lax", "strict", "none")),
        known=random.random() < 0.5,
    )


def main(sessions: int, seed: int) -> int:
    """Judge made-up visits and print a table.

    Args:
        sessions: how many.
        seed: what they are made from.

    Returns:
        1 where any certain fact or finding was wrong, else 0.
    """
    random = Random(seed)
    facts: Counter[str] = Counter()
    unproven: Counter[str] = Counter()
    wrong = found = true = 0
    for number in range(sessions):
        where = world(random)
        actions = random.choices(ACTIONS, k=random.randrange(3, 25))
        visit = play(where, actions)
        for cut in {0, random.randrange(1, 12)} if number % 4 == 0 else {0}:
            told = judge(visit, cut=cut)
            facts += told.facts
            unproven += told.unproven
            if not cut:
                found, true = found + told.early_found, true + told.early_true
            for line in told.wrong:
                wrong += 1
                if wrong <= 20:
                    print(f"session {number}, cut {cut}: {line}\n    {where}\n    {actions}")
    print(f"{sessions} sessions from seed {seed}")
    for name in sorted(facts):
        print(f"  {name:<16} {facts[name]:>9}")
    for cause, count in unproven.most_common():
        print(f"  unproven {cause:<20} {count:>9}")
    print(f"  early, found     {found:>9} of {true} ({found / max(true, 1):.3f})")
    print(f"  wrong            {wrong:>9}")
    return 1 if wrong else 0


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(numbers + [10_000, 1][len(numbers) :])))
