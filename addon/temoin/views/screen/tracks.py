"""What each visitor chose on each host, by each consent cookie, with the findings that belong beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from temoin.report import Choice, Finding, Session
from temoin.views.hosts import host_of
from temoin.views.screen.marks import VERDICTS, mark_of
from temoin.views.screen.timeline import Sighting
from temoin.vocabulary import ChoiceState, Level, Verdict

__all__ = ["Track", "tracks_of"]

_LAST = 99


@dataclass(frozen=True, slots=True)
class Track:
    """One visitor's choice on one host under one policy, as one consent cookie says it.

    Args:
        visitor: the visitor's number.
        policy: the policy whose consent cookie it is.
        host: the host whose pages it holds for.
        choices: its states, in order.
        sightings: what was found on those pages: the first exchange of each finding, and of each cookie that
            is unproven. What cannot be told to be of one track is on none.
        cookie: the consent cookie, where the host's pages have several; else empty.
    """

    visitor: int
    policy: str
    host: str
    choices: tuple[Choice, ...]
    sightings: tuple[Sighting, ...]
    cookie: str = ""

    @property
    def is_silent(self) -> bool:
        """True where nothing was chosen and nothing found."""
        return not self.sightings and all(choice.state is ChoiceState.UNSET for choice in self.choices)

    @property
    def is_unsure(self) -> bool:
        """True where a state began at a moment that only an interval bounds."""
        return any(
            choice.after is not None and not choice.exact and choice.after < choice.by
            for choice in self.choices
        )


def tracks_of(session: Session) -> tuple[Track, ...]:
    """Put the choices of each visitor, policy, host and consent cookie together, in order of time."""
    grouped: dict[tuple[int, str, str], dict[str, list[Choice]]] = {}
    for choice in sorted(session.choices, key=lambda choice: choice.by):
        cookies = grouped.setdefault((choice.visitor, choice.policy, choice.host), {})
        cookies.setdefault(choice.cookie, []).append(choice)
    everything = _everything(session) if len(grouped) == 1 else None
    found = {} if everything else _by_pages(session)
    tracks = []
    for (visitor, policy, host), cookies in sorted(grouped.items()):
        sightings = everything or tuple(found.get((visitor, policy, host), ()))
        for cookie, choices in sorted(cookies.items()):
            name = cookie if len(cookies) > 1 else ""
            tracks.append(Track(visitor, policy, host, tuple(choices), sightings, name))
    return tuple(tracks)


def _everything(session: Session) -> tuple[Sighting, ...]:
    unproven = tuple(Sighting(row.at, VERDICTS[Verdict.UNPROVEN], _LAST) for row in session.unproven)
    return unproven + _of_findings(session)


def _by_pages(session: Session) -> dict[tuple[int, str, str], list[Sighting]]:
    """The first exchange of each flagged finding, by the visitor, policy and host of its page."""
    pages = {page.id: page for page in session.pages}
    found: dict[tuple[int, str, str], list[Sighting]] = {}
    for finding, sighting in _flagged(session):
        page = None if finding.page is None else pages.get(finding.page)
        if page is not None and page.policy is not None:
            found.setdefault((page.visitor, page.policy, host_of(page.url)), []).append(sighting)
    return found


def _of_findings(session: Session) -> tuple[Sighting, ...]:
    return tuple(sighting for _, sighting in _flagged(session))


def _flagged(session: Session) -> Iterator[tuple[Finding, Sighting]]:
    ranks = list(VERDICTS.values())
    for finding in session.findings:
        if finding.at is not None and finding.level is Level.FLAGGED:
            mark = mark_of(finding)
            yield finding, Sighting(finding.at, mark, ranks.index(mark) if mark in ranks else _LAST - 1)
