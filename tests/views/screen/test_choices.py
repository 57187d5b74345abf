import io

from rich.console import Console

from temoin.report import Session
from temoin.views.screen.choices import Choices
from temoin.vocabulary import ChoiceState
from views.reports import choice_of, session_of


def _shown(session: Session) -> str:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(Choices(session))
    return " ".join(console.export_text().split())


def test_of_many_choices_the_first_are_drawn_and_the_others_counted_by_how_they_end() -> None:
    session = session_of(
        choices=tuple(
            choice_of(state, 1.0, 2.0, visitor=visitor)
            for visitor in range(1, 31)
            for state in (ChoiceState.NONE if visitor % 3 else ChoiceState.ALL,)
        )
    )
    shown = _shown(session)
    assert "visitor 10," in shown
    assert "visitor 11," not in shown
    assert "20 more choices, in the end 13 none and 7 all" in shown


def test_of_many_visitors_who_chose_nothing_none_is_named() -> None:
    session = session_of(
        choices=tuple(choice_of(ChoiceState.UNSET, None, 0.0, visitor=visitor) for visitor in range(1, 1_001))
    )
    shown = _shown(session)
    assert "1,000 visitors made no choice" in shown
    assert len(shown) < 1_000
