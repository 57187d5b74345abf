"""What holds for every test.

mitmproxy warns, as it is imported, of what its own parser has renamed, and our warnings are errors. Hypothesis
fails what takes longer than usual, and a machine may be busy: how long things take is held elsewhere, by CPU time.
What a shell starts in the background is deaf to SIGINT and SIGQUIT, and so are its children: not so here.
"""

import gc
import os
import signal
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import mitmproxy.addons
    import mitmproxy.io
    import mitmproxy.test.taddons  # noqa: F401

for key, hearing in (("SIGINT", signal.default_int_handler), ("SIGQUIT", signal.SIG_DFL)):
    number = getattr(signal, key, None)  # Windows knows no SIGQUIT
    if number is not None and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, hearing)

settings.register_profile("temoin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("temoin")


_MOST_PROCESSES = 8


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Share out all tests over the processors, and run in this process what is named on the command line.

    So one file or one test starts at once, and prints and stops in the debugger as it does without xdist. `-n 2`
    shares out anything, `-n 0` nothing.
    """
    option = config.option
    root = config.rootpath
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS or any(
        Path(word).resolve() in (root, root / "tests") for word in config.args
    )
    alone = option.capture == "no" or option.trace or option.keyword or option.markexpr
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, _MOST_PROCESSES) if whole and not alone and processors > 1 else 0


def pytest_collection_finish() -> None:
    """What was collected stays to the end: Python need not look through it for garbage time and again."""
    gc.collect()
    gc.freeze()
