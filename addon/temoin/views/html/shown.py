"""A session as the templates show it: what is put together, put in order, or cut short for them."""

from collections import Counter
from collections.abc import Sequence, Sized
from functools import cached_property

from markupsafe import Markup

from temoin.report import (
    Choice,
    CookieRow,
    Exchange,
    Finding,
    NeverSeen,
    Page,
    PolicyUsed,
    Session,
)
from temoin.sites import registrable
from temoin.views.cases import Case, cases_of, rules_of_absence, worst_first
from temoin.views.html.course import Course, course_of
from temoin.views.html.lists import Event, Gap, events_of, gaps_of
from temoin.views.html.picture import Picture, pictures_of
from temoin.views.html.relations import Relation, relations_of, worst
from temoin.views.html.sentence import facts_of
from temoin.views.html.wording import Told, Wording
from temoin.views.screen.marks import VERDICTS, Mark, mark_of, stage_of
from temoin.views.times import duration, since
from temoin.vocabulary import ChoiceState, Verdict

__all__ = ["SessionShown", "mark_kind"]

_MOST_CASES = 500
_MOST_COOKIES = 2_000
_MOST_ROWS = 500
_MOST_EXCHANGES = 500
_MOST_EXCHANGES_VERBOSE = 5_000
_MOST_EVENTS = 120
_MILLISECONDS = 3

