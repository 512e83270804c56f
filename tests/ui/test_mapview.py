"""The map view: hexes and pixels, that it changes nothing, what it keeps, what it shows."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, islice, pairwise, product
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from khalkhin.core.fog.view import View

from tests.narrow import the
from tests.scenarios import InState

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import pygame
from khalkhin import paths
from khalkhin.core import initial_state, view
from khalkhin.core.board.board import Board
from khalkhin.core.board.layout import Layout
from khalkhin.core.explain import AssaultMark
from khalkhin.core.model.state import GameState, Ghost, Holding
from khalkhin.core.model.units import Level
from khalkhin.play.measure.work import calls
from khalkhin.scenario import load
from khalkhin.ui.map import chunks, counters, palette
from khalkhin.ui.map.camera import ZOOMS, Camera, drawing_layout
from khalkhin.ui.map.chunks import CHUNK, ChunkPainter, GroundStyle
from khalkhin.ui.map.counters import CounterBook, CounterKey, look_of, look_of_ghost
from khalkhin.ui.map.ground import AHEAD, AT_ONCE, QUIET, SOON
from khalkhin.ui.map.mapview import (
    Flash,
    MapScene,
    MapView,
    MovingCounter,
    Outline,
    ReachMark,
    SupplyOverlay,
    prizes,
)
from khalkhin.ui.map.minimap import Minimap
from khalkhin.ui.map.palette import Lettering
from khalkhin.ui.map.shading import Dressing, Place
from khalkhin.ui.map.symbols import short_name, size_mark
from khalkhin.ui.map.tiles import TileArt
from khalkhin.ui.map.tileset import shipped_tileset
from khalkhin.ui.pictures import bench, picture, rendering
from khalkhin.ui.widgets.kept_surfaces import KeptSurfaces

from tests.covering import covering
from tests.ui import mapboard
from tests.ui.mapboard import FLAT, LAYOUTS, POINTY
from tests.ui.surfaces import surfaces_of

SIZE = (500, 400)


@pytest.fixture(autouse=True)
def _display() -> None:
    picture.prepare()


def full_scene(state: GameState) -> MapScene:
    """A scene that shows everything at once."""
    board = state.scenario.board
    near = board.within(state.units[1].hex, 3)
    return MapScene(
        selected_unit=1,
        selected_hex=near[0],
        hover=near[-1],
        reach={
            h: ReachMark(4, AssaultMark.ALONE if h % 2 == 0 else AssaultMark.NONE, h % 3 == 0, h % 5 == 0)
            for h in near[1:]
        },
        path=(near[0], near[1]),
        targets={near[2]: "3:1"},
        guns=frozenset(near[3:5]),
        attackers=frozenset(near[:1]),
        retreats=((near[0], near[2]),),
        zoc=frozenset(near[4:6]),
        outlines=(Outline(frozenset(near[:4]), "warning", "Pocket"),),
        supply=SupplyOverlay("soviet", dict.fromkeys(near, 3), 9, ((near[0], near[1]),), frozenset(near[5:6])),
        moving=(MovingCounter(1, near[0], near[1], 0.5),),
        flashes={near[0]: Flash("-1", age=0.7)},
    )


def drawn(
    state: GameState,
    scene: MapScene | None = None,
    *,
    zoom: float = 1.0,
    size: tuple[int, int] = SIZE,
    view: View | None = None,
    at: int | None = None,
) -> pygame.Surface:
    map_view = MapView(state.scenario, size)
    map_view.camera.zoom_to(zoom)
    map_view.camera.centre_on(state.units[1].hex if at is None else at)
    target = pygame.Surface(size)
    map_view.draw(target, view or mapboard.seen(state), scene or MapScene(), complete=True)
    return target


def pixels(surface: pygame.Surface) -> bytes:
    return pygame.image.tobytes(surface, "RGB")


# -- hexes and pixels --------------------------------------------------------------------------------------


@given(
    layout=st.sampled_from(LAYOUTS),
    step=st.integers(0, len(ZOOMS) - 1),
    width=st.integers(1, 30),
    height=st.integers(1, 30),
    data=st.data(),
)
@settings(max_examples=150, deadline=None)
def test_a_hex_lies_under_its_own_position(
    layout: Layout, step: int, width: int, height: int, data: st.DataObject
) -> None:
    camera = Camera(layout, width, height, SIZE)
    camera.zoom_to(ZOOMS[step])
    camera.pan(data.draw(st.integers(-900, 900)), data.draw(st.integers(-900, 900)))
    hex_ = data.draw(st.integers(0, width * height - 1))
    assert camera.hex_at(camera.position(hex_)) == hex_


@given(
    layout=st.sampled_from(LAYOUTS),
    moves=st.lists(st.tuples(st.integers(-3, 3), st.integers(-700, 700), st.integers(-700, 700)), max_size=12),
)
@settings(max_examples=100, deadline=None)
@pytest.mark.parametrize("head", [0, 36])
def test_the_camera_never_leaves_the_map(head: int, layout: Layout, moves: list[tuple[int, int, int]]) -> None:
    camera = Camera(layout, 20, 14, SIZE)
    camera.resize(SIZE, head)
    for steps, dx, dy in moves:
        camera.zoom_by(steps, (100, 50))
        camera.pan(dx, dy)
        for at, whole, window, over in zip(camera.offset, camera.map_size, SIZE, (0, head), strict=True):
            if whole > window - over:
                assert -over <= at <= max(-over, whole - window)
            else:
                assert at == -over - (window - over - whole) // 2


def test_zooming_keeps_the_hex_under_the_pointer() -> None:
    camera = Camera(FLAT, 60, 60, SIZE)
    camera.centre_on(30 * 60 + 30)
    about = (333, 120)
    before = camera.hex_at(about)
    for steps in (1, 1, -1, 2, -2):
        camera.zoom_by(steps, about)
        assert camera.hex_at(about) == before


def test_one_zooms_out_no_further_than_to_the_whole_map() -> None:
    for size, boards in ((SIZE, ((60, 60), (20, 14), (2, 2))), ((2560, 1440), ((40, 40), (9, 9)))):
        for width, height in boards:
            camera = Camera(FLAT, width, height, size)
            for step, zoom in enumerate(ZOOMS):
                camera.zoom_to(zoom)
                while camera.zoom_by(-1):
                    pass
                larger = [w * ZOOMS[min(camera.step + 1, len(ZOOMS) - 1)] / camera.zoom for w in camera.map_size]
                whole = all(w <= s for w, s in zip(camera.map_size, size, strict=True))
                could = all(w <= s + 2 for w, s in zip(larger, size, strict=True)) and camera.step + 1 < len(ZOOMS)
                assert not could or camera.step == step, "the next scale shows all of it as well"
                assert whole or camera.step == 0
                assert camera.zoom_by(1) or camera.step == len(ZOOMS) - 1


def test_a_glide_ends_with_the_hex_in_the_middle() -> None:
    camera = Camera(FLAT, 60, 60, SIZE)
    camera.glide_to(30 * 60 + 30)
    for _ in range(200):
        camera.update(1 / 60)
    assert not camera.gliding
    x, y = camera.position(30 * 60 + 30)
    assert abs(x - SIZE[0] // 2) <= 2 and abs(y - SIZE[1] // 2) <= 2


@pytest.mark.parametrize("head", [0, 36])
def test_every_hex_can_be_brought_out_from_under_what_lies_over_the_map(head: int) -> None:
    camera = Camera(FLAT, 30, 30, SIZE)
    camera.resize(SIZE, head)
    for hex_ in (0, 7, 29, 30 * 30 - 1, 30 * 29, 15 * 30 + 15):
        camera.centre_on(hex_)
        assert camera.clear.collidepoint(camera.position(hex_)), hex_


def test_what_is_nearly_in_sight_is_brought_there_by_no_more_than_it_takes() -> None:
    camera = Camera(FLAT, 60, 60, SIZE)
    camera.resize(SIZE, 36)
    edge = 90
    within = camera.clear.inflate(-2 * edge, -2 * edge)
    for hex_ in (30 * 60 + 30, 30 * 60 + 34, 32 * 60 + 30, 28 * 60 + 26):
        camera.centre_on(30 * 60 + 30)
        before, (x, y) = camera.offset, camera.position(hex_)
        assert camera.clear.collidepoint(x, y)
        camera.bring(hex_, edge)
        camera.settle()
        moved = tuple(now - then for now, then in zip(camera.offset, before, strict=True))
        took = x - max(within.left, min(x, within.right - 1)), y - max(within.top, min(y, within.bottom - 1))
        assert all(abs(a - b) <= 2 for a, b in zip(moved, took, strict=True)), hex_
    camera.centre_on(30 * 60 + 30)
    camera.bring(5 * 60 + 50, edge)  # far away: to the middle
    camera.settle()
    x, y = camera.position(5 * 60 + 50)
    assert abs(x - camera.clear.centerx) <= 2 and abs(y - camera.clear.centery) <= 2


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_middle_of_a_hexside_is_that_hexside(layout: Layout) -> None:
    state = mapboard.battle(10, 8, layout, units=4)
    board = state.scenario.board
    map_view = MapView(state.scenario, (2000, 2000))
    for hex_ in (0, 13, 34, 79):
        for d, n in enumerate(board.neighbours[hex_]):
            if n >= 0:
                (ax, ay), (bx, by) = map_view.position(hex_), map_view.position(n)
                assert map_view.hexside_at(((ax + bx) / 2, (ay + by) / 2)) == board.sides[hex_][d]
        assert map_view.hexside_at(map_view.position(hex_)) is None


def test_outside_the_map_there_is_no_hex() -> None:
    map_view = MapView(mapboard.battle(6, 5, units=2).scenario, (2000, 1500))
    assert map_view.hex_at((2, 2)) is None
    assert map_view.hexside_at((2, 2)) is None


# -- drawing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_chunks_join_to_the_same_ground_as_one_piece(layout: Layout) -> None:
    state = mapboard.battle(14, 10, layout)
    painter = MapView(state.scenario, SIZE)._ground.painter
    for step in range(len(ZOOMS)):
        whole = painter.paint(step, (0, 0, 2 * CHUNK, 2 * CHUNK), GroundStyle())
        joined = pygame.Surface((2 * CHUNK, 2 * CHUNK))
        for cx in (0, 1):
            for cy in (0, 1):
                part = painter.paint(step, (cx * CHUNK, cy * CHUNK, CHUNK, CHUNK), GroundStyle())
                joined.blit(part, (cx * CHUNK, cy * CHUNK))
        for one, other in ((joined, whole), (whole, joined)):
            beyond = one.copy()
            beyond.blit(other, (0, 0), special_flags=pygame.BLEND_SUB)
            assert max(pixels(beyond)) <= 2, f"zoom {ZOOMS[step]}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_ground_of_every_hex_is_a_tile_of_its_terrain(layout: Layout) -> None:
    tileset = the(shipped_tileset())
    state = mapboard.battle(12, 9, layout, units=2)
    board = state.scenario.board
    map_view = MapView(state.scenario, SIZE, tileset=tileset)
    art, side = map_view._ground.art, 4 * CHUNK
    floor = map_view._ground.painter._floor(2.0, (0, 0, side, side), palette.DESK)
    w, h = art.box(2.0)
    for hex_ in range(board.size):
        assert art.numbers[hex_] in tileset.by_terrain[board.terrain[hex_].id]
        x, y = (2 * c for c in map_view._layout.centre(*board.place(hex_)))
        if x < side - 16 and y < side - 16:
            tile = art.tile(hex_, 2.0)
            shown = floor.subsurface((x - 8, y - 8, 16, 16))
            assert pixels(shown) == pixels(tile.subsurface((w // 2 - 8, h // 2 - 8, 16, 16))), hex_


def test_the_map_says_which_tile_a_hex_has() -> None:
    tileset = the(shipped_tileset())
    state = mapboard.battle(6, 5, units=2)
    numbers = tuple(tileset.by_terrain[t.id][-1] for t in state.scenario.board.terrain)
    chosen = MapView(state.scenario, SIZE, tileset=replace(tileset, numbers=numbers))
    assert chosen._ground.art.numbers == numbers


def test_drawing_changes_no_state() -> None:
    state = mapboard.battle(16, 12)
    before = state.digest()
    seen = mapboard.seen(state)
    for zoom in (0.25, 0.64, 2.0):
        drawn(state, full_scene(state), zoom=zoom, view=seen)
    assert state.digest() == before
    assert seen.state is state


@pytest.mark.parametrize(
    ("zoom", "layout"),
    covering((0.25, 1.0, 2.0), LAYOUTS),
)
def test_every_overlay_shows(layout: Layout, zoom: float) -> None:
    state = mapboard.battle(16, 12, layout)
    near = state.scenario.board.within(state.units[1].hex, 2)
    board = state.scenario.board
    way = (*near[:2], next(n for n in board.neighbours[near[1]] if n >= 0 and board.distance(n, near[0]) == 2))
    seen = mapboard.seen(state, radius=0)
    plain = pixels(drawn(state, zoom=zoom, view=seen))
    scenes = {
        "selected": MapScene(selected_hex=near[1]),
        "unit": MapScene(selected_unit=1),
        "hover": MapScene(hover=near[1]),
        "reach": MapScene(reach={near[1]: ReachMark(3)}),
        "path": MapScene(path=way),
        "targets": MapScene(targets={near[1]: "2:1"}),
        "guns": MapScene(guns=frozenset(near[1:2])),
        "attackers": MapScene(attackers=frozenset(near[1:2])),
        "retreats": MapScene(retreats=((near[0], near[1]),)),
        "zoc": MapScene(zoc=frozenset(near[1:2])),
        "outlines": MapScene(outlines=(Outline(frozenset(near[1:2])),)),
        "supply": MapScene(supply=SupplyOverlay("soviet", {near[0]: 0}, 5)),
        "moving": MapScene(moving=(MovingCounter(1, near[0], near[1], 0.5),)),
        "flashes": MapScene(flashes={near[0]: Flash("-1")}),
        "fog": MapScene(fog=False),
        "names": MapScene(names=False),
        "counters": MapScene(counters=False),
        "borders": MapScene(borders=False),
    }
    if zoom > 0.3:
        scenes["grid"] = MapScene(grid=False)
    shown = state.scenario.board.size // 2
    for name, scene in scenes.items():
        if name in ("names", "borders"):
            other = drawn(state, scene, zoom=0.32, at=shown, size=(900, 700))
            assert pixels(other) != pixels(drawn(state, zoom=0.32, at=shown, size=(900, 700))), name
        else:
            assert pixels(drawn(state, scene, zoom=zoom, view=seen)) != plain, name


def test_marks_of_reach_differ() -> None:
    state = mapboard.battle(16, 12)
    there = state.scenario.board.within(state.units[1].hex, 2)[1]
    looks = {
        pixels(drawn(state, MapScene(reach={there: mark})))
        for mark in (
            ReachMark(3),
            ReachMark(4),
            ReachMark(3, assault=AssaultMark.ALONE),
            ReachMark(3, assault=AssaultMark.JOINS),
            ReachMark(3, in_supply=False),
            ReachMark(3, undoable=False),
            ReachMark(3, undoable=False, final=True),
        )
    }
    assert len(looks) == 7


def test_night_is_blue() -> None:
    state = mapboard.battle(16, 12)
    night = replace(state, turn=2)
    day_mean = pygame.transform.average_color(drawn(state, MapScene(fog=False, counters=False)))
    night_mean = pygame.transform.average_color(drawn(night, MapScene(fog=False, counters=False)))
    assert sum(night_mean[:3]) < sum(day_mean[:3])
    assert night_mean[2] / night_mean[0] > 1.2 * day_mean[2] / day_mean[0]


def test_fog_darkens_only_what_is_not_seen() -> None:
    state = mapboard.battle(24, 18, units=6)
    seen = mapboard.seen(state, radius=2)
    board = state.scenario.board
    clear, foggy = (drawn(state, MapScene(fog=fog, counters=False, names=False), view=seen) for fog in (False, True))
    camera = MapView(state.scenario, SIZE).camera
    camera.centre_on(state.units[1].hex)
    checked = set()
    for hex_ in range(board.size):
        x, y = camera.position(hex_)
        if 10 < x < SIZE[0] - 10 and 10 < y < SIZE[1] - 10:
            around = [hex_, *(n for n in board.neighbours[hex_] if n >= 0)]
            states = {bool(seen.visible >> n & 1) for n in around}
            if len(states) == 1:
                visible = states.pop()
                same = clear.get_at((x, y)) == foggy.get_at((x, y))
                assert same is visible, hex_
                checked.add(visible)
    assert checked == {True, False}


# -- what a frame shows is whole ---------------------------------------------------------------------------


def painted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """The pieces of ground that are painted from now on: step and rectangle."""
    pieces: list[tuple[object, ...]] = []
    paint = ChunkPainter.paint

    def noted(self: ChunkPainter, step: int, rect: tuple[int, int, int, int], ground: GroundStyle) -> pygame.Surface:
        pieces.append((step, rect, ground))
        return paint(self, step, rect, ground)

    monkeypatch.setattr(ChunkPainter, "paint", noted)
    return pieces


LARGE = (1568, 990)


def hurried(state: GameState) -> MapView:
    """A map view of a large window whose patience is at an end as soon as it is looked at."""
    return MapView(state.scenario, LARGE, clock=count().__next__)


def picture_of(map_view: MapView, seen: View, scene: MapScene, *, complete: bool = False) -> bytes:
    target = pygame.Surface(map_view.size)
    map_view.draw(target, seen, scene, complete=complete)
    return pixels(target)


def test_the_first_frame_is_whole() -> None:
    state = mapboard.battle(60, 50)
    seen, scene = mapboard.seen(state), MapScene()
    map_view = hurried(state)
    shown = picture_of(map_view, seen, scene)
    assert map_view.finished
    assert shown == picture_of(MapView(state.scenario, LARGE), seen, scene, complete=True)


def test_what_lies_over_a_piece_of_ground_is_laid_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is laid again only where it has become another, or where ground comes into the window."""
    state = mapboard.battle(60, 50)
    map_view = MapView(state.scenario, LARGE)
    map_view.camera.centre_on(state.units[1].hex)
    laid: list[tuple[int, int]] = []
    lay = Dressing.lay

    def noted(
        self: Dressing,
        on: pygame.Surface,
        step: int,
        places: Sequence[tuple[int, int, Place]],
        hidden: int,
        night: bool,
    ) -> None:
        laid.extend((cx, cy) for cx, cy, _ in places)
        lay(self, on, step, places, hidden, night)

    monkeypatch.setattr(Dressing, "lay", noted)
    far, near = mapboard.seen(state, radius=3), mapboard.seen(state, radius=1)
    picture_of(map_view, far, MapScene())
    every = set(laid)
    assert len(laid) == len(every) > 20
    laid.clear()
    picture_of(map_view, far, MapScene())
    assert laid == []
    picture_of(map_view, near, MapScene())
    assert 0 < len(laid) < len(every)
    laid.clear()
    map_view.camera.pan(CHUNK, 0)
    picture_of(map_view, near, MapScene())
    assert laid and not every & set(laid)


