"""The map on the screen: ground, counters and overlays of one battle as one side sees it.

    view_of_map = MapView(scenario, (1600, 900))
    view_of_map.camera.centre_on(hex_)
    if view_of_map.needs_draw(view, scene):
        view_of_map.draw(screen, view, scene)

The map view reads a :class:`game.core.view.View` and never changes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame

from game.core.model import Scenario
from game.ui.camera import Camera
from game.ui.scenery import Flash, MapScene, MovingCounter, Outline, ReachMark, SupplyOverlay

if TYPE_CHECKING:
    from game.core.view import View

__all__ = ["Flash", "MapScene", "MapView", "MovingCounter", "Outline", "ReachMark", "SupplyOverlay"]


class MapView:
    """Draws a scenario's map. Coordinates are pixels of the surface it draws on, from its top left corner.

    `size` is the part of the window the map fills (it draws at (0, 0) of the surface it is given: pass a
    subsurface to put it elsewhere). `scale` enlarges lettering, 1.0 to 2.0.
    """

    def __init__(self, scenario: Scenario, size: tuple[int, int], *, scale: float = 1.0) -> None:
        self.scenario = scenario
        self.scale = scale
        self.camera = Camera(scenario.board.layout, scenario.board.width, scenario.board.height, size)

    @property
    def size(self) -> tuple[int, int]:
        return self.camera.size

    def resize(self, size: tuple[int, int], scale: float | None = None) -> None:
        """Fill another size from now on (and letter at another scale, if given)."""
        self.camera.resize(size)
        if scale is not None:
            self.scale = scale

    def hex_at(self, pos: tuple[float, float]) -> int | None:
        """The board index of the hex under a pixel, or None off the map."""
        return self.camera.hex_at(pos)

    def position(self, hex_: int) -> tuple[int, int]:
        """The pixel of a hex centre (it may lie outside the window)."""
        return self.camera.position(hex_)

    def hexside_at(self, pos: tuple[float, float]) -> int | None:
        """The hexside within a few pixels of a pixel, or None."""
        return None

    def unit_at(self, pos: tuple[float, float], view: View) -> int | None:
        """The unit (index in the order of battle) whose counter lies under a pixel, or None."""
        return None

    def needs_draw(self, view: View, scene: MapScene) -> bool:
        """Whether drawing would change the picture: something shown changed, or finer ground is still to
        come."""
        return True

    def update(self, dt: float) -> bool:
        """Move what moves by itself (a gliding camera) on by `dt` seconds. Returns whether anything moved."""
        return self.camera.update(dt)

    def draw(self, target: pygame.Surface, view: View, scene: MapScene, *, complete: bool = False) -> None:
        """Draw the map. `complete` waits for all ground in full detail (for pictures); a window leaves it
        off."""
        target.fill((28, 31, 23))
