"""What is remembered within bounds, and what bounds cost: counted as it happens, said in the report's notes.

A bound never makes an accusation. What is forgotten is unproven from then on, or as little certain as it would be
had the recording begun after it; what was settled stays counted.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from enum import Enum

__all__ = ["Dropped", "Ever", "Lost"]


class Lost(Enum):
    """What a bound may cost, each as a sentence: the count for `{}`, and of `[one|many]` what fits it."""

    VISITORS = (
        "{} [visitor who had|visitors who had] not been seen for longest [was|were] let go of, for more "
        "came than are followed at once; one who comes back is followed anew"
    )
    FLIGHTS = (
        "{} [request was|requests were] taken as over before [its|their] end, for more was followed than "
        "is kept"
    )
    WAITING = (
        "{} [exchange is|exchanges are] unproven because more waited for a request that shows the choice "
        "than are kept"
    )
    FOLLOWED = (
        "On {} [host|hosts] a visitor's choice was let go of, the longest unused first, for it is followed "
        "on so many and no more"
    )
    CHOICES = "{} [state|states] of choices [is|are] not listed, for there were more than are"
    PAGES = (
        "{} more [page was|pages were] opened than are listed: the first and the last are, those between "
        "them are counted"
    )
    STRANGERS = "{} [page|pages] that no policy covers [is|are] of more hosts than are listed"
    PAGE_HOSTS = (
        "{} [host|hosts] of pages [was|were] let go of as what may have caused a request, for one visitor "
        "opened pages of more than are kept"
    )
    ORIGINS = (
        "{} [origin|origins] that ran documents or scripts [was|were] let go of, the longest ago entered "
        "first; what comes of [it|them] again is unproven"
    )
    CONNECTIONS = (
        "{} [connection was|connections were] let go of as evidence of the page's site, the longest unused "
        "first"
    )
    QUEUES = (
        "{} [queue|queues] of requests [was|were] let go of while requests waited; who may have waited is "
        "unproven"
    )
    JARS = (
        "{} [cookie was|cookies were] dropped from full jars, as browsers drop them; where one that comes "
        "back is from is inferred"
    )
    COOKIES = (
        "{} [exchange is|exchanges are] counted and the cookies not listed, for more cookies crossed than are"
    )
    PROVENANCE = (
        "{} [cookie|cookies] that no response set [was|were] let go of, for one visitor had more than are "
        "followed; where one that comes back is from is inferred"
    )
    FINDINGS = (
        "{} [exchange|exchanges] that rules hold [is|are] of more cookies than are named, and told of as "
        "one finding a rule"
    )
    REJECTED = (
        "{} [Set-Cookie|Set-Cookies] that every browser refuses [is|are] not listed, for there were more "
        "than are"
    )
    OUTSIDE = "{} [exchange|exchanges] on pages that no policy covers [is|are] of more hosts than are listed"
    DISAGREEMENTS = (
        "{} [disagreement|disagreements] between consent cookies [is|are] not told of, for there were more "
        "than are kept"
    )
    ORDERS = (
        "{} [exchange was|exchanges were] not looked for in the markup of documents (T105), for there were "
        "more than are kept"
    )
    MARKUP = (
        "{} [document was|documents were] not read for what markup orders (T105), for there were more than "
        "are read"
    )
    BANNERS = "{} [request|requests] may show consent banners of more hosts than are told of"
    EXCHANGES = (
        "{} [exchange is|exchanges are] judged and counted but not listed: the list ends with the first ones"
    )
    LABELS = "{} [value has|values have] the label “?”, for there were more than are labelled"
    PROOF = "{} [request was|requests were] let go of that a proof might have cited"

    def told(self, count: int) -> str:
        """The sentence.

        Args:
            count: how many, at least 1.
        """
        text = _NUMBER.sub(lambda found: found[1] if count == 1 else found[2], self.value)
        return text.format(f"{count:,}")


_NUMBER = re.compile(r"\[([^|\]]*)\|([^\]]*)\]")


class Dropped:
    """Counts what was dropped."""

    def __init__(self) -> None:
        self._counts: Counter[Lost] = Counter()

    def note(self, what: Lost, count: int = 1) -> None:
        """Count something.

        Args:
            what: that was dropped.
            count: how many.
        """
        self._counts[what] += count

    def of(self, what: Lost) -> int:
        """How many of something were dropped.

        Args:
            what: of which.
        """
        return self._counts[what]

    def notes(self) -> tuple[str, ...]:
        """A sentence for each thing that was dropped."""
        return tuple(what.told(count) for what in Lost if (count := self._counts.get(what, 0)) > 0)


class Ever[T: Hashable]:
    """A set of what ever was, which holds everything once more was than it keeps.

    Args:
        most: how many it keeps.
    """

    __slots__ = ("_known", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: set[T] | None = set()

    def __len__(self) -> int:
        return 0 if self._known is None else len(self._known)

    def __bool__(self) -> bool:
        return self._known is None or bool(self._known)

    def __contains__(self, one: object) -> bool:
        return self._known is None or one in self._known

    def __iter__(self) -> Iterator[T]:
        """What it keeps, in no order that means anything; nothing once it holds everything."""
        return iter(self._known or ())

    @property
    def full(self) -> bool:
        """True once it holds everything."""
        return self._known is None

    def add(self, one: T) -> None:
        """Add something.

        Args:
            one: any.
        """
        if self._known is None or one in self._known:
            return
        if len(self._known) >= self._most:
            self._known = None
            return
        self._known.add(one)
