"""The page that the demo begins with: where to look, what to do, and what is then seen."""

from html import escape

from temoin.portal.demo.document import document
from temoin.portal.demo.hosts import HOST_OF, START_HOST, Which
from temoin.portal.demo.journey import STEPS, address_of
from temoin.portal.demo.shown import sight_html, todo_html
from temoin.portal.demo.steps import Step
from temoin.portal.demo.words import Words, words_for
from temoin.portal.place import language_asked
from temoin.portal.wire import PortalRequest, PortalResponse

__all__ = ["start_page"]

_SHEETS = "".join(f'<link rel="stylesheet" href="/{sheet}">' for sheet in ("demo.css", "start.css"))
_HEAD = f'<link rel="icon" href="/favicon.ico" type="image/svg+xml">\n{_SHEETS}'
_LANGUAGES = (("fr", "Français"), ("en", "English"))


def start_page(request: PortalRequest, live: str) -> PortalResponse:
    """The start page, in the language of its address, else of the browser.

    Args:
        request: what was asked.
        live: the address of Témoin's live page; empty where it is not known.
    """
    asked = request.query.get("lang", "")
    known = any(asked == language for language, _ in _LANGUAGES)
    words = words_for(asked if known else language_asked(request.header("accept-language")))
    where = words.watch_live.format(escape(live)) if live else words.watch_live_unknown
    steps = "".join(_step(step, words) for step in STEPS)
    body = f"""<header>
<p class="name"><img src="/favicon.ico" width="28" height="28" alt=""> <b>Témoin</b> {words.demo}</p>
<nav class="languages">{_languages(words)}</nav></header>
<main>
<h1>{words.title}</h1>
<p class="lead">{words.lead}</p>
<section><h2>{words.watch}</h2>
<ul><li>{words.watch_terminal}</li><li>{where}</li></ul></section>
<section><h2>{words.steps}</h2>
<p>{words.steps_line}</p>
<p><a class="go" href="{address_of(STEPS[0], Which.CORRECT, words.language)}">{words.begin} →</a></p>
<ol class="steps">{steps}</ol></section>
<section id="end"><h2>{words.end}</h2>{_list(words.end_lines)}</section>
<section><h2>{words.otherwise}</h2>{_list(words.otherwise_lines)}</section>
</main>
<footer><p>{words.footer}</p></footer>"""
    return document(words, words.title, body, head=_HEAD, may="style-src 'self'; img-src 'self'")


def _languages(words: Words) -> str:
    return " ".join(
        f'<a href="https://{START_HOST}/?lang={language}" lang="{language}" hreflang="{language}"'
        f"{' aria-current="true"' if language == words.language else ''}>{name}</a>"
        for language, name in _LANGUAGES
    )


def _step(step: Step, words: Words) -> str:
    panels = "".join(_panel(step, which, words) for which in Which if which in step.sights)
    return f"""<li><article aria-labelledby="title-{step.number}">
<h3 id="title-{step.number}"><span class="number">{step.number}</span> {step.title.told(words.language)}</h3>
<p class="lesson">{step.lesson.told(words.language)}</p>
<div class="do"><h4>{words.do}</h4>{todo_html(step, words)}</div>
{panels}</article></li>"""


def _panel(step: Step, which: Which, words: Words) -> str:
    words_of_link = words.open if step.number == 1 else words.go_to
    link = words_of_link.format(words.portals[which])
    return f"""<section class="panel {which}"><h4>{words.portals[which].capitalize()}</h4>
<p class="host"><code>{HOST_OF[which]}</code></p>
<p><a class="go" href="{address_of(step, which, words.language)}">{link} →</a></p>
<p class="sees">{words.see}</p>{sight_html(step.sights[which], words)}</section>
"""


def _list(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>"
