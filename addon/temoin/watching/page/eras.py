"""The choices there were: a board tells how they stand, and what stood before is kept here."""

from temoin.report import Choice

__all__ = ["Eras"]

_MOST = 300

type _Track = tuple[int, str, str]


class Eras:
    """Every state of every visitor's choice, in order of time, the oldest dropped where there are too many."""

    def __init__(self) -> None:
        self._choices: tuple[Choice, ...] = ()
        self.told: tuple[Choice, ...] = ()
        self.current: int | None = None
        """Which of `told` is the choice as it stands."""

    def take(self, choices: tuple[Choice, ...]) -> None:
        """Take in how the choices stand.

        What a board says of a visitor and host from its first moment on replaces what was said of that time before:
        an interval may narrow, and a state that was doubted may go.

        Args:
            choices: a board's; the current one last.
        """
        if choices is self._choices or choices == self._choices:
            return
        self._choices = choices
        begins: dict[_Track, float] = {}
        for choice in choices:
            track = _track(choice)
            begins[track] = min(begins.get(track, choice.by), choice.by)
        kept = [choice for choice in self.told if not choice.by >= begins.get(_track(choice), choice.by + 1)]
        told = sorted([*kept, *choices], key=lambda choice: choice.by)[-_MOST:]
        self.told = tuple(told)
        self.current = self.told.index(choices[-1]) if choices and choices[-1] in told else None


def _track(choice: Choice) -> _Track:
    return choice.visitor, choice.policy, choice.host
