"""The staff's appreciation at the start of a turn: what is in danger, what must be held, who is to get out, where the
enemy can be cut off. Made once a turn from a view; the decisions of the turn look it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from khalkhin.ai.estimate import (
    ALARM,
    ASIDE,
    FINISH,
    in_wings,
    is_there,
    places_to_hold,
    staying_power,
    threat_about,
    threatened,
    turns_left,
)
from khalkhin.ai.guards import places_in_danger, posts_of_guards
from khalkhin.ai.plan import DUG_IN, ENOUGH, OperationalPlan, Task, in_order, make_plan
from khalkhin.ai.pursuit import pursuers, quarries
from khalkhin.ai.refuge import SOON, haunted, open_ground, ringed
from khalkhin.ai.unseen import presumed
from khalkhin.core.analysis import SideAnalysis
from khalkhin.core.fog.view import View
from khalkhin.core.model.scenario import AiHints, Manner
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Picture, may_move
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.encirclement import Noose
from khalkhin.core.supply.perils import shunned
from khalkhin.core.supply.supply import SupplyNet, rear
from khalkhin.core.victory import swing

#: The last part of a battle, in which men are put together for what the enemy holds: one turn in so many.
CLOSE = 3
#: Turns within which somebody must be able to be in a place that nobody defends to be sent there: of a wing, which has
#: somewhere else to be, and of others.
WALK, ERRANDS = 2, 4
#: The opening is this part of a battle: one in so many turns.
OPENING = 8
#: Who is to hold waits for what will come in this part of a battle: one turn in so many.
UNCLEAR = 3
#: A hex that closes a ring is worth no more than this, in victory points.
MOST = 8.0


@dataclass(frozen=True, slots=True)
class Appreciation:
    """What a side makes of its view at the start of a turn.

    `closing` is the turns until a known enemy could stand in or control a hex (up to three); `posts` the place each
    guard is to hold, by unit id; `line` the units that are to stay in their works before the enemy, `reserve` those
    an attacker keeps back in the opening; `leaving` the units that must get out, before a ring closes or because they
    are forbidden to be there, `cut` those already cut off, `last` those who stay where they are to the end; `ring`
    what it is worth to stand in a hex because that closes a ring about the enemy, in victory points, `closers` who is
    sent there, by unit id, `takers` who walks into an objective that nobody is seen to defend, `efforts` who goes
    together for one that is defended while there is time; `pursuers` where somebody heads off an enemy who goes home,
    by unit id, `quarry` the hexes of such enemies (:mod:`khalkhin.ai.pursuit`). `refuge` is the ground with a safe way
    home, `calm` that part of it to which no enemy can come, seen or gone out of sight (:mod:`khalkhin.ai.refuge`),
    `rear` that from which the way home is safe for two turns, `shunned` that on which nobody has looked out for them
    (:mod:`khalkhin.core.supply.perils`), `ringed` that about groups that are shut in or may be in two turns.
    """

    closing: dict[int, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    line: frozenset[str] = frozenset()
    reserve: frozenset[str] = frozenset()
    leaving: frozenset[str] = frozenset()
    cut: frozenset[str] = frozenset()
    last: frozenset[str] = frozenset()
    ring: dict[int, float] = field(default_factory=dict)
    closers: dict[str, int] = field(default_factory=dict)
    takers: dict[str, int] = field(default_factory=dict)
    efforts: dict[str, int] = field(default_factory=dict)
    pursuers: Mapping[str, int] = field(default_factory=dict)
    quarry: frozenset[int] = frozenset()
    operations: OperationalPlan = field(default_factory=OperationalPlan)
    refuge: frozenset[int] = frozenset()
    calm: frozenset[int] = frozenset()
    rear: frozenset[int] = frozenset()
    shunned: frozenset[int] = frozenset()
    ringed: frozenset[int] = frozenset()

    def quiet(self, hex_: int) -> bool:
        """Whether no enemy that is known of can come to a hex next turn and the way home from it is safe."""
        return hex_ in self.calm


def appreciate(view: View) -> Appreciation:
    """Size up a view of the active side."""
    state, side = view.state, view.side
    found = view.analysis.of(side)
    net, closing = found.net, dict(found.closable)
    # A garrison does not run at once, nor do others in good works: relief may come, and these are worth hungry days, to
    # the last turn before hunger looses them. Nor does a wing that has gone round the enemy: it was sent behind him.
    garrisons = _garrisons(state, side)
    patient = garrisons | in_wings(state, side) | _dug_in(state, side) | _told_to_hold(state, side)
    last = _to_the_last(state, side, closing)
    cut = _cut_off(state, side, net, patient) - last
    # An attacker who is stronger than the enemy about him fights: he sends nobody to keep his way out open. Nor does
    # his army run home together, by a way that nobody could hold, from the few who could come behind it.
    bold = state.scenario.side(side).hints.posture == "attack"
    urgent = [r for r in found.nooses if _is_urgent(state, r) and not (bold and _is_army(state, r))]
    doors = [d for ring in urgent if not (bold and _is_stronger(state, ring)) for d in _doors(state, ring)]
    line = _line(state, side, closing, cut, garrisons)
    places = places_in_danger(state, side, net, closing, view.ghosts)
    posts = posts_of_guards(state, found, doors, places, closing, cut, line, last)
    last, line = _unrelieved(state, last, posts), _unrelieved(state, line, posts)
    leaving = (_leaving(state, found, urgent, posts) - patient - last) | _unwelcome(state, side)
    posts = {name: hex_ for name, hex_ in posts.items() if name not in leaving}
    enemy = view.analysis.of(state.scenario.enemy(side))
    ring = _ring(state, enemy)
    reserve = _reserve(state, side) - posts.keys()
    busy = cut | leaving | line | reserve | last | posts.keys()
    operations = make_plan(state, side, enemy, reserve)
    bound = {u.id for u in state.side_units(side) if not operations.encircles(u)}
    closers = _closers(state, found.picture, side, ring, busy | bound)
    doubtful = presumed(state, side, view.ghosts)
    takers = _takers(state, found.picture, side, {*busy, *closers}, doubtful)
    efforts = _efforts(state, found.picture, side, {*busy, *closers, *takers}, operations)
    hunted = quarries(view)
    chase = pursuers(view, found.picture, hunted, {*busy, *closers, *takers, *efforts}, operations)
    refuge = open_ground(state, side, closing)
    near = {h for h, turns in closing.items() if turns <= SOON}
    return Appreciation(
        closing,
        posts,
        line - leaving,
        reserve,
        leaving,
        cut,
        last,
        ring,
        closers,
        takers,
        efforts,
        chase,
        frozenset(q.unit.hex for q in hunted if not q.ago),
        operations,
        refuge,
        refuge - near - haunted(state, side, view.ghosts),
        open_ground(state, side, closing, SOON + 1),
        shunned(state, side, found.picture),
        ringed(state, found.nooses),
    )


def _cut_off(state: GameState, side: str, net: SupplyNet, patient: frozenset[str]) -> frozenset[str]:
    """Units without supplies that do not wait for them. Who was not fed is cut off, even if nobody has seen yet by
    whom. An attacker's men do not turn back for bread when it is nearly over."""
    if state.scenario.side(side).hints.posture == "attack" and turns_left(state) < FINISH:
        return frozenset()
    own = (u for u in state.side_units(side) if not u.is_column)
    hungry = (u for u in own if not net.serves(u) or (u.unsupplied and u.store < 0))
    return frozenset(u.id for u in hungry if not (u.id in patient and holds_out(u)))


