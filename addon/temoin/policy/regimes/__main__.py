"""Prints what each profile sets, and on what it rests, as it stands in `addon/docs/policy.md`."""

import sys

from temoin.policy.regime import Default
from temoin.policy.regimes import regime, regime_names

__all__ = ["profiles_table"]


def profiles_table() -> str:
    """Every profile's defaults with their sources, in Markdown."""
    parts = []
    for name in regime_names():
        one = regime(name)
        parts.append(
            f"**`{name}`: {one.title}.** {' '.join(one.about.split())}\n\n"
            f"| default | value | text |\n|---|---|---|\n"
            f"{_row('choice_lifetime', one.choice_lifetime)}"
            f"{_row('measurement_lifetime', one.measurement_lifetime)}"
            f"{_row('anonymous_statistics', one.anonymous_statistics)}"
        )
    return "\n".join(parts)


def _row(key: str, default: Default) -> str:
    return f"| `{key}` | {default.words or 'none'} | {default.source} |\n"


if __name__ == "__main__":
    sys.stdout.write(profiles_table())
