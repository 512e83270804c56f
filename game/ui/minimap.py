"""The whole map in a corner: ground, units as dots, objectives, and a frame round what the window shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.core.model import Scenario
from game.ui.camera import Camera, drawing_layout

if TYPE_CHECKING:
    from game.core.view import View


class Minimap:
    """A small map that fits into `size` (the map's proportions are kept; :attr:`size` is what it takes)."""

    def __init__(self, scenario: Scenario, size: tuple[int, int]) -> None:
        self.scenario = scenario
        self.layout = drawing_layout(scenario.board.layout)
        w, h = self.layout.size(scenario.board.width, scenario.board.height)
        self.factor = min(size[0] / w, size[1] / h)
        self.size = max(1, round(w * self.factor)), max(1, round(h * self.factor))

    def hex_at(self, pos: tuple[float, float]) -> int | None:
        """The board index of the hex under a pixel of the minimap, or None."""
        col, row = self.layout.at_pixel(pos[0] / self.factor, pos[1] / self.factor)
        return self.scenario.board.index(col, row)

    def draw(self, target: pygame.Surface, topleft: tuple[int, int], view: View, camera: Camera) -> None:
        """Draw the small map at a place of the target."""
        target.fill((60, 60, 50), (topleft, self.size))
