"""Signs on the map leave each other room: flags and plates lie beside counters, and no name is cut off by what stands
there. Looked at where the map is fullest, in the kept August battle, at every scale at which counters have figures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pygame
import pytest
from khalkhin import paths
from khalkhin.core import initial_state
from khalkhin.core.fog.view import View, view
from khalkhin.core.model.state import GameState
from khalkhin.scenario import load
from khalkhin.ui.map.camera import ZOOMS
from khalkhin.ui.map.map_contents import Flash, MapScene, Outline
from khalkhin.ui.map.mapview import Cornered, MapView
from khalkhin.ui.map.overlays import RIM, WIDE, Overlays, Placed
from khalkhin.ui.map.room import overlap, roomiest
from khalkhin.ui.pictures.picture import prepare

from tests.ui import make_look

FIGURED = tuple(zoom for zoom in ZOOMS if 0.5 <= zoom <= 2.0)
#: Of a counter at 1, pixels at each edge that are its frame.
FRAME = 4
MAPS = sorted(path.parent for path in paths.maps_dir().rglob("scenario.toml"))


@cache
def positions() -> tuple[GameState, ...]:
    prepare()
    return tuple(state for turn, state in make_look.positions().items() if turn in (1, 9, 10))


def boxes(placed: list[Placed]) -> list[pygame.Rect]:
    return [
        stamp.get_bounding_rect().move(x - stamp.get_width() // 2, y - stamp.get_height() // 2)
        for stamp, x, y in placed
    ]


def faces(shown: MapView, seen: View) -> list[pygame.Rect]:
    """The counters without their frames."""
    frame = round(2 * FRAME * shown.camera.zoom)
    return [box.inflate(-frame, -frame) for box in shown._boxes(seen, True)]


def each() -> Iterator[tuple[MapView, View]]:
    for state in positions():
        shown, seen = MapView(state.scenario, (1280, 720)), view(state, "soviet")
        for zoom in FIGURED:
            shown.camera.zoom_to(zoom)
            yield shown, seen


def test_flags_leave_the_faces_of_counters_free() -> None:
    for shown, seen in each():
        found = faces(shown, seen)
        for flag in (s.get_rect(topleft=(x, y)) for s, x, y in shown._flags(seen, True)):
            covered = overlap(flag, found)
            assert covered <= flag.w * flag.h * 0.1, (seen.state.turn, shown.camera.zoom, flag)


def test_no_name_is_cut_off() -> None:
    for shown, seen in each():
        over, camera = shown._overlays, shown.camera
        taken = shown._taken(seen, True)
        found = over.names(camera.step, camera.centre, taken)
        for words, x, y in found:
            box = words.get_rect(center=(x, y))
            assert overlap(box, taken) <= box.w * box.h * 0.12, (seen.state.turn, camera.zoom, box)
        wanted = [label for label in seen.state.scenario.labels if label.kind != "region"]  # these are for the distance
        assert camera.zoom < 1.0 or len(found) >= len(wanted) * 0.9, (seen.state.turn, camera.zoom, len(found))


@pytest.mark.parametrize("head", [0, 36])
def test_the_edge_of_the_window_cuts_no_name(head: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the map is moved to: names are drawn whole, or not; those moved into sight lie over no counter."""
    drawn: list[Cornered] = []
    monkeypatch.setattr(MapView, "_lay", lambda _self, _target, placed: drawn.extend(placed))
    state = positions()[1]
    shown, seen = MapView(state.scenario, (700, 500)), view(state, "soviet")
    shown.resize((700, 500), head=head)
    shown.camera.zoom_to(1.0)
    target, moved = pygame.Surface((700, 500)), 0
    for x, y in ((0, 0), (700, 300), (731, 377), (760, 450), (400, 700), (900, 900), (333, 521)):
        shown.camera.look(x, y)
        drawn.clear()
        shown.draw(target, seen, MapScene())
        names = {id(stamp): (at_x, at_y) for stamp, at_x, at_y in shown._lists["names"][1]}  # type: ignore[attr-defined]
        clear = shown.camera.clear.move(shown.camera.offset)
        for stamp, at_x, at_y in drawn:
            if id(stamp) not in names:
                continue
            box = stamp.get_rect(topleft=(at_x, at_y))
            assert clear.contains(box), (x, y, box)
            if names[id(stamp)] != (at_x, at_y):
                moved += 1
                assert box.collidelist(shown._boxes(seen, True)) < 0
    assert moved > 2


