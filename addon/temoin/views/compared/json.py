"""What changed, as JSON: the structs of `temoin.difference`, field by field."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temoin.difference import Difference
    from temoin.views.compared import Form

__all__ = ["FORM", "Json"]


class Json:
    """One JSON document for other programs, versioned (`"schema": "temoin-diff/1"`).

    Its schema is printed by `temoin schema diff`. The same two sides give the same bytes, and every character that
    a reader cannot see is written as an escape, so the document can be printed.
    """

    name = "json"
    ending = ".json"

    def render(self, difference: "Difference") -> bytes:
        """Encode what changed: UTF-8, indented by two spaces, with a newline at the end."""
        import msgspec

        from temoin.views.printable import json_safe

        encoded = msgspec.json.encode(difference, order="deterministic")
        return json_safe(msgspec.json.format(encoded, indent=2)) + b"\n"


FORM: "Form" = Json()
