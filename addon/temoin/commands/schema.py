"""`temoin schema`: the JSON Schemas that the package ships."""

import argparse
import sys

import msgspec

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print a schema.

    Args:
        options: `document`, "report" or "policy".
    """
    if options.document == "policy":
        from temoin.policy import policy_schema

        schema = msgspec.json.format(msgspec.json.encode(policy_schema()), indent=2) + b"\n"
    else:
        from temoin.views.report_schema import report_schema

        schema = report_schema()
    sys.stdout.buffer.write(schema)
    return 0
