"""What one side may know. Players, human and computer, get a :class:`View`, never the state itself.

A view carries a *redacted* state: the same kind of value, with the dice hidden, unseen enemies off the map, identified
enemies at full strength but for what they are known to have lost, the enemy's traffic left out where nobody watches it,
and contacts made anonymous (:mod:`khalkhin.core.fog.contacts`): they stand behind the order of battle, where false ones
cannot be told from real ones. Every rule function, and even ``apply``, works on it as a what-if.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from khalkhin.core.analysis import Analysis
from khalkhin.core.fog.contacts import shown
from khalkhin.core.fog.sight import side_masks
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import (
    DESTROYED,
    EXITED,
    SOMEBODY,
    UNKNOWN_STOCK,
    UNSEEN,
    Airfield,
    Award,
    GameState,
    Ghost,
    KnownLosses,
    Sightings,
    Store,
)
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
    eye = _eye(state, side)
    redacted = replace(state, **{name: show(eye) for name, show in SHOWN.items() if show is not None})
    visible = eye.visible
    for unit in eye.contacts:
        visible |= 1 << unit.hex
    return View(side, redacted, visible, state.sightings[side].ghosts)


@dataclass(frozen=True, slots=True)
class _Eye:
    """A side before a state: the contacts it is shown, all `units` as it knows them (contacts behind the order of
    battle), which side reads each entry of the timeline ("" for both), and a bit mask of the hexes it observes."""

    state: GameState
    side: str
    contacts: tuple[Unit, ...]
    units: tuple[Unit, ...]
    readers: Mapping[str, str]
    visible: int


def _eye(state: GameState, side: str) -> _Eye:
    levels = state.sightings[side].levels
    losses = state.losses.get(side, {})
    known = tuple(
        u if u.spec.side == side else _redact(u, levels[u.spec.index], losses.get(u.spec.index)) for u in state.units
    )
    contacts = shown(state, side)
    visible = side_masks(state, side).contact if state.fog else (1 << state.scenario.board.size) - 1
    readers = {e.id: e.side for e in state.scenario.timeline}
    return _Eye(state, side, contacts, (*known, *contacts), readers, visible)


#: How a field of a state looks to one side; None where both know all of it.
_Shown = Callable[[_Eye], Any]


def _own(name: str) -> _Shown:
    """Of a mapping by side, what is the side's own."""
    return lambda eye: {k: v for k, v in getattr(eye.state, name).items() if k == eye.side}


def _own_units(name: str) -> _Shown:
    """Of a mapping by unit, what concerns units of the side."""

    def show(eye: _Eye) -> object:
        found: Mapping[str, object] = getattr(eye.state, name)
        own = {u.spec.id for u in eye.state.units if u.spec.side == eye.side} if found else frozenset()
        return {k: v for k, v in found.items() if k in own}

    return show


def _at(eye: _Eye) -> Mapping[int, tuple[int, ...]]:
    at: dict[int, tuple[int, ...]] = {}
    for unit in eye.units:
        if unit.hex >= 0:
            at[unit.hex] = (*at.get(unit.hex, ()), unit.spec.index)
    return at


def _sightings(eye: _Eye) -> Mapping[str, Sightings]:
    """What the side sees, and the false contacts it has made. The enemy is taken to see everything: what it really
    sees is its own affair."""
    mine, enemy = eye.state.sightings[eye.side], eye.state.scenario.enemy(eye.side)
    levels = (*(0 if n == Level.CONTACT else n for n in mine.levels), *(Level.CONTACT for _ in eye.contacts))
    all_seen = tuple(3 if u.spec.side == eye.side and u.hex >= 0 else 0 for u in eye.units)
    return {
        eye.side: replace(mine, levels=levels, decoys={}),
        enemy: Sightings(all_seen, decoys=eye.state.sightings[enemy].decoys),
    }


def _stores(eye: _Eye) -> tuple[Store, ...]:
    """Where the stores are; what is in the enemy's, and how much its staff minds, is the enemy's affair."""
    return tuple(s if s.side == eye.side else replace(s, stock=UNKNOWN_STOCK, priority=1) for s in eye.state.stores)


def _airfields(eye: _Eye) -> tuple[Airfield, ...]:
    """What flies from the enemy's airfields is known as the scenario has it; what the timeline brings there or takes
    away is not, until a field stands empty."""
    return tuple(
        replace(f, fighters=spec.fighters, bombers=spec.bombers)
        if eye.side != f.side == spec.side and (f.fighters or f.bombers)
        else f
        for f, spec in zip(eye.state.airfields, eye.state.scenario.airfields, strict=True)
    )


def _losses(eye: _Eye) -> Mapping[str, Mapping[int, KnownLosses]]:
    """What the side knows of the enemy's losses; those of contacts together, since they were nobody known."""
    mine = eye.state.losses.get(eye.side)
    if not mine:
        return {}
    known = {i: replace(k, nameless=0) for i, k in mine.items() if (k.left, k.lost) != (eye.units[i].spec.steps, 0)}
    if nameless := sum(k.nameless for k in mine.values()):
        known[SOMEBODY] = KnownLosses(0, nameless)
    return {eye.side: known}


