"""Why an exchange was judged so: the chain that a reader can check with the recording open.

Each link names the request that shows it. Links are made only for what is shown, never for every exchange.
"""

from temoin.choices.sightings import Era, Known, Placed, Sighting, Told
from temoin.exchanges import Crossing, Judged
from temoin.pages import RULES, Attribution, OpenedPage
from temoin.policy.matching import where
from temoin.shown import shorten, shown_name, shown_url, valid
from temoin.verdicts import Said, Standing
from temoin.vocabulary import Certainty, ChoiceState, Origin, Party, Verdict

__all__ = ["CAUSES", "chain", "choice_in_words", "facts"]

CAUSES: dict[str, str] = {
    "page": "the wire does not tell which page caused it",
    "page-inferred": "which page caused it is likely, not proven",
    "party": "the wire does not tell whether it is first- or third-party there",
    "party-inferred": "its party is likely, not proven",
    "no-sighting-before": "no request before it shows what the choice was",
    "choice-interval": "the choice changed between the requests around it, at a moment that the wire does not show",
    "after-last-request": "no request after it shows whether the choice was still the same",
    "waited-too-long": "more exchanges waited for a request that shows the choice than are kept",
    "mixed-visitors": "two browser profiles behind one address were taken for one visitor",
    "consent-path": "the consent cookie may be sent for some requests only, so its absence proves nothing",
    "choice-in-parts": "a response changed some of the cookies that hold the choice, and no request shows all yet",
    "choice-unreadable": "the choice at that moment cannot be read",
    "category": "its category is to be confirmed, and the choice grants some things only",
    "template-names": "the choice grants others, and a template cannot know by what name it decides on this",
    "not-in-template": "the template does not know what it is for",
}
"""Why an exchange could not be judged, by a word that stays the same."""

_COOKIE = "the consent cookie"

_GRANTED = (Standing.ASKS, Standing.UNCONFIRMED)
"""What a choice can grant."""

_ATTRIBUTED = {
    **{rule.key: rule.says for rule in RULES},
    "redirect": "it follows a redirect from request {via}",
    "implied": "its Referer names a document that this recording never saw",
}


def chain(judged: Judged) -> tuple[str, ...]:
    """Tell why an exchange was judged as it was.

    Args:
        judged: the exchange and its verdict.

    Returns:
        One sentence a link: page, party, declaration, choice, verdict.
    """
    links = facts(judged.crossing)
    if judged.crossing.coverage.policy is None:
        outside = judged.verdict is Verdict.OUTSIDE
        return (*links, "no loaded policy covers that page: not judged" if outside else _verdict(judged))
    return (*links, *_choice(judged), _verdict(judged))


def facts(crossing: Crossing) -> tuple[str, ...]:
    """Tell what an exchange is, the choice left aside: whose page, whose cookie, declared as what, from where.

    Args:
        crossing: the exchange.
    """
    links = (_page(crossing.attribution), _party(crossing))
    return links if crossing.coverage.policy is None else (*links, _declared(crossing), _came_from(crossing))


def choice_in_words(known: Known) -> str:
    """What a choice says: "partial: matomo granted; adnet refused".

    Args:
        known: the choice.
    """
    choice = known.choice
    if choice is None:
        return f"{known.state}: {known.note}" if known.note else str(known.state)
    named = [
        f"{shorten(valid(', '.join(names)), 200)} {word}"
        for names, word in ((choice.granted, "granted"), (choice.refused, "refused"))
        if names
    ]
    if known.note:
        named.append(known.note)
    return f"{known.state}: {'; '.join(named)}" if named else str(known.state)


def _grade(certainty: Certainty) -> str:
    return "" if certainty is Certainty.CERTAIN else f" [{certainty}]"


def _page(attribution: Attribution) -> str:
    if attribution.browser:
        return "the browser asked for it itself, for no page"
    if attribution.rule == "none":
        return "nothing on the wire tells which page caused it"
    page = attribution.page
    if attribution.rule == "navigation" and page is not None:
        return f"it opens page {page.id}, {_shown(page)}"
    because = _ATTRIBUTED[attribution.rule].format(via=attribution.via)
    if page is None:
        return f"a page of one of {len(attribution.pages.possible)} hosts caused it: {because}"
    which = f"page {page.id}, {_shown(page)}, caused it"
    if (
        attribution.page_certainty is not Certainty.CERTAIN
        and attribution.site_certainty is Certainty.CERTAIN
    ):
        which = (
            f"a page of {valid(shorten(attribution.site or '', 255))} caused it, most likely page {page.id}"
        )
    return f"{which}: {because}{_grade(attribution.site_certainty)}"


def _shown(page: OpenedPage) -> str:
    return shown_url(page.address.origin, page.address.url.removeprefix(page.address.origin))


def _party(crossing: Crossing) -> str:
    grade = _grade(crossing.party_certainty)
    match crossing.party:
        case Party.FIRST:
            return f"first-party: {_domain(crossing)} is of that page's site{grade}"
        case Party.THIRD if crossing.attribution.site is None:
            return (
                f"third-party: {_domain(crossing)} is of the site of no page that may have caused it{grade}"
            )
        case Party.THIRD:
            return f"third-party: {_domain(crossing)} is not of that page's site, {_site(crossing)}{grade}"
        case Party.UNKNOWN:
            return "whether it is first- or third-party is not known"


