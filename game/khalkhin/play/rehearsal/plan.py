"""A plan: the orders of a rehearsal turn by turn, which of them have been given since, and what is to be said of those
that have not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum

from khalkhin.core import apply
from khalkhin.core.dice import MIDDLING, UNLUCKY
from khalkhin.core.events.events import Destroyed, Event, SupplyChanged
from khalkhin.core.fog.view import View
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Assault, Barrage, Demolish, EndTurn, Fly, Order, Shell
from khalkhin.core.refusals import Refusal
from khalkhin.play.rehearsal.position import known, position

#: Own turns that are rehearsed at most, the one that is played counted.
TURNS = 3
#: Orders that a plan is kept with at most.
MOST = 600


@dataclass(frozen=True, slots=True)
class Planned:
    """An order for a turn; `given` is the turn in which it was given, 0 while it has not been."""

    turn: int
    order: Order
    given: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a side means to order, in the order in which it is to be given."""

    side: str
    orders: tuple[Planned, ...]

    @property
    def turns(self) -> tuple[int, ...]:
        """The turns that it has orders for, in rising order."""
        return tuple(sorted({p.turn for p in self.orders}))

    def of(self, turn: int) -> tuple[Planned, ...]:
        """The orders for a turn."""
        return tuple(p for p in self.orders if p.turn == turn)

    def noting(self, order: Order, turn: int, *, back: bool = False) -> Plan:
        """The plan after an order of its side was given in a turn: the first like it that was open has been given. Or
        after one given in that turn was taken `back`: the last like it is open again."""
        was, now = (turn, 0) if back else (0, turn)
        numbers = range(len(self.orders))
        for i in reversed(numbers) if back else numbers:
            planned = self.orders[i]
            if planned.order == order and planned.given == was:
                return replace(self, orders=(*self.orders[:i], replace(planned, given=now), *self.orders[i + 1 :]))
        return self


#: By side.
Plans = Mapping[str, Plan]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A side has no plan any more, as a line of a journal says it."""

    side: str


#: What a line of a journal says of plans.
PlanRow = Plan | Dropped


def taking(plans: Plans, row: PlanRow) -> Plans:
    """Plans after a line of a journal."""
    rest = {side: plan for side, plan in plans.items() if side != row.side}
    return rest if isinstance(row, Dropped) else {**rest, row.side: row}


def noting(plans: Plans, side: str, order: Order, turn: int, *, back: bool = False) -> Plans:
    """Plans after an order of a side was given in a turn, or taken `back`."""
    plan = plans.get(side)
    if plan is None or (noted := plan.noting(order, turn, back=back)) is plan:
        return plans
    return {**plans, side: noted}


class Stands(Enum):
    """How an order of a plan stands."""

    GIVEN = "given"  # it has been given
    OPEN = "open"  # it can be given as planned, as things are known now
    HANGS = "hangs"  # so it is, but not if the throws before it fall low
    BARRED = "barred"  # it could not be given any more
    MISSED = "missed"  # its turn has gone by without it


@dataclass(frozen=True, slots=True)
class Looked:
    """How an order of the plan stands; `refusal` says why it could not be given, in the position `state` that was
    rehearsed up to it; of one that hangs on the dice, where they had fallen low."""

    planned: Planned
    stands: Stands
    state: GameState
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class PlanOutlook:
    """A plan played again from what is known now: how each order stands, in the plan's order; `hungry` and `lost` are
    own units by the turn at whose beginning they go short of supplies, or before whose beginning they are destroyed."""

    looked: tuple[Looked, ...]
    hungry: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    lost: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def of(self, turn: int) -> tuple[Looked, ...]:
        """The orders for a turn."""
        return tuple(x for x in self.looked if x.planned.turn == turn)

    @property
    def barred(self) -> int:
        """How many orders can be given no more."""
        return sum(x.stands in (Stands.BARRED, Stands.MISSED) for x in self.looked)


def again(view: View, plan: Plan) -> PlanOutlook:
    """Play what is open of a plan again, on what its side knows now against an enemy who stands. An order that may not
    be given is left out, and those after it are tried without it. It is played a second time with low throws, to tell
    which orders hang on the dice of those before them."""
    found = _played(view, plan, MIDDLING)
    if not any(_thrown(x.planned.order) and x.stands is Stands.OPEN for x in found.looked[:-1]):
        return found
    low = _played(view, plan, UNLUCKY)
    both = zip(found.looked, low.looked, strict=True)
    return replace(found, looked=tuple(_hanging(usual, worse) for usual, worse in both))


def _thrown(order: Order) -> bool:
    """Whether dice fall for an order."""
    return isinstance(order, Assault | Barrage | Shell | Fly | Demolish)


def _hanging(usual: Looked, worse: Looked) -> Looked:
    if usual.stands is Stands.OPEN and worse.stands is Stands.BARRED:
        return replace(worse, stands=Stands.HANGS)
    return usual


def _played(view: View, plan: Plan, dice: int) -> PlanOutlook:
    run = _Run(view, dice)
    looked: dict[int, Looked] = {}
    for turn in plan.turns:
        numbers = [i for i, planned in enumerate(plan.orders) if planned.turn == turn]
        if any(not plan.orders[i].given for i in numbers):
            run.until(turn)
        for i in numbers:
            looked[i] = run.look(plan.orders[i])
    if plan.turns and not run.state.over and run.state.turn == plan.turns[-1]:
        run.until(plan.turns[-1] + 1)
    return PlanOutlook(tuple(looked[i] for i in range(len(plan.orders))), run.hungry, run.lost)


class _Run:
    """A rehearsal by itself: the position as far as it has come."""

    def __init__(self, view: View, dice: int) -> None:
        self.view, self.state = view, position(view, dice)
        self.hungry: dict[int, tuple[str, ...]] = {}
        self.lost: dict[int, tuple[str, ...]] = {}

    def until(self, turn: int) -> None:
        """End turns until the side's turn of that number has begun, or the battle is over."""
        while not self.state.over and (self.state.turn < turn or self.state.active != self.view.side):
            self._note(self._give(EndTurn()))

    def _note(self, events: Iterable[Event]) -> None:
        """Take down whom the beginning of a turn leaves without supplies, or destroys."""
        found, turn = list(events), self.state.turn
        hungry = [e.unit for e in found if isinstance(e, SupplyChanged) and e.after > e.before and self._own(e.unit)]
        gone = [e.unit for e in found if isinstance(e, Destroyed) and self._own(e.unit)]
        for book, units in ((self.hungry, hungry), (self.lost, gone)):
            if units:
                book[turn] = (*book.get(turn, ()), *units)

    def _own(self, unit: str) -> bool:
        found = self.state.unit(unit)
        return found is not None and found.side == self.view.side

    def _give(self, order: Order) -> tuple[Event, ...]:
        state, events = apply(self.state, order)
        self.state = known(state, self.view)
        return events

    def look(self, planned: Planned) -> Looked:
        """How an order stands; one that may be given is carried out."""
        if planned.given:
            return Looked(planned, Stands.GIVEN, self.state)
        if planned.turn < self.state.turn:
            return Looked(planned, Stands.MISSED, self.state)
        before = self.state
        refusal = why_illegal(before, planned.order)
        if refusal is not None:
            return Looked(planned, Stands.BARRED, before, refusal)
        self._give(planned.order)
        return Looked(planned, Stands.OPEN, before)
