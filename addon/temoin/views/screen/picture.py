"""A screen as an SVG picture, for a README."""

from io import StringIO

from rich.console import Console, RenderableType
from rich.terminal_theme import TerminalTheme

__all__ = ["svg_of"]

_THEME = TerminalTheme(
    background=(22, 25, 32),
    foreground=(216, 222, 233),
    normal=[
        (59, 66, 82),
        (255, 107, 107),
        (126, 211, 136),
        (240, 198, 116),
        (122, 171, 255),
        (226, 140, 236),
        (96, 207, 222),
        (216, 222, 233),
    ],
)
# rich's own template loads its font from elsewhere; this one takes what the reader's machine has.
_TEMPLATE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg"
    xml:space="preserve">
    <style>
    .{unique_id}-matrix {{
        font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", Consolas, monospace;
        font-size: {char_height}px;
        line-height: {line_height}px;
        font-variant-east-asian: full-width;
    }}
    .{unique_id}-title {{
        font-size: 18px;
        font-weight: bold;
        font-family: system-ui, "Helvetica Neue", Arial, sans-serif;
    }}
    {styles}
    </style>
    <defs>
    <clipPath id="{unique_id}-clip-terminal">
      <rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
    </clipPath>
    {lines}
    </defs>
    {chrome}
    <g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
    {backgrounds}
    <g class="{unique_id}-matrix">
    {matrix}
    </g>
    </g>
</svg>
"""


def svg_of(screen: RenderableType, width: int, title: str, height: int | None = None) -> str:
    """Draw what a console would print.

    Args:
        screen: what to print.
        width: the console's columns.
        title: what the window's bar says.
        height: the console's lines; as many as it takes where not given.

    Returns:
        An SVG that is the same on every machine and loads nothing from elsewhere.
    """
    console = Console(
        file=StringIO(),
        width=width,
        record=True,
        force_terminal=True,
        color_system="truecolor",
        legacy_windows=False,
        no_color=False,
    )
    console.print(screen, height=height)
    return console.export_svg(title=title, theme=_THEME, code_format=_TEMPLATE, unique_id="temoin")
