"""Keeping the books of a battle: what events tell of an order is what it has changed, no more and no less.

The events are entered one after the other in a plain account of the position before; in the end the account must be the
position after. An effect without its event, an event without its effect, and either with a wrong figure, show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.state import DESTROYED, EXITED, NOT_ARRIVED, UNKNOWN_STOCK, WITHDRAWN, GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.orders.orders import Assault, Barrage, EmergencySupply, EndTurn, Fly, Order, Shell


@dataclass
class Page:
    """What the books say of a unit."""

    hex: int
    steps: int
    suppressed: int
    unsupplied: int
    dug: int
    cargo: int


@dataclass
class Books:
    """What the books say of a battle. Stocks are by the name of the store."""

    units: dict[str, Page]
    holders: dict[str, str]
    owners: dict[int, str]
    hits: dict[int, int]
    stores: dict[str, str]
    stocks: dict[str, int]
    fields: dict[str, str]
    trapped: Counter[str]
    turn: tuple[int, str]
    paid: int = 0
    seen: set[tuple[str, str]] = field(default_factory=set)
    ended: ev.GameEnded | None = None


def opened(state: GameState) -> Books:
    """The books of a position."""
    return Books(
        {u.id: Page(u.hex, u.steps, u.suppressed, u.unsupplied, u.entrenchment, u.cargo) for u in state.units},
        {o.name: h.side for o, h in zip(state.scenario.objectives, state.holdings, strict=True)},
        {h: c.owner for h, c in state.crossings.items()},
        {h: c.hits for h, c in state.crossings.items()},
        {s.name: s.side for s in state.stores},
        {s.name: s.stock for s in state.stores},
        {f.name: f.side for f in state.airfields},
        Counter(state.trapped),
        (state.turn, state.active),
    )


def enter(books: Books, event: Event, state: GameState) -> None:
    """Enter an event; `state` is the position before all of them."""
    page = books.units.get(getattr(event, "unit", ""))
    if page is not None:
        _enter_unit(books, page, event, state)
    _enter_place(books, event, state)


def _enter_unit(books: Books, page: Page, event: Event, state: GameState) -> None:
    match event:
        case ev.Moved(path=path) | ev.Retreated(path=path) | ev.Advanced(path=path):
            assert page.hex == path[0], event
            page.hex = path[-1]
            page.dug = 0 if len(path) > 1 else page.dug
        case ev.Hauled(path=path, loaded=loaded, unloaded=unloaded):
            assert page.hex == path[0], event
            page.hex = path[-1]
            for name, points in loaded:
                books.stocks[name] -= points
                page.cargo += points
            for name, points in unloaded:
                books.stores.setdefault(name, _unit(state, event.unit).side)
                books.stocks[name] = books.stocks.get(name, 0) + points
                page.cargo -= points
        case ev.Arrived(hex=hex_):
            assert page.hex in (NOT_ARRIVED, WITHDRAWN), event
            page.hex = hex_
        case ev.Exited(hex=hex_):
            assert page.hex == hex_, event
            page.hex = EXITED
        case ev.Withdrawn(hex=hex_, gone=gone):
            assert page.hex == hex_ and gone == (page.unsupplied == 0), event
            if gone:
                page.hex, page.dug = WITHDRAWN, 0
        case ev.StepsLost(hex=hex_, steps=steps):
            assert page.hex == hex_ and 0 < steps <= page.steps, event
            if steps < page.steps:
                _trap(books, _unit(state, event.unit), steps, event.cause)
                page.steps -= steps
                page.suppressed = min(max(0, page.suppressed - steps), page.steps)
                page.cargo = min(page.cargo, _unit(state, event.unit).spec.type.capacity * page.steps)
        case ev.Destroyed(hex=hex_):
            assert page.hex == hex_, event
            _trap(books, _unit(state, event.unit), page.steps, event.cause)
            page.hex, page.steps, page.suppressed, page.cargo = DESTROYED, 0, 0, 0
        case ev.Suppressed(hex=hex_, steps=steps):
            assert page.hex == hex_ and steps > 0, event
            page.suppressed += steps
        case ev.Recovered(steps=steps):
            assert steps > 0, event
            page.suppressed -= steps
        case ev.Drafted(hex=hex_, steps=steps):
            assert page.hex == hex_, event
            page.steps += steps
        case ev.SupplyChanged(before=before, after=after):
            assert page.unsupplied == before != after, event
            page.unsupplied = after
        case ev.Entrenched(hex=hex_, level=level):
            assert page.hex == hex_ and level == page.dug + 1, event
            page.dug = level


def _enter_place(books: Books, event: Event, state: GameState) -> None:
    match event:
        case ev.ObjectiveTaken(objective=name, side=side):
            assert books.holders[name] != side, event
            books.holders[name] = side
        case ev.CrossingTaken(hexside=hexside, side=side):
            assert books.owners[hexside] != side, event
            books.owners[hexside] = side
        case ev.CrossingHit(hexside=hexside, hits=hits):
            books.hits[hexside] += hits
        case ev.WorkDone(task="repair", hexside=hexside):
            books.hits[hexside] = min(books.hits[hexside], -1)  # by how many points is the affair of other tests
        case ev.WorkDone(task="dismantle", hexside=hexside, finished=True):
            del books.owners[hexside], books.hits[hexside]
        case ev.WorkDone(task="ford" | "pontoon", hexside=hexside, finished=True):
            books.owners[hexside], books.hits[hexside] = _unit(state, event.unit).side, 0
        case ev.StoreTaken(store=name, side=side, points=points):
            assert books.stores[name] != side, event
            books.stores[name], books.stocks[name] = side, points
        case ev.SupplyDrawn(store=name, points=points):
            assert books.stores[name] == event.side and 0 < points <= books.stocks[name], event
            books.stocks[name] -= points
        case ev.StockChanged(store=name, points=points):
            books.stocks[name] += points
        case ev.AirfieldLost(field=name, side=side):
            assert books.fields[name] != side, event
            books.fields[name] = side
        case ev.HqPointsSpent(points=points):
            books.paid += points
        case ev.Sighted(side=side, unit=unit) if unit:
            assert (side, unit) not in books.seen, event
            books.seen.add((side, unit))
        case ev.TurnBegan(turn=turn, side=side):
            assert (turn, side) != books.turn, event
            books.turn = turn, side
            _receive(books, state, turn, side)
        case ev.GameEnded():
            assert books.ended is None, event
            books.ended = event


def _unit(state: GameState, name: str) -> Unit:
    unit = state.unit(name)
    assert unit is not None, name
    return unit


def _trap(books: Books, unit: Unit, steps: int, cause: Cause) -> None:
    """Steps lost without supplies, or for want of a way back, are those of men that were caught."""
    if not unit.is_column and (books.units[unit.id].unsupplied or cause is Cause.NO_RETREAT):
        books.trapped[unit.side] += steps


def _receive(books: Books, state: GameState, turn: int, side: str) -> None:
    """What comes into a side's sources as its turn begins: the schedule, more of it with a handicap."""
    given = state.handicaps.get(side)
    for source in state.scenario.sources:
        if source.side == side:
            amount = source.income(turn)
            books.stocks[source.name] += amount if given is None else (amount * (100 + given.supply) + 50) // 100


