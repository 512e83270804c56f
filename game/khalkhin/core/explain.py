"""Breakdowns the player reads before deciding, made by the functions the rules themselves use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from khalkhin.core.board.board import SWIM
from khalkhin.core.combat import combat
from khalkhin.core.command import handicap
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.engine import apply
from khalkhin.core.model.rules import HexsideKind
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState, Store
from khalkhin.core.model.units import ISOLATED, Unit
from khalkhin.core.movement import movement
from khalkhin.core.orders.errors import IllegalOrder
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.movement import plan_move
from khalkhin.core.orders.orders import Assault, Move
from khalkhin.core.refusals import Refusal
from khalkhin.core.supply.jugular import Jugular
from khalkhin.core.supply.supply import Route, SupplyNet, feeds, trace
from khalkhin.core.takeback import Prospect, Scout
from khalkhin.core.wording import counted, places


@dataclass(frozen=True, slots=True)
class Part:
    """One item of a sum: what for, and how many MP."""

    label: str
    mp: int


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a move and the parts of its cost."""

    hex: int
    parts: tuple[Part, ...]

    @property
    def cost(self) -> int:
        return sum(p.mp for p in self.parts)


class AssaultMark(Enum):
    """What a unit could still do against an enemy beside a hex: nothing, take part in another's assault, or assault."""

    NONE = "none"
    JOINS = "joins"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class MovePreview:
    """A move before it is made; `prospect` says whether it can be taken back."""

    unit: str
    path: tuple[int, ...]
    legs: tuple[Leg, ...]
    cost: int
    mp_left: int
    assault: AssaultMark
    supplied: bool
    prospect: Prospect
    swims: bool


def move_preview(state: GameState, order: Move, net: SupplyNet | None = None) -> MovePreview | Refusal:
    """The way, the cost step by step, and what the unit can still do afterwards; or why it cannot move there.

    `net` may pass in the side's present supply net, so that many previews share it.
    """
    planned = plan_move(state, order)
    if isinstance(planned, Refusal):
        return planned
    unit, path, cost, known = planned.unit, planned.path, planned.cost, planned.known
    legs = []
    budget = unit.mp
    swims = False
    for here, there in zip(path, path[1:], strict=False):
        parts = _parts(state, unit, here, there, known, budget)
        swims = swims or movement.is_swim(state, unit, here, there)
        over = sum(p.mp for p in parts) - budget
        if over > 0:
            parts = (*parts, Part("A fresh unit may always make one step", -over))
        legs.append(Leg(there, parts))
        budget -= legs[-1].cost
    left = 0 if swims else unit.mp - cost
    marks = marks_at(state, unit, path, net or trace(state, unit.spec.side), Scout(state, unit.spec.side))
    return MovePreview(
        unit.spec.id, path, tuple(legs), cost, left, marks.assault, marks.supplied, marks.prospect, swims
    )


