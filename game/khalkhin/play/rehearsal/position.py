"""The position that is rehearsed: what a side knows, made into one that orders can be carried out on.

It is made of the view alone. Enemies whom the side does not know are not there; those it knows stand where it saw
them, at the strength it takes them to have. Nothing is seen that is not known now: what the side has last seen stays as
it was. Every throw falls in the middle (:data:`~khalkhin.core.dice.MIDDLING`), and the timeline keeps silent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from khalkhin.core.dice import MIDDLING
from khalkhin.core.events.events import Event, GameEnded
from khalkhin.core.fog.sight import side_masks
from khalkhin.core.fog.view import View
from khalkhin.core.fog.witness import Observer, as_told
from khalkhin.core.model.reasons import EndReason
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState, Sightings
from khalkhin.core.model.units import Driving
from khalkhin.core.timeline.timeline import Entry


def _silent(scenario: Scenario) -> Scenario:
    """A scenario whose timeline has its words, and no entry whose time ever comes."""
    never = len(scenario.calendar) + 1

    def put_off(entry: Entry) -> Entry:
        return replace(entry, when=replace(entry.when, first=never, last=0))

    return replace(scenario, timeline=tuple(map(put_off, scenario.timeline)))


def position(view: View, dice: int = MIDDLING) -> GameState:
    """What a side knows as a position to rehearse on, with a seed for the dice that no battle has. Choices that wait
    are not asked, and the enemy's staff drives none of his trucks."""
    state = view.state
    still = [replace(u, driving=Driving.HAND) for u in state.units if u.is_column and u.side != view.side]
    start = replace(state, scenario=_silent(state.scenario), seed=dice, pending=(), observer=view.side)
    return known(start.with_units(still), view)


def known(state: GameState, start: View) -> GameState:
    """A position as the side knows it that rehearses from a view: enemies as well as they were made out there. That
    none is left of those it knows ends no battle: there may be others."""
    side, enemy = start.side, state.scenario.enemy(start.side)
    mine, theirs = start.state.sightings[side], state.sightings[enemy]
    levels = tuple(n if u.hex >= 0 else 0 for n, u in zip(mine.levels, state.units, strict=True))
    all_seen = tuple(3 if u.side == side and u.hex >= 0 else 0 for u in state.units)
    sightings: Mapping[str, Sightings] = {
        side: replace(mine, levels=levels),
        enemy: Sightings(all_seen, decoys=theirs.decoys),
    }
    # What lies in a store that was taken cannot be told before it is seen: it is not counted on. Nor is it told what
    # the enemy has left of one that he has taken.
    stores = tuple(replace(s, stock=max(0, s.stock) if s.side == side else UNKNOWN_STOCK) for s in state.stores)
    ended = state.outcome
    if ended is not None and ended.reason == f"{EndReason.NO_UNITS}:{enemy}":
        ended = None
    return replace(state, sightings=sightings, stores=stores, outcome=ended)


def shown(state: GameState, start: View) -> View:
    """A rehearsed position as it is shown to the side."""
    side = start.side
    visible = side_masks(state, side).contact if state.fog else (1 << state.scenario.board.size) - 1
    for unit in state.units:
        if unit.side != side and unit.hex >= 0:
            visible |= 1 << unit.hex
    return View(side, state, visible, start.ghosts)


def told(events: tuple[Event, ...], before: GameState, after: GameState, side: str) -> tuple[Event, ...]:
    """What the side is told of rehearsed events. All units of such a position are known to it, contacts by the names
    they have there."""
    mask = (1 << after.scenario.board.size) - 1
    if after.fog:
        mask = side_masks(before, side).contact | side_masks(after, side).contact
    names = {u.spec.index: u.id for u in after.units}
    who = Observer(side, before, mask, after.sightings[side].levels, names, {u.id: u.spec for u in after.units})
    heard = (as_told(event, who) for event in events if after.over or not isinstance(event, GameEnded))
    return tuple(event for event in heard if event is not None)
