"""What an order would do, in lines to read before it is given; every figure is taken from the rules."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.command import handicap
from khalkhin.core.crossing import engineering
from khalkhin.core.fog.view import View
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.rules import CrossingKind, Weight
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Task
from khalkhin.core.orders.air import fly_forecast
from khalkhin.core.orders.combat import barrage_forecast
from khalkhin.core.orders.engineering import jobs_for
from khalkhin.core.orders.gunnery import shell_forecast
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import (
    Assault,
    Barrage,
    Choose,
    Deceive,
    Demolish,
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
from khalkhin.core.supply import staffplan, truckways
from khalkhin.core.supply.perils import danger_on
from khalkhin.core.takeback import Prospect, foreseen
from khalkhin.text import amounts, kinds, takeback
from khalkhin.text.air import mission_text, passage_text
from khalkhin.text.names import store_name
from khalkhin.text.refusals import refusal_text
from khalkhin.text.remarks import remark_text
from khalkhin.text.supplies import trucks
from khalkhin.translation import N_, _, ngettext
from khalkhin.ui.widgets.rows import Bar, Line, Row


def explain(state: GameState, order: Order) -> list[Row]:
    """The lines of an order: what it does, what it costs, its chances, whether it can be taken back; or why it may not
    be given."""
    refused = why_illegal(state, order)
    if refused is not None:
        return [Line(refusal_text(refused, state), tone="warn")]
    return [*_rows(state, order), taking_back(foreseen(state, order))]


def taking_back(prospect: Prospect) -> Line:
    """Whether an order can be taken back."""
    return _text(takeback.prospect(prospect), "good" if prospect.promised else "warn" if prospect.sure else "normal")


def _rows(state: GameState, order: Order) -> list[Row]:
    match order:
        case Work():
            return _work(state, order)
        case Demolish():
            return _demolish(state, order)
        case Barrage():
            return barrage(state, order)
        case Shell():
            return _shell(state, order)
        case Standby():
            return _standby(state, order)
        case Haul():
            return _haul(state, order)
        case Fly():
            return _fly(state, order)
        case Move() | Assault() | Choose() | EndTurn():
            return []  # The map, the panel of the assault, the letter and the question of the turn's end explain them.
        case _:
            return [_text(_sentence(state, order))]


#: Orders that one sentence explains.
Plain = Stop | Load | Unload | Prioritise | ForcedMarch | EmergencySupply | Deceive | Exit


def _sentence(state: GameState, order: Plain) -> str:
    haul, staff = state.scenario.rules.haul, state.scenario.rules.command
    match order:
        case Stop():
            return _("The points done so far are lost.")
        case Load(points=points):
            return _("Takes up {supplies}; loading costs {moves}.").format(
                supplies=amounts.supply(points), moves=amounts.movement(haul.load)
            )
        case Unload(points=points):
            return _(
                "Puts down {supplies}; unloading costs {moves}. Away from a depot this makes a new dump, from which "
                "units are fed."
            ).format(supplies=amounts.supply(points), moves=amounts.movement(haul.unload))
        case Prioritise():
            return _("The staff sends its truck columns where the need is greatest, counted by this.")
        case ForcedMarch():
            return _("{n} % more movement this turn; a step is suppressed by it. Only before it moves.").format(
                n=staff.march
            )
        case EmergencySupply():
            return _("Fed this turn by whatever means there are: it counts as supplied, and its guns may fire.")
        case Deceive():
            return ngettext(
                "The enemy is shown an unidentified contact here for {n} turn, or until he looks closely.",
                "The enemy is shown an unidentified contact here for {n} turns, or until he looks closely.",
                staff.decoy_turns,
            ).format(n=staff.decoy_turns)
        case Exit():
            return _("It leaves by its supply source and does not come back.")
        case _:
            assert_never(order)


def general(state: GameState, order: Order) -> list[Row]:
    """What a kind of order is for, before it is aimed."""
    match order:
        case Barrage():
            return [_text(_("Shells a hex to suppress what stands there.")), *_ammunition(state, order.gun)]
        case Shell():
            return [_text(_("Fires at a crossing to damage it.")), *_ammunition(state, order.gun)]
        case Demolish():
            return [_text(_("Certain where charges are laid; else a die decides."))]
        case Haul():
            return [_text(_("Loads at one store and unloads at another, every turn until told otherwise."))]
    return _rows(state, order)


def _text(text: str, tone: str = "dim") -> Line:
    return Line(text, tone=tone, style="small")


#: What the heaviest weight class means that a crossing bears.
_WEIGHTS = {
    Weight.FOOT: N_("men and horses"),
    Weight.LIGHT: N_("all but heavy vehicles"),
    Weight.HEAVY: N_("everything"),
}


# -- engineers ---------------------------------------------------------------------------------------------------


def carries(state: GameState, kind: CrossingKind) -> str:
    """What a whole crossing of a kind bears."""
    rule = state.scenario.rules.crossings[kind]
    text = _("{heaviest}, {units} and {supplies} a turn")
    return text.format(
        heaviest=_(_WEIGHTS[rule.weight]), units=amounts.units(rule.units), supplies=amounts.supply(rule.supply)
    )


def _work(state: GameState, order: Work) -> list[Row]:
    points, done = _points(state, order)
    crossing = _at(state, order.at)
    rows: list[Row] = []
    match order.task:
        case "ford" | "pontoon":
            will = _("It will carry {what}.").format(what=carries(state, CrossingKind(order.task)))
            rows.append(Line(will, style="small"))
        case "repair" if crossing is not None:
            rows.append(Line(_("Hits to mend"), str(crossing.hits), style="small"))
            whole = _("When whole it carries {what}.").format(what=carries(state, crossing.kind))
            rows.append(Line(whole, style="small"))
        case "dismantle":
            rows.append(_text(_("The pontoon is taken up; nobody crosses there until another is built.")))
        case "mine":
            rows.append(_text(_("Once charges lie, any unit of yours beside it can blow it for certain.")))
    value = _("{n} of {total} done").format(n=done, total=points) if done else str(points)
    rows.append(Line(_("Work points"), value, style="small"))
    rows.append(
        _text(
            _(
                "They do a point at the start of each of your turns, unless they have moved, are wholly suppressed, "
                "fought or were attacked."
            )
        )
    )
    return rows


def _points(state: GameState, order: Work) -> tuple[int, int]:
    """Work points a job takes, and those done."""
    unit = state.unit(order.unit)
    for prospect in jobs_for(state, unit) if unit is not None else ():
        if prospect.order == order:
            return prospect.needed, prospect.done
    return engineering.points(state.scenario.rules.engineering, Task(order.task)), 0


def _demolish(state: GameState, order: Demolish) -> list[Row]:
    crossing, unit = _at(state, order.at), state.unit(order.unit)
    rows = _crossing(state, order.at)
    if crossing is not None and unit is not None and crossing.mined == unit.side:
        return [*rows, Line(_("The charges are laid: it goes up for certain."), tone="good", style="small")]
    need = state.scenario.rules.engineering.unprepared
    chance = (7 - need) / 6
    return [
        *rows,
        Bar(_("goes up"), chance, _faces(7 - need), "good"),
        _text(_("Without charges laid, a die decides.")),
    ]


def _at(state: GameState, at: tuple[tuple[int, int], tuple[int, int]]) -> Crossing | None:
    board = state.scenario.board
    a, b = board.index(*at[0]), board.index(*at[1])
    side = board.hexside(a, b) if a is not None and b is not None else None
    return None if side is None else state.crossings.get(side)


def _crossing(state: GameState, at: tuple[tuple[int, int], tuple[int, int]]) -> list[Row]:
    crossing = _at(state, at)
    if crossing is None:
        return []
    most = state.scenario.rules.crossings[crossing.kind].hits
    told = ngettext("{kind}, {n} of {total} hit", "{kind}, {n} of {total} hits", most)
    told = told.format(kind=kinds.crossing_kind(crossing.kind), n=crossing.hits, total=most)
    return [Line(kinds.crossing_name(state.scenario, crossing), told, style="small")]


# -- guns --------------------------------------------------------------------------------------------------------


def barrage(state: GameState, order: Barrage) -> list[Row]:
    """The chances of a barrage."""
    odds = barrage_forecast(state, order)
    rows: list[Row] = [
        Bar(_barraged(lost, shaken), faces / 6, _faces(faces), "good" if lost or shaken else "dim")
        for (lost, shaken), faces in odds.effects.items()
    ]
    rows += [_text(remark_text(note)) for note in odds.notes]
    return [*rows, *_ammunition(state, order.gun)]


def _barraged(lost: int, suppressed: int) -> str:
    """What a barrage does, in a few words."""
    parts = [_("{n} lost").format(n=lost)] * bool(lost)
    parts += [_("{n} suppressed").format(n=suppressed)] * bool(suppressed)
    return ", ".join(parts) or _("no effect")


def _faces(n: int) -> str:
    """A chance as a die has it."""
    return _("{n} in {total}").format(n=n, total=6)


def _hits(n: int) -> str:
    """How often something is hit."""
    if n == 0:
        return _("no hit")
    return ngettext("a hit", "{n} hits", n).format(n=n)


def _shell(state: GameState, order: Shell) -> list[Row]:
    odds = shell_forecast(state, order)
    rows = _crossing(state, order.at)
    for hits, faces in enumerate(odds.chances):
        if faces:
            rows.append(Bar(_hits(hits), faces / 6, _faces(faces), "good" if hits else "dim"))
    return [*rows, *(_text(remark_text(note) + ".") for note in odds.notes), *_ammunition(state, order.gun)]


def _ammunition(state: GameState, gun: str) -> list[Row]:
    unit = state.unit(gun)
    if unit is None:
        return []
    takes = unit.spec.type.ammunition
    if 0 <= unit.store < len(state.stores):
        store = state.stores[unit.store]
        text = _("Takes {supplies} as ammunition from {store}, which has {stock}.")
        return [
            _text(
                text.format(
                    supplies=amounts.supply(takes), store=store_name(state.scenario, store.name), stock=store.stock
                )
            )
        ]
    return [_text(_("Takes {supplies} as ammunition.").format(supplies=amounts.supply(takes)))]


def _standby(state: GameState, order: Standby) -> list[Row]:
    match order.what:
        case "defence":
            text = _("In the enemy's turn the guns help to defend the first friendly hex in range that is assaulted.")
        case "counter":
            text = _("In the enemy's turn the guns fire back at the first enemy guns in range that fire and are seen.")
        case _:
            return [_text(_("They stand by no longer and may fire this turn."))]
    return [_text(text), _text(_("This uses up their turn; ammunition is drawn only when they fire."))]


# -- trucks ------------------------------------------------------------------------------------------------------


def _haul(state: GameState, order: Haul) -> list[Row]:
    """The way of a haul: how long it takes, and what it brings."""
    unit = state.unit(order.unit)
    if order.way is None or unit is None:
        return [_text(_("The staff sends it where it is needed, every turn."))]
    start, end = (_store_at(state, unit.side, place) for place in order.way)
    if start is None or end is None:
        return []
    trip = staffplan.round_trip(state, start, end, truckways.ways(state, unit.side), unit.spec.type.mobility, told=True)
    load, most = staffplan.load_limit(unit), handicap.march(state, unit)
    rows: list[Row] = [
        Line(_("From"), store_name(state.scenario, state.stores[start].name), style="small"),
        Line(_("To"), store_name(state.scenario, state.stores[end].name), style="small"),
    ]
    if trip > 0:
        rows.append(
            Line(
                _("There and back, with loading"),
                _("{n} of its movement of {total} a turn").format(n=trip, total=most),
                style="small",
            )
        )
        rows.append(
            Line(
                _("Brings on average"),
                _("{supplies} a turn").format(supplies=amounts.supply(f"{load * most / trip:.1f}")),
                style="small",
            )
        )
    found = danger_on(state, unit.side, haul_path(state, order))
    if found is not None:
        rows.append(_text(trucks.told(state, found), "warn"))
    return [*rows, _text(_("At the end of every turn, until told otherwise."))]


def _store_at(state: GameState, side: str, place: Place) -> int | None:
    hex_ = state.scenario.board.index(*place)
    return None if hex_ is None else staffplan.store_at(state, side, hex_)


def haul_path(state: GameState, order: Haul) -> tuple[int, ...]:
    """The hexes of a haul's way, from where it loads to where it unloads; empty where there is none."""
    unit = state.unit(order.unit)
    ends = [state.scenario.board.index(*place) for place in order.way or ()]
    if unit is None or len(ends) != 2 or ends[0] is None or ends[1] is None:
        return ()
    tree = truckways.ways(state, unit.side).told(ends[0], ends[1], unit.spec.type.mobility)
    return tuple(tree.path(ends[0])) if tree.reaches(ends[0]) else ()


