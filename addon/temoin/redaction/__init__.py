"""Recordings that can be shared: every secret replaced, the verdicts the same, and the proof that nothing is left.

Theory of operation
===================

A recording is gone through twice (`redacting`). Of each thing it says, a module of `secrets` decides whether it
stays, and if not, what stands for it; `standins` makes stand-ins of the same shape and length, the same for the
same value. `choices` writes consent cookies anew so that they say the same choice. The first time, a `register`
takes in what is replaced and what stays; what stands in both and looks like a token is replaced everywhere the
second time. What is written is then searched for every secret in every form (`checking`), before it takes its
place.

A kind of recording is one file in `kinds`, a kind of secret one file in `secrets`. What of a recording is on no
list is left out or replaced: a field that nobody thought of cannot leak.
"""

from temoin.redaction.checking import Checked, Left, check, check_file
from temoin.redaction.keys import Key
from temoin.redaction.redacting import Redacted, learn, redact

__all__ = ["Checked", "Key", "Left", "Redacted", "check", "check_file", "learn", "redact"]
