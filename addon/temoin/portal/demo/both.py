"""What is said in both languages of the demo."""

import msgspec

__all__ = ["Both"]


class Both(msgspec.Struct, frozen=True):
    """Something said in French and in English."""

    fr: str
    en: str

    def told(self, language: str) -> str:
        """Say it in one of them.

        Args:
            language: "fr" or "en".
        """
        return self.fr if language == "fr" else self.en
