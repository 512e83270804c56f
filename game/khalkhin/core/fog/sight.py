"""Sight and fog: who sees what, and how well."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import compress, count
from operator import is_not

from khalkhin.core.board.board import SightMasks
from khalkhin.core.events.events import DecoyExposed, Event, Sighted
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState, Ghost, Sightings
from khalkhin.core.model.units import Level, Unit

#: Weather in which one sees less far by day.
POOR_WEATHER = frozenset({"rain", "fog", "storm"})


def sight_radius(state: GameState, unit: Unit) -> int:
    """Hexes a unit sees from where it stands: its type's figure, one more from heights; by night one; less in rain."""
    scenario = state.scenario
    if state.night:
        return scenario.rules.sight.night
    radius = unit.spec.type.sight + scenario.board.terrain[unit.hex].sight_bonus
    return _by_day(radius, _murk(state))


def _by_day(radius: int, less: int) -> int:
    return max(1, radius - less) if less else radius


def _murk(state: GameState) -> int:
    """Hexes less far that one sees by day in the weather of the turn."""
    return state.scenario.rules.sight.poor_weather if state.info.weather in POOR_WEATHER else 0


def unit_masks(state: GameState, unit: Unit) -> SightMasks:
    """Bit masks of the hexes one unit covers."""
    return covering(state)(unit)


def covering(state: GameState, by_day: bool = False) -> Callable[[Unit], SightMasks]:
    """What tells the bit masks of the hexes that units cover, one after another, or would cover `by_day`: the hour and
    the weather are looked up once."""
    board, night, less = state.scenario.board, state.night and not by_day, _murk(state)
    at_night = state.scenario.rules.sight.night
    masks, ground = board.sight_masks, board.terrain

    def of(unit: Unit) -> SightMasks:
        hex_, kind = unit.hex, unit.spec.type
        radius = at_night if night else _by_day(kind.sight + ground[hex_].sight_bonus, less)
        return masks(hex_, radius, "recon" in kind.traits, night)

    return of


def side_masks(state: GameState, side: str) -> SightMasks:
    """Bit masks of the hexes all units of a side cover together, and of those its aircraft look at."""
    covered = covering(state)
    a = b = c = d = e = f = 0
    for unit in state.units:
        if unit.hex < 0 or unit.spec.side != side:
            continue
        m = covered(unit)
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


def looked_into(state: GameState, side: str) -> int:
    """Bit mask of the hexes in which a side sees even who keeps still: by night those in which it would by day, from
    where its units stand."""
    covered = covering(state, by_day=True)
    mask = sum(1 << hex_ for hex_ in state.sightings[side].scouted)
    for unit in state.side_units(side):
        mask |= covered(unit).contact_shy
    return mask


def level(masks: SightMasks, unit: Unit, night: bool) -> int:
    """How well a side whose masks these are sees an enemy unit."""
    return _level_at(masks, unit.hex, _shyness(unit, night))


def _shyness(unit: Unit, night: bool) -> int:
    """Where to look a unit up in the masks. Units that keep still (guns that stand by do), and all units at night, are
    seen one hex less far."""
    return SHY if night or not (unit.moved or (unit.fought and not unit.standby)) else 0


#: Where in the masks those begin that are one hex shorter.
SHY = 3


def _level_at(masks: SightMasks, hex_: int, shyness: int) -> int:
    if not masks[shyness] >> hex_ & 1:
        return 0  # What is identified or seen exactly is also a contact.
    if masks[2 + shyness] >> hex_ & 1:
        return 3
    return 2 if masks[1 + shyness] >> hex_ & 1 else 1


def _seen(state: GameState, side: str, hex_: int, shyness: int) -> int:
    """How well the units and aircraft of a side see what is in a hex: the level of one target without all masks."""
    best = 2 if hex_ in state.sightings[side].scouted else 0
    scenario = state.scenario
    near = scenario.board.around(hex_, scenario.farthest_sight)
    covered = covering(state)
    for place in near.intersection(state.at):
        for i in state.at[place]:
            unit = state.units[i]
            if unit.spec.side == side:
                best = max(best, _level_at(covered(unit), hex_, shyness))
                if best == Level.EXACT:
                    return best
    return best


