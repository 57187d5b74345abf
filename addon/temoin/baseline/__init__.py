"""The baseline: findings that are known, kept in a file, so that a build fails on what is new alone.

It is YAML, as policies are: an entry a line, so that a change is a line in a diff, with room for a `reason` in
words, and read by the same strict reader, which names line and column. What an entry says is what a finding *is*
(`temoin.identity`): never how often, when, or where in the recording.
"""

from temoin.baseline.pruning import Fate, Pruned, prune
from temoin.baseline.reading import load_baseline, read_baseline
from temoin.baseline.schema import baseline_schema
from temoin.baseline.writing import MOST, baseline_text

__all__ = [
    "MOST",
    "Fate",
    "Pruned",
    "baseline_schema",
    "baseline_text",
    "load_baseline",
    "prune",
    "read_baseline",
]
