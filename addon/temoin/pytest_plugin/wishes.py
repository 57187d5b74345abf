"""How a test wants things judged: as it says, else as the command line says, else as the ini file says."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, TypedDict

import pytest

from temoin.errors import TemoinError, UsageError
from temoin.policy import Policy
from temoin.settings import Settings
from temoin.vocabulary import Certainty

__all__ = ["Judging", "Named", "Words", "failing_in_words", "failure", "judging", "words_of"]

type Named = str | Path | Policy
"""A policy: a shipped one's name, a file, or one that was loaded."""


class Words(TypedDict, total=False):
    """What a test may say, in a call or a marker."""

    policy: Named | Iterable[Named] | None
    baseline: str | Path | None
    accuse: Literal["certain", "inferred"] | None
    strict: bool | None
    fail_on: str | Iterable[str] | None


class Judging(NamedTuple):
    """By what and how strictly to judge.

    Args:
        policies: names, files or policies; none for all that are shipped.
        settings: how strictly.
    """

    policies: tuple[str | Policy, ...]
    settings: Settings


def words_of(item: pytest.Item | pytest.Collector, names: frozenset[str]) -> dict[str, object]:
    """What the `temoin` markers of a test say, the nearest first.

    Args:
        item: the test.
        names: what a marker may say.
    """
    said: dict[str, object] = {}
    for marker in item.iter_markers("temoin"):
        unknown = marker.kwargs.keys() - names
        if marker.args or unknown:
            named = ", ".join(sorted(unknown)) or "a value without a name"
            pytest.fail(f"pytest.mark.temoin takes {', '.join(sorted(names))}; not {named}", pytrace=False)
        said = {**marker.kwargs, **said}
    return said


def judging(config: pytest.Config, words: Words) -> Judging:
    """Find by what to judge.

    Args:
        config: of the run.
        words: what the test says.

    Raises:
        TemoinError: the baseline cannot be read, or there is no such rule or certainty.
    """
    from temoin.baseline import load_baseline
    from temoin.rules.words import codes_of

    baseline = words.get("baseline") or _baseline(config)
    fail_on = words.get("fail_on") or ()
    return Judging(
        policies=_policies(config, words.get("policy")),
        settings=Settings(
            accuse=_certainty(words.get("accuse")),
            strict=bool(words.get("strict")),
            fail_on=codes_of((fail_on,) if isinstance(fail_on, str) else fail_on),
            baseline=load_baseline(str(baseline)) if baseline else None,
        ),
    )


def _certainty(word: object) -> Certainty:
    for one in (Certainty.CERTAIN, Certainty.INFERRED):
        if word is None or word == one:
            return one
    raise UsageError("accuse", f"takes certain or inferred, not {str(word)[:40]}")


def _policies(config: pytest.Config, named: Named | Iterable[Named] | None) -> tuple[str | Policy, ...]:
    if named is not None:
        several = (named,) if isinstance(named, str | Path | Policy) else named
        return tuple(one if isinstance(one, Policy) else str(one) for one in several)
    given: list[str] = config.getoption("--temoin-policy")
    return tuple(given) or tuple(_beside(config, word) for word in config.getini("temoin_policy"))


def _baseline(config: pytest.Config) -> str | None:
    given: str | None = config.getoption("--temoin-baseline")
    if given is not None:
        return given
    word: str = config.getini("temoin_baseline")
    return str(_home(config) / word) if word else None


def _beside(config: pytest.Config, word: str) -> str:
    """A file beside the ini file, or a shipped policy's name."""
    file = _home(config) / word
    return str(file) if file.is_file() else word


def _home(config: pytest.Config) -> Path:
    return config.inipath.parent if config.inipath is not None else config.rootpath


@contextmanager
def failing_in_words() -> Iterator[None]:
    """Fail the test, in one line a mistake, where something cannot be read or used."""
    try:
        yield
    except TemoinError as error:
        raise failure(str(error).splitlines()) from None


def failure(lines: Iterable[str]) -> BaseException:
    """What fails a test in words, without a trace.

    Args:
        lines: why.
    """
    from temoin.views.printable import printable

    told = "\n".join(f"temoin: {printable(line, 1000)}" for line in lines)
    return pytest.fail.Exception(told, pytrace=False)
