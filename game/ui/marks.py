"""What is laid over the map: reach, targets, paths, supply nets, pockets; and the note beside the pointed hex."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from game.core import combat, explain, supply
from game.core.orders import Barrage
from game.core.state import GameState, Level, Unit
from game.core.view import View
from game.ui import assaultrows
from game.ui.describe import STATE_TONES, place_text
from game.ui.planner import Planner
from game.ui.scenery import Flash, MapScene, MovingCounter, Outline, ReachMark, SupplyOverlay
from game.ui.sheet import Bar, Heading, Line, Row


@lru_cache(maxsize=4)
def net_of(state: GameState, side: str) -> supply.SupplyNet:
    """The supply net of a side in a state (states compare by identity, so this remembers the last few)."""
    return supply.trace(state, side)


@lru_cache(maxsize=8)
def _pockets(state: GameState, side: str) -> tuple[supply.Pocket, ...]:
    return supply.pockets(state, side, net_of(state, side))


@lru_cache(maxsize=4)
def reach_marks(state: GameState, unit_id: str) -> Mapping[int, ReachMark]:
    """Marks for every hex a unit can go to."""
    return {p.to: ReachMark(p.cost, p.can_assault, p.in_supply, p.undoable)
            for p in explain.move_previews(state, unit_id)}


@lru_cache(maxsize=4)
def overlay(state: GameState, side: str) -> SupplyOverlay:
    """A side's supply net for the map."""
    net = net_of(state, side)
    cut = frozenset(u.hex for u in state.side_units(side) if not net.serves(u))
    routes = (*(r.hexes for r in net.routes.values()), *(r.hexes for r in net.depots.values()))
    return SupplyOverlay(side, net.cost, state.scenario.rules.supply.range, routes, cut)


def outlines(view: View) -> tuple[Outline, ...]:
    """Pockets of either side, as far as the view knows them, with a line round each."""
    state = view.state
    out = []
    for side in (view.side, state.scenario.enemy(view.side)):
        for pocket in _pockets(state, side):
            if pocket.steps >= state.scenario.victory.pocket_steps:
                out.append(Outline(frozenset(pocket.hexes), "danger" if side == view.side else "info",
                                   f"Pocket: {pocket.steps} steps"))
    return tuple(out)


def scene(planner: Planner | None, view: View, pointed: int | None, *, overlay_side: str | None, fog: bool,
          moving: tuple[MovingCounter, ...], flashes: Mapping[int, Flash], attackers: frozenset[int]) -> MapScene:
    """Everything to lay over the map. Without a planner (while events play) only those events."""
    shown = overlay(view.state, overlay_side) if overlay_side is not None else None
    if planner is None:
        return MapScene(supply=shown, moving=moving, flashes=flashes, attackers=attackers, fog=fog)
    state, unit, plan = planner.state, planner.unit, planner.plan
    if plan is not None:
        hexes = frozenset(u.hex for u in map(state.unit, (*plan.order.attackers, *plan.order.guns)) if u is not None)
        odds = planner.forecast()
        return MapScene(selected_hex=plan.hex, hover=pointed, targets={plan.hex: ""}, attackers=hexes,
                        retreats=assaultrows.retreat_paths(odds), supply=shown, fog=fog)
    if unit is None or not unit.on_map:
        return MapScene(hover=pointed, supply=shown, fog=fog, outlines=outlines(view))
    reach = planner.reach()
    able = reach is not None and bool(reach.cost) and not planner.shelling
    path: tuple[int, ...] = ()
    if able and reach is not None and pointed is not None and pointed in reach.cost:
        path = reach.path(pointed)
    return MapScene(
        selected_unit=unit.spec.index, selected_hex=unit.hex, hover=pointed,
        reach=reach_marks(state, unit.id) if able else {}, path=path,
        targets={} if planner.shelling else {h: "" for h in planner.assault_targets()},
        guns=frozenset(planner.barrage_targets()) if planner.shelling else frozenset(),
        supply=shown, fog=fog, outlines=outlines(view))


def tip(planner: Planner, hex_: int) -> list[Row]:
    """The note beside the pointed hex."""
    state, unit = planner.state, planner.unit
    if unit is None or not planner.active or unit.side != planner.side:
        return []
    if planner.shelling:
        return _shelling_tip(planner, unit, hex_)
    reach = planner.reach()
    if reach is not None and hex_ in reach.cost and hex_ != unit.hex:
        return _move_tip(state, unit, hex_)
    return []


def _shelling_tip(planner: Planner, unit: Unit, hex_: int) -> list[Row]:
    if hex_ not in planner.barrage_targets():
        return []
    state = planner.state
    odds = combat.barrage_forecast(state, Barrage(unit.id, state.scenario.board.place(hex_)))
    rows: list[Row] = [Heading(f"Barrage on {place_text(state, hex_)}")]
    rows += [Bar(f"{k} suppressed" if k else "no effect", n / 6, f"{n} in 6", "good" if k else "dim")
             for k, n in enumerate(odds.chances) if n]
    rows += [Line(text, tone="dim", style="small") for text in odds.notes]
    return rows


def _move_tip(state: GameState, unit: Unit, hex_: int) -> list[Row]:
    raise NotImplementedError


def supply_rows(view: View, unit: Unit) -> list[Row]:
    """Why a unit is in its supply state: the way its supplies take, or where it breaks."""
    raise NotImplementedError


def ghost_rows(view: View, hex_: int) -> list[Row]:
    """Enemies last seen in a hex."""
    state = view.state
    rows: list[Row] = []
    for index, ghost in view.ghosts.items():
        if ghost.hex == hex_:
            ago = state.turn - ghost.turn
            when = "this turn" if ago <= 0 else "a turn ago" if ago == 1 else f"{ago} turns ago"
            known = state.units[index].spec.name if ghost.level >= Level.IDENTIFIED else "An enemy unit"
            rows.append(Line(f"{known} was seen here {when}", tone="warn"))
    return rows
