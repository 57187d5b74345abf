"""What changed, as Markdown, for a comment on a pull request."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temoin.difference import Difference, Side
    from temoin.views.compared import Form
    from temoin.views.compared.lines import Line

__all__ = ["FORM", "Markdown"]

_CLOSING = 400


class Markdown:
    """A comment for a pull request, on GitHub or GitLab: the findings that changed, then the cookies.

    It stays under 60 kB whatever changed, and says how much was left out. Names and addresses stand in code, where
    nothing is a link, a mention or a tag.
    """

    name = "markdown"
    ending = ".md"

    def render(self, difference: "Difference") -> bytes:
        """Write what changed: UTF-8, with a newline at the end."""
        from temoin.views.compared.lines import cookie_lines, finding_lines
        from temoin.views.markdown import MOST
        from temoin.views.markdown_text import Page, prose

        page = Page(MOST - _CLOSING)
        findings, cookies = finding_lines(difference), cookie_lines(difference)
        page.add(f"<!-- temoin-diff -->\n## Témoin: {_said(findings, cookies)}")
        for word, side in (("Old", difference.old), ("New", difference.new)):
            page.add(_side(word, side))
        for note in difference.notes:
            page.add(prose(note))
        page.table(
            "Findings",
            ("", "rule", "cookie", "domain", "party", "what"),
            [_finding(one) for one in findings],
            share=0.6,
        )
        page.table("Cookies", ("", "cookie", "domain", "party", "what"), [_cookie(one) for one in cookies])
        closing = Page(_CLOSING)
        if page.left_out:
            closing.add(f"{page.left_out:,} rows did not fit in here: the other forms hold all.")
        closing.add(f"temoin {difference.temoin}")
        return page.rendered() + b"\n" + closing.rendered()


FORM: "Form" = Markdown()


def _said(findings: "tuple[Line, ...]", cookies: "tuple[Line, ...]") -> str:
    from temoin.views.compared.lines import signs

    parts = [
        f"{what} {', '.join(f'{count:,} {sign}' for sign, count in signs(lines))}"
        for what, lines in (("findings", findings), ("cookies", cookies))
        if lines
    ]
    return "; ".join(parts) or "nothing changed"


def _side(word: str, side: "Side") -> str:
    from temoin.views.markdown_text import code, prose

    told = prose(side.summaries[0]) if len(side.summaries) == 1 else f"{len(side.summaries):,} recordings"
    return f"{word}: {code(side.file)}, {side.outcome}. {told}"


def _finding(line: "Line") -> tuple[str, ...]:
    return line.sign, line.rule, *_about(line)


def _cookie(line: "Line") -> tuple[str, ...]:
    return line.sign, *_about(line)


def _about(line: "Line") -> tuple[str, ...]:
    from temoin.views.markdown_text import code, prose

    return code(line.name) or "(no name)", code(line.domain), line.party, prose(line.told)
