"""Complianz: a cookie a category (`cmplz_marketing=allow`, `cmplz_statistics=deny`), and one of services.

The WordPress plugin writes `allow` or `deny` to a cookie of each category (`functional`, `preferences`,
`statistics`, `marketing`), and the visitor's answers on single services to `cmplz_consented_services` as JSON,
which beat the categories. The choice is all of them together, so the policy names them by a pattern: `cookie:
cmplz_*`. The cookies of the WP Consent API say the same in the same way: `cookie: wp_consent_*`.

`cmplz_banner-status`, `cmplz_policy_id` and the like are passed over. Where no category and no service is
answered, there is no choice yet. A category with another answer, or JSON that is cut short, makes the whole
unreadable.
"""

import re

from temoin.consent.choice import Choice, Reading, Undecided, Unreadable
from temoin.consent.encodings import read_wrapped
from temoin.consent.format import Example, Traits
from temoin.consent.json_text import parse
from temoin.consent.names import is_name

__all__ = ["EXAMPLES", "TRAITS", "read"]

TRAITS = Traits(
    source="https://github.com/Really-Simple-Plugins/complianz-gdpr/blob/master/cookiebanner/js/complianz.js",
    whose="Complianz",
    cookies=("cmplz_*",),
    several=True,
    template=True,
)

_PREFIX = re.compile(r"(?:cmplz|wp_consent)_(?:rt_|\d+_)?")
_SERVICES = "consented_services"
_CATEGORIES = frozenset({"functional", "preferences", "statistics", "statistics-anonymous", "marketing"})
_ANSWERS = {"allow": True, "deny": False}


def read(value: str) -> Reading:
    """Read the cookies of a site with Complianz.

    Args:
        value: the cookies, as a Cookie header has them.
    """
    said: dict[str, bool] = {}
    services: dict[str, bool] = {}
    for crumb in value.split(";"):
        name, equals, answer = crumb.strip().partition("=")
        if not equals or not name:
            return Unreadable("it is no row of cookies")
        part = _PREFIX.sub("", name, count=1)
        if part == _SERVICES:
            found = _services(answer)
            if isinstance(found, Unreadable):
                return found
            services |= dict.fromkeys(found.granted, True) | dict.fromkeys(found.refused, False)
        elif answer in _ANSWERS and is_name(part):
            if said.setdefault(part, _ANSWERS[answer]) != _ANSWERS[answer]:
                return Unreadable("two of its cookies contradict each other")
        elif part in _CATEGORIES:
            return Unreadable("a category's cookie says neither allow nor deny")
    answers = said | services
    if answers.keys() <= {"functional"}:
        return Undecided("no category and no service is answered")
    return Choice.of(
        (name for name, yes in answers.items() if yes), (name for name, yes in answers.items() if not yes)
    )


def _services(answer: str) -> Choice | Unreadable:
    if not answer:
        return Choice.of()
    found = read_wrapped(answer, _json)
    return found if isinstance(found, Choice) else Unreadable(f"of its services, {_why(found)}")


def _why(found: Reading) -> str:
    return found.why if isinstance(found, Unreadable) else "nothing is said"


def _json(text: str) -> Choice | Unreadable:
    document = parse(text)
    if isinstance(document, Unreadable):
        return document
    if document == []:
        return Choice.of()
    if not isinstance(document, dict) or not all(isinstance(yes, bool) for yes in document.values()):
        return Unreadable("it is no JSON object of services with true or false")
    names = [name for name in document if is_name(name)]
    return Choice.of((one for one in names if document[one]), (one for one in names if not document[one]))


_CHOICE = Choice.of(["functional", "preferences", "statistics"], ["marketing"])
_NOTHING = Undecided("no category and no service is answered")

EXAMPLES = (
    Example(
        "cmplz_consented_services=; cmplz_policy_id=14; cmplz_marketing=deny; cmplz_statistics=allow; "
        "cmplz_preferences=allow; cmplz_functional=allow; cmplz_banner-status=dismissed",
        _CHOICE,
    ),
    Example("cmplz_marketing=deny; cmplz_statistics=deny", Choice.of([], ["marketing", "statistics"])),
    Example(
        "cmplz_consented_services={%22google-maps%22:true}; cmplz_marketing=deny",
        Choice.of(["google-maps"], ["marketing"]),
    ),
    Example(
        "cmplz_rt_consented_services=%7B%22youtube%22%3Afalse%7D; cmplz_rt_marketing=allow",
        Choice.of(["marketing"], ["youtube"]),
    ),
    Example(
        "wp_consent_functional=allow; wp_consent_marketing=allow; wp_consent_statistics-anonymous=allow",
        Choice.of(["functional", "marketing", "statistics-anonymous"]),
    ),
    Example("cmplz_policy_id=14; cmplz_banner-status=show", _NOTHING),
    Example("cmplz_functional=allow; cmplz_consented_services=", _NOTHING),
    Example("cmplz_marketing=al", Unreadable("a category's cookie says neither allow nor deny")),
    Example(
        "cmplz_marketing=allow; cmplz_2_marketing=deny",
        Unreadable("two of its cookies contradict each other"),
    ),
    Example(
        "cmplz_consented_services=%7B%22youtube%22%3Atr; cmplz_marketing=deny",
        Unreadable("of its services, its JSON is cut short"),
    ),
    Example("allow", Unreadable("it is no row of cookies")),
)