def look(state: GameState, before: GameState | None = None) -> tuple[GameState, tuple[Event, ...]]:
    """Bring both sides' sightings up to date; tells what each side newly sees.

    `before` is the state the sightings were last true of: a unit that has gone out of sight since is remembered where
    it stood then. When little has changed since, only what that touches is looked at.
    """
    if before is not None and _comparable(state, before):
        changed = list(compress(count(), map(is_not, state.units, before.units)))
        if len(changed) <= FEW:
            return _glance(state, before, changed)
    return survey(state, before)


#: The masks of a side that plays without fog.
EVERYTHING = SightMasks(-1, -1, -1, -1, -1, -1)

#: Units that an order may change for a glance to be less work than a survey.
FEW = 4


def _comparable(state: GameState, before: GameState) -> bool:
    """Whether two states differ, for what is seen, in nothing but some units. (In a redacted state sightings are what
    one side knows of them, and not what its units make out.)"""
    return (
        state.fog
        and state.observer is None
        and state.sightings is before.sightings
        and state.turn == before.turn
        and (state.weather, state.weather_until) == (before.weather, before.weather_until)
    )


def survey(state: GameState, before: GameState | None = None) -> tuple[GameState, tuple[Event, ...]]:
    """Every unit looks at every enemy: see :func:`look`."""
    new: dict[str, Sightings] = {}
    events: list[Event] = []
    night = state.night
    for info in state.scenario.sides:
        side = info.id
        old = state.sightings[side]
        masks = side_masks(state, side) if state.fog else EVERYTHING
        levels = tuple(level(masks, u, night) if u.hex >= 0 and u.spec.side != side else 0 for u in state.units)
        news = {i: now for i, (now, was) in enumerate(zip(levels, old.levels, strict=True)) if now != was}
        ghosts, told = _noted(state, side, news, before)
        events += told
        ghosts = _living(state, ghosts, masks.contact_shy)
        decoys, exposed = _exposed(state, side, masks.identified)
        events += exposed
        new[side] = _renewed(old, news, ghosts, decoys)
    return _updated(state, new), tuple(events)


def _glance(state: GameState, before: GameState, changed: list[int]) -> tuple[GameState, tuple[Event, ...]]:
    """The same as a survey, when only the `changed` units are not what they were."""
    new: dict[str, Sightings] = {}
    events: list[Event] = []
    night = state.night
    for info in state.scenario.sides:
        side = info.id
        old = state.sightings[side]
        mine = [i for i in changed if state.units[i].spec.side == side]
        lost, won = (_eyes(before, mine), _eyes(state, mine)) if mine else ([], [])
        now = _reviewed(state, side, lost, won) if lost != won else {}
        for i in changed:
            unit = state.units[i]
            if unit.spec.side != side:
                now[i] = _seen(state, side, unit.hex, _shyness(unit, night)) if unit.hex >= 0 else 0
        news = {i: now[i] for i in sorted(now) if now[i] != old.levels[i]}
        ghosts, told = _noted(state, side, news, before)
        events += told
        # Ghosts and false contacts where only units look that have not changed are gone already.
        clear = close = 0
        for _, masks in won:
            clear |= masks.contact_shy
            close |= masks.identified
        if ghosts is not old.ghosts:
            for i, ghost in ghosts.items():
                if ghost is not old.ghosts.get(i) and _seen(state, side, ghost.hex, SHY):
                    clear |= 1 << ghost.hex
        ghosts = _living(state, ghosts, clear)
        decoys, exposed = _exposed(state, side, close)
        events += exposed
        new[side] = _renewed(old, news, ghosts, decoys)
    return _updated(state, new), tuple(events)


#: Where a unit looks from, and what it covers.
Eye = tuple[int, SightMasks]


