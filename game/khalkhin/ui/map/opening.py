"""Where a player first looks: the part of the map where the fight is, readable and filling the window."""

from __future__ import annotations

from collections.abc import Collection

from khalkhin.core.board.board import Board
from khalkhin.core.fog.view import View
from khalkhin.ui.map.camera import ZOOMS, Camera

#: Hexes between two enemies who are at each other.
NEAR = 4
#: Scales, at 100 %, below which figures on counters are small, and above which nothing is gained.
READABLE, LARGE = 1.0, 1.6
#: The part of the window's width and height that the map must fill.
FILLED = 0.85
#: Hexes that are to be seen round what is looked at.
AROUND = 1.5


def fight(view: View, side: str) -> list[int]:
    """Hexes of the fight as a side knows it: its units and the enemy's that are near each other. Where none are, its
    units and what it is to hold or take; where it has no units, the places alone."""
    state = view.state
    board = state.scenario.board
    own = {u.hex for u in state.side_units(side) if u.hex >= 0 and not u.is_column}
    enemies = {u.hex for u in state.units if u.hex >= 0 and u.side != side}
    enemies |= {ghost.hex for ghost in view.ghosts.values() if ghost.hex >= 0}
    near = [(a, b) for a in own for b in enemies if board.distance(a, b) <= NEAR]
    if near:
        return sorted({h for pair in near for h in pair})
    return sorted(own | {o.hex for o in state.scenario.objectives})


def look_at(camera: Camera, board: Board, hexes: Collection[int], scale: float) -> None:
    """Bring hexes into the window: all of them, or the middle of them where all would be too small to read. `scale` is
    that of the window's letters."""
    if not hexes:
        camera.zoom_to_fit()
        return
    step = max(_holding(camera, hexes, LARGE * scale), _filling(camera), _nearest(READABLE * scale))
    camera.zoom_to(ZOOMS[step])
    left, top, right, bottom = _box(camera, hexes)
    if right - left <= camera.clear.width and bottom - top <= camera.clear.height:
        camera.look((left + right) // 2, (top + bottom) // 2)
    else:
        camera.centre_on(min(sorted(hexes), key=lambda a: sum(board.distance(a, b) for b in hexes)))


def _nearest(zoom: float) -> int:
    return min(range(len(ZOOMS)), key=lambda i: abs(ZOOMS[i] - zoom))


def _filling(camera: Camera) -> int:
    """The first step at which the map fills the window."""
    w, h = camera.layout.size(camera.board_width, camera.board_height)
    fills = (
        i
        for i, zoom in enumerate(ZOOMS)
        if w * zoom >= camera.clear.width * FILLED and h * zoom >= camera.clear.height * FILLED
    )
    return next(fills, len(ZOOMS) - 1)


def _holding(camera: Camera, hexes: Collection[int], most: float) -> int:
    """The last step, up to a scale, at which all hexes are within the window; 0 if there is none."""
    left, top, right, bottom = (n / camera.zoom for n in _box(camera, hexes))
    holds = (
        i
        for i, zoom in enumerate(ZOOMS)
        if zoom <= most and (right - left) * zoom <= camera.clear.width and (bottom - top) * zoom <= camera.clear.height
    )
    return max(holds, default=0)


def _box(camera: Camera, hexes: Collection[int]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of hexes with what is to be seen round them, in map pixels at the present scale."""
    places = [camera.centre(h) for h in hexes]
    dx, dy = (round(AROUND * n * camera.zoom) for n in (camera.layout.tile_width, camera.layout.tile_height))
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs) - dx, min(ys) - dy, max(xs) + dx, max(ys) + dy
