"""What a run found, as plain data: every view is made from it, and the JSON report is it.

The structs are the JSON document: a field's name here is its name there, and the JSON Schema is derived
from them. Strings hold wire text already shortened and made valid Unicode, but not escaped: each view
escapes for where it writes. No field holds a cookie's value but `ValueShown.text`, which is there only when
asked for. Times are Unix seconds.

`visit` has what happened, `held` what is held of it, `basis` what the run rested on, and `document` all of it.
"""

from temoin.report.basis import BaselineUsed, Blind, PolicyUsed, Recorded, SettingsUsed
from temoin.report.document import SCHEMA, Report, Session
from temoin.report.held import Allowed, CookieRow, Finding, Known, NeverSeen, Outside, Rejected, Unproven
from temoin.report.visit import Choice, CitedRequest, Exchange, Page, Proof, ValueShown

__all__ = [
    "SCHEMA",
    "Allowed",
    "BaselineUsed",
    "Blind",
    "Choice",
    "CitedRequest",
    "CookieRow",
    "Exchange",
    "Finding",
    "Known",
    "NeverSeen",
    "Outside",
    "Page",
    "PolicyUsed",
    "Proof",
    "Recorded",
    "Rejected",
    "Report",
    "Session",
    "SettingsUsed",
    "Unproven",
    "ValueShown",
]
