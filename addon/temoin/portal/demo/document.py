"""The demo's own pages: they set no cookie and load nothing from elsewhere."""

from html import escape

from temoin.portal.demo.words import Words
from temoin.portal.wire import PortalResponse, html

__all__ = ["document"]


def document(
    words: Words, title: str, body: str, *, may: str, head: str = "", status: int = 200
) -> PortalResponse:
    """A whole page.

    Args:
        words: of its language.
        title: its title, plain text.
        body: its content, HTML.
        may: what it may load, in the words of a content security policy; everything else is denied.
        head: more markup for its head.
        status: the status code.
    """
    page = f"""<!doctype html>
<html lang="{words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{escape(title)} · Témoin</title>
{head}
</head>
<body>
{body}
</body>
</html>
"""
    policy = f"default-src 'none'; {may}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return html(page, status).plus(
        ("content-security-policy", policy),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
    )
