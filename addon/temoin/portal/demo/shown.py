"""What is to be done and what is then seen, as HTML: the start page and the guide show it alike."""

from html import escape

from temoin.portal.demo.rulings import RULES, STATES, VERDICTS, WITHDRAWN, Named
from temoin.portal.demo.steps import Act, Crumb, Sight, Step
from temoin.portal.demo.words import Words

__all__ = ["sight_html", "sight_line", "todo_html"]

_CLEAN = "✓"


def todo_html(step: Step, words: Words) -> str:
    """What to do, as a list.

    Args:
        step: the step.
        words: of the page's language.
    """
    lines = ""
    for one in step.todo:
        label = escape(one.label.told(words.language))
        bears = label if one.act is Act.LOOK else f'<b class="bears">{label}</b>'
        lines += f"<li>{words.acts[one.act].format(bears)}</li>"
    return f'<ol class="todo">{lines}</ol>'


def sight_html(sight: Sight, words: Words) -> str:
    """What Témoin then shows, as a list with every cookie.

    Args:
        sight: what it shows.
        words: of the page's language.
    """
    lines = [_line(*_choice(sight, words), "choice")]
    lines += [_line(one.rule, _named(RULES[one.rule], words), "held", one.crumbs) for one in sight.held]
    if not sight.held:
        lines.append(_line(_CLEAN, f"<b>{words.clean}</b>", "clean"))
    for one in sight.passed:
        named = VERDICTS[one.verdict]
        lines.append(_line(named.sign, _named(named, words), "passed", one.crumbs))
    return f'<ul class="sight">{"".join(lines)}</ul>'


def sight_line(sight: Sight, words: Words) -> str:
    """What Témoin then shows, in a line.

    Args:
        sight: what it shows.
        words: of the page's language.
    """
    sign, told = _choice(sight, words)
    marks = [_mark(sign, told, "choice")]
    marks += [_mark(one.rule, f'<b lang="en">{RULES[one.rule].word}</b>', "held") for one in sight.held] or [
        _mark(_CLEAN, f"<b>{words.clean}</b>", "clean")
    ]
    return f'<ul class="marks">{"".join(marks)}</ul>'


def _choice(sight: Sight, words: Words) -> tuple[str, str]:
    """The sign of the choice, and what is said of it."""
    state = WITHDRAWN if sight.withdrawn else STATES[sight.choice]
    told = state.means.told(words.language)
    for template, services in ((words.granted, sight.granted), (words.withdrawn, sight.withdrawn)):
        told = template.format(", ".join(services)) if services else told
    return state.sign, f'{words.choice} <b lang="en">{state.word}</b> <span>– {told}</span>'


def _named(named: Named, words: Words) -> str:
    return f'<b lang="en">{named.word}</b> <span>– {named.means.told(words.language)}</span>'


def _line(code: str, told: str, kind: str, crumbs: tuple[Crumb, ...] = ()) -> str:
    cookies = f"<p>{' '.join(map(_crumb, crumbs))}</p>" if crumbs else ""
    return f'<li class="{kind}"><span class="code">{code}</span><p>{told}</p>{cookies}</li>'


def _mark(code: str, told: str, kind: str) -> str:
    return f'<li class="{kind}"><span class="code">{code}</span> {told}</li>'


def _crumb(crumb: Crumb) -> str:
    domain = f" <small>{escape(crumb.domain)}</small>" if crumb.domain else ""
    return f'<code class="crumb">{escape(crumb.name)}{domain}</code>'
