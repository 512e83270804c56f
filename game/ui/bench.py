"""How fast the map is drawn, for `khalkhin bench`."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

import pygame

from game.core.engine import initial_state
from game.core.model import Scenario
from game.core.state import GameState
from game.core.supply import trace
from game.core.view import View, view
from game.ui.mapview import MapScene, MapView, ReachMark
from game.ui.picture import prepare
from game.ui.scenery import Outline, SupplyOverlay
from game.ui.tiles import Tileset


@dataclass(frozen=True, slots=True)
class PanningFigures:
    """Milliseconds per frame while panning, megabytes of pictures kept at the end, and frames in which some ground
    was still coarse."""

    frames: int
    median_ms: float
    p99_ms: float
    worst_ms: float
    cache_mb: float
    coarse_frames: int


def benchmark_panning(scenario: Scenario | GameState, size: tuple[int, int] = (1920, 1080), *, frames: int = 600,
                      zoom: float = 1.0, speed: int = 18, tileset: Tileset | None = None) -> PanningFigures:
    """Pan across a map with every overlay on and time each frame (without a window).

    `speed` is pixels per frame. The first half second, in which the window fills, is not counted.
    """
    prepare()
    state = scenario if isinstance(scenario, GameState) else initial_state(scenario)
    seen = view(state, state.active)
    return pan(seen, everything(seen), size, frames=frames, zoom=zoom, speed=speed, tileset=tileset)


def everything(seen: View) -> MapScene:
    """A scene with every overlay there is: supply, reach, a pocket, targets, fog."""
    state, board = seen.state, seen.state.scenario.board
    own = list(state.side_units(seen.side))
    start = own[0].hex if own else board.size // 2
    near = board.within(start, 5)
    return MapScene(
        selected_hex=start, hover=near[-1],
        reach={h: ReachMark(2 * board.distance(start, h), h % 3 == 0, h % 4 > 0, h % 2 == 0) for h in near[1:]},
        path=tuple(h for h in near[:2]), outlines=(Outline(frozenset(board.within(near[-1], 2)),
        text="Pocket"),), targets={near[1]: "3:1"}, supply=SupplyOverlay.of(state, trace(state, seen.side)))


def pan(seen: View, scene: MapScene, size: tuple[int, int], *, frames: int, zoom: float, speed: int,
        tileset: Tileset | None = None) -> PanningFigures:
    """Time `frames` frames of a camera that goes back and forth over the map."""
    target = pygame.Surface(size)
    drawer = MapView(seen.state.scenario, size, tileset=tileset)
    camera = drawer.camera
    camera.zoom_to(zoom)
    dx, dy = speed, max(1, speed // 2)
    times = []
    coarse = 0
    for i in range(frames + 30):
        before = camera.offset
        camera.pan(dx, dy)
        if camera.offset[0] == before[0]:
            dx = -dx
        if camera.offset[1] == before[1]:
            dy = -dy
        start = time.perf_counter()
        drawer.draw(target, seen, scene)
        if i >= 30:
            times.append((time.perf_counter() - start) * 1000)
            coarse += not drawer.finished
    times.sort()
    return PanningFigures(frames, round(statistics.median(times), 2), round(times[int(len(times) * 0.99)], 2),
                          round(times[-1], 2), round(drawer.kept_bytes / (1 << 20), 1), coarse)