def holds_out(unit: Unit) -> bool:
    """Whether a unit that is cut off will still be no worse than short when its next turn begins."""
    unsupplied = unit.spec.type.endurance[1]
    return unit.unsupplied + 1 < unsupplied


def homeward(state: GameState, unit: Unit, hex_: int) -> bool:
    """Whether a hex is nearer to the unit's supply sources than where it stands."""
    home = rear(state, unit.spec.side)
    return home[hex_] < home[unit.hex]


# ------------------------------------------------------------------ the line


def _line(
    state: GameState, side: str, closing: dict[int, int], cut: frozenset[str], garrisons: frozenset[str]
) -> frozenset[str]:
    """Of a side that does not attack, who holds the line: units in good works that the enemy can come to, and the
    garrisons among them. Of one that attacks, those in works whose formation is to hold."""
    hints = state.scenario.side(side).hints
    if hints.posture == "attack":
        return _holding(state, side, cut)
    return frozenset(
        u.id
        for u in state.side_units(side)
        if u.is_combat and u.effective > 0 and u.id not in cut and threatened(closing, u.hex)
        if u.id in garrisons or u.entrenchment >= DUG_IN
    )


def _holding(state: GameState, side: str, cut: frozenset[str]) -> frozenset[str]:
    """Units in works of formations that are to hold: while they have a stronger enemy before them, and as long as
    nobody can know what is still to come."""
    early = state.turn * UNCLEAR <= len(state.scenario.calendar)
    formations = _to_hold(state.scenario.side(side).hints)
    units = [u for u in state.side_units(side) if u.is_combat and u.spec.formation in formations]
    faced = {
        f: early
        or threat_about(state, side, {u.hex for u in units if u.spec.formation == f})
        > sum(u.effective * u.spec.type.soft for u in units if u.spec.formation == f)
        for f in formations
    }
    return frozenset(u.id for u in units if u.entrenchment and u.id not in cut and faced[u.spec.formation])


