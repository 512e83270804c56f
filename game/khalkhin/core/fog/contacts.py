"""Contacts: enemies that are seen but not identified, and the false ones that deception puts among them.

To whom they are shown all contacts are alike. They stand behind the order of battle, in the order of their hexes, under
names made of nothing but their hex.
"""

from __future__ import annotations

from collections.abc import Mapping

from khalkhin.core.events.events import DecoyExposed, Event
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, Unit, UnitSpec

#: The unit type that stands for an enemy of unknown kind.
UNKNOWN_TYPE = "unknown"


def contact(scenario: Scenario, side: str, hex_: int, index: int, name: str) -> Unit:
    """What an unidentified unit of `side` looks like: it has no name."""
    generic = scenario.rules.unit_types[UNKNOWN_TYPE]
    return Unit(UnitSpec(name, "", side, generic, steps=generic.steps, index=index), hex_, generic.steps)


def contact_id(hex_: int, nth: int = 1) -> str:
    """The name of the nth contact in a hex."""
    return f"contact-{hex_}" if nth == 1 else f"contact-{hex_}-{nth}"


def is_contact(unit_id: str) -> bool:
    """Whether a name is a contact's."""
    return unit_id.startswith("contact-")


def contact_names(state: GameState, side: str) -> Mapping[int, str]:
    """Names of the real units that are contacts to a side, by index."""
    levels = state.sightings[side].levels
    out: dict[int, str] = {}
    count: dict[int, int] = {}
    for unit in state.units:
        if unit.hex >= 0 and levels[unit.spec.index] == Level.CONTACT:
            count[unit.hex] = count.get(unit.hex, 0) + 1
            out[unit.spec.index] = contact_id(unit.hex, count[unit.hex])
    return out


def decoys(state: GameState, side: str) -> tuple[int, ...]:
    """Hexes in which a side is shown a contact and nothing is seen to be there, in rising order."""
    shown = state.sightings[side].decoys
    if not shown:
        return ()
    levels = state.sightings[side].levels
    seen = {u.hex for u in state.units if u.hex in shown and (u.spec.side == side or levels[u.spec.index])}
    return tuple(sorted(set(shown) - seen))


def shown(state: GameState, side: str) -> tuple[Unit, ...]:
    """All contacts of a side, real and false alike, as its view has them behind the order of battle."""
    enemy = state.scenario.enemy(side)
    places = [(state.units[i].hex, name) for i, name in contact_names(state, side).items()]
    places += [(hex_, contact_id(hex_)) for hex_ in decoys(state, side)]
    first = len(state.scenario.order_of_battle)
    return tuple(contact(state.scenario, enemy, hex_, first + i, name) for i, (hex_, name) in enumerate(sorted(places)))


def phantom(state: GameState, side: str, hex_: int) -> Unit | None:
    """The false contact that a side is shown in a hex, if any."""
    if hex_ not in decoys(state, side):
        return None
    return contact(state.scenario, state.scenario.enemy(side), hex_, len(state.units), contact_id(hex_))


def uncover(state: GameState, side: str, hex_: int) -> tuple[GameState, tuple[Event, ...]]:
    """What comes of a side's fire on a hex: a false contact shows that nothing is there."""
    mine = state.sightings[side]
    if hex_ not in mine.decoys:
        return state, ()
    kept = {h: last for h, last in mine.decoys.items() if h != hex_}
    state = replace(state, sightings={**state.sightings, side: replace(mine, decoys=kept)})
    return state, (DecoyExposed(side, hex_),)
