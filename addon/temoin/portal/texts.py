"""What the portal's pages say, in the two languages a visitor may choose."""

import msgspec

__all__ = ["ENGLISH", "FRENCH", "Texts"]


class Texts(msgspec.Struct, frozen=True):
    """The words of one language, named by where they stand."""

    language: str
    home: str
    explore: str
    charter: str
    login: str
    logout: str
    hero: str
    hero_line: str
    see_all: str
    latest: str
    datasets: str
    records: str
    updated: str
    preview: str
    preview_wait: str
    video: str
    video_refused: str
    video_activate: str
    user: str
    password: str
    enter: str
    login_line: str
    footer: str
    footer_cookies: str
    not_found: str
    not_found_line: str
    banner_title: str
    banner_line: str
    accept_all: str
    refuse_all: str
    customise: str
    save: str


FRENCH = Texts(
    language="fr",
    home="Accueil",
    explore="Explorer les données",
    charter="Charte cookies",
    login="Connexion",
    logout="Déconnexion",
    hero="Les données ouvertes de Réséda",
    hero_line="Le territoire publie ses données : consultez-les, réutilisez-les, partagez-les.",
    see_all="Voir tous les jeux de données",
    latest="Derniers jeux de données",
    datasets="jeux de données",
    records="enregistrements",
    updated="Mis à jour le",
    preview="Aperçu des données",
    preview_wait="Chargement…",
    video="Présentation en vidéo",
    video_refused="Cette vidéo est lue par Tube, qui dépose des cookies.",
    video_activate="Activer Tube et lire la vidéo",
    user="Identifiant",
    password="Mot de passe",  # noqa: S106
    enter="Se connecter",
    login_line="Portail de démonstration : tout identifiant convient.",
    footer="Réséda Open Data · un portail de démonstration, sans aucun réseau",
    footer_cookies="Gérer mes cookies",
    not_found="Page introuvable",
    not_found_line="Cette page n'existe pas, ou n'existe plus.",
    banner_title="Vos préférences sur les cookies",
    banner_line="Des services mesurent l'audience, lisent des vidéos ou affichent des annonces. "
    "Ils déposent des cookies si vous l'acceptez. Votre choix est conservé six mois.",
    accept_all="Tout accepter",
    refuse_all="Tout refuser",
    customise="Personnaliser",
    save="Enregistrer mes choix",
)

ENGLISH = Texts(
    language="en",
    home="Home",
    explore="Explore the data",
    charter="Cookie charter",
    login="Log in",
    logout="Log out",
    hero="Réséda's open data",
    hero_line="The territory publishes its data: read it, reuse it, share it.",
    see_all="See all data sets",
    latest="Latest data sets",
    datasets="data sets",
    records="records",
    updated="Updated on",
    preview="Preview of the data",
    preview_wait="Loading…",
    video="Presentation, in video",
    video_refused="This video is played by Tube, which sets cookies.",
    video_activate="Activate Tube and play the video",
    user="User name",
    password="Password",  # noqa: S106
    enter="Log in",
    login_line="A portal for demonstration: any name will do.",
    footer="Réséda Open Data · a portal for demonstration, without any network",
    footer_cookies="Manage my cookies",
    not_found="Page not found",
    not_found_line="This page does not exist, or does no more.",
    banner_title="Your cookie preferences",
    banner_line="Services measure the audience, play videos or show advertising. "
    "They set cookies if you accept. Your choice is kept for six months.",
    accept_all="Accept all",
    refuse_all="Refuse all",
    customise="Customise",
    save="Save my choices",
)
