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
        from temoin.policy import policy_schema

        schema = policy_schema()
    else:
        from temoin.views.report_schema import report_schema

        schema = report_schema()
    sys.stdout.buffer.write(schema)
    return 0
