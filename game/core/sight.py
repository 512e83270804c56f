"""Sight and fog: who sees what, and how well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from game.core.board import SightMasks
from game.core.events import DecoyExposed, Event, Sighted
from game.core.state import GameState, Ghost, Level, Sightings, Unit

#: Weather in which everything is seen one hex less far.
POOR_WEATHER = frozenset({"rain", "fog", "storm"})


def sight_radius(state: GameState, unit: Unit) -> int:
    """Hexes a unit sees from where it stands: its type's figure, one more from heights; by night one; less in rain."""
    if state.night:
        return state.scenario.rules.sight.night
    radius = unit.spec.type.sight + state.scenario.board.terrain[unit.hex].sight_bonus
    return _by_day(radius, state.info.weather in POOR_WEATHER)


def _by_day(radius: int, poor_weather: bool) -> int:
    return max(1, radius - 1) if poor_weather else radius


def unit_masks(state: GameState, unit: Unit) -> SightMasks:
    """Bit masks of the hexes one unit covers."""
    return state.scenario.board.sight_masks(
        unit.hex, sight_radius(state, unit), "recon" in unit.spec.type.traits, state.night
    )


def side_masks(state: GameState, side: str) -> SightMasks:
    """Bit masks of the hexes all units of a side cover together, and of those its aircraft look at."""
    board, night, worse = state.scenario.board, state.night, state.info.weather in POOR_WEATHER
    at_night = state.scenario.rules.sight.night
    masks = board.sight_masks
    ground = board.terrain
    a = b = c = d = e = f = 0
    for unit in state.units:
        hex_, spec = unit.hex, unit.spec
        if hex_ < 0 or spec.side != side:
            continue
        radius = at_night if night else _by_day(spec.type.sight + ground[hex_].sight_bonus, worse)
        m = masks(hex_, radius, "recon" in spec.type.traits, night)
        a |= m[0]
        b |= m[1]
        c |= m[2]
        d |= m[3]
        e |= m[4]
        f |= m[5]
    if scouted := state.sightings[side].scouted:
        above = sum(1 << hex_ for hex_ in scouted)
        return SightMasks(a | above, b | above, c, d | above, e | above, f)
    return SightMasks(a, b, c, d, e, f)


def level(masks: SightMasks, unit: Unit, night: bool) -> int:
    """How well a side whose masks these are sees an enemy unit. Units that keep still (guns that stand by do), and all
    units at night, are seen one hex less far."""
    hex_ = unit.hex
    shy = 3 if night or not (unit.moved or (unit.fought and not unit.standby)) else 0
    if not masks[shy] >> hex_ & 1:
        return 0  # What is identified or seen exactly is also a contact.
    if masks[2 + shy] >> hex_ & 1:
        return 3
    return 2 if masks[1 + shy] >> hex_ & 1 else 1


def look(state: GameState, before: GameState | None = None) -> tuple[GameState, tuple[Event, ...]]:
    """Bring both sides' sightings up to date; tells what each side newly sees.

    `before` is the state the sightings were last true of: a unit that has gone out of sight since is remembered where
    it stood then.
    """
    new: dict[str, Sightings] = {}
    events: list[Event] = []
    night = state.night
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
                now = level(masks, unit, night)
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
                ghosts[i] = Ghost((before or state).units[i].hex, state.turn, Level(was))
        kept = _living(state, old.ghosts if ghosts is None else ghosts, masks)
        false, exposed = _exposed(state, side, masks)
        events += exposed
        known = tuple(levels)
        same = kept is old.ghosts and known == old.levels and false == old.decoys
        new[side] = old if same else replace(old, levels=known, ghosts=kept, decoys=false)
    if all(new[side] is state.sightings[side] for side in new):
        return state, tuple(events)
    return replace(state, sightings=new), tuple(events)


def _exposed(
    state: GameState, side: str, masks: SightMasks | None
) -> tuple[Mapping[int, int], tuple[DecoyExposed, ...]]:
    """The false contacts a side still believes in, and those it has seen through: a close look shows that a hex is
    empty, and so does marching in."""
    decoys = state.sightings[side].decoys
    if not decoys:
        return decoys, ()
    close = 0 if masks is None else masks.identified
    entered = {u.hex for u in state.units if u.hex in decoys and u.spec.side == side}
    gone = [h for h in sorted(decoys) if masks is None or close >> h & 1 or h in entered]
    return {h: t for h, t in decoys.items() if h not in gone}, tuple(DecoyExposed(side, h) for h in gone)


def _living(state: GameState, ghosts: Mapping[int, Ghost], masks: SightMasks | None) -> Mapping[int, Ghost]:
    """Ghosts still worth showing: not too old, their unit not gone, and no look at the place has shown it empty."""
    limit = state.turn - state.scenario.rules.sight.ghost_turns
    gone = [
        i
        for i, g in ghosts.items()
        if g.turn < limit or state.units[i].hex < 0 or masks is None or masks.contact_shy >> g.hex & 1
    ]
    return {i: g for i, g in ghosts.items() if i not in gone} if gone else ghosts
