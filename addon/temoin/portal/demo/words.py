"""What the demo's own pages say: the start page, the guide above each portal, what stands where there is nothing.

A pair of braces marks where something is put in. Words may hold markup; none of them comes from the wire.
"""

import msgspec

from temoin.portal.demo.hosts import Which
from temoin.portal.demo.steps import Act

__all__ = ["ENGLISH", "FRENCH", "Words", "words_for"]


class Words(msgspec.Struct, frozen=True):
    """The words of one language, named by where they stand."""

    language: str
    demo: str
    title: str
    lead: str
    watch: str
    watch_terminal: str
    watch_live: str
    watch_live_unknown: str
    steps: str
    steps_line: str
    begin: str
    portals: dict[Which, str]
    acts: dict[Act, str]
    do: str
    see: str
    choice: str
    granted: str
    withdrawn: str
    clean: str
    in_full: str
    open: str
    go_to: str
    all_steps: str
    same_on: str
    next: str
    done: str
    end: str
    end_lines: tuple[str, ...]
    otherwise: str
    otherwise_lines: tuple[str, ...]
    footer: str
    nowhere: str
    nowhere_line: str
    to_start: str
    door: str
    door_line: str
    door_trust: str


FRENCH = Words(
    language="fr",
    demo="démonstration",
    title="Deux portails, un témoin",
    lead="Deux portails de données imaginaires, et la même bannière sur l'un et l'autre. L'un tient parole, "
    "l'autre non : à les regarder, rien ne les distingue. Témoin se tient entre eux et votre navigateur, "
    "voit passer chaque cookie, et dit lesquels n'auraient pas dû.",
    watch="D'abord, gardez Témoin sous les yeux",
    watch_terminal="Dans le terminal où tourne <code>temoin demo</code> : ce qui passe, le plus récent en haut.",
    watch_live='Ou sur <a href="{}" target="temoin-live">la page en direct</a>, ouverte dans une seconde fenêtre.',
    watch_live_unknown="Ou sur la page en direct, dont le terminal donne l'adresse, dans une seconde fenêtre.",
    steps="Puis, cinq étapes",
    steps_line="Chaque étape se fait sur un portail, puis sur l'autre : mêmes clics, autre résultat. "
    "Un bandeau au-dessus du portail rappelle quoi faire et mène à la suite. "
    "Ce qui passe est jugé en une seconde ou deux.",
    begin="Commencer",
    portals={Which.CORRECT: "portail correct", Which.LEAKY: "portail qui fuit"},
    acts={
        Act.LOOK: "{}",
        Act.PRESS: "Cliquez sur {}",
        Act.SEND: "Cliquez sur {}",
        Act.TICK: "Cochez {}",
        Act.FOLLOW: "Ouvrez {}",
    },
    do="À faire",
    see="Témoin montre",
    choice="le choix",
    granted="accordés : {}",
    withdrawn="plus accordés : {}",
    clean="rien à signaler",
    in_full="cookie par cookie",
    open="Ouvrir le {}",
    go_to="Aller au {}",
    all_steps="Toutes les étapes",
    same_on="La même chose sur le {}",
    next="Suite : {}",
    done="C'est fini : que retenir ?",
    end="À la fin",
    end_lines=(
        "Faites Ctrl-C dans le terminal : Témoin imprime son rapport, avec la preuve de chaque constat.",
        "Il rend le statut 1, puisque le portail qui fuit est pris en défaut : c'est ce qui arrête un déploiement. "
        "Avec le seul portail correct, ce serait 0.",
        "<code>temoin explain T101</code> dit d'une règle ce qu'elle constate, pourquoi, et comment y remédier.",
    ),
    otherwise="Si vous voyez autre chose",
    otherwise_lines=(
        "<b>Moins de cookies</b> : un bloqueur de contenu ou une fenêtre privée en arrête. Ce qui est déposé "
        "et ne revient jamais est dit <i>attempted</i>.",
        "<b>« ? », <i>unproven</i></b> : ce que le réseau ne permet pas de prouver. Attendez un instant, "
        "ou ouvrez une page de plus : presque tout se décide.",
        "<b>Un constat d'une étape précédente</b> : les constats s'ajoutent. L'étape 1 fait oublier au portail "
        "qui vous êtes.",
    ),
    footer="Rien ne quitte cette machine : le proxy répond lui-même à tout. Les noms en <code>.example</code> sont "
    "réservés à de tels usages (RFC 2606). Cette page-ci ne dépose aucun cookie.",
    nowhere="Pas de réseau ici",
    nowhere_line="{} n'est pas un hôte de la démonstration, et rien n'en sort : il n'y a donc rien à montrer.",
    to_start="Vers la page de départ",
    door="Un instant…",
    door_line="La démonstration est servie en HTTPS, et cette page y mène. Si elle reste affichée, c'est que "
    "votre navigateur ne fait pas encore confiance au certificat du proxy.",
    door_trust='Ouvrez <a href="http://mitm.it/">mitm.it</a>, installez le certificat de votre système, '
    "puis revenez ici.",
)

