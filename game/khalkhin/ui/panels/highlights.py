"""What is laid over the map: reach, targets, paths, supply nets, pockets; and the note beside the pointed hex."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from khalkhin.core import explain
from khalkhin.core.explain import AssaultMark
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Driving, Level, Unit
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.orders.orders import Barrage, Haul, Move
from khalkhin.core.refusals import Refusal
from khalkhin.core.supply.perils import danger_on
from khalkhin.text import amounts
from khalkhin.text.names import place_text
from khalkhin.text.refusals import refusal_text
from khalkhin.text.steps import step_part
from khalkhin.text.supplies import trucks
from khalkhin.text.supplies.supply_report import supply_report
from khalkhin.translation import _, ngettext
from khalkhin.ui.map.map_contents import Effect, Flash, MapScene, MovingCounter, Outline, Trail
from khalkhin.ui.panels import assaultrows, marchrows, orderwords
from khalkhin.ui.panels.describe import STATE_TONES
from khalkhin.ui.panels.layers import large_pockets
from khalkhin.ui.planning.draft import OrderDraft
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.planning.sending import Sending
from khalkhin.ui.widgets.rows import Bar, Heading, Line, Row, Rule


def outlines(view: View) -> tuple[Outline, ...]:
    """Large pockets of either side, as far as the view knows them, and areas closed to its own, with a line round
    each."""
    closed = (
        Outline(frozenset(ban.hexes), "info", _("Closed to you: {area}").format(area=ban.area))
        for ban in view.state.bans_on(view.side)
        if ban.hexes
    )
    return (*large_pockets(view, view.side), *closed)


def scene(
    planner: Planner | None,
    view: View,
    pointed: int | None,
    *,
    fog: bool,
    moving: tuple[MovingCounter, ...],
    flashes: Mapping[int, Flash],
    attackers: frozenset[int],
    effects: tuple[Effect, ...] = (),
    offer: Sending | None = None,
) -> MapScene:
    """What the player's plans lay over the map, and what would come of the `offer` to send units somewhere. Without a
    planner (while events play) only those events."""
    if planner is None:
        return MapScene(moving=moving, flashes=flashes, attackers=attackers, effects=effects, fog=fog)
    state, unit, plan = planner.state, planner.unit, planner.plan
    if plan is not None:
        hexes = frozenset(u.hex for u in map(state.unit, (*plan.order.attackers, *plan.order.guns)) if u is not None)
        odds = planner.forecast()
        return MapScene(
            selected_hex=plan.hex,
            hover=pointed,
            targets={plan.hex: ""},
            attackers=hexes,
            retreats=assaultrows.retreat_paths(odds),
            fog=fog,
        )
    if planner.draft is not None:
        return _draft_scene(planner, planner.draft, pointed, fog)
    if planner.group:
        here = frozenset(u.hex for u in map(state.unit, planner.group) if u is not None)
        trails = () if offer is None else marchrows.trails(planner, offer)
        return MapScene(hover=pointed, attackers=here, trails=trails, fog=fog, outlines=outlines(view))
    if unit is None or not unit.on_map:
        return MapScene(selected_hex=planner.store, hover=pointed, fog=fog, outlines=outlines(view))
    reach = planner.reach()
    able = reach is not None and bool(reach.cost)
    path: tuple[int, ...] = ()
    if able and reach is not None and pointed is not None and pointed in reach.cost:
        path = reach.path(pointed)
    return MapScene(
        selected_unit=unit.spec.index,
        selected_hex=unit.hex,
        hover=pointed,
        reach=planner.reach_marks() if able else {},
        path=path,
        trails=() if path else _trails(planner, unit, offer),
        targets=_target_odds(planner),
        fog=fog,
        outlines=outlines(view),
    )


def _trails(planner: Planner, unit: Unit, offer: Sending | None) -> tuple[Trail, ...]:
    """The way that is offered to the selected unit; without an offer that of the march it is on."""
    return marchrows.own_trail(planner, unit) if offer is None else marchrows.trails(planner, offer)


def _draft_scene(planner: Planner, draft: OrderDraft, pointed: int | None, fog: bool) -> MapScene:
    """Where the order being put together may be aimed, and where it is."""
    unit = planner.unit if not planner.army else None
    fire = isinstance(draft.choice.sample, Barrage)
    hexes = draft.hexes() if any(t.hexside < 0 for t in draft.choice.targets) else frozenset()
    aim = draft.aim
    meant = (draft.target_at(pointed) if pointed is not None else None) or aim
    order = meant.order if meant is not None else None
    return MapScene(
        selected_unit=unit.spec.index if unit is not None else None,
        selected_hex=unit.hex if unit is not None and unit.on_map else planner.store,
        hover=pointed,
        guns=hexes if fire else frozenset(),
        picks=frozenset() if fire else hexes,
        path=orderwords.haul_path(planner.state, order) if isinstance(order, Haul) else (),
        sides=frozenset(t.hexside for t in draft.choice.targets if t.hexside >= 0),
        aim=(aim.hexes[-1], aim.hexside) if aim is not None and aim.hexes else None,
        fog=fog,
        outlines=outlines(planner.view),
    )


def _target_odds(planner: Planner) -> Mapping[int, str]:
    """Hexes the selected unit can help to assault, each with the best odds there."""
    out = {}
    for hex_ in planner.assault_targets():
        column = planner.best_column(hex_)
        a, d = planner.state.scenario.rules.combat.columns[column] if column >= 0 else (0, 0)
        out[hex_] = f"{a}:{d}" if column >= 0 else ""
    return out


def tip(planner: Planner, hex_: int, hexside: int | None = None, offer: Sending | None = None) -> list[Row]:
    """The note beside the pointed hex."""
    state, unit = planner.state, planner.unit
    if planner.draft is not None:
        return _draft_tip(planner, planner.draft, hex_, hexside)
    if offer is not None and offer.hex == hex_:
        return marchrows.tip(planner, offer)
    if unit is None or not planner.active or unit.side != planner.side:
        return []
    reach = planner.reach()
    if reach is not None and hex_ in reach.cost and hex_ != unit.hex:
        return _move_tip(planner, unit, hex_)
    if hex_ in planner.assault_targets():
        return _assault_tip(state, hex_)
    return []


def _assault_tip(state: GameState, hex_: int) -> list[Row]:
    """The best assault on a hex in short."""
    order = best_assault(state, hex_)
    if order is None:
        return []
    odds = assault_forecast(state, order)
    a, d = state.scenario.rules.combat.columns[odds.column]
    mine, theirs = odds.losses
    who = ngettext("One unit", "{n} units", len(order.attackers)).format(n=len(order.attackers))
    if order.guns:
        guns = len(order.guns)
        who = ngettext("{units} and {n} gun", "{units} and {n} guns", guns).format(units=who, n=guns)
    return [
        Heading(_("Assault on {place}").format(place=place_text(state, hex_)), f"{a}:{d}"),
        Line(who, _shifts(odds.shift), tone="dim", style="small"),
        Bar(_("falls"), odds.falls, assaultrows.percent(odds.falls), "good"),
        Line(_("Steps lost on average"), f"{mine:.1f} : {theirs:.1f}", style="small"),
        Line(_("Right click to plan it"), tone="dim", style="small"),
    ]


def _shifts(columns: int) -> str:
    return ngettext("odds {columns} column", "odds {columns} columns", abs(columns)).format(columns=f"{columns:+d}")


def _draft_tip(planner: Planner, draft: OrderDraft, hex_: int, hexside: int | None) -> list[Row]:
    """What the order being put together would do in the pointed hex."""
    target = draft.target_at(hex_, hexside)
    if target is None:
        return []
    rows: list[Row] = [Heading(target.text or place_text(planner.state, hex_))]
    if target.order is None:
        return rows
    return rows + orderwords.explain(planner.state, draft.shaped(target.order))


def _move_tip(planner: Planner, unit: Unit, hex_: int) -> list[Row]:
    view, state = planner.view, planner.state
    order = Move(unit.id, state.scenario.board.place(hex_))
    preview = explain.move_preview(state, order, view.analysis.of(unit.side).net)
    if isinstance(preview, Refusal):
        return [Line(refusal_text(preview, state), tone="warn")]
    rows: list[Row] = [Heading(_("To {place}").format(place=place_text(state, hex_)), amounts.movement(preview.cost))]
    rows += [Line(text, f"{mp:+d}" if mp < 0 else str(mp), style="small", tone="dim") for text, mp in _sums(preview)]
    rows += [Rule(), Line(_("Movement left"), str(preview.mp_left))]
    rows.append(_assault_line(state, preview))
    fed = (_("supply reaches it there"), "good") if preview.supplied else (_("no supply reaches it there"), "bad")
    rows.append(Line(fed[0], tone=fed[1], style="small"))
    if not planner.all_back:
        rows.append(orderwords.taking_back(preview.prospect))
    rows += marchrows.exposed(planner, (unit.id,))
    if unit.is_column and unit.driving is not Driving.HAND:
        rows.append(Line(_("from now on driven by hand, not by the staff"), tone="warn", style="small"))
    if unit.is_column and (found := danger_on(state, unit.side, preview.path[1:])) is not None:
        rows.append(Line(trucks.told(state, found), tone="warn", style="small"))
    if preview.swims:
        rows.append(Line(_("swims: arrives with a step suppressed"), tone="warn", style="small"))
    return rows + marchrows.taken(planner, hex_)


def _assault_line(state: GameState, preview: explain.MovePreview) -> Line:
    """What the unit could still do against an enemy from there, or why nothing."""
    mark = preview.assault
    match mark:
        case AssaultMark.ALONE:
            return Line(_("can still assault from there"), tone="good", style="small")
        case AssaultMark.JOINS:
            return Line(_("can take part in another unit's assault from there"), tone="normal", style="small")
        case AssaultMark.NONE:
            if preview.barred is None:
                return Line(_("no enemy is known next to it"), tone="dim", style="small")
            why = refusal_text(preview.barred, state)
            return Line(_("cannot assault from there: {why}").format(why=why), tone="dim", style="small")
        case _:
            assert_never(mark)


def _sums(preview: explain.MovePreview) -> list[tuple[str, int]]:
    """The parts of a way's cost, equal ones together."""
    sums: dict[str, list[int]] = {}
    for step in preview.steps:
        for part in step.parts:
            sums.setdefault(step_part(part), []).append(part.mp)
    return [(f"{label} × {len(found)}" if len(found) > 1 else label, sum(found)) for label, found in sums.items()]


def supply_rows(view: View, unit: Unit) -> list[Row]:
    """Why a unit of one's own is in its supply state: the way its supplies take, or where it breaks."""
    if unit.side != view.side or not unit.on_map:
        return []
    known = view.state
    found = view.analysis.of(unit.side)
    report = supply_report(known, unit, found.net, found.jugular)
    return [
        Heading(_("Supply: {state}").format(state=report.state), tone=STATE_TONES[unit.supply_state]),
        *map(Line, report.lines),
        Line(report.effect, tone="dim", style="small"),
    ]


def ghost_rows(view: View, hex_: int) -> list[Row]:
    """Enemies last seen in a hex."""
    state = view.state
    rows: list[Row] = []
    for index, ghost in view.ghosts.items():
        if ghost.hex == hex_:
            ago = state.turn - ghost.turn
            if ago <= 0:
                seen = _("{unit} was seen here this turn")
            else:
                seen = ngettext("{unit} was seen here a turn ago", "{unit} was seen here {n} turns ago", ago)
            known = state.units[index].spec.name if ghost.level >= Level.IDENTIFIED else _("An enemy unit")
            rows.append(Line(seen.format(unit=known, n=ago), tone="warn"))
    return rows
