"""What is replaced, kind by kind, as the page on sharing has it: `python -m temoin.redaction.secrets`."""

import textwrap

from temoin.redaction.secrets import all_secrets

__all__ = ["secrets_page"]

_WIDTH = 117


def secrets_page() -> str:
    """The part of `addon/docs/sharing.md` that is made: a paragraph a kind."""
    parts = (one.about.partition("\n\n") for one in all_secrets())
    return "\n".join(f"{_filled(f'**{title}** {text}')}\n" for title, _, text in parts)


def _filled(text: str) -> str:
    return textwrap.fill(text, _WIDTH, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    print(secrets_page(), end="")
