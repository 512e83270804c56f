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
from khalkhin.core.model.state import DESTROYED, GameState
from khalkhin.core.orders.orders import Move, Shell
from khalkhin.play.intentions.intentions import Halt, Hold, Intentions, March, Until
from khalkhin.play.rehearsal.plan import Plan, Planned
from khalkhin.play.session.settings import load_settings
from khalkhin.ui.battle.asks import ConfirmEnd
from khalkhin.ui.battle.battle import BattleScene
from khalkhin.ui.battle.controller import BattleController
from khalkhin.ui.battle.questions import put
from khalkhin.ui.desk.army_look import Only
from khalkhin.ui.desk.army_screen import ArmyScene
from khalkhin.ui.dialogs.walked import WalkedDialog
from khalkhin.ui.menus.settings import SettingsScene
from khalkhin.ui.panels.unfinished import ASKED, TITLES, Concern, Matter, ShowArmy, concerns
from khalkhin.ui.planning.actions import LookAt, SelectUnit
from khalkhin.ui.planning.choices import crossing_targets
from khalkhin.ui.planning.planner import NEAR, Planner
from khalkhin.ui.widgets.rows import Heading, Line

from tests.narrow import the
from tests.ui import posed
from tests.ui.driver import Driver, quiet
from tests.ui.fakes import FakeTable
from tests.ui.smallbattle import small_battle
from tests.ui.test_battle import settle
from tests.ui.test_hotseat import Silence
from tests.ui.test_threat_overlay import danger

#: What is intended for units where a matter is about that.
INTENDED: dict[Matter, Intentions] = {
    Matter.HALTED: {"su-a": March((3, 3), 4, Halt.SEEN)},
    Matter.BUSY: {"su-a": Hold(Until.TOLD), "su-b": March((3, 3), 4)},
}


def told(state: GameState, *unasked: Matter, intended: Intentions | None = None) -> dict[Matter, Concern]:
    planner = Planner(view(state, "soviet"), True)
    planner.intentions = intended or {}
    move = next((order for order in planner.options(Move) if isinstance(order, Move)), None)
    if move is not None:
        planner.kept = Plan("soviet", (Planned(state.turn, move), Planned(state.turn, move, state.turn)))
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
    Matter.ALONE: lambda s: danger(),
    Matter.GUNS: lambda s: initial_state(small_battle(), 1),
    Matter.BOMBERS: lambda s: s,
    Matter.STAFF: lambda s: replace(s, hq_points={"soviet": 2}),
    Matter.CROSSINGS: away,
    Matter.FULL: lambda s: bridge(s, used=99),
    Matter.HALTED: lambda s: s,
    Matter.BUSY: lambda s: s,
    Matter.PLANNED: lambda s: s,
}


@pytest.mark.parametrize("matter", Matter)
def test_each_matter_is_told_and_leads_to_its_place(matter: Matter) -> None:
    state = FOUND[matter](posed.pose())
    found = told(state, intended=INTENDED.get(matter))
    assert matter in found, found.keys()
    kinds = {Matter.BOMBERS: ShowArmy, Matter.STAFF: ShowArmy, Matter.CROSSINGS: LookAt, Matter.FULL: LookAt}
    kinds |= {Matter.PLANNED: LookAt}
    assert all(isinstance(line.action, kinds.get(matter, SelectUnit)) for line in found[matter].lines)
    assert matter not in told(state, matter, intended=INTENDED.get(matter)), "it is told again"
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


