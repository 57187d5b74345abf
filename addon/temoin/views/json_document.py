"""The report as JSON: the structs of `temoin.report`, field by field."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import msgspec

    from temoin.report import Report, Session
    from temoin.views import View, ViewOptions

__all__ = ["VIEW", "JsonDocument"]


class JsonDocument:
    """One JSON document that holds all that was found, for other programs.

    Its schema is versioned (`"schema": "temoin-report/1"`), shipped with the package and printed by
    `temoin schema report`. The same report gives the same bytes. Text from the wire stays what it was to a
    parser, while every character that a reader cannot see is written as an escape, so the document can be
    printed. `exchanges` is there when asked for, and left out otherwise.
    """

    name = "json"
    ending = ".json"
    needs_recorded = True

    def render(self, report: "Report", options: "ViewOptions") -> bytes:
        """Encode a report.

        Returns:
            UTF-8, indented by two spaces, with a newline at the end.
        """
        import msgspec

        from temoin.views.printable import json_safe

        encoder = msgspec.json.Encoder(order="deterministic")
        fields = _encoded(
            report, ("schema", "temoin", "outcome", "failures", "settings", "baseline"), encoder
        )
        fields["sessions"] = msgspec.Raw(
            msgspec.json.encode(
                [_session(session, options.exchanges, encoder) for session in report.sessions]
            )
        )
        return json_safe(msgspec.json.format(msgspec.json.encode(fields), indent=2)) + b"\n"


VIEW: "View" = JsonDocument()


def _session(
    session: "Session", with_exchanges: bool, encoder: "msgspec.json.Encoder"
) -> dict[str, "msgspec.Raw"]:
    names = [name for name in session.__struct_fields__ if name not in ("exchanges", "proof")]
    if session.proof is not None:
        names.append("proof")
    if with_exchanges and session.exchanges is not None:
        names.insert(names.index("choices") + 1, "exchanges")
    return _encoded(session, tuple(names), encoder)


def _encoded(
    struct: "msgspec.Struct", names: tuple[str, ...], encoder: "msgspec.json.Encoder"
) -> dict[str, "msgspec.Raw"]:
    """Encode the named fields of a struct, in that order."""
    import msgspec

    return {name: msgspec.Raw(encoder.encode(getattr(struct, name))) for name in names}
