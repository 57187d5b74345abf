"""The report in French. What the evidence says stays English, and the report says so."""

import math
import re
from datetime import UTC, datetime, timedelta

from temoin.views import Language
from temoin.views.html.sentence import Facts
from temoin.views.html.wording import Noun, RuleTold, Told, Wording
from temoin.vocabulary import Certainty, ChoiceState, Level, Origin, Outcome, Party, Verdict, Way

__all__ = ["WORDING"]

_THIN = "\u202f"
"""The narrow space that French sets between thousands, and before ; : ! ?"""

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
_DAYS = re.compile(r"(?<=\d) d\b")


def _number(number: int) -> str:
    return f"{number:,}".replace(",", _THIN)


def _time(text: str) -> str:
    """A time as French writes it: "3 j 04 h" for "3 d 04 h", "1,2 s" for "1.2 s"."""
    return _DAYS.sub(" j", _POINT.sub(",", text)).replace("Unix time", "temps Unix")


def _moment(at: float) -> str:
    try:
        when = _EPOCH + timedelta(seconds=math.floor(at))
    except (OverflowError, ValueError):
        return f"temps Unix {at:g}"
    day = "1er" if when.day == 1 else when.day
    return f"{day} {_MONTHS[when.month - 1]} {when.year} à {when:%H:%M:%S} UTC"


def _some(count: int, one: str, several: str) -> str:
    return f"{_number(count)} {one if count < 2 else several}"


def _sentence(facts: Facts) -> str:
    if not facts.covered:
        return "Aucune page d’un site couvert par une politique n’a été visitée\u202f: rien n’a été jugé."
    if not facts.bears_cookies:
        return "La source ne contient aucun en-tête de cookie\u202f: rien ne peut en être établi."
    rest = ""
    if facts.allowed:
        rest += f"{_THIN}; {_some(facts.allowed, 'constat admis', 'constats admis')} par la politique"
    if facts.known:
        rest += f"{_THIN}; {_some(facts.known, 'constat', 'constats')} déjà dans la référence"
    if facts.unproven:
        plural = "n’ont pas pu être jugés" if facts.unproven > 1 else "n’a pas pu être jugé"
        rest += f"{_THIN}; {_some(facts.unproven, 'échange', 'échanges')} {plural}"
    if not facts.flagged:
        nothing = "Rien de nouveau signalé" if facts.known else "Rien de signalé"
        return f"{nothing} sur {_some(facts.exchanges, 'échange', 'échanges')} de cookies{rest}."
    parts = (
        (facts.early, "avant tout choix", "avant tout choix"),
        (facts.refused, "contre le choix", "contre le choix"),
        (facts.withdrawn, "après le retrait du consentement", "après le retrait du consentement"),
        (facts.disagreeing, "en contradiction avec un autre cookie de consentement",
         "en contradiction avec un autre cookie de consentement"),
        (facts.undeclared, "non déclaré", "non déclarés"),
        (facts.other, "autrement que déclaré", "autrement que déclaré"),
    )  # fmt: skip
    told = ", ".join(_some(count, one, several) for count, one, several in parts if count)
    return f"{_some(facts.flagged, 'cookie signalé', 'cookies signalés')}{_THIN}: {told}{rest}."


def _recordings(counts: tuple[tuple[str, int], ...]) -> str:
    total = sum(count for _, count in counts)
    told = ", ".join(f"{_number(count)} «\u202f{word}\u202f»" for word, count in counts)
    return f"{_some(total, 'enregistrement', 'enregistrements')}{_THIN}: {told}"


