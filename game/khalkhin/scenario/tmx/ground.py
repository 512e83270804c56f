"""The board of a scenario: terrain by hex, and the lines drawn along hexsides and between hexes."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.model.rules import HexsideKind, Road, Rules
from khalkhin.foreign_text import quoted
from khalkhin.scenario.issues import Report
from khalkhin.scenario.own.terrains import UNREAD
from khalkhin.scenario.tmx.object_classes import ObjectClass, properties
from khalkhin.scenario.tmx.polylines import Edge, OffTheLine, Pixel, Plane
from khalkhin.scenario.tmx.stagger import right_grid
from khalkhin.scenario.tmx.tiled import MARKED, MapObject, RawMap
from khalkhin.translation import _

#: Where two kinds of line run along one hexside, the later of these counts.
RANK = (HexsideKind.ESCARPMENT, HexsideKind.STREAM, HexsideKind.RIVER)

#: Points of all lines of a map together.
MAX_LINE_POINTS = 50_000
#: Boards that are kept for who reads the same map again: it is listed, looked at, and then played.
KEPT = 2
#: Points of lines with faults that are shown.
FAULTY_POINTS = 5000


@dataclass(slots=True)
class Lines:
    hexsides: dict[Edge, HexsideKind] = field(default_factory=dict)
    roads: dict[Edge, Road] = field(default_factory=dict)
    borders: dict[str, list[Edge]] = field(default_factory=dict)
    #: Where roads are drawn, by the steps along them.
    drawn: dict[Edge, str] = field(default_factory=dict)
    #: How many points of lines with faults are still shown.
    left: int = FAULTY_POINTS


def read_ground(
    raw: RawMap, rules: Rules, known: dict[str, ObjectClass], sides: Collection[str] | None, report: Report
) -> Lines:
    """The lines of a map; faults of lines and terrain go to the report. `sides` is None if they could not be read."""
    with report.about("terrain"):
        _terrain(raw, rules, report)
    right_grid(raw, report)
    plane = Plane(raw.layout, raw.width, raw.height)
    lines = Lines()
    left = MAX_LINE_POINTS
    for layer in ("hexsides", "roads"):
        with report.about(layer):
            for obj in raw.objects.get(layer, ()):
                left -= len(obj.points)
                if left < 0:
                    report.error(
                        obj.where,
                        _("the lines of the map have more than {most} points").format(most=MAX_LINE_POINTS),
                        _("draw fewer"),
                    )
                    report.unexamined(_("the lines that come after"))
                    return lines
                given = properties(obj, known, report)
                if given is not None:
                    _line(obj, given, plane, lines, sides, raw.placed, report)
    return lines


def build_board(raw: RawMap, rules: Rules, lines: Lines) -> Board:
    """The board of a map; where its terrain is not known it has some that everybody may enter."""
    usual = min(
        rules.terrain, key=lambda name: (-len(rules.terrain[name].cost), sum(rules.terrain[name].cost.values()))
    )
    terrain = tuple(usual if t is None or t not in rules.terrain else t for t in raw.terrain)
    return _board(_Drawn(raw.width, raw.height, raw.layout, terrain, rules, lines.hexsides, lines.roads, lines.borders))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a board is made of, as :meth:`Board.build` takes it."""

    width: int
    height: int
    layout: Layout
    terrain: tuple[str, ...]
    rules: Rules
    hexsides: dict[Edge, HexsideKind]
    roads: dict[Edge, Road]
    borders: dict[str, list[Edge]]

    def __hash__(self) -> int:
        return hash((self.width, self.height, self.terrain))


@functools.lru_cache(maxsize=KEPT)
def _board(of: _Drawn) -> Board:
    return Board.build(of.width, of.height, of.layout, of.terrain, of.rules, of.hexsides, of.roads, of.borders)


def _terrain(raw: RawMap, rules: Rules, report: Report) -> None:
    """Tell of tiles whose terrain there is not, each once, where it is described. While a table of ground could not be
    read, nobody knows which there are."""
    if UNREAD in report.doubted:
        report.unexamined(_("whether there are the terrains that hexes have"))
        return
    hexes: dict[str, list[tuple[int, int]]] = {}
    for index, terrain in enumerate(raw.terrain):
        if terrain is not None and terrain not in rules.terrain:
            hexes.setdefault(terrain, []).append((index % raw.width, index // raw.width))
    for terrain, there in hexes.items():
        report.error(
            raw.described.get(terrain, f"{raw.file}:{raw.terrain_line}: terrain"),
            _("the terrain {terrain} is unknown; hex ({col}, {row}) has it").format(
                terrain=quoted(terrain), col=there[0][0], row=there[0][1]
            ),
            report.suggest(terrain, rules.terrain),
            kind=_("unknown terrains"),
            at=tuple(there[:MARKED]),
        )


def _line(
    obj: MapObject,
    given: dict[str, str],
    plane: Plane,
    lines: Lines,
    sides: Collection[str] | None,
    placed: bool,
    report: Report,
) -> None:
    if obj.kind == "Border" and sides is not None and given["claim"] not in sides:
        report.error(
            obj.where,
            _("the claim {claim} is no side").format(claim=quoted(given["claim"])),
            report.suggest(given["claim"], sides),
        )
    if not placed:
        return
    points = obj.points if obj.shape == "polyline" else (*obj.points, obj.points[0])
    try:
        _along(obj, given, points, plane, lines)
    except OffTheLine as off:
        message, hint = off.args
        if obj.shape == "polygon" and _goes(obj, plane):
            message = _("it is a polygon, which closes by a line of its own that follows nothing")
            hint = _("draw it as a polyline")
        report.error(obj.where, message, hint, at=off.hexes)
        report.unexamined(_("the rest of lines that have faults"))
        # To be seen in pictures of faults, as far as that is worth while.
        pieces = plane.nearly(points, centre=obj.layer == "roads", most=lines.left)
        lines.left -= len(pieces)
        for piece in pairwise(pieces):
            with contextlib.suppress(OffTheLine):
                _along(obj, given, piece, plane, lines)


def _goes(obj: MapObject, plane: Plane) -> bool:
    """Whether a line is right but for the one that closes it."""
    try:
        (plane.steps if obj.layer == "roads" else plane.hexsides)(obj.points)
    except OffTheLine:
        return False
    return True


def _along(obj: MapObject, given: dict[str, str], points: Sequence[Pixel], plane: Plane, lines: Lines) -> None:
    """Take in a line. Raises: OffTheLine."""
    match obj.kind:
        case "Road" | "Track":
            road = Road.ROAD if obj.kind == "Road" else Road.TRACK
            for edge in plane.steps(points):
                lines.roads[edge] = max(road, lines.roads.get(edge, Road.NONE))
                lines.drawn.setdefault(edge, obj.where)
        case "Border":
            lines.borders.setdefault(given["claim"], []).extend(plane.hexsides(points))
        case _:
            kind = HexsideKind(obj.kind.lower())
            for hex_, direction in plane.hexsides(points):
                edge = _one_name(plane, hex_, direction)
                old = lines.hexsides.get(edge)
                if old is None or RANK.index(kind) > RANK.index(old):
                    lines.hexsides[edge] = kind


def _one_name(plane: Plane, hex_: int, direction: int) -> Edge:
    """A hexside under the name it has from its hex of the lower index."""
    here = plane.layout.to_hex(hex_ % plane.width, hex_ // plane.width)
    other = plane.index(*plane.layout.to_offset(here.neighbour(direction)))
    return (hex_, direction) if other is None or hex_ < other else (other, (direction + 3) % 6)
