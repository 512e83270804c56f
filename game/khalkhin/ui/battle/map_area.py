"""The map in a battle: the part of the window it fills, what is drawn on it, and what the mouse does there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pygame

from khalkhin.core.fog.view import View
from khalkhin.play.rehearsal.plan import Plan
from khalkhin.text.names import place_text
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.overlay_bar import OverlayBar
from khalkhin.ui.map import opening
from khalkhin.ui.map.camera import CameraPlace
from khalkhin.ui.map.map_contents import MapScene, Trail
from khalkhin.ui.map.mapview import MapView, UnderPointer
from khalkhin.ui.panels import countermarks, describe, highlights, measured, planrows
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.rows import Heading, Row
from khalkhin.ui.widgets.theme import Metrics
from khalkhin.ui.widgets.tooltip import Slip, beside

#: Pixels a second the map moves by keys or edge, at 100 %.
PAN_SPEED = 900
#: Seconds the pointer rests on a counter before its marks are explained.
REST = 0.8
#: How much more it matters that a note leaves a hex free that is pointed at or on the way there than any unit.
MEANT = 3


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """How a player looks at the map: where the camera stands, whether sight is shaded."""

    place: CameraPlace
    sight: bool


class MapArea:
    """`view` draws the map of one battle; it is made when the window's size is known, or taken over with the ground it
    has painted. `look` is how the player looked at the map before; one who has not yet is shown his units."""

    def __init__(
        self, battle: BattleController, overlays: OverlayBar, view: MapView | None = None, look: Viewpoint | None = None
    ) -> None:
        self.battle = battle
        self.overlays = overlays
        self.rect = pygame.Rect(0, 0, 0, 0)
        self.show_sight = look is None or look.sight
        self.view = view
        self._first = look
        self._looked = False
        self.dragged = False
        #: Where its player had the map when what happens began to move it; None once it is his again.
        self._lent: CameraPlace | None = None
        #: The box that is drawn about units, in the window; None while none is.
        self.box: pygame.Rect | None = None
        #: The map jumps where it would else glide.
        self.still = False
        #: A hex to look at, with a ring round it.
        self.ring: int | None = None
        self._silhouettes = False
        self._from: tuple[int, int] | None = None
        self._stale = False
        self._unfinished = False
        self._slip = Slip()
        #: What was laid over the map when it was drawn last.
        self._drawn = MapScene()
        #: The ways of a plan that were found last, and for what.
        self._ways: tuple[View | None, Plan | None, str | None, tuple[Trail, ...]] = (None, None, None, ())
        #: The hex that is pointed at, and for how many seconds.
        self._rests = (-1, 0.0)

    def build(self, rect: pygame.Rect, m: Metrics, clock: Callable[[], float]) -> None:
        """Fill a part of the window; the clock is the window's."""
        self.rect, self._m = rect, m
        if self.view is None:
            self.view = MapView(self.battle.session.scenario, rect.size, scale=m.scale, clock=clock)
        self.view.resize(rect.size, m.scale, self.overlays.height(m))
        self.view.silhouettes = self._silhouettes
        if not self._looked:
            self._looked = True
            if self._first is None:
                self._first_look(self.view, m)
            else:
                self.view.camera.go_to(self._first.place)
        self._stale, self._unfinished = True, False

    def set_silhouettes(self, wanted: bool) -> None:
        """Draw units as what they look like, or by their military signs."""
        self._silhouettes = wanted
        if self.view is not None:
            self.view.silhouettes = wanted

    def _first_look(self, view: MapView, m: Metrics) -> None:
        battle = self.battle
        hexes = opening.fight(battle.shown, battle.viewer)
        opening.look_at(view.camera, battle.session.scenario.board, hexes, m.scale)

    @property
    def look(self) -> Viewpoint | None:
        """How the player looks at the map, or did when it was lent; None before it is there."""
        return None if self.view is None else Viewpoint(self._lent or self.view.camera.place, self.show_sight)

    @property
    def unfinished(self) -> bool:
        """Whether some ground is still drawn coarsely."""
        return self._unfinished

    @property
    def whole(self) -> bool:
        """Whether the map as it is now has been drawn whole. Behind a message nothing is drawn on, so messages wait."""
        return not (self._stale or self._unfinished)

    # ------------------------------------------------------------------ where things are

    def under(self, pos: tuple[int, int]) -> UnderPointer | None:
        """What pointing or clicking at a place of the window means: the counter that is seen there and its hex, or the
        hex alone. None outside the map and where something lies over it."""
        if self.view is None or not self.rect.collidepoint(pos) or self.overlays.covers(pos):
            return None
        return self.view.under(self._inside(pos), self.battle.shown, self._drawn)

    def hex_at(self, pos: tuple[int, int]) -> int | None:
        """The hex that is meant by a place of the window."""
        found = self.under(pos)
        return None if found is None else found.hex

    def hexside_at(self, pos: tuple[int, int]) -> int | None:
        """The hexside nearest to a place of the window."""
        return None if self.view is None else self.view.hexside_at(self._inside(pos))

    def position(self, hex_: int) -> tuple[int, int]:
        """The place of the window that a hex is at."""
        x, y = self.view.position(hex_) if self.view is not None else (0, 0)
        return x + self.rect.x, y + self.rect.y

    def all_in(self, box: pygame.Rect) -> list[UnderPointer]:
        """The hexes whose middles lie in a box of the window; of one that is hardly a box, what is under it."""
        if max(box.size) <= self._m.px(6):
            found = self.under(box.center)
            return [] if found is None else [found]
        size = self.battle.session.scenario.board.size
        return [UnderPointer(h) for h in range(size) if box.collidepoint(self.position(h))]

    def middle(self) -> int:
        """The hex in the middle of the map as it is shown."""
        found = self.view.hex_at((self.rect.width // 2, self.rect.height // 2)) if self.view is not None else None
        return found or 0

    def _inside(self, pos: tuple[int, int]) -> tuple[int, int]:
        return pos[0] - self.rect.x, pos[1] - self.rect.y

    # ------------------------------------------------------------------ moving it

    def lend(self) -> None:
        """What happens moves the map from here on: keep where its player has it, if it is not lent already."""
        if self._lent is None and self.view is not None:
            self._lent = self.view.camera.place

    def give_back(self) -> bool:
        """Be at once where the map was when it was lent, unless its player has moved it since; whether it moved."""
        lent, self._lent = self._lent, None
        if lent is None or self.view is None or self.view.camera.place == lent:
            return False
        self.view.camera.go_to(lent)
        self._stale = True
        return True

    def _taken(self) -> None:
        """The player moves the map himself: it is to stay where he has it."""
        self._lent = None

    def bring(self, hex_: int) -> None:
        """Bring a hex into sight if it is not."""
        if self.view is not None:
            self.view.camera.bring(hex_, self._m.px(90))
            if self.overlays.hides(self.position(hex_)):
                self.view.camera.glide_to(hex_)
            if self.still:
                self.view.camera.settle()

    def glide(self, hex_: int) -> None:
        """Move to a hex."""
        self._taken()
        if self.view is not None:
            if self.still:
                self.view.camera.centre_on(hex_)
            else:
                self.view.camera.glide_to(hex_)

    def jump(self, hex_: int) -> None:
        """Be at a hex at once."""
        self._taken()
        if self.view is not None:
            self.view.camera.centre_on(hex_)

    def zoom(self, steps: int, pos: tuple[int, int] | None = None) -> None:
        """Zoom in or out, about a place of the window."""
        self._taken()
        if self.view is not None:
            self.view.camera.zoom_by(steps, None if pos is None else self._inside(pos))

    def fit(self) -> None:
        """Show the whole map."""
        self._taken()
        if self.view is not None:
            self.view.camera.zoom_to_fit()

    def pan(self, dx: int, dy: int, dt: float) -> None:
        """Move by a held key or the window's edge."""
        self._taken()
        if self.view is not None:
            step = PAN_SPEED * self._m.scale * min(dt, 0.05)
            self.view.camera.pan(dx * step, dy * step)

    def press(self, pos: tuple[int, int], *, box: bool = False) -> None:
        """A button went down over the map: to click, to drag it, or to draw a `box` about units."""
        self._from, self.dragged = pos, False
        self.box = pygame.Rect(pos, (0, 0)) if box else None

    def release(self) -> bool:
        """A button went up. Returns whether it was a click: pressed on the map and not dragged."""
        start, self._from = self._from, None
        self.box = None
        return start is not None and not self.dragged and self.view is not None

    def drag(self, event: pygame.event.Event) -> bool:
        """The mouse moved. Returns whether it drags the map, or a box."""
        if self._from is None or self.view is None:
            return False
        if self.box is not None:
            (x, y), (a, b) = self._from, event.pos
            self.box = pygame.Rect(min(x, a), min(y, b), abs(a - x), abs(b - y)).clip(self.rect)
            return True
        far = abs(event.pos[0] - self._from[0]) + abs(event.pos[1] - self._from[1])
        if not self.dragged and far <= self._m.px(6):
            return False
        self._taken()
        self.view.camera.pan(-event.rel[0], -event.rel[1])
        self.dragged = True
        return True

    def update(self, dt: float) -> bool:
        """Time passes. Returns whether something must be drawn again."""
        pointed = self.battle.pointed
        at, rested = self._rests
        before = rested < REST
        self._rests = (at, rested + dt) if pointed == at else (-1 if pointed is None else pointed, 0.0)
        noted = before and self._rests[1] >= REST and pointed is not None
        return (self.view is not None and self.view.update(dt)) or self._unfinished or noted

    # ------------------------------------------------------------------ drawing

    def scene(self) -> MapScene:
        """What is drawn on the map now."""
        battle = self.battle
        scene = highlights.scene(
            battle.planner if not battle.playing else None,
            battle.shown,
            battle.pointed,
            fog=self.show_sight,
            moving=battle.playback.moving(),
            flashes=battle.playback.flashes(),
            effects=battle.playback.effects(),
            attackers=battle.playback.attackers(),
            offer=battle.marches.offer if not battle.playing else None,
        )
        if battle.kept is not None and not battle.playing and battle.planner.plan is None and battle.own_turn:
            scene = replace(scene, trails=(*scene.trails, *self._planned_ways(battle.kept)))
        found = battle.measured if not battle.playing else None
        if battle.tape is not None and not battle.playing:
            end = battle.tape.end if battle.tape.end is not None else battle.pointed
            path = () if found is None else found.path
            scene = MapScene(scene.selected_unit, battle.tape.start, end, path=path, fog=scene.fog)
        return self.overlays.over(replace(scene, ring=self.ring), battle.shown)

    def _planned_ways(self, plan: Plan) -> tuple[Trail, ...]:
        """The ways of a plan, found once for what is known and who is looked at: a scene is made for every picture."""
        planner = self.battle.planner
        view, of, selected, ways = self._ways
        if view is not planner.view or of is not plan or selected != planner.selected:
            ways = planrows.trails(planner.view, plan, planner.selected)
            self._ways = planner.view, plan, planner.selected, ways
        return ways

    def draw(self, surface: pygame.Surface) -> None:
        """The map, and the legend of the overlay that is on."""
        view, shown = self.view, self.battle.shown
        assert view is not None
        scene = self._drawn = self.scene()
        view.draw(surface.subsurface(self.rect), shown, scene)
        self._stale = False
        self._unfinished = not view.finished
        if self.box is not None:
            pygame.draw.rect(surface, theme.GOLD, self.box, max(1, self._m.px(2)))
        legend = scene.layers if self.battle.planner.plan is None else ()
        self.overlays.draw_legend(surface, legend, self._m)

    def draw_tip(self, surface: pygame.Surface) -> None:
        """A note beside the pointed hex: what a move there costs, or what would happen."""
        battle, view = self.battle, self.view
        pointed, shown = battle.pointed, battle.shown
        if pointed is None or view is None or battle.playing or battle.planner.plan is not None or self.dragged:
            return
        rows: tuple[Row, ...]
        tape, found = battle.tape, battle.measured
        if tape is not None:
            if found is None or tape.start is None:
                return
            pointed = tape.end if tape.end is not None else pointed
            rows = tuple(measured.rows(shown.state, found, tape.start, pointed))
        else:
            rows = (
                *highlights.tip(battle.planner, pointed, battle.near_side, battle.marches.offer),
                *self.overlays.loss_rows(shown, pointed),
            )
            if not rows and self._rests[0] == pointed and self._rests[1] >= REST:
                rows = signs_told(shown, pointed)
        if not rows:
            return
        x, y = view.position(pointed)
        away = round(40 * view.camera.zoom)
        box = self._slip.picture(rows, self._m)
        at = x + self.rect.x, y + self.rect.y
        surface.blit(box, beside(box.get_size(), at, away, self.rect, self._seen(shown, pointed)))

    def _seen(self, shown: View, pointed: int) -> list[tuple[tuple[int, int], int]]:
        """What a note should not lie over: above all the pointed hex and the way there, then other units."""
        scene = self._drawn
        ways = (scene.path, *(trail.path for trail in scene.trails))
        meant = {pointed, scene.selected_hex, *(hex_ for way in ways for hex_ in way)} - {None}
        others = [hex_ for hex_ in shown.state.at if hex_ not in meant]
        places = [(hex_, MEANT) for hex_ in meant if hex_ is not None] + [(hex_, 1) for hex_ in others]
        return [(self.position(hex_), weight) for hex_, weight in places]


def signs_told(shown: View, hex_: int) -> tuple[Row, ...]:
    """What is told of the signs in a hex where the pointer rests: of an objective's flag, and of the counters."""
    marks = countermarks.rows(shown, hex_)
    flag = describe.objective_rows(shown.state, hex_, shown.side)
    return (Heading(place_text(shown.state, hex_)), *flag, *marks) if flag else tuple(marks)