def _parts(
    state: GameState, unit: Unit, here: int, there: int, known: movement.Picture, budget: int
) -> tuple[Part, ...]:
    board = state.scenario.board
    rules = state.scenario.rules
    step = board.step(here, there, unit.spec.type.mobility)
    assert step is not None
    direction = board.direction(here, there)
    assert direction is not None
    ground = board.terrain[there].name
    road = board.roads[here][direction]
    price = movement.step_cost(state, step, unit.spec.type, unit.cargo)
    parts: list[Part] = []
    if price == SWIM:
        return (Part("Swimming the river takes the whole move", budget),)
    plain = board.terrain[there].cost.get(unit.spec.type.mobility)
    soft = rules.movement.mud_cost.get(unit.spec.type.mobility, 0) if movement.muddy(state) and not road else 0
    by_road = bool(road) and (plain is None or step.cost < plain)
    label = f"{ground}, along the {road.name.lower()}" if by_road else ground
    if step.water:
        link = state.crossings.get(step.hexside)
        if link is not None and crossings.open_to(link, unit.spec.type, rules, unit.cargo):
            parts.append(Part(label, step.cost))
            parts.append(Part(f"Over the {link.kind.value}", rules.crossings[link.kind].cost))
        else:
            base = plain if plain is not None else step.cost
            parts.append(Part(ground, base))
            parts.append(Part("Wading the stream", price - base))
    elif board.kind(step.hexside) is HexsideKind.ESCARPMENT and not road:
        extra = rules.movement.escarpment_cost.get(unit.spec.type.mobility, 0)
        parts.append(Part(label, step.cost - extra))
        parts.append(Part("Climbing the escarpment", extra))
    else:
        parts.append(Part(label, step.cost))
    if soft:
        parts.append(Part("Mud off the roads", soft))
    if there in known.zones:
        parts.append(Part("Into an enemy zone of control", rules.movement.zoc_enter))
    if here in known.zones and not state.night:
        parts.append(Part("Out of an enemy zone of control", rules.movement.zoc_leave))
    return tuple(p for p in parts if p.mp)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a unit could still do in a hex it can reach."""

    assault: AssaultMark
    supplied: bool
    prospect: Prospect


def assaults_from(state: GameState, unit: Unit, hex_: int) -> AssaultMark:
    """Whether a unit could assault from a hex after moving there, as its side knows the situation: the move is made,
    and the orders that would follow are put to the rules."""
    board, side = state.scenario.board, unit.spec.side
    near = [n for n in board.neighbours[hex_] if n >= 0 and combat.fighters(state, side, n)]
    if not near:
        return AssaultMark.NONE
    if hex_ != unit.hex:
        try:
            state, _ = apply(state, Move(unit.spec.id, board.place(hex_)))
        except IllegalOrder:
            return AssaultMark.NONE
    best = AssaultMark.NONE
    for target in near:
        place = board.place(target)
        if why_illegal(state, Assault(place, (unit.spec.id,))) is None:
            return AssaultMark.ALONE
        leads = (u.spec.id for u in combat.possible_attackers(state, target) if u.is_combat)
        team = next(((lead, unit.spec.id) for lead in leads if lead != unit.spec.id), None)
        if team is not None and why_illegal(state, Assault(place, team)) is None:
            best = AssaultMark.JOINS
    return best


def marks_at(state: GameState, unit: Unit, path: tuple[int, ...], net: SupplyNet, scout: Scout) -> Marks:
    """Marks for the end of a way in a unit's reach; `net` is the supply net of its side before the move, `scout` what
    the side sees."""
    board, hex_ = state.scenario.board, path[-1]
    supplied = hex_ in net.cost or (
        hex_ not in net.blocked
        and any(n in net.cost for n in board.neighbours[hex_])
        and min(net.cost[n] for n in board.neighbours[hex_] if n in net.cost)
        + board.terrain[hex_].cost.get(unit.spec.type.mobility, 0)
        <= state.scenario.rules.supply.range
    )
    return Marks(assaults_from(state, unit, hex_), supplied, scout.prospect(unit, path))


def reach_marks(state: GameState, unit: Unit) -> dict[int, Marks]:
    """Marks for every hex a unit can reach now."""
    net, scout = trace(state, unit.spec.side), Scout(state, unit.spec.side)
    found = movement.reach(state, unit)
    return {h: marks_at(state, unit, found.path(h), net, scout) for h in found.cost}


@dataclass(frozen=True, slots=True)
class SupplyReport:
    """Why a unit is in the supply state it is in.

    `turns` counts those without supply. `stock` is what its store holds, in SP, and `lasts` the turns that feeds all
    who draw there now if nothing more comes (None: no end, or no store). `feed` is the way from a source to that
    store, None when the store is a source or cut off from all. `weakest` names the tightest crossing on the way, if
    any. `lines` say all of it in words, `sentence` being the first.
    """

    unit: str
    state: str
    turns: int
    route: Route | None
    feed: Route | None
    stock: int
    lasts: int | None
    weakest: str
    lines: tuple[str, ...]
    effect: str

    @property
    def sentence(self) -> str:
        return self.lines[0]


EFFECTS: tuple[str, ...] = (
    "Recovers suppressed steps.",
    "Does not recover.",
    "Two steps suppressed; may assault only to break out; its guns are silent.",
    "All but one step suppressed, half movement, no zone of control, loses a step each turn.",
)


def supply_report(
    state: GameState, unit: Unit, net: SupplyNet | None = None, throat: Jugular | None = None
) -> SupplyReport:
    """The supply of one unit of the observing side, in words and as a path; `throat` is its side's jugular, to be
    told of where the way leads through it."""
    rules = state.scenario.rules
    net = net or trace(state, unit.spec.side)
    route = net.routes.get(unit.spec.index)
    name = rules.supply.states[unit.supply_state]
    effect = EFFECTS[unit.supply_state]
    if unit.is_column:
        return SupplyReport(
            unit.spec.id, name, 0, None, None, 0, None, "", ("Truck columns live on what they haul.",), ""
        )
    if route is None:
        lines = (_cut_off(state, unit, net), *_hunger(unit))
        return SupplyReport(unit.spec.id, name, unit.unsupplied, None, None, 0, None, "", lines, effect)
    store = state.stores[route.store]
    feed = None if store.is_source else feeds(state, unit.spec.side).get(route.store)
    drawn = net.drawn.get(route.store, 0)
    lasts = store.stock // drawn if drawn and store.stock != UNKNOWN_STOCK and not store.is_source else None
    way = [route] if feed is None else [route, feed]
    weakest, tight = _tightest(state, way)
    lines = (
        f"Fed from {route.origin}, {route.cost} of {rules.supply.range} truck MP away.",
        *_stock(store, drawn, sum(r.store == route.store for r in net.routes.values()), lasts),
        *_feed(store, feed),
        *tight,
        *_slowed(state, way),
        *_given(state, store, feed),
        *_thinnest(state, way, throat),
    )
    return SupplyReport(unit.spec.id, name, unit.unsupplied, route, feed, store.stock, lasts, weakest, lines, effect)


def _cut_off(state: GameState, unit: Unit, net: SupplyNet) -> str:
    """Why no supply reaches a unit."""
    limit = state.scenario.rules.supply.range
    if unit.hex in net.blocked:
        return "Enemy zones of control close the hex to trucks."
    if any(n in net.blocked for n in state.scenario.board.neighbours[unit.hex]):
        return f"No truck reaches it: every way within {limit} truck MP is barred by the enemy or the ground."
    return (
        f"No depot or source with stock and an open road lies within {limit} truck MP, or the crossings on the way "
        "have no capacity left."
    )


def _hunger(unit: Unit) -> tuple[str, ...]:
    """What becomes of a unit that stays without supply."""
    if not unit.unsupplied:
        return ("It will be short when its side's next turn begins, unless a way is opened by then.",)
    gone = f"It has gone without for {counted(unit.unsupplied, 'turn')}."
    if unit.unsupplied >= ISOLATED:
        return (f"{gone} It loses a step each turn until a way is opened or it breaks out.",)
    return (f"{gone} Open a way, or bring it within reach of a store, before it gets worse.",)


def _stock(store: Store, drawn: int, eaters: int, lasts: int | None) -> tuple[str, ...]:
    """What lies in a store, and for how long."""
    if store.stock == UNKNOWN_STOCK:
        return ()
    need = f"{counted(eaters, 'unit')} {'draws' if eaters == 1 else 'draw'} {drawn} SP a turn"
    if lasts is None:
        return (f"{store.stock} SP lie there; {need}.",)
    return (f"{store.stock} SP lie there; {need}: enough for {counted(lasts, 'turn')} if nothing more comes.",)


def _feed(store: Store, feed: Route | None) -> tuple[str, ...]:
    """Where a depot's own supplies come from."""
    if store.is_source:
        return ()
    if feed is None:
        return ("No open road joins it to a source: when it is empty, it is empty.",)
    return (f"Trucks can bring it more from {feed.origin}, {feed.cost} MP away.",)