def _crossings(eye: _Eye) -> Mapping[int, Crossing]:
    return {h: _without_traffic(eye, _unmined(c, eye.side)) for h, c in eye.state.crossings.items()}


def _fired(eye: _Eye) -> Mapping[str, int]:
    """The entries of the timeline that the side reads."""
    return {k: v for k, v in eye.state.fired.items() if eye.readers.get(k) in ("", eye.side)}


def _choices(eye: _Eye) -> Mapping[str, str]:
    return {k: v for k, v in eye.state.choices.items() if eye.readers.get(k) == eye.side}


def _awards(eye: _Eye) -> tuple[Award, ...]:
    """Points of entries that the side reads; all of them when the battle is over."""
    awards = eye.state.awards
    return awards if eye.state.over else tuple(a for a in awards if a.reader in ("", eye.side))


#: Of every field of a state how a side sees it. It follows docs/rulebook.md and who hears of the events that change the
#: field: whatever only its owner hears of is here only its owner's.
SHOWN: Mapping[str, _Shown | None] = {
    "scenario": None,
    "seed": lambda eye: 0,
    "turn": None,
    "active": None,
    "units": lambda eye: eye.units,
    "at": _at,
    "crossings": _crossings,
    "stores": _stores,
    "holdings": None,
    "sightings": _sightings,
    "attacks": None,  # whoever is attacked, and whoever attacks
    "surprise": _own("surprise"),
    "silence": _own("silence"),
    "fog": None,
    "outcome": None,
    "observer": lambda eye: eye.side,
    "fired": _fired,
    "pocketed": None,
    "trapped": None,  # who counts the dead knows it in the end
    "airfields": _airfields,
    "sorties": _own("sorties"),
    "superiority": None,
    "interdicted": None,  # whose trucks are slowed there feels it
    "hq_points": _own("hq_points"),
    "flags": lambda eye: {k: v for k, v in eye.state.flags.items() if v in ("", eye.side)},
    "choices": _choices,
    "pending": lambda eye: tuple(p for p in eye.state.pending if eye.readers.get(p) == eye.side),
    "bans": lambda eye: tuple(b for b in eye.state.bans if b.side == eye.side),
    "held": _own_units("held"),
    "called": _own_units("called"),
    "awards": _awards,
    "weather": None,
    "weather_until": None,
    "hq_bonus": _own("hq_bonus"),
    "handicaps": None,
    "losses": _losses,
}
if SHOWN.keys() != {f.name for f in fields(GameState)}:
    odd = SHOWN.keys() ^ {f.name for f in fields(GameState)}
    raise TypeError(f"SHOWN must say of every field of a state who sees it: {', '.join(sorted(odd))}")


def _without_traffic(eye: _Eye, crossing: Crossing) -> Crossing:
    """A crossing without what the enemy has taken over it, but for this turn's and the last one's where the side
    watches a bank. (Each side's turn begins with nothing gone over.)"""
    state, side = eye.state, eye.side
    if not state.fog:
        return crossing
    used = state.active != side and (crossing.used or crossing.supply_used)
    theirs = [r for r in crossing.records if r.what == "carried" and r.side != side]
    if not used and not theirs:
        return crossing
    banks = state.scenario.board.hexside_hexes(crossing.hexside)
    if any(hex_ >= 0 and eye.visible >> hex_ & 1 for hex_ in banks):
        used, theirs = False, [r for r in theirs if r.turn < state.turn - 1]
    if used:
        crossing = replace(crossing, used=0, supply_used=0)
    return replace(crossing, records=tuple(r for r in crossing.records if r not in theirs)) if theirs else crossing


def _unmined(crossing: Crossing, side: str) -> Crossing:
    """A crossing without the charges that the other side has laid."""
    secret = [r for r in crossing.records if r.what == "mined" and r.side != side]
    if crossing.mined in ("", side) and not secret:
        return crossing
    known = tuple(r for r in crossing.records if r not in secret)
    return replace(crossing, mined=crossing.mined if crossing.mined == side else "", records=known)


def _redact(unit: Unit, level: int, known: KnownLosses | None) -> Unit:
    """An enemy as it is known by name; contacts are shown elsewhere, without one."""
    if level == Level.EXACT or unit.hex in (DESTROYED, EXITED):
        return unit
    spec = unit.spec
    steps = spec.steps if known is None else known.left
    if level == Level.IDENTIFIED:
        return Unit(spec, unit.hex, steps, moved=unit.moved, fought=unit.fought, standby=unit.standby)
    return Unit(UnitSpec(spec.id, spec.name, spec.side, spec.type, index=spec.index, steps=spec.steps), UNSEEN, steps)
