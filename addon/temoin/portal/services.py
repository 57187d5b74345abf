"""What the stand-in's charter declares: its services, their cookies, and how the choice is written."""

import json
from urllib.parse import quote, unquote

import msgspec

__all__ = [
    "CHOICE_COOKIE",
    "DECLARED",
    "SERVICES",
    "Declared",
    "Service",
    "choice_value",
    "kept",
    "read_choice",
]

_DAY = 86_400
_MONTHS_13 = 390 * _DAY

CHOICE_COOKIE = "cookies_preferences"


class Service(msgspec.Struct, frozen=True):
    """Someone a visitor may let in or not.

    Args:
        key: its name in the choice.
        label: its name on the page.
        provider: who runs it.
        purpose: what it is for, in French as the charter says it.
        purpose_en: the same in English.
    """

    key: str
    label: str
    provider: str
    purpose: str
    purpose_en: str


class Declared(msgspec.Struct, frozen=True):
    """One row of the charter.

    Args:
        name: the cookie's name, `*` for any ending.
        service: the key of its service; empty for those the platform needs.
        provider: who sets it.
        place: the service and its place, as published.
        purpose: as published.
        kept: the longest it is kept, in seconds; 0 for the session.
        lifetime: the same in words.
        domain: where it is not the portal's own, the domain.
    """

    name: str
    service: str
    provider: str
    place: str
    purpose: str
    kept: int
    lifetime: str
    domain: str = ""


SERVICES = (
    Service(
        "matomo", "Matomo", "InnoCraft", "Mesurer l'audience du portail.", "Measure the portal's audience."
    ),
    Service(
        "google-analytics",
        "Google Analytics",
        "Stats Example",
        "Suivre les parcours des visiteurs.",
        "Follow visitors' paths.",
    ),
    Service("xiti", "XiTi", "Xiti Example", "Compter les visites par page.", "Count visits to each page."),
    Service(
        "adnet", "AdNet", "AdNet Example", "Afficher des annonces ciblées.", "Show targeted advertising."
    ),
    Service(
        "tube", "Tube", "Tube Example", "Lire les vidéos des jeux de données.", "Play the data sets' videos."
    ),
)

DECLARED = (
    Declared(
        "sessionid",
        "",
        "Opendatasoft",
        "Authentification (front et back office)",
        "Se souvenir de l'utilisateur d'une page à une autre.",
        14 * _DAY,
        "2 semaines",
    ),
    Declared(
        "django_language",
        "",
        "Opendatasoft",
        "Sélection de la langue (front et back office)",
        "Se souvenir de la langue du visiteur",
        365 * _DAY,
        "12 mois",
    ),
    Declared(
        "csrftoken",
        "",
        "Opendatasoft",
        "API (CSRF) (front et back office)",
        "Récupérer des données via des appels API",
        364 * _DAY,
        "12 mois",
    ),
    Declared(
        CHOICE_COOKIE,
        "",
        "Opendatasoft",
        "Choix concernant vos préférences sur les cookies",
        "Se souvenir du choix opéré par le visiteur concernant les cookies",
        180 * _DAY,
        "6 mois",
    ),
    Declared(
        "_pk_id.*",
        "matomo",
        "InnoCraft",
        "Matomo",
        "Reconnaître un visiteur qui revient.",
        _MONTHS_13,
        "13 mois",
    ),
    Declared(
        "_pk_ses.*", "matomo", "InnoCraft", "Matomo", "Reconnaître une visite en cours.", 1800, "30 minutes"
    ),
    Declared(
        "_ga",
        "google-analytics",
        "Stats Example",
        "Google Analytics",
        "Distinguer les visiteurs.",
        _MONTHS_13,
        "13 mois",
    ),
    Declared(
        "_ga_*",
        "google-analytics",
        "Stats Example",
        "Google Analytics",
        "Conserver l'état de la visite.",
        _MONTHS_13,
        "13 mois",
    ),
    Declared(
        "idrxvr",
        "xiti",
        "Xiti Example",
        "XiTi",
        "Reconnaître un visiteur d'un site à un autre.",
        _MONTHS_13,
        "13 mois",
        "xiti.example",
    ),
    Declared(
        "uid",
        "adnet",
        "AdNet Example",
        "AdNet",
        "Choisir les annonces selon les sites visités.",
        _MONTHS_13,
        "13 mois",
        "adnet.example",
    ),
    Declared(
        "visitor",
        "tube",
        "Tube Example",
        "Tube",
        "Se souvenir des vidéos regardées.",
        180 * _DAY,
        "6 mois",
        "tube.example",
    ),
)


def kept(name: str) -> int:
    """How long the charter lets a cookie be kept, in seconds.

    Args:
        name: as the charter declares it.
    """
    return next(row.kept for row in DECLARED if row.name == name)


def choice_value(choice: dict[str, bool]) -> str:
    """A choice as the cookie holds it: JSON of every service, percent-encoded."""
    full = {service.key: choice.get(service.key, False) for service in SERVICES}
    return quote(json.dumps(full, separators=(",", ":")), safe="")


def read_choice(value: str) -> dict[str, bool] | None:
    """A choice read back, from the cookie or from what the banner posted; None where it is none."""
    try:
        choice = json.loads(unquote(value))
    except (ValueError, RecursionError):
        return None
    if not isinstance(choice, dict) or not all(isinstance(granted, bool) for granted in choice.values()):
        return None
    return {service.key: choice.get(service.key, False) for service in SERVICES}
