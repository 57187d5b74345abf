"""`temoin policy schema`: the JSON Schema with which editors complete and check a policy while one is written."""

import argparse
import sys

import msgspec

from temoin.policy import policy_schema
from temoin.writing import write_whole

__all__ = ["run", "schema_bytes"]


def run(options: argparse.Namespace) -> int:
    """Print the schema, or write it to a file.

    Args:
        options: `output`, a file or None.
    """
    schema = schema_bytes()
    if options.output is not None:
        write_whole(options.output, schema, shared=True)
    else:
        sys.stdout.buffer.write(schema)
    return 0


def schema_bytes() -> bytes:
    """The schema of policy files: UTF-8, indented by two spaces, with a newline at the end."""
    return msgspec.json.format(msgspec.json.encode(policy_schema()), indent=2) + b"\n"
