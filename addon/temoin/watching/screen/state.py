"""What a person has asked of the screen: paused or not, which rows, which of them, what is being typed."""

from enum import StrEnum

import msgspec

from temoin.watching.board import Board, Row

__all__ = ["Mode", "Setting", "ViewState"]


class Mode(StrEnum):
    """What the keys mean at the moment."""

    WATCH = "watch"
    FILTER = "filter"
    CLEAR = "clear"
    SAVE = "save"
    WHY = "why"
    HELP = "help"


class Setting(msgspec.Struct, frozen=True):
    """What stays the same as long as a screen runs.

    Args:
        proxy: where a browser finds the proxy ("127.0.0.1:8080"); empty where it need not be said.
        page: the address of the live page, whole; empty for none.
        hints: what to do first, a sentence each; shown until something crosses.
        ending: how the file name ends that is offered for a report (".html").
        saves: True where a report can be written.
        keys: True where there is a keyboard to press them on.
    """

    proxy: str = ""
    page: str = ""
    hints: tuple[str, ...] = ()
    ending: str = ".txt"
    saves: bool = True
    keys: bool = True


class ViewState(msgspec.Struct, frozen=True):
    """The state of a screen that is not the watch's.

    Args:
        mode: what the keys mean.
        run: the board's run that all this refers to.
        held: the board as it stood when the display was paused; None while it goes on.
        needle: what rows must contain to be listed; empty for all.
        flagged: list only what is held against the site.
        selected: the row that is chosen, as it was when chosen; None while the newest are followed.
        typed: the file name that is being typed.
        scroll: how many lines of a longer text are above the part that is shown.
        said: the last thing to tell (where a report went); empty for nothing.
        trouble: True where that is bad news.
        setting: what stays the same.
    """

    mode: Mode = Mode.WATCH
    run: int = 0
    held: Board | None = None
    needle: str = ""
    flagged: bool = False
    selected: Row | None = None
    typed: str = ""
    scroll: int = 0
    said: str = ""
    trouble: bool = False
    setting: Setting = Setting()

    def facing(self, board: Board) -> "ViewState":
        """This state before a board, which may have begun anew: then nothing is paused and no row is chosen."""
        if board.run == self.run:
            return self
        mode = Mode.WATCH if self.mode is Mode.WHY else self.mode
        return msgspec.structs.replace(self, run=board.run, held=None, selected=None, scroll=0, mode=mode)

    def shown(self, board: Board) -> Board:
        """The board to show: the one that was held, or the one that stands."""
        return board if self.held is None else self.held