def test_a_crossing_whose_name_tells_its_place_is_not_told_its_place_again() -> None:
    """What engineers build is called by the hex they built it from: "Pontoon at 4,2", and no "(4,2)" after it."""
    state = away(posed.pose())
    built = bridge(state, name="Pontoon at {},{}".format(*state.scenario.board.place(bridge_side(state) // 6)))
    told_of = {line.text: line.value for line in told(built)[Matter.CROSSINGS].lines}
    (pontoon,) = (name for name in told_of if name.startswith("Pontoon"))
    assert told_of[pontoon] == "" and all(place for name, place in told_of.items() if name != pontoon)
    targets = crossing_targets(built, -1, lambda at: Shell("su-d", at))
    assert pontoon in [target.text for target in targets] and "South ford" not in [t.text for t in targets]


def test_those_alone_in_the_enemys_reach_are_those_that_the_rules_say() -> None:
    found = view(danger(), "soviet").analysis.of("soviet").threats.vulnerable
    assert [line.action for line in told(danger())[Matter.ALONE].lines] == [SelectUnit(unit.id) for unit in found]
    guarded = [replace(the(danger().unit("su-a")), hex=unit.hex) for unit in found[:1]]
    left = told(danger().with_units(guarded)).get(Matter.ALONE, Concern(Matter.ALONE, ()))
    assert SelectUnit(found[0].id) not in {line.action for line in left.lines}


def test_a_bridge_that_an_enemy_could_come_to_is_told_however_far_he_is() -> None:
    """One enemy, further off than those that are told of anyhow: the bridge is told where he could come to it."""
    state = away(posed.pose())
    board, side = state.scenario.board, bridge_side(state)
    ends = board.hexside_hexes(side)
    rider = replace(the(state.unit("jp-c")), spec=replace(the(state.unit("jp-c")).spec, type=posed.TRUCKS))
    levels = tuple(3 if u.side == "japanese" else 0 for u in state.units)
    mine = replace(state.sightings["soviet"], levels=levels)
    state = replace(state, sightings={**state.sightings, "soviet": mine})
    gone = [replace(u, hex=DESTROYED) for u in state.units if u.side == "japanese" and u.id != "jp-c"]
    told_of = set()
    for hex_ in (h for h in range(board.size) if min(board.distance(h, end) for end in ends) == NEAR + 1):
        now = state.with_units([*gone, replace(rider, hex=hex_)])
        bare = any(b.hexside == side and b.bare for b in view(now, "soviet").analysis.of("soviet").threats.bridges)
        names = [line.text for line in told(now).get(Matter.CROSSINGS, Concern(Matter.CROSSINGS, ())).lines]
        assert ("Sumber bridge" in names) is bare
        told_of.add(bare)
    assert True in told_of


def test_more_lines_than_there_is_room_for_are_listed_in_the_army_screen() -> None:
    table = FakeTable(small_battle(), ("soviet",))
    d = Driver(quiet(), (1280, 720))
    scene = BattleScene(table)
    d.show(scene)
    settle(d)
    lines = tuple(Line(f"Unit {i}", action=SelectUnit("su-a")) for i in range(9))
    d.app.apply(put(ConfirmEnd(("A",), (Concern(Matter.IDLE, lines),)), scene.battle))
    d.step()
    for _ in range(6):
        d.key(pygame.K_DOWN)
    d.key(pygame.K_RETURN)
    assert isinstance(d.top, ArmyScene) and d.top.look.only == {Only.IDLE}
    d.close()


def test_only_what_matters_most_holds_a_turn_up() -> None:
    assert {Matter.IDLE, Matter.HUNGRY, Matter.GUNS, Matter.PLANNED} == ASKED
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


def test_a_number_beside_a_title_counts_the_things_beneath_it() -> None:
    """Bombers and points of the staff have one line that tells how many: a 1 beside their title would contradict it."""
    battle = BattleController(FakeTable(small_battle(), ("soviet",)), Silence())
    state = replace(posed.pose(), hq_points={"soviet": 3})
    left = concerns(Planner(view(state, "soviet"), True))
    asked = put(ConfirmEnd(("A",), left), battle)
    rows = asked.scene.rows  # type: ignore[union-attr]
    titles = {row.text: row.value for row in rows if isinstance(row, Heading)}
    assert titles[TITLES[Matter.STAFF]] == titles[TITLES[Matter.BOMBERS]] == ""
    assert titles[TITLES[Matter.IDLE]] == str(next(len(c.lines) for c in left if c.matter is Matter.IDLE))
    assert {"3 HQ points", "3 sorties left"} <= {row.text for row in rows if isinstance(row, Line)}


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
