"""The board of a scenario: terrain by hex, and the lines drawn along hexsides and between hexes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from khalkhin.core.board.board import Board
from khalkhin.core.model.rules import HexsideKind, Road, Rules
from khalkhin.scenario.issues import Report, quoted
from khalkhin.scenario.tmx.object_classes import Kind, properties
from khalkhin.scenario.tmx.polylines import Edge, OffTheLine, Plane
from khalkhin.scenario.tmx.tiled import MapObject, RawMap
from khalkhin.translation import _

#: Where two kinds of line run along one hexside, the later of these counts.
RANK = (HexsideKind.ESCARPMENT, HexsideKind.STREAM, HexsideKind.RIVER)

#: Points of all lines of a map together.
MAX_LINE_POINTS = 50_000


@dataclass(slots=True)
class Lines:
    hexsides: dict[Edge, HexsideKind] = field(default_factory=dict)
    roads: dict[Edge, Road] = field(default_factory=dict)
    borders: dict[str, list[Edge]] = field(default_factory=dict)


def read_ground(
    raw: RawMap, rules: Rules, known: dict[str, Kind], sides: Collection[str] | None, report: Report
) -> Lines:
    """The lines of a map; faults of lines and terrain go to the report. `sides` is None if they could not be read."""
    _terrain(raw, rules, report)
    plane = Plane(raw.layout, raw.width, raw.height)
    lines = Lines()
    left = MAX_LINE_POINTS
    for layer in ("hexsides", "roads"):
        for obj in raw.objects.get(layer, ()):
            left -= len(obj.points)
            if left < 0:
                report.error(
                    obj.where,
                    _("the lines of the map have more than {most} points").format(most=MAX_LINE_POINTS),
                    _("draw fewer"),
                )
                return lines
            given = properties(obj, known, report)
            if given is not None:
                _line(obj, given, plane, lines, sides, report)
    return lines


def build_board(raw: RawMap, rules: Rules, lines: Lines) -> Board:
    """The board of a map without faults."""
    terrain = [t for t in raw.terrain if t is not None]
    return Board.build(raw.width, raw.height, raw.layout, terrain, rules, lines.hexsides, lines.roads, lines.borders)


def _terrain(raw: RawMap, rules: Rules, report: Report) -> None:
    unknown = {t for t in raw.terrain if t is not None and t not in rules.terrain}
    for index, terrain in enumerate(raw.terrain if unknown else ()):
        if terrain in unknown:
            assert terrain is not None
            report.error(
                f"{raw.file}:{raw.terrain_line}: terrain",
                _("hex ({col}, {row}) has the unknown terrain {terrain}").format(
                    col=index % raw.width, row=index // raw.width, terrain=quoted(terrain)
                ),
                report.suggest(terrain, rules.terrain),
                kind=_("hexes of unknown terrain"),
            )


def _line(
    obj: MapObject, given: dict[str, str], plane: Plane, lines: Lines, sides: Collection[str] | None, report: Report
) -> None:
    points = obj.points if obj.shape == "polyline" else (*obj.points, obj.points[0])
    try:
        match obj.kind:
            case "Road" | "Track":
                road = Road.ROAD if obj.kind == "Road" else Road.TRACK
                for edge in plane.steps(points):
                    lines.roads[edge] = max(road, lines.roads.get(edge, Road.NONE))
            case "Border":
                claim = given["claim"]
                if sides is not None and claim not in sides:
                    report.error(
                        obj.where,
                        _("the claim {claim} is no side").format(claim=quoted(claim)),
                        report.suggest(claim, sides),
                    )
                lines.borders.setdefault(claim, []).extend(plane.hexsides(points))
            case _:
                kind = HexsideKind(obj.kind.lower())
                for hex_, direction in plane.hexsides(points):
                    edge = _one_name(plane, hex_, direction)
                    old = lines.hexsides.get(edge)
                    if old is None or RANK.index(kind) > RANK.index(old):
                        lines.hexsides[edge] = kind
    except OffTheLine as off:
        message, hint = off.args
        report.error(obj.where, message, hint)


def _one_name(plane: Plane, hex_: int, direction: int) -> Edge:
    """A hexside under the name it has from its hex of the lower index."""
    here = plane.layout.to_hex(hex_ % plane.width, hex_ // plane.width)
    other = plane.index(*plane.layout.to_offset(here.neighbour(direction)))
    return (hex_, direction) if other is None or hex_ < other else (other, (direction + 3) % 6)
