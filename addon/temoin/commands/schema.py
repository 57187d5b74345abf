"""`temoin schema`: the JSON Schemas of the documents that Témoin writes or reads."""

import argparse
import sys
from collections.abc import Callable

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print a schema.

    Args:
        options: `document`: "report", "policy", "baseline" or "diff".
    """
    sys.stdout.buffer.write(_SCHEMAS[options.document]())
    return 0


def _report() -> bytes:
    from temoin.views.report_schema import report_schema

    return report_schema()


def _diff() -> bytes:
    from temoin.views.report_schema import diff_schema

    return diff_schema()


def _policy() -> bytes:
    from temoin.commands.policy.schema import schema_bytes

    return schema_bytes()


def _baseline() -> bytes:
    import msgspec

    from temoin.baseline import baseline_schema

    return msgspec.json.format(msgspec.json.encode(baseline_schema()), indent=2) + b"\n"


_SCHEMAS: dict[str, Callable[[], bytes]] = {
    "baseline": _baseline,
    "diff": _diff,
    "policy": _policy,
    "report": _report,
}
