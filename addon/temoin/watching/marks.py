"""Marks on mitmproxy's flows: a sign, a one-line comment, and words that its filters find (`~meta early`)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from temoin.exchanges import Judged
from temoin.shown import shown_name
from temoin.views.printable import printable
from temoin.vocabulary import Verdict

if TYPE_CHECKING:
    from mitmproxy.http import HTTPFlow

__all__ = ["KEY", "mark"]

KEY = "temoin"
"""Where the words stand in `flow.metadata`."""

_SIGNS = {
    Verdict.EARLY: ":red_circle:",
    Verdict.REFUSED: ":red_circle:",
    Verdict.UNDECLARED: ":orange_circle:",
}
_OTHER = ":large_blue_circle:"
_LONGEST = 300


def mark(flow: "HTTPFlow", exchanges: Iterable[Judged]) -> bool:
    """Mark a flow with what is held of its cookies.

    Args:
        flow: the flow.
        exchanges: its settled exchanges.

    Returns:
        True where there was something to say.
    """
    words = dict.fromkeys(str(flow.metadata.get(KEY, "")).split())
    before = len(words)
    for judged in exchanges:
        words[str(judged.verdict)] = None
        for rule in judged.rules:
            words[rule] = None
        if judged.rules:
            sign = _SIGNS.get(judged.verdict, _OTHER)
            flow.marked = sign if flow.marked in ("", _OTHER) else flow.marked
            name = printable(shown_name(judged.crossing.name), 60)
            told = f"{', '.join(judged.rules)} {judged.verdict}: {name} ({judged.crossing.party}-party)"
            if told not in flow.comment:
                flow.comment = f"{flow.comment}; {told}".removeprefix("; ")[:_LONGEST]
    flow.metadata[KEY] = " ".join(words)
    return len(words) > before
