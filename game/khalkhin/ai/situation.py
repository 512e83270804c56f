"""Reading a view: what is where, what threatens what, which way formations are to go. One reading serves a turn's
decisions until the next order changes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from khalkhin.ai.appreciation import Appreciation
from khalkhin.ai.estimate import staying_power
from khalkhin.ai.unseen import overshadowed, presumed
from khalkhin.core.analysis import SideAnalysis
from khalkhin.core.board.board import NEVER
from khalkhin.core.board.shortest_paths import MoveGraph, Surcharge, fare, search
from khalkhin.core.combat.strength import power
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.fog.view import View
from khalkhin.core.model.rules import HexsideKind, Mobility, Weight
from khalkhin.core.model.scenario import AiHints, Objective
from khalkhin.core.model.state import GameState, Holding
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.movement.movement import Picture, reach
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Move
from khalkhin.core.supply.supply import SupplyNet
from khalkhin.core.victory import swing

FAR = 10**6
#: Victory points that the dearest place of a battle counts for at most where places are weighed against men.
DEAREST = 30

#: The strength that whoever has gone out of sight counts as at most, and a contact of whom nothing else is known.
STRANGER = 8.0

#: MP that count more in a distance field: for a swim, out of an enemy's hex, out of one in an enemy's zone of control.
SWIMMING = 14
FOUGHT = 10
WATCHED = 3


@dataclass(frozen=True, slots=True)
class Weights:
    """How the staff values things, in victory points where it can."""

    step: float = 1.0
    own_step: float = 0.95
    scarce: float = 1.5
    caught: float = 3.0
    suppressed: float = 0.3
    ground: float = 0.6
    trench: float = 0.35
    objective: float = 0.5
    wear: float = 0.7
    seal: float = 6.0
    relief: float = 0.25
    kill_bonus: float = 1.2
    attack_margin: float = 0.25
    pin_margin: float = 1.2
    defend_margin: float = 0.7
    night_margin: float = 0.3
    line_margin: float = 1.6
    breakout_margin: float = -1.5
    saved: float = 2.0
    progress: float = 0.45
    danger: float = 0.5
    alone: float = 2.0
    defence: float = 0.7
    supply: float = 5.0
    cut: float = 0.22
    guard: float = 3.0
    hold: float = 6.0
    stay: float = 1.2
    contact: float = 2.0
    battery: float = 4.0
    dig: float = 3.0
    line: float = 18.0
    raid: float = 0.3
    post: float = 8.0
    errand: float = 2.5
    site: float = 8.0
    sortie: float = 0.3
    hq_point: float = 0.15
    keep: float = 1.0


@dataclass(slots=True)
class Situation:
    """What the staff knows at one moment. `danger` is enemy strength that can bear on a hex; `cut` the enemy steps
    fed over it, `carried` those fed over a river crossing, `roads` those fed by trucks through it; `spoils` the hexes
    of the enemy's stores in which nobody is seen, `presumed` his places in which somebody may be all the same,
    `shadowed` the hexes beside those and beside enemies just out of sight; `barred` hexes are forbidden to the side;
    `plan` is the appreciation of the turn; `fields` remember marching costs by (goal, mobility), `grounds` what they
    are searched over; `shut_in` the steps of each side that are cut off, once counted, `seats` where staffs are to sit,
    by unit id."""

    view: View
    state: GameState
    side: str
    hints: AiHints
    own: list[Unit]
    enemies: list[Unit]
    known: Picture
    net: SupplyNet
    danger: dict[int, float]
    cut: dict[int, float]
    carried: dict[int, float]
    roads: dict[int, float]
    targets: dict[int, float]
    held: dict[int, float]
    spoils: frozenset[int] = frozenset()
    presumed: frozenset[int] = frozenset()
    shadowed: frozenset[int] = frozenset()
    barred: frozenset[int] = frozenset()
    plan: Appreciation = field(default_factory=Appreciation)
    fields: dict[tuple[int, Mobility], list[int]] = field(default_factory=dict)
    grounds: dict[Mobility, MoveGraph] = field(default_factory=dict)
    shut_in: dict[str, int] = field(default_factory=dict)
    seats: dict[str, int | None] = field(default_factory=dict)

    @property
    def attacking(self) -> bool:
        return self.hints.posture == "attack"

    def shielded(self, hex_: int) -> bool:
        """Whether a fighting unit stands in a hex that is a match for the known enemies who can come at it."""
        held = sum(staying_power(u) for u in self.own if u.hex == hex_ and u.is_combat)
        return held > self.danger.get(hex_, 0.0)

    def field_to(self, goal: int, mobility: Mobility) -> list[int]:
        """Marching cost from every hex to a goal for a mobility; enemies make it longer, rivers need a crossing."""
        key = (goal, mobility)
        found = self.fields.get(key)
        if found is None:
            ground = self.grounds.get(mobility)
            if ground is None:
                ground = marching_ground(self.state, mobility, self.known.enemies, self.barred)
                self.grounds[mobility] = ground
            dear = self.known.zones - self.known.enemies
            cost = search(ground, {goal: 0}, dear=dear, surcharge=Surcharge(WATCHED)).cost
            found = self.fields[key] = [min(FAR, mp) for mp in cost]
        return found


def even(view: View) -> View:
    """A view without the handicaps that its staff does not count on when it looks at odds: all, except that a side
    that is to attack counts on its own. A level thus makes nobody shyer, and no defender leave his post."""
    if not view.state.handicaps:
        return view
    bold = view.side if view.state.scenario.side(view.side).hints.posture == "attack" else ""
    given = {s: found if s == bold else replace(found, columns=0) for s, found in view.state.handicaps.items()}
    return replace(view, state=replace(view.state, handicaps=given))


def read(
    view: View, fields: dict[tuple[int, Mobility], list[int]] | None = None, plan: Appreciation | None = None
) -> Situation:
    """Make a reading of a view; `fields` passes on distance fields of an earlier reading of the same turn."""
    state, side = view.state, view.side
    # Truck columns are no fighters; the staff drives them by itself.
    own = [u for u in state.side_units(side) if not u.is_column]
    enemies = [u for u in state.known_enemies(side) if not u.is_column]
    found, enemy = view.analysis.of(side), view.analysis.of(state.scenario.enemy(side))
    cut, carried, roads = _cut(state, enemy)
    doubtful = presumed(state, side, view.ghosts)
    par = DEAREST / max([DEAREST, *(o.worth for o in state.scenario.objectives)])
    objectives = list(zip(state.scenario.objectives, state.holdings, strict=True))
    return Situation(
        view=view,
        state=state,
        side=side,
        hints=state.scenario.side(side).hints,
        own=own,
        enemies=enemies,
        known=found.picture,
        net=found.net,
        danger=_danger(view, enemies),
        cut=cut,
        carried=carried,
        roads=roads,
        targets={o.hex: par * _prize(state, side, o, h) for o, h in objectives if h.side != side},
        held={o.hex: par * swing(state, o, h) for o, h in objectives if h.side == side},
        spoils=frozenset(s.hex for s in state.stores if s.side != side and s.hex not in found.picture.enemies),
        presumed=doubtful,
        shadowed=overshadowed(state, side, view.ghosts, doubtful),
        barred=frozenset().union(*(ban.hexes for ban in state.bans_on(side))),
        plan=plan or Appreciation(),
        fields=fields if fields is not None else {},
    )


def _prize(state: GameState, side: str, objective: Objective, holding: Holding) -> int:
    """What it brings to take a place. Who sits in his works goes after what he has lost for its own worth only: not for
    what the enemy would lose by it."""
    if objective.holder == side and state.scenario.side(side).hints.posture == "defend":
        return objective.final_worth
    return swing(state, objective, holding)


def _danger(view: View, enemies: list[Unit]) -> dict[int, float]:
    board = view.state.scenario.board
    out: dict[int, float] = {}
    for unit in enemies:
        t = unit.spec.type
        if t.range or unit.has("hq"):
            continue
        force = power(unit) * t.soft / 2
        for hex_ in board.within(unit.hex, 3):
            near = board.distance(unit.hex, hex_)
            out[hex_] = out.get(hex_, 0.0) + force * (1.0, 1.0, 0.6, 0.3)[near]
    for index, ghost in view.ghosts.items():
        age, gone = view.state.turn - ghost.turn, view.state.units[index]
        # Of whom is known by name is known what he has lost.
        named = ghost.level >= Level.IDENTIFIED
        force = min(STRANGER, gone.steps * gone.spec.type.soft / 2) if named else STRANGER
        for hex_ in board.within(ghost.hex, 2):
            out[hex_] = out.get(hex_, 0.0) + force / (1 + age + board.distance(ghost.hex, hex_))
    return out


def _cut(state: GameState, found: SideAnalysis) -> tuple[dict[int, float], dict[int, float], dict[int, float]]:
    """Enemy steps whose supplies pass a hex (its depots counted as a few steps themselves), those whose supplies pass a
    crossing over a river, and those whose supplies trucks haul through a hex."""
    net, enemy = found.net, found.side
    out: dict[int, float] = {}
    over: dict[int, float] = {}
    roads: dict[int, float] = {}
    fed: dict[int, float] = {}
    for unit in state.side_units(enemy):
        route = net.routes.get(unit.spec.index)
        if route is not None:
            fed[route.store] = fed.get(route.store, 0.0) + unit.steps
            for hex_ in route.hexes:
                out[hex_] = out.get(hex_, 0.0) + unit.steps
            for side in route.crossings:
                over[side] = over.get(side, 0.0) + unit.steps
    for store, route in found.feeds.items():
        served = fed.get(store, 0.0)
        for hex_ in route.hexes:
            out[hex_] = out.get(hex_, 0.0) + served + 4.0
            roads[hex_] = roads.get(hex_, 0.0) + served
        for side in route.crossings:
            over[side] = over.get(side, 0.0) + served
    kind = state.scenario.board.kind
    return out, {s: n for s, n in over.items() if n and kind(s) is HexsideKind.RIVER}, roads


def marching_ground(
    state: GameState, mobility: Mobility, enemies: frozenset[int] = frozenset(), barred: frozenset[int] = frozenset()
) -> MoveGraph:
    """The steps by the hex that they lead to, as a march of many turns counts them: a step out of an enemy's hex is
    dearer, and none leads into a barred hex but from another."""
    board = state.scenario.board
    # What drives on tracks is heavy.
    bearing = crossings.gates_bearing(state, Weight.HEAVY if mobility is Mobility.TRACKS else Weight.FOOT)
    rows = list(board.dry_inbound(mobility))
    table = board.inbound(mobility)
    beside = {n for enemy in enemies for n in board.neighbours[enemy] if n >= 0}
    for here in {*board.shores, *beside, *barred}:
        into = []
        for step in table[here]:
            cost = fare(step, lambda side: 0 if side in bearing else None, step.cost + SWIMMING)
            if cost != NEVER and (here not in barred or step.to in barred):
                into.append((step.to, cost + FOUGHT if step.to in enemies else cost))
        rows[here] = tuple(into)
    return MoveGraph((), rows, lambda _: None)


def marching(
    state: GameState, mobility: Mobility, goals: Iterable[int], enemies: frozenset[int] = frozenset()
) -> list[int]:
    """MP of the way from every hex to the nearest of some goals, with a step out of one of the `enemies` hexes dearer;
    a river needs a crossing or, for those that can, a swim."""
    return search(marching_ground(state, mobility, enemies), dict.fromkeys(goals, 0)).cost


def nearer(state: GameState, unit: Unit, known: Picture, cost: Sequence[int]) -> Move | None:
    """The move that brings a unit nearest, by the marching `cost` of every hex to its goals; None if none does."""
    found = reach(state, unit, known).cost
    best = min(found, key=lambda h: (cost[h], found[h], h), default=unit.hex)
    if cost[best] >= cost[unit.hex]:
        return None
    order = Move(unit.id, state.scenario.board.place(best))
    return order if why_illegal(state, order) is None else None