def test_plates_leave_counters_and_one_another_free() -> None:
    """Of pockets wherever a side has units: hexes of one, of two and of three in a row."""
    for shown, seen in each():
        over, camera, board = shown._overlays, shown.camera, seen.state.scenario.board
        own = sorted(u.hex for u in seen.state.units if u.on_map)
        hexes = [board.within(h, 1)[:n] for n, h in zip((1, 2, 3) * 3, own[:: max(1, len(own) // 9)], strict=False)]
        outlines = tuple(Outline(frozenset(h), "bad", "Pocket: 8 steps, 1 turn") for h in hexes)
        plates = boxes(over.outline_words(camera.step, camera.centre, outlines, shown._taken(seen, True)))
        found = faces(shown, seen)
        for i, plate in enumerate(plates):
            covered = overlap(plate, found) + overlap(plate, plates[:i])
            assert covered <= plate.w * plate.h * 0.25, (seen.state.turn, camera.zoom, plate, covered)


@pytest.mark.parametrize(("free", "place"), [(0, 1), (30, 0)])
def test_the_roomiest_place_is_the_first_that_hides_least(free: int, place: int) -> None:
    spots = [pygame.Rect(0, 0, 10, 10), pygame.Rect(20, 0, 10, 10), pygame.Rect(40, 0, 10, 10)]
    taken = [pygame.Rect(0, 0, 5, 5), pygame.Rect(45, 0, 5, 10)]
    assert roomiest(spots, taken, free) == (place, 25 if free else 0)


def test_in_the_distance_no_counter_covers_the_end_of_a_name() -> None:
    for state in positions():
        shown, seen = MapView(state.scenario, (1280, 720)), view(state, "soviet")
        for zoom in ZOOMS:
            shown.camera.zoom_to(zoom)
            camera, taken = shown.camera, shown._boxes(seen, True)
            for words, x, y in shown._overlays.names(camera.step, camera.centre, shown._taken(seen, True)):
                box = words.get_rect(center=(x, y))
                assert overlap(box.inflate(-2, -box.h // 3), taken) <= RIM, (state.turn, zoom, box)


class NamesOfHexes(Overlays):
    """The pixel of the hex that each name is drawn for, and where it might stand, by the name, unless it is that of a
    river or a region."""

    middles: dict[int, tuple[tuple[int, int], list[pygame.Rect]]]
    kept: list[pygame.Surface | None]

    def _spots(self, words: pygame.Surface, at: tuple[int, int], kind: str, zoom: float) -> list[pygame.Rect]:
        found = super()._spots(words, at, kind, zoom)
        if kind not in ("river", "region"):
            self.middles[id(words)] = at, found
        return found

    def _words(self, *asked: Any) -> pygame.Surface | None:
        words = super()._words(*asked)
        words = None if words is None else words.copy()
        self.kept.append(words)  # a name is told from others by itself
        return words


@pytest.mark.parametrize("folder", MAPS, ids=lambda path: path.name)
def test_no_name_is_taken_for_that_of_another_hex(folder: Path) -> None:
    """At every zoom a name stands in its own hex if there is room among all others, and is nearer to no other hex that
    has a name."""
    scenario = load(folder)
    named = {x.hex for x in scenario.objectives} | {x.hex for x in scenario.labels if x.kind not in WIDE}
    for state in (initial_state(scenario, 1), *(s for s in positions() if s.scenario.id == scenario.id)):
        shown = MapView(scenario, (1280, 720))
        over = NamesOfHexes(scenario, shown._stamps)
        for step, zoom in enumerate(ZOOMS):
            shown.camera.zoom_to(zoom)
            over.middles, over.kept = {}, []
            taken = shown._taken(view(state, "soviet"), True)
            centres = [shown.camera.centre(hex_) for hex_ in range(scenario.board.size)]
            drawn = over.names(step, shown.camera.centre, taken)
            places = [words.get_rect(center=(x, y)) for words, x, y in drawn]

            def at_home(box: pygame.Rect, own: tuple[int, int], centres: list[tuple[int, int]] = centres) -> bool:
                return min(math.dist(box.center, each) for each in centres) == math.dist(box.center, own)

            for box, (words, _, _) in zip(places, drawn, strict=True):
                own, spots = over.middles.get(id(words), (None, []))
                if own is None or at_home(box, own):
                    continue
                nearest = min(from_box(box, centres[hex_]) for hex_ in named)
                assert from_box(box, own) <= nearest, (zoom, box, own)
                assert from_box(box, own) <= 0.7 * shown.camera.layout.tile_width * zoom + 1
                others = [other for other in places if other is not box]
                whole = pygame.Rect((0, 0), shown.camera.map_size).inflate(-8, -8)
                clear = [spot for spot in spots if whole.contains(spot) and overlap(spot, [*taken, *others]) == 0]
                assert not [spot for spot in clear if at_home(spot, own)], (zoom, box, own)
                nearer = [spot for spot in clear if math.dist(spot.center, own) < math.dist(box.center, own)]
                far = 0.7 * shown.camera.layout.tile_height * zoom - 1
                for spot in nearer:
                    least = min(from_box(spot, centres[hex_]) for hex_ in named)
                    assert not from_box(spot, own) <= min(far, least), (zoom, box, spot)


def from_box(box: pygame.Rect, at: tuple[int, int]) -> float:
    return math.dist(at, (max(box.left, min(at[0], box.right)), max(box.top, min(at[1], box.bottom))))


@pytest.mark.parametrize("edge", ["left", "right"])
def test_words_over_a_hex_at_the_edge_of_the_map_are_whole(edge: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reinforcements arrive at the edge, and "arrives" stands over them."""
    drawn: list[Cornered] = []
    monkeypatch.setattr(MapView, "_lay", lambda _self, _target, placed: drawn.extend(placed))
    state = positions()[0]
    shown, board = MapView(state.scenario, (700, 500)), state.scenario.board
    hex_ = 5 * board.width + (0 if edge == "left" else board.width - 1)
    shown.camera.zoom_to(0.8)
    shown.camera.look(*shown.camera.centre(hex_))
    frame = shown.camera.clear.move(shown.camera.offset)
    shown._flashes(pygame.Surface((700, 500)), MapScene(flashes={hex_: Flash("arrives · arrives", "note")}), frame)
    ((stamp, x, y),) = drawn
    assert frame.collidepoint(shown.camera.centre(hex_)) and frame.contains(stamp.get_rect(topleft=(x, y)))