def _tightest(state: GameState, way: Iterable[Route]) -> tuple[str, tuple[str, ...]]:
    """The name of the crossing on a way with least capacity left this turn, and a sentence."""
    rules = state.scenario.rules
    links = [state.crossings[c] for route in way for c in route.crossings]
    if not links:
        return "", ()
    tight = min(links, key=lambda c: crossings.supply_capacity(c, rules) - c.supply_used)
    name, full = tight.name or tight.kind.value, crossings.supply_capacity(tight, rules)
    return name, (f"The way goes over {name}: {tight.supply_used} of the {full} SP it carries a turn are used.",)


def _slowed(state: GameState, way: Iterable[Route]) -> tuple[str, ...]:
    """Hexes of a way where aircraft hold up trucks."""
    struck = [h for route in way for h in route.hexes if h in state.interdicted]
    if not struck:
        return ()
    delay = state.scenario.rules.air.interdiction
    return (f"Aircraft hold up trucks at {places(state.scenario.board, struck)}: {delay} MP more for each hex.",)


def _given(state: GameState, store: Store, feed: Route | None) -> tuple[str, ...]:
    """What a handicap adds to what comes to a store."""
    found = state.handicaps.get(store.side)
    if found is None or not found.supply or not (store.is_source or feed):
        return ()
    what = "more comes in" if store.is_source else "more comes into the source, and trucks drive further"
    return (f"{handicap.title(state, store.side)}: {found.supply} % {what}.",)


def _thinnest(state: GameState, way: Iterable[Route], throat: Jugular | None) -> tuple[str, ...]:
    """Where a way leads through the jugular."""
    if not throat:
        return ()
    hexes = [h for route in way for h in route.hexes if h in throat.hexes]
    over = [c for route in way for c in route.crossings if c in throat.crossings]
    if hexes:
        where = places(state.scenario.board, hexes[:1])
    elif over:
        where = state.crossings[over[0]].name or f"the {state.crossings[over[0]].kind.value}"
    else:
        return ()
    others = len(throat.hexes) + len(throat.crossings) - 1
    rest = f"with {counted(others, 'other place')} like it" if others else "alone"
    return (f"Its thinnest point is {where}: lost {rest}, it would cut off {counted(len(throat.units), 'unit')}.",)
