"""Danger next turn in the window: the overlay, the note beside a hex, the page of the army screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pygame
import pytest
from khalkhin.core.fog.view import view
from khalkhin.core.model.state import GameState
from khalkhin.ui.desk.army_look import ArmyLook, TablePage
from khalkhin.ui.desk.army_screen import ArmyScene
from khalkhin.ui.desk.army_table import table
from khalkhin.ui.panels import layers, threats
from khalkhin.ui.panels.layers import OverlayKind
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import Line, Row

from tests.narrow import a, the
from tests.ui import posed
from tests.ui.staged import Maker, staged
from tests.ui.test_battle import pixel


def danger() -> GameState:
    """Without fog: an enemy battery in range of the bridge, the Soviet staff and trucks in reach, the bridge bare."""
    state = posed.pose()
    guns = next(u for u in state.units if u.side == "japanese" and u.spec.type.range)
    near = next(u for u in state.units if u.side == "japanese" and u.is_combat)
    away = [
        replace(u, hex=posed.at(0, 9)) for u in state.side_units("soviet") if u.hex in (posed.at(4, 4), posed.at(5, 4))
    ]
    state = state.with_units([*away, replace(guns, hex=posed.at(7, 4)), replace(near, hex=posed.at(6, 3))])
    levels = tuple(3 if u.side == "japanese" and u.on_map else 0 for u in state.units)
    mine = replace(state.sightings["soviet"], levels=levels)
    return replace(state, fog=False, sightings={**state.sightings, "soviet": mine})


def texts(rows: list[Row]) -> list[str]:
    return [row.text for row in rows if isinstance(row, Line)]


@pytest.fixture
def battle() -> Iterator[Maker]:
    with staged() as make:
        yield partial(make, state=danger())


def test_the_overlay_shows_what_the_rules_say_could_be_hit() -> None:
    seen = view(danger(), "soviet")
    found = seen.analysis.of("soviet").threats
    layer = layers.layers(seen, OverlayKind.THREATS)[1][0]
    assert ("danger", found.assaulted) in layer.tints and ("warning", found.shelled) in layer.hatched
    assert found.assaulted and found.shelled and found.vulnerable and found.bridges
    assert ("warning", frozenset(unit.hex for unit in found.vulnerable)) in layer.framed
    assert ("danger", frozenset(b.hexside for b in found.bridges if b.bare)) in layer.sides
    told = " ".join(key.text for key in layer.legend)
    assert found.vulnerable[0].spec.name in told and "without a guard" in told and threats.unknown() in told


def test_the_range_of_picked_guns_is_shown_and_of_others_not() -> None:
    seen = view(danger(), "soviet")
    gun = the(seen.state.unit("su-d"))
    layer = threats.layer(seen, gun)
    assert ("info", seen.state.scenario.board.around(gun.hex, gun.spec.type.range)) in layer.tints
    assert any(gun.spec.name in key.text for key in layer.legend)
    for other in (None, the(seen.state.unit("su-a")), next(iter(seen.state.known_enemies("soviet")))):
        assert all(tone != "info" for tone, _hexes in threats.layer(seen, other).tints)


def test_the_note_names_who_and_gives_the_odds_of_the_rules() -> None:
    seen = view(danger(), "soviet")
    found = seen.analysis.of("soviet").threats
    for unit in seen.state.side_units("soviet"):
        rows = threats.rows(seen, unit.hex)
        threat, odds = found.at(unit.hex), found.forecast(unit.hex)
        for foe in (*threat.assault[:5], *threat.fire[:5]):
            assert foe.unit.spec.name in texts(rows)
        if odds is not None:
            column = seen.state.scenario.rules.combat.columns[odds.column]
            assert any(isinstance(row, Line) and row.value == "{}:{}".format(*column) for row in rows)
    quiet_hex = next(h for h in range(seen.state.scenario.board.size) if not found.at(h))
    assert any("No enemy you know of" in text for text in texts(threats.rows(seen, quiet_hex)))
    assert threats.who(seen, quiet_hex) is None
    over = view(replace(danger(), active="japanese", turn=len(seen.state.scenario.calendar)), "japanese")
    assert "The enemy has no turn left." in texts(threats.rows(over, 0))


def test_the_page_lists_all_that_is_in_danger_and_each_line_leads_there() -> None:
    seen = view(danger(), "soviet")
    found = seen.analysis.of("soviet").threats
    entries = table(Planner(seen, True), ArmyLook(page=TablePage.DANGER)).entries
    units = {entry.action.unit for entry in entries if isinstance(entry.action, SelectUnit)}
    hit = {u.id for u in seen.state.side_units("soviet") if found.at(u.hex).assault or found.at(u.hex).fire}
    assert units == hit | {unit.id for unit in found.vulnerable}
    crossings = [entry for entry in entries if isinstance(entry.action, LookAt)]
    assert len(crossings) == len(found.bridges) and any("no guard" in entry.cells for entry in crossings)
    narrowed = ArmyLook(page=TablePage.DANGER, formation="nobody's", kind="nothing")
    assert table(Planner(seen, True), narrowed).entries == entries


def test_it_is_used_by_keys_and_by_mouse(battle: Maker) -> None:
    d, _, scene = battle()
    d.key(pygame.K_t, pygame.KMOD_LSHIFT)
    assert scene.overlays.choice.kind is OverlayKind.THREATS
    weak = scene.battle.shown.analysis.of("soviet").threats.vulnerable[0]
    scene.bring(weak.hex)
    d.step(40)
    d.move(pixel(scene, weak.hex))
    d.step(10)
    assert scene.overlays.loss_rows(scene.battle.shown, weak.hex) == threats.rows(scene.battle.shown, weak.hex)
    assert d.faults() == []
    d.click_text("Danger")
    assert scene.overlays.choice.kind is None
    d.key(pygame.K_m, pygame.KMOD_LSHIFT)
    d.key(pygame.K_d)
    page = a(ArmyScene, d.top)
    first = the(page.marked)
    assert d.faults() == []
    d.key(pygame.K_RETURN)
    assert d.top is scene
    if isinstance(first.action, SelectUnit):
        assert scene.battle.planner.selected == first.action.unit


@pytest.mark.parametrize(("size", "scale"), [((1024, 640), 2.0), ((2560, 1440), 1.0)])
def test_it_fits_every_window(battle: Maker, size: tuple[int, int], scale: float) -> None:
    d, _, _ = battle(size, scale)
    d.key(pygame.K_t, pygame.KMOD_LSHIFT)
    assert d.faults() == []
    d.key(pygame.K_m, pygame.KMOD_LSHIFT)
    d.key(pygame.K_d)
    assert d.faults() == []