def staff_reason(view: View, hex_: int) -> str:
    """The staff's sentence about the depot in a hex: which columns it sends there, and why."""
    state, side = view.state, view.side
    found = view.analysis.of(side).plan
    index = staffplan.store_at(state, side, hex_)
    need = next((need for need in found.needs if need.store == index and not state.stores[need.store].is_source), None)
    return trucks.reason(state, found, need) if need is not None else ""


# -- aircraft ----------------------------------------------------------------------------------------------------


def _fly(state: GameState, order: Fly) -> list[Row]:
    """How much of a mission gets through, what it may do, and the chances of it."""
    odds = fly_forecast(state, order)
    rows: list[Row] = []
    match order.target:
        case ((_, _), (_, _)) as at:
            rows += _crossing(state, at)
    rows += [Line(_("Gets through"), f"{odds.passage.percent} %", style="small"), _text(passage_text(odds.passage))]
    for hits, throws in odds.chances:
        text = _hits(hits)
        if order.mission == "scout" and hits < 2:
            text = _("sees the ground") if hits else _("sees nothing")
        rows.append(Bar(text, throws / odds.throws, _share(throws, odds.throws), "good" if hits else "dim"))
    return [*rows, _text(mission_text(odds.mission))]


def _share(throws: int, of: int) -> str:
    return _("{n} in {total}").format(n=throws, total=of) if of <= 6 else f"{throws * 100 // of} %"
