"""A picture of a scenario's ground without counters, for pages that lay colours over it."""

from __future__ import annotations

import io

import pygame

from khalkhin.core.engine import initial_state
from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.map.map_contents import MapScene
from khalkhin.ui.pictures.picture import LONGEST, draw_whole, prepare, whole

#: The longer side in pixels.
SIZE = 1200


def ground_picture(scenario: Scenario) -> tuple[bytes, float]:
    """A JPEG of the whole map with names and crossings, and its scale: pixels for one of the map in Tiled."""
    prepare()
    board = scenario.board
    full = board.layout.size(board.width, board.height)
    zoom = 1.0 if max(full) <= LONGEST else None
    drawn = draw_whole(whole(initial_state(scenario, fog=False)), MapScene(counters=False, fog=False), zoom)
    ratio = min(1.0, SIZE / max(full))
    small = pygame.transform.smoothscale(drawn, (round(full[0] * ratio), round(full[1] * ratio)))
    out = io.BytesIO()
    pygame.image.save(small, out, "ground.jpg")
    return out.getvalue(), ratio
