"""What can be looked for by name in a battle: units, places, rules, orders that may be given now, what a key does.

No pygame; all is read from the side's view, so that nothing is found that the side does not know.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from khalkhin.core.orders.orders import (
    KINDS,
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
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
)
from khalkhin.text import kinds
from khalkhin.text.names import side_name, store_kind, store_name, unit_title
from khalkhin.text.rulebook import Chapter
from khalkhin.text.whereabouts import named_places, near_text
from khalkhin.translation import N_, _
from khalkhin.ui.desk import army_table
from khalkhin.ui.destinations import ToRules
from khalkhin.ui.planning import armychoices
from khalkhin.ui.planning.actions import LookAt, PickFor, PlanAssault, SelectUnit
from khalkhin.ui.planning.choices import NAMES
from khalkhin.ui.planning.planner import Planner
from khalkhin.ui.widgets.rows import RowAction


class What(Enum):
    """What was found; the text says so in the list. Of equally good ones the earlier kind comes first."""

    UNIT = N_("your unit")
    ENEMY = N_("the enemy")
    PLACE = N_("place")
    ORDER = N_("order")
    COMMAND = N_("key")
    RULE = N_("rule")


@dataclass(frozen=True, slots=True)
class Found:
    """Something that can be found: its name, what else is said of it, where it leads, and other words for it."""

    what: What
    name: str
    more: str
    action: RowAction
    also: str = ""


def everything(planner: Planner, chapters: Iterable[Chapter], commands: Iterable[Found] = ()) -> tuple[Found, ...]:
    """All that can be looked for by the player of a side; the `commands` are the battle's own."""
    return (*_units(planner), *_enemies(planner), *_places(planner), *_orders(planner), *commands, *_rules(chapters))


def matching(all_of_it: Iterable[Found], typed: str) -> tuple[Found, ...]:
    """What all the typed words stand in, the likeliest first: what begins with them, what has words that do."""
    words = plain(typed).split()
    if not words:
        return ()
    ranked = []
    for place, found in enumerate(all_of_it):
        name = plain(found.name)
        whole = f"{name} {plain(found.also)} {plain(found.more)}"
        if all(word in whole for word in words):
            ranked.append((_rank(name, words), _ORDER[found.what], place, found))
    return tuple(found for *_rank_, found in sorted(ranked, key=lambda entry: entry[:3]))


#: The orders that are found; there are hundreds of moves, and a unit is picked for them.
_WANTED = tuple(kind for kind in KINDS if kind is not Move)
_ORDER = {what: place for place, what in enumerate(What)}


def _rank(name: str, words: list[str]) -> int:
    """How likely something is meant, 0 the likeliest."""
    if name.startswith(" ".join(words)):
        return 0
    if all(any(part.startswith(word) for part in name.split()) for word in words):
        return 1
    return 2 if all(word in name for word in words) else 3


