"""A map whose lines lie on another grid than it says: told once, and read on the grid that its lines follow."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Literal

from khalkhin.core.board.layout import Layout
from khalkhin.scenario.issues import Report
from khalkhin.scenario.tmx.polylines import Pixel, Plane
from khalkhin.scenario.tmx.tiled import RawMap
from khalkhin.translation import _

#: Points of lines that are looked at, and how many of them there must be to tell a grid by them.
LOOKED_AT, LEAST = 2000, 4
#: Of a hundred points, how many lie on a grid that may be right, and on one that must be.
SOME, MOST = 70, 95

AXES: tuple[Literal["x", "y"], ...] = ("x", "y")
INDICES: tuple[Literal["odd", "even"], ...] = ("odd", "even")


def right_grid(raw: RawMap, report: Report) -> None:
    """If the lines of a map follow the grid of another stagger axis or index, say so, and take that for the map's."""
    points = [
        (layer, point)
        for layer in ("hexsides", "roads")
        for obj in raw.objects.get(layer, ())
        if obj.shape in ("polyline", "polygon")
        for point in obj.points
    ][:LOOKED_AT]
    if not raw.placed or len(points) < LEAST or _on(raw.layout, raw, points) >= SOME:
        return
    others = [replace(raw.layout, stagger_axis=a, stagger_index=i) for a, i in itertools.product(AXES, INDICES)]
    best = max((o for o in others if o != raw.layout and _sound(o)), key=lambda o: _on(o, raw, points), default=None)
    if best is None or _on(best, raw, points) < MOST:
        return
    given, meant = raw.layout, best
    told = _("the lines of the map follow a grid with stagger axis {axis} and index {index}, not {other} and {wrong}")
    report.error(
        f"{raw.file}:{raw.line}",
        told.format(
            axis=meant.stagger_axis.upper(),
            index=meant.stagger_index,
            other=given.stagger_axis.upper(),
            wrong=given.stagger_index,
        ),
        _("set Stagger Axis to {axis} and Stagger Index to {index} in the map properties").format(
            axis=meant.stagger_axis.upper(), index=meant.stagger_index.capitalize()
        ),
    )
    raw.layout = best


def _sound(layout: Layout) -> bool:
    """Whether the sizes of a map's tiles make hexes on this grid."""
    across = layout.tile_width if layout.flat_top else layout.tile_height
    return layout.side < across and (across - layout.side) % 2 == 0


def _on(layout: Layout, raw: RawMap, points: list[tuple[str, Pixel]]) -> float:
    """How many of a hundred points of lines lie on corners or centres of a grid, as their layer wants."""
    plane = Plane(layout, raw.width, raw.height)
    return 100 * sum(plane.on_grid(point, centre=layer == "roads") for layer, point in points) / len(points)
