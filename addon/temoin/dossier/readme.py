"""The page that lies in an archive: what it is, what was taken out, how to check it; in English and in French."""

from pathlib import Path

from temoin.dossier.manifest import Manifest

__all__ = ["readme"]

_TEXT = Path(__file__).with_name("readme.txt")
_ABOUT = (
    ("report.html", "the report, to read and to print", "le rapport, à lire et à imprimer"),
    ("report.md", "the same in short, as Markdown", "le même en bref, en Markdown"),
    ("report.json", "the report whole, for programs", "le rapport en entier, pour des programmes"),
    ("recording", "what was recorded, redacted", "ce qui a été enregistré, caviardé"),
    ("policies/", "what the site declares, as it was used", "ce que le site déclare, tel qu'utilisé"),
    ("manifest.json", "hashes, versions, settings", "empreintes, versions, réglages"),
    ("SHA256SUMS", "the hashes, for sha256sum", "les empreintes, pour sha256sum"),
)


def readme(manifest: Manifest, names: tuple[str, ...]) -> bytes:
    """The page's bytes.

    Args:
        manifest: what the archive says of itself, this page left aside.
        names: of every other member.
    """
    told = _TEXT.read_text(encoding="utf-8").format(
        members=_listed(names, 1),
        membres=_listed(names, 2),
        searched=manifest.searched,
        not_searched=manifest.not_searched,
        version=manifest.temoin,
        again=manifest.again,
    )
    return told.encode()


def _listed(names: tuple[str, ...], language: int) -> str:
    lines = []
    for name in names:
        about = next((one[language] for one in _ABOUT if name.startswith(one[0])), "")
        lines.append(f"  {name:<40} {about}".rstrip())
    return "".join(f"{line}\n" for line in lines)
