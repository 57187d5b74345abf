"""The portal's pages: what stands between its header and its footer."""

from html import escape

from temoin.portal.catalogue import CATALOGUE, Dataset
from temoin.portal.layout import layout, token_field
from temoin.portal.services import DECLARED
from temoin.portal.visit import Visit

__all__ = ["charter_page", "dataset_page", "explore_page", "home_page", "login_page", "missing_page"]

_KINDS = """<ul>
<li>Les cookies « nécessaires », internes, permettent d'enregistrer des informations entre deux consultations.
Ils ne requièrent pas de consentement.</li>
<li>Les cookies « statistiques » permettent de suivre les actions d'un internaute sur un site.
Lorsque les statistiques sont anonymes, le consentement n'est pas nécessaire.</li>
<li>Les cookies « internes » sont déposés par le site consulté, en plus des cookies nécessaires.</li>
<li>Les cookies « tiers » sont déposés par ou pour un autre site.</li>
</ul>"""
_HEADINGS = ("Nom du prestataire", "Service et emplacement", "Nom du cookie", "Finalités", "Durée")


def home_page(visit: Visit, token: str) -> str:
    """The home page: a greeting and the latest data sets."""
    texts = visit.texts
    main = f"""<div class="hero"><h1>{texts.hero}</h1><p>{texts.hero_line}</p>
<a class="button" href="/explore/">{texts.see_all}</a></div>
<h2>{texts.latest}</h2>
<div class="cards">{"".join(_card(visit, found) for found in CATALOGUE[:3])}</div>"""
    return layout(visit, texts.home, main, token=token)


def explore_page(visit: Visit, token: str) -> str:
    """The catalogue; a script asks the API how many data sets there are."""
    texts = visit.texts
    main = f"""<h1>{texts.explore}</h1>
<p id="count" aria-live="polite" data-label="{texts.datasets}">{texts.preview_wait}</p>
<div class="cards">{"".join(_card(visit, found) for found in CATALOGUE)}</div>"""
    return layout(visit, texts.explore, main, token=token, scripts=("/static/records.js",))


def dataset_page(visit: Visit, token: str, found: Dataset) -> str:
    """One data set: its records, asked of the API by a script, and the video that presents it."""
    texts = visit.texts
    heads = "".join(f"<th>{escape(field)}</th>" for field in found.fields)
    video = f"""<section><h2>{texts.video}</h2>
<div class="video" data-embed="https://{visit.place.player}/embed/{found.video}">
<p>{texts.video_refused}</p><button type="button" data-activate="tube">{texts.video_activate}</button>
</div></section>"""
    main = f"""<p class="crumbs"><a href="/explore/">{texts.explore}</a> › {escape(found.theme)}</p>
<h1>{escape(found.title)}</h1>
<p>{escape(found.summary)}</p>
<p class="facts"><span>{found.count} {texts.records}</span><span>{texts.updated} {found.updated}</span></p>
<section><h2>{texts.preview}</h2>
<table id="records" data-dataset="{found.id}"><thead><tr>{heads}</tr></thead>
<tbody><tr><td colspan="{len(found.fields)}">{texts.preview_wait}</td></tr></tbody></table></section>
{video if found.video else ""}"""
    return layout(visit, found.title, main, token=token, scripts=("/static/records.js",))


def charter_page(visit: Visit, token: str) -> str:
    """The cookie charter, in French as published: what is declared, and by whom."""
    needed = _table("Cookies nécessaires au bon fonctionnement de la plateforme", asked=False)
    asked = _table("Cookies soumis à votre consentement", asked=True)
    main = f"""<div lang="fr"><h1>Charte cookies</h1>
<p>Afin de vous proposer le meilleur service possible nous utilisons des cookies.</p>
{_KINDS}{needed}{asked}</div>"""
    return layout(visit, visit.texts.charter, main, token=token)


def login_page(visit: Visit, token: str) -> str:
    """The form to log in."""
    texts = visit.texts
    main = f"""<form class="panel" method="post" action="/login/">{token_field(token)}
<h1>{texts.login}</h1><p>{texts.login_line}</p>
<label>{texts.user}<input name="username" value="demo" autocomplete="username"></label>
<label>{texts.password}<input name="password" type="password" value="demo" autocomplete="off"></label>
<button class="main" id="enter">{texts.enter}</button></form>"""
    return layout(visit, texts.login, main, token=token)


def missing_page(visit: Visit, token: str) -> str:
    """What stands where there is no page."""
    texts = visit.texts
    return layout(
        visit, texts.not_found, f"<h1>{texts.not_found}</h1><p>{texts.not_found_line}</p>", token=token
    )


def _card(visit: Visit, found: Dataset) -> str:
    texts = visit.texts
    return f"""<a class="card" href="/explore/dataset/{found.id}/"><small>{escape(found.theme)}</small>
<h3>{escape(found.title)}</h3><p>{escape(found.summary)}</p>
<span>{found.count} {texts.records} · {found.updated}</span></a>"""


def _table(heading: str, *, asked: bool) -> str:
    heads = "".join(f"<th>{cell}</th>" for cell in _HEADINGS)
    rows = "".join(
        _row(row.provider, row.place, row.name, row.purpose, row.lifetime)
        for row in DECLARED
        if bool(row.service) == asked
    )
    return f"<h2>{heading}</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _row(*cells: str) -> str:
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