@pytest.mark.parametrize("zoom", [0.5, 1.0, 2.0])
def test_no_overlay_sight_hour_or_weather_paints_ground_anew(monkeypatch: pytest.MonkeyPatch, zoom: float) -> None:
    """Each shows at once and whole, over the ground as it was painted."""
    state = mapboard.battle(60, 50)
    map_view = hurried(state)
    map_view.camera.zoom_to(zoom)
    day, night = mapboard.seen(state, radius=3), mapboard.seen(replace(state, turn=2), radius=3)
    infos = replace(state.info, weather="rain")
    wet = mapboard.seen(replace(state, scenario=replace(state.scenario, calendar=(infos, infos))), radius=3)
    picture_of(map_view, day, MapScene())
    while map_view._ground._ahead:
        map_view.update(0.1)
    pieces = painted(monkeypatch)
    near = mapboard.seen(state, radius=1)
    everything = bench.everything(day)
    frames = [(day, everything), (near, MapScene()), (day, MapScene(fog=False)), (night, everything), (wet, MapScene())]
    frames += [(mapboard.seen(state, "japanese"), MapScene()), (day, full_scene(state)), (day, MapScene())]
    shown = [picture_of(map_view, seen, scene) for seen, scene in frames if map_view.finished]
    assert not pieces
    assert len(set(shown)) == len(shown) == len(frames)


