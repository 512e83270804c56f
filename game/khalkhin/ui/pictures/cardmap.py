"""The map on a scenario's card: the ground and the objectives, without units, which nobody knows beforehand."""

from __future__ import annotations

from dataclasses import replace

import pygame

from khalkhin.core.engine import initial_state
from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.map.camera import drawing_layout
from khalkhin.ui.map.mapview import MapScene
from khalkhin.ui.map.minimap import Minimap
from khalkhin.ui.pictures.picture import draw_whole, prepare, whole
from khalkhin.ui.pictures.png import png

#: The room that a picture fills, in pixels.
SIZE = (480, 480)
#: Hexes of the largest map that is painted in full before it is made small.
FULL = 6000


def card_map(scenario: Scenario) -> bytes:
    """The picture as a PNG, as large as fits into :data:`SIZE`."""
    prepare()
    state = initial_state(scenario)
    ground = whole(replace(state, units=(), at={}))
    picture = small_map(ground, SIZE)
    return b"".join(png(picture.get_size(), iter((picture,))))


def factor_in(scenario: Scenario, size: tuple[int, int]) -> float:
    """How large a whole map is that just fits into a room in pixels, against the one that is drawn at zoom 1."""
    width, height = drawing_layout(scenario.board.layout).size(scenario.board.width, scenario.board.height)
    return min(size[0] / width, size[1] / height)


def small_map(shown: View, size: tuple[int, int], *, full: bool = False) -> pygame.Surface:
    """The whole map of a view as large as fits into `size`, drawn as the battle draws it, the `full` picture with
    counters and fog; of a very large map only its ground in plain colours, and squares for units."""
    board = shown.state.scenario.board
    if board.size > FULL:
        return Minimap(shown.state.scenario, size).picture(shown)
    scene = MapScene(fog=full, names=False, grid=False, counters=full)
    factor = factor_in(shown.state.scenario, size)
    picture = draw_whole(shown, scene, min(0.64, max(0.25, factor)))
    fits = min(size[0] / picture.get_width(), size[1] / picture.get_height())
    wanted = [max(1, round(n * fits)) for n in picture.get_size()]
    return pygame.transform.smoothscale(picture, wanted)
