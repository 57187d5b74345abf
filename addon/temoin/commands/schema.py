"""`temoin schema`: the JSON Schemas that the package ships."""

import argparse
import sys

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Print a schema.

    Args:
        options: `document`, "report" or "policy".
    """
    if options.document == "policy":
        from temoin.commands.policy.schema import schema_bytes

        schema = schema_bytes()
    else:
        from temoin.views.report_schema import report_schema

        schema = report_schema()
    sys.stdout.buffer.write(schema)
    return 0
