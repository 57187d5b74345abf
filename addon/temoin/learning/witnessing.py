"""What recordings show of a site's cookies, gathered for a first policy: names, domains, parties, lifetimes.

Values are held in memory for the few cookies that may hold the choice, so that their format can be recognised;
nothing that leaves this package contains one.
"""

from collections import Counter
from urllib.parse import urlsplit

import msgspec

from temoin.audit import Audit
from temoin.errors import UsageError
from temoin.events import Event
from temoin.exchanges import Crossing, Judged
from temoin.learning.choice import may_hold_choice
from temoin.report import Session
from temoin.settings import Settings
from temoin.statement import Source
from temoin.vocabulary import Party, Way

__all__ = ["Choosing", "Sighting", "Tally", "Witnessing"]

_MOST_COOKIES = 10_000
_MOST_VALUES = 5
_LONGEST_VALUE = 8_192


class Choosing(msgspec.Struct, frozen=True):
    """What the user says of the site.

    Args:
        hosts: the hosts whose pages are meant (`*.shop.example` for every subdomain); empty for the site that was
            visited most.
        consent: the cookie that holds the choice; empty to recognise it.
    """

    hosts: tuple[str, ...] = ()
    consent: str = ""


class Sighting(msgspec.Struct, frozen=True):
    """Which cookie crossed, and where.

    Args:
        name: its name.
        domain: the domain it is held for, or the host it was sent to.
        party: its party.
        hosts: the hosts of the pages that may have caused it.
    """

    name: str
    domain: str
    party: Party
    hosts: frozenset[str]


class Tally(msgspec.Struct):
    """How a cookie crossed.

    Args:
        source: the recording in which it was seen first.
        first: the number of the request there.
        count: how often.
        recordings: in which recordings, by number.
        set_by: True where a response set it.
        lifetime: the longest time it was asked to be kept, in seconds; None where it never was.
        paths: the paths for which responses set it.
    """

    source: str
    first: int
    count: int
    recordings: set[int]
    set_by: bool
    lifetime: float | None
    paths: set[str]


class Witnessing:
    """Takes in recordings one after the other.

    Args:
        choosing: what the user says of the site.
    """

    def __init__(self, choosing: Choosing) -> None:
        self.choosing = choosing
        self.tallies: dict[Sighting, Tally] = {}
        self.values: dict[str, dict[str, None]] = {}
        self.pages: Counter[str] = Counter()
        self.recordings: list[tuple[str, str]] = []
        self._audit = Audit((), _SETTINGS)
        self._source = ""

    def begin(self, source: str) -> None:
        """Begin with a recording.

        Args:
            source: its name, as it may be written into the policy.
        """
        self._audit = Audit((), _SETTINGS)
        self._source = source

    def feed(self, event: Event) -> None:
        """Take in the recording's next event.

        Args:
            event: in the order that `temoin.events` promises.
        """
        self._audit.feed(event)
        for judged in self._audit.settled():
            self._see(judged)

    def end(self, incomplete: str) -> None:
        """End the recording.

        Args:
            incomplete: why it is not whole; empty when it is.
        """
        session = self._audit.close(Source(self._source, incomplete))
        for judged in self._audit.settled():
            self._see(judged)
        for page in session.pages:
            host = urlsplit(page.url).hostname
            if host:
                self.pages[host] += 1
        self.recordings.append((self._source, _in_words(session)))

    def _see(self, judged: Judged) -> None:
        crossing = judged.crossing
        hosts = crossing.attribution.pages.hosts
        if not hosts:
            return
        key = Sighting(crossing.name, crossing.domain, crossing.party, hosts)
        tally = self.tallies.get(key)
        if tally is None:
            if len(self.tallies) >= _MOST_COOKIES:
                raise UsageError(
                    self._source,
                    f"it shows more than {_MOST_COOKIES:,} different cookies",
                    mend="give recordings of one site",
                )
            tally = self.tallies[key] = Tally(
                self._source, crossing.n, 0, set(), set_by=False, lifetime=None, paths=set()
            )
        tally.count += 1
        tally.recordings.add(len(self.recordings))
        if crossing.way is Way.SET:
            _note_set(tally, crossing)
        self._keep_value(crossing)

    def _keep_value(self, crossing: Crossing) -> None:
        named = bool(crossing.name) and crossing.name == self.choosing.consent
        if crossing.party is not Party.FIRST or not (named or may_hold_choice(crossing.name)):
            return
        text = crossing.value.text if crossing.value else None
        if text is None or len(text) > _LONGEST_VALUE:
            return
        values = self.values.setdefault(crossing.name, {})
        if text in values or len(values) < _MOST_VALUES:
            values[text] = None


_SETTINGS = Settings(show_values=True)


def _note_set(tally: Tally, crossing: Crossing) -> None:
    tally.set_by = True
    tally.paths.add(crossing.path)
    if crossing.lifetime is not None:
        tally.lifetime = max(tally.lifetime or 0.0, crossing.lifetime)


def _in_words(session: Session) -> str:
    requests = f"{session.requests:,} request{'' if session.requests == 1 else 's'}"
    pages = f"{len(session.pages):,} page{'' if len(session.pages) == 1 else 's'}"
    return f"{requests}, {pages}" + (f"; not whole: {session.incomplete}" if session.incomplete else "")
