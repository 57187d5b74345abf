"""The made-up web: two covered sites with their policies, the services they use, and what a world may differ in."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random

from temoin.vocabulary import ChoiceState, Party, Verdict

__all__ = [
    "CONSENT",
    "COVERED",
    "HOSTS",
    "Answer",
    "Kind",
    "ThirdParty",
    "Web",
    "declared",
    "made_up",
    "may_be_held",
    "policies",
    "registrable_of",
    "state_of",
]

CONSENT = "choice"
COVERED = ("shop.example", "www.shop.example", "news.test")
HOSTS = (*COVERED, "other.test", "ads.example")
"""Hosts that a visitor opens; the last two are of no policy, and one of them is an advertiser's."""

_DECLARED = {
    (CONSENT, Party.FIRST): (None, True),
    ("token", Party.FIRST): (None, True),
    ("lang", Party.FIRST): (None, True),
    ("stat", Party.FIRST): ("stats", False),
    ("id", Party.THIRD): ("ads", False),
}
"""By name and party: the service, and whether it needs no consent. What is not listed is not declared."""

_POLICY = """\
name: {name}
hosts: [{hosts}]
consent: {{cookie: choice, format: [json, words], path: {path}, lifetime: 6 months}}
categories:
  necessary: {{title: Needed, consent: exempt}}
  statistics: {{title: Statistics, consent: required}}
  advertising: {{title: Advertising, consent: required}}
services:
  stats: {{title: Stats, category: statistics}}
  ads: {{title: Ads, category: advertising}}
cookies:
  - {{name: choice, category: necessary, party: first, lifetime: 6 months}}
  - {{name: token, category: necessary, party: first, lifetime: 1 year}}
  - {{name: lang, category: necessary, party: first, lifetime: 1 year}}
  - {{name: stat, service: stats, party: first, lifetime: 13 months}}
  - {{name: id, domain: ads.example, party: third, service: ads, lifetime: 13 months}}
"""


class Kind(StrEnum):
    """Whose behaviour a browser shows."""

    CHROMIUM = "chromium"
    FIREFOX = "firefox"


class ThirdParty(StrEnum):
    """What a browser does with the cookies of third parties."""

    ALLOWED = "allowed"
    BLOCKED = "blocked"
    PARTITIONED = "partitioned"


class Answer(StrEnum):
    """What a visitor says on a banner."""

    ALL = '{"ads":true,"stats":true}'
    STATS = '{"ads":false,"stats":true}'
    NOTHING = '{"ads":false,"stats":false}'
    BROKEN = "%7B%22ads"

    @property
    def granted(self) -> frozenset[str]:
        """The services granted."""
        match self:
            case Answer.ALL:
                return frozenset({"ads", "stats"})
            case Answer.STATS:
                return frozenset({"stats"})
            case Answer.NOTHING | Answer.BROKEN:
                return frozenset()


@dataclass(frozen=True)
class Web:
    """What one made-up world is like.

    Args:
        seed: of every length of time and every page's content.
        kind: the browser.
        third_party: its third-party cookies.
        multiplexed: HTTP/2 everywhere, nowhere (False), or host by host (None).
        by_response: a response stores the choice, not a script.
        path: of the consent cookie, known to the policy.
        told_path: True where the policy says that path, False where it says "/".
        domain: the consent cookie is kept for the whole domain.
        same_site: of the consent cookie, "" for none given.
        lapse: seconds for which a choice is kept; 0 for half a year.
        leaks: services that do not ask.
        no_referrer: paths that begin with this send no Referer; empty for none.
        known: the visitor comes with cookies from an earlier visit.
        before: what that visit chose, or None.
        worker: covered sites have a service worker that relays navigations.
        plain: the first covered site is on plain HTTP.
        late: connections go to whoever waits longest; see `Pools`.
        buffered: the proxy hands a response on when it is whole, so its cookies are stored after its last byte.
        stalled: a connection may have to wait before it is opened (a name to resolve, too many sockets).
        names_all: its server sets a cookie also where it was asked without credentials.
    """

    seed: int = 0
    kind: Kind = Kind.CHROMIUM
    third_party: ThirdParty = ThirdParty.ALLOWED
    multiplexed: bool | None = True
    by_response: bool = False
    path: str = "/"
    told_path: bool = True
    domain: bool = False
    same_site: str = "lax"
    lapse: int = 0
    leaks: frozenset[str] = frozenset({"ads", "stats"})
    no_referrer: str = ""
    known: bool = False
    before: Answer | None = None
    worker: bool = False
    plain: bool = False
    names_all: bool = False
    late: bool = False
    buffered: bool = False
    stalled: bool = False


