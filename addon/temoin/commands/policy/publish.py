"""`temoin policy publish`: a policy as the page that tells visitors what it says."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from temoin.charters.languages import all_languages, language
from temoin.charters.published.building import page_of
from temoin.charters.published.formats import Form, all_forms, form_for, form_named
from temoin.charters.sketching import sketch_of
from temoin.errors import UsageError
from temoin.policy import Policy, load_draft
from temoin.views.printable import printable
from temoin.writing import write_whole

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Write a policy as a page.

    Args:
        options: `file`, `format`, `lang`, `fragment`, `output`, `force`.

    Returns:
        0; nothing is written where anything fails.

    Raises:
        UsageError: no such format or language, or the file exists.
        InvalidPolicy: the policy cannot be used, or not be shown.
    """
    output: str | None = options.output
    form = _form(options.format, output)
    if output is not None and Path(output).is_file() and not options.force:
        raise UsageError(output, "exists already", mend="give another name, or --force to replace it")
    draft = load_draft(options.file)
    said = options.lang or draft.policy.language
    shown = language(said) or (None if options.lang else language("en"))
    if shown is None:
        known = " or ".join(one.code for one in all_languages())
        raise UsageError("--lang", f"no page can be written in {said}", mend=f"write {known}")
    page = page_of(sketch_of(draft.root), draft.policy, shown)
    data = form.render(page, fragment=options.fragment).encode()
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        write_whole(output, data, shared=True)
    for line in _told(draft.policy):
        print(f"temoin: {printable(options.file, 200)}: {line}", file=sys.stderr)
    return 0


def _told(policy: Policy) -> Iterator[str]:
    """What whoever publishes should know of the page."""
    waiting = sum(cookie.to_confirm for cookie in policy.cookies)
    if waiting:
        yield f"{_counted(waiting, 'cookie')} yet to be confirmed: the page lists them apart, as such"
    allowed = len({one.entry for one in policy.allow})
    if allowed:
        yield f"{_counted(allowed, 'allowance')} left out: no page tells them, so keep the file"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _form(name: str | None, output: str | None) -> Form:
    """What `--format` names, or what the file's ending asks for; HTML where nothing does."""
    names = " or ".join(form.NAME for form in all_forms())
    if name is None:
        found = form_for(output) if output is not None else form_named("html")
        if found is None:
            raise UsageError(str(output), "its ending tells no format", mend=f"say --format: {names}")
        return found
    found = form_named(name)
    if found is None:
        raise UsageError("--format", f"there is no format {name}", mend=f"write {names}")
    return found
