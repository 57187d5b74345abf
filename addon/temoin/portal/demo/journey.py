"""The steps of the demo, in order: what a visitor does, and what Témoin must then show.

This is data: the start page and the guide above each portal are written from it; the tests do what it says in real
browsers and hold what it promises against what the engine finds.
"""

from temoin.portal.demo.both import Both
from temoin.portal.demo.hosts import HOST_OF, Which
from temoin.portal.demo.steps import Act, Crumb, Held, Passed, Sight, Step, Todo
from temoin.portal.texts import ENGLISH, FRENCH
from temoin.vocabulary import ChoiceState, Verdict

__all__ = ["JOURNEY", "STEPS", "address_of", "after"]


def _word(name: str) -> Both:
    """What the portal's own pages call something."""
    return Both(getattr(FRENCH, name), getattr(ENGLISH, name))


_WATCH = Todo(
    Act.LOOK,
    Both(
        "Laissez la bannière ouverte, ne cliquez sur rien, et regardez Témoin.",
        "Leave the banner open, press nothing, and look at Témoin.",
    ),
)
_REFUSE = Todo(Act.PRESS, _word("refuse_all"), "#refuse-all")
_REOPEN = Todo(Act.PRESS, _word("footer_cookies"), "#reopen")
_CUSTOMISE = Todo(Act.PRESS, _word("customise"), "#customise")
_SAVE = Todo(Act.PRESS, _word("save"), "#save-choice")
_MATOMO = Todo(Act.TICK, Both("Matomo", "Matomo"), "input[name=matomo]")
_TUBE = Todo(Act.TICK, Both("Tube", "Tube"), "input[name=tube]")
_EXPLORE = Todo(Act.FOLLOW, _word("explore"), "nav a[href='/explore/']")
_HOME = Todo(Act.FOLLOW, _word("home"), "nav a[href='/']")
_TREES = Todo(
    Act.FOLLOW,
    Both("Arbres remarquables", "Arbres remarquables"),
    "a[href='/explore/dataset/arbres-remarquables/']",
)
_LOG_IN = Todo(Act.FOLLOW, _word("login"), ".login")
_ENTER = Todo(Act.SEND, _word("enter"), "#enter")
_OTHER_LANGUAGE = Todo(Act.SEND, Both("EN", "FR"), ".languages button:not([aria-current])")

_TOKEN = Crumb("csrftoken")
_CHOICE = Crumb("cookies_preferences")
_AUDIENCE = (Crumb("_pk_id.1.a3f4"), Crumb("_pk_ses.1.a3f4"))
_VIDEO = Crumb("visitor", "tube.example")
_NEVER_GRANTED = (
    Crumb("_ga"),
    Crumb("_ga_ABC123"),
    Crumb("idrxvr", "xiti.example"),
    Crumb("uid", "adnet.example"),
)
_PIXEL = Crumb("uid", "adnet.example")
_NOT_DECLARED = (Crumb("ab_variant"), Crumb("_ga", "id.stats.example"))
_TOLD = Crumb("_ga", "id.stats.example")

_SERVICES = ("matomo", "tube")
_NEEDED = Passed(Verdict.EXEMPT, (_TOKEN, _CHOICE))

