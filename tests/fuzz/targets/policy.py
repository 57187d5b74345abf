"""A policy file: YAML under strict rules, then the schema, then the checks."""

from collections.abc import Iterator

from fuzz.samples import policies
from fuzz.target import crossed
from temoin.checks.checking import check_policy
from temoin.errors import InvalidPolicy
from temoin.policy import Draft, load_bytes
from temoin.policy.loading import draft_of
from temoin.rules.examples import SHOP

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

WORDS = (
    b"\n", b"\n  ", b"\n  - ", b": ", b"- ", b"{", b"}", b"[", b"]", b"'", b'"', b"#", b"&a ", b"*a",
    b"!!str ", b"!x ",
    b"<<: *a", b"---\n", b"...\n", b"|\n", b">\n", b"? ", b"\t", b"\x00", b"\xff", b"\xef\xbb\xbf",
    b"\xc2\x85", b"no", b"~",
    b"name: ", b"hosts: ", b"consent:\n", b"cookie: ", b"format: json", b"categories:\n", b"services:\n",
    b"cookies:\n",
    b"lifetime: 6 months", b"lifetime: 99999999999 years", b"allow:\n", b"profile: fr", b"undeclared: flag",
    b"party: third",
    b"domain: ads.example", b"*", b"required: true", b"category: unknown", b"until: 2026-02-30",
    b"rule: T101", b"matches: ",
)  # fmt: skip
_HEAD = SHOP.encode()
SHAPES = crossed(
    (b"", _HEAD, b"name: "),
    (
        b"a", b" ", b"- ", b"[", b"{a: ", b"a: b\n", b"- a\n", b"'", b"&a ", b"*a ", b"? ", b"!x ", b"#",
        b"\xc3\xa9", b"|\n", b"\\", b"\t",
        b"  - {name: x, category: necessary}\n", b"  - {name: '*x*', category: necessary}\n",
    ),
)  # fmt: skip


def seeds() -> Iterator[bytes]:
    """The shop of the rules' examples, and the shipped policies."""
    yield _HEAD
    yield (
        SHOP + "allow:\n  - {rule: T101, cookie: id, domain: ads.example, reason: x, until: 2026-12-31}\n"
    ).encode()
    yield from policies()


def read(data: bytes) -> object:
    """The policy, or what is wrong with it."""
    try:
        return draft_of(data, file="x.yaml")
    except InvalidPolicy as error:
        return error


def check(data: bytes) -> None:
    """A policy that can be checked, or an error whose every line names the file."""
    found = read(data)
    if isinstance(found, Draft):
        assert found.policy == load_bytes(data, file="x.yaml")
        assert all(fault.line >= 1 and fault.column >= 1 for fault in check_policy(found).faults)
        return
    lines = str(found).splitlines()
    assert lines
    assert all(line.startswith("x.yaml") and line.isprintable() and len(line) < 1000 for line in lines)
