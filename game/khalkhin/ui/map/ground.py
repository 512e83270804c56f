"""The ground in the window: chunks painted once a scale, and over them mist, supply and the light of the hour.

What a frame shows is whole. Ground that comes into the window while the map is panned is painted before the frame is
shown. When so much is new that it would take long (another scale, another part of the map), the frame shows all of the
window's ground from a small painting of the whole map, enlarged smoothly, until that of the scale is ready: never a
part of one beside a part of the other. Sight, overlays, night and rain are laid over the ground and paint none of it
anew.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pygame

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.ui.map import palette
from khalkhin.ui.map.artwork import Artist
from khalkhin.ui.map.camera import ZOOMS, Camera
from khalkhin.ui.map.chunks import CHUNK, KEPT, SHOWN, ChunkPainter, GroundStyle
from khalkhin.ui.map.curves import Curves
from khalkhin.ui.map.map_contents import MapScene
from khalkhin.ui.map.minimap import overview
from khalkhin.ui.map.palette import Colour
from khalkhin.ui.map.shading import PLAIN, Dressing, Place
from khalkhin.ui.map.tiles import LEVELS, TileArt, TilePictures
from khalkhin.ui.map.tileset import shipped_tileset
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces

if TYPE_CHECKING:
    from khalkhin.core.fog.view import View

#: Seconds a frame may spend on painting ground: while the window waits for it, and ahead of where the window goes.
WAITING, AHEAD = 0.012, 0.004
#: New chunks of a frame, a column and a row of a large window, up to which they are painted at once; of a frame in
#: which all are new, as at another scale, so few that nobody waits for them.
AT_ONCE, ALL_NEW = 16, 4
#: Idle moments after which the small painting is made that another scale begins with.
QUIET = 30
#: Pixels outside the window in which ground is painted ahead and kept: a tenth of a second's way by the keys.
SOON = 96
#: The small painting that stands in for ground not yet painted is at most this many pixels long.
STAND_IN = 1100

#: What surrounds a map that does not fill the window: pixels of the picture it is made of, along the map's longer side;
#: what its colours are multiplied with; the line about the map.
EDGES = 5
BEYOND: Colour = (78, 80, 76)
FRAME: Colour = (150, 140, 104)

NOTHING: Colour = (0, 0, 0)

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class GroundCover:
    """What lies over all the ground: hexes that are hidden, as a bit mask; whether it is night; what colours are
    multiplied with by the hour, and what is added to them for contrast."""

    hidden: int
    night: bool
    light: Colour
    wash: Colour


class GroundBudget:
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
        tileset: TilePictures | None = None,
        clock: Callable[[], float] = time.perf_counter,
        finest: float = LEVELS[0],
    ) -> None:
        board, layout = scenario.board, camera.layout
        self.camera = camera
        self.board = board
        self.layout = layout
        self.art = TileArt(board, layout, tileset or shipped_tileset(fine=finest > 1.0), finest)
        self.painter = ChunkPainter(
            board,
            layout,
            self.art,
            Curves.of(scenario, layout),
            None if scenario.art is None else Artist(board, layout, scenario.art),
        )
        self.dressing = Dressing(self.painter)
        self.cache = KeptSurfaces(0)
        #: Chunks that are shown, with what lies over them and in the light of the hour.
        self.dressed = KeptSurfaces(0)
        self.clock = clock
        #: Whether the last frame showed the ground of its scale, and not what stands in for it.
        self.finished = False
        self._begun = False
        self._small: pygame.Surface | None = None
        self._idle = 0
        self._step = camera.step
        self._edges: pygame.Surface | None = None
        self._ahead: list[Cell] = []
        self._ground = GroundStyle()

    def draw(self, target: pygame.Surface, view: View, scene: MapScene, complete: bool = False) -> None:
        """Lay out the ground; `complete` waits until that of the scale is painted, as the first frame does."""
        camera = self.camera
        self._ground = GroundStyle(scene.grid, scene.borders)
        if camera.step != self._step:  # What was shown at another scale makes room before this one is painted.
            self._step = camera.step
            self.dressed.clear()
        w, h = camera.size
        mw, mh = camera.map_size
        ox, oy = camera.offset
        light = light_of(view.state) or PLAIN
        if ox < 0 or oy < 0 or ox + w > mw or oy + h > mh:
            self._surround(target)
            if light != PLAIN:
                target.fill(light, special_flags=pygame.BLEND_MULT)
        cols, rows = _pieces(ox, w, mw), _pieces(oy, h, mh)
        near_cols, near_rows = _pieces(ox - SOON, w + 2 * SOON, mw), _pieces(oy - SOON, h + 2 * SOON, mh)
        self.cache.room = len(near_cols) * len(near_rows) * KEPT
        cells = [(cx, cy) for cy in rows for cx in cols]
        self.finished = self._painted(cells, at_once=complete or not self._begun)
        self._begun = True
        self.dressed.room = len(cells) * SHOWN
        hidden = ~view.visible & ((1 << self.board.size) - 1) if scene.fog else 0
        self.dressing.take(scene.supply)
        over = GroundCover(hidden, view.state.night, light, palette.WASH)
        clip = target.get_clip()
        target.set_clip(self._map_in_window().clip(clip))
        places = [(cx, cy, (cx * CHUNK - ox, cy * CHUNK - oy)) for cx, cy in cells]
        if self.finished and not complete:
            target.fblits([(self._dressed((cx, cy), over), at) for cx, cy, at in places])
        else:
            if self.finished:
                target.fblits([(self._chunk((cx, cy)), at) for cx, cy, at in places])
            else:
                self._stand_in(target)
            self._dress(target, places, over)
        target.set_clip(clip)
        self._ahead = [(cx, cy) for cx in near_cols for cy in near_rows if cx not in cols or cy not in rows]
        if self.finished and not complete:
            self._paint_ahead(AHEAD)

    def recolour(self) -> None:
        """What lies over the ground has other colours from now on."""
        self.dressing = Dressing(self.painter)
        self.dressed.clear()

    def forget(self) -> None:
        """Let painted ground go that will not be shown again."""
        self.cache.clear()
        self.dressed.clear()

    def update(self) -> None:
        """Use an idle moment to paint ground just outside the window, and after some of them the small painting."""
        if not self.finished:
            return
        self._paint_ahead(AHEAD / 2)
        self._idle = 0 if self._ahead else self._idle + 1
        if self._idle == QUIET and self._small is None:
            self._small = self._whole()

    def _painted(self, cells: Iterable[Cell], *, at_once: bool) -> bool:
        """Paint what is missing of some chunks: all of it at once or, where it is much, as long as patience lasts.
        Returns whether all is there."""
        wanted = list(cells)
        missing = [cell for cell in wanted if self.cache.find(self._key(cell)) is None]
        if at_once or len(missing) <= (AT_ONCE if len(missing) < len(wanted) else ALL_NEW):
            for cell in missing:
                self._chunk(cell)
            return True
        patience = GroundBudget(WAITING, self.clock)
        left = len(missing)
        while left and patience.lasts():
            left -= 1
            self._chunk(missing[left])
        return not left

    def _paint_ahead(self, seconds: float) -> None:
        patience = GroundBudget(seconds, self.clock)
        while self._ahead and patience.lasts():
            self._chunk(self._ahead.pop())

    def _key(self, cell: Cell) -> tuple[int, Cell, GroundStyle]:
        return self.camera.step, cell, self._ground

    def _chunk(self, cell: Cell) -> pygame.Surface:
        """A chunk of ground at the present scale, painted now if it never was."""
        cx, cy = cell
        rect = (cx * CHUNK, cy * CHUNK, CHUNK, CHUNK)
        paint = self.painter.paint
        return self.cache.get(self._key(cell), lambda: paint(self.camera.step, rect, self._ground).convert(24))

    def _dressed(self, cell: Cell, over: GroundCover) -> pygame.Surface:
        """A chunk of ground with what lies over it, laid once for as long as that is the same."""
        step = self.camera.step
        shade = self.dressing.shade(step, *cell, over.hidden)

        def dress() -> pygame.Surface:
            chunk = self._chunk(cell).convert(32)
            self._dress(chunk, [(*cell, (0, 0))], over)
            return chunk

        key = (self._key(cell), shade.key, over.night, over.light, over.wash)
        return self.dressed.get(key, dress)

    def _dress(self, picture: pygame.Surface, places: Sequence[tuple[int, int, Place]], over: GroundCover) -> None:
        """Lay over ground what lies over it: sight, supply, the light of the hour."""
        if over.wash != NOTHING:
            picture.fill(over.wash, special_flags=pygame.BLEND_ADD)
        self.dressing.lay(picture, self.camera.step, places, over.hidden, over.night)
        if over.light != PLAIN:
            picture.fill(over.light, special_flags=pygame.BLEND_MULT)

    def _surround(self, target: pygame.Surface) -> None:
        """Fill what the map leaves of the window: the colours of its edges, dark and blurred, with a frame about the
        map."""
        if self._edges is None:
            self._edges = overview(self.board, self.layout, EDGES / self._longest(), self.art)
            self._edges.fill(BEYOND, special_flags=pygame.BLEND_MULT)
        window = pygame.Rect((0, 0), self.camera.size)
        pygame.transform.smoothscale(self._edges, window.size, target.subsurface(window))
        for grow, colour in ((7, palette.DESK), (1, FRAME)):
            pygame.draw.rect(target, colour, self._map_in_window().inflate(2 * grow, 2 * grow), grow)

    def _map_in_window(self) -> pygame.Rect:
        return pygame.Rect((-self.camera.offset[0], -self.camera.offset[1]), self.camera.map_size)

    def _longest(self) -> int:
        """Pixels of the map's longer side in the drawing layout."""
        return max(self.layout.size(self.board.width, self.board.height))

    def _stand_in(self, target: pygame.Surface) -> None:
        """Fill the window's part of the map from the small painting of the whole."""
        if self._small is None:
            self._small = self._whole()
        camera = self.camera
        window = pygame.Rect((0, 0), camera.size)
        there = self._map_in_window().clip(window)
        sw, sh = self._small.get_size()
        left, top, right, bottom = camera.shown()
        part = pygame.Rect(int(left * sw), int(top * sh), 0, 0)
        part.size = max(1, round(right * sw) - part.x), max(1, round(bottom * sh) - part.y)
        part = part.clip(self._small.get_rect())
        pygame.transform.smoothscale(self._small.subsurface(part), there.size, target.subsurface(there))

    def _whole(self) -> pygame.Surface:
        """The whole map, small: as it is painted at the smallest scale, or in plain colours if even that is large."""
        w, h = self.layout.size(self.board.width, self.board.height)
        if max(w, h) * ZOOMS[0] > STAND_IN:
            return overview(self.board, self.layout, STAND_IN / max(w, h), self.art)
        size = round(w * ZOOMS[0]), round(h * ZOOMS[0])
        whole = tuple(-(-length // CHUNK) * CHUNK for length in size)
        painted = self.painter.paint(0, (0, 0, whole[0], whole[1]), GroundStyle(grid=False, borders=False))
        return painted.subsurface((0, 0), size).copy()


def _pieces(first: int, length: int, whole: int) -> range:
    """The chunks, along one side of a map of `whole` pixels, of which some of `length` pixels from `first` on show."""
    return range(max(0, first) // CHUNK, -(-min(whole, first + length) // CHUNK))


def light_of(state: GameState) -> Colour | None:
    """What the colours of the ground are multiplied with by the hour and the weather."""
    if state.night:
        return palette.NIGHT_LIGHT
    return palette.RAIN_LIGHT if state.info.weather in ("rain", "storm") else None