def _garrisons(state: GameState, side: str) -> frozenset[str]:
    """Units in, or dug in beside, places that the hints of a side that does not attack tell it to hold."""
    hints, board = state.scenario.side(side).hints, state.scenario.board
    if hints.posture == "attack":
        return frozenset()
    places = {o.hex for o in state.scenario.objectives if o.name in hints.hold}
    about = {h for place in places for h in board.within(place, 1)}
    return frozenset(
        u.id
        for u in state.side_units(side)
        if u.is_combat and u.effective > 0 and (u.hex in places or (u.entrenchment >= DUG_IN and u.hex in about))
    )


def _dug_in(state: GameState, side: str) -> frozenset[str]:
    """Units in good works of a side that defends."""
    if state.scenario.side(side).hints.posture != "defend":
        return frozenset()
    return frozenset(u.id for u in state.side_units(side) if u.is_combat and u.entrenchment >= DUG_IN)


def _told_to_hold(state: GameState, side: str) -> frozenset[str]:
    """Of a side that attacks, who stands in a place that it is told to hold, and men in good works of formations that
    are to hold."""
    hints = state.scenario.side(side).hints
    if hints.posture != "attack":
        return frozenset()
    places, formations = places_to_hold(state, side), _to_hold(hints)
    return frozenset(
        u.id
        for u in state.side_units(side)
        if u.is_combat and (u.hex in places or (u.entrenchment >= DUG_IN and u.spec.formation in formations))
    )


def _to_hold(hints: AiHints) -> frozenset[str]:
    """The formations that are to hold."""
    return frozenset(f for a in hints.axes if a.manner is Manner.HOLD for f in a.formations)


def _reserve(state: GameState, side: str) -> frozenset[str]:
    """Units of formations in reserve: an attacker keeps them back for the opening of a battle."""
    hints = state.scenario.side(side).hints
    if hints.posture != "attack" or state.turn * OPENING > len(state.scenario.calendar):
        return frozenset()
    return frozenset(u.id for u in state.side_units(side) if u.spec.formation in hints.reserves)


# ------------------------------------------------------------------ getting out


def _is_urgent(state: GameState, ring: Noose) -> bool:
    """Whether the enemy can shut a ring as soon as the group in it is out, or sooner.

    By night a group leaves while there is a turn to spare, since leaving zones of control costs nothing then; by day
    only when the next night is too late.
    """
    if ring.closed or ring.close is None or ring.escape is None:
        return False
    return ring.close <= ring.escape + (1 if state.night else 0)


def _is_stronger(state: GameState, ring: Noose) -> bool:
    """Whether a group is stronger than all known enemies about it and its gap together."""
    units = [state.units[i] for i in ring.units]
    menace = threat_about(state, ring.side, {*ring.gap, *(u.hex for u in units)})
    return menace < sum(staying_power(u) for u in units if u.is_combat)


def _is_army(state: GameState, ring: Noose) -> bool:
    """Whether a group is more than half of its side, kept open by no door that could be held, and stronger than all
    known enemies about what keeps it open."""
    if _doors(state, ring):
        return False
    units = [u for u in (state.units[i] for i in ring.units) if u.is_combat]
    whole = sum(u.steps for u in state.side_units(ring.side) if u.is_combat)
    banks = {h for side in ring.crossings for h in state.scenario.board.hexside_hexes(side) if h >= 0}
    menace = threat_about(state, ring.side, banks.union(ring.gap))
    return 2 * sum(u.steps for u in units) > whole and menace < sum(map(staying_power, units))


def _doors(state: GameState, ring: Noose) -> list[tuple[int, ...]]:
    """What keeps a ring open, as hexes of which one must be held, where two guards at most can hold it."""
    banks = (state.scenario.board.hexside_hexes(side) for side in ring.crossings)
    doors = [*((hex_,) for hex_ in ring.gap), *(tuple(h for h in pair if h >= 0) for pair in banks)]
    return doors if len(doors) <= 2 else []


