"""Prints the JSON Schema of policy files, to remake `policy.schema.json`."""

import json
import sys

from temoin.policy.json_schema import policy_schema

if __name__ == "__main__":
    sys.stdout.write(json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n")
