"""Pictures of a map without a window."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pygame

from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.chunks import CHUNK, art_level
from khalkhin.ui.map.mapview import MapScene, MapView
from khalkhin.ui.map.tiles import LEVELS, TilePictures

#: Without a zoom, the longer side of a picture is at most this many pixels.
LONGEST = 4000


def draw_whole(
    shown: View, scene: MapScene, zoom: float | None = None, tileset: TilePictures | None = None
) -> pygame.Surface:
    """A picture of a whole map in full detail."""
    return drawn_by(drawer_of(shown, zoom, tileset), shown, scene)


def drawn_by(drawer: MapView, shown: View, scene: MapScene) -> pygame.Surface:
    """The same by what draws the map; of several pictures it paints the ground once."""
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


def drawer_of(shown: View, zoom: float | None, tileset: TilePictures | None) -> MapView:
    """What draws the map of a view, at a zoom or at the largest that keeps the whole within :data:`LONGEST` pixels."""
    finest = LEVELS[0] if zoom is None else art_level(zoom)
    drawer = MapView(shown.state.scenario, (64, 64), tileset=tileset, finest=finest)
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
