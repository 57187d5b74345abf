"""Reading a baseline: every mistake told at once, with line, column and mend."""

import hashlib
from pathlib import Path

from temoin.baseline.schema import COOKIE, DOMAIN, FINDINGS, KEYS, PARTY, PATTERN, REASON, RULE, SCHEMA
from temoin.errors import UsageError
from temoin.identity import Baseline, Entry, Identity
from temoin.policy.places import Entries, Items, Node, Word, compose
from temoin.policy.problems import Problems, did_you_mean, quoted
from temoin.rules import all_rules, rule
from temoin.vocabulary import Party

__all__ = ["load_baseline", "read_baseline"]

_LARGEST = 5_000_000
_MEND = "`temoin baseline RECORDING -o FILE` writes one"
_PARTIES = {str(party): party for party in Party}


def load_baseline(file: str) -> Baseline:
    """Load a baseline.

    Args:
        file: where it is.

    Raises:
        UsageError: it cannot be read.
        InvalidPolicy: something in it is wrong; the error lists everything.
    """
    try:
        with Path(file).open("rb") as opened:
            data = opened.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UsageError(file, "no such file", mend=_MEND) from None
    except IsADirectoryError:
        raise UsageError(file, "is a folder", mend="name a baseline's file") from None
    except (OSError, ValueError) as error:
        raise UsageError(file, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return read_baseline(data, file=file)


def read_baseline(data: bytes, *, file: str) -> Baseline:
    """Read a baseline from its file's content.

    Args:
        data: UTF-8, with or without byte order mark.
        file: what errors and reports call it.

    Raises:
        UsageError: it is too large, or no text.
        InvalidPolicy: something in it is wrong; the error lists everything.
    """
    if len(data) > _LARGEST:
        raise UsageError(file, f"is larger than {_LARGEST // 1_000_000} MB", mend="name a baseline's file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(file, "is no UTF-8 text", mend=_MEND) from None
    problems = Problems(file)
    entries = _Reader(problems).whole(
        compose(text, problems, needed="a baseline has `schema` and `findings`")
    )
    problems.close()
    return Baseline(entries, file, hashlib.sha256(data).hexdigest())


class _Reader:
    def __init__(self, problems: Problems) -> None:
        self._problems = problems

    def whole(self, root: Node) -> tuple[Entry, ...]:
        """Read the document; what is wrong is noted."""
        if not isinstance(root, Entries):
            self._wrong(root, "a baseline is a mapping of keys", f"it begins with `schema: {SCHEMA}`")
            return ()
        values = self._values(root, ("schema", FINDINGS), "a baseline")
        schema, findings = values.get("schema"), values.get(FINDINGS)
        if not isinstance(schema, Word) or schema.text != SCHEMA:
            self._wrong(schema or root, "it is no baseline that this version reads", f"`schema: {SCHEMA}`")
        if not isinstance(findings, Items):
            self._wrong(
                findings or root, f"{quoted(FINDINGS)} must be a list", "`findings: []` is an empty one"
            )
            return ()
        found: dict[Identity, Entry] = {}
        for node in findings.nodes:
            entry = self._entry(node)
            if entry is None:
                continue
            first = found.setdefault(entry.identity, entry)
            if first is not entry:
                self._wrong(node, "it is given twice", f"line {first.line} has it already: keep one")
        return tuple(found.values())

    def _entry(self, node: Node) -> Entry | None:
        if not isinstance(node, Entries):
            self._wrong(node, "a finding is a mapping of keys", f"it has {', '.join(map(quoted, KEYS))}")
            return None
        values = self._values(node, KEYS, "a finding")
        words = {key: self._word(key, value) for key, value in values.items()}
        code = self._rule(node, values.get(RULE), words.get(RULE))
        party = self._party(node, values.get(PARTY), words.get(PARTY))
        if DOMAIN not in values:
            self._wrong(node, f"a finding needs {quoted(DOMAIN)}", "the cookie's, as the report shows it")
        if (COOKIE in values) is (PATTERN in values):
            self._wrong(
                node, f"a finding needs either {quoted(COOKIE)} or {quoted(PATTERN)}", "one of the two"
            )
        name = words.get(PATTERN) if PATTERN in values else words.get(COOKIE)
        domain = words.get(DOMAIN)
        if code is None or party is None or name is None or domain is None:
            return None
        return Entry(
            Identity(code, name, domain, party, PATTERN in values), words.get(REASON) or "", node.line
        )

    def _values(self, node: Entries, known: tuple[str, ...], noun: str) -> dict[str, Node]:
        for key, _ in node.pairs:
            if key.text not in known:
                listed = f"{noun} has {', '.join(map(quoted, known))}"
                self._wrong(key, f"unknown key {quoted(key.text)}", did_you_mean(key.text, known, listed))
        return {key.text: value for key, value in node.pairs if key.text in known}

    def _word(self, key: str, node: Node) -> str | None:
        if isinstance(node, Word):
            return node.text
        self._wrong(node, f"{quoted(key)} must be one word or text", "put it in quotes")
        return None

    def _rule(self, entry: Node, node: Node | None, word: str | None) -> str | None:
        if node is None:
            self._wrong(entry, f"a finding needs {quoted(RULE)}", "its code, as the report shows it")
        if node is None or word is None:
            return None
        found = rule(word)
        if found is None:
            codes = [one.code for one in all_rules()]
            mend = did_you_mean(word, codes, "`temoin explain` lists them")
            self._wrong(node, f"there is no rule {quoted(word)}", mend)
        return found.code if found else None

    def _party(self, entry: Node, node: Node | None, word: str | None) -> Party | None:
        if node is None:
            self._wrong(entry, f"a finding needs {quoted(PARTY)}", " or ".join(map(quoted, _PARTIES)))
        if node is None or word is None:
            return None
        if word not in _PARTIES:
            listed = " or ".join(map(quoted, _PARTIES))
            self._wrong(node, f"{quoted(word)} is no party", did_you_mean(word, _PARTIES, f"write {listed}"))
        return _PARTIES.get(word)

    def _wrong(self, node: Node, text: str, mend: str) -> None:
        self._problems.add(node.line, node.column, text, mend)
