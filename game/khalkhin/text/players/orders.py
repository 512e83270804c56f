"""Orders in a few words each, and the hex that each is about."""

from __future__ import annotations

from typing import assert_never

from khalkhin.core.model.state import GameState
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
from khalkhin.text.amounts import and_more, listed
from khalkhin.text.names import in_sentence, place_text, unit_title
from khalkhin.translation import _, ngettext

#: Units that are named in one line.
NAMED = 6


def _name(state: GameState, unit: str) -> str:
    found = state.unit(unit)
    return unit if found is None else in_sentence(unit_title(found))


def names_text(state: GameState, units: tuple[str, ...]) -> str:
    """What some units are called, the first of them by name."""
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


def standing_at(state: GameState, unit: str) -> int:
    """The hex of a unit, -1 off the map."""
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
            return told.format(place=_where(state, hex_), units=names_text(state, attackers)), hex_
        case Barrage(gun, target):
            hex_ = _hex(state, target)
            return _("{unit}: barrage on {place}").format(unit=_name(state, gun), place=_where(state, hex_)), hex_
        case Shell(gun, at):
            hex_ = _hex(state, at)
            told = _("{unit}: shell the crossing at {place}")
            return told.format(unit=_name(state, gun), place=_where(state, hex_)), hex_
        case Standby(gun):
            return _("{unit}: stand by").format(unit=_name(state, gun)), standing_at(state, gun)
        case Work(unit, _task, at):
            hex_ = _hex(state, at)
            told = _("{unit}: work at {place}")
            return told.format(unit=_name(state, unit), place=_where(state, hex_)), hex_
        case Stop(unit):
            return _("{unit}: stop the work").format(unit=_name(state, unit)), standing_at(state, unit)
        case Demolish(unit, at):
            hex_ = _hex(state, at)
            told = _("{unit}: blow up the crossing at {place}")
            return told.format(unit=_name(state, unit), place=_where(state, hex_)), hex_
        case Haul(unit, way):
            if way is None:
                return _("{unit}: haul as the staff says").format(unit=_name(state, unit)), standing_at(state, unit)
            start, hex_ = _where(state, _hex(state, way[0])), _hex(state, way[1])
            told = _("{unit}: haul from {start} to {place}")
            return told.format(unit=_name(state, unit), start=start, place=_where(state, hex_)), hex_
        case Load(unit, points):
            told = ngettext("{unit}: load {n} supply point", "{unit}: load {n} supply points", points)
            return told.format(unit=_name(state, unit), n=points), standing_at(state, unit)
        case Unload(unit, points):
            told = ngettext("{unit}: unload {n} supply point", "{unit}: unload {n} supply points", points)
            return told.format(unit=_name(state, unit), n=points), standing_at(state, unit)
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
            return _("{unit}: forced march").format(unit=_name(state, unit)), standing_at(state, unit)
        case EmergencySupply(unit):
            return _("{unit}: emergency supply").format(unit=_name(state, unit)), standing_at(state, unit)
        case Deceive(at):
            hex_ = _hex(state, at)
            return _("Deception at {place}").format(place=_where(state, hex_)), hex_
        case Exit(unit):
            return _("{unit}: leave the map").format(unit=_name(state, unit)), standing_at(state, unit)
        case Choose():
            return _("an answer to a question"), -1
        case EndTurn():
            return _("the end of the turn"), -1
        case _:
            assert_never(order)
