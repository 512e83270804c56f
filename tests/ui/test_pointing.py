"""What the mouse means on the map: the counter that is seen beneath it, wherever its hex ends; else the ground."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pygame
import pytest
from khalkhin.core import initial_state, view
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Move
from khalkhin.scenario import catalog, load
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.map_contents import MapScene
from khalkhin.ui.map.mapview import MapView, PlacedCounter, UnderPointer
from khalkhin.ui.panels import highlights
from khalkhin.ui.pictures import picture
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Line

from tests.covering import covering
from tests.narrow import the
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.test_battle import settle

SHIPPED = [name for name, _folder, shipped in catalog.folders() if shipped]
#: Counters and parts of them smaller than so many pixels are not aimed at.
SPECK = 9


@pytest.fixture(autouse=True)
def _display() -> None:
    picture.prepare()


@cache
def opening(name: str) -> GameState:
    return initial_state(load(name), 1)


def middles(drawn: list[PlacedCounter], index: int) -> Iterator[tuple[int, int]]:
    """The middle of each part of a counter that those drawn after it leave to be seen, on the map."""

    def mask(counter: PlacedCounter) -> tuple[pygame.mask.Mask, int, int]:
        w, h = counter.stamp.get_size()
        return pygame.mask.from_surface(counter.stamp, 100), counter.x - w // 2, counter.y - h // 2

    seen, left, top = mask(drawn[index])
    for later in drawn[index + 1 :]:
        over, x, y = mask(later)
        seen.erase(over, (x - left, y - top))
    for part in seen.connected_components(SPECK):
        cx, cy = part.centroid()
        w, h = part.get_size()
        spots = ((x, y) for x in range(w) for y in range(h) if part.get_at((x, y)))
        x, y = min(spots, key=lambda at: (at[0] - cx) ** 2 + (at[1] - cy) ** 2)
        yield left + x, top + y


def lay(map_view: MapView, state: GameState, side: str, scene: MapScene) -> list[PlacedCounter]:
    """The counters in the order in which they are drawn."""
    standing = map_view._standing(view(state, side), frozenset())
    return sorted(standing, key=lambda c: scene.selected_unit in (c.unit, *c.units))


@pytest.mark.parametrize(("name", "zoom"), covering(SHIPPED, ZOOMS[::-1]))
def test_what_is_seen_of_a_counter_means_that_counter(name: str, zoom: float) -> None:
    state = opening(name)
    map_view = MapView(state.scenario, (400, 300))
    map_view.camera.zoom_to(zoom)
    for info in state.scenario.sides:
        seen = view(state, info.id)
        stacked = [units[-1] for units in seen.state.at.values() if len(units) > 1]
        for chosen in (None, *stacked):
            scene = MapScene(selected_unit=chosen)
            drawn = lay(map_view, state, info.id, scene)
            front = drawn[-1]
            about = drawn if chosen is None else [c for c in drawn if c.box.colliderect(front.box.inflate(40, 40))]
            ring = pygame.Rect(0, 0, 0, 0) if chosen is None else front.box.inflate(24, 24)
            for counter in about:
                for x, y in middles(drawn, drawn.index(counter)):
                    if counter is not front and ring.collidepoint(x, y):
                        continue  # The ring about the chosen one is part of it.
                    ox, oy = map_view.camera.offset
                    assert map_view.under((x - ox, y - oy), seen, scene) == UnderPointer(counter.hex, counter.units)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_click_on_a_counter_of_ones_own_selects_it_and_sends_nobody(name: str) -> None:
    """Whoever is selected beside it."""
    state = opening(name)
    side = state.active
    seen = view(state, side)
    planner = Planner(seen, active=True)
    map_view = MapView(state.scenario, (400, 300))
    distance = state.scenario.board.distance
    own = [u for u in seen.state.side_units(side) if u.on_map]
    for zoom in (0.5, 1.28):
        map_view.camera.zoom_to(zoom)
        drawn = lay(map_view, state, side, MapScene())
        for index, counter in enumerate(drawn):
            ids = {seen.state.units[i].id for i in counter.units if seen.state.units[i].side == side}
            others = [u for u in own if u.hex != counter.hex]
            if not ids or not others:
                continue
            near = min(others, key=lambda u: distance(u.hex, counter.hex))
            for x, y in middles(drawn, index):
                planner.select(near.id)
                ox, oy = map_view.camera.offset
                found = the(map_view.under((x - ox, y - oy), seen, MapScene()))
                assert planner.click(found.hex, counter=found.units) is None
                assert planner.selected in ids


@pytest.fixture
def window() -> Iterator[Callable[[str], tuple[Driver, FakeTable, BattleScene]]]:
    made: list[Driver] = []

    def make(name: str) -> tuple[Driver, FakeTable, BattleScene]:
        d = Driver(quiet(), (1280, 800))
        made.append(d)
        state = opening(name)
        game = FakeTable(state.scenario, (state.active,))
        d.show(BattleScene(game))
        settle(d)
        return d, game, d.top

    yield make
    for d in made:
        d.close()


def spot(scene: BattleScene, unit: str, *, beyond: bool = False) -> tuple[int, int]:
    """Where in the window a unit's counter is seen; `beyond`: outside its own hex."""
    map_view, shown = the(scene.map.view), scene.battle.shown
    drawn = map_view._standing(shown, frozenset())
    index = the(shown.state.unit(unit)).spec.index
    at = next(i for i, counter in enumerate(drawn) if index in counter.units)
    (ox, oy), hex_ = map_view.camera.offset, drawn[at].hex
    box = drawn[at].box
    spots = list(middles(drawn, at))
    if beyond:
        later = [c.box for c in drawn[at + 1 :]]
        spots = [
            (x, y)
            for x in range(box.left + 4, box.right - 4)
            for y in range(box.top + 4, box.bottom - 4)
            if map_view.hex_at((x - ox, y - oy)) != hex_ and pygame.Rect(x, y, 1, 1).collidelist(later) < 0
        ]
    x, y = spots[len(spots) // 2]
    return x - ox + scene.map_rect.x, y - oy + scene.map_rect.y


def test_the_part_of_a_counter_beyond_its_hex_picks_it_by_hover_and_click(
    window: Callable[[str], tuple[Driver, FakeTable, BattleScene]],
) -> None:
    d, game, scene = window("double_envelopment")
    state = game.state
    map_view = the(scene.map.view)
    map_view.camera.zoom_to(1.6)
    tried = 0
    for hex_, units in state.at.items():
        back = state.units[units[-1]]
        if back.side != state.active or not 2 <= len(units) <= 4:
            continue
        map_view.camera.centre_on(hex_)
        d.step()
        try:
            at = spot(scene, back.id, beyond=True)
        except IndexError:
            continue
        near = next((u for n in state.scenario.board.neighbours[hex_] if n >= 0 for u in state.at_hex(n)), None)
        scene.battle.select(None if near is None or near.side != back.side else near.id)
        d.step()
        d.move(at)
        assert scene.battle.hover == hex_
        d.click(at)
        assert game.changes == 0 and scene.battle.planner.home == hex_
        tried += 1
    assert tried >= 3


def test_the_note_at_a_hex_says_which_click_goes_there_and_which_selects(
    window: Callable[[str], tuple[Driver, FakeTable, BattleScene]],
) -> None:
    """What it says of the left click is what that does, for whoever is selected and wherever he points."""
    d, game, scene = window("grazing_rights")
    planner, seen = scene.battle.planner, set()

    def notes(hex_: int) -> str:
        offer = planner.send(hex_) if planner.far(hex_) else None
        return "\n".join(row.text for row in highlights.tip(planner, hex_, None, offer) if isinstance(row, Line))

    own = [u for u in planner.state.side_units(planner.side) if u.on_map]
    for unit in own:
        planner.select(unit.id)
        reach = the(planner.reach()).cost
        for hex_ in {*reach, *(u.hex for u in own)} - {unit.hex}:
            planner.select(unit.id)
            said = notes(hex_)
            if "Right click" not in said and hex_ not in reach:
                continue  # There is no way, and no click that goes it.
            goes = isinstance(planner.click(hex_), Move) if hex_ in reach else not planner.takes(hex_)
            assert ("left click to select" in said) != goes, (unit.id, hex_, said)
            seen.add((goes, hex_ in reach))
    assert {(True, True), (False, True)} <= seen
    # And it is so: the left click takes who stands there, the right one joins him.
    unit, there = next(
        (u, h)
        for u in own
        if u.is_combat and chosen(planner, u.id)
        for h in the(planner.reach()).cost
        if h != u.hex and len([o for o in own if o.hex == h]) == 1
    )
    scene.battle.select(unit.id)
    scene.map.jump(there)
    d.step()
    other = next(o for o in own if o.hex == there)
    assert f"to join {other.spec.name}; left click to select it" in notes(there)
    d.click(scene.map.position(there))
    assert planner.selected == other.id and game.changes == 0
    scene.battle.select(unit.id)
    d.click(scene.map.position(there), 3)
    assert the(game.state.unit(unit.id)).hex == there


def test_a_click_again_takes_the_other_of_a_stack(
    window: Callable[[str], tuple[Driver, FakeTable, BattleScene]],
) -> None:
    d, game, scene = window("two_prongs")
    map_view, state = the(scene.map.view), game.state
    stack = next(
        (h, [state.units[i].id for i in units])
        for h, units in state.at.items()
        if len(units) == 2 and all(state.units[i].side == state.active and not state.units[i].is_column for i in units)
    )
    hex_, (front, back) = stack
    map_view.camera.centre_on(hex_)
    d.step()
    planner = scene.battle.planner
    for unit in (back, front, back):
        scene.battle.select(None)
        d.step()
        d.click(spot(scene, unit))
        assert planner.selected == unit
    at = spot(scene, front)
    d.click(at)
    assert planner.selected == front
    d.click(at)
    assert planner.selected != front and planner.home in (hex_, None)
    # A counter clicked with Ctrl is picked alone, whatever stands with it.
    scene.battle.select(None)
    d.step()
    pygame.key.set_mods(pygame.KMOD_LCTRL)
    d.click(spot(scene, back))
    pygame.key.set_mods(0)
    assert planner.picked == (back,)
    assert game.changes == 0


def chosen(planner: Planner, unit: str) -> bool:
    """Select a unit; true, so that it stands among conditions."""
    planner.select(unit)
    return True
