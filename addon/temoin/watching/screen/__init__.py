"""The live view in a terminal.

`live_view` gives the view that an output bears: `Screen` on a terminal, `PlainLines` on anything else.
`LiveScreen` is what the screen shows: a rich renderable made of a board alone. `python -m temoin.watching.screen`
shows made-up traffic.
"""

from temoin.watching.screen.live_screen import LiveScreen
from temoin.watching.screen.printing import PlainLines
from temoin.watching.screen.running import Screen, live_view
from temoin.watching.screen.state import Setting, ViewState

__all__ = ["LiveScreen", "PlainLines", "Screen", "Setting", "ViewState", "live_view"]
