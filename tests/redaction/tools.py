"""A run's tools with a fixed key."""

from temoin.policy import Policy
from temoin.redaction.keys import Key
from temoin.redaction.redactor import Redactor

KEY = Key(b"a key of sixteen bytes")


def redactor(*policies: Policy) -> Redactor:
    return Redactor(KEY, policies)
