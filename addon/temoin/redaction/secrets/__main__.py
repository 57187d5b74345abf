"""What is replaced, kind by kind, as the page on sharing has it: `python -m temoin.redaction.secrets`."""

from temoin.redaction.secrets import all_secrets

__all__ = ["secrets_page"]


def secrets_page() -> str:
    """The part of `addon/docs/sharing.md` that is made: a paragraph a kind."""
    parts = (one.about.partition("\n\n") for one in all_secrets())
    return "\n".join(f"**{title}** {text}\n" for title, _, text in parts)


if __name__ == "__main__":
    print(secrets_page(), end="")