_IN_SCRIPT = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""What could end a script element, or a string in one, as JSON escapes it."""

_KINDS = {"T101": "early", "T102": "refused", "T103": "refused", "T104": "undeclared"}
"""The rules that repeat a verdict look as it does."""


class SessionShown:
    """One session.

    Args:
        session: what was found.
        number: its place in the report, from 1.
        wording: the language.
        verbose: show each exchange with its reasons.
    """

    def __init__(self, session: Session, number: int, wording: Wording, *, verbose: bool) -> None:
        self.session = session
        self.id = f"s{number}"
        self.verbose = verbose
        self._wording = wording
        facts = facts_of(session) if wording.sentence is not None else None
        translated = wording.sentence is not None and facts is not None
        self.sentence = wording.sentence(facts) if wording.sentence and facts else session.summary
        self.is_translated = translated or wording.sentence is None

    @cached_property
    def all_cases(self) -> tuple[Case, ...]:
        """What is held, a cookie each, worst first."""
        return cases_of(self.session)

    @property
    def cases(self) -> tuple[Case, ...]:
        """As many of them as are shown."""
        return self.all_cases[:_MOST_CASES]

    @cached_property
    def course(self) -> Course | None:
        """The session over time."""
        return course_of(self.session)

    @property
    def points(self) -> Markup:
        """The drawing's data, for a script element: no character in it could end that."""
        data = self.course.data.decode() if self.course else "null"
        return Markup(data.translate(_IN_SCRIPT))  # noqa: S704 (escaped here, as JSON is)

    @property
    def has_unsure(self) -> bool:
        """Whether a choice is drawn that was made at a moment which only an interval bounds."""
        rows = self.course.rows if self.course else ()
        return any(band.kind == "unsure" for row in rows for band in row.bands)

    @property
    def has_fingerprints(self) -> bool:
        """Whether values bear what is the same across recordings, for whoever has the key."""
        return any(one.value is not None and one.value.fingerprint for one in self.exchanges)

    @property
    def many_tracks(self) -> bool:
        """Whether the choices are of more than one visitor, host or consent cookie."""
        return len({(one.visitor, one.host, one.cookie) for one in self.session.choices}) > 1

    @cached_property
    def cookie_totals(self) -> list[tuple[Verdict, int]]:
        """How many exchanges of each verdict the listed cookies had."""
        counts: Counter[Verdict] = Counter()
        for row in self.cookies:
            counts.update(row.verdicts)
        return ordered(counts)

    @property
    def cookie_count(self) -> int:
        """How many exchanges the listed cookies had."""
        return sum(row.count for row in self.cookies)

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        """The parts that stand further down, in order: where each is, its title, how many it lists."""
        session, t = self.session, self._wording
        parts = (
            ("findings", t.findings, len(self.all_cases), True),
            ("choices", t.choices, len(session.choices), True),
            ("cookies", t.cookies, len(session.cookies), True),
            ("exchanges", t.exchanges, len(session.exchanges or ()), bool(session.exchanges)),
            ("unproven", t.unproven, sum(row.count for row in session.unproven), bool(session.unproven)),
            ("allowed", t.allowed, len(session.allowed), bool(session.allowed)),
            ("known", t.known_findings, len(session.known), bool(session.known)),
            ("never-seen", t.never_seen, len(session.never_seen), bool(session.never_seen)),
            ("rejected", t.rejected, len(session.rejected), bool(session.rejected)),
            ("outside", t.outside, len(session.outside), bool(session.outside)),
            ("blind", t.blind_title, len(session.blind), bool(session.blind)),
            ("pages", t.pages, len(session.pages), bool(session.pages)),
            ("again", t.again, 0, True),
        )
        here = [(f"{self.id}-{part}", title, count) for part, title, count, there in parts if there]
        return [*here, ("words", t.words, 0)]

    @property
    def absent_sections(self) -> list[str]:
        """The titles of the lists that have nothing in them, which is worth saying too."""
        session, wording = self.session, self._wording
        lists: tuple[tuple[Sized, str], ...] = (
            (session.unproven, wording.unproven),
            (session.allowed, wording.allowed),
            (session.known, wording.known_findings),
            (session.never_seen, wording.never_seen),
            (session.rejected, wording.rejected),
            (session.outside, wording.outside),
            (session.blind, wording.blind_title),
        )
        return [title for rows, title in lists if not rows]

    @cached_property
    def relations(self) -> tuple[Relation, ...]:
        """Who crossed where."""
        return relations_of(self.session)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The same, drawn."""
        return pictures_of(self.relations)

    @cached_property
    def totals(self) -> list[tuple[Verdict, int]]:
        """How many exchanges of each verdict, worst first, those that occur."""
        return ordered(self.session.counts)

    @cached_property
    def cookies(self) -> list[CookieRow]:
        """The cookies, worst first, as many as are shown."""
        return worst_first(self.session.cookies)[:_MOST_COOKIES]

    @cached_property
    def exchanges(self) -> list[Exchange]:
        """The exchanges that are listed, in order of time: the worst, where there are too many."""
        every = self.session.exchanges or ()
        most = _MOST_EXCHANGES_VERBOSE if self.verbose else _MOST_EXCHANGES
        if len(every) <= most:
            return list(every)
        ranks = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
        by_rank = sorted(range(len(every)), key=lambda place: (ranks[every[place].verdict], place))
        return [every[place] for place in sorted(by_rank[:most])]

    @cached_property
    def pages(self) -> dict[int, Page]:
        """The pages by number."""
        return {page.id: page for page in self.session.pages}

    @cached_property
    def gaps(self) -> list[Gap]:
        """What was not proven, the most frequent cause first."""
        return gaps_of(self.session, _MOST_ROWS)

    @cached_property
    def absences(self) -> list[tuple[NeverSeen, tuple[str, ...]]]:
        """What is declared and never came, with the rules that say so."""
        rules = rules_of_absence(self.session.findings)
        rows = sorted(self.session.never_seen, key=lambda row: (not row.required, row.policy, row.name))
        return [(row, rules.get((row.policy, row.name), ())) for row in rows]

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules that found something, or would have."""
        session = self.session
        findings = [*session.findings, *(one.finding for one in session.allowed)]
        findings += [one.finding for one in session.known]
        return tuple(sorted({finding.rule for finding in findings}))

    @cached_property
    def events(self) -> list[Event]:
        """Pages and choices in order of time, with what crossed in between."""
        return events_of(self.session, _MOST_EVENTS)

    def reasons_of(self, group: tuple[Finding, ...]) -> tuple[str, ...]:
        """The reasons of findings that share an exchange, each once."""
        return tuple(dict.fromkeys(reason for finding in group for reason in finding.reasons))

    def first_rows[T](self, rows: Sequence[T]) -> Sequence[T]:
        """As many rows of a list of little weight as are shown."""
        return rows[:_MOST_ROWS]

    def since(self, at: float, digits: int = 1) -> str:
        """When something was, from the session's start."""
        return self._wording.time(since(self.session.started, at, digits))

    def exactly(self, at: float) -> str:
        """The same to the millisecond."""
        return self.since(at, _MILLISECONDS)

    @property
    def lasted(self) -> str:
        """How long the session took; empty where nobody knows."""
        started, ended = self.session.started, self.session.ended
        if started is None or ended is None:
            return ""
        return self._wording.time(duration(max(ended - started, 0.0)))

    def when(self, choice: Choice) -> str:
        """When a choice began, or between which moments."""
        wording = self._wording
        if choice.after is None:
            return wording.from_start
        if choice.exact:
            return wording.exactly.format(self.since(choice.by))
        for digits in (1, _MILLISECONDS):
            low, high = self.since(choice.after, digits), self.since(choice.by, digits)
            if low != high:
                return wording.between.format(low, high)
        return wording.about.format(self.since(choice.by))

    def of_choice(self, choice: Choice) -> Told:
        """The word for a state of the choice; one that takes all back is called so."""
        told = self._wording.states[choice.state]
        if choice.withdrawn and choice.state is ChoiceState.NONE:
            return Told(self._wording.withdrawn_word, told.says)
        return told

    def sign_of(self, choice: Choice) -> str:
        """The sign of a state of the choice."""
        return stage_of(choice).mark.sign

    def refused(self, choice: Choice) -> tuple[str, ...]:
        """What a choice refuses, but for what it withdraws."""
        return tuple(name for name in choice.refused if name not in choice.withdrawn)

    def site_of(self, domain: str) -> str:
        """The registrable domain of a cookie's domain, by which the picture names whose it is."""
        return registrable(domain)

    def worst_of(self, row: CookieRow) -> Verdict | None:
        """A cookie's worst verdict."""
        return worst(row.verdicts)

    def in_order(self, verdicts: dict[Verdict, int]) -> list[tuple[Verdict, int]]:
        """Counts of verdicts, worst first, those that occur."""
        return ordered(verdicts)

    def policy_of(self, name: str) -> PolicyUsed | None:
        """A policy by its name."""
        return next((one for one in self.session.policies_used if one.name == name), None)


def ordered(verdicts: dict[Verdict, int]) -> list[tuple[Verdict, int]]:
    """Counts of verdicts, worst first, those that occur.

    Args:
        verdicts: how many of each.
    """
    return [(verdict, verdicts[verdict]) for verdict in VERDICTS if verdicts.get(verdict)]


def mark_kind(finding: Finding) -> tuple[Mark, str]:
    """The mark of a finding, and the word by which it is coloured.

    Args:
        finding: any.
    """
    return mark_of(finding), _KINDS.get(finding.rule, finding.level.value)