def check(state: GameState, order: Order, after: GameState, events: Sequence[Event]) -> None:
    """Hold an order's events to what it has changed."""
    books = opened(state)
    for event in events:
        enter(books, event, state)
    was = opened(after)
    for unit in after.units:
        page, now = books.units[unit.id], was.units[unit.id]
        assert page == now or (page.hex < 0 and page.hex == now.hex), (str(order), unit.id, page, now)
    assert (books.holders, books.owners, books.stores, books.fields) == (
        was.holders,
        was.owners,
        was.stores,
        was.fields,
    ), str(order)
    assert all(was.hits[h] == hits or hits < 0 <= was.hits[h] for h, hits in books.hits.items()), str(order)
    assert books.trapped == was.trapped, str(order)
    assert (after.turn, after.active) == books.turn or after.over, str(order)
    assert (books.ended is not None) == (after.over and not state.over), str(order)
    if books.ended is not None and after.outcome is not None:
        assert (books.ended.reason, books.ended.winner) == (after.outcome.reason, after.outcome.winner)
    newly = {
        (side, unit.id)
        for side, mine in after.sightings.items()
        for unit, now, then in zip(after.units, mine.levels, state.sightings[side].levels, strict=True)
        if now and not then
    }
    assert books.seen == newly, str(order)
    _check_purses(state, order, after, books, events)


def _check_purses(state: GameState, order: Order, after: GameState, books: Books, events: Sequence[Event]) -> None:
    """HQ points, sorties and stocks: what is paid without an event of its own can be counted."""
    side = state.active
    if not isinstance(order, EndTurn):
        assert state.hq_points.get(side, 0) - after.hq_points.get(side, 0) == books.paid, str(order)
        left, now = (s.sorties.get(side) for s in (state, after))
        if left is not None and now is not None:
            used = left.fighters + left.bombers - now.fighters - now.bombers
            flown = order.sorties if isinstance(order, Fly | Assault) else 0
            assert used == flown + (order.escort if isinstance(order, Fly) else 0), str(order)
            assert now.fighters >= 0 <= now.bombers
    spent = _ammunition(state, order, events)
    if isinstance(order, EmergencySupply):
        unit, fed = _unit(state, order.unit), _unit(after, order.unit)
        spent[after.stores[fed.store].name] += unit.spec.type.upkeep
    spoils = sum(e.points for e in events if isinstance(e, ev.Captured))
    won = 0
    for store in after.stores:
        if store.stock != UNKNOWN_STOCK:
            gained = store.stock - (books.stocks[store.name] - spent[store.name])
            assert gained >= 0 and (not gained or spoils), (str(order), store, books.stocks[store.name])
            won += gained
    assert won <= spoils, str(order)


def _ammunition(state: GameState, order: Order, events: Sequence[Event]) -> Counter[str]:
    """SP that were fired away, by the store: who fires draws his ammunition from the store that fed him, if it has as
    much left; guns first, then the attackers, then the guns that stood by."""
    firing: list[Unit] = []
    match order:
        case Assault(attackers=attackers, guns=guns):
            firing = [_unit(state, name) for name in (*guns, *attackers)]
        case Barrage(gun=gun) | Shell(gun=gun):
            firing = [_unit(state, gun)]
    firing += [_unit(state, e.gun) for e in events if isinstance(e, ev.StoodBy)]
    left = {i: s.stock for i, s in enumerate(state.stores)}
    spent: Counter[str] = Counter()
    for unit in firing:
        need, store = unit.spec.type.ammunition, unit.store
        if store >= 0 and state.stores[store].side == unit.side and left[store] >= need:
            left[store] -= need
            spent[state.stores[store].name] += need
    return spent