STEPS = (
    Step(
        1,
        Both("Ne rien choisir", "Choose nothing"),
        Both(
            "Tant que rien n'est choisi, seul passe ce dont le site a besoin pour fonctionner.",
            "While nothing is chosen, only what the site needs to work may cross.",
        ),
        (_WATCH,),
        {
            Which.CORRECT: Sight(ChoiceState.UNSET, passed=(Passed(Verdict.EXEMPT, (_TOKEN,)),)),
            Which.LEAKY: Sight(
                ChoiceState.UNSET,
                held=(
                    Held("T101", (*_AUDIENCE, *_NEVER_GRANTED, *_NOT_DECLARED)),
                    Held("T105", (_PIXEL,)),
                    Held("T104", _NOT_DECLARED),
                    Held("T201", (_TOLD,)),
                    Held("T202", (_TOKEN,)),
                ),
                passed=(Passed(Verdict.EXEMPT, (_TOKEN,)),),
            ),
        },
    ),
    Step(
        2,
        Both("Tout refuser", "Refuse everything"),
        Both("Un refus doit avoir un effet.", "A refusal must have an effect."),
        (_REFUSE, _EXPLORE),
        {
            Which.CORRECT: Sight(ChoiceState.NONE, passed=(_NEEDED,)),
            Which.LEAKY: Sight(
                ChoiceState.NONE,
                held=(
                    Held("T102", (*_AUDIENCE, *_NEVER_GRANTED, *_NOT_DECLARED)),
                    Held("T203", (_CHOICE,)),
                ),
                passed=(_NEEDED,),
            ),
        },
    ),
    Step(
        3,
        Both("Accepter deux services", "Accept two services"),
        Both(
            "On choisit service par service : ce qui est accordé passe, le reste non.",
            "The choice is made service by service: what is granted crosses, the rest does not.",
        ),
        (_REOPEN, _CUSTOMISE, _MATOMO, _TUBE, _SAVE, _EXPLORE, _TREES),
        {
            Which.CORRECT: Sight(
                ChoiceState.PARTIAL,
                passed=(Passed(Verdict.PERMITTED, (*_AUDIENCE, _VIDEO)), _NEEDED),
                granted=_SERVICES,
            ),
            Which.LEAKY: Sight(
                ChoiceState.PARTIAL,
                held=(Held("T102", _NEVER_GRANTED), Held("T104", _NOT_DECLARED)),
                passed=(Passed(Verdict.PERMITTED, (*_AUDIENCE, _VIDEO)), _NEEDED),
                granted=_SERVICES,
            ),
        },
    ),
    Step(
        4,
        Both("Retirer son accord", "Withdraw"),
        Both(
            "Retirer un accord doit mettre fin à ce qu'il permettait.",
            "Withdrawing must end what consent allowed.",
        ),
        (_REOPEN, _REFUSE, _HOME),
        {
            Which.CORRECT: Sight(ChoiceState.NONE, passed=(_NEEDED,), withdrawn=_SERVICES),
            Which.LEAKY: Sight(
                ChoiceState.NONE,
                held=(Held("T103", (*_AUDIENCE, *_NOT_DECLARED)), Held("T102", _NEVER_GRANTED)),
                passed=(_NEEDED,),
                withdrawn=_SERVICES,
            ),
        },
    ),
    Step(
        5,
        Both("Se connecter, changer de langue", "Log in, change the language"),
        Both(
            "Ce qu'il faut pour rendre un service demandé ne requiert aucun accord.",
            "What it takes to do what a visitor asks for requires no consent.",
        ),
        (_LOG_IN, _ENTER, _OTHER_LANGUAGE),
        {
            Which.CORRECT: Sight(
                ChoiceState.NONE,
                passed=(
                    Passed(Verdict.EXEMPT, (_TOKEN, _CHOICE, Crumb("sessionid"), Crumb("django_language"))),
                ),
                withdrawn=_SERVICES,
            )
        },
    ),
)

JOURNEY = tuple((step, which) for step in STEPS for which in Which if which in step.sights)
"""The order proposed: each step on the correct portal, then on the leaky one."""


def address_of(step: Step, which: Which, language: str) -> str:
    """Where a step begins; the first one forgets all that the portal knows of the visitor.

    Args:
        step: the step.
        which: on which portal.
        language: that of the page that links there.
    """
    begin = f"begin?lang={language}" if step.number == 1 else ""
    return f"https://{HOST_OF[which]}/{begin}#step-{step.number}"


def after(step: Step, which: Which) -> tuple[Step, Which] | None:
    """What comes next on the journey, or None at its end."""
    place = JOURNEY.index((step, which))
    return JOURNEY[place + 1] if place + 1 < len(JOURNEY) else None
