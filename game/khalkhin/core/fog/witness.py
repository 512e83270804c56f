"""What a side is told of events: its own, the public ones, and what it witnesses.

There is one rule for all events, and it tells nobody what an event's class does not say (:mod:`khalkhin.core.events.
audience`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from khalkhin.core.events.audience import (
    Along,
    CrossingOwner,
    Hearer,
    Mover,
    Owner,
    Public,
    Seen,
    SeenBeside,
    Side,
    WhenOneOf,
    Witness,
)
from khalkhin.core.events.events import Event
from khalkhin.core.fog.contacts import contact_id, contact_names
from khalkhin.core.fog.sight import side_masks
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Level, UnitSpec

#: The name in events of an enemy that is heard but never seen.
NOT_SEEN = "contact-unseen"


@dataclass(frozen=True, slots=True)
class Observer:
    """A side beside what happened between two states: the hexes it observed before or after (`mask`), how well it saw
    each unit at best, and the names of its contacts by unit index."""

    side: str
    before: GameState
    mask: int
    levels: tuple[int, ...]
    contacts: Mapping[int, str]
    specs: Mapping[str, UnitSpec]

    def sees(self, hex_: int) -> bool:
        """Whether it observed a hex before the event or after it."""
        return hex_ >= 0 and bool(self.mask >> hex_ & 1)

    def owns(self, unit: str) -> bool:
        """Whether a unit is one of its own."""
        return self.specs[unit].side == self.side

    def name(self, unit: str) -> str:
        """What it calls a unit: by its id, if it is its own or identified; else as a contact."""
        spec = self.specs[unit]
        known = spec.side == self.side or self.levels[spec.index] >= Level.IDENTIFIED
        return unit if known else self.contacts.get(spec.index, NOT_SEEN)


def observer(before: GameState, after: GameState, side: str) -> Observer:
    """A side beside what happened between two states."""
    mask = (1 << after.scenario.board.size) - 1
    if after.fog:
        mask = side_masks(before, side).contact | side_masks(after, side).contact
    levels = tuple(max(a, b) for a, b in zip(before.sightings[side].levels, after.sightings[side].levels, strict=True))
    contacts = {**contact_names(before, side), **contact_names(after, side)}
    return Observer(side, before, mask, levels, contacts, {u.spec.id: u.spec for u in after.units})


def visible_events(events: tuple[Event, ...], before: GameState, after: GameState, side: str) -> tuple[Event, ...]:
    """What `side` is told of events between two states, enemies it cannot identify under their contact names."""
    who = observer(before, after, side)
    told = (as_told(event, who) for event in events)
    return tuple(event for event in told if event is not None)


def as_told(event: Event, who: Observer) -> Event | None:
    """An event as an observer is told of it; None if it is not."""
    audience = event.audience
    changes: dict[str, Any] = {}
    if not any(_addressed(hearer, event, who) for hearer in audience.to):
        if audience.seen is None:
            return None
        witnessed = _witnessed(audience.seen, event, who)
        if witnessed is None:
            return None
        changes = {**audience.blank, **witnessed}
    for name in audience.ids:
        changes[name] = _hidden(getattr(event, name), who)
    if audience.contact and not getattr(event, audience.ids[0]):
        changes[audience.ids[0]] = contact_id(getattr(event, audience.contact))
    return replace(event, **changes) if changes else event


def _addressed(hearer: Hearer, event: Event, who: Observer) -> bool:
    """Whether an event is for a side to know, wherever it happened."""
    match hearer:
        case Public():
            return True
        case Side(name, or_both):
            value = getattr(event, name)
            return value == who.side or (or_both and not value)
        case Owner(name):
            value = getattr(event, name)
            unit = value if isinstance(value, str) else next(iter(value), "")
            return bool(unit) and who.owns(unit)
        case Mover():
            return who.before.active == who.side
        case CrossingOwner(name):
            link = who.before.crossings.get(getattr(event, name))
            return link is not None and link.owner == who.side
        case WhenOneOf(name, values):
            return getattr(event, name) in values
        case _:
            assert_never(hearer)


def _witnessed(witness: Witness, event: Event, who: Observer) -> dict[str, Any] | None:
    """What a side that watches the place gets to see of an event: fields to change; None if it does not see it."""
    match witness:
        case Seen(name, only_if):
            return {} if who.sees(getattr(event, name)) and (not only_if or getattr(event, only_if)) else None
        case SeenBeside(name):
            return {} if any(map(who.sees, who.before.scenario.board.hexside_hexes(getattr(event, name)))) else None
        case Along(name):
            path = getattr(event, name)
            seen = [i for i, hex_ in enumerate(path) if who.sees(hex_)]
            return {name: path[seen[0] : seen[-1] + 1]} if seen else None
        case _:
            assert_never(witness)


def _hidden(names: str | tuple[str, ...], who: Observer) -> str | tuple[str, ...]:
    if isinstance(names, str):
        return who.name(names) if names else names
    return tuple(map(who.name, names))
