"""The data sets that the portal publishes: made up, few, and small."""

import msgspec

__all__ = ["CATALOGUE", "Dataset", "dataset"]


class Dataset(msgspec.Struct, frozen=True):
    """One data set.

    Args:
        id: its name in URLs.
        title: its title, in French as such portals keep it.
        theme: the theme it is filed under.
        summary: one sentence.
        updated: a date, as shown.
        count: how many records it says it has.
        fields: the columns.
        rows: the first records.
        video: the video that presents it; empty for none.
    """

    id: str
    title: str
    theme: str
    summary: str
    updated: str
    count: int
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    video: str = ""


CATALOGUE = (
    Dataset(
        "arbres-remarquables",
        "Arbres remarquables",
        "Environnement",
        "Les arbres que leur âge, leur taille ou leur histoire distingue.",
        "12/03/2025",
        214,
        ("Espèce", "Commune", "Hauteur (m)"),
        (
            ("Platane commun", "Nîmes", "38"),
            ("Cèdre du Liban", "Uzès", "27"),
            ("Micocoulier", "Sommières", "19"),
            ("Chêne vert", "Anduze", "16"),
        ),
        video="arbres",
    ),
    Dataset(
        "bornes-de-recharge",
        "Bornes de recharge",
        "Mobilité",
        "Les bornes publiques pour véhicules électriques et leur puissance.",
        "02/04/2025",
        1308,
        ("Adresse", "Commune", "Puissance (kW)"),
        (
            ("Place du Marché", "Alès", "22"),
            ("Gare routière", "Nîmes", "50"),
            ("Rue des Écoles", "Vauvert", "7"),
        ),
    ),
    Dataset(
        "comptages-velo",
        "Comptages vélo",
        "Mobilité",
        "Les passages de vélos, heure par heure, sur vingt pistes.",
        "18/04/2025",
        87600,
        ("Piste", "Jour", "Passages"),
        (
            ("Voie verte nord", "17/04/2025", "1 204"),
            ("Quai du Vidourle", "17/04/2025", "866"),
            ("Avenue Jean-Jaurès", "17/04/2025", "2 311"),
        ),
    ),
    Dataset(
        "qualite-de-l-air",
        "Qualité de l'air",
        "Environnement",
        "L'indice de chaque jour et les polluants qui l'expliquent.",
        "19/04/2025",
        3650,
        ("Station", "Indice", "Polluant"),
        (("Centre", "Bon", "O₃"), ("Rocade", "Moyen", "NO₂"), ("Plateau", "Bon", "PM10")),
    ),
)


def dataset(name: str) -> Dataset | None:
    """The data set of that id, or None."""
    return next((found for found in CATALOGUE if found.id == name), None)
