"""The map of a film: the part of the window it fills, and what the mouse does there."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from khalkhin.core.fog.view import View
from khalkhin.play.session.film import ALL
from khalkhin.ui.map.camera import ZOOMS, Camera
from khalkhin.ui.map.map_contents import Layer, MapScene
from khalkhin.ui.map.mapview import MapView
from khalkhin.ui.map.opening import LARGE
from khalkhin.ui.panels.layers import large_pockets
from khalkhin.ui.replay.player import FilmPlayer
from khalkhin.ui.replay.rows import hidden_marks
from khalkhin.ui.widgets.theme import Metrics

#: Pixels a second the map moves by keys, at 100 %.
PAN_SPEED = 900


class FilmMap:
    """Draws what the player of a film shows."""

    def __init__(self, player: FilmPlayer) -> None:
        self.player = player
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.hover: int | None = None
        self._view: MapView | None = None
        self._stale = True
        self._unfinished = False
        #: What was laid over the map when it was drawn last.
        self._drawn = MapScene()
        self._from: tuple[int, int] | None = None
        self._dragged = False
        self._made: tuple[View, MapScene] | None = None
        #: What is laid over the map beside what the film shows.
        self.layers: tuple[Layer, ...] = ()

    def build(self, rect: pygame.Rect, m: Metrics, clock: Callable[[], float], *, silhouettes: bool = False) -> None:
        """Fill a part of the window."""
        self.rect, self._m = rect, m
        if self._view is None:
            self._view = MapView(self.player.film.scenario, rect.size, scale=m.scale, clock=clock)
            self._first_look(self._view)
        else:
            self._view.resize(rect.size, m.scale)
        self._view.silhouettes = silhouettes
        self._stale = True

    def _first_look(self, view: MapView) -> None:
        """As near as all units are in sight, and no nearer than one plays."""
        state, camera = self.player.shown.state, view.camera
        board = state.scenario.board
        places = [camera.layout.centre(*board.place(u.hex)) for u in state.units if u.on_map]
        camera.zoom_to_fit()
        if places:
            (left, right), (top, bottom) = ((min(line), max(line)) for line in zip(*places, strict=True))
            room, most = [size - self._m.px(120) for size in camera.size], LARGE * self._m.scale
            fits = [z for z in ZOOMS if z <= most and (right - left) * z <= room[0] and (bottom - top) * z <= room[1]]
            camera.zoom_to(max(fits, default=ZOOMS[0]))
            middle = camera.layout.at_pixel((left + right) / 2, (top + bottom) / 2)
            camera.centre_on(board.index(*middle) or 0)

    @property
    def camera(self) -> Camera:
        assert self._view is not None
        return self._view.camera

    @property
    def whole(self) -> bool:
        """Whether the map as it is now has been drawn whole."""
        return not (self._stale or self._unfinished)

    def bring(self, hex_: int) -> None:
        """Bring a hex into sight if it is not."""
        x, y = self.camera.position(hex_)
        edge = self._m.px(70)
        if not (edge <= x < self.rect.width - edge and edge <= y < self.rect.height - edge):
            self.camera.glide_to(hex_)

    def zoom(self, steps: int, pos: tuple[int, int] | None = None) -> None:
        """Zoom in or out, about a place of the window."""
        self.camera.zoom_by(steps, None if pos is None else (pos[0] - self.rect.x, pos[1] - self.rect.y))

    def pan(self, dx: int, dy: int, dt: float) -> None:
        """Move by held keys."""
        step = PAN_SPEED * self._m.scale * min(dt, 0.05)
        self.camera.pan(dx * step, dy * step)

    def press(self, pos: tuple[int, int]) -> None:
        """A button went down over the map."""
        self._from, self._dragged = pos, False

    def release(self) -> None:
        """It went up."""
        self._from = None

    def drag(self, event: pygame.event.Event) -> bool:
        """The mouse moved. Returns whether it drags the map."""
        if self._from is None:
            return False
        far = abs(event.pos[0] - self._from[0]) + abs(event.pos[1] - self._from[1])
        if self._dragged or far > self._m.px(6):
            self.camera.pan(-event.rel[0], -event.rel[1])
            self._dragged = True
        return self._dragged

    def hex_at(self, pos: tuple[int, int]) -> int | None:
        """The hex that is meant by a place of the window, as in a battle."""
        if self._view is None or not self.rect.collidepoint(pos):
            return None
        found = self._view.under((pos[0] - self.rect.x, pos[1] - self.rect.y), self.player.shown, self._drawn)
        return None if found is None else found.hex

    def middle(self) -> int:
        """The hex in the middle of the map as it is shown."""
        assert self._view is not None
        return self._view.hex_at((self.rect.width // 2, self.rect.height // 2)) or 0

    def update(self, dt: float) -> bool:
        """Time passes. Returns whether something must be drawn again."""
        return (self._view is not None and self._view.update(dt)) or self._unfinished

    def _scene(self, shown: View) -> MapScene:
        playback = self.player.playback
        if playback.busy:
            return MapScene(
                moving=playback.moving(),
                flashes=playback.flashes(),
                effects=playback.effects(),
                attackers=playback.attackers(),
                layers=self.layers,
                fog=shown.side != ALL,
            )
        if self._made is None or self._made[0] is not shown:
            pockets = large_pockets(shown, shown.side) if shown.side != ALL else ()
            self._made = shown, MapScene(fog=shown.side != ALL, outlines=pockets)
        scene = self._made[1]
        layers = (*hidden_marks(shown), *self.layers)
        if (scene.hover, scene.layers) != (self.hover, layers):
            scene = MapScene(fog=scene.fog, outlines=scene.outlines, layers=layers, hover=self.hover)
            self._made = shown, scene
        return scene

    def draw(self, surface: pygame.Surface) -> None:
        """The map as it is shown now."""
        assert self._view is not None
        shown = self.player.shown
        scene = self._drawn = self._scene(shown)
        self._view.draw(surface.subsurface(self.rect), shown, scene)
        self._stale = False
        self._unfinished = not self._view.finished
