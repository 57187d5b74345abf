"""Who set what on which page, ready to be drawn: the first party and its pages in the middle, the others around.

A thread leads from a page to whoever's cookies crossed because of it; it is marked by the worst verdict of these.
Of many only the worst are drawn; the table beside the drawing has all.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from temoin.views.html.relations import Relation, worst
from temoin.vocabulary import Party, Verdict

__all__ = ["Disc", "Node", "Picture", "Thread", "pictures_of"]

_MOST_PICTURES = 3
_MOST_NODES = 14
_MOST_DISCS = 10
_WIDTH, _LEAST_HEIGHT, _ROW, _WIDEST_ROW, _REACH = 900.0, 340.0, 56.0, 110.0, 275.0
_TALL_WIDTH, _TALL_ROW, _COLUMN, _BELOW = 400.0, 92.0, 78.0, 262.0
_RING = 86.0
_TOWARDS = {"left": -1, "right": 1, "below": 0}
_LINES = {"left": (-7, 10, 25), "right": (-7, 10, 25), "below": (17, 34, 49)}


@dataclass(frozen=True, slots=True)
class Disc:
    """A page in the middle; `page` is None for one that is not known, and for `pages` not drawn one by one."""

    x: str
    y: str
    page: int | None
    pages: int
    label: str
    worst: Verdict | None


@dataclass(frozen=True, slots=True)
class Node:
    """Another party, its texts on one side of it: "left", "right" or "below"."""

    x: str
    y: str
    radius: str
    side: str
    text_x: str
    name_y: str
    counts_y: str
    cookies_y: str
    relation: Relation
    worst: Verdict | None


@dataclass(frozen=True, slots=True)
class Thread:
    """From a page to a party; `disc` and `node` are places in the picture's lists."""

    path: str
    width: str
    worst: Verdict | None
    disc: int
    node: int


@dataclass(frozen=True, slots=True)
class Picture:
    """One site and all that others did on its pages.

    Args:
        shape: "wide" or "tall".
        site: its registrable domain.
        width, height: of the drawing.
        middle: where its middle is.
        own: how many exchanges of each verdict its own cookies had.
        own_names: how many cookies of its own.
        discs: its pages.
        threads: who crossed where.
        nodes: the others.
        left_out: how many others are not drawn.
    """

    shape: str
    site: str
    width: int
    height: int
    middle: tuple[str, str]
    own: Counter[Verdict]
    own_names: int
    discs: tuple[Disc, ...]
    threads: tuple[Thread, ...]
    nodes: tuple[Node, ...]
    left_out: int


def pictures_of(relations: tuple[Relation, ...]) -> tuple[Picture, ...]:
    """Draw the sites with the most exchanges, each in a wide shape and in a tall one.

    Args:
        relations: as `relations_of` gives them.
    """
    sites = [site for site in dict.fromkeys(one.site for one in relations) if site]
    return tuple(
        _picture(site, [one for one in relations if one.site == site], shape)
        for site in sites[:_MOST_PICTURES]
        for shape in _SHAPES
    )


