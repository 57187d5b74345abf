"""Every word that the HTML report says of its own, as one structure: a language that lacks one does not load.

What the evidence says (a finding's sentence, a reason, a note) is the engine's, and English. Texts with `{}` are
filled in order.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from temoin.views import Language
from temoin.views.html.sentence import Facts
from temoin.vocabulary import Certainty, ChoiceState, Level, Origin, Outcome, Party, Verdict, Way

__all__ = ["Noun", "RuleTold", "Told", "Wording"]


class Noun(StrEnum):
    """What the report counts."""

    ALLOWANCE = "allowance"
    BYTE = "byte"
    CHOICE = "choice"
    COOKIE = "cookie"
    EXCHANGE = "exchange"
    FINDING = "finding"
    HOST = "host"
    PAGE = "page"
    RECORDING = "recording"
    REQUEST = "request"
    SET_COOKIE = "set-cookie"
    SPOT = "spot"
    VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Told:
    """A word and what it means.

    Args:
        word: as it stands beside a sign.
        says: one sentence.
        several: the word where there are several; empty where it is the same.
    """

    word: str
    says: str
    several: str = ""

    def of(self, singular: bool) -> str:
        """The word for one or for several."""
        return self.word if singular else self.several or self.word


@dataclass(frozen=True, slots=True)
class RuleTold:
    """A rule in a language that it is not written in.

    Args:
        title: its heading.
        says: what it holds.
    """

    title: str
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A language. `nouns` are (one, several); what else is no plain text says so.

    Args:
        language: which.
        number: writes a whole number.
        singular: whether a number takes the noun for one.
        time: turns a time that `temoin.views.times` wrote into this language.
        moment: writes a date and time in UTC.
        sentence: says what was found in a session; None where the engine's own sentence stands.
        recordings: says what several recordings came to, from (outcome's word, how many) pairs.
        rules: the rules by code; one that is missing is told as the engine does.
        causes: why an exchange is unproven, by the engine's word; one that is missing likewise.
        blind: what a kind of blind spot means; likewise.
        decimal: the sign between a number's whole and its part.
        thousands: the sign between its thousands.
        quoted: what the evidence is in, where it is another language; empty where it is not.
    """

    language: Language
    number: Callable[[int], str]
    singular: Callable[[int], bool]
    time: Callable[[str], str]
    moment: Callable[[float], str]
    sentence: Callable[[Facts], str] | None
    recordings: Callable[[tuple[tuple[str, int], ...]], str]
    decimal: str
    thousands: str
    quoted: str
    nouns: Mapping[Noun, tuple[str, str]]
    outcomes: Mapping[Outcome, Told]
    verdicts: Mapping[Verdict, Told]
    states: Mapping[ChoiceState, Told]
    levels: Mapping[Level, str]
    parties: Mapping[Party, str]
    parties_short: Mapping[Party, str]
    origins: Mapping[Origin, str]
    origins_short: Mapping[Origin, str]
    ways: Mapping[Way, str]
    grades: Mapping[Certainty, Told]
    rules: Mapping[str, RuleTold]
    causes: Mapping[str, str]
    blind: Mapping[str, str]
    glossary: tuple[Told, ...]
    limits: tuple[str, ...]

    title: str
    titled: str
    tagline: str
    disclaimer: str
    skip: str
    print: str
    contents: str
    colon: str
    listed_and: str
    no_name: str
    none: str
    more: str
    whole_list: str
    unfit: str
    values_shown: str

    recording: str
    judged_by: str
    nobody: str
    watched: str
    lasted: str
    traffic: str
    incomplete: str
    not_read: str
    warning: str
    every_recording: str

    over_time: str
    over_time_says: str
    timeline_label: str
    first_kept: str
    not_kept: str
    grouped: str
    pages_drawn: str
    zoom_in: str
    zoom_out: str
    zoom_whole: str
    zoom_hint: str
    as_table: str
    the_choice: str
    of_visitor: str
    opened: str
    pages_row: str
    choice_becomes: str
    choice_within: str
    begins: str
    event: str
    crossed_then: str
    nothing_crossed: str
    more_tracks: str
    no_times: str
    unsure: str
    withdrawn_word: str

    who: str
    who_says: str
    who_label: str
    own_cookies: str
    nobody_else: str
    other_parties: str
    unknown_page: str
    page_number: str
    domain: str
    not_drawn: str

    findings: str
    no_findings: str
    all_findings: str
    finding_number: str
    usually: str
    undeclared: str
    not_judged: str
    evidence: str
    exchange: str
    page: str
    no_page: str
    reasons: str
    attempted: str
    times_sign: str

    choices: str
    choices_say: str
    no_choices: str
    from_start: str
    exactly: str
    between: str
    about: str
    shown_by: str
    granted: str
    refused: str
    withdrawn: str
    assumed: str

    cookies: str
    cookies_say: str
    filter: str
    filter_hint: str
    filter_clear: str
    all_parties: str
    cookie: str
    party: str
    declared: str
    origin: str
    first_seen: str
    crossings: str
    verdict: str
    total: str
    shown_of: str
    no_match: str
    sort_by: str

    exchanges: str
    exchanges_say: str
    exchanges_left_out: str
    when: str
    way: str
    choice: str
    value: str
    value_shown: str
    value_fingerprint: str
    fingerprints: str
    known: str
    certain_all: str

    proof: str
    proof_says: str
    cited: str
    cited_read: str
    cited_by: str
    cited_carried: str
    method: str

    unproven: str
    unproven_say: str
    never_seen: str
    never_seen_say: str
    required: str
    category: str
    policy: str
    rule: str
    allowed: str
    allowed_say: str
    allowed_because: str
    allowed_until: str
    allowed_line: str
    known_findings: str
    known_say: str
    known_because: str
    baseline: str
    baseline_say: str
    baseline_unmatched: str
    rejected: str
    rejected_say: str
    why: str
    outside: str
    outside_say: str
    unknown_host: str
    host: str
    blind_title: str
    blind_say: str
    pages: str
    pages_say: str
    implied: str
    covered_by: str
    no_policy: str
    notes: str
    nothing_of: str

    again: str
    again_say: str
    step_same: str
    step_run: str
    step_look: str
    live: str
    file: str
    size: str
    sha256: str
    published: str
    version: str
    accuse: str
    strict: str
    fail_on: str
    joined: str
    schema: str
    options: str
    default: str
    yes: str
    no: str
    any_flagged: str

    rules_title: str
    rules_say: str
    rule_why: str
    rule_sources: str
    rule_mend: str

    words: str
    words_say: str
    signs: str
    limits_title: str

    def counted(self, number: int, noun: Noun) -> str:
        """How many of something: "1 page", "1,204 pages".

        Args:
            number: how many.
            noun: of what.
        """
        one, several = self.nouns[noun]
        return f"{self.number(number)} {one if self.singular(number) else several}"

    def listed(self, items: tuple[str, ...]) -> str:
        """A list as a sentence has it: "a, b and c".

        Args:
            items: at least one.
        """
        *most, last = items or (self.none,)
        return f"{', '.join(most)} {self.listed_and} {last}" if most else last
