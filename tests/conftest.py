"""What holds for every test.

mitmproxy warns, as it is imported, of what its own parser has renamed, and our warnings are errors. Hypothesis
fails what takes longer than usual, and a machine may be busy: how long things take is held elsewhere, by CPU time.
What a shell starts in the background is deaf to SIGINT and SIGQUIT, and so are its children: not so here.
"""

import signal
import warnings

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
