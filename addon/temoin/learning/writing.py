"""A learnt policy as YAML, commented for the person who is to confirm it."""

import re
from collections.abc import Iterator

from temoin.errors import InvalidPolicy
from temoin.hints import hint_of
from temoin.learning.choice import ChoiceCookie
from temoin.learning.lifetimes import lifetime_words
from temoin.learning.scalars import comment, scalar
from temoin.learning.site import Cookie, Learnt
from temoin.policy.kinds import COOKIE_PATTERN, DOMAIN, Wrong
from temoin.policy.schema import NO_PATH, SESSION, UNKNOWN
from temoin.vocabulary import Party

__all__ = ["policy_text"]

_SCHEMA = "# yaml-language-server: $schema=policy.schema.json"
_TO_DO = """\
# To do: check `hosts` and `consent`, give each cookie its category, purpose and lifetime, and remove `suggested`.
# `temoin policy check FILE` lists what is left. A suggestion is made by a cookie's name alone, and says who makes
# it. `temoin policy schema -o policy.schema.json` beside this file lets an editor complete and check it."""

_KINDS = """\
# What cookies are set for. Make of these what the site's charter says, and give each cookie its own below.
categories:
  necessary: {consent: exempt}
  functional: {consent: required} # exempt what visitors themselves ask for: language, basket, login
  statistics: {consent: required} # exempt on conditions in some countries: see `profile` and `measurement`
  advertising: {consent: required}
"""


def policy_text(learnt: Learnt, name: str) -> str:
    """Write what was learnt as a policy.

    Args:
        learnt: what was witnessed.
        name: the policy's name.

    Returns:
        The file's text. It loads; replayed by it, the same recordings show no undeclared cookie but those that it
        lists as such that no policy can declare.

    Raises:
        InvalidPolicy: it would be larger than a policy may be.
    """
    text = "\n".join([*_head(learnt, name), *_consent(learnt), _KINDS, *_cookies(learnt)]) + "\n"
    if len(text.encode()) > 1_000_000:
        raise InvalidPolicy(name, "it would be larger than 1 MB", mend="give recordings of one site")
    return text


def _head(learnt: Learnt, name: str) -> Iterator[str]:
    yield _SCHEMA
    yield "#"
    yield comment(
        f"A first policy of {learnt.hosts[0]}, learnt from recordings and not yet confirmed by anyone:"
    )
    for recording, holds in learnt.recordings:
        yield comment(f"- {recording} ({holds})")
    if learnt.elsewhere:
        yield comment(f"Not covered, though pages of it were opened: {', '.join(learnt.elsewhere[:12])}")
    yield "#"
    yield _TO_DO
    yield ""
    yield f"name: {scalar(name)}"
    yield f"hosts: [{', '.join(map(scalar, learnt.hosts))}]"
    yield "undeclared: required"
    yield ""


def _consent(learnt: Learnt) -> Iterator[str]:
    choice = learnt.choice
    yield "consent:"
    if choice is None:
        yield "  # No cookie was recognised that holds the choice. As it stands, nothing is known of any choice."
        yield f"  cookie: {UNKNOWN}"
        yield "  format: [json, query, words]"
        yield f"  path: {NO_PATH} # no page has this path: nothing is held against any; write / with the name"
        yield "  assumption: which cookie holds the choice is not known"
        yield ""
        return
    cookie = next((one for one in learnt.cookies if choice.name in one.names), None)
    yield f"  # {_recognised(choice)}"
    yield f"  cookie: {scalar(choice.name)}"
    yield f"  format: {choice.formats[0] if choice.formats else '[json, query, words]'}"
    if cookie is None or cookie.path is None:
        yield "  # path: / # no response set it, so its path is not known; less can be proven without it"
    else:
        yield f"  path: {scalar(cookie.path)}"
    if cookie is not None and cookie.lifetime:
        yield f"  lifetime: {lifetime_words(cookie.lifetime)} # as it was set"
    yield "  assumption: recognised by its name and its values, and confirmed by nobody"
    yield ""


def _recognised(choice: ChoiceCookie) -> str:
    how = "As you said" if choice.named else "Recognised by its name"
    read = (
        f"{choice.formats[0]} reads what was seen of it"
        if choice.formats
        else "no format reads what was seen"
    )
    return f"{how}; {read}. To be confirmed."


def _cookies(learnt: Learnt) -> Iterator[str]:
    undeclarable = [cookie for cookie in learnt.cookies if not _declarable(cookie)]
    listed = [cookie for cookie in learnt.cookies if _declarable(cookie)]
    yield "cookies:" if listed else "cookies: []"
    for cookie in listed:
        yield from _entry(cookie, several=len(learnt.recordings) > 1)
        yield ""
    for cookie in undeclarable:
        named = f"{cookie.pattern or '(no name)'} of {cookie.host}"
        seen = _seen(cookie, several=len(learnt.recordings) > 1)
        yield comment(f"No policy can declare this name or domain: {named}, {seen}")


def _declarable(cookie: Cookie) -> bool:
    try:
        COOKIE_PATTERN.read(cookie.pattern)
        if cookie.domain is not None:
            DOMAIN.read(cookie.domain)
    except Wrong:
        return False
    return bool(cookie.pattern.strip()) and re.search("[\ud800-\udfff]", cookie.pattern) is None


def _entry(cookie: Cookie, *, several: bool) -> Iterator[str]:
    hint = hint_of(min(cookie.names), cookie.host)
    yield f"  {comment(_seen(cookie, several=several))}"
    if hint is not None:
        yield f"  {comment(f'usually: {hint}')}"
    yield f"  - name: {scalar(cookie.pattern)}"
    if cookie.domain is not None:
        yield f"    domain: {scalar(cookie.domain)}"
        if cookie.parties == {Party.THIRD}:
            yield f"    party: {Party.THIRD}"
    yield f"    category: {UNKNOWN}"
    if hint is not None and hint.use is not None:
        yield f"    suggested: {hint.use}"
        yield f"    suggested_by: {scalar(f'its name ({hint.source})')}"
    if cookie.set_by:
        yield f"    lifetime: {lifetime_words(cookie.lifetime) if cookie.lifetime else SESSION} # as it was set"


def _seen(cookie: Cookie, *, several: bool) -> str:
    parties = " and ".join(f"{party}-party" for party in Party if party in cookie.parties)
    names = f", under {len(cookie.names)} names alike" if len(cookie.names) > 1 else ""
    how = "set by a response" if cookie.set_by else "set by no response: by a script, or before"
    times = f"crossed {cookie.count:,} time{'' if cookie.count == 1 else 's'}"
    where = (
        f" in {len(cookie.recordings)} recording{'' if len(cookie.recordings) == 1 else 's'}"
        if several
        else ""
    )
    return f"{parties}{names}; {how}; {times}{where}, first with request {cookie.first} of {cookie.source}"
