"""What one side may know. Players, human and computer, get a :class:`View`, never the state itself.

A view carries a *redacted* state: the same kind of value, with the dice hidden, unseen enemies off the map, identified
enemies at full strength, and contacts made anonymous (:mod:`khalkhin.core.fog.contacts`): they stand behind the order
of battle, where false ones cannot be told from real ones. Every rule function, and even ``apply``, works on it as a
what-if.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from khalkhin.core.analysis import Analysis
from khalkhin.core.fog.contacts import shown
from khalkhin.core.fog.sight import side_masks
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import DESTROYED, EXITED, UNKNOWN_STOCK, UNSEEN, GameState, Ghost, Sightings
from khalkhin.core.model.units import Level, Unit, UnitSpec


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """One side's knowledge: `state` is redacted, `visible` a bit mask of hexes under observation, `ghosts` last-seen
    enemies by unit index; `analysis` is what follows from the state, worked out as it is asked for."""

    side: str
    state: GameState
    visible: int
    ghosts: Mapping[int, Ghost]
    analysis: Analysis = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "analysis", Analysis(self.state))

    def sees(self, hex_: int) -> bool:
        """Whether a hex is under observation now."""
        return bool(self.visible >> hex_ & 1)

    def level(self, unit: Unit) -> Level:
        """How well a unit is seen; own units exactly."""
        if unit.spec.side == self.side:
            return Level.EXACT
        return Level(self.state.sightings[self.side].levels[unit.spec.index])


def view(state: GameState, side: str) -> View:
    """What `side` knows of a state. Raises: KeyError for an unknown side."""
    state.scenario.side(side)
    sightings = state.sightings[side]
    enemy = state.scenario.enemy(side)
    known = tuple(u if u.spec.side == side else _redact(u, sightings.levels[u.spec.index]) for u in state.units)
    contacts = shown(state, side)
    units = (*known, *contacts)
    at: dict[int, tuple[int, ...]] = {}
    for unit in units:
        if unit.hex >= 0:
            at[unit.hex] = (*at.get(unit.hex, ()), unit.spec.index)
    # The enemy is taken to see everything: what it really sees is its own affair.
    all_seen = tuple(3 if u.spec.side == side and u.hex >= 0 else 0 for u in units)
    levels = (*(0 if n == Level.CONTACT else n for n in sightings.levels), *(Level.CONTACT for _ in contacts))
    redacted = replace(
        state,
        seed=0,
        units=units,
        at=at,
        observer=side,
        sightings={
            side: replace(sightings, levels=levels, decoys={}),
            enemy: Sightings(all_seen, decoys=state.sightings[enemy].decoys),
        },
        stores=tuple(s if s.side == side else replace(s, stock=UNKNOWN_STOCK, priority=1) for s in state.stores),
        crossings={h: _unmined(c, side) for h, c in state.crossings.items()},
        **_told(state, side),
        hq_points={s: n for s, n in state.hq_points.items() if s == side},
        sorties={s: left for s, left in state.sorties.items() if s == side},
    )
    whole = (1 << state.scenario.board.size) - 1
    visible = side_masks(state, side).contact if state.fog else whole
    for unit in contacts:
        visible |= 1 << unit.hex
    return View(side, redacted, visible, sightings.ghosts)


def _told(state: GameState, side: str) -> dict[str, Any]:
    """What a side knows of the timeline: entries and flags of both sides and its own, and what concerns its units."""
    readers = {e.id: e.side for e in state.scenario.timeline}
    known = {name for name, reader in readers.items() if reader in ("", side)}
    own = {u.spec.id for u in state.units if u.spec.side == side}
    return {
        "fired": {k: v for k, v in state.fired.items() if k in known},
        "flags": {k: v for k, v in state.flags.items() if v in ("", side)},
        "choices": {k: v for k, v in state.choices.items() if readers.get(k) == side},
        "pending": tuple(p for p in state.pending if readers.get(p) == side),
        "bans": tuple(b for b in state.bans if b.side == side),
        "held": {k: v for k, v in state.held.items() if k in own},
        "called": {k: v for k, v in state.called.items() if k in own},
        "awards": state.awards if state.over else tuple(a for a in state.awards if a.reader in ("", side)),
        "hq_bonus": {k: v for k, v in state.hq_bonus.items() if k == side},
    }


def _unmined(crossing: Crossing, side: str) -> Crossing:
    """A crossing without the charges that the other side has laid."""
    secret = [r for r in crossing.records if r.what == "mined" and r.side != side]
    if crossing.mined in ("", side) and not secret:
        return crossing
    known = tuple(r for r in crossing.records if r not in secret)
    return replace(crossing, mined=crossing.mined if crossing.mined == side else "", records=known)


def _redact(unit: Unit, level: int) -> Unit:
    """An enemy as it is known by name; contacts are shown elsewhere, without one."""
    if level == Level.EXACT or unit.hex in (DESTROYED, EXITED):
        return unit
    spec = unit.spec
    if level == Level.IDENTIFIED:
        return Unit(spec, unit.hex, spec.steps, moved=unit.moved, fought=unit.fought, standby=unit.standby)
    return Unit(
        UnitSpec(spec.id, spec.name, spec.side, spec.type, index=spec.index, steps=spec.steps), UNSEEN, spec.steps
    )