ENGLISH = Words(
    language="en",
    demo="demo",
    title="Two portals, one witness",
    lead="Two made-up data portals, and the same banner on both. One keeps its word, the other does not, and "
    "looking at them does not tell which. Témoin stands between them and your browser, sees each cookie as it "
    "crosses, and says which should not have.",
    watch="First, keep Témoin in view",
    watch_terminal="In the terminal where <code>temoin demo</code> runs: what crosses, newest first.",
    watch_live='Or on <a href="{}" target="temoin-live">the live page</a>, opened in a second window.',
    watch_live_unknown="Or on the live page, whose address the terminal shows, in a second window.",
    steps="Then, five steps",
    steps_line="Each step on one portal, then on the other: the same clicks, another outcome. "
    "A strip above the portal says what to do and leads on. "
    "What crosses is settled within a second or two.",
    begin="Begin",
    portals={Which.CORRECT: "correct portal", Which.LEAKY: "leaky portal"},
    acts={
        Act.LOOK: "{}",
        Act.PRESS: "Press {}",
        Act.SEND: "Press {}",
        Act.TICK: "Tick {}",
        Act.FOLLOW: "Open {}",
    },
    do="Do",
    see="Témoin shows",
    choice="the choice",
    granted="granted: {}",
    withdrawn="granted no more: {}",
    clean="nothing flagged",
    in_full="cookie by cookie",
    open="Open the {}",
    go_to="To the {}",
    all_steps="All steps",
    same_on="The same on the {}",
    next="Next: {}",
    done="Done: what to take away",
    end="At the end",
    end_lines=(
        "Press Ctrl-C in the terminal: Témoin prints its report, with the evidence of each finding.",
        "Its exit status is 1, since the leaky portal is caught: that is what stops a release. "
        "With the correct portal alone it would be 0.",
        "<code>temoin explain T101</code> says of a rule what it finds, why it matters, and how to mend.",
    ),
    otherwise="If you see something else",
    otherwise_lines=(
        "<b>Fewer cookies</b>: a content blocker or a private window stops some. What is set and never comes back "
        "is called <i>attempted</i>.",
        "<b>“?”, <i>unproven</i></b>: what the wire cannot prove. Wait a moment, or open one more page: nearly "
        "all of it settles.",
        "<b>A finding of an earlier step</b>: findings add up. Step 1 makes the portal forget who you are.",
    ),
    footer="Nothing leaves this machine: the proxy itself answers everything. Names under <code>.example</code> "
    "are reserved for such uses (RFC 2606). This page sets no cookie.",
    nowhere="No network here",
    nowhere_line="{} is no host of the demo, and nothing leaves it: so there is nothing to show.",
    to_start="To the start page",
    door="One moment…",
    door_line="The demo is served over HTTPS, and this page leads there. If it stays, your browser does not trust "
    "the proxy's certificate yet.",
    door_trust='Open <a href="http://mitm.it/">mitm.it</a>, install the certificate for your system, '
    "and come back here.",
)


def words_for(language: str) -> Words:
    """The words of a language; English where it is not known."""
    return FRENCH if language == FRENCH.language else ENGLISH
