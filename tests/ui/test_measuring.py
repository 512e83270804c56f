"""The measuring tape: by clicks, by dragging, by keys; what its note says."""

from __future__ import annotations

from collections.abc import Iterator

import pygame
import pytest
from khalkhin.core.movement.measuring import way
from khalkhin.ui.panels import measured
from khalkhin.ui.planning.tape import Tape
from khalkhin.ui.widgets.rows import Heading, Line

from tests.narrow import the
from tests.ui import posed
from tests.ui.staged import Maker, staged
from tests.ui.test_battle import pixel


@pytest.fixture
def battle() -> Iterator[Maker]:
    with staged() as make:
        yield make


def test_two_clicks_lay_the_tape_and_the_next_begins_anew() -> None:
    tape = Tape()
    for hex_, laid in ((3, (3, None)), (9, (3, 9)), (4, (4, None))):
        tape.click(hex_)
        assert (tape.start, tape.end) == laid


def test_clicks_measure_and_nothing_is_picked_or_moved(battle: Maker) -> None:
    d, game, scene = battle()
    d.click_text("Measure")
    start, end = posed.at(6, 5), posed.at(9, 3)
    scene.bring(start)
    d.step(40)
    d.click(pixel(scene, start))
    d.move(pixel(scene, posed.at(7, 4)))
    assert the(scene.battle.measured).hexes == game.scenario.board.distance(start, posed.at(7, 4))
    d.click(pixel(scene, end))
    d.move(pixel(scene, posed.at(7, 6)))
    assert the(scene.battle.measured).hexes == game.scenario.board.distance(start, end)
    assert scene.battle.planner.selected is None and not game.changes
    d.key(pygame.K_ESCAPE)
    assert scene.battle.tape is None and scene.battle.measured is None


def test_the_picked_unit_and_trucks_are_timed_by_the_rules(battle: Maker) -> None:
    d, game, scene = battle()
    scene.battle.select("su-a", show=True)
    d.step(30)
    d.key(pygame.K_z)
    unit, end = the(game.state.unit("su-a")), posed.at(11, 4)
    scene.battle.click(end, into=False)
    found = the(scene.battle.measured)
    seen = scene.battle.planner.view
    known = seen.analysis.of("soviet").picture
    assert found.by_unit[0] == way(seen.state, unit, unit.hex, end, known)
    assert found.by_unit[1] == way(seen.state, unit, unit.hex, end, known, roads=False)
    assert found.trucks is not None and found.path == the(found.by_unit[0]).path == scene.map.scene().path
    rows = measured.rows(seen.state, found, unit.hex, end)
    assert rows[0] == Heading(f"{found.hexes} hexes")
    quickest = the(found.by_unit[0])
    turns = f"{quickest.turns} turn" + ("s" if quickest.turns != 1 else "")
    assert any(isinstance(row, Line) and row.value == f"{quickest.mp} movement points, {turns}" for row in rows)


def test_the_mouse_drags_it_and_the_map_stays(battle: Maker) -> None:
    d, game, scene = battle()
    d.key(pygame.K_z)
    start, end = posed.at(6, 5), posed.at(8, 3)
    scene.bring(start)
    d.step(40)
    place = the(scene.map.view).camera.place
    d.drag(pixel(scene, start), pixel(scene, end))
    assert (the(scene.battle.tape).start, the(scene.battle.tape).end) == (start, end)
    assert the(scene.map.view).camera.place == place and not game.changes
    d.key(pygame.K_z)
    d.drag(pixel(scene, start), pixel(scene, end))
    assert scene.battle.tape is None and the(scene.map.view).camera.place != place


def test_keys_alone_lay_it(battle: Maker) -> None:
    d, _, scene = battle()
    d.key(pygame.K_c)
    start = the(scene.battle.cursor)
    d.key(pygame.K_z)
    d.key(pygame.K_RIGHT)
    d.key(pygame.K_RIGHT)
    assert the(scene.battle.measured).hexes == 2 and the(scene.battle.tape).start == start
    d.key(pygame.K_SPACE)
    d.key(pygame.K_RIGHT)
    assert the(scene.battle.tape).end is not None and the(scene.battle.measured).hexes == 2
    d.key(pygame.K_z)
    assert scene.battle.tape is None


def test_without_a_way_it_says_so_and_without_a_unit_what_to_do(battle: Maker) -> None:
    _, game, scene = battle()
    seen = scene.battle.planner.view
    enemy = next(iter(seen.state.known_enemies("soviet")))
    found = the(Tape(posed.at(0, 4)).measured(seen, seen.state.unit("su-a"), enemy.hex))
    told = [row.text for row in measured.rows(seen.state, found, posed.at(0, 4), enemy.hex) if isinstance(row, Line)]
    assert "There is no way there, as far as known." in told
    bare = the(Tape(0).measured(game.view("japanese"), None, 5))
    assert bare.unit is None
