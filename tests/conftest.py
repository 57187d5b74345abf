"""What holds for every test.

mitmproxy warns, as it is imported, of what its own parser has renamed, and our warnings are errors. Hypothesis
fails what takes longer than usual, and a machine may be busy: how long things take is held elsewhere, by CPU time.
"""

import warnings

from hypothesis import HealthCheck, settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import mitmproxy.addons
    import mitmproxy.io
    import mitmproxy.test.taddons  # noqa: F401

settings.register_profile("temoin", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("temoin")
