"""Every view of what the engine says of any traffic: nothing that came over the wire may act where it is shown."""

from collections.abc import Iterator

from fuzz.target import Shape
from fuzz.targets.session import judged
from fuzz.targets.session import seeds as session_seeds
from fuzz.traffic_text import WORDS
from temoin.report import Report
from temoin.views import ViewOptions, views
from temoin.views.terminal import plain_text

__all__ = ["SHAPES", "WORDS", "check", "read", "seeds"]

SHAPES: tuple[Shape, ...] = ()
"""What a session's size does to a view is measured elsewhere (`tests/views`): here sessions are small."""


def seeds() -> Iterator[bytes]:
    """Those of the engine's target."""
    yield from session_seeds()


def read(data: bytes) -> object:
    """All views, with all that they can show."""
    session = judged(data)
    report = Report(session.outcome, (session,), "0")
    options = ViewOptions(exchanges=True, verbose=True)
    made = [view.render(report, options) for view in views()]
    return [one if isinstance(one, bytes) else plain_text(one) for one in made]


def check(data: bytes) -> None:
    """All is text of one encoding, and none of it steers a terminal or hides what it says."""
    made = read(data)
    assert isinstance(made, list)
    for one in made:
        text = one.decode("utf-8-sig").replace("\r\n", "\n")  # as spreadsheets want it
        assert not [char for char in text if not (char.isprintable() or char == "\n")], text
