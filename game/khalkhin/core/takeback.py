"""What a side learns by an order: whatever it is, the order can no longer be taken back.

:func:`learnt` judges an order that has been carried out, :func:`foreseen` one that has not, from what its side knows.
Both put the same questions to the same functions, so that no order is promised to be taken back and then is not:
does it lift fog, look more closely at an enemy or at ground that may hold one, lead through unseen ground, take
something of unknown worth? What cannot be known beforehand is whether an enemy lies where nobody has looked.

Nothing is undone that is not known to teach nothing: an event or a change of the view that is not named here locks the
order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from khalkhin.core.board.board import SightMasks
from khalkhin.core.engine import apply
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.fog.contacts import decoys
from khalkhin.core.fog.sight import level, side_masks, unit_masks
from khalkhin.core.fog.view import View, view
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import STATE_FIELDS, GameState
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.movement import plan_move
from khalkhin.core.orders.orders import (
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
from khalkhin.core.refusals import Refusal
from khalkhin.core.supply.perils import shunned
from khalkhin.core.timeline.condition_kinds import Condition
from khalkhin.core.timeline.conditions import atoms, holds
from khalkhin.core.victory import able


class Lesson(Enum):
    """What an order has taught, or would; the plainest first."""

    TURN = "turn"  # the turn is over
    END = "end"  # the battle is
    ANSWER = "answer"  # a choice has been made
    NEWS = "news"  # the timeline told of something
    DICE = "dice"  # dice were thrown
    CONTACT = "contact"  # an enemy was sighted
    AMBUSH = "ambush"  # an unseen enemy stopped or slowed the march
    CLOSER = "closer"  # an enemy was made out better, or a contact seen through
    GROUND = "ground"  # ground was seen, or marched through, that nobody saw
    SEARCHED = "searched"  # ground that may hold an enemy was looked at more closely
    SPOILS = "spoils"  # something was captured, and what it held counted
    OTHER = "other"  # anything else


@dataclass(frozen=True, slots=True)
class Prospect:
    """Whether an order could be taken back: no `lesson`, yes; else that is what locks it, certainly if it is `sure`,
    and otherwise only if it comes to that."""

    lesson: Lesson | None = None
    sure: bool = True

    @property
    def promised(self) -> bool:
        """Whether the order can be taken back, come what may."""
        return self.lesson is None


# ------------------------------------------------------------------ afterwards


def learnt(order: Order, before: GameState, after: GameState, events: tuple[Event, ...], side: str) -> Lesson | None:
    """What a side has learnt by an order of its own that was carried out; None if it may take it back."""
    seen, now = view(before, side), view(after, side)
    lookout = Lookout(seen.state, side)
    lessons = [_told(event, after, side) for event in visible_events(events, before, after, side)]
    lessons += [Lesson.TURN if isinstance(order, EndTurn) else None, Lesson.END if after.over else None]
    if isinstance(order, Move):
        planned = plan_move(seen.state, order)
        made = next((e for e in events if isinstance(e, ev.Moved)), None)
        if isinstance(planned, Refusal) or made is None or (made.path, made.cost) != (planned.path, planned.cost):
            lessons.append(Lesson.AMBUSH)
        else:
            lessons.append(lookout.way(planned.path))
    lessons.append(lookout.look(side_masks(now.state, side)))
    lessons.append(_changed(seen, now))
    return min((found for found in lessons if found is not None), key=_PLAIN.index, default=None)


_PLAIN = tuple(Lesson)


# Long: a case for every kind of event, and nothing else.
def _told(event: Event, state: GameState, side: str) -> Lesson | None:
    """What an event that a side witnessed in its own turn tells it, beyond what it has ordered."""

    def own(name: str) -> Lesson | None:
        unit = state.unit(name)
        return None if unit is not None and unit.spec.side == side else Lesson.OTHER

    match event:
        case ev.TurnBegan():
            return Lesson.TURN
        case ev.GameEnded():
            return Lesson.END
        case ev.ChoiceMade():
            return Lesson.ANSWER
        case (
            ev.TimelineFired()
            | ev.Told()
            | ev.ChoiceOffered()
            | ev.FlagChanged()
            | ev.WeatherChanged()
            | ev.FieldWrecked()
            | ev.SortiesChanged()
            | ev.StockChanged()
            | ev.HqPointsChanged()
            | ev.PointsGiven()
            | ev.SpellBegan()
            | ev.Forbidden()
            | ev.Allowed()
            | ev.UnitHeld()
            | ev.UnitReleased()
            | ev.Withdrawn()
            | ev.Arrived()
        ):
            return Lesson.NEWS
        case ev.Assaulted() | ev.Barraged() | ev.Flown() | ev.StoodBy():
            return Lesson.DICE
        case ev.CrossingHit(die=die):
            return Lesson.DICE if die else None
        case ev.Moved(unit=name, stopped=stopped):
            return Lesson.AMBUSH if stopped else own(name)
        case ev.Sighted():
            return Lesson.CONTACT
        case ev.DecoyExposed():
            return Lesson.CLOSER
        case ev.Captured() | ev.StoreTaken():
            return Lesson.SPOILS
        case ev.Hauled(unit=name) | ev.WorkBegun(unit=name) | ev.WorkDone(unit=name) | ev.Posted(gun=name):
            return own(name)
        case ev.Suppressed(unit=name) | ev.Exited(unit=name) | ev.SupplyChanged(unit=name):
            return own(name)
        case ev.ObjectiveTaken(side=whose) | ev.CrossingTaken(side=whose) | ev.HqPointsSpent(side=whose):
            return None if whose == side else Lesson.OTHER
        case ev.AirfieldLost(side=whose) | ev.SupplyDrawn(side=whose):
            return None if whose == side else Lesson.OTHER
        case (
            ev.Recovered()
            | ev.Drafted()
            | ev.StepsLost()
            | ev.Retreated()
            | ev.Destroyed()
            | ev.Advanced()
            | ev.Entrenched()
            | ev.PocketClosed()
            | ev.AirSettled()
        ):
            return Lesson.OTHER
        case _:
            assert_never(event)


#: Parts of a state that an order changes by itself, as its side could have told; sightings and units are compared.
_OWN_DOING = frozenset(
    {"seed", "units", "sightings", "losses", "stores", "crossings", "holdings", "airfields", "sorties", "hq_points"}
)


def _changed(seen: View, now: View) -> Lesson | None:
    """What a view shows that an earlier one, before an order of its side, did not."""
    old, new, side = seen.state, now.state, seen.side
    if any(getattr(old, name) != getattr(new, name) for name in STATE_FIELDS if name not in _OWN_DOING):
        return Lesson.OTHER
    if any(now.ghosts.get(index) != ghost for index, ghost in seen.ghosts.items()):
        return Lesson.SEARCHED
    known = {u.hex for u in old.known_enemies(side)}
    if any(u.hex not in known for u in new.known_enemies(side)):
        return Lesson.CONTACT
    levels = zip(old.sightings[side].levels, new.sightings[side].levels, strict=False)
    real = len(old.scenario.order_of_battle)
    for was, unit, (level_was, level_now) in zip(old.units[:real], new.units[:real], levels, strict=False):
        if (
            unit.spec.side != side
            and unit.on_map
            and (level_now > level_was or (level_now == level_was and unit != was))
        ):
            return Lesson.CLOSER
    return None


# ------------------------------------------------------------------ beforehand


def foreseen(state: GameState, order: Order) -> Prospect:
    """Whether an order of the active side could be taken back, as far as that side can know. An order that may not be
    given teaches nothing."""
    match order:
        case EndTurn():
            return Prospect(Lesson.TURN)
        case Choose():
            return Prospect(Lesson.ANSWER)
        case Assault() | Barrage() | Shell() | Fly():
            return Prospect(Lesson.DICE)
        case Move():
            planned = plan_move(state, order)
            if isinstance(planned, Refusal):
                return Prospect()
            return Lookout(state, state.active).prospect(planned.unit, planned.path)
        case (
            Exit()
            | Standby()
            | Work()
            | Stop()
            | Demolish()
            | Haul()
            | Load()
            | Unload()
            | Prioritise()
            | ForcedMarch()
            | EmergencySupply()
            | Deceive()
        ):
            return _foretold(state, order)
        case _:
            assert_never(order)


def _foretold(state: GameState, order: Order) -> Prospect:
    """The prospect of an order whose effects its side can tell: only the timeline may answer it, and dice fall where it
    has them thrown."""
    if why_illegal(state, order) is not None:
        return Prospect()
    after, events = apply(state, order)
    if isinstance(order, Demolish) and any(isinstance(e, ev.CrossingHit) and e.die for e in events):
        return Prospect(Lesson.DICE)
    # What is out of sight is off the map for a what-if: only one's own end can be told.
    if after.over and state.active not in able(after.units):
        return Prospect(Lesson.END)
    leaver = state.unit(order.unit) if isinstance(order, Exit) else None
    if leaver is not None and _gives_up(state, leaver, None, _faced(state, state.active)):
        return Prospect(Lesson.OTHER)
    return Prospect(Lesson.NEWS, sure=False) if _stirred(state, after) else Prospect()


def _waiting(state: GameState) -> list[Condition]:
    """The conditions of timeline entries that an order may bring about now, whoever reads them; those of the other side
    that have taken effect are not known to have done so."""
    due = state.scenario.entries_due(state.turn, state.active, True)
    return [atom for e in due if e.repeat or e.id not in state.fired for atom in atoms(e.conditions)]


def _stirred(before: GameState, after: GameState) -> bool:
    """Whether an order changes anything that an entry of the timeline waits for."""
    return any(holds(before, atom) != holds(after, atom) for atom in _waiting(before))


def _faced(state: GameState, side: str) -> tuple[tuple[int, int], ...]:
    """The banks of each crossing beside which an enemy is known to stand and that is not his: a side's own, and those
    that fall to nobody while both are beside them."""
    enemies = {u.hex for u in state.known_enemies(side) if u.is_combat}
    free = (state.scenario.board.hexside_hexes(s) for s, link in state.crossings.items() if link.owner in ("", side))
    return tuple(banks for banks in free if not enemies.isdisjoint(banks))


def _gives_up(state: GameState, unit: Unit, to: int | None, faced: Iterable[tuple[int, int]]) -> bool:
    """Whether one of these crossings falls to the enemy beside it once a unit has gone from its other bank, to another
    hex or off the map: nobody else who can fight stands there."""
    if not unit.is_combat or not any(unit.hex in banks and to not in banks for banks in faced):
        return False
    return not any(u.is_combat and u.id != unit.id for u in state.at_hex(unit.hex))


class Lookout:
    """What a side would learn by looking: from one state of its own knowledge, for many moves."""

    def __init__(self, state: GameState, side: str) -> None:
        self.state, self.side = state, side
        self.masks = side_masks(state, side)
        self.doubtful = 0
        if state.fog:
            for hex_ in shunned(state, side):
                self.doubtful |= 1 << hex_
        self._waiting = _waiting(state)
        self._faced = _faced(state, side)

    def look(self, new: SightMasks) -> Lesson | None:
        """What a side learns when its units cover `new` hexes."""
        if not self.state.fog:
            return None
        old = self.masks
        if self._closer(new):
            return Lesson.CLOSER
        if new.contact & ~old.contact:
            return Lesson.GROUND
        return Lesson.SEARCHED if new.contact_shy & ~old.contact_shy & self.doubtful else None

    def _closer(self, new: SightMasks) -> bool:
        """Whether an enemy that is seen is seen better. Of a contact it is not known whether it keeps still, or is
        there at all: a look near enough to identify one tells."""
        state, old = self.state, self.masks
        close = new.identified & ~old.identified | new.identified_shy & ~old.identified_shy
        if any(close >> hex_ & 1 for hex_ in decoys(state, self.side)):
            return True
        levels = state.sightings[self.side].levels
        for unit in state.known_enemies(self.side):
            was = levels[unit.spec.index]
            if was == Level.CONTACT:
                if close >> unit.hex & 1:
                    return True
            elif level(new, unit, state.night) > was:
                return True
        return False

    def way(self, path: tuple[int, ...]) -> Lesson | None:
        """What a side learns by marching along a way, wherever it ends, though it meets nobody."""
        if not self.state.fog:
            return None
        entered = _mask(path[1:])
        if entered & ~self.masks.contact:
            return Lesson.GROUND
        beside = self.state.scenario.board.grown(entered)
        return Lesson.SEARCHED if beside & ~self.masks.contact_shy & self.doubtful else None

    def prospect(self, unit: Unit, path: tuple[int, ...]) -> Prospect:
        """Whether a move of a unit along a way, as its side would plan it, could be taken back."""
        state, hex_ = self.state, path[-1]
        new = SightMasks(*map(int.__or__, self.masks, unit_masks(state, replace(unit, hex=hex_))))
        lesson = self.look(new) or self.way(path)
        if lesson is not None:
            return Prospect(lesson)
        if unit.is_combat and self._takes(path):
            return Prospect(Lesson.SPOILS)
        if _gives_up(state, unit, hex_, self._faced):
            return Prospect(Lesson.OTHER)
        if self._waiting and (self._occupies(unit, hex_) or self._moves(unit, hex_)):
            return Prospect(Lesson.NEWS, sure=False)
        if state.fog:
            unsearched = state.scenario.board.grown(_mask(path[1:])) | new.contact_shy
            if unsearched & ~self.masks.contact_shy:
                return Prospect(Lesson.AMBUSH, sure=False)
        return Prospect()

    def _takes(self, path: tuple[int, ...]) -> bool:
        """Whether a fighting unit on this way captures trucks or a store."""
        state = self.state
        if any(s.hex == path[-1] and s.side != self.side and not s.is_source for s in state.stores):
            return True
        return any(u.spec.side != self.side and u.is_column for hex_ in path[1:] for u in state.at_hex(hex_))

    def _moves(self, unit: Unit, hex_: int) -> bool:
        after = self.state.with_unit(replace(unit, hex=hex_))
        return any(holds(self.state, atom) != holds(after, atom) for atom in self._waiting)

    def _occupies(self, unit: Unit, hex_: int) -> bool:
        """Whether something falls to the unit's side if it stands in a hex."""
        state, side = self.state, self.side
        if not unit.is_combat:
            return False
        board = state.scenario.board
        return (
            any(
                o.hex == hex_ and h.side != side for o, h in zip(state.scenario.objectives, state.holdings, strict=True)
            )
            or any(hex_ in board.hexside_hexes(s) and link.owner != side for s, link in state.crossings.items())
            or any(s.hex == hex_ and s.side != side for s in state.stores)
            or any(f.hex == hex_ and f.side != side for f in state.airfields)
        )


def _mask(hexes: Iterable[int]) -> int:
    out = 0
    for hex_ in hexes:
        out |= 1 << hex_
    return out
