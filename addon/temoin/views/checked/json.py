"""What a check found, as JSON: the structs of `temoin.checks`, field by field."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temoin.checks.checking import CheckReport
    from temoin.views.checked import Form

__all__ = ["FORM", "Json"]


class Json:
    """One JSON document for other programs, versioned (`"schema": "temoin-check/1"`).

    The same policies and recordings give the same bytes. Every character that a reader cannot see is written as an
    escape, so the document can be printed.
    """

    name = "json"
    ending = ".json"

    def render(self, report: "CheckReport") -> bytes:
        """Encode what was found: UTF-8, indented by two spaces, with a newline at the end."""
        import msgspec

        from temoin.views.printable import json_safe

        encoded = msgspec.json.encode(report, order="deterministic")
        return json_safe(msgspec.json.format(encoded, indent=2)) + b"\n"


FORM: "Form" = Json()
