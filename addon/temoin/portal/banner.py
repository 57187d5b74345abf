"""The banner that asks for the visitor's choice: its markup; `static/consent.js` is its behaviour."""

from html import escape

from temoin.portal.services import SERVICES, Service
from temoin.portal.texts import Texts
from temoin.portal.visit import Visit

__all__ = ["banner"]


def banner(visit: Visit) -> str:
    """The banner's markup, hidden once a choice was made.

    Args:
        visit: the page being made.
    """
    texts = visit.texts
    choice = visit.choice
    rows = "".join(_row(service, texts, (choice or {}).get(service.key, False)) for service in SERVICES)
    return f"""<section id="banner" aria-labelledby="banner-title"{" hidden" if choice is not None else ""}>
<h2 id="banner-title">{texts.banner_title}</h2>
<p>{texts.banner_line} <a href="/pages/cookies/">{texts.charter}</a></p>
<form id="services" hidden>{rows}
<button type="button" class="main" id="save-choice">{texts.save}</button></form>
<div class="buttons">
<button type="button" id="customise">{texts.customise}</button>
<button type="button" class="main" id="refuse-all">{texts.refuse_all}</button>
<button type="button" class="main" id="accept-all">{texts.accept_all}</button>
</div>
</section>"""


def _row(service: Service, texts: Texts, granted: bool) -> str:
    purpose = service.purpose if texts.language == "fr" else service.purpose_en
    return (
        f'<label><input type="checkbox" name="{service.key}"{" checked" if granted else ""}>'
        f"<span><b>{escape(service.label)}</b> {escape(purpose)}</span></label>"
    )
