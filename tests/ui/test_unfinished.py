"""The list before a turn ends: what it tells of, where its lines lead, and what is not told again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pytest
from khalkhin.core.engine import initial_state
from khalkhin.core.fog.view import view
from khalkhin.core.model.rules import CrossingKind
from khalkhin.core.model.state import GameState
from khalkhin.play.session.settings import load_settings
from khalkhin.ui.battle.asks import ConfirmEnd
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.questions import put
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.menus.settings import SettingsScene
from khalkhin.ui.panels.unfinished import ASKED, TITLES, Concern, Matter, ShowArmy, concerns
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.planning.planner import Planner

from tests.narrow import the
from tests.ui import posed
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle
from tests.ui.test_hotseat import Silence


def told(state: GameState, *unasked: Matter) -> dict[Matter, Concern]:
    planner = Planner(view(state, "soviet"), True)
    return {concern.matter: concern for concern in concerns(planner, unasked)}


def bridge_side(state: GameState) -> int:
    return next(hexside for hexside, link in state.crossings.items() if link.name == "Sumber bridge")


def bridge(state: GameState, **changes: object) -> GameState:
    hexside = bridge_side(state)
    return replace(state, crossings={**state.crossings, hexside: replace(state.crossings[hexside], **changes)})  # type: ignore[arg-type]


def away(state: GameState) -> GameState:
    """Own units gone from beside the bridge, an enemy near it."""
    ends = state.scenario.board.hexside_hexes(bridge_side(state))
    moved = [replace(u, hex=posed.at(0, 9)) for u in state.units if u.side == "soviet" and u.hex in ends]
    near = replace(the(state.unit("jp-c")), hex=posed.at(7, 4))
    state = state.with_units([*moved, near])
    return replace(state, fog=False)


def _starved(state: GameState) -> GameState:
    state = state.with_units([replace(u, cargo=0) for u in state.units if u.is_column])
    return replace(
        state, stores=tuple(replace(s, stock=0, is_source=False) if s.side == "soviet" else s for s in state.stores)
    )


FOUND: dict[Matter, Callable[[GameState], GameState]] = {
    Matter.IDLE: lambda s: s,
    Matter.HUNGRY: _starved,
    Matter.GUNS: lambda s: initial_state(small_battle(), 1),
    Matter.BOMBERS: lambda s: s,
    Matter.STAFF: lambda s: replace(s, hq_points={"soviet": 2}),
    Matter.CROSSINGS: away,
    Matter.FULL: lambda s: bridge(s, used=99),
}


@pytest.mark.parametrize("matter", Matter)
def test_each_matter_is_told_and_leads_to_its_place(matter: Matter) -> None:
    state = FOUND[matter](posed.pose())
    found = told(state)
    assert matter in found, found.keys()
    kinds = {Matter.BOMBERS: ShowArmy, Matter.STAFF: ShowArmy, Matter.CROSSINGS: LookAt, Matter.FULL: LookAt}
    assert all(isinstance(line.action, kinds.get(matter, SelectUnit)) for line in found[matter].lines)
    assert matter not in told(state, matter), "it is told again"
    assert TITLES.keys() == set(Matter)


def test_what_is_done_is_not_told() -> None:
    """A side that has done all it can, is fed, guards its bridges and has nothing left: no word."""
    state = posed.pose()
    units = [replace(u, moved=True, fought=True, standby="", job=None) for u in state.units if u.side == "soviet"]
    state = replace(state.with_units(units), sorties={}, hq_points={}, fog=True)
    state = bridge(state, used=0, supply_used=0)
    assert told(state).keys() & {Matter.IDLE, Matter.GUNS, Matter.BOMBERS, Matter.STAFF, Matter.FULL} == set()


def test_a_broken_or_enemy_crossing_is_no_concern() -> None:
    def named(state: GameState) -> list[str]:
        return [line.text for line in told(state)[Matter.CROSSINGS].lines]

    whole = away(posed.pose())
    assert "Sumber bridge" in named(whole) and "South ford" in named(whole)
    kind = whole.scenario.rules.crossings[CrossingKind.BRIDGE]
    assert "Sumber bridge" not in named(bridge(whole, owner="japanese"))
    assert "Sumber bridge" not in named(bridge(whole, hits=kind.hits))


def test_only_what_matters_most_holds_a_turn_up() -> None:
    assert {Matter.IDLE, Matter.HUNGRY, Matter.GUNS} == ASKED
    table = FakeTable(small_battle(), ("soviet",))
    battle = BattleController(table, Silence())
    for _ in range(20):
        battle.update(10.0)
    ask = battle.end_turn(ask=True)
    assert isinstance(ask, ConfirmEnd) and {c.matter for c in ask.left} & ASKED and ask.idle
    assert battle.end_turn(ask=True, unasked=[m.value for m in Matter]) is None and table.active == "japanese"


def test_the_list_is_used_by_keys_and_by_mouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHALKHIN_HOME", str(tmp_path))
    table = FakeTable(small_battle(), ("soviet",))
    d = Driver(quiet(), (1280, 720))
    d.show(BattleScene(table))
    for _ in range(60):
        if isinstance(d.top, BattleScene) and d.top.battle.may_order and not d.top.battle.untold:
            break
        d.key(pygame.K_RETURN) if not isinstance(d.top, BattleScene) else d.step(1)
    scene = d.app.scenes[0]
    assert isinstance(scene, BattleScene)
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, WalkedDialog) and d.faults() == []
    d.key(pygame.K_DOWN)
    d.key(pygame.K_RETURN)
    assert len(d.app.scenes) == 1 and scene.battle.planner.selected is not None and table.active == "soviet"
    d.click_text("End turn")
    sheet = d.top.sheet
    x = sheet.rect.x + 9
    again = next(
        y for y in range(sheet.rect.y, sheet.rect.bottom) if type(sheet.action_at((x, y))).__name__ == "NotAgain"
    )
    d.click((x, again))
    assert list(d.app.settings.unasked) == list(load_settings().unasked) and len(d.app.settings.unasked) == 1
    while isinstance(d.top, WalkedDialog):
        d.click_text("Not yet")
    d.show(SettingsScene())
    d.top._setter("confirm_end")(True)
    assert not d.app.settings.unasked and not load_settings().unasked
    d.close()


def test_the_list_fits_with_much_in_it() -> None:
    table = FakeTable(small_battle(), ("soviet",))
    battle = BattleController(table, Silence())
    left = tuple(concerns(Planner(view(posed.pose(), "soviet"), True)))
    for size in ((1024, 640), (1920, 1080)):
        d = Driver(quiet(), size)
        asked = put(ConfirmEnd(("A",), left), battle)
        d.show(asked.scene)  # type: ignore[union-attr]
        assert d.faults() == []
        d.close()