def _eyes(state: GameState, indices: Iterable[int]) -> list[Eye]:
    covered = covering(state)
    return [(state.units[i].hex, covered(state.units[i])) for i in indices if state.units[i].hex >= 0]


def _reviewed(state: GameState, side: str, lost: list[Eye], won: list[Eye]) -> dict[int, int]:
    """How well a side sees those enemies, by index, that units of its own looked at before (`lost`) or look at now
    (`won`); the enemies themselves are as they were."""
    out = {}
    scenario, night, levels = state.scenario, state.night, state.sightings[side].levels
    touched = 0
    near: set[int] = set()
    for hex_, masks in (*lost, *won):
        touched |= masks.contact
        near |= scenario.board.around(hex_, scenario.farthest_sight).intersection(state.at)
    for place in near:
        if not touched >> place & 1:
            continue
        for i in state.at[place]:
            unit = state.units[i]
            if unit.spec.side == side:
                continue
            was, gained = levels[i], max((level(masks, unit, night) for _, masks in won), default=0)
            if gained >= was:
                out[i] = gained
            elif any(level(masks, unit, night) == was for _, masks in lost):
                # Perhaps nobody else has seen it so well.
                out[i] = _seen(state, side, place, _shyness(unit, night))
    return out


def _noted(
    state: GameState, side: str, news: Mapping[int, int], before: GameState | None
) -> tuple[Mapping[int, Ghost], tuple[Sighted, ...]]:
    """What new levels of sight, by unit in rising order, mean: units newly seen, and ghosts of those that were seen and
    no longer are."""
    old = state.sightings[side]
    ghosts = old.ghosts
    events = []
    for i, now in news.items():
        unit, was = state.units[i], old.levels[i]
        if not was:
            events.append(Sighted(side, unit.spec.id, unit.hex, now))
            if i in ghosts:
                ghosts = {k: g for k, g in ghosts.items() if k != i}
        elif not now and unit.hex >= 0 <= (place := (before or state).units[i].hex):
            ghosts = {**ghosts, i: Ghost(place, state.turn, Level(was))}
    return ghosts, tuple(events)


def _living(state: GameState, ghosts: Mapping[int, Ghost], clear: int) -> Mapping[int, Ghost]:
    """Ghosts still worth showing: not too old, their unit not gone, and no look at the place (`clear` is a mask of
    hexes seen well enough) has shown it empty."""
    if not ghosts:
        return ghosts
    limit = state.turn - state.scenario.rules.sight.ghost_turns
    gone = [i for i, g in ghosts.items() if g.turn < limit or state.units[i].hex < 0 or clear >> g.hex & 1]
    return {i: g for i, g in ghosts.items() if i not in gone} if gone else ghosts


def _exposed(state: GameState, side: str, close: int) -> tuple[Mapping[int, int], tuple[DecoyExposed, ...]]:
    """The false contacts a side still believes in, and those it has seen through: a close look (`close` is a mask of
    hexes) shows that a hex is empty, and so does marching in."""
    decoys = state.sightings[side].decoys
    if not decoys:
        return decoys, ()
    entered = {h for h in decoys if any(state.units[i].spec.side == side for i in state.at.get(h, ()))}
    gone = [h for h in sorted(decoys) if close >> h & 1 or h in entered]
    kept = {h: t for h, t in decoys.items() if h not in gone} if gone else decoys
    return kept, tuple(DecoyExposed(side, h) for h in gone)


def _renewed(
    old: Sightings, news: Mapping[int, int], ghosts: Mapping[int, Ghost], decoys: Mapping[int, int]
) -> Sightings:
    if not news and ghosts is old.ghosts and decoys is old.decoys:
        return old
    levels = list(old.levels)
    for i, now in news.items():
        levels[i] = now
    return replace(old, levels=tuple(levels), ghosts=ghosts, decoys=decoys)


def _updated(state: GameState, new: Mapping[str, Sightings]) -> GameState:
    if all(new[side] is state.sightings[side] for side in new):
        return state
    return replace(state, sightings=new)