def test_another_scale_is_shown_whole_from_the_small_painting_until_it_is_painted() -> None:
    state = mapboard.battle(60, 50)
    seen, scene = mapboard.seen(state), MapScene(counters=False, names=False, fog=False)
    map_view = hurried(state)
    picture_of(map_view, seen, scene)
    map_view.camera.zoom_to(2.0)
    coarse, frames = set(), 0
    while True:
        shown = picture_of(map_view, seen, scene)
        if map_view.finished:
            break
        frames += 1
        coarse.add(shown)
    assert 1 <= frames <= 60
    assert len(coarse) == 1, "no frame has a piece of the ground to come in it"
    fresh = MapView(state.scenario, LARGE)
    fresh.camera.go_to(map_view.camera.place)
    assert shown == picture_of(fresh, seen, scene, complete=True)


def test_another_scale_keeps_nobody_waiting_in_a_small_window_either(monkeypatch: pytest.MonkeyPatch) -> None:
    """All ground is new then; what comes in at an edge is little, and painted before it is shown."""
    state = mapboard.battle(60, 50)
    seen, scene = mapboard.seen(state), MapScene()
    map_view = MapView(state.scenario, (900, 640), clock=count().__next__)
    map_view.camera.centre_on(state.scenario.board.size // 2)
    picture_of(map_view, seen, scene)
    while map_view._ground._ahead:
        map_view.update(0.1)
    for _ in range(QUIET):
        map_view.update(0.1)
    pieces = painted(monkeypatch)
    map_view.camera.zoom_by(1)
    picture_of(map_view, seen, scene)
    assert len(pieces) == 1 and not map_view.finished
    while not map_view.finished:
        picture_of(map_view, seen, scene)
    for _ in range(4):
        map_view.camera.pan(130, 0)
        picture_of(map_view, seen, scene)
        assert map_view.finished


def test_a_map_too_large_for_a_small_painting_has_one_in_plain_colours() -> None:
    state = mapboard.battle(150, 60, units=4)
    map_view = hurried(state)
    seen, scene = mapboard.seen(state), MapScene(fog=False)
    picture_of(map_view, seen, scene)
    map_view.camera.zoom_to(2.0)
    picture_of(map_view, seen, scene)
    small = the(map_view._ground._small)
    assert not map_view.finished and max(small.get_size()) <= 1101


def test_what_a_view_does_not_show_is_not_drawn() -> None:
    state = mapboard.battle(16, 12, units=8)
    enemy = next(u for u in state.units if u.side == "japanese")
    without = state.with_unit(replace(enemy, hex=-4))
    at = enemy.hex
    assert pixels(drawn(state, at=at, view=mapboard.seen(state))) != pixels(
        drawn(without, at=at, view=mapboard.seen(without))
    )
    assert MapView(state.scenario, SIZE).under((-999, -999), mapboard.seen(state), MapScene()) is None


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(("zoom", "units"), covering((1.0, 1.6, 2.56), (4, 3, 2)))
def test_no_counter_of_a_stack_hides_the_figures_of_another(layout: Layout, zoom: float, units: int) -> None:
    """Strength and movement stand at the foot, each within three tenths of the side about its middle."""
    state = mapboard.battle(24, 18, units=40, layout=layout)
    map_view = MapView(state.scenario, SIZE)
    map_view.camera.zoom_to(zoom)
    group = [u for u in state.units if not u.is_column][:units]
    before: list[pygame.Rect] = []
    for _units, x, y, size in map_view._stacked(group):
        counter = pygame.Rect(x - size // 2, y - size // 2, size, size)
        for middle in (0.3, 0.7):
            figure = pygame.Rect(0, 0, round(size * 0.22), round(size * 0.26))
            figure.center = counter.x + round(size * middle), counter.y + round(size * 0.808)
            hidden = sum(figure.clip(other).w * figure.clip(other).h for other in before)
            assert hidden <= figure.w * figure.h * 0.2, (middle, counter, before)
        before.append(counter)
    assert len(before) == units


def test_what_surrounds_a_small_map_is_its_own_colours_darkened() -> None:
    state = mapboard.battle(8, 6)
    for night in (False, True):
        shown = replace(state, turn=2) if night else state
        target = drawn(shown, MapScene(fog=False, counters=False), zoom=0.5)
        camera = MapView(state.scenario, SIZE).camera
        camera.zoom_to(0.5)
        there = pygame.Rect((-camera.offset[0], -camera.offset[1]), camera.map_size)
        beyond = there.inflate(24, 24)
        around = [target.get_at(at)[:3] for at in (beyond.midtop, beyond.midleft, beyond.midright, beyond.midbottom)]
        assert palette.DESK not in around and (0, 0, 0) not in around
        inside = pygame.transform.average_color(target, there.inflate(-60, -60))
        assert all(sum(colour) < 0.6 * sum(inside[:3]) for colour in around)
        for a, b in ((there.midtop, there.midbottom), (there.midleft, there.midright)):
            assert target.get_at((a[0], a[1] - 1 if a[1] < b[1] else a[1]))[:3] != inside[:3]


def test_both_counters_of_a_stack_can_be_picked() -> None:
    state = mapboard.battle(24, 18, units=40)
    seen = mapboard.seen(state)
    map_view = MapView(state.scenario, SIZE)
    stack = next(h for h, units in state.at.items() if len(units) == 2)
    map_view.camera.centre_on(stack)
    x, y = map_view.position(stack)
    spots = [(x + dx, y + dy) for dx in range(-28, 29, 4) for dy in range(-26, 27, 4)]
    found = [the(map_view.under(at, seen, MapScene())) for at in spots]
    assert set(state.at[stack]) <= {unit for under in found for unit in under.units}


# -- what is kept ------------------------------------------------------------------------------------------


def test_the_cache_keeps_to_its_room() -> None:
    cache = KeptSurfaces(room=10 * 64 * 64 * 4)
    for i in range(50):
        cache.put(i, pygame.Surface((64, 64), depth=32))
        assert cache.bytes <= cache.room
    assert len(cache) == 10
    assert cache.find(49) is not None and cache.find(0) is None


def test_the_cache_drops_what_was_not_used_for_longest() -> None:
    cache = KeptSurfaces(room=3 * 64 * 64 * 4)
    for i in range(3):
        cache.put(i, pygame.Surface((64, 64), depth=32))
    cache.find(0)
    cache.put(3, pygame.Surface((64, 64), depth=32))
    assert cache.find(0) is not None and cache.find(1) is None


def ground_about(size: tuple[int, int]) -> int:
    """Bytes of the most chunks that show in a window of a size or near its edges, wherever the map stands in it."""
    wide, high = (-(-(length + 2 * SOON) // CHUNK) + 1 for length in size)
    return wide * high * chunks.KEPT


def test_panning_and_zooming_about_stays_within_the_room() -> None:
    state = mapboard.battle(60, 50, units=60)
    seen, scene = mapboard.seen(state), MapScene()
    map_view = MapView(state.scenario, (800, 600))
    target = pygame.Surface((800, 600))
    for zoom in (2.0, 1.28, 0.5):
        map_view.camera.zoom_to(zoom)
        map_view.camera.centre_on(0)
        for _ in range(70):
            map_view.camera.pan(120, 60)
            map_view.draw(target, seen, scene)
    assert map_view._ground.cache.bytes <= ground_about((800, 600))


@pytest.mark.parametrize(
    "size", [(928, 640), *(pytest.param(s, marks=pytest.mark.slow) for s in (LARGE, (2208, 1350)))]
)
def test_a_map_seen_at_every_scale_keeps_few_pictures(size: tuple[int, int]) -> None:
    """No more than the room for ground, and the tiles, counters, stamps and words of one scale: what is shown is held
    for as long as it is, whatever room there is for what is not."""
    state = mapboard.battle(60, 50, units=60)
    seen = mapboard.seen(state)
    scene = bench.everything(seen)
    map_view = MapView(state.scenario, size)
    target, kept = pygame.Surface(size), []
    for zoom in (*ZOOMS, 1.0):
        map_view.camera.zoom_to(zoom)
        map_view.draw(target, seen, scene, complete=True)
        map_view.camera.pan(700, 400)
        map_view.draw(target, seen, scene, complete=True)
        kept.append(surfaces_of(map_view))
    assert max(kept) < ground_about(size) + (24 << 20)


def test_what_one_side_saw_is_not_shown_to_the_other() -> None:
    state = mapboard.battle(60, 50)
    map_view, fresh = hurried(state), MapView(state.scenario, LARGE)
    scene = MapScene(counters=False)
    picture_of(map_view, mapboard.seen(state), scene)
    theirs = mapboard.seen(state, "japanese")
    assert picture_of(map_view, theirs, scene) == picture_of(fresh, theirs, scene, complete=True)


# -- counters ----------------------------------------------------------------------------------------------


def test_every_state_of_a_unit_looks_different() -> None:
    state = mapboard.battle(16, 12)
    unit = replace(state.units[3], steps=4, suppressed=0, entrenchment=0, moved=False, fought=False, unsupplied=0)
    changes: tuple[InState, ...] = (
        {},
        {"steps": 3},
        {"suppressed": 1},
        {"entrenchment": 1},
        {"entrenchment": 3},
        {"moved": True},
        {"fought": True},
        {"unsupplied": 1},
        {"unsupplied": 3},
        {"unsupplied": 6},
    )
    book = CounterBook(Lettering())
    for size in (27, 42, 84):
        looks = {
            pygame.image.tobytes(book.stamp(look_of(state.scenario, replace(unit, **c)), size), "RGBA") for c in changes
        }
        assert len(looks) == len(changes), size


def test_every_symbol_looks_different() -> None:
    book = CounterBook(Lettering())
    for size in (27, 42, 84):
        looks = {
            pygame.image.tobytes(book.stamp(CounterKey(palette.SOVIET, s, steps=4, full=4), size), "RGBA")
            for s in (*mapboard.SYMBOLS, "unknown")
        }
        assert len(looks) == len(mapboard.SYMBOLS) + 1


def changed(one: CounterKey, other: CounterKey, size: int) -> tuple[int, int]:
    """The first and the last row in which the counters of two looks differ."""
    book = CounterBook(Lettering())
    pictures = [pygame.surfarray.array3d(book.stamp(which, size)) for which in (one, other)]
    found = (pictures[0] != pictures[1]).any(axis=(0, 2)).nonzero()[0]
    return int(found[0]), int(found[-1])


@pytest.mark.parametrize("size", [33, 38, 44, 56, 84])
@pytest.mark.parametrize("livery", [palette.SOVIET, palette.MANCHUKUOAN])
def test_what_a_counter_shows_stands_one_below_the_other(size: int, livery: palette.Livery) -> None:
    """Sign, name, steps or load, and figures are clear of each other."""
    look = CounterKey(livery, "infantry", "III", "II/64", steps=4, full=4, moves=6)
    _, sign = changed(look, replace(look, symbol="cavalry"), size)
    pips, low = changed(look, replace(look, full=5), size)
    figures, _ = changed(look, replace(look, moves=8), size)
    assert sign <= pips and low < figures
    if size >= counters.NAMED:
        top, bottom = changed(look, replace(look, name="I/17"), size)
        assert sign <= top + size // 20 and bottom <= pips + 1
    trucks = replace(look, symbol="trucks", name="", capacity=24, cargo=12, moves=20)
    assert changed(trucks, replace(trucks, capacity=48), size)[1] < changed(trucks, replace(trucks, moves=8), size)[0]


@pytest.mark.parametrize("size", [22, 30, 33, 44, 84])
@pytest.mark.parametrize("livery", [palette.SOVIET, palette.JAPANESE])
def test_figures_are_large_enough_and_within_the_counter(size: int, livery: palette.Livery) -> None:
    """However many digits they have."""
    for steps, moves in ((4, 6), (14, 12), (28, 30)):
        look = CounterKey(livery, "infantry", "III", "", steps=steps, full=steps, moves=moves)
        top, low = changed(look, replace(look, steps=steps - 1), size)
        assert low - top >= 6
        assert counters.CounterLayout.of(look, size).letters >= counters.LEAST


def test_sides_are_told_by_shape_as_well_as_colour() -> None:
    book = CounterBook(Lettering())
    shapes = {
        pygame.mask.from_surface(book.stamp(CounterKey(livery, "infantry", steps=4, full=4), 64), 200).count()
        for livery in (palette.SOVIET, palette.JAPANESE)
    }
    assert len(shapes) == 2


def test_a_contact_tells_nothing_of_the_unit() -> None:
    state = mapboard.battle(16, 12)
    first, second = (look_of(state.scenario, u, Level.CONTACT) for u in state.units[:2])
    assert first == second


def test_older_ghosts_are_fainter() -> None:
    state = mapboard.battle(16, 12)
    book = CounterBook(Lettering())
    alphas = []
    for turn in (5, 7, 9):
        look = look_of_ghost(state.scenario, state.units[0], Ghost(3, 5, Level.IDENTIFIED), turn)
        alphas.append(book.stamp(look, 42).get_at((26, 40)).a)
    assert alphas == sorted(alphas, reverse=True) and len(set(alphas)) == 3


@pytest.mark.parametrize(
    ("name", "number", "mark"),
    [
        ("149th Motor Rifle Regiment", "149", "III"),
        ("II/28th Infantry", "II/28", "II"),
        ("11th Tank Brigade", "11", "X"),
        ("Azuma group", "Azuma", ""),
        ("23rd Reconnaissance Battalion", "23", "II"),
    ],
)
def test_names_become_numbers_and_size_marks(name: str, number: str, mark: str) -> None:
    spec = replace(mapboard.battle(6, 6, units=2).units[0].spec, name=name)
    assert (short_name(spec), size_mark(spec)) == (number, mark)


# -- small map and pictures --------------------------------------------------------------------------------


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_small_map_finds_hexes(layout: Layout) -> None:
    state = mapboard.battle(20, 16, layout)
    small = Minimap(state.scenario, (300, 300))
    assert small.size[0] <= 300 and small.size[1] <= 300
    for hex_ in (0, 57, 200, 319):
        assert small.hex_at(small.position(hex_)) == hex_
    target = pygame.Surface((320, 320))
    small.draw(target, (10, 10), mapboard.seen(state), MapView(state.scenario, SIZE).camera)
    assert len(set(pixels(target))) > 20


@pytest.mark.parametrize("layout", [FLAT, POINTY])
def test_a_picture_is_the_whole_map(tmp_path: Path, layout: Layout) -> None:
    state = mapboard.battle(10, 8, layout, units=6)
    path = tmp_path / "map.png"
    size = rendering.render_scenario(state, path, zoom=1.0)
    assert pygame.image.load(path).get_size() == size
    assert size == Camera(layout, 10, 8, SIZE).layout.size(10, 8)


def test_pictures_refuse_what_they_do_not_know(tmp_path: Path) -> None:
    state = mapboard.battle(6, 6, units=2)
    with pytest.raises(ValueError, match="supply"):
        rendering.render_scenario(state, tmp_path / "a.png", overlays=("suply",))
    with pytest.raises(ValueError, match="soviet and japanese"):
        rendering.render_scenario(state, tmp_path / "a.png", side="mongol")


def test_flags_say_what_an_objective_pays_now() -> None:
    state = mapboard.battle(10, 8, units=2)
    assert prizes(state) == [o.worth for o in state.scenario.objectives]
    assert prizes(replace(state, turn=2)) == [o.final_worth for o in state.scenario.objectives]
    taken = replace(state, holdings=tuple(Holding(state.scenario.enemy(h.side), 1) for h in state.holdings))
    assert prizes(taken) == [o.final_worth for o in state.scenario.objectives], "to its first owner it pays no more"


@pytest.mark.parametrize("zoom", [1.0, 1.6])
def test_a_frame_round_a_target_crosses_no_flag(zoom: float) -> None:
    """Also not one that the counters in its hex have pushed to the edge."""
    state = initial_state(load("grazing_rights"), 7, fog=False)
    seen = view(state, state.active)
    hex_ = next(o.hex for o in state.scenario.objectives if state.at_hex(o.hex))
    map_view = MapView(state.scenario, SIZE)
    map_view.camera.zoom_to(zoom)
    map_view.camera.centre_on(hex_)
    plain, framed = pygame.Surface(SIZE), pygame.Surface(SIZE)
    map_view.draw(plain, seen, MapScene(), complete=True)
    map_view.draw(framed, seen, MapScene(targets={hex_: ""}), complete=True)
    assert pygame.image.tobytes(plain, "RGB") != pygame.image.tobytes(framed, "RGB")
    ox, oy = map_view.camera.offset
    inside = pygame.Rect((0, 0), SIZE)
    compared = 0
    for stamp, left, top in map_view._flags(seen, True):
        for x, y in product(range(stamp.get_width()), range(stamp.get_height())):
            place = left + x - ox, top + y - oy
            if stamp.get_at((x, y)).a == 255 and inside.collidepoint(place):
                compared += 1
                assert framed.get_at(place) == plain.get_at(place)
    assert compared


def test_shades_join_across_chunks() -> None:
    """Along the line between two chunks fog is no rougher than along a line within one."""
    state = mapboard.battle(30, 20, units=6)
    seen = mapboard.seen(state, radius=2)
    for zoom in (0.32, 0.64, 1.28, 2.0):
        map_view = MapView(state.scenario, (3 * CHUNK, 2 * CHUNK))
        map_view.camera.zoom_to(zoom)
        step, hidden = map_view.camera.step, ~seen.visible & ((1 << state.scenario.board.size) - 1)
        blank = pygame.Surface((CHUNK, CHUNK))
        blank.fill((255, 255, 255))
        left, right = blank.copy(), blank.copy()
        for cx, part in enumerate((left, right)):
            map_view._ground.dressing.lay(part, step, [(cx, 0, (0, 0))], hidden, False)
        steps = [abs(left.get_at((CHUNK - 1, y)).r - right.get_at((0, y)).r) for y in range(CHUNK)]
        assert max(steps) <= 24, zoom


@pytest.mark.parametrize("path", sorted(paths.maps_dir().glob("*/map.tmx")), ids=lambda p: p.parent.name)
def test_shipped_maps_show_the_tiles_that_tiled_shows(path: Path) -> None:
    """Every hex is drawn with the very tile the map file has there."""
    root = ElementTree.parse(path).getroot()
    first = int(the(root.find("tileset")).attrib["firstgid"])
    data = the(the(root.find("layer[@name='terrain']/data")).text)
    drawn_there = [int(n) - first for n in data.replace("\n", "").split(",")]
    tileset = the(shipped_tileset())
    terrain_of = {n: terrain for terrain, numbers in tileset.by_terrain.items() for n in numbers}
    layout = Layout(
        "x" if root.attrib["staggeraxis"] == "x" else "y",
        "odd" if root.attrib["staggerindex"] == "odd" else "even",
        int(root.attrib["tilewidth"]),
        int(root.attrib["tileheight"]),
        int(root.attrib["hexsidelength"]),
    )
    board = Board.build(
        int(root.attrib["width"]),
        int(root.attrib["height"]),
        layout,
        [terrain_of[n] for n in drawn_there],
        mapboard.rules(),
    )
    assert list(TileArt(board, drawing_layout(layout), tileset).numbers) == drawn_there


@pytest.mark.parametrize(("axis", "index"), [(a, i) for a in "xy" for i in ("odd", "even")])
@pytest.mark.parametrize("ground", ["dunes", "heights", "rough"])
def test_ground_runs_on_from_hex_to_hex_in_every_layout(axis: str, index: str, ground: str) -> None:
    """Along the edges of hexes colours change as little as inside them."""
    size = (64, 56) if axis == "x" else (56, 64)
    layout = Layout("y" if axis == "y" else "x", "even" if index == "even" else "odd", *size, 32)
    board = Board.build(9, 9, layout, [ground] * 81, mapboard.rules())
    art = TileArt(board, layout, the(shipped_tileset()))
    picture = pygame.Surface([2 * length for length in layout.size(9, 9)])
    for hex_ in range(board.size):
        x, y = layout.origin(*board.place(hex_))
        picture.blit(art.tile(hex_, 2.0), (2 * x, 2 * y))

    def change(x: float, y: float, across: tuple[float, float]) -> int:
        """How much brighter or darker it gets over a few pixels."""
        one, other = (picture.get_at((round(x + k * across[0]), round(y + k * across[1]))) for k in (-2, 2))
        return abs(sum(one[:3]) - sum(other[:3]))

    at_edges, inside = [], []
    for hex_ in range(board.size):
        col, row = board.place(hex_)
        if not (0 < col < 8 and 0 < row < 8):
            continue
        corners = [(2 * x, 2 * y) for x, y in layout.corners(col, row)]
        cx, cy = (sum(each) / 6 for each in zip(*corners, strict=True))
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1], strict=True):
            for part in (0.3, 0.5, 0.7):
                right, down = ax + (bx - ax) * part - cx, ay + (by - ay) * part - cy
                away = math.hypot(right, down)
                across = (right / away, down / away)
                at_edges.append(change(cx + right, cy + down, across))
                inside.append(change(cx + right * 0.75, cy + down * 0.75, across))
    assert sum(at_edges) < 1.4 * sum(inside)


class Ticking:
    """A clock that goes on by as much every time it is looked at: every piece of ground takes as long to paint."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.now = 0.0

    def __call__(self) -> float:
        self.now += self.seconds
        return self.now


@pytest.mark.parametrize("size", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_a_frame_of_panning_is_little_work(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No frame shows coarse ground or paints more than a column and a row, no piece is painted again but where the map
    comes back from its edge, and all else that a frame does is as little on a large map as on a small one."""
    pieces = painted(monkeypatch)
    state = mapboard.battle(size, size, units=80)
    seen = mapboard.seen(state, radius=6)
    scene = replace(full_scene(state), fog=True)
    map_view = MapView(state.scenario, (1920, 1080), clock=Ticking(AHEAD / 8))
    map_view.camera.zoom_to(1.0)
    target, most, work, ways = pygame.Surface((1920, 1080)), 0, [], []
    for frame, _ in enumerate(islice(bench.travel(map_view.camera, 18), bench.FILLING + 150)):
        before = len(pieces)
        ways.append(map_view.camera.offset)
        with calls() as made:
            map_view.draw(target, seen, scene)
        assert map_view.finished
        if frame >= bench.FILLING:
            most = max(most, len(pieces) - before)
            if len(pieces) == before:
                work.append(made.total())
    assert most <= 9 <= AT_ONCE, "as many as a frame has time for ahead of where the window goes"
    steps = [(bx > ax, by > ay) for (ax, ay), (bx, by) in pairwise(ways)]
    turned = sum(a != b for a, b in pairwise(steps))
    again = len(pieces) - len(set(pieces))
    assert len(pieces) > 60 and again <= 9 * turned, "a column and a row, whenever the map has come back"
    assert len(work) > 40 and max(work) < 2400, "the shades of a column and a row among it"
    assert map_view.kept_bytes < 200 << 20


def test_the_bench_shows_every_overlay() -> None:
    shown = bench.everything(mapboard.seen(mapboard.battle(12, 10)))
    for name in ("reach", "path", "targets", "outlines", "supply", "hover", "selected_hex"):
        assert getattr(shown, name), name


@pytest.mark.parametrize("size", [1.0, 2.0])
def test_names_on_the_map_do_not_lie_over_one_another(size: float) -> None:
    """In the fullest map, at every zoom; nearer, all names are there."""
    state = initial_state(load("double_envelopment"), 1)
    map_view = MapView(state.scenario, (1280, 720), scale=size)
    over, camera = map_view._overlays, map_view.camera
    written = {}
    for step, zoom in enumerate(ZOOMS):
        camera.zoom_to(zoom)
        found = over.names(step, camera.centre, map_view._taken(view(state, "soviet"), True))
        boxes = [words.get_rect(center=(x, y)) for words, x, y in found]
        for i, one in enumerate(boxes):
            for other in boxes[:i]:
                both = one.clip(other)
                assert both.w * both.h <= 0.08 * one.w * one.h, (zoom, one, other)
        written[zoom] = len(boxes)
    assert (
        written[ZOOMS[0]] >= 4 and written[1.0] > written[ZOOMS[0]] and written[1.0] >= len(state.scenario.labels) * 0.8
    )


def test_what_was_shown_at_another_scale_makes_room_before_this_one_is_painted() -> None:
    map_view = hurried(mapboard.battle(60, 50))
    seen, target = mapboard.seen(mapboard.battle(60, 50)), pygame.Surface(map_view.size)
    for zoom in (1.0, 2.0, 1.0):
        map_view.camera.zoom_to(zoom)
        map_view.draw(target, seen, MapScene())
        ground = map_view._ground
        assert {key[0][0] for key in ground.dressed._kept if isinstance(key, tuple)} <= {map_view.camera.step}
        while not map_view.finished:
            map_view.draw(target, seen, MapScene())
        map_view.draw(target, seen, MapScene())
        assert len(ground.dressed)


def test_words_keep_to_their_room() -> None:
    letters = Lettering()
    for n in range(600):
        assert letters.halo(f"Heights {n}", 24, (0, 0, 0), (255, 255, 255)).get_width() > 24
        assert letters.plain(f"{n}", 24, (0, 0, 0)) is letters.plain(f"{n}", 24, (0, 0, 0))
    assert palette.WORDS // 2 < letters._words.bytes <= palette.WORDS