def made_up(random: Random) -> Web:
    """Make a world up.

    Args:
        random: what it is made from.
    """
    kind = random.choice(tuple(Kind))
    other = ThirdParty.BLOCKED if kind is Kind.CHROMIUM else ThirdParty.PARTITIONED
    path = random.choice(("/", "/", "/", "/fr"))
    return Web(
        seed=random.randrange(1 << 30),
        kind=kind,
        third_party=random.choice((ThirdParty.ALLOWED, ThirdParty.ALLOWED, other)),
        multiplexed=random.choice((True, False, None)),
        by_response=random.random() < 0.4,
        path=path,
        told_path=random.random() < 0.5,
        domain=random.random() < 0.3,
        same_site=random.choice(("", "lax", "lax", "strict", "none")),
        lapse=random.choice((0, 0, 0, 0, 15)),
        leaks=frozenset(one for one in ("ads", "stats") if random.random() < 0.5),
        no_referrer=random.choice(("", "", "/fr", "/")),
        known=random.random() < 0.5,
        before=random.choice((None, None, *Answer)),
        worker=random.random() < 0.15,
        plain=random.random() < 0.1,
        names_all=random.random() < 0.1,
        late=random.random() < 0.2,
        buffered=random.random() < 0.1,
        stalled=random.random() < 0.1,
    )


def policies(web: Web) -> tuple[str, ...]:
    """The text of the policies that judge a world.

    Args:
        web: the world.
    """
    path = web.path if web.told_path else "/"
    return (
        _POLICY.format(name="shop.example", hosts='shop.example, "*.shop.example"', path=path),
        _POLICY.format(name="news.test", hosts="news.test", path=path),
    )


def registrable_of(host: str) -> str:
    """The registrable domain of a host of this web: its last two labels.

    Args:
        host: lower case.
    """
    return ".".join(host.split(".")[-2:])


def state_of(value: str | None) -> ChoiceState:
    """What a consent cookie amounts to.

    Args:
        value: the cookie's, or None where there is none.
    """
    if value is None:
        return ChoiceState.UNSET
    return {
        Answer.ALL: ChoiceState.ALL,
        Answer.STATS: ChoiceState.PARTIAL,
        Answer.NOTHING: ChoiceState.NONE,
        Answer.BROKEN: ChoiceState.UNREADABLE,
    }[Answer(value)]


def declared(name: str, party: Party, domain: str) -> tuple[str | None, bool] | None:
    """What the policies say of a cookie: its service, and whether it needs no consent; None for nothing.

    Args:
        name: the cookie's.
        party: on the page.
        domain: the cookie's.
    """
    if party is Party.THIRD and registrable_of(domain) != "ads.example":
        return None
    return _DECLARED.get((name, party))


def may_be_held(host: str, name: str, party: Party, domain: str, value: str | None) -> Verdict:
    """What is true of an exchange; where it is not this, an engine may only say that it is unproven.

    Args:
        host: the page's.
        name: the cookie's.
        party: on that page.
        domain: the cookie's.
        value: of the consent cookie at the moment, or None.
    """
    if registrable_of(host) not in ("shop.example", "news.test"):
        return Verdict.OUTSIDE
    service, exempt = declared(name, party, domain) or (None, False)
    if exempt:
        return Verdict.EXEMPT
    match state_of(value):
        case ChoiceState.UNSET:
            return Verdict.EARLY
        case ChoiceState.UNREADABLE | ChoiceState.UNPROVEN:
            return Verdict.UNPROVEN
        case ChoiceState.NONE:
            return Verdict.REFUSED
        case ChoiceState.ALL | ChoiceState.PARTIAL:
            if service is None:
                return Verdict.UNDECLARED
            granted = Answer(value or "").granted
            return Verdict.PERMITTED if service in granted else Verdict.REFUSED
