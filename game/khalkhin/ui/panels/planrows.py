"""A plan in lines: its orders turn by turn, how each stands, who goes short of supplies; and its ways on the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.movement import PlannedMove, plan_move
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Choose,
    Deceive,
    Demolish,
    Edge,
    EmergencySupply,
    EndTurn,
    Exit,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Move,
    Order,
    Place,
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
)
from khalkhin.play.rehearsal.plan import Looked, Plan, Prospect, Stands, again
from khalkhin.text.amounts import and_more, listed
from khalkhin.text.names import place_text, turn_text, unit_title
from khalkhin.text.refusals import refusal_text
from khalkhin.translation import N_, _, ngettext
from khalkhin.ui.map.map_contents import Trail
from khalkhin.ui.planning.actions import LookAt
from khalkhin.ui.widgets.rows import Gap, Heading, Line, Row

#: Units that are named in one line.
NAMED = 6
#: Ways that are drawn on the map at most.
DRAWN = 40

#: How an order stands, and the tone that says so.
STANDS: Mapping[Stands, tuple[str, str]] = {
    Stands.GIVEN: (N_("done"), "good"),
    Stands.OPEN: (N_("as planned"), "normal"),
    Stands.BARRED: (N_("no longer"), "bad"),
    Stands.MISSED: (N_("not given"), "warn"),
}


def _name(state: GameState, unit: str) -> str:
    found = state.unit(unit)
    return unit if found is None else unit_title(found)


def _names(state: GameState, units: tuple[str, ...]) -> str:
    names = [_name(state, unit) for unit in units[:NAMED]]
    return listed(names) if len(units) <= NAMED else ", ".join([*names, and_more(len(units) - NAMED)])


def _hex(state: GameState, at: Place | Edge | str) -> int:
    """The hex of a place, or the first of a hexside; -1 of what is none."""
    match at:
        case (int(column), int(row)):
            found = state.scenario.board.index(column, row)
        case ((int(column), int(row)), _other):
            found = state.scenario.board.index(column, row)
        case _:
            found = None
    return -1 if found is None else found


def _where(state: GameState, hex_: int) -> str:
    return place_text(state, hex_) if hex_ >= 0 else ""


def _standing(state: GameState, unit: str) -> int:
    found = state.unit(unit)
    return found.hex if found is not None and found.on_map else -1


# Long: a case for each class of orders.
def order_words(state: GameState, order: Order) -> tuple[str, int]:
    """An order in a few words, and the hex it is about (-1 for none)."""
    match order:
        case Move(unit, to):
            hex_ = _hex(state, to)
            return _("{unit}: move to {place}").format(unit=_name(state, unit), place=_where(state, hex_)), hex_
        case Assault(target, attackers):
            hex_ = _hex(state, target)
            told = _("Assault on {place}: {units}")
            return told.format(place=_where(state, hex_), units=_names(state, attackers)), hex_
        case Barrage(gun, target):
            hex_ = _hex(state, target)
            return _("{unit}: barrage on {place}").format(unit=_name(state, gun), place=_where(state, hex_)), hex_
        case Shell(gun, at):
            hex_ = _hex(state, at)
            told = _("{unit}: shell the crossing at {place}")
            return told.format(unit=_name(state, gun), place=_where(state, hex_)), hex_
        case Standby(gun):
            return _("{unit}: stand by").format(unit=_name(state, gun)), _standing(state, gun)
        case Work(unit, _task, at):
            hex_ = _hex(state, at)
            told = _("{unit}: work at {place}")
            return told.format(unit=_name(state, unit), place=_where(state, hex_)), hex_
        case Stop(unit):
            return _("{unit}: stop the work").format(unit=_name(state, unit)), _standing(state, unit)
        case Demolish(unit, at):
            hex_ = _hex(state, at)
            told = _("{unit}: blow up the crossing at {place}")
            return told.format(unit=_name(state, unit), place=_where(state, hex_)), hex_
        case Haul(unit, way):
            if way is None:
                return _("{unit}: haul as the staff says").format(unit=_name(state, unit)), _standing(state, unit)
            start, hex_ = _where(state, _hex(state, way[0])), _hex(state, way[1])
            told = _("{unit}: haul from {start} to {place}")
            return told.format(unit=_name(state, unit), start=start, place=_where(state, hex_)), hex_
        case Load(unit, points):
            told = ngettext("{unit}: load {n} supply point", "{unit}: load {n} supply points", points)
            return told.format(unit=_name(state, unit), n=points), _standing(state, unit)
        case Unload(unit, points):
            told = ngettext("{unit}: unload {n} supply point", "{unit}: unload {n} supply points", points)
            return told.format(unit=_name(state, unit), n=points), _standing(state, unit)
        case Prioritise(depot):
            hex_ = _hex(state, depot)
            return _("Priority of the depot at {place}").format(place=_where(state, hex_)), hex_
        case Fly(_mission, target, sorties):
            hex_ = _hex(state, target)
            told = ngettext("{n} sortie to {place}", "{n} sorties to {place}", sorties)
            if hex_ < 0:
                told = ngettext("{n} sortie against an airfield", "{n} sorties against an airfield", sorties)
            return told.format(n=sorties, place=_where(state, hex_)), hex_
        case ForcedMarch(unit):
            return _("{unit}: forced march").format(unit=_name(state, unit)), _standing(state, unit)
        case EmergencySupply(unit):
            return _("{unit}: emergency supply").format(unit=_name(state, unit)), _standing(state, unit)
        case Deceive(at):
            hex_ = _hex(state, at)
            return _("Deception at {place}").format(place=_where(state, hex_)), hex_
        case Exit(unit):
            return _("{unit}: leave the map").format(unit=_name(state, unit)), _standing(state, unit)
        case Choose():
            return _("an answer to a question"), -1
        case EndTurn():
            return _("the end of the turn"), -1
        case _:
            assert_never(order)


def rows(view: View, plan: Plan) -> list[Row]:
    """The orders of a plan turn by turn, each with how it stands on what is known now."""
    if not plan.orders:
        return [Line(_("No order was given."), tone="dim")]
    found = again(view, plan)
    out: list[Row] = []
    for turn in sorted({*plan.turns, *found.hungry, *found.lost}):
        out.append(_heading(view.state, turn, found))
        for looked in found.of(turn):
            out += _order(looked)
        out += _short(view.state, found, turn)
        out.append(Gap(6))
    return out


def _heading(state: GameState, turn: int, found: Prospect) -> Heading:
    """A turn of the plan, with its date and whether it is day or night."""
    n = len(found.of(turn))
    orders = ngettext("{n} order", "{n} orders", n).format(n=n) if n else ""
    if turn > len(state.scenario.calendar):
        return Heading(_("After the last turn"), orders)
    date = turn_text(replace(state, turn=turn, weather_until=0))
    return Heading(_("Turn {turn}: {date}").format(turn=turn, date=date), orders)


def _order(looked: Looked) -> list[Row]:
    text, hex_ = order_words(looked.state, looked.planned.order)
    said, tone = STANDS[looked.stands]
    out: list[Row] = [
        Line(text, _(said), value_tone=tone, indent=1, action=LookAt(hex_) if hex_ >= 0 else None),
    ]
    if looked.refusal is not None:
        out.append(Line(refusal_text(looked.refusal, looked.state), tone="bad", style="small", indent=2))
    return out


def _short(state: GameState, found: Prospect, turn: int) -> list[Row]:
    """Whom the beginning of a turn finds without supplies, or who is gone by then."""
    out: list[Row] = []
    if turn in found.hungry:
        told = _("No supply reaches as this turn begins: {units}")
        out.append(Line(told.format(units=_names(state, found.hungry[turn])), tone="warn", indent=1))
    if turn in found.lost:
        told = _("Lost by the beginning of this turn: {units}")
        out.append(Line(told.format(units=_names(state, found.lost[turn])), tone="bad", indent=1))
    return out


def summary(plan: Plan, turn: int) -> str:
    """How much of a plan for a turn has been given, in a sentence; empty where nothing was planned for it."""
    orders = plan.of(turn)
    if not orders:
        return ""
    done, all_ = sum(p.given == turn for p in orders), len(orders)
    told = ngettext(
        "Of the {n} order planned for turn {turn}, given: {done}.",
        "Of the {n} orders planned for turn {turn}, given: {done}.",
        all_,
    )
    return told.format(done=done, n=all_, turn=turn)


def compared(view: View, plan: Plan | None, turn: int) -> list[Row]:
    """What was planned for a turn that has gone by, beside what was ordered in it."""
    said = "" if plan is None else summary(plan, turn)
    if plan is None or not said:
        return []
    out: list[Row] = [Heading(_("Your plan")), Line(said)]
    for planned in plan.of(turn):
        if planned.given != turn:
            text, hex_ = order_words(view.state, planned.order)
            action = LookAt(hex_) if hex_ >= 0 else None
            out.append(Line(_("not given: {order}").format(order=text), tone="dim", indent=1, action=action))
    return out


def unfinished(state: GameState, plan: Plan | None) -> list[Line]:
    """The orders of a plan for this turn that have not been given."""
    out: list[Line] = []
    for planned in () if plan is None else plan.of(state.turn):
        if not planned.given:
            text, hex_ = order_words(state, planned.order)
            out.append(Line(text, indent=1, action=LookAt(hex_) if hex_ >= 0 else None))
    return out


def trails(view: View, plan: Plan | None, unit: str | None) -> tuple[Trail, ...]:
    """The ways of moves and assaults that are planned for this turn and have not been given: of one unit, or of all."""
    state, board = view.state, view.state.scenario.board
    out: list[Trail] = []
    seen: set[str] = set()
    for planned in () if plan is None else plan.of(state.turn):
        if planned.given or len(out) >= DRAWN:
            continue
        order = planned.order
        match order:
            case Move(name) if name not in seen and unit in (None, name):
                seen.add(name)
                found = plan_move(state, order)
                if isinstance(found, PlannedMove):
                    out.append(Trail(found.path, ((found.path[-1], _("plan")),), "good"))
            case Assault(target, attackers) if unit is None or unit in attackers:
                hex_ = board.index(*target)
                for start in {_standing(state, name) for name in attackers}:
                    if hex_ is not None and start in board.neighbours[hex_]:
                        out.append(Trail((start, hex_), ((hex_, _("plan")),), "danger"))
    return tuple(out)
