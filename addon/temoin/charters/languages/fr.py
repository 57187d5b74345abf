"""French."""

from temoin.charters.languages.language import Language, Page, Unit
from temoin.charters.terms import Column, Sort
from temoin.vocabulary import Need, Party

__all__ = ["LANGUAGE"]

_DAY = 86_400
_MONTHS = """
    janvier février mars avril mai juin juillet août septembre octobre novembre décembre
"""

_PAGE = Page(
    title="Cookies déposés par {site}",
    this_site="ce site",
    covers="Cette page dit quels cookies sont déposés sur {hosts}, à quoi ils servent et combien de temps ils sont "
    "conservés.",
    read="Elle est à jour au {date}.",
    months=tuple(_MONTHS.split()),
    first="1er",
    choice="Votre choix est conservé dans le cookie {cookie}.",
    choice_kept="Votre choix est conservé dans le cookie {cookie} (durée\u00a0: {lifetime}).",
    pattern="Dans un nom de cookie, * tient la place de caractères qui varient.",
    needs={
        Need.EXEMPT: "Ces cookies ne nécessitent pas votre consentement.",
        Need.REQUIRED: "Ces cookies ne sont déposés qu'avec votre consentement.",
    },
    measurement="Mesure d'audience dispensée de consentement\u00a0: la durée de vie de ces cookies n'est pas "
    "prolongée à chaque visite.",
    limit="Durée maximale\u00a0: {lifetime}.",
    none="Aucun cookie de cette catégorie n'est déposé.",
    unconfirmed="Cookies dont la catégorie reste à confirmer",
    columns={
        Column.NAME: "Nom du cookie",
        Column.SERVICE: "Service",
        Column.PROVIDER: "Prestataire",
        Column.PURPOSE: "Finalité",
        Column.LIFETIME: "Durée de vie",
        Column.PARTY: "Interne ou tiers",
    },
    parties={Party.FIRST: "interne", Party.THIRD: "tiers"},
    party_domain="{party} ({domain})",
    session="session",
    lifetime_source="{lifetime} (source\u00a0: {source})",
    technical="Détails techniques",
    technical_about="Pour les outils qui comparent cette page à ce que fait le site.",
    technical_columns=("Élément", "Identifiant", "Clé", "Valeur"),
    parts={
        "policy": "politique",
        "consent": "choix",
        "category": "catégorie",
        "service": "service",
        "cookie": "cookie",
    },
)