def plain(text: str) -> str:
    """A text as it is compared: without capitals and accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


# -- units and places ------------------------------------------------------------------------------------------


def _units(planner: Planner) -> Iterator[Found]:
    for unit in planner.state.side_units(planner.side):
        spec, where = unit.spec, near_text(planner.state, unit.hex)
        also = f"{spec.type.name} {planner.state.scenario.shown(spec.formation)} {spec.leader}"
        yield Found(What.UNIT, spec.name, where, SelectUnit(unit.id), also)


def _enemies(planner: Planner) -> Iterator[Found]:
    for entry in army_table.enemies(planner):
        where = entry.cells[-1]
        yield Found(What.ENEMY, entry.cells[0], where, entry.action, f"{entry.kind} {entry.formation}")


def _places(planner: Planner) -> Iterator[Found]:
    state = planner.state
    names = {label.hex: label.text for label in state.scenario.labels} | named_places(state.scenario)
    for objective, holding in zip(state.scenario.objectives, state.holdings, strict=True):
        held = _("objective, held by the {side}").format(side=side_name(state, holding.side))
        yield Found(What.PLACE, state.scenario.shown(objective.name), held, LookAt(objective.hex))
        names.pop(objective.hex, None)
    for hex_, name in names.items():
        yield Found(What.PLACE, name, "({},{})".format(*state.scenario.board.place(hex_)), LookAt(hex_))
    for hexside, link in state.crossings.items():
        first = state.scenario.board.hexside_hexes(hexside)[0]
        told = f"{kinds.crossing_kind(link.kind)}, {near_text(state, first)}"
        yield Found(What.PLACE, kinds.crossing_name(state.scenario, link), told, LookAt(first))
    for i, store in enumerate(state.stores):
        if store.name:
            told = f"{store_kind(state, i)}, {near_text(state, store.hex)}"
            yield Found(What.PLACE, store_name(state.scenario, store.name), told, LookAt(store.hex))
    for field in state.airfields:
        if field.hex >= 0:
            yield Found(What.PLACE, state.scenario.shown(field.name), _("airfield"), LookAt(field.hex))


# -- orders ----------------------------------------------------------------------------------------------------


def _orders(planner: Planner) -> Iterator[Found]:
    """What may be ordered now, each kind of order of a unit once."""
    state = planner.state
    seen: set[tuple[str, RowAction]] = set()
    for order in sorted(planner.options(*_WANTED), key=str):
        named = _named(planner, order)
        if named is None or named in seen:
            continue
        seen.add(named)
        text, action = named
        unit = state.unit(action.unit) if isinstance(action, PickFor) and action.unit else None
        yield Found(What.ORDER, text, unit.spec.name if unit is not None else "", action)
    if planner.active and not state.over:
        for choice in armychoices.of_army(state, planner.options(Fly, Deceive)):
            if choice.able:
                yield Found(What.ORDER, choice.text, _("the whole army"), PickFor("", choice.id))


def _named(planner: Planner, order: Order) -> tuple[str, RowAction] | None:
    """What a player would call an order, and what begins it; None for moves, which a unit is picked for, and for what
    is found under another name."""
    match order:
        case Assault(target=target):
            hex_ = planner.state.scenario.board.index(*target)
            if hex_ is None:
                return None
            who = next((unit_title(unit) for unit in planner.enemies(hex_)), "")
            said = _("Assault {unit}, {place}").format(unit=who, place=near_text(planner.state, hex_))
            return said, PlanAssault(hex_)
        case Standby(gun=unit, what=""):
            gun = planner.state.unit(unit)
            return None if gun is None else (_("Stand by no longer"), PickFor(unit, f"standby-{gun.standby}"))
        case Standby(gun=unit, what=what):
            return _picked(unit, f"standby-{what}")
        case Barrage(gun=unit):
            return _picked(unit, "barrage")
        case Shell(gun=unit):
            return _picked(unit, "shell")
        case Work(unit=unit, task=task):
            return _picked(unit, f"work-{task}")
        case Stop(unit=unit):
            return _picked(unit, "stop")
        case Demolish(unit=unit):
            return _picked(unit, "blow")
        case Haul(unit=unit, way=way):
            return _picked(unit, "haul" if way else "staff")
        case Load(unit=unit):
            return _picked(unit, "load")
        case Unload(unit=unit):
            return _picked(unit, "unload")
        case ForcedMarch(unit=unit):
            return _picked(unit, "hurry")
        case EmergencySupply(unit=unit):
            return _picked(unit, "feed")
        case Exit(unit=unit):
            return _picked(unit, "exit")
        case Move() | Prioritise() | Fly() | Deceive() | Choose() | EndTurn():
            return None
        case _:
            assert_never(order)


def _picked(unit: str, choice: str) -> tuple[str, RowAction]:
    """An order of a unit as the list of its orders calls it."""
    return _(NAMES[choice]), PickFor(unit, choice)


# -- rules -----------------------------------------------------------------------------------------------------


def _rules(chapters: Iterable[Chapter]) -> Iterator[Found]:
    """Chapters by their title and by what stands in them."""
    for chapter in chapters:
        inside = " ".join(block.text for block in chapter.blocks)
        yield Found(What.RULE, chapter.title, _("the rulebook"), ToRules(chapter.key), inside)
