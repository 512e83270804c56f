"""Why a unit is in its supply state, in words: the way its supplies take, or where it breaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import UNKNOWN_STOCK, GameState, Store
from khalkhin.core.model.units import ISOLATED, Unit, supply_after
from khalkhin.core.supply.jugular import Jugular
from khalkhin.core.supply.supply import Route, SupplyNet, feeds, trace
from khalkhin.text import kinds
from khalkhin.text.amounts import movement, supply, turns, units
from khalkhin.text.handicap import handicap_name
from khalkhin.text.names import hexes_text, store_name
from khalkhin.translation import N_, _, ngettext


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
    N_("Recovers suppressed steps."),
    N_("Does not recover."),
    N_("Two steps suppressed; may assault only to break out; its guns are silent."),
    N_("All but one step suppressed, half movement, no zone of control to hinder enemies, loses a step each turn."),
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
    effect = _(EFFECTS[unit.supply_state])
    if unit.is_column:
        lives = (_("Truck columns live on what they haul."),)
        return SupplyReport(unit.spec.id, name, 0, None, None, 0, None, "", lives, "")
    if route is None:
        lines = (_cut_off(state, unit, net), *_hunger(state, unit))
        return SupplyReport(unit.spec.id, name, unit.unsupplied, None, None, 0, None, "", lines, effect)
    store = state.stores[route.store]
    feed = None if store.is_source else feeds(state, unit.spec.side).get(route.store)
    drawn = net.drawn.get(route.store, 0)
    lasts = store.stock // drawn if drawn and store.stock != UNKNOWN_STOCK and not store.is_source else None
    way = [route] if feed is None else [route, feed]
    weakest, tight = _tightest(state, way)
    lines = (
        _("Fed from {origin}, {cost} of {range} movement points away for trucks.").format(
            origin=store_name(state.scenario, route.origin), cost=route.cost, range=rules.supply.range
        ),
        *_stock(store, drawn, sum(r.store == route.store for r in net.routes.values()), lasts),
        *_feed(state, store, feed),
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
        return _("Enemies next to it (their zones of control) close the hex to trucks.")
    if any(n in net.blocked for n in state.scenario.board.neighbours[unit.hex]):
        text = _(
            "No truck reaches it: every way within {limit} movement points of trucks is barred by the enemy or the "
            "ground."
        )
    else:
        text = _(
            "No depot or source with stock and an open road lies within {limit} movement points of trucks, or the "
            "crossings on the way carry no more this turn."
        )
    return text.format(limit=limit)


def _hunger(state: GameState, unit: Unit) -> tuple[str, ...]:
    """What becomes of a unit that stays without supply. Its turns are counted by what it has used up: assaults on it
    count like turns."""
    if not unit.unsupplied:
        return (_("It will be short when its side's next turn begins, unless a way is opened by then."),)
    gone = _("It has used up {turns} of what it carries.").format(turns=turns(unit.unsupplied))
    if unit.supply_state >= ISOLATED:
        return (f"{gone} {_('It loses a step each turn until a way is opened or it breaks out.')}",)
    if unit.is_combat:
        gone = f"{gone} {_barring(state, unit)}"
    limit = next(n for n in unit.spec.type.endurance if n > unit.unsupplied)
    worse = state.scenario.rules.supply.states[supply_after(unit.spec.type, limit)]
    text = _("At {n} it is {state}: open a way, or bring it within reach of a store, before that.")
    return (f"{gone} {text.format(n=limit, state=worse)}",)


def _barring(state: GameState, unit: Unit) -> str:
    """What hunger does to a unit's place in a ring."""
    limit = state.scenario.rules.supply.bars_until
    if unit.unsupplied >= limit:
        return _("Until it is fed it bars the supplies of the enemy only from the hex where it stands.")
    return _("At {n} it bars the supplies of the enemy only from the hex where it stands.").format(n=limit)