def _leaving(state: GameState, found: SideAnalysis, urgent: Iterable[Noose], posts: dict[str, int]) -> frozenset[str]:
    """Units of groups that are to get out: all but those who hold the door, unless it can be held for long and the
    group is a match for the enemies about it; nobody of a group that is stronger than they are. An attacker does not
    run when it is nearly over, since what is held counts for more then than who is fed, nor from a place that he is
    sent to hold."""
    if state.scenario.side(found.side).hints.posture == "attack" and turns_left(state) < FINISH:
        return frozenset()
    kept = places_to_hold(state, found.side)
    out: set[str] = set()
    for ring in urgent:
        if _is_stronger(state, ring):
            continue
        units = [state.units[i] for i in ring.units]
        doors = _doors(state, ring)
        keepers = {name for name, hex_ in posts.items() if any(hex_ in door for door in doors)}
        held = {posts[u.id] for u in state.units if u.id in keepers and is_there(state, found.picture, u, posts[u.id])}
        if doors and all(not held.isdisjoint(door) for door in doors) and not _outmatched(state, units):
            continue
        inside = {u.id for u in units}
        out.update(inside - keepers or inside)
    return frozenset(out) - {name for name, hex_ in posts.items() if hex_ in kept}


def _to_the_last(state: GameState, side: str, closing: dict[int, int]) -> frozenset[str]:
    """Units that stay whatever happens, at the very end, because the enemy is near: where they stand counts for more
    than they do in a ring."""
    if turns_left(state) >= FINISH:
        return frozenset()
    price = max(state.scenario.victory.step, state.scenario.victory.pocketed_step)
    places = zip(state.scenario.objectives, state.holdings, strict=True)
    worth = {o.hex: swing(state, o, h) for o, h in places if h.side == side}
    near = (u for u in state.side_units(side) if u.is_combat and threatened(closing, u.hex))
    return frozenset(u.id for u in near if worth.get(u.hex, 0) >= price * u.steps > 0)


def _unrelieved(state: GameState, last: Iterable[str], posts: Mapping[str, int]) -> frozenset[str]:
    """Of those who would stay where they are, who has not somebody else to take over from him."""
    guards = {hex_: name for name, hex_ in posts.items()}
    places = {name: unit.hex for name in last if (unit := state.unit(name)) is not None}
    return frozenset(name for name, place in places.items() if guards.get(place, name) == name)


def _unwelcome(state: GameState, side: str) -> frozenset[str]:
    """Units in areas that are forbidden to their side: they may move about in them, but are to get out."""
    barred = frozenset().union(*(ban.hexes for ban in state.bans_on(side)))
    return frozenset(u.id for u in state.side_units(side) if u.hex in barred)


def _outmatched(state: GameState, units: list[Unit]) -> bool:
    """Whether the known enemies near a group are half as strong again as it is."""
    menace = threat_about(state, units[0].side, {u.hex for u in units})
    return 2 * menace > 3 * sum(u.steps * u.spec.type.defence for u in units if u.is_combat)


# ------------------------------------------------------------------ closing rings


def _ring(state: GameState, enemy: SideAnalysis) -> dict[int, float]:
    """What hexes are worth because to stand there cuts the enemy off: his jugular, and the gaps of his nooses."""
    board = state.scenario.board
    doors: list[tuple[tuple[int, ...], float]] = []
    throat = enemy.jugular
    if throat.hexes:
        steps = sum(state.units[i].steps for i in throat.units)
        doors.append((throat.hexes, 0.25 * steps / len(throat.hexes)))
    doors += [(ring.gap, 0.35 * ring.steps / len(ring.gap)) for ring in enemy.nooses if ring.gap]
    out: dict[int, float] = {}
    for hexes, worth in doors:
        for hex_ in hexes:
            out[hex_] = max(out.get(hex_, 0.0), min(MOST, worth))
            for near in board.dry[hex_]:
                out[near] = max(out.get(near, 0.0), 0.6 * min(MOST, worth))
    return out


def _closers(
    state: GameState, known: Picture, side: str, ring: dict[int, float], busy: Iterable[str]
) -> dict[str, int]:
    """For each of the best hexes of a ring the unit that can be there first, within two turns; none of a side that
    defends, whose men would be alone among the enemy there."""
    if state.scenario.side(side).hints.posture == "defend":
        return {}
    taken = set(busy)
    board = state.scenario.board
    best = max(ring.values(), default=0.0)
    out: dict[str, int] = {}
    for hex_ in sorted((h for h in ring if ring[h] > 0.9 * best), key=lambda h: (-ring[h], h)):
        soonest: tuple[int, int, int] | None = None
        for unit in state.side_units(side):
            if unit.id in taken or not in_order(unit):
                continue
            if board.distance(unit.hex, hex_) > unit.spec.type.mp:
                continue
            turns = turns_to(state, [unit], known, 2).get(hex_)
            if turns is not None and (soonest is None or (turns, -unit.effective, unit.spec.index) < soonest):
                soonest = turns, -unit.effective, unit.spec.index
        if soonest is not None:
            name = state.units[soonest[2]].id
            out[name] = hex_
            taken.add(name)
    return out


