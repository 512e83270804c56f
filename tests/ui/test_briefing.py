"""The briefing: a map of what its side knows with its plan, before the battle and again during it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pygame
import pytest
from khalkhin.core.fog.view import View, view
from khalkhin.core.model.scenario import PlanArrow, Scenario
from khalkhin.core.model.state import GameState
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.dialogs.dialog import Dialog
from khalkhin.ui.menus.briefing import BriefingScene
from khalkhin.ui.pictures import planmap
from khalkhin.ui.pictures.planmap import PlanMap, map_height
from khalkhin.ui.widgets import theme
from khalkhin.ui.widgets.theme import Metrics
from pygame_gui.elements import UIPanel

from tests.narrow import a, the
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle

SIDES = ("soviet", "japanese")
SIZE = (420, 300)


def with_plans() -> Scenario:
    """The small battle with an arrow and a sentence for each side."""
    scenario = small_battle()
    places = [unit.spec.entry for unit in scenario.units]
    across = (places[0], next(p for p in places[::-1] if p != places[0]))

    def told(side: str) -> str:
        return f"A first step of the {side} side."

    sides = tuple(
        replace(info, plan=(PlanArrow(f"{info.id} arrow", across[:: 1 - 2 * n]),), first_steps=(told(info.id),))
        for n, info in enumerate(scenario.sides)
    )
    first, second = sides
    return replace(scenario, sides=(first, second))


@pytest.fixture
def driver() -> Iterator[Callable[..., Driver]]:
    made: list[Driver] = []

    def make(size: tuple[int, int] = (1280, 720)) -> Driver:
        made.append(Driver(quiet(), size))
        return made[-1]

    yield make
    for d in made:
        d.close()


def picture(shown: View) -> bytes:
    return pygame.image.tobytes(PlanMap(shown, SIZE, Metrics(1.0)).picture, "RGB")


@pytest.mark.parametrize("side", SIDES)
def test_the_briefing_shows_the_side_s_own_plan_and_steps(side: str, driver: Callable[..., Driver]) -> None:
    other = SIDES[1 - SIDES.index(side)]
    d = driver()
    d.show(BriefingScene(FakeTable(with_plans(), (side,)), (side,)))
    d.step(2)
    assert d.top.map is not None and d.faults() == []
    cells = [cell for sheet in d.top.ui.sheets for row in sheet.rows for cell in getattr(row, "texts", ())]
    assert f"A:  {side} arrow" in cells and f"A:  {other} arrow" not in cells
    assert f"A first step of the {side} side." in d.texts() and f"of the {other} side" not in d.texts()


@pytest.mark.parametrize("side", SIDES)
def test_the_map_has_nothing_that_the_side_may_not_know(side: str, driver: Callable[..., Driver]) -> None:
    driver()
    scenario = with_plans()
    state = FakeTable(scenario, (side,)).state
    mine = picture(view(state, side))
    first, second = (
        info if info.id == side else replace(info, plan=(), first_steps=("Another.",)) for info in scenario.sides
    )
    assert picture(view(on(state, replace(scenario, sides=(first, second))), side)) == mine, "the other's plan shows"
    first, second = (replace(info, plan=()) if info.id == side else info for info in scenario.sides)
    assert picture(view(on(state, replace(scenario, sides=(first, second))), side)) != mine, "the own plan does not"


def on(state: GameState, scenario: Scenario) -> GameState:
    return replace(state, scenario=scenario)


def test_every_objective_is_named_where_there_is_room(
    driver: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver()
    named: list[str] = []
    before = planmap.PlanMap._name

    def name(self: PlanMap, text: str, hex_: int) -> None:
        words = len(self._words)
        before(self, text, hex_)
        named.extend([text] * (len(self._words) - words))

    monkeypatch.setattr(planmap.PlanMap, "_name", name)
    scenario = with_plans()
    drawn = PlanMap(view(FakeTable(scenario, ("soviet",)).state, "soviet"), (900, 700), Metrics(1.0))
    assert named == [objective.name for objective in scenario.objectives]
    for i, box in enumerate(drawn._words):
        assert box.collidelist(drawn._words[i + 1 :]) < 0, "words cover each other"
        assert drawn.picture.get_rect().contains(box)
    assert abs(drawn.picture.get_height() - map_height(scenario, (900, 700))) <= 1


def to_map(d: Driver, scene: BriefingScene) -> BattleScene:
    d.show(scene)
    d.key(pygame.K_RETURN)
    for _ in range(60):
        if isinstance(d.top, Dialog):
            d.key(pygame.K_RETURN)
        elif isinstance(d.top, BattleScene) and d.top.battle.may_order and not d.top.battle.untold:
            return d.top
        d.step(1)
    raise AssertionError(type(d.top).__name__)


def test_it_is_read_again_by_key_and_from_the_menu(driver: Callable[..., Driver]) -> None:
    d = driver()
    table = FakeTable(with_plans(), ("soviet",))
    battle = to_map(d, BriefingScene(table, ("soviet",)))
    d.key(pygame.K_y, pygame.KMOD_SHIFT)
    scene = a(BriefingScene, d.top)
    assert scene.sides == (battle.battle.viewer,)
    d.step(2)
    assert scene.map is not None and d.faults() == []
    d.key(pygame.K_ESCAPE)
    assert d.top is battle
    d.key(pygame.K_ESCAPE)
    d.click_text("Briefing")
    a(BriefingScene, d.top)
    d.click_text("To the map")
    assert d.top is battle and not table.closed, "the battle goes on"


def test_the_way_to_the_map_answers_before_the_map_is_made(driver: Callable[..., Driver]) -> None:
    d = driver()
    scene = BriefingScene(FakeTable(with_plans(), ("soviet",)), ("soviet",))
    d.show(scene)
    d.step(2)
    d.post(pygame.KEYDOWN, key=pygame.K_RETURN, mod=0, unicode="", scancode=0)
    before = d.app.frames
    d.step(1)
    said = {button.text for button in d.buttons()}
    assert d.top is scene and d.app.frames > before and "One moment …" in said and "To the map" not in said
    d.step(1)
    a(BattleScene, d.top)


def test_the_ground_of_a_panel_is_kept_once(driver: Callable[..., Driver]) -> None:
    d = driver()
    scene = BriefingScene(FakeTable(with_plans(), ("soviet",)), ("soviet",))
    d.show(scene)
    d.step(2)
    panel = next(e for e in d.top.ui.manager.ui_group.sprites() if isinstance(e, UIPanel))
    shape = the(panel.drawable_shape)
    assert the(panel.image).get_size() == scene.frame.size
    assert shape.base_surface is None and not any(state.surface.get_width() for state in shape.states.values())
    assert d.app.screen.get_at((scene.frame.x + 8, scene.frame.bottom - 8))[:3] == theme.PAPER[:3]
