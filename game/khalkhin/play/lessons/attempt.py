"""Taking a lesson: which part the pupil is at, whether it is done, whether he has strayed, and every way on and back.

No screen: it is told what the pupil has picked (:class:`Desk`), and looks at the game for all the rest. Whatever was
done, there is a way on: a part can be begun again from where it began, or gone back from, and a lesson be begun anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import Enum
from typing import assert_never

from khalkhin.core.events.events import Event
from khalkhin.core.fog.view import View
from khalkhin.core.fog.witness import visible_events
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Assault, EndTurn, Move, Order
from khalkhin.play.lessons.game import LessonGame
from khalkhin.scenario.lessons.course import (
    AllOf,
    AnyOf,
    Asked,
    At,
    Course,
    Drafted,
    Fed,
    Gone,
    Happened,
    Held,
    OnButton,
    OnConfirm,
    OnHex,
    OnOrder,
    OnOverlay,
    OnPage,
    OnUnit,
    Ordered,
    Overlay,
    Page,
    Part,
    Planned,
    Pointer,
    Read,
    Selected,
    Turn,
    Waited,
)


@dataclass(frozen=True, slots=True)
class Desk:
    """What the pupil has picked on the screen: a unit, the hex of a planned assault (-1: none), an order that waits for
    its target, an overlay, a page; `asked` are the buttons pressed since the part began, `read` whether he went on."""

    selected: str = ""
    planned: int = -1
    drafted: str = ""
    overlay: str = ""
    page: str = "info"
    asked: frozenset[str] = frozenset()
    read: bool = False


@dataclass(frozen=True, slots=True)
class Since:
    """What the pupil's side knows, has ordered and has seen since a part began."""

    side: str
    view: View
    orders: tuple[Order, ...]
    events: tuple[Event, ...]
    own_turn: bool


class PartStatus(Enum):
    """How the pupil stands with a part."""

    ASKED = "asked"  # nothing else has been done
    STRAYED = "strayed"  # something else was ordered; it may still be done
    LOST = "lost"  # it can no longer be done as things are


class Attempt:
    """A course being taken. `at` is the part, counted from 0; `marks` are the numbers of orders after which the parts
    so far began; `done` when the last part has been read."""

    def __init__(self, course: Course, game: LessonGame, at: int = 0, marks: Sequence[int] = (0,)) -> None:
        self.course = course
        self.game = game
        self.at = at
        self.marks = list(marks)
        self.done = False
        self._since: tuple[GameState, int, int, Since] | None = None

    @property
    def part(self) -> Part:
        return self.course.parts[self.at]

    def since(self) -> Since:
        """What there is to judge the part by."""
        side, past = self.course.side, self.game.past[self.marks[-1] :]
        made = self._since
        if made is not None and made[0] is self.game.state and made[1:3] == (self.marks[-1], len(past)):
            return made[3]
        seen = [e for s in past for e in visible_events(s.events, s.before, s.after, side)]
        mine = tuple(s.order for s in past if s.before.active == side)
        found = Since(side, self.game.view(side), mine, tuple(seen), self.game.active == side)
        self._since = self.game.state, self.marks[-1], len(past), found
        return found

    # -- going on ----------------------------------------------------------------------------------------------

    def look(self, desk: Desk) -> bool:
        """Go on to the next part if this one is done; back to one whose order was taken back. Returns whether either
        was so."""
        if len(self.game.past) < self.marks[-1]:
            while len(self.game.past) < self.marks[-1]:
                self.at -= 1
                self.marks.pop()
            return True
        if self.done or not met(self.part.waits, self.since(), desk):
            return False
        self.go_on()
        return True

    def go_on(self) -> None:
        """On to the next part, done or not."""
        if self.at + 1 == len(self.course.parts):
            self.done = True
            return
        self.at += 1
        self.marks.append(len(self.game.past))

    # -- going back --------------------------------------------------------------------------------------------

    def again(self) -> None:
        """The part from where it began."""
        self.done = False
        self.game.set_back(self.marks[-1])

    def back(self) -> None:
        """To where the part before began; at the first, this one again."""
        if self.at and not self.done:
            self.at -= 1
            self.marks.pop()
        self.again()

    def anew(self) -> None:
        """The lesson from its beginning."""
        self.at, self.marks = 0, [0]
        self.again()

    # -- how it stands -----------------------------------------------------------------------------------------

    @property
    def standing(self) -> PartStatus:
        """How the pupil stands with the part."""
        since = self.since()
        if self.game.over or lost(self.part.waits, since.view):
            return PartStatus.LOST
        asked = self.part.orders
        strayed = not self.part.free and any(not _serves(order, asked) for order in since.orders)
        if asked and not self.part.free and since.own_turn:  # All was done, and it did not come to it.
            strayed = strayed or all(any(_serves(order, (one,)) for order in since.orders) for one in asked)
        return PartStatus.STRAYED if strayed else PartStatus.ASKED

    def pointer(self, desk: Desk) -> Pointer | None:
        """Where to look now: the first of the part's pointers that is not done with."""
        left = [p for p in self.part.points if not _past(p, desk)]
        return left[0] if left else (self.part.points[-1] if self.part.points else None)


