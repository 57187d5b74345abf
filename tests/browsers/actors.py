"""Programs that play a browser: they start, say their version in their profile, and do as the test says."""

from pathlib import Path

__all__ = ["STAYS", "actor"]

STAYS = "sleep 1000"
"""What most browsers do."""

_HEAD = """\
#!/bin/sh
for flag in "$@"; do
  case "$flag" in --user-data-dir=*) profile="${flag#--user-data-dir=}" ;; esac
done
"""


def actor(folder: Path, does: str, *, starts: bool = True) -> str:
    """Write a program that plays Chromium.

    Args:
        folder: where it goes.
        does: what it does, in shell; `$profile` is its profile.
        starts: whether it says its version first, as a browser that is up does.
    """
    program = folder / "chromium"
    version = 'printf 1.2.3 > "$profile/Last Version"\n' if starts else ""
    program.write_text(f"{_HEAD}{version}{does}\n")
    program.chmod(0o755)
    return str(program)
