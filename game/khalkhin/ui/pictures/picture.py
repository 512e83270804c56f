"""Pictures of a map as PNG files, without a window (`khalkhin render`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pygame

from khalkhin.core.engine import initial_state
from khalkhin.core.fog.view import View, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.storage.whole import write_pieces
from khalkhin.text.amounts import listed
from khalkhin.translation import _
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.chunks import CHUNK
from khalkhin.ui.map.mapview import MapScene, MapView
from khalkhin.ui.map.tiles import TilePictures
from khalkhin.ui.panels.layers import OverlayKind, layers
from khalkhin.ui.pictures.png import png

#: What `overlays` may name: overlays of the battle and fog are added, the others taken away with "no-" before them.
OVERLAYS: tuple[str, ...] = (*(k.value for k in OverlayKind), "fog", "no-names", "no-grid", "no-borders", "no-counters")
#: Without a zoom, the longer side of a picture is at most this many pixels.
LONGEST = 4000


def render_scenario(
    scenario_or_state: Scenario | GameState,
    path: str | Path,
    *,
    side: str | None = None,
    overlays: Iterable[str] = (),
    zoom: float | None = None,
    tileset: TilePictures | None = None,
) -> tuple[int, int]:
    """Write a picture of a whole map and return its size in pixels.

    `side` shows what that side sees, with fog (None: everything); `overlays` are names of :data:`OVERLAYS`, as
    `side` or the side whose turn it is would look at them; `zoom` is rounded to a step (None: the
    largest that keeps the picture within 4000 pixels). Raises: ValueError for an unknown side or overlay,
    OSError if the file cannot be written.
    """
    state = scenario_or_state if isinstance(scenario_or_state, GameState) else initial_state(scenario_or_state)
    scenario = state.scenario
    asked = tuple(overlays)
    for name in asked:
        if name not in OVERLAYS:
            told = _("no overlay is called {name}; there are {overlays}")
            raise ValueError(told.format(name=repr(name), overlays=", ".join(OVERLAYS)))
    known = [s.id for s in scenario.sides]
    if side is not None and side not in known:
        told = _("no side is called {name}; this scenario has {sides}")
        raise ValueError(told.format(name=repr(side), sides=listed(known)))
    prepare()
    shown = view(state, side) if side else whole(state)
    found = [layers(shown, kind) for kind in OverlayKind if kind.value in asked]
    scene = MapScene(
        supply=next((net for net, _ in found if net is not None), None),
        layers=tuple(layer for _, each in found for layer in each),
        fog=side is not None or "fog" in asked,
        names="no-names" not in asked,
        grid="no-grid" not in asked,
        borders="no-borders" not in asked,
        counters="no-counters" not in asked,
    )
    drawer = _drawer(shown, zoom, tileset)
    size = drawer.camera.map_size
    try:
        write_pieces(Path(path), lambda: png(size, bands(drawer, shown, scene)))
    except (OSError, pygame.error) as error:
        told = _("cannot write {path}: {why}")
        raise OSError(told.format(path=path, why=getattr(error, "strerror", None) or error)) from error
    return size


def draw_whole(
    shown: View, scene: MapScene, zoom: float | None = None, tileset: TilePictures | None = None
) -> pygame.Surface:
    """A picture of a whole map in full detail."""
    drawer = _drawer(shown, zoom, tileset)
    drawer.resize(drawer.camera.map_size)
    picture = pygame.Surface(drawer.camera.map_size)
    drawer.draw(picture, shown, scene, complete=True)
    return picture


def bands(drawer: MapView, shown: View, scene: MapScene) -> Iterator[pygame.Surface]:
    """A picture of a whole map in full detail from the top down, a row of chunks at a time. Each band is good until the
    next one is asked for."""
    camera = drawer.camera
    width, height = camera.map_size
    room = pygame.Surface((width, min(CHUNK, height)))
    frame = pygame.Rect(0, 0, width, height)  # The picture has edges, the bands have none.
    for top in range(0, height, CHUNK):
        size = width, min(CHUNK, height - top)
        drawer.resize(size)
        camera.pan(0, top - camera.offset[1])
        band = room.subsurface((0, 0), size)
        drawer.draw(band, shown, scene, complete=True, frame=frame)
        drawer.forget_ground()
        yield band


def _drawer(shown: View, zoom: float | None, tileset: TilePictures | None) -> MapView:
    drawer = MapView(shown.state.scenario, (64, 64), tileset=tileset)
    camera = drawer.camera
    if zoom is not None:
        camera.zoom_to(zoom)
    else:
        sizes = {z: max(camera.map_size) * z / camera.zoom for z in ZOOMS}
        camera.zoom_to(max((z for z, long in sizes.items() if long <= LONGEST), default=ZOOMS[0]))
    return drawer


def whole(state: GameState) -> View:
    """A view that sees everything, for pictures and replays."""
    return View("", state, (1 << state.scenario.board.size) - 1, {})


def prepare() -> None:
    """Make surfaces possible where there is no window."""
    if not pygame.display.get_init():
        os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
        pygame.display.init()
    if pygame.display.get_surface() is None:
        pygame.display.set_mode((1, 1), pygame.HIDDEN)
    if not pygame.font.get_init():
        pygame.font.init()