WORDING = Wording(
    language=Language.FRENCH,
    number=_number,
    singular=lambda number: number < 2,
    time=_time,
    moment=_moment,
    sentence=_sentence,
    recordings=_recordings,
    decimal=",",
    thousands=_THIN,
    quoted=(
        "Les phrases des preuves (ce qu’une règle constate, les raisons, les remarques) sont en "
        "anglais, telles que le moteur les écrit."
    ),
    nouns={
        Noun.ALLOWANCE: ("constat admis", "constats admis"),
        Noun.BYTE: ("octet", "octets"),
        Noun.CHOICE: ("choix", "choix"),
        Noun.COOKIE: ("cookie", "cookies"),
        Noun.EXCHANGE: ("échange", "échanges"),
        Noun.FINDING: ("constat", "constats"),
        Noun.HOST: ("hôte", "hôtes"),
        Noun.PAGE: ("page", "pages"),
        Noun.RECORDING: ("enregistrement", "enregistrements"),
        Noun.REQUEST: ("requête", "requêtes"),
        Noun.SET_COOKIE: ("Set-Cookie", "Set-Cookie"),
        Noun.SPOT: ("angle mort", "angles morts"),
        Noun.VISITOR: ("visiteur", "visiteurs"),
    },
    outcomes={
        Outcome.CLEAR: Told(
            "rien de signalé", "une page couverte par une politique a été vue, et rien n’a été signalé"
        ),
        Outcome.FLAGGED: Told("signalé", "quelque chose a été signalé"),
        Outcome.UNPROVEN: Told("non établi", "rien ne peut être établi d’après cet enregistrement"),
        Outcome.UNREADABLE: Told("illisible", "un enregistrement n’a pas pu être lu"),
    },
    verdicts={
        Verdict.EARLY: Told("trop tôt", "Il exige un consentement et a circulé avant tout choix."),
        Verdict.REFUSED: Told(
            "refusé",
            "Il exige un consentement que le choix, à ce moment, n’accordait pas.",
            several="refusés",
        ),
        Verdict.UNDECLARED: Told(
            "non déclaré",
            "Aucune politique ne le déclare, et le choix ne peut pas le nommer.",
            several="non déclarés",
        ),
        Verdict.UNPROVEN: Told(
            "non établi",
            "Le trafic ne permet pas de le dire. Cela ne vaut jamais approbation.",
            several="non établis",
        ),
        Verdict.PERMITTED: Told("permis", "Le choix, à ce moment, l’accordait."),
        Verdict.EXEMPT: Told(
            "exempté", "Il est déclaré pour une finalité qui n’exige pas de consentement.", several="exemptés"
        ),
        Verdict.OUTSIDE: Told(
            "hors champ", "Il a circulé sur une page qu’aucune politique ne couvre, et n’a pas été jugé."
        ),
    },
    states={
        ChoiceState.UNSET: Told("aucun choix", "aucun choix n’a encore été fait"),
        ChoiceState.NONE: Told("tout refusé", "tout est refusé"),
        ChoiceState.PARTIAL: Told("partiel", "une partie est accordée, une autre refusée"),
        ChoiceState.ALL: Told("tout accordé", "tout est accordé"),
        ChoiceState.UNREADABLE: Told("illisible", "le cookie de consentement ne peut pas être lu"),
        ChoiceState.UNPROVEN: Told("non établi", "le trafic ne permet pas de le dire"),
    },
    levels={Level.FLAGGED: "signalé", Level.NOTE: "remarque"},
    parties={
        Party.FIRST: "cookie interne",
        Party.THIRD: "cookie tiers",
        Party.UNKNOWN: "interne ou tiers\u202f: inconnu",
    },
    parties_short={Party.FIRST: "interne", Party.THIRD: "tiers", Party.UNKNOWN: "inconnu"},
    origins={
        Origin.RESPONSE: "déposé par une réponse",
        Origin.SCRIPT: "déposé par un script",
        Origin.EARLIER: "présent avant l’observation",
    },
    origins_short={Origin.RESPONSE: "réponse", Origin.SCRIPT: "script", Origin.EARLIER: "antérieur"},
    ways={Way.SET: "déposé", Way.SENT: "envoyé"},
    grades={
        Certainty.CERTAIN: Told("certain", "Le trafic le montre."),
        Certainty.INFERRED: Told(
            "déduit", "C’est probable. Ce qui est seulement déduit n’accuse personne, sauf option contraire."
        ),
        Certainty.NONE: Told("inconnu", "Rien ne le montre."),
    },
    rules={
        "T101": RuleTold(
            "Trop tôt",
            (
                "Un cookie qui exige un consentement a circulé alors que, de façon démontrable, "
                "aucun choix n’avait été fait."
            ),
        ),
        "T102": RuleTold(
            "Contre le choix",
            (
                "Un cookie qui exige un consentement a circulé alors que le choix connu à ce "
                "moment ne l’accordait pas."
            ),
        ),
        "T103": RuleTold(
            "Après le retrait",
            "Un cookie a continué de circuler après le retrait du consentement sur lequel il reposait.",
        ),
        "T104": RuleTold(
            "Non déclaré",
            "Un cookie a circulé sur une page du site sans que la politique du site le déclare.",
        ),
        "T105": RuleTold(
            "Intégré sans choix",
            (
                "Un document demandé sans qu’aucun choix ait été fait nomme, dans son propre "
                "code, un tiers dont le cookie a circulé."
            ),
        ),
        "T106": RuleTold(
            "Choix contradictoires",
            "Deux cookies portent le choix du visiteur, et l’un accorde ce que l’autre refuse.",
        ),
        "T201": RuleTold(
            "Autre partie que déclaré", "Un cookie déclaré comme interne a circulé comme tiers, ou l’inverse."
        ),
        "T202": RuleTold(
            "Conservé plus longtemps que déclaré",
            (
                "Une réponse demande de conserver un cookie plus longtemps que ce que la "
                "politique déclare ou permet."
            ),
        ),
        "T203": RuleTold(
            "Renouvelé à chaque visite",
            (
                "Un cookie d’audience exempté, ou le choix lui-même, a été redéposé sur une page "
                "suivante\u202f: son terme a été repoussé."
            ),
        ),
        "T301": RuleTold(
            "Exigé, jamais apparu",
            "La politique dit qu’un cookie doit apparaître, et il n’est jamais apparu.",
        ),
        "T302": RuleTold(
            "Déclaré, jamais vu", "La politique déclare un cookie que cette session n’a jamais montré."
        ),
        "T901": RuleTold(
            "Choix illisible",
            "Le cookie de consentement est là, et les formats de la politique ne savent pas le lire.",
        ),
        "T902": RuleTold(
            "Admis en vain",
            (
                "La politique admet quelque chose que cette session n’a pas montré, ou jusqu’à un "
                "jour passé lorsqu’elle a commencé."
            ),
        ),
    },
    causes={
        "page": "le trafic ne dit pas quelle page en est la cause",
        "page-inferred": "la page qui en est la cause est probable, non prouvée",
        "party": "le trafic ne dit pas si le cookie y est interne ou tiers",
        "party-inferred": "qu’il soit interne ou tiers est probable, non prouvé",
        "no-sighting-before": "aucune requête antérieure ne montre ce qu’était le choix",
        "choice-interval": "le choix a changé entre les requêtes qui l’encadrent, à un moment que le trafic ne "
        "montre pas",
        "after-last-request": "aucune requête ultérieure ne montre si le choix était encore le même",
        "waited-too-long": "plus d’échanges attendaient une requête montrant le choix qu’il n’en est gardé",
        "mixed-visitors": "deux profils de navigateur derrière une même adresse ont été pris pour un seul "
        "visiteur",
        "consent-path": "le cookie de consentement n’est peut-être envoyé qu’à certaines requêtes\u202f: son "
        "absence ne prouve rien",
        "choice-in-parts": "une réponse a changé une partie des cookies qui portent le choix, et aucune requête "
        "ne les montre encore tous",
        "choice-unreadable": "le choix à ce moment ne peut pas être lu",
        "category": "sa catégorie est à confirmer, et le choix n’accorde qu’une partie",
        "template-names": "le choix en accorde d’autres, et un modèle ne peut pas savoir sous quel nom il "
        "décide de celui-ci",
        "not-in-template": "le modèle ne sait pas à quoi il sert",
    },
    blind={
        "pinned": "le client a refusé le certificat du mandataire\u202f: ce qu’il y a envoyé n’a pas été vu",
        "ignored": "le mandataire avait consigne de laisser cet hôte en paix\u202f: ce qui a circulé n’a "
        "pas été vu",
        "quic": "HTTP/3 a contourné le mandataire\u202f: ce qui a circulé n’a pas été vu",
        "fault": "Témoin a échoué sur ce flux, qui est passé tout de même\u202f: ce qu’il portait peut "
        "manquer ici",
    },
    glossary=(
        Told("Visiteur", "Un navigateur, tel que l’enregistrement le montre."),
        Told(
            "Page",
            (
                "Ce qu’un visiteur a ouvert, comme le dit la barre d’adresse. Son site est la "
                "partie interne de tout ce qu’elle cause."
            ),
        ),
        Told("Interne, tiers", "Un cookie est interne s’il appartient au site de la page, sinon tiers."),
        Told(
            "Échange",
            "Un cookie qui circule une fois\u202f: déposé par une réponse, ou envoyé par une requête.",
        ),
        Told(
            "Numéro",
            (
                "#12 est la douzième requête HTTP de l’enregistrement, dans l’ordre du "
                "temps\u202f; les temps se comptent depuis la première."
            ),
        ),
        Told(
            "Choix",
            (
                "Ce que dit le cookie de consentement à un moment\u202f: quelles catégories ou "
                "quels services sont accordés."
            ),
        ),
        Told(
            "Intervalle d’un choix",
            (
                "Un choix fait dans la page n’apparaît que lorsque le navigateur envoie de "
                "nouveau le cookie de consentement. Il a été fait dans l’intervalle entre deux "
                "requêtes\u202f; ce qui y a circulé n’est pas établi."
            ),
        ),
        Told(
            "Politique",
            (
                "Ce que le site déclare lui-même de ses cookies, sous forme d’un fichier qu’un "
                "programme peut lire."
            ),
        ),
        Told(
            "Constat",
            (
                "Les échanges d’un cookie qu’une règle retient contre le site, comptés, le "
                "premier servant de preuve."
            ),
        ),
        Told("Remarque", "Un constat qui informe et ne fait rien échouer."),
        Told(
            "Incomplet",
            (
                "L’enregistrement s’arrête trop tôt ou il y manque une partie\u202f: ce qui n’y "
                "est pas ne prouve rien."
            ),
        ),
    ),
    limits=(
        (
            "Le moment d’un clic, et ce qu’écrivent les scripts\u202f: un choix fait par un "
            "script n’apparaît que lorsque le navigateur envoie de nouveau le cookie."
        ),
        "Ce qui s’est passé après la dernière requête au site.",
        "Le stockage local, les empreintes de navigateur, et ce qu’un serveur fait de ce qu’il apprend.",
        (
            "Lequel de deux onglets d’un même site a envoyé une requête\u202f; si rien ne le dit, "
            "lequel de deux sites\u202f: l’échange n’est alors pas établi."
        ),
        "Le trafic qui n’est pas passé par le mandataire ou n’a pas été enregistré.",
        (
            "Si un fait est illicite. Il n’y a ici ni note ni jugement sur un site\u202f: c’est à "
            "une personne d’en décider."
        ),
    ),
    title="Rapport sur les cookies",
    titled="Rapport sur les cookies\u202f: {}",
    tagline="Un témoin pour les cookies",
    disclaimer=(
        "Ce rapport énonce des faits et leurs preuves. Dire si un fait est illicite revient à une personne."
    ),
    skip="Aller aux constats",
    print="Imprimer",
    contents="Sommaire",
    colon="\u202f:",
    listed_and="et",
    no_name="(sans nom)",
    none="rien",
    more="{} de plus ne sont pas énumérés ici\u202f: le rapport JSON les contient tous.",
    whole_list="{} sur {}",
    unfit="illisible",
    values_shown=(
        "Ce rapport montre les valeurs des cookies. Ce sont des secrets\u202f: qui en détient une "
        "peut agir au nom du visiteur."
    ),
    recording="Enregistrement",
    judged_by="Jugé selon",
    nobody="aucune politique ne couvre une page visitée",
    watched="Observé",
    lasted="pendant {}",
    traffic="Trafic",
    incomplete="L’enregistrement est incomplet{} ",
    not_read="Non lu",
    warning="Attention",
    every_recording="Les enregistrements",
    over_time="Au fil du temps",
    over_time_says=(
        "En haut, les choix\u202f; dessous, ce qui a circulé, une ligne par verdict, puis les "
        "pages. La hauteur d’une barre suit la racine carrée du nombre."
    ),
    timeline_label="{} en {}, par verdict",
    first_kept="Le dessin montre les {} premiers échanges sur {}\u202f; partout ailleurs, tous sont comptés.",
    not_kept="Les échanges n’ont pas été gardés un à un\u202f: seul est marqué le premier de chaque constat.",
    grouped=(
        "Les échanges sont trop nombreux pour être portés un à un\u202f: en agrandissant, ils "
        "sont réunis en {} groupes."
    ),
    pages_drawn="{} pages sur {} sont marquées.",
    zoom_in="Agrandir",
    zoom_out="Réduire",
    zoom_whole="Tout",
    zoom_hint=(
        "Tracez une période avec la souris pour l’agrandir. Au clavier\u202f: + et − agrandissent "
        "et réduisent, les flèches déplacent, 0 montre tout."
    ),
    as_table="La même chose en tableau",
    the_choice="le choix",
    of_visitor="visiteur {}, {}",
    opened="page {} ouverte",
    pages_row="pages",
    choice_becomes="Le choix du visiteur {} devient {}",
    choice_within="le choix a été fait quelque part dans cet intervalle",
    begins="quand",
    event="ce qui s’est passé",
    crossed_then="ce qui a circulé ensuite",
    nothing_crossed="rien n’a circulé",
    more_tracks="{} de plus figurent sous «\u202fLes choix\u202f».",
    no_times="Rien n’a de date ici\u202f: rien n’est dessiné.",
    unsure="fait ici",
    withdrawn_word="retiré",
    who="Qui, sur quelle page",
    who_says=(
        "Au milieu, le site et ses pages, numérotées\u202f; autour, tous les autres dont un "
        "cookie a circulé à cause d’elles."
    ),
    who_label="{} au milieu\u202f; autour\u202f: {}",
    own_cookies="{} internes",
    nobody_else="personne d’autre",
    other_parties="Partie",
    unknown_page="page inconnue",
    page_number="page {}",
    domain="domaine",
    not_drawn="{} de plus ne figurent que dans le tableau.",
    findings="Constats",
    no_findings="Rien n’est retenu contre le site.",
    all_findings="Tous les {} ci-dessous",
    finding_number="Constat {}",
    usually="d’ordinaire",
    undeclared="non déclaré",
    not_judged="non jugé",
    evidence="Preuve",
    exchange="échange",
    page="page",
    no_page="page inconnue",
    reasons="Pourquoi",
    attempted="il a été déposé et n’est jamais revenu",
    times_sign="×{}",
    choices="Les choix",
    choices_say="Ce que chaque visiteur avait choisi, quand, et quelles requêtes le montrent.",
    no_choices="Aucune page dotée d’un cookie de consentement n’a été visitée.",
    from_start="dès le début",
    exactly="à {}, déposé par une réponse",
    between="entre {} et {}",
    about="vers {}",
    shown_by="montré par",
    granted="accordé",
    refused="refusé",
    withdrawn="retiré",
    assumed="La politique {} suppose",
    cookies="Cookies",
    cookies_say=(
        "Tous les cookies qui ont circulé, les pires d’abord. Chaque intitulé trie\u202f; les "
        "totaux suivent le filtre."
    ),
    filter="Filtrer les cookies",
    filter_hint="Cookie, domaine, catégorie…",
    filter_clear="Effacer",
    all_parties="toutes parties",
    cookie="cookie",
    party="partie",
    declared="déclaré comme",
    origin="origine",
    first_seen="vu d’abord",
    crossings="échanges",
    verdict="verdict",
    total="Total",
    shown_of="{} cookies sur {}",
    no_match="Rien ne correspond au filtre.",
    sort_by="Trier par {}",
    exchanges="Les échanges, un à un",
    exchanges_say="Les montrer, dans l’ordre du temps",
    exchanges_left_out=(
        "Sont énumérés {} échanges sur {}, les pires\u202f: `--format json --exchanges` les écrit tous."
    ),
    when="quand",
    way="sens",
    choice="choix",
    value="valeur",
    value_shown="{}\u202f: {}, {}",
    value_fingerprint="empreinte {}",
    fingerprints="empreintes faites avec une clé (--fingerprint-key), absente de ce rapport",
    known="connu",
    certain_all="tout est certain",
    proof="Preuve de la requête {}",
    proof_says="Tout ce qui est retenu de ses cookies, et les requêtes sur lesquelles cela repose.",
    cited="Ce sur quoi elle repose",
    cited_read="cookies lus entre {} et {}",
    cited_by="sa page est connue par",
    cited_carried="portait",
    method="requête",
    unproven="Non établi",
    unproven_say=(
        "Ce que le trafic ne permet pas de dire, selon ce qui cache la réponse. Cela ne vaut "
        "jamais approbation."
    ),
    never_seen="Déclaré, jamais vu",
    never_seen_say="Ce que la politique déclare et que cette session n’a pas montré.",
    required="exigé",
    category="catégorie",
    policy="politique",
    rule="règle",
    allowed="Admis par la politique",
    allowed_say=(
        "Ce qu’une règle a trouvé et que la politique admet, avec la raison qu’elle en donne. Les "
        "faits restent ce qu’ils sont."
    ),
    allowed_because="Admis",
    allowed_until="jusqu’au {}",
    allowed_line="ligne {} de la politique",
    known_findings="Dans la référence",
    known_say="Ce qu’une règle a trouvé et que la référence contenait déjà\u202f: cela ne fait rien échouer. "
    "Les faits restent ce qu’ils sont.",
    known_because="Connu",
    baseline="La référence",
    baseline_say="Ce qui était déjà connu. Seul ce qui est nouveau fait échouer.",
    baseline_unmatched="Sur ses {} constats, {} ne sont pas apparus\u202f:",
    rejected="Refusé par tout navigateur",
    rejected_say=(
        "Des Set-Cookie que la norme (RFC 6265bis) fait refuser par tout navigateur\u202f: "
        "énumérés, jamais signalés."
    ),
    why="pourquoi",
    outside="Hors de toute politique",
    outside_say="Hôtes de pages qu’aucune politique ne couvre\u202f: comptés, non jugés.",
    unknown_host="inconnu",
    host="hôte",
    blind_title="Non vu",
    blind_say="Ce qui est passé sans être vu pendant que le mandataire observait.",
    pages="Pages",
    pages_say="Ce qui a été ouvert, dans l’ordre.",
    implied="connue par un Referer seulement",
    covered_by="couverte par",
    no_policy="aucune politique",
    notes="Remarques",
    nothing_of="Également recherché, sans rien à dire",
    again="Comment le vérifier",
    again_say=(
        "Tout ce qu’il faut pour refaire l’analyse. Le même enregistrement, la même politique, la "
        "même version et les mêmes options donnent le même rapport, octet pour octet."
    ),
    step_same=(
        "Vérifiez que l’enregistrement est le même\u202f: son SHA-256 figure ci-dessous "
        "(`sha256sum FICHIER`)."
    ),
    step_run="Jugez-le de nouveau\u202f:",
    step_look=(
        "Ouvrez l’enregistrement dans mitmproxy et regardez les requêtes d’après leur numéro, ou "
        "laissez Témoin en prouver une\u202f: `temoin replay FICHIER --why 12`."
    ),
    live=(
        "Un mandataire observait, et ce rapport vient de ce qui est passé. S’il enregistrait (`-w "
        "FICHIER`), rejouer ce fichier donne les mêmes constats."
    ),
    file="fichier",
    size="taille",
    sha256="SHA-256",
    published="publiée à",
    version="version de Témoin",
    accuse="faits retenus contre un site",
    strict="le non établi compte comme signalé",
    fail_on="règles qui font échouer",
    joined="fichiers pris comme une seule session",
    schema="format des données",
    options="Options",
    default="par défaut",
    yes="oui",
    no="non",
    any_flagged="toutes celles qui signalent",
    rules_title="Les règles qui ont parlé",
    rules_say=(
        "Ce que chacune retient, pourquoi cela compte, et les textes sur lesquels elle repose (en anglais)."
    ),
    rule_why="Pourquoi cela compte",
    rule_sources="Textes",
    rule_mend="Comment y remédier",
    words="Ce que les mots veulent dire",
    words_say="",
    signs="Les signes",
    limits_title="Ce qui ne peut pas être vu",
)
