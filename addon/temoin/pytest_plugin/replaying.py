"""`temoin_replay`: a recording in, a testimony out."""

from collections.abc import Iterable
from os import PathLike, fspath
from typing import Literal

import pytest

from temoin.playback import replay
from temoin.pytest_plugin.testimony import Testimony
from temoin.pytest_plugin.wishes import Named, Words, failing_in_words, failure, judging

__all__ = ["Replaying"]


class Replaying:
    """Judges recordings, as the command line and the ini file say where a test does not.

    Args:
        config: of the run.
        given: where what a test is given is kept.
    """

    def __init__(self, config: pytest.Config, given: list[Testimony]) -> None:
        self._config = config
        self._given = given

    def __call__(
        self,
        path: str | PathLike[str],
        *more: str | PathLike[str],
        policy: Named | Iterable[Named] | None = None,
        baseline: str | PathLike[str] | None = None,
        accuse: Literal["certain", "inferred"] = "certain",
        strict: bool = False,
        fail_on: str | Iterable[str] = (),
        joined: bool = False,
    ) -> Testimony:
        """Judge a recording, or several.

        Args:
            path: a flow file or a HAR.
            more: further ones, each a session of its own.
            policy: a shipped policy's name, a file, a policy, or several of them (one a site).
            baseline: the file of what is known.
            accuse: `inferred` holds against the site also what the wire makes likely.
            strict: True to fail on what is unproven.
            fail_on: the rules that alone fail.
            joined: True to take all recordings as one session, in order of time.

        Returns:
            What was found. A recording, policy or baseline that cannot be read fails the test.
        """
        __tracebackhide__ = True
        paths = [fspath(one) for one in (path, *more)]
        words = Words(
            policy=policy,
            baseline=None if baseline is None else fspath(baseline),
            accuse=accuse,
            strict=strict,
            fail_on=fail_on,
        )
        with failing_in_words():
            how = judging(self._config, words)
            report = replay(paths, how.policies, settings=how.settings, joined=joined)
        if report.failures:
            raise failure(report.failures)
        testimony = Testimony(report, " + ".join(paths) if joined else ", ".join(paths))
        self._given.append(testimony)
        return testimony