LANGUAGE = Language(
    code="fr",
    name="French",
    common="""
        le, la, les, des, du, une, est, sont, sur, pour, et, dans, votre, vous, par, que, qui
    """,
    columns={
        Column.NAME: """
            =cookie, =cookies, =cookie(s), =traceur, =traceurs, =témoin, =témoins, nom, noms, nom du
            cookie*, noms des cookies, nom des cookies, nom du traceur, nom technique, intitulé, cookie
            concerné, cookies déposés, cookies utilisés, cookies concernés, identifiant du cookie,
            dénomination, =clé, nom / fournisseur
        """,
        Column.SERVICE: """
            service*, nom du service, service et emplacement, outil*, nom de l'outil, solution, nom de la
            solution, technologie, application, fonctionnalité, module, =emplacement
        """,
        Column.PROVIDER: """
            prestataire*, nom du prestataire, fournisseur*, nom du fournisseur, éditeur, émetteur, émis par,
            société, entreprise, partenaire, propriétaire, responsable, déposé par, origine, provenance,
            source, organisme, tiers concerné, nom du tiers, dépositaire, déposant
        """,
        Column.DOMAIN: """
            domaine*, nom de domaine, domaine du cookie, hôte, site émetteur, =site, =sous-groupe de cookies
        """,
        Column.PURPOSE: """
            finalité*, but, buts, objet, objectif*, description*, usage*, utilisation*, utilité, fonction*,
            rôle, raison*, explication*, à quoi … sert, à quoi ça sert, à quoi sert-il, pourquoi, utilisé
            pour, détail*, objectif du cookie, finalité du cookie, description du cookie, information*, rôle
            du cookie, motif
        """,
        Column.LIFETIME: """
            durée*, durée de vie, durée de conservation, durée de validité, délai*, expir*, échéance,
            conservation, validité, péremption, temps de conservation, persistance, date d'expiration, durée
            max*, durée de vie du cookie, durée de conservation du cookie
        """,
        Column.CATEGORY: """
            catégorie*, catégorie de cookie*, famille, classification, groupe, nature du cookie, nature
        """,
        Column.PARTY: """
            partie, interne … tiers, first … tiers, interne ou tiers, interne ou externe, propriétaire …
            tiers, première … tierce
        """,
        Column.TYPE: "type*, type de cookie*, type de traceur*, type du cookie",
    },
    sorts={
        Sort.NECESSARY: """
            nécessaire*, essentiel*, indispensable*, obligatoire*, requis, requises, technique*, bon
            fonctionnement, cookies de fonctionnement
        """,
        Sort.FUNCTIONAL: "fonctionnel*, fonctionnalité*",
        Sort.PREFERENCES: "préférence*, personnalisation, confort",
        Sort.SECURITY: "sécurité",
        Sort.STATISTICS: """
            statistique*, mesure d'audience, mesure de l'audience, mesures d'audience, audience,
            analytique*, analyse*, performance*, fréquentation
        """,
        Sort.MARKETING: "publicit*, marketing, ciblage, ciblé*, reciblage, commercia*, prospection",
        Sort.SOCIAL: """
            réseaux sociaux, réseau social, partage social, médias sociaux, boutons de partage
        """,
        Sort.MEDIA: """
            vidéo*, multimédia*, contenu* embarqué*, contenu* intégré*, contenu* externe*, contenu* tiers
        """,
        Sort.INTERNAL: "interne, internes, cookies propriétaires",
        Sort.THIRD_PARTY: "tiers, tierce*",
        Sort.OPTIONAL: "facultatif*, optionnel*",
        Sort.UNCLASSIFIED: "non classé*, non classifié*, non catégorisé*, =autres, autres cookies, inconnu*",
        Sort.EXEMPT: """
            exempté* … consentement, exempts de consentement, exemption … consentement, dispensé* …
            consentement, ne nécessitant pas … consentement, non soumis … consentement, ne requérant pas …
            consentement, sans consentement
        """,
        Sort.CONSENTED: """
            consentement requis, consentement nécessaire, consentement obligatoire, soumis … consentement,
            nécessitant … consentement, avec … consentement, requérant … consentement
        """,
    },
    negations="non, non strictement, non absolument, pas, pas strictement, hors",
    exempt="""
        exempté* … consentement, exempt* de consentement, dispensé* … consentement, dispense* …
        consentement, ne requi* pas … consentement, ne requièrent pas … consentement, ne nécessit* pas …
        consentement, ne demand* pas … consentement, n'exig* pas … consentement, consentement … n'est pas
        nécessaire, consentement … n'est pas requis, pas soumis* … consentement, non soumis* … consentement,
        pas besoin … consentement, ne peu* pas être désactivé*, ne peu* être désactivé*, ne peu* pas être
        refusé*, toujours actif*
    """,
    consented="""
        soumis* … consentement, avec votre accord, avec votre consentement, nécessit* … consentement, requi*
        … consentement, requièrent … consentement, après … consentement, sous réserve … consentement,
        consentement préalable, consentement … est nécessaire, consentement … est requis, que si vous …
        accept*, si vous y consentez, qu'avec votre consentement, qu'avec votre accord, qu'après …
        consentement, pas … sans … consentement, pas … sans … accord
    """,
    conditions="lorsque, lorsqu', quand, si, s'ils, s'il, sauf, à condition, dès lors",
    parties={
        Party.FIRST: """
            interne, internes, première partie, propriétaire*, propre*, cookie du site, notre site, ce site,
            en propre
        """,
        Party.THIRD: "tiers, tierce*, externe*, partenaire*",
    },
    session="""
        session*, fermeture du navigateur, fermez … navigateur, ferme … navigateur, quitte* … navigateur,
        fin de navigation, fin de la navigation, fin de visite, fin de la visite, durée de la visite, durée
        de la navigation, temps de la visite
    """,
    endless="""
        persistant*, permanent*, illimité*, indéfini*, sans limite, jusqu'à suppression, n'expire*, pas
        d'expiration, jamais
    """,
    units=(
        Unit("seconde", "secondes", "s, sec, seconde, secondes", seconds=1),
        Unit("minute", "minutes", "min, mn, minute, minutes", seconds=60),
        Unit("heure", "heures", "h, heure, heures", seconds=3600),
        Unit("jour", "jours", "j, jr, jrs, jour, jours", seconds=_DAY),
        Unit("semaine", "semaines", "sem, semaine, semaines", seconds=7 * _DAY),
        Unit("mois", "mois", "mois", months=1),
        Unit("an", "ans", "an, ans, annee, annees", months=12),
    ),
    numbers="""
        un=1, une=1, deux=2, trois=3, quatre=4, cinq=5, six=6, sept=7, huit=8, neuf=9, dix=10, onze=11,
        douze=12, treize=13, quinze=15, dix-huit=18, vingt-quatre=24, vingt-cinq=25, trente=30
    """,
    ranges="à, jusqu'à",
    asides="et, puis",
    stored="""
        local storage, localstorage, stockage local, session storage, sessionstorage, indexeddb, pixel*,
        balise*, stockage html
    """,
    starting="""
        commençant par, commence par, commencent par, débutant par, débute par, débutent par, préfixé* par,
        préfixe, de la forme
    """,
    ending="""
        finissant par, finit par, finissent par, se terminant par, terminé* par, se termine par, se
        terminent par, suffixe
    """,
    joining="et, ou",
    cookie="cookie*, traceur*, témoin*",
    none="""
        aucun, aucune, néant, sans objet, s.o., n/a, na, nc, non communiqué, divers, plusieurs, variable, -
    """,
    lists="""
        liste des cookies, liste de cookies, tableau des cookies, détail des cookies, détails des cookies,
        cookies utilisés, cookies déposés, nos cookies, =les cookies, =cookies, quels cookies, quels sont
        les cookies, les cookies que nous utilisons, inventaire des cookies, charte cookies, politique de
        cookies, politique cookies, politique relative aux cookies, gestion des cookies, types de cookies
    """,
    choosing="""
        choix … cookies, choix … traceurs, choix … consentement, préférences … cookies, consentement …
        cookies, cookies … consentement, consentement … traceurs, consentement … utilisateur, consentement …
        visiteur, consentement … internaute, état du consentement, bandeau … cookies, a accepté … cookies,
        avez accepté … cookies, accepté ou refusé, acceptation des cookies, acceptation … cookies, recueil
        du consentement
    """,
    statement=r"(?i)^les (?P<title>cookies? (?:(?:dits?|appelés?) )?(?:{quoted}(?:(?:, | ou | et ){quoted})*|"
    r"(?:d[eu] |d'|à )?[\w'’-]+(?: [\w'’-]+){{0,4}}?))"
    r",?(?: [^,.:;]{{1,30}},)? ?"
    r"(?:permettent|sont|servent|ne|nous|vous|peuvent|aident|collectent|visent|facilitent|assurent|mesurent|:)",
    anonymous="anonymes",
    page=_PAGE,
)
