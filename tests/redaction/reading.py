"""Redacting bytes, and judging what comes out."""

import io
from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace

from redaction.tools import KEY
from temoin.playback import replay
from temoin.policy import Policy, load_policy, shipped_policies
from temoin.policy.loading import template_policies
from temoin.redaction import Redacted, redact
from temoin.redaction.keys import Key
from temoin.settings import Settings
from temoin.views import ViewOptions, view_named

POLICIES = tuple(load_policy(name) for name in (*shipped_policies(), *template_policies(), "portal"))


def redacted(
    data: bytes, *, key: Key = KEY, policies: tuple[Policy, ...] = POLICIES
) -> tuple[bytes, Redacted]:
    out = io.BytesIO()
    made = redact("-", out, key, policies, stdin=io.BytesIO(data))
    return out.getvalue(), made


def report(path: Path, policy: str | Policy, tell: Callable[[str], str] = str) -> str:
    """The JSON report, every exchange in it, but for what it says of its file."""
    found = replay([str(path)], [policy], settings=Settings(exchanges=True))
    sessions = tuple(replace(session, source="", recorded=()) for session in found.sessions)
    document = view_named("json").render(replace(found, sessions=sessions), ViewOptions(exchanges=True))
    assert isinstance(document, bytes)
    return tell(document.decode())
