"""Why a unit is in its supply state, in words: the way its supplies take, or where it breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState, Store
from khalkhin.core.model.units import ISOLATED, Unit
from khalkhin.core.supply.jugular import Jugular
from khalkhin.core.supply.supply import Route, SupplyNet, feeds, trace
from khalkhin.text.handicap import handicap_name
from khalkhin.text.wording import counted, places


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
    return (f"{handicap_name(state, store.side)}: {found.supply} % {what}.",)


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