# ------------------------------------------------------------------ places that nobody defends


def _takers(
    state: GameState, known: Picture, side: str, busy: Iterable[str], presumed: frozenset[int]
) -> dict[str, int]:
    """For objectives of the enemy in which nobody is seen or presumed, the nearest in turns and of those the dearest
    first, the unit that can be there first: of those that are a match for the enemies beside it, the weakest of the
    soonest. None of a side that defends."""
    if state.scenario.side(side).hints.posture == "defend":
        return {}
    time = min(ERRANDS, turns_left(state) + 1)
    held = {u.hex for u in state.known_enemies(side) if u.is_combat}
    places = {
        o.hex: (swing(state, o, holding), threat_about(state, side, {o.hex}, 1))
        for o, holding in zip(state.scenario.objectives, state.holdings, strict=True)
        if holding.side != side and o.hex not in held | presumed
    }
    taken, wings = set(busy), in_wings(state, side)
    ways: list[tuple[int, int, int, int, int]] = []
    for unit in state.side_units(side):
        if unit.id in taken or not in_order(unit) or not may_move(unit):
            continue
        limit = min(time, WALK) if unit.id in wings else time
        most = ASIDE if unit.id in wings else limit * unit.spec.type.mp
        near = [h for h in places if state.scenario.board.distance(unit.hex, h) <= most]
        found = turns_to(state, [unit], known, limit) if near else {}
        for hex_ in near:
            worth, menace = places[hex_]
            if hex_ in found and 2 * staying_power(unit) >= menace:
                ways.append((found[hex_], -worth, hex_, unit.effective, unit.spec.index))
    out: dict[str, int] = {}
    for _turns, _worth, hex_, _strength, index in sorted(ways):
        name = state.units[index].id
        if name not in out and hex_ not in out.values():
            out[name] = hex_
    return out


# ------------------------------------------------------------------ the last effort


def _efforts(
    state: GameState, known: Picture, side: str, busy: Iterable[str], operations: OperationalPlan
) -> dict[str, int]:
    """In the last part of a battle, who goes together for an objective that the enemy is seen to hold: for the dearest
    first the nearest who are free, until they are half as strong again as those in it; nobody if they never are."""
    if state.scenario.side(side).hints.posture == "defend" or turns_left(state) * CLOSE > len(state.scenario.calendar):
        return {}
    time = min(ALARM, turns_left(state) + 1)
    held: dict[int, float] = {}
    for enemy in state.known_enemies(side):
        strength = enemy.steps * enemy.spec.type.defence * (1 + 0.25 * enemy.entrenchment)
        held[enemy.hex] = held.get(enemy.hex, 0.0) + strength
    places = [
        (-swing(state, o, holding), o.hex)
        for o, holding in zip(state.scenario.objectives, state.holdings, strict=True)
        if holding.side != side and o.hex in held
    ]
    taken = set(busy)
    free = [
        u
        for u in state.side_units(side)
        if u.id not in taken and in_order(u) and may_move(u)
        if operations.task(u) in (Task.ADVANCE, Task.PIN, Task.HOLD, Task.RELIEVE)
    ]
    out: dict[str, int] = {}
    ways = {u.id: turns_to(state, [u], known, time) for u in free} if places else {}
    for _, hex_ in sorted(places):
        about = [h for h in state.scenario.board.neighbours[hex_] if h >= 0]
        near = [(min((ways[u.id].get(h, 9) for h in about), default=9), -u.effective, u.spec.index) for u in free]
        team: list[Unit] = []
        for turns, _strength, index in sorted(near):
            unit = state.units[index]
            if turns > time or unit.id in out or _attack(team) >= ENOUGH * held[hex_]:
                continue
            team.append(unit)
        if _attack(team) >= ENOUGH * held[hex_]:
            out.update({u.id: hex_ for u in team})
    return out


def _attack(units: Iterable[Unit]) -> int:
    return sum(u.effective * max(u.spec.type.soft, u.spec.type.hard) for u in units)