def _domain(crossing: Crossing) -> str:
    return valid(shorten(crossing.domain, 255))


def _site(crossing: Crossing) -> str:
    return valid(shorten(crossing.attribution.site or "", 255))


def _declared(crossing: Crossing) -> str:
    policy, declaration = crossing.coverage.policy, crossing.declaration
    if policy is None:
        return ""
    if declaration is None:
        name = shown_name(crossing.name) or "a cookie without a name"
        link = f"no entry of {policy.name} declares {name} of {_domain(crossing)}"
        if crossing.namesake is not None:
            link += f" ({where(policy, crossing.namesake.line)} declares that name for the other party)"
        return link
    entry = f"{where(policy, declaration.line)} declares it as {declaration.name}"
    need = "needs no consent" if crossing.standing is Standing.EXEMPT else "needs consent"
    service = f", service {declaration.service}" if declaration.service else ""
    return f"{entry}: category {declaration.category}{service}, which {need}"


def _choice(judged: Judged) -> list[str]:
    placed = judged.placed
    if placed is None or judged.crossing.standing is Standing.EXEMPT:
        return []
    unknown = next((part for part in placed.parts if part.placed.known is None), None)
    if judged.known is None:
        name = _named(unknown.cookie) if unknown else _COOKIE
        around = [_shows(s, name) for s in (placed.before, placed.after) if s is not None]
        why = CAUSES[placed.cause or judged.cause]
        return [" and ".join(around) + ": " + why] if around else [why]
    words = choice_in_words(judged.known)
    if not placed.parts:
        return [f"the choice was {words}: {_evidence(placed, _COOKIE)}", *_withdrawn(placed.era)]
    links = [
        f"{_named(part.cookie)} said {choice_in_words(part.placed.known)}: "
        f"{_evidence(part.placed, _named(part.cookie))}"
        for part in placed.parts
        if part.placed.known is not None
    ]
    return [*links, f"so the choice was {words}", *_withdrawn(placed.era)]


def _named(cookie: str) -> str:
    return f"the consent cookie {shown_name(cookie)}"


def _evidence(placed: Placed, cookie: str) -> str:
    before, after = placed.before, placed.after
    if before is None:
        return ""
    if after is None or after is before or after.n == before.n:
        return _shows(before, cookie)
    return f"{_shows(before, cookie)}, and {_shows(after, cookie)}"


def _shows(sighting: Sighting, cookie: str) -> str:
    match sighting.told:
        case Told.ABSENT:
            return f"request {sighting.n} would have carried {cookie} and did not"
        case Told.UNCLEAR:
            return f"request {sighting.n} did not carry {cookie}, perhaps for its path or SameSite"
        case Told.CARRIED if sighting.known.state is ChoiceState.UNSET:
            return f"request {sighting.n} carried {cookie}, and {sighting.known.note}"
        case Told.CARRIED:
            return f"request {sighting.n} carried {cookie}"
        case Told.UNTIL_RESPONSE:
            state = "none" if sighting.known.state is ChoiceState.UNSET else "that choice"
            return f"until the response to request {sighting.n} there was {state}"
        case Told.SET:
            return f"the response to request {sighting.n} set {cookie}"
        case Told.PARTLY:
            return f"the response to request {sighting.n} changed a part of {cookie}"
        case Told.DELETED:
            return f"the response to request {sighting.n} deleted {cookie}"
        case Told.LAPSED:
            return f"{cookie} of request {sighting.n} had lapsed"


def _withdrawn(era: Era | None) -> list[str]:
    if era is None or not era.withdrawn:
        return []
    names = "everything" if "*" in era.withdrawn else shorten(valid(", ".join(era.withdrawn)), 200)
    return [f"it withdrew what was granted before: {names}"]


def _came_from(crossing: Crossing) -> str:
    grade = _grade(crossing.origin_certainty)
    match crossing.origin:
        case Origin.RESPONSE if crossing.origin_n == crossing.n:
            return "this response sets it"
        case Origin.RESPONSE:
            return f"the response to request {crossing.origin_n} set it{grade}"
        case Origin.SCRIPT:
            if crossing.origin_n is None:
                return f"no response set it: a script did, or it was there before{grade}"
            return (
                f"no response set it, and request {crossing.origin_n} lacked it still: a script set it{grade}"
            )
        case Origin.EARLIER:
            return f"it was there before any page of its site was seen{grade}"


def _verdict(judged: Judged) -> str:
    if judged.verdict is Verdict.UNPROVEN:
        return f"unproven: {CAUSES[judged.cause]}"
    standing = judged.crossing.standing
    if standing is Standing.EXEMPT or standing is Standing.FLAGGED or judged.said is None:
        return f"{judged.verdict}: {standing}" if standing else str(judged.verdict)
    said = judged.said
    words = said.value if said is not Said.GRANTS or standing in _GRANTED else Said.SILENT.value
    return f"{judged.verdict}: {standing}; {words}"
