"""What every page of the portal shares: head, header, footer, banner and scripts."""

from html import escape

from temoin.portal.banner import banner
from temoin.portal.variant import Leak
from temoin.portal.visit import Visit

__all__ = ["layout", "token_field"]

_LOGO = (
    '<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">'
    '<path fill="#3d7a3a" d="M16 30c-1-9 1-15 9-20 1 8-1 13-9 14z"/>'
    '<path fill="#8dbb3c" d="M16 30C17 18 14 9 5 4c-1 10 3 17 11 20z"/></svg>'
)
_PIXEL = '<img src="https://pixel.adnet.example/p.gif?e=page" width="1" height="1" alt="">'


def layout(visit: Visit, title: str, main: str, *, token: str, scripts: tuple[str, ...] = ()) -> str:
    """A whole page.

    Args:
        visit: the page being made.
        title: its title, plain text.
        main: its content, HTML.
        token: the anti-forgery token of its forms.
        scripts: paths of more scripts to run.

    Returns:
        The HTML document.
    """
    texts, place = visit.texts, visit.place
    here = visit.request.route
    places = (("/", texts.home), ("/explore/", texts.explore), ("/pages/cookies/", texts.charter))
    links = "".join(
        f'<a href="{path}"{" aria-current=page" if path == here else ""}>{label}</a>'
        for path, label in places
    )
    more = "".join(f'<script defer src="{path}"></script>' for path in scripts)
    leaks = " ".join(sorted(visit.variant.leaks))
    above = place.above(texts.language) if place.above else ""
    played = f'data-choice-by="{visit.variant.choice_by}" data-leaks="{leaks}"'
    return f"""<!doctype html>
<html lang="{texts.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(title)} · {place.name} Open Data</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/portal.css">
<script defer src="/static/trackers.js"></script>
{place.head}<script defer src="/static/consent.js" {played}></script>
{more}</head>
<body>
{above}<header><a class="logo" href="/">{_LOGO}<b>{place.name}</b> Open Data</a>
<nav>{links}</nav>
<div class="side">{_languages(visit, token)}{_account(visit, token)}</div></header>
<main>
{main}
</main>
<footer><span>{texts.footer}</span>
<button type="button" id="reopen">{texts.footer_cookies}</button></footer>
{banner(visit)}
{_PIXEL if visit.leaks(Leak.BUILT_IN) else ""}</body>
</html>
"""


def token_field(token: str) -> str:
    """The hidden field that shows a form to be ours."""
    return f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">'


def _languages(visit: Visit, token: str) -> str:
    buttons = "".join(
        f'<button name="language" value="{code}" lang="{code}"'
        f"{' aria-current=true' if code == visit.texts.language else ''}>{code.upper()}</button>"
        for code in ("fr", "en")
    )
    here = escape(visit.request.route)
    return (
        f'<form class="languages" method="post" action="/i18n/setlang/">{token_field(token)}'
        f'<input type="hidden" name="next" value="{here}">{buttons}</form>'
    )


def _account(visit: Visit, token: str) -> str:
    if not visit.logged_in:
        return f'<a class="login" href="/login/">{visit.texts.login}</a>'
    return (
        f'<form method="post" action="/logout/">{token_field(token)}'
        f'<button id="logout">{visit.texts.logout}</button></form>'
    )