def _stock(store: Store, drawn: int, eaters: int, lasts: int | None) -> tuple[str, ...]:
    """What lies in a store, and for how long."""
    if store.stock == UNKNOWN_STOCK:
        return ()
    need = ngettext("{n} unit draws {supplies} a turn", "{n} units draw {supplies} a turn", eaters)
    need = need.format(n=eaters, supplies=supply(drawn))
    if lasts is None:
        return (_("In store: {stock}; {need}.").format(stock=supply(store.stock), need=need),)
    text = _("In store: {stock}; {need}: enough for {turns} if nothing more comes.")
    return (text.format(stock=supply(store.stock), need=need, turns=turns(lasts)),)


def _feed(state: GameState, store: Store, feed: Route | None) -> tuple[str, ...]:
    """Where a depot's own supplies come from."""
    if store.is_source:
        return ()
    if feed is None:
        return (_("No open road joins it to a source: when it is empty, it is empty."),)
    text = _("Trucks can bring it more from {origin}, {away} away.")
    return (text.format(origin=store_name(state.scenario, feed.origin), away=movement(feed.cost)),)


def _tightest(state: GameState, way: Iterable[Route]) -> tuple[str, tuple[str, ...]]:
    """The name of the crossing on a way with least capacity left this turn, and a sentence."""
    rules = state.scenario.rules
    links = [state.crossings[c] for route in way for c in route.crossings]
    if not links:
        return "", ()
    tight = min(links, key=lambda c: crossings.supply_capacity(c, rules) - c.supply_used)
    name, full = (
        state.scenario.shown(tight.name) or kinds.crossing_kind(tight.kind),
        crossings.supply_capacity(tight, rules),
    )
    text = _("The way goes over {crossing}: {used} of the {full} supply points it carries a turn are used.")
    return name, (text.format(crossing=name, used=tight.supply_used, full=full),)


def _slowed(state: GameState, way: Iterable[Route]) -> tuple[str, ...]:
    """Hexes of a way where aircraft hold up trucks."""
    struck = [h for route in way for h in route.hexes if h in state.interdicted]
    if not struck:
        return ()
    delay = state.scenario.rules.air.interdiction
    text = _("Aircraft hold up trucks at {places}: {delay} more for each hex.")
    return (text.format(places=hexes_text(state.scenario.board, struck), delay=movement(delay)),)


def _given(state: GameState, store: Store, feed: Route | None) -> tuple[str, ...]:
    """What a handicap adds to what comes to a store."""
    found = state.handicaps.get(store.side)
    if found is None or not found.supply or not (store.is_source or feed):
        return ()
    more = _("{handicap}: {percent} % more comes in.")
    if not store.is_source:
        more = _("{handicap}: {percent} % more comes into the source, and trucks drive further.")
    return (more.format(handicap=handicap_name(state, store.side), percent=found.supply),)


def _thinnest(state: GameState, way: Iterable[Route], throat: Jugular | None) -> tuple[str, ...]:
    """Where a way leads through the jugular."""
    if not throat:
        return ()
    hexes = [h for route in way for h in route.hexes if h in throat.hexes]
    over = [c for route in way for c in route.crossings if c in throat.crossings]
    if hexes:
        where = hexes_text(state.scenario.board, hexes[:1])
    elif over:
        link = state.crossings[over[0]]
        where = state.scenario.shown(link.name) or _("the {crossing}").format(crossing=kinds.crossing_kind(link.kind))
    else:
        return ()
    others = len(throat.hexes) + len(throat.crossings) - 1
    if not others:
        text = _("Its thinnest point is {place}: lost alone, it would cut off {units}.")
    else:
        text = ngettext(
            "Its thinnest point is {place}: lost with {n} other place like it, it would cut off {units}.",
            "Its thinnest point is {place}: lost with {n} other places like it, it would cut off {units}.",
            others,
        )
    return (text.format(place=where, n=others, units=units(len(throat.units))),)
