"""What a run rested on, so that it can be done again: files, policies, baseline, settings; and what went unseen."""

import msgspec

from temoin.identity import Entry
from temoin.vocabulary import Certainty

__all__ = ["BaselineUsed", "Blind", "PolicyUsed", "Recorded", "SettingsUsed"]


class PolicyUsed(msgspec.Struct, frozen=True):
    """A policy that judged, so that the run can be done again.

    Args:
        name: the policy's name.
        file: where it came from, as given; a shipped one is "shipped:NAME".
        sha256: of the file's bytes.
        source: the page on which the site publishes its charter.
        assumption: what the policy says it assumes of its consent cookie; empty for nothing.
    """

    name: str
    file: str
    sha256: str
    source: str = ""
    assumption: str = ""


class Recorded(msgspec.Struct, frozen=True):
    """A file that was judged, so that a reader can tell whether another is the same.

    Args:
        file: as it was given.
        sha256: of the file's bytes, packed as they may be.
        size: how many bytes.
    """

    file: str
    sha256: str
    size: int


class SettingsUsed(msgspec.Struct, frozen=True):
    """How a run was asked to judge, so that it can be done again.

    Args:
        accuse: the least grade of a fact that is held against a site.
        strict: True where what is unproven counted as flagged.
        fail_on: the codes of the rules that alone failed the run; empty for every flagged one.
        show_values: True where cookies' values were kept.
        joined: True where all files were taken as one session.
    """

    accuse: Certainty
    strict: bool
    fail_on: tuple[str, ...]
    show_values: bool
    joined: bool = False


class BaselineUsed(msgspec.Struct, frozen=True):
    """The baseline of a run.

    Args:
        file: where it came from, as given.
        sha256: of the file's bytes.
        entries: how many findings it holds.
        unmatched: those that no session showed.
    """

    file: str
    sha256: str
    entries: int
    unmatched: tuple[Entry, ...]


class Blind(msgspec.Struct, frozen=True):
    """Something that went by unseen while a proxy watched.

    Args:
        kind: a stable word: "pinned" (the client refused the proxy's certificate), "ignored" (a host the proxy was
            told to leave alone), "quic" (HTTP/3 that went around the proxy), "fault" (the addon failed on a flow).
        host: which host, or a flow's place for a fault.
        count: how many times.
        why: a sentence that says what it means.
    """

    kind: str
    host: str
    count: int
    why: str
