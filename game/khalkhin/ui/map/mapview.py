"""The map on the screen: ground, counters and overlays of one battle as one side sees it.

    map_view = MapView(scenario, (1600, 900))
    map_view.camera.centre_on(hex_)
    map_view.draw(screen, view, scene)

The map view reads a :class:`khalkhin.core.fog.view.View` and never changes it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import pygame

from khalkhin.core import victory
from khalkhin.core.fog.contacts import contact
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.ui.map import counters, palette
from khalkhin.ui.map.camera import Camera
from khalkhin.ui.map.counters import CounterBook, CounterKey, look_of, look_of_columns, look_of_ghost
from khalkhin.ui.map.curves import side_ends
from khalkhin.ui.map.effects import Effects
from khalkhin.ui.map.ground import GroundView
from khalkhin.ui.map.map_contents import STRANGER, Flash, MapScene, MovingCounter, Outline, ReachMark, SupplyOverlay
from khalkhin.ui.map.overlays import Overlays, Placed
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.map.sprites import Stamps
from khalkhin.ui.map.tiles import LEVELS, TilePictures
from khalkhin.ui.widgets import theme

if TYPE_CHECKING:
    from khalkhin.core.fog.view import View

__all__ = ["Flash", "MapScene", "MapView", "MovingCounter", "Outline", "ReachMark", "SupplyOverlay"]

#: How near a hexside a pixel must be to mean it, in pixels at zoom 1.0.
NEAR_SIDE = 10.0
#: How wide the ring is that says where to look, in pixels of a map at zoom 1.
RING = 5.0


#: Where two, three and four counters of a hex stand, the front one first, in pixels at zoom 1.0; by the kind of hex.
Places = Mapping[int, tuple[tuple[int, int], ...]]
FLAT: Places = MappingProxyType(
    {
        2: ((12, -8), (-12, 8)),
        3: ((14, -10), (-15, -8), (0, 11)),
        4: ((14, -11), (-14, -11), (14, 11), (-14, 11)),
    }
)
POINTED: Places = MappingProxyType(
    {
        2: ((8, -11), (-8, 11)),
        3: ((9, -15), (-11, -3), (4, 14)),
        4: ((13, -14), (-13, -14), (13, 14), (-13, 14)),
    }
)


#: A stamp with the map pixel of its top left corner.
Cornered = tuple[pygame.Surface, int, int]


class PlacedCounter(NamedTuple):
    """A counter on the map: its hex, unit index, map pixel of its middle, size, picture; `units` are all that it stands
    for (truck columns in one hex share a counter), none where it only marks where one was seen last."""

    hex: int
    unit: int
    x: int
    y: int
    size: int
    stamp: pygame.Surface
    units: tuple[int, ...] = ()

    @property
    def box(self) -> pygame.Rect:
        """What it takes of the map."""
        return pygame.Rect(self.x - self.size // 2, self.y - self.size // 2, self.size, self.size)

    def covers(self, x: float, y: float) -> bool:
        """Whether its picture is drawn over a map pixel; its shadow is not it."""
        w, h = self.stamp.get_size()
        at = round(x) - self.x + (w >> 1), round(y) - self.y + (h >> 1)
        return 0 <= at[0] < w and 0 <= at[1] < h and self.stamp.get_at(at).a > counters.SHADOW


class UnderPointer(NamedTuple):
    """What a pixel of the map means: a hex, and the units (indices in the order of battle) of the counter that is drawn
    there; none where the ground is seen."""

    hex: int
    units: tuple[int, ...] = ()


class MapView:
    """Draws a scenario's map. Coordinates are pixels of the surface it draws on, from its top left corner.

    `size` is the part of the window the map fills (it draws at (0, 0) of the surface it is given: pass a subsurface
    to put it elsewhere). `scale` enlarges lettering, 1.0 to 2.0. `tileset` are the ground pictures of the scenario's
    map; without one those of the shipped maps are taken. `clock` says, in seconds, how long a frame has been painting.
    `finest` is the art that is wanted at most (:data:`khalkhin.ui.map.tiles.LEVELS`): a small picture needs none.
    """

    def __init__(
        self,
        scenario: Scenario,
        size: tuple[int, int],
        *,
        scale: float = 1.0,
        tileset: TilePictures | None = None,
        clock: Callable[[], float] = time.perf_counter,
        finest: float = LEVELS[0],
    ) -> None:
        board = scenario.board
        self._high = theme.high_contrast()
        self.scenario = scenario
        self.scale = scale
        self.camera = Camera(board.layout, board.width, board.height, size)
        layout = self.camera.layout
        self._layout = layout
        self._letters = Lettering()
        self._stamps = Stamps(layout, self._letters, scale)
        self._overlays = Overlays(scenario, self._stamps)
        self._effects = Effects(self._stamps)
        self._book = CounterBook(self._letters)
        self._ground = GroundView(scenario, self.camera, tileset, clock, finest)
        self._lists: dict[str, tuple[tuple[object, ...], object]] = {}

    @property
    def silhouettes(self) -> bool:
        """Whether units are drawn as what they look like, not by their military signs."""
        return self._book.silhouettes

    @silhouettes.setter
    def silhouettes(self, wanted: bool) -> None:
        if wanted != self._book.silhouettes:
            self._book.silhouettes = wanted
            self._lists.clear()

    # -- questions -----------------------------------------------------------------------------------------

    @property
    def size(self) -> tuple[int, int]:
        return self.camera.size

    def resize(self, size: tuple[int, int], scale: float | None = None, head: int = 0) -> None:
        """Fill another size from now on (and letter at another scale, if given); something lies over the topmost `head`
        pixels."""
        self.camera.resize(size, head)
        self._recolour()
        if scale is not None and scale != self.scale:
            self.scale = scale
            self._stamps = Stamps(self._layout, self._letters, scale)
            self._overlays = Overlays(self.scenario, self._stamps)
            self._effects = Effects(self._stamps)
            self._lists.clear()

    def _recolour(self) -> None:
        """Take the contrast that the window has."""
        high = theme.high_contrast()
        if high == self._high:
            return
        self._high = high
        self._letters = Lettering()
        self._stamps = Stamps(self._layout, self._letters, self.scale)
        self._overlays = Overlays(self.scenario, self._stamps)
        self._effects = Effects(self._stamps)
        silhouettes, self._book = self._book.silhouettes, CounterBook(self._letters)
        self._book.silhouettes = silhouettes
        self._ground.recolour()
        self._lists.clear()

    def hex_at(self, pos: tuple[float, float]) -> int | None:
        """The board index of the hex under a pixel, whatever stands there, or None off the map."""
        return self.camera.hex_at(pos)

    def under(self, pos: tuple[float, float], view: View, scene: MapScene) -> UnderPointer | None:
        """What pointing at a pixel means. A stack is wider than its hex: the counter that is seen there counts, the
        topmost, and the ground only where there is none. None off the map."""
        x, y = pos[0] + self.camera.offset[0], pos[1] + self.camera.offset[1]
        standing = self._standing(view, _moving(scene)) if scene.counters else []
        chosen = next(iter(_chosen(standing, scene)), None)
        if chosen is not None and self._stamps.ring(chosen.size).get_rect(center=(chosen.x, chosen.y)).collidepoint(
            x, y
        ):
            return UnderPointer(chosen.hex, chosen.units)
        for counter in reversed(standing):
            if counter.covers(x, y):
                return UnderPointer(counter.hex, counter.units)
        found = self.hex_at(pos)
        return None if found is None else UnderPointer(found)

    def position(self, hex_: int) -> tuple[int, int]:
        """The pixel of a hex centre (it may lie outside the window)."""
        return self.camera.position(hex_)

    def hexside_at(self, pos: tuple[float, float]) -> int | None:
        """The hexside within a few pixels of a pixel, or None."""
        hex_ = self.hex_at(pos)
        if hex_ is None:
            return None
        zoom = self.camera.zoom
        x, y = (pos[0] + self.camera.offset[0]) / zoom, (pos[1] + self.camera.offset[1]) / zoom
        board = self.scenario.board
        best = min(board.sides[hex_], key=lambda s: _distance(x, y, *side_ends(board, self._layout, s)))
        near = _distance(x, y, *side_ends(board, self._layout, best))
        return best if near <= NEAR_SIDE else None

    @property
    def finished(self) -> bool:
        """Whether the last frame showed all ground in full detail."""
        return self._ground.finished

    @property
    def kept_bytes(self) -> int:
        """Bytes of pictures kept at present (chunks and counters)."""
        return self._ground.cache.bytes + self._ground.dressed.bytes + self._book.kept.bytes

    def forget_ground(self) -> None:
        """Let painted ground go that will not be shown again."""
        self._ground.forget()

    def update(self, dt: float) -> bool:
        """Go on by `dt` seconds: move a gliding camera, paint some ground just outside the window. Returns whether
        the picture moved."""
        self._ground.update()
        return self.camera.update(dt)

    # -- drawing -------------------------------------------------------------------------------------------

    def draw(
        self,
        target: pygame.Surface,
        view: View,
        scene: MapScene,
        *,
        complete: bool = False,
        frame: pygame.Rect | None = None,
    ) -> None:
        """Draw the map. `complete` waits for all ground in full detail (for pictures); a window leaves it off. Words
        are kept whole within a `frame` on the map: what can be seen of it in the window, unless told."""
        frame = self.camera.clear.move(self.camera.offset) if frame is None else frame
        clip = target.get_clip()
        target.set_clip(pygame.Rect((0, 0), self.size).clip(clip))
        self._ground.draw(target, view, scene, complete)
        for stamps in self._below(view, scene, frame):
            self._lay(target, stamps)
        if scene.counters:
            standing = self._standing(view, _moving(scene))
            self._lay(target, self._list("standing", (standing,), lambda: [(s.stamp, s.x, s.y) for s in standing]))
            # The selected counter comes to the front of its stack.
            chosen = _chosen(standing, scene)
            both = [p for s in chosen for p in ((s.stamp, s.x, s.y), (self._stamps.ring(s.size), s.x, s.y))]
            self._lay(target, cornered(both))
        for stamps in self._above(view, scene, frame):
            self._lay(target, stamps)
        self._moving(target, view, scene)
        for effect in scene.effects:
            placed = self._effects.placed(self.camera.step, effect, self.camera.centre, self._side)
            self._lay(target, cornered(placed))
        self._flashes(target, scene, frame)
        target.set_clip(clip)

    # -- lists of stamps -----------------------------------------------------------------------------------

    def _list(self, name: str, key: tuple[object, ...], make: Callable[[], list[Placed]]) -> list[Cornered]:
        """A list of stamps, made anew only when what it shows (its key) has changed."""
        key = (self.camera.step, *key)
        kept = self._lists.get(name)
        if (
            kept is not None
            and len(kept[0]) == len(key)
            and all(a is b or a == b for a, b in zip(kept[0], key, strict=True))
        ):
            return kept[1]  # type: ignore[return-value]
        made = cornered(make())
        self._lists[name] = key, made
        return made

    def _below(self, view: View, scene: MapScene, frame: pygame.Rect) -> Iterator[list[Cornered]]:
        step, centre, over, state = self.camera.step, self.camera.centre, self._overlays, view.state
        if scene.reach:
            yield self._list("reach", (scene.reach,), lambda: over.reach(step, centre, scene.reach))
        yield self._list(
            "below",
            (scene.zoc, scene.guns, scene.outlines, scene.attackers, scene.selected_hex, scene.picks, scene.aim),
            lambda: over.below(step, centre, scene),
        )
        if scene.supply is not None:
            net = scene.supply
            yield self._list("supply", (net,), lambda: over.supply(step, centre, net))
        if scene.layers:
            yield self._list("ground", (scene.layers,), lambda: over.ground(step, centre, scene.layers))
        yield self._list("crossings", (state.crossings,), lambda: over.crossings(step, state))
        free = over.free(state, scene.counters)
        yield self._list("stores", (state.stores, free), lambda: over.stores(step, centre, state, free))
        if state.airfields:
            fields = (state.airfields, state.turn, free)
            yield self._list("fields", fields, lambda: over.airfields(step, centre, state, free))
        if scene.path:
            yield self._list("path", (scene.path,), lambda: over.way(step, centre, scene.path))
        if scene.trails:
            yield self._list("trails", (scene.trails,), lambda: over.trails(step, centre, scene.trails))
        # What points at a hex lies beneath names, flags and counters, which stay to be read.
        if scene.hover is not None:
            yield cornered([(self._stamps.frame(step, (255, 255, 244), 2.0, 220), *centre(scene.hover))])
        if scene.ring is not None:
            dark = self._stamps.frame(step, theme.DESK, RING + 3, 255, 1.0)
            bright = self._stamps.frame(step, theme.GOLD, RING, 255, 0.95)
            yield cornered([(stamp, *centre(scene.ring)) for stamp in (dark, bright)])
        if scene.names:
            key = (*self._stands(view, scene.counters), state.night)
            names = self._list(
                "names", key, lambda: over.names(step, centre, self._taken(view, scene.counters), night=state.night)
            )
            yield self._uncut(names, view, scene, frame)

    def _above(self, view: View, scene: MapScene, frame: pygame.Rect) -> Iterator[list[Cornered]]:
        step, centre, over = self.camera.step, self.camera.centre, self._overlays
        stands = self._stands(view, scene.counters)
        yield self._list("works", (view.state.units,), lambda: over.works(step, view.state))
        # A frame must not cross the figure of a flag that a counter has pushed to the edge of its hex.
        yield self._list("sights", (scene.targets,), lambda: over.sights(step, centre, scene))
        yield self._flags(view, scene.counters)
        if scene.sides:
            yield self._list("sides", (scene.sides, scene.aim), lambda: over.sides(step, scene))
        yield self._list("above", (scene.retreats, scene.targets), lambda: over.above(step, centre, scene))
        if scene.trails:
            yield self._list(
                "stops",
                (scene.trails, *stands),
                lambda: over.stops(step, centre, scene.trails, self._taken(view, scene.counters)),
            )
        if scene.layers:
            yield self._list(
                "marks",
                (scene.layers, *stands),
                lambda: over.marks(step, centre, scene.layers, self._taken(view, scene.counters)),
            )
        if scene.outlines:
            words = self._list(
                "words",
                (scene.outlines, *stands),
                lambda: over.outline_words(step, centre, scene.outlines, self._taken(view, scene.counters)),
            )
            yield self._uncut(words, view, scene, frame)

    def _flags(self, view: View, counters_too: bool) -> list[Cornered]:
        state, over = view.state, self._overlays
        free = over.free(state, counters_too)
        return self._list(
            "flags",
            (state.holdings, state.turn, free, state.at if counters_too else None),
            lambda: over.flags(
                self.camera.step, self.camera.centre, state, prizes(state), free, self._boxes(view, counters_too)
            ),
        )

    def _uncut(self, words: list[Cornered], view: View, scene: MapScene, frame: pygame.Rect) -> list[Cornered]:
        """Words on the map. Those that the edge of the frame would cut are moved into it; left out is what would be
        seen by less than half, or would come to lie over counters or other words."""
        inside, cut = [], []
        for each in words:
            box = _box(each)
            if frame.contains(box):
                inside.append(each)
            elif frame.collidepoint(box.center) and box.w < frame.w and box.h < frame.h:
                cut.append(each)
        if cut:
            standing = self._standing(view, _moving(scene)) if scene.counters else []
            taken = [s.box for s in standing] + [_box(each) for each in inside]
            for stamp, x, y in cut:
                moved = _box((stamp, x, y)).clamp(frame.inflate(-4, -4))
                if moved.collidelist(taken) < 0:
                    taken.append(moved)
                    inside.append((stamp, *moved.topleft))
        return inside

    def _lay(self, target: pygame.Surface, stamps: Sequence[Cornered]) -> None:
        """Blit those stamps that lie in the window."""
        (ox, oy), (w, h) = self.camera.offset, self.size
        room = round(160 * max(1.0, self.camera.zoom))
        left, right, top, bottom = ox - room, ox + w, oy - room, oy + h
        target.fblits(
            [(s, (x - ox, y - oy)) for s, x, y in stamps if left < x < right and top < y < bottom],
            pygame.BLEND_PREMULTIPLIED,
        )

    # -- counters ------------------------------------------------------------------------------------------

    def _standing(self, view: View, absent: frozenset[int]) -> list[PlacedCounter]:
        """Counters in the order they are drawn, from the north; those of `absent` units left out."""
        state = view.state
        key = (self.camera.step, state, view.ghosts, absent)
        kept = self._lists.get("counters")
        if kept is not None and all(a is b or a == b for a, b in zip(kept[0], key, strict=True)):
            return kept[1]  # type: ignore[return-value]
        made = self._make_standing(view, absent)
        self._lists["counters"] = key, made
        return made

    def _make_standing(self, view: View, absent: frozenset[int]) -> list[PlacedCounter]:
        state, centre = view.state, self.camera.centre
        out = []
        for index, ghost in view.ghosts.items():
            if ghost.hex >= 0 and ghost.hex not in state.at:
                look = look_of_ghost(self.scenario, state.units[index], ghost, state.turn)
                size = self._counter_size(counters.ALONE)
                out.append(PlacedCounter(ghost.hex, index, *centre(ghost.hex), size, self._book.stamp(look, size)))
        for hex_ in state.at:
            here = [u for u in state.at_hex(hex_) if u.spec.index not in absent]
            for group, dx, dy, size in reversed(self._stacked(here)):
                x, y = centre(hex_)
                stamp = self._book.stamp(self._look(view, group), size)
                indices = tuple(u.spec.index for u in group)
                out.append(PlacedCounter(hex_, indices[0], x + dx, y + dy, size, stamp, indices))
        out.sort(key=lambda s: centre(s.hex)[1])
        return out

    def _look(self, view: View, group: Sequence[Unit]) -> CounterKey:
        active = view.state.active
        looks = [look_of(self.scenario, u, self._level(view, u), own=u.side == active) for u in group]
        return looks[0] if len(looks) == 1 else look_of_columns(looks)

    def _stacked(self, units: Sequence[Unit]) -> list[tuple[list[Unit], int, int, int]]:
        """Counters of a hex with their displacement and size, the front one first, so that none hides the figures at
        the foot of another. Truck columns share one."""
        zoom = self.camera.zoom
        groups = [[u] for u in units if not u.is_column]
        columns = [u for u in units if u.is_column]
        if columns:
            groups.append(columns)
        if len(groups) <= 1:
            return [(group, 0, 0, self._counter_size(counters.ALONE)) for group in groups]
        size = self._counter_size(counters.STACKED if len(groups) == 2 else counters.THREE)
        places = (FLAT if self._layout.flat_top else POINTED)[min(len(groups), 4)]
        return [(g, round(x * zoom), round(y * zoom), size) for g, (x, y) in zip(groups, places, strict=False)]

    def _counter_size(self, at_one: int) -> int:
        return max(13, round(at_one * self.camera.zoom))

    def _level(self, view: View, unit: Unit) -> Level:
        state = view.state
        if not state.fog or not view.side or unit.side == view.side or view.side not in state.sightings:
            return Level.EXACT
        levels = state.sightings[view.side].levels
        return Level(levels[unit.spec.index]) if unit.spec.index < len(levels) else Level.EXACT

    def _taken(self, view: View, counters_too: bool) -> list[pygame.Rect]:
        """Where counters, flags, stores and crossings stand, which names should not hide nor be hidden by."""
        out = self._boxes(view, counters_too)
        step, over = self.camera.step, self._overlays
        free = over.free(view.state, counters_too)
        things = (
            *over.crossings(step, view.state),
            *over.stores(step, self.camera.centre, view.state, free),
            *over.airfields(step, self.camera.centre, view.state, free),
        )
        stamps = (*cornered(things), *self._flags(view, counters_too))
        return out + [stamp.get_bounding_rect().move(x, y) for stamp, x, y in stamps]

    def _boxes(self, view: View, counters_too: bool) -> list[pygame.Rect]:
        """Where counters stand."""
        standing = self._standing(view, frozenset()) if counters_too else []
        return [s.box for s in standing]

    def _stands(self, view: View, counters_too: bool) -> tuple[object, ...]:
        """What tells whether :meth:`_taken` has changed."""
        state, at = view.state, view.state.at if counters_too else None
        return self._overlays.free(state, counters_too), at, state.holdings, state.crossings, state.stores

    def _side(self, hexside: int) -> tuple[int, int]:
        """The map pixel of the middle of a hexside."""
        return self._overlays.middle(hexside, self.camera.zoom)

    def _moving(self, target: pygame.Surface, view: View, scene: MapScene) -> None:
        for move in scene.moving:
            unit, level = self._mover(view, move)
            (ax, ay), (bx, by) = self.camera.centre(move.start), self.camera.centre(move.end)
            look = look_of(self.scenario, unit, level, own=False)
            stamp = self._book.stamp(look, round(self._counter_size(counters.ALONE) * 1.08))
            x, y = round(ax + (bx - ax) * move.part), round(ay + (by - ay) * move.part)
            self._lay(target, cornered([(counters.faded(stamp, 255), x, y - round(2 * self.camera.zoom))]))

    def _mover(self, view: View, move: MovingCounter) -> tuple[Unit, Level]:
        """Who moves, and how well it is seen."""
        if move.unit == STRANGER:
            return contact(self.scenario, self.scenario.enemy(view.side), move.start, STRANGER, ""), Level.CONTACT
        unit = view.state.units[move.unit]
        return unit, self._level(view, unit)

    def _flashes(self, target: pygame.Surface, scene: MapScene, frame: pygame.Rect) -> None:
        """Words over hexes for a moment; over a hex at the edge of the frame they are moved into it whole."""
        size = max(16, round(24 * self.camera.zoom**0.5 * self.scale))
        for hex_, flash in scene.flashes.items():
            x, y = self.camera.centre(hex_)
            words = self._letters.halo(
                flash.text,
                size,
                palette.FLASHES.get(flash.tone, palette.PAPER),
                palette.glow_of(flash.tone),
                "Bold",
                2,
            )
            if flash.age > 0.6:
                words = counters.faded(words, max(0, round(255 * (1 - flash.age) / 0.4)))
            rise = self._layout.tile_height * self.camera.zoom * (0.1 + 0.5 * flash.age)
            box = words.get_rect(center=(x, round(y - rise)))
            if frame.collidepoint(x, y):
                box.clamp_ip(frame)
            self._lay(target, [(words, *box.topleft)])


def cornered(placed: Iterable[Placed]) -> list[Cornered]:
    """Stamps that are centred on their places, by their top left corners."""
    return [(stamp, x - (stamp.get_width() >> 1), y - (stamp.get_height() >> 1)) for stamp, x, y in placed]


def _moving(scene: MapScene) -> frozenset[int]:
    """The units that are on their way, and stand nowhere."""
    return frozenset(move.unit for move in scene.moving)


def _chosen(standing: Iterable[PlacedCounter], scene: MapScene) -> list[PlacedCounter]:
    """The counter of the selected unit, which lies over all others."""
    return [s for s in standing if scene.selected_unit in (s.unit, *s.units)]


def _box(placed: Cornered) -> pygame.Rect:
    """What a stamp takes of the map."""
    stamp, x, y = placed
    return stamp.get_rect(topleft=(x, y))


def prizes(state: GameState) -> list[int]:
    """What each objective's flag says: what it counts for the side that takes it from its holder now."""
    return [victory.prize(state, index) for index in range(len(state.scenario.objectives))]


def _distance(x: float, y: float, a: tuple[float, float], b: tuple[float, float]) -> float:
    """From a point to a line from a to b."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    t = max(0.0, min(1.0, ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy)))
    return math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)
