"""The ground in the window: chunks found, painted or stood in for, dressed in fog and supply, and laid out.

A frame paints new ground only as long as its patience lasts; what is still missing is cut from a small map of the
whole and enlarged, and comes in full with the next frames.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.ui.map import palette
from khalkhin.ui.map.artwork import Artist
from khalkhin.ui.map.camera import Camera
from khalkhin.ui.map.chunks import CHUNK, ROOM, ChunkPainter, Ground, room_for
from khalkhin.ui.map.curves import Curves
from khalkhin.ui.map.map_contents import MapScene
from khalkhin.ui.map.minimap import overview
from khalkhin.ui.map.shading import Dressing
from khalkhin.ui.map.tiles import TileArt, Tileset
from khalkhin.ui.map.tileset import shipped_tileset
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces

if TYPE_CHECKING:
    from khalkhin.core.fog.view import View

#: Seconds a frame may spend on painting ground that is not there yet.
PATIENCE = 0.004
#: Part of the key of a chunk with a shade on it.
DRESSED = "dressed"
#: The small map that stands in for ground not yet painted is at most this many pixels long.
STAND_IN = 1100


class Patience:
    """What a frame may spend on pieces of ground: one in any case, so that the ground comes on the slowest machine,
    and more as long as a clock allows."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._end = clock() + seconds
        self._begun = False

    def lasts(self) -> bool:
        """Whether another piece may be painted now."""
        if not self._begun:
            self._begun = True
            return True
        return self._clock() < self._end


class GroundView:
    """The ground of one map as a camera shows it. `clock` says, in seconds, how long painting takes."""

    def __init__(
        self,
        scenario: Scenario,
        camera: Camera,
        tileset: Tileset | None = None,
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        board, layout = scenario.board, camera.layout
        self.camera = camera
        self.board = board
        self.layout = layout
        self.art = TileArt(board, layout, tileset or shipped_tileset())
        self.painter = ChunkPainter(
            board,
            layout,
            self.art,
            Curves.of(scenario, layout),
            None if scenario.art is None else Artist(board, layout, scenario.art),
        )
        self.dressing = Dressing(self.painter)
        self.cache = KeptSurfaces(ROOM)
        self.clock = clock
        #: The shade in which a chunk was dressed last.
        self._shades: dict[Hashable, Hashable] = {}
        self._side = ""
        #: Whether the last frame showed all ground in full detail.
        self.finished = False
        self._small: pygame.Surface | None = None
        self._ahead: list[tuple[int, int]] = []
        self._look: tuple[Ground, int] | None = None

    def draw(self, target: pygame.Surface, view: View, scene: MapScene, complete: bool = False) -> None:
        """Lay out the ground; `complete` waits until all of it is painted."""
        camera, state = self.camera, view.state
        ground = Ground(scene.grid, scene.borders, state.night, state.info.weather in ("rain", "storm"))
        hidden = ~view.visible & ((1 << self.board.size) - 1) if scene.fog else 0
        self._look = ground, hidden
        self.dressing.take(scene.supply)
        if view.side != self._side:
            self._side = view.side
            self._forget_shades()
        w, h = camera.size
        mw, mh = camera.map_size
        ox, oy = camera.offset
        if ox < 0 or oy < 0 or ox + w > mw or oy + h > mh:
            target.fill(palette.DESK)
        cols = range(max(0, ox) // CHUNK, -(-min(mw, ox + w) // CHUNK))
        rows = range(max(0, oy) // CHUNK, -(-min(mh, oy + h) // CHUNK))
        self.cache.room = room_for(len(cols), len(rows))
        patience = Patience(float("inf") if complete else PATIENCE, self.clock)
        self.finished = True
        laid = []
        for cy in rows:
            for cx in cols:
                chunk, place = self._chunk(cx, cy, ground, hidden, patience), (cx * CHUNK - ox, cy * CHUNK - oy)
                if chunk is not None:
                    laid.append((chunk, place))
                else:  # laid and let go one by one: for a whole window they are as many megabytes as the window
                    target.blit(self._stand_in(cx, cy, ground), place)
        target.fblits(laid)
        last_col, last_row = -(-mw // CHUNK), -(-mh // CHUNK)
        self._ahead = [
            (cx, cy)
            for cx in range(cols.start - 1, cols.stop + 1)
            for cy in range(rows.start - 1, rows.stop + 1)
            if (cx not in cols or cy not in rows) and 0 <= cx < last_col and 0 <= cy < last_row
        ]
        if self.finished and not complete:
            self._paint_ahead(patience)

    def update(self) -> None:
        """Use an idle moment to paint ground just outside the window."""
        if self.finished:
            self._paint_ahead(Patience(PATIENCE / 2, self.clock))

    def _paint_ahead(self, patience: Patience) -> None:
        while self._look is not None and self._ahead and patience.lasts():
            self._chunk(*self._ahead.pop(), *self._look, Patience(float("inf"), self.clock))

    def _forget_shades(self) -> None:
        """A shade tells what a side sees: it does not stand in for another side's."""
        for base_key in self._shades:
            self.cache.drop((base_key, DRESSED))
        self._shades.clear()

    def _chunk(self, cx: int, cy: int, ground: Ground, hidden: int, patience: Patience) -> pygame.Surface | None:
        """A chunk as it is to be shown now. If it is not yet painted and patience is at an end, it is as this side saw
        it a moment ago, or None."""
        step = self.camera.step
        base_key = (step, cx, cy, ground)
        shade = self.dressing.key(step, cx, cy, hidden)
        dressed_key = base_key, DRESSED
        before = self.cache.find(dressed_key)
        if before is not None and self._shades.get(base_key) == shade:
            return before
        base = self.cache.find(base_key)
        if base is None:
            if not patience.lasts():
                self.finished = False
                return before
            rect = (cx * CHUNK, cy * CHUNK, CHUNK, CHUNK)
            base = self.cache.put(base_key, self.painter.paint(step, rect, ground))
        if shade is None:
            return base
        if not patience.lasts():
            self.finished = False
            return before or base
        self._shades[base_key] = shade
        return self.cache.put(dressed_key, self.dressing.dress(base, step, cx, cy, hidden, ground.night))

    def _stand_in(self, cx: int, cy: int, ground: Ground) -> pygame.Surface:
        """A chunk cut from the small map and enlarged."""
        if self._small is None:
            w, h = self.layout.size(self.board.width, self.board.height)
            self._small = overview(self.board, self.layout, min(0.25, STAND_IN / max(w, h)), self.art)
        mw, mh = self.camera.map_size
        sw, sh = self._small.get_size()
        part = pygame.Rect(cx * CHUNK * sw // mw, cy * CHUNK * sh // mh, -(-CHUNK * sw // mw), -(-CHUNK * sh // mh))
        out = pygame.Surface((CHUNK, CHUNK))
        out.fill(palette.DESK)
        part = part.clip(self._small.get_rect())
        if part.w and part.h:
            size = min(CHUNK, round(part.w * mw / sw) + 1), min(CHUNK, round(part.h * mh / sh) + 1)
            out.blit(pygame.transform.scale(self._small.subsurface(part), size), (0, 0))
        if ground.light is not None:
            out.fill(ground.light, special_flags=pygame.BLEND_MULT)
        return out
