"""The strip above each portal of the demo: what to do now, what is then seen, and what comes next.

It needs neither a cookie nor a script: an address like `/#step-2` names the step, and a style sheet shows what is
named. A script remembers the step while the visitor goes from page to page.
"""

from functools import cache

from temoin.portal.demo.hosts import DEMO_START, Which
from temoin.portal.demo.journey import JOURNEY, address_of, after
from temoin.portal.demo.shown import sight_html, sight_line, todo_html
from temoin.portal.demo.steps import Step
from temoin.portal.demo.words import Words, words_for

__all__ = ["guide"]


@cache
def guide(which: Which, language: str) -> str:
    """The strip, as it stands above every page of a portal.

    Args:
        which: of the two.
        language: of the page.
    """
    words = words_for(language)
    steps = "".join(_step(step, which, words) for step, where in JOURNEY if where is which)
    return f"""<aside id="guide" class="{which}" aria-label="Témoin, {words.demo}">
<p class="bar"><b>Témoin</b> {words.demo} <span class="which">{words.portals[which]}</span>
<a href="{DEMO_START}?lang={language}">{words.all_steps}</a></p>
{steps}</aside>
"""


def _step(step: Step, which: Which, words: Words) -> str:
    sight = step.sights[which]
    return f"""<section class="step" id="step-{step.number}"><h2><span>{step.number}</span>
{step.title.told(words.language)}</h2>
<div class="sides"><h3>{words.do}</h3>{todo_html(step, words)}
<h3>{words.see}</h3><div>{sight_line(sight, words)}
<details><summary>{words.in_full}</summary>{sight_html(sight, words)}</details></div></div>
<p class="onward">{_onward(step, which, words)}</p></section>
"""


def _onward(step: Step, which: Which, words: Words) -> str:
    following = after(step, which)
    if following is None:
        return f'<a class="go" href="{DEMO_START}?lang={words.language}#end">{words.done}</a>'
    next_step, there = following
    if next_step is step:
        told = words.same_on.format(words.portals[there])
    else:
        told = words.next.format(f"{next_step.number}. {next_step.title.told(words.language)}")
    return f'<a class="go" href="{address_of(next_step, there, words.language)}">{told} →</a>'