def _picture(site: str, relations: list[Relation], shape: "_Shape") -> Picture:
    own = [one for one in relations if one.party is Party.FIRST]
    others = [one for one in relations if one.party is not Party.FIRST]
    drawn = others[:_MOST_NODES]
    frame = shape(len(drawn))
    discs, places = _discs(relations, frame)
    nodes = tuple(_node(one, place) for one, place in zip(drawn, frame.places, strict=True))
    threads = tuple(
        thread
        for place, node in enumerate(nodes)
        for thread in _threads(node, place, discs, places, frame.middle_x)
    )
    return Picture(
        shape=frame.name,
        site=site.partition("://")[2] or site,
        width=round(frame.width),
        height=round(frame.height),
        middle=(f"{frame.middle_x:.1f}", f"{frame.middle_y:.1f}"),
        own=sum((one.verdicts for one in own), Counter()),
        own_names=len({name for one in own for name in one.names}),
        discs=discs,
        threads=threads,
        nodes=nodes,
        left_out=len(others) - len(drawn),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    x: float
    y: float
    side: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """How large a picture is, and where what stands in it."""

    name: str
    width: float
    height: float
    middle_x: float
    middle_y: float
    places: tuple[_Place, ...]


type _Shape = Callable[[int], _Frame]


def _wide(count: int) -> _Frame:
    """For a screen: the others to the right and left of the middle, on two bows."""
    right = math.ceil(count / 2)
    height = max(_LEAST_HEIGHT, right * _ROW + 50)
    apart = min((height - _ROW) / max(right, 1), _WIDEST_ROW)
    places = []
    for number in range(count):
        to_left = number >= right
        rank, rows = (number - right, count - right) if to_left else (number, right)
        y = height / 2 + (rank - (rows - 1) / 2) * apart
        bow = math.cos(math.asin(min(abs(y - height / 2) / (height * 0.62), 1.0)))
        reach = _REACH * (0.72 + 0.28 * bow)
        places.append(_Place(_WIDTH / 2 + (-reach if to_left else reach), y, "left" if to_left else "right"))
    return _Frame("wide", _WIDTH, height, _WIDTH / 2, height / 2, tuple(places))


def _tall(count: int) -> _Frame:
    """For a phone: the others below the middle, in two columns."""
    places = tuple(
        _Place(_COLUMN if number % 2 else _TALL_WIDTH - _COLUMN, _BELOW + (number // 2) * _TALL_ROW, "below")
        for number in range(count)
    )
    height = _BELOW + math.ceil(count / 2) * _TALL_ROW - 30
    return _Frame("tall", _TALL_WIDTH, height, _TALL_WIDTH / 2, _RING + 32, places)


_SHAPES: tuple[_Shape, ...] = (_wide, _tall)


def _node(relation: Relation, place: _Place) -> Node:
    radius = 8 + min(math.sqrt(relation.verdicts.total()), 9)
    below = radius if place.side == "below" else 0.0
    name_y, counts_y, cookies_y = (f"{place.y + below + line:.1f}" for line in _LINES[place.side])
    return Node(
        x=f"{place.x:.1f}",
        y=f"{place.y:.1f}",
        radius=f"{radius:.1f}",
        side=place.side,
        text_x=f"{place.x + _TOWARDS[place.side] * (radius + 7):.1f}",
        name_y=name_y,
        counts_y=counts_y,
        cookies_y=cookies_y,
        relation=relation,
        worst=worst(relation.verdicts),
    )


def _discs(relations: list[Relation], frame: _Frame) -> tuple[tuple[Disc, ...], dict[int | None, int]]:
    """The pages on a ring, and at which place of it each is."""
    on: dict[int | None, Counter[Verdict]] = {}
    for relation in relations:
        for page, verdicts in relation.pages.items():
            on.setdefault(page, Counter()).update(verdicts)
    numbers = sorted(page for page in on if page is not None)
    single = numbers if len(numbers) <= _MOST_DISCS else numbers[: _MOST_DISCS - 1]
    rest = numbers[len(single) :]
    groups: list[tuple[str, list[int | None]]] = [(str(number), [number]) for number in single]
    if rest:
        groups.append(("…", list(rest)))
    if None in on:
        groups.append(("?", [None]))
    discs = []
    places: dict[int | None, int] = {}
    for place, (label, pages) in enumerate(groups):
        angle = 2 * math.pi * place / len(groups) - math.pi / 2
        places |= dict.fromkeys(pages, place)
        discs.append(
            Disc(
                x=f"{frame.middle_x + _RING * math.cos(angle):.1f}",
                y=f"{frame.middle_y + _RING * math.sin(angle):.1f}",
                page=pages[0] if len(pages) == 1 else None,
                pages=len(pages),
                label=label,
                worst=worst(verdict for page in pages for verdict in on[page]),
            )
        )
    return tuple(discs), places


def _threads(
    node: Node,
    node_place: int,
    discs: tuple[Disc, ...],
    places: dict[int | None, int],
    middle_x: float,
) -> Iterable[Thread]:
    by_disc: dict[int, Counter[Verdict]] = {}
    for page, verdicts in node.relation.pages.items():
        by_disc.setdefault(places[page], Counter()).update(verdicts)
    end_x, end_y = float(node.x), float(node.y)
    for place, verdicts in sorted(by_disc.items()):
        from_x, from_y = float(discs[place].x), float(discs[place].y)
        if node.side == "below":
            by = middle_x + (from_x - middle_x) * 0.4  # between the two columns' texts
            bends = (by, from_y + 60, by, end_y)
        else:
            middle = (from_x + end_x) / 2
            bends = (middle, from_y, middle, end_y)
        curve = " ".join(f"{part:.1f}" for part in (*bends, end_x, end_y))
        yield Thread(
            path=f"M{from_x:.1f} {from_y:.1f}C{curve}",
            width=f"{1.2 + min(math.sqrt(verdicts.total()), 5) * 0.7:.1f}",
            worst=worst(verdicts),
            disc=place,
            node=node_place,
        )
