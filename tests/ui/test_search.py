"""The search box: what is found, what it leads to, and that nothing hidden is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pygame
import pytest
from khalkhin.core.fog.view import view
from khalkhin.core.orders.orders import Assault
from khalkhin.text.rulebook import chapters
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.command import Command
from khalkhin.ui.desk.finding import Found, What, everything, matching, plain
from khalkhin.ui.desk.search import SearchScene
from khalkhin.ui.destinations import ToRules
from khalkhin.ui.menus.rulebook import RulebookScene
from khalkhin.ui.planning.actions import LookAt, PickFor, PlanAssault, SelectUnit
from khalkhin.ui.planning.planner import Planner

from tests.narrow import a, the
from tests.scenarios import rules
from tests.ui import posed
from tests.ui.driver import Driver
from tests.ui.fakes import FakeTable
from tests.ui.staged import Maker, staged


def index(side: str = "soviet") -> tuple[Found, ...]:
    return everything(Planner(view(posed.pose(), side), True), chapters(rules()))


@pytest.fixture
def battle() -> Iterator[Maker]:
    """With the search box open."""
    with staged() as make:

        def searching(size: tuple[int, int] = (1280, 720), scale: float = 1.0) -> tuple[Driver, FakeTable, BattleScene]:
            d, game, scene = make(size, scale)
            d.key(pygame.K_f, pygame.KMOD_LCTRL)
            return d, game, scene

        yield searching


def typed(d: Driver, words: str) -> SearchScene:
    for letter in words:
        d.key(ord(letter))
    return a(SearchScene, d.top)


def test_each_kind_of_thing_is_found_by_its_name_and_leads_to_it() -> None:
    state = posed.pose()
    all_of_it = index()
    for unit in state.side_units("soviet"):
        assert matching(all_of_it, unit.spec.name)[0].action == SelectUnit(unit.id)
    for objective in state.scenario.objectives:
        assert LookAt(objective.hex) in {found.action for found in matching(all_of_it, objective.name)}
    for chapter in chapters(rules()):
        best = next(found for found in matching(all_of_it, chapter.title) if found.what is What.RULE)
        assert best.action == ToRules(chapter.key)
    for hexside, link in state.crossings.items():
        ends = state.scenario.board.hexside_hexes(hexside)
        assert any(found.action == LookAt(ends[0]) for found in matching(all_of_it, link.name or "ford"))


def test_what_is_meant_comes_first_whatever_capitals_and_accents() -> None:
    made = tuple(
        Found(What.PLACE, name, "", LookAt(i))
        for i, name in enumerate(("Old Göl Ford", "Gol Heights", "Bagolyn", "Tal"))
    )
    assert [found.name for found in matching(made, "GOL")] == ["Gol Heights", "Old Göl Ford", "Bagolyn"]
    assert [found.name for found in matching(made, "göl he")] == ["Gol Heights"]
    assert matching(made, "  ") == () == matching(made, "heights of nowhere")
    assert plain("ÉTÉ") == "ete"


def test_every_order_found_may_be_given_and_every_order_that_may_is_found() -> None:
    of = Planner(view(posed.pose(), "soviet"), True)
    orders = {found.action for found in everything(of, ()) if found.what is What.ORDER}
    targets = {of.state.scenario.board.index(*o.target) for o in of.options(Assault) if isinstance(o, Assault)}
    assert {action.hex for action in orders if isinstance(action, PlanAssault)} == targets
    for action in orders:
        if isinstance(action, PickFor):
            of.select(action.unit or None)
            of.army = not action.unit
            assert the(of.choice(action.choice)).able, action
    for unit in of.state.side_units("soviet"):
        of.army = False
        of.select(unit.id)
        able = {choice.id for choice in of.choices() if choice.able}
        assert able <= {action.choice for action in orders if isinstance(action, PickFor) and action.unit == unit.id}, (
            unit
        )


def test_nothing_hidden_is_found() -> None:
    """Wherever the enemies out of sight stand, whoever they are, exactly the same is found."""
    state = posed.pose()
    for side in ("soviet", "japanese"):
        seen = view(state, side)
        unseen = [
            u for u in state.units if u.side != side and u.on_map and not state.sightings[side].levels[u.spec.index]
        ]
        moved = [replace(u, hex=posed.at(13 if side == "soviet" else 0, 9), steps=1) for u in unseen]
        other = view(state.with_units(moved), side)
        mine = everything(Planner(seen, True), ())
        assert everything(Planner(other, True), ()) == mine
        others = {u.spec.name for u in state.units if u.side == side} | {
            found.name for found in mine if found.what is What.PLACE
        }
        for unit in unseen:
            if unit.spec.name not in others:
                assert not [found for found in matching(mine, unit.spec.name) if found.name == unit.spec.name]


def test_it_is_used_by_keys_alone(battle: Maker) -> None:
    d, game, scene = battle()
    typed(d, "24th rifle")
    d.key(pygame.K_RETURN)
    assert d.top is scene and scene.battle.planner.selected == "su-a"
    d.key(pygame.K_f, pygame.KMOD_LCTRL)
    box = typed(d, "supply")
    while not isinstance(box.found[box.mark].action, ToRules):
        d.key(pygame.K_DOWN)
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, RulebookScene)
    d.key(pygame.K_ESCAPE)
    assert d.top is box and box.typed == "supply"
    for _ in "supply":
        d.key(pygame.K_BACKSPACE)
    typed(d, "zoom in")
    zoom = the(scene.map.view).camera.zoom
    d.key(pygame.K_RETURN)
    assert d.top is scene and the(scene.map.view).camera.zoom > zoom
    d.key(pygame.K_f, pygame.KMOD_LCTRL)
    d.key(pygame.K_ESCAPE)
    assert d.top is scene and not game.changes


def test_an_order_is_begun_from_it(battle: Maker) -> None:
    d, game, scene = battle()
    box = typed(d, "assault")
    assert isinstance(box.found[0].action, PlanAssault)
    d.key(pygame.K_RETURN)
    assert scene.battle.planner.plan is not None and scene.panel.assaulting
    d.key(pygame.K_ESCAPE)
    d.key(pygame.K_f, pygame.KMOD_LCTRL)
    box = typed(d, "interdict")
    assert box.found[0].action == PickFor("", "interdict")
    d.key(pygame.K_RETURN)
    assert the(scene.battle.planner.draft).choice.id == "interdict" and scene.battle.tab == "army"
    d.key(pygame.K_f, pygame.KMOD_LCTRL)
    box = typed(d, "end the turn")
    assert box.found[0].what is What.COMMAND
    assert not game.changes


def test_it_is_used_by_mouse_alone_once_something_is_typed(battle: Maker) -> None:
    d, _, scene = battle()
    d.key(pygame.K_ESCAPE)
    d.click_text("Search")
    box = typed(d, "rifle")
    second = box.found[1]
    assert isinstance(second.action, SelectUnit)
    d.click(the(box.sheet.place_of(1)).center)
    assert d.top is scene and scene.battle.planner.selected == second.action.unit


def test_nothing_found_is_a_sentence(battle: Maker) -> None:
    d, _, _ = battle()
    assert "Type the name of" in d.texts()
    box = typed(d, "xyzzy")
    assert box.found == () and "is called “xyzzy”" in d.texts()
    for key in (pygame.K_RETURN, pygame.K_DOWN, pygame.K_PAGEUP):
        d.key(key)
    assert d.top is box
    typed(d, "q" * 100)
    assert len(box.typed) == 40 and d.faults() == []


@pytest.mark.parametrize(("size", "scale"), [((1024, 640), 2.0), ((1280, 720), 1.5), ((2560, 1440), 1.0)])
def test_it_fits_every_window(battle: Maker, size: tuple[int, int], scale: float) -> None:
    d, _, _ = battle(size, scale)
    typed(d, "a")
    assert d.faults() == []
    for _ in range(65):
        d.key(pygame.K_DOWN)
    assert d.top.mark == 65 % len(d.top.found[:60]) and d.top.sheet.place_of(d.top.mark) is not None


def test_every_command_but_this_is_found(battle: Maker) -> None:
    d, _, _ = battle()
    box = typed(d, "e")
    found = {found.name for found in the(box._all) if found.what is What.COMMAND}
    assert found == {command.value for command in Command if command is not Command.SEARCH}
