"""Témoin: what a site did with a visitor's choice, proven from real traffic.

`replay` judges recordings and gives a `Report`. `Audit` is the engine beneath it, without I/O: feed it events,
take settled verdicts, close it. Both are used alike by the command line, the mitmproxy addon and tests.

    import temoin
    report = temoin.replay(["session.flow"], policies=["opendata.reseda.fr"])
    assert report.outcome is temoin.Outcome.CLEAR

(PYTEST_DONT_REWRITE: a run of pytest that was started from within is not to warn of its plugin.)
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from temoin.audit import Audit
    from temoin.errors import InvalidPolicy, TemoinError, UnreadableInput, UsageError
    from temoin.playback import replay
    from temoin.policy import Policy, load_policy
    from temoin.report import Report, Session
    from temoin.settings import Settings
    from temoin.statement import Source
    from temoin.vocabulary import Outcome

__all__ = [
    "Audit",
    "InvalidPolicy",
    "Outcome",
    "Policy",
    "Report",
    "Session",
    "Settings",
    "Source",
    "TemoinError",
    "UnreadableInput",
    "UsageError",
    "load_policy",
    "replay",
]

_HOMES = {
    "Audit": "audit",
    "InvalidPolicy": "errors",
    "Outcome": "vocabulary",
    "Policy": "policy",
    "Report": "report",
    "Session": "report",
    "Settings": "settings",
    "Source": "statement",
    "TemoinError": "errors",
    "UnreadableInput": "errors",
    "UsageError": "errors",
    "load_policy": "policy",
    "replay": "playback",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: `temoin --help` must not wait for the engine."""
    from importlib import import_module

    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
