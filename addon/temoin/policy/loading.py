"""Where policies come from: the ones shipped with the package, by name, and files of the user's own."""

import hashlib
from functools import cache
from pathlib import Path

import msgspec

from temoin.errors import InvalidPolicy
from temoin.policy.draft import Draft
from temoin.policy.places import compose
from temoin.policy.problems import Problems, did_you_mean, quoted
from temoin.policy.reading import read_policy
from temoin.policy.schema import Policy

__all__ = [
    "LARGEST",
    "draft_of",
    "load_bytes",
    "load_draft",
    "load_policy",
    "policy_bytes",
    "shipped_policies",
    "template_policies",
]

LARGEST = 1_000_000
"""Bytes: no charter comes near; a larger file is something else."""

_SHIPPED = "shipped:"
_STAND_INS = ("portal", "demo")
"""The stand-in portal's policies: reached by name, and never loaded unless named."""

_PACKAGE = Path(__file__).parent.parent


def load_policy(name_or_file: str) -> Policy:
    """Load a policy.

    Args:
        name_or_file: the name of a shipped policy or template, with or without "shipped:" in front, or the path
            of a file; a file that bears such a name is reached as "./NAME".

    Returns:
        The policy; its `file` is "shipped:NAME" or the path as given.

    Raises:
        InvalidPolicy: there is no such policy, the file cannot be read, or something in it is wrong; then the
            error is a `BrokenPolicy` that lists everything.
    """
    return load_draft(name_or_file).policy


def load_draft(name_or_file: str) -> Draft:
    """Load a policy together with the text that says it.

    Args:
        name_or_file: as for `load_policy`.

    Raises:
        InvalidPolicy: as for `load_policy`.
    """
    name = name_or_file.removeprefix(_SHIPPED)
    file = _SHIPPED + name if name in _known() else name_or_file
    return draft_of(policy_bytes(name_or_file), file=file)


def policy_bytes(name_or_file: str) -> bytes:
    """Read a policy's text.

    Args:
        name_or_file: as for `load_policy`, and as a loaded policy's `file` has it.

    Returns:
        The bytes that its `sha256` is of; at most one more than may be.

    Raises:
        InvalidPolicy: there is no such policy, or the file cannot be read.
    """
    known = _known()
    name = name_or_file.removeprefix(_SHIPPED)
    if name in known:
        return _content(known[name], name_or_file)
    if name != name_or_file:
        raise InvalidPolicy(name_or_file, "no shipped policy has that name", mend=_offer(name))
    return _content(Path(name_or_file), name_or_file)


def _known() -> dict[str, Path]:
    stand_ins = {name: _PACKAGE / "portal" / f"{name}.yaml" for name in _STAND_INS}
    return {**_templates(), **_shipped(), **stand_ins}


def load_bytes(data: bytes, *, file: str) -> Policy:
    """Load a policy from a file's content.

    Args:
        data: the content: UTF-8, with or without byte order mark, at most 1 MB.
        file: what errors call it.

    Raises:
        InvalidPolicy: it is too large, or a `BrokenPolicy` that lists all that is wrong.
    """
    return draft_of(data, file=file).policy


def draft_of(data: bytes, *, file: str) -> Draft:
    """Load a policy from a file's content, together with the text that says it.

    Args:
        data: as for `load_bytes`.
        file: what errors call it.

    Raises:
        InvalidPolicy: as for `load_bytes`.
    """
    if len(data) > LARGEST:
        raise InvalidPolicy(file, f"it is larger than {LARGEST // 1_000_000} MB", mend="give a policy file")
    problems = Problems(file)
    text = _text(data, problems)
    root = compose(text, problems)
    policy = read_policy(root, problems)
    loaded = msgspec.structs.replace(policy, file=file, sha256=hashlib.sha256(data).hexdigest())
    return Draft(loaded, root)


def shipped_policies() -> tuple[str, ...]:
    """The names of the sites' policies that come with the package, sorted, but for the stand-in portal's."""
    return tuple(_shipped())


def template_policies() -> tuple[str, ...]:
    """The names of the templates that come with the package, sorted: they cover every page, and only when named."""
    return tuple(_templates())


@cache
def _shipped() -> dict[str, Path]:
    return {path.stem: path for path in sorted(_folder().glob("*.yaml"))}


@cache
def _templates() -> dict[str, Path]:
    return {path.stem: path for path in sorted((_folder() / "templates").glob("*.yaml"))}


def _folder() -> Path:
    installed = _PACKAGE / "policies"
    return installed if installed.is_dir() else _PACKAGE.parent.parent / "policies"


def _content(path: Path, given: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise InvalidPolicy(
            given, "no such file, and no shipped policy of that name", mend=_offer(given)
        ) from None
    except IsADirectoryError:
        raise InvalidPolicy(given, "it is a folder", mend="give one file") from None
    except OSError as error:
        raise InvalidPolicy(given, f"it cannot be read: {error.strerror or error}") from None
    except ValueError:  # a NUL in the path
        raise InvalidPolicy(given, "no file can have that name") from None


def _offer(name: str) -> str:
    shipped, templates = shipped_policies(), template_policies()
    listed = f"shipped are {', '.join(map(quoted, shipped))}, and the templates {', '.join(templates)}"
    return did_you_mean(name, (*shipped, *templates), listed)


def _text(data: bytes, problems: Problems) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig", errors="replace")
        line, column = good.count("\n") + 1, len(good) - good.rfind("\n")
        problems.stop(line, column, "it is not UTF-8 text", "save it as UTF-8")
