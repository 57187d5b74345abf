"""Cookies' names as charters write them: several in a cell, patterns in a dozen spellings, remarks between them.

A part that varies is written `_ga_<ID>`, `_ga_[id]`, `_ga_XXXX`, `_ga_#`, `_ga_…`, `_ga_*` or "any cookie
starting with _ga_"; in a policy each is `_ga_*`. A name holds no space, so words that are no names ("session
cookies") are told from names, and what can be neither is handed back unread.
"""

import functools
import re

import msgspec

from temoin.charters.languages import all_languages
from temoin.charters.phrases import phrases_of
from temoin.charters.wording import clean_lines, plain, shortened

__all__ = ["Names", "looks_like_a_name", "read_names"]

_LONGEST_NAME = 120
_MOST = 200
"""Names of one cell: no charter comes near."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~:@0-9A-Za-z\-]+")
"""RFC 6265, section 4.1.1 (a name is an RFC 7230 token), and the `:` and `@` that some have all the same."""

_HOLE = "\x00"
"""Stands for a part that varies while a name is read; no text that was made clean holds it."""

_BRACKETED = re.compile(r"<[^<>\n]{1,40}>|\[[^\[\]\n]{1,40}\]|\{[^{}\n]{1,40}\}|\(\s*[\w -]{1,30}\s*\)")
_COUNTED = re.compile(r"\s\[x\d+\]")
"""Cookiebot's "_ga [x3]": the same name three times."""

_FOOTNOTE = re.compile(r"(?<=[\w*])(?:[¹²³⁴⁵⁶⁷⁸⁹⁰†‡]+| ?\[\d{1,2}\](?=$|[\s,;]))")
_RUN = re.compile(
    r"#+"
    r"|(?<=[_.\-])(?:[xX]{2,}|N{3,}|n{4,}|Y{3,})(?![A-Za-z])"
    r"|(?<![A-Za-z])X{3,}(?![A-Za-z])"
    r"|(?<=[A-Z])x{3,}(?![A-Za-z])"
    r"|(?<=[_.\-])X(?=$|[.\-])"
)
"""What stands for a part that varies: `_ga_XXXX`, `SESSxxxx`, `_ga_#`."""

_SPLIT = re.compile(r"\s*[,;•·|\n]\s*|\s+[/&]\s+")
_REMARK = re.compile(r"(?:^|\s)\([^()]*\)")
_LIKE_A_NAME = re.compile(
    r"_[\w-]+\.[\w.*-]*"  # _pk_id.1
    r"|[\w-]+\.\*"  # visitor.*
    r"|[\w-]*[_*][\w*-]*"  # django_language, SSESS*
    r"|[A-Z][A-Z0-9]{2,}"  # PHPSESSID
    r"|[a-z]+[A-Z]\w*"  # sessionId
    r"|[A-Za-z]+\d\w*"  # uid2
    r"|[a-z0-9]+(?:-[a-z0-9]+)+",  # csrf-token
    re.ASCII,
)
_SAID = re.compile(r"(?P<name>[^\s:]+)\s*(?:\s:|:\s|\s[-–—]\s)\s*(?P<rest>.+)", re.DOTALL)
_TITLE = re.compile("[A-Z][a-z]+")
"""A word that may as well be the name of a company or a service."""

_CALLED = re.compile(
    r"(?i)(?:(?:le|les|the)\s+)?(?:cookies?|traceurs?|t[ée]moins?|noms?|names?)(?:\s*(?P<colon>:)\s*|\s+)(?=\S)"
)

_QUOTES = "\"'`“”„‟«»″’‘‹› \t"
_ZERO_WIDTH = re.compile("[\u200c\u200d]")


class Names(msgspec.Struct, frozen=True):
    """What a cell says of cookies' names.

    Args:
        names: each once, `*` for what varies.
        unread: the pieces that are no names.
        remarks: what was decided, where the words left a choice.
        rest: what follows the names ("_ga : tells visitors apart"); empty mostly.
    """

    names: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    rest: str = ""


def read_names(cell: str, *, starred: bool = False, wrapped: bool = False) -> Names:
    """Read the names in a cell.

    Args:
        cell: as it stands, lines parted by newlines.
        starred: True where the charter has a footnote marked `*`, so that one after a name marks it.
        wrapped: True where lines were broken by the width of a page.
    """
    text = _ZERO_WIDTH.sub("", clean_lines(cell))[:20_000]
    if wrapped:
        text = re.sub(r"(?<=[_.\-])\n(?=\S)", "", text)
    named = _by_their_beginning(text)
    if named is not None:
        return named
    return _pieces(_holes(text, starred))


def looks_like_a_name(word: str) -> bool:
    """Tell whether a word, wherever it stands, can hardly be anything but a cookie's name.

    Args:
        word: without spaces: `_ga`, `PHPSESSID`, `csrf-token`, `sessionId`, and not `session`.
    """
    return _is_token(word) and _LIKE_A_NAME.fullmatch(word.replace(_HOLE, "*")) is not None


