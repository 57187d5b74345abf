"""What a recording's verdicts say of the choice, against the moment at which the browser itself began each request.

A request arrives some time after its cookies were read; the browser's own account of when it began
(`TruthRequest.asked`) bounds that.
"""

from temoin.report import Session
from temoin.vocabulary import ChoiceState, Verdict
from truth.document import ChoiceMoment, Truth

__all__ = ["contradictions", "state_after", "states_between"]


def states_between(lo: float, hi: float, moments: tuple[ChoiceMoment, ...]) -> frozenset[ChoiceState]:
    """What the choice may truly have been in an interval.

    Args:
        lo: its beginning, in Unix seconds.
        hi: its end.
        moments: when the choice changed, in order.

    Returns:
        Every state that it may have had at some time in it.
    """
    states: set[ChoiceState] = set()
    state, since = ChoiceState.UNSET, float("-inf")
    for moment in moments:
        if since <= hi and lo <= moment.by:
            states.add(state)
        state, since = state_after(moment), moment.after
    if since <= hi:
        states.add(state)
    return frozenset(states)


def contradictions(session: Session, truth: Truth) -> list[str]:
    """Find the verdicts that rest on a choice that truly was another.

    Args:
        session: with its exchanges, numbered as in the truth.
        truth: what truly happened.

    Returns:
        A line for each; requests of which the browser did not say when it began them are left aside.
    """
    told = {one.flow: one for one in truth.requests}
    found = []
    for exchange in session.exchanges or ():
        request = told.get(exchange.n)
        if request is None or not request.asked:
            continue
        if exchange.verdict in (Verdict.EXEMPT, Verdict.OUTSIDE, Verdict.UNPROVEN):
            continue
        moments = () if request.profile else truth.choice_moments
        states = states_between(request.asked, exchange.at, moments)
        if exchange.choice not in states:
            said = f"{exchange.name} called {exchange.verdict} for a choice {exchange.choice}"
            found.append(f"{exchange.n} {said}, which was {' or '.join(sorted(states))}")
    return found


def state_after(moment: ChoiceMoment) -> ChoiceState:
    """The state that a change of the choice leaves behind.

    Args:
        moment: the change; one that names nothing is a deletion.
    """
    if not moment.granted:
        return ChoiceState.NONE if moment.refused else ChoiceState.UNSET
    return ChoiceState.PARTIAL if moment.refused else ChoiceState.ALL
