"""Sight and fog: who sees what, and how well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from game.core.board import SightMasks
from game.core.events import Event, Sighted
from game.core.state import GameState, Ghost, Level, Sightings, Unit


def sight_radius(state: GameState, unit: Unit) -> int:
    """Hexes a unit sees from where it stands: its type's figure, one more from heights; by night one; less in rain."""
    if state.night:
        return state.scenario.rules.sight.night
    radius = unit.spec.type.sight + state.scenario.board.terrain[unit.hex].sight_bonus
    return max(1, radius - 1) if state.info.weather in ("rain", "fog", "storm") else radius


def unit_masks(state: GameState, unit: Unit) -> SightMasks:
    """Bit masks of the hexes one unit covers."""
    return state.scenario.board.sight_masks(
        unit.hex, sight_radius(state, unit), "recon" in unit.spec.type.traits, state.night)


def side_masks(state: GameState, side: str) -> SightMasks:
    """Bit masks of the hexes all units of a side cover together."""
    a = b = c = d = e = f = 0
    for unit in state.units:
        if unit.hex >= 0 and unit.spec.side == side:
            m = unit_masks(state, unit)
            a |= m.contact
            b |= m.identified
            c |= m.exact
            d |= m.contact_shy
            e |= m.identified_shy
            f |= m.exact_shy
    return SightMasks(a, b, c, d, e, f)


def inconspicuous(state: GameState, unit: Unit) -> bool:
    """Units that keep still, and all units at night, are seen one hex less far."""
    return state.night or not (unit.moved or unit.fought)


def level(state: GameState, masks: SightMasks, unit: Unit) -> Level:
    """How well a side whose masks these are sees an enemy unit."""
    hex_ = unit.hex
    if inconspicuous(state, unit):
        contact, identified, exact = masks.contact_shy, masks.identified_shy, masks.exact_shy
    else:
        contact, identified, exact = masks.contact, masks.identified, masks.exact
    if exact >> hex_ & 1:
        return Level.EXACT
    if identified >> hex_ & 1:
        return Level.IDENTIFIED
    return Level.CONTACT if contact >> hex_ & 1 else Level.UNSEEN


def look(state: GameState) -> tuple[GameState, tuple[Event, ...]]:
    """Bring both sides' sightings up to date; tells what each side newly sees."""
    new: dict[str, Sightings] = {}
    events: list[Event] = []
    for info in state.scenario.sides:
        side = info.id
        old = state.sightings[side]
        masks = side_masks(state, side) if state.fog else None
        levels: list[int] = []
        ghosts: dict[int, Ghost] | None = None
        for i, unit in enumerate(state.units):
            if unit.hex < 0 or unit.spec.side == side:
                now = 0
            elif masks is None:
                now = 3
            else:
                now = int(level(state, masks, unit))
            was = old.levels[i]
            levels.append(now)
            if now == was:
                continue
            if now and not was:
                events.append(Sighted(side, unit.spec.id, unit.hex, now))
                if i in (ghosts if ghosts is not None else old.ghosts):
                    ghosts = dict(old.ghosts) if ghosts is None else ghosts
                    del ghosts[i]
            elif was and not now and unit.hex >= 0:
                ghosts = dict(old.ghosts) if ghosts is None else ghosts
                ghosts[i] = Ghost(unit.hex, state.turn, Level(was))
        kept = _living(state, old.ghosts if ghosts is None else ghosts, masks)
        new[side] = Sightings(tuple(levels), kept)
    return replace(state, sightings=new), tuple(events)


def _living(state: GameState, ghosts: Mapping[int, Ghost], masks: SightMasks | None) -> Mapping[int, Ghost]:
    """Ghosts still worth showing: not too old, their unit not gone, and no look at the place has shown it empty."""
    limit = state.turn - state.scenario.rules.sight.ghost_turns
    gone = [i for i, g in ghosts.items()
            if g.turn < limit or state.units[i].hex < 0 or masks is None or masks.contact_shy >> g.hex & 1]
    return {i: g for i, g in ghosts.items() if i not in gone} if gone else ghosts