def _by_their_beginning(text: str) -> Names | None:
    """Read "any cookie starting with _hs"; None where a text says no such thing."""
    patterns: list[str] = []
    level = plain(text)
    if len(level) > 400:
        return None
    for phrases, form in (("starting", "{}*"), ("ending", "*{}")):
        found = phrases_of(phrases).find(level)
        if found is None:
            continue
        # The phrase is found in the levelled text, the names are taken from the text as it stands.
        at = _same_place(text, level, found.end())
        for piece in _SPLIT.split(_and_or().sub(", ", text[at:])):
            token = piece.strip(_QUOTES + ":.…()").rstrip("*")
            if not token:
                continue
            word = token.split()[0].strip(_QUOTES + "…)")
            if not _is_token(word):
                return Names(unread=(shortened(text),))
            patterns.append(form.format(word))
    return Names(tuple(dict.fromkeys(patterns))) if patterns else None


def _same_place(text: str, level: str, end: int) -> int:
    """Where in a text the place is that is `end` in its levelled form, by the words that follow."""
    after = len(level[end:].split())
    words = list(re.finditer(r"\S+", text))
    return words[-after].start() if 0 < after <= len(words) else len(text)


def _holes(text: str, starred: bool) -> str:
    """A text in which every part that varies is a hole."""
    text = _COUNTED.sub("", _FOOTNOTE.sub("", text))
    if starred:
        text = re.sub(r"(?<=[A-Za-z0-9])\*+(?=$|[\s,;])", "", text)
    text = re.sub(r"…|\.{3,}|\*+|%s|%d", _HOLE, text)
    return _BRACKETED.sub(_hole_where_attached, text)


def _hole_where_attached(found: re.Match[str]) -> str:
    """A bracket belongs to a name where it touches it: `_ga_<ID>`; `_ga (Google)` is a name and a remark."""
    text, start, end = found.string, found.start(), found.end()
    before = text[start - 1 : start]
    after = text[end : end + 1]
    if found[0].startswith("("):
        return _HOLE if before and before in "_.-" else found[0]
    touches = (before and not before.isspace() and before not in ",;(") or after in {"_", "-", "."}
    return _HOLE if touches else found[0]


def _pieces(text: str) -> Names:
    names: list[str] = []
    unread: list[str] = []
    rest = ""
    pieces = [piece for piece in _SPLIT.split(_and_or().sub(", ", text)) if piece.strip(_QUOTES)]
    for piece in pieces[:_MOST]:
        found, said = _names_of(piece)
        if found:
            names.extend(filter(_is_token, (_pattern(word, several=len(pieces) > 1) for word in found)))
            rest = rest or said
        elif not _says_nothing(piece):
            unread.append(shortened(piece.replace(_HOLE, "*")))
    if len(pieces) > _MOST:
        unread.append(f"{len(pieces) - _MOST} more")
    distinct = tuple(dict.fromkeys(names))
    remarks = tuple(f"`{name}` was taken for a cookie's name" for name in distinct if _TITLE.fullmatch(name))
    return Names(distinct, tuple(unread), remarks, rest)


def _names_of(piece: str) -> tuple[list[str], str]:
    """The names in what stands between two commas, and what is said after a lone one."""
    bare = _bare(piece)
    words = bare.split()
    if len(words) == 1:
        word = words[0].strip(_QUOTES + ":")
        if _is_token(word) and not _says_nothing(word):
            return [word], ""
        slashed = word.split("/")
        if len(slashed) > 1 and all(looks_like_a_name(part) for part in slashed):
            return slashed, ""
        return [], ""
    if words and all(looks_like_a_name(word.strip(_QUOTES)) for word in words):
        return [word.strip(_QUOTES) for word in words], ""
    said = _SAID.fullmatch(piece.strip(_QUOTES))
    if said and looks_like_a_name(said["name"].strip(_QUOTES)):
        return [said["name"].strip(_QUOTES)], said["rest"].replace(_HOLE, "*")
    return [], ""


def _pattern(word: str, *, several: bool) -> str:
    if several and re.fullmatch(r"\w+\.", word):
        word = word[:-1]
    holed = _RUN.sub(_HOLE, word)
    if _HOLE in holed:
        holed = re.sub(r"(?<=[_.\-])[xX](?=$|[_.\-\x00])", _HOLE, holed)
    return re.sub(f"[{_HOLE}*]+", "*", holed)


def _is_token(word: str) -> bool:
    return (
        len(word) <= _LONGEST_NAME
        and _TOKEN.fullmatch(word.replace(_HOLE, "*")) is not None
        and re.search("[A-Za-z0-9]", word) is not None
    )


def _says_nothing(piece: str) -> bool:
    level = plain(_REMARK.sub("", piece)).strip(" :.\"'()")
    return not level or phrases_of("none").are(level) or level in {"*", "etc", "..."}


@functools.cache
def _and_or() -> re.Pattern[str]:
    words = "|".join(re.escape(word.strip()) for one in all_languages() for word in one.joining.split(","))
    return re.compile(rf"\s(?:{words})\s", re.IGNORECASE)


def _bare(piece: str) -> str:
    """A piece without quotes and remarks, and without a word for a cookie in front of what can be but a name."""
    bare = _REMARK.sub("", piece).strip(_QUOTES)
    found = _CALLED.match(bare)
    if found is None:
        return bare
    rest = bare[found.end() :].strip(_QUOTES)
    named = bool(found["colon"]) or all(looks_like_a_name(word.strip(_QUOTES)) for word in rest.split())
    return rest if named else bare
