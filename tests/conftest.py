"""mitmproxy warns, as it is imported, of what its own parser has renamed; our warnings are errors."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    import mitmproxy.addons
    import mitmproxy.io
    import mitmproxy.test.taddons  # noqa: F401
