"""Where policies come from: the ones shipped with the package, by name, and files of the user's own."""

import hashlib
from functools import cache
from pathlib import Path

import msgspec

from temoin.errors import InvalidPolicy
from temoin.policy.places import compose
from temoin.policy.problems import Problems, did_you_mean, quoted
from temoin.policy.reading import read_policy
from temoin.policy.schema import Policy

__all__ = ["LARGEST", "load_bytes", "load_policy", "shipped_policies"]

LARGEST = 1_000_000
"""Bytes: no charter comes near; a larger file is something else."""

_SHIPPED = "shipped:"
_STAND_INS = ("portal", "demo")
"""The stand-in portal's policies: reached by name, and never loaded unless named."""

_PACKAGE = Path(__file__).parent.parent


def load_policy(name_or_file: str) -> Policy:
    """Load a policy.

    Args:
        name_or_file: the name of a shipped policy, with or without "shipped:" in front, or the path of a
            file; a file that bears a shipped policy's name is reached as "./NAME".

    Returns:
        The policy; its `file` is "shipped:NAME" or the path as given.

    Raises:
        InvalidPolicy: there is no such policy, the file cannot be read, or something in it is wrong; then the
            error is a `BrokenPolicy` that lists everything.
    """
    known = {**_shipped(), **{name: _PACKAGE / "portal" / f"{name}.yaml" for name in _STAND_INS}}
    name = name_or_file.removeprefix(_SHIPPED)
    if name in known:
        return load_bytes(_content(known[name], name_or_file), file=_SHIPPED + name)
    if name != name_or_file:
        raise InvalidPolicy(name_or_file, "no shipped policy has that name", mend=_offer(name))
    return load_bytes(_content(Path(name_or_file), name_or_file), file=name_or_file)


def load_bytes(data: bytes, *, file: str) -> Policy:
    """Load a policy from a file's content.

    Args:
        data: the content: UTF-8, with or without byte order mark, at most 1 MB.
        file: what errors call it.

    Raises:
        InvalidPolicy: it is too large, or a `BrokenPolicy` that lists all that is wrong.
    """
    if len(data) > LARGEST:
        raise InvalidPolicy(file, f"it is larger than {LARGEST // 1_000_000} MB", mend="give a policy file")
    problems = Problems(file)
    text = _text(data, problems)
    policy = read_policy(compose(text, problems), problems)
    return msgspec.structs.replace(policy, file=file, sha256=hashlib.sha256(data).hexdigest())


def shipped_policies() -> tuple[str, ...]:
    """The names of the policies that come with the package, sorted, but for the stand-in portal's."""
    return tuple(_shipped())


@cache
def _shipped() -> dict[str, Path]:
    installed = _PACKAGE / "policies"
    folder = installed if installed.is_dir() else _PACKAGE.parent.parent / "policies"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


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
    shipped = shipped_policies()
    return did_you_mean(name, shipped, f"shipped are {', '.join(map(quoted, shipped))}" if shipped else "")


def _text(data: bytes, problems: Problems) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig", errors="replace")
        line, column = good.count("\n") + 1, len(good) - good.rfind("\n")
        problems.stop(line, column, "it is not UTF-8 text", "save it as UTF-8")
