"""Records in another version of the format, rewritten in the current one by mitmproxy itself.

Importing mitmproxy's reader takes 0.7 s, so it happens when the first such record is met and not before.
"""

import warnings
from typing import Any

__all__ = ["NotMigrated", "rewritten"]


class NotMigrated(Exception):  # noqa: N818 (told to the user with more words around it)
    """mitmproxy cannot read the record either; the message says why."""


def rewritten(record: bytes) -> bytes:
    """A record as the installed mitmproxy would write it now.

    Args:
        record: one whole value of a flow file.

    Raises:
        NotMigrated: mitmproxy cannot read it.
    """
    with warnings.catch_warnings():
        # It warns of what its own dependencies renamed, which would stop a caller whose warnings are errors.
        warnings.simplefilter("ignore", DeprecationWarning)
        from mitmproxy import flow, version
        from mitmproxy.io import compat, tnetstring

    try:
        state: Any = tnetstring.loads(record)
        written = state.get("version")
        if isinstance(written, int) and written > version.FLOW_FORMAT_VERSION:
            raise NotMigrated(
                f"format version {written} is newer than mitmproxy {version.VERSION}: update it"
            )
        return bytes(tnetstring.dumps(flow.Flow.from_state(compat.migrate_flow(state)).get_state()))
    except NotMigrated:
        raise
    except Exception:  # noqa: BLE001 (its converters take a record's word for what it holds)
        raise NotMigrated("mitmproxy cannot read it") from None