def met(waits: Waited, since: Since, desk: Desk) -> bool:
    """Whether what is waited for has come."""
    state = since.view.state
    match waits:
        case Read():
            return desk.read
        case Selected(unit):
            return desk.selected == unit
        case At(unit, hexes):
            found = state.unit(unit)
            return found is not None and found.hex in hexes
        case Held(hex_):
            return any(u.side == since.side and u.is_combat for u in state.at_hex(hex_))
        case Planned(hex_):
            return desk.planned == hex_
        case Drafted(choice):
            return desk.drafted == choice
        case Overlay(kind):
            return desk.overlay == kind
        case Page(page):
            return desk.page == page
        case Asked(command):
            return command in desk.asked
        case Ordered(verb, unit):
            return any(o.FORM.verb == verb and unit in ("", *o.units()) for o in since.orders)
        case Happened(event, unit):
            return any(type(e).__name__ == event and (not unit or _about(e, unit)) for e in since.events)
        case Turn(turn):
            return since.own_turn and state.turn >= turn
        case Gone(unit):
            known = state.unit(unit)
            return known is None or not known.on_map
        case Fed(unit):
            fed = state.unit(unit)
            return fed is not None and fed.on_map and fed.supply_state == 0
        case AnyOf(parts):
            return any(met(part, since, desk) for part in parts)
        case AllOf(parts):
            return all(met(part, since, desk) for part in parts)
        case _:
            assert_never(waits)


def lost(waits: Waited, view: View) -> bool:
    """Whether what is waited for cannot come as things are: the unit it takes is gone."""
    match waits:
        case Selected(unit) | At(unit, _) | Fed(unit) | Ordered(_, unit) if unit:
            found = view.state.unit(unit)
            return found is None or not found.on_map
        case AnyOf(parts):
            return all(lost(part, view) for part in parts)
        case AllOf(parts):
            return any(lost(part, view) for part in parts)
        case Held():
            return not any(u.is_combat and u.on_map for u in view.state.side_units(view.side))
        case _:
            return False


def _about(event: Event, unit: str) -> bool:
    """Whether an event names a unit."""
    values = [getattr(event, field.name) for field in fields(event)]
    return any(value == unit or (isinstance(value, tuple) and unit in value) for value in values)


def _serves(order: Order, wanted: Sequence[Order]) -> bool:
    """Whether an order is one of those that a part asks for, however it was put."""
    for asked in wanted:
        match order, asked:
            case (Move(unit, to), Move(unit_, to_)) if (unit, to) == (unit_, to_):
                return True
            case (Assault(target), Assault(target_)) if target == target_:
                return True
            case (EndTurn(), EndTurn()):
                return True
            case _ if order == asked:
                return True
    return False


def _past(pointer: Pointer, desk: Desk) -> bool:
    """Whether what is pointed at has been picked already."""
    match pointer:
        case OnUnit(unit):
            return desk.selected == unit or desk.planned >= 0
        case OnHex(hex_):
            return desk.planned == hex_
        case OnPage(page):
            return desk.page == page
        case OnOverlay(kind):
            return desk.overlay == kind
        case OnOrder(choice):
            return desk.drafted == choice
        case OnButton() | OnConfirm():
            return False
        case _:
            assert_never(pointer)
