"""The staff's appreciation at the start of a turn: what is in danger, what must be held, who is to get out, where the
enemy can be cut off. Made once a turn from a view; the decisions of the turn look it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from khalkhin.ai.plan import DUG_IN, ENOUGH, OperationalPlan, Task, in_order, make_plan
from khalkhin.ai.pursuit import pursuers, quarries
from khalkhin.ai.refuge import SOON, UNWATCHED, haunted, open_ground, ringed
from khalkhin.ai.unseen import last_seen, presumed
from khalkhin.core.analysis import SideAnalysis
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.fog.view import View
from khalkhin.core.model.rules import HexsideKind
from khalkhin.core.model.scenario import AiHints, Manner, Objective
from khalkhin.core.model.state import UNSEEN, GameState, Ghost
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Picture, may_move, picture
from khalkhin.core.movement.multi_turn_reach import turns_to
from khalkhin.core.supply.encirclement import Noose
from khalkhin.core.supply.perils import shunned
from khalkhin.core.supply.supply import SupplyNet, rear
from khalkhin.core.victory import swing

#: Turns within which an enemy must be able to come for a place to be guarded.
ALARM = 2
#: No unit is sent further than this to guard a place, in hexes: by posture. A defender's men who cross the battlefield
#: to a post are met in the open by those who came for it.
ERRAND = {"attack": 8, "balanced": 8, "defend": 3}
#: No unit of a wing goes further than this out of its way to guard or to take a place, in hexes.
ASIDE = 2
#: Share of the own steps, in percent, that may be held back for guards: by posture.
GUARDS = {"attack": 15, "balanced": 40, "defend": 50}
#: The attack of enemies who could take a crossing from an attacker that leaves it behind.
RAID = 6
#: In this many turns at the end of a battle what is held is what counts.
FINISH = 3
#: The last part of a battle, in which men are put together for what the enemy holds: one turn in so many.
CLOSE = 3
#: In this many turns at the end it is all one who is fed.
LAST = 2
#: Turns within which somebody must be able to be in a place that nobody defends to be sent there: of a wing, which has
#: somewhere else to be, and of others.
WALK, ERRANDS = 2, 4
#: What a place must be worth for each step of its guard, in victory points, for an attacker to leave one there beyond
#: the share of his steps that he can spare.
PRICE = 2.0
#: Turns within which the enemy must be able to come to a place that an attacker is told to hold, for it to keep a
#: garrison: he may not be seen again before he is there.
WATCH = 4
#: The same where a garrison stands already.
LINGER = 8
#: Hexes from such a place within which he must be able to come past everybody.
SLIP = 2
#: Raiders who are less than one part in so many of the attacker's own strength are worth no garrison.
STRAGGLERS = 10
#: The opening is this part of a battle: one in so many turns.
OPENING = 8
#: Who is to hold waits for what will come in this part of a battle: one turn in so many.
UNCLEAR = 3
#: Hexes from a group within which enemies count against it.
NEAR = 4
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
    patient = garrisons | _wings(state, side) | _dug_in(state, side) | _told_to_hold(state, side)
    last = _to_the_last(state, side, closing)
    cut = _cut_off(state, side, net, patient) - last
    # An attacker who is stronger than the enemy about him fights: he sends nobody to keep his way out open. Nor does
    # his army run home together, by a way that nobody could hold, from the few who could come behind it.
    bold = state.scenario.side(side).hints.posture == "attack"
    urgent = [r for r in found.nooses if _is_urgent(state, r) and not (bold and _is_army(state, r))]
    doors = [d for ring in urgent if not (bold and _is_stronger(state, ring)) for d in _doors(state, ring)]
    line = _line(state, side, closing, cut, garrisons)
    posts = _posts(state, side, doors, _places(state, side, net, closing, view.ghosts), closing, cut, line, last)
    last, line = _unrelieved(state, last, posts), _unrelieved(state, line, posts)
    # Nor does an attacker run when it is nearly over: what is held counts for more then than who is fed.
    run = frozenset[str]() if bold and turns_left(state) < FINISH else _leaving(state, urgent, posts)
    kept = _kept(state, side)
    sent = {name for name, hex_ in posts.items() if hex_ in kept}
    leaving = (run - patient - last - sent) | _unwelcome(state, side)
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
    whom."""
    own = (u for u in state.side_units(side) if not u.is_column)
    hungry = (u for u in own if not net.serves(u) or (u.unsupplied and u.store < 0))
    return frozenset(u.id for u in hungry if not (u.id in patient and holds_out(u)))


def holds_out(unit: Unit) -> bool:
    """Whether a unit that is cut off will still be no worse than short when its next turn begins."""
    unsupplied = unit.spec.type.endurance[1]
    return unit.unsupplied + 1 < unsupplied


def turns_left(state: GameState) -> int:
    """Turns that come after this one."""
    return len(state.scenario.calendar) - state.turn


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
        if u.is_combat and u.effective > 0 and u.id not in cut and _threatened(closing, u.hex)
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
        or _menace(state, side, {u.hex for u in units if u.spec.formation == f})
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
    places, formations = _kept(state, side), _to_hold(hints)
    return frozenset(
        u.id
        for u in state.side_units(side)
        if u.is_combat and (u.hex in places or (u.entrenchment >= DUG_IN and u.spec.formation in formations))
    )


def _kept(state: GameState, side: str) -> frozenset[int]:
    """The places that a side which attacks is told to hold."""
    hints = state.scenario.side(side).hints
    places = (o.hex for o in state.scenario.objectives if o.name in hints.hold)
    return frozenset(places if hints.posture == "attack" else ())


def _to_hold(hints: AiHints) -> frozenset[str]:
    """The formations that are to hold."""
    return frozenset(f for a in hints.axes if a.manner is Manner.HOLD for f in a.formations)


def _wings(state: GameState, side: str) -> frozenset[str]:
    """Units whose formations are to go round the enemy."""
    hints = state.scenario.side(side).hints
    wings = {name for axis in hints.axes if axis.manner is Manner.ENVELOP for name in axis.formations}
    return frozenset(u.id for u in state.side_units(side) if u.spec.formation in wings)


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
    menace = _menace(state, ring.side, {*ring.gap, *(u.hex for u in units)})
    return menace < sum(u.effective * u.spec.type.defence for u in units if u.is_combat)


def _is_army(state: GameState, ring: Noose) -> bool:
    """Whether a group is more than half of its side, kept open by no door that could be held, and stronger than all
    known enemies about what keeps it open."""
    if _doors(state, ring):
        return False
    units = [u for u in (state.units[i] for i in ring.units) if u.is_combat]
    whole = sum(u.steps for u in state.side_units(ring.side) if u.is_combat)
    banks = {h for side in ring.crossings for h in state.scenario.board.hexside_hexes(side) if h >= 0}
    menace = _menace(state, ring.side, banks.union(ring.gap))
    return 2 * sum(u.steps for u in units) > whole and menace < sum(u.effective * u.spec.type.defence for u in units)


def _menace(state: GameState, side: str, hexes: set[int], near: int = NEAR) -> int:
    """The attack of all known enemies near some hexes of a side."""
    board = state.scenario.board
    return sum(
        e.steps * e.spec.type.soft
        for e in state.known_enemies(side)
        if e.is_combat and any(board.distance(e.hex, h) <= near for h in hexes)
    )


def _doors(state: GameState, ring: Noose) -> list[tuple[int, ...]]:
    """What keeps a ring open, as hexes of which one must be held, where two guards at most can hold it."""
    banks = (state.scenario.board.hexside_hexes(side) for side in ring.crossings)
    doors = [*((hex_,) for hex_ in ring.gap), *(tuple(h for h in pair if h >= 0) for pair in banks)]
    return doors if len(doors) <= 2 else []


def _leaving(state: GameState, urgent: Iterable[Noose], posts: dict[str, int]) -> frozenset[str]:
    """Units of groups that are to get out: all but those who hold the door, unless it can be held for long and the
    group is a match for the enemies about it; nobody of a group that is stronger than they are."""
    out: set[str] = set()
    for ring in urgent:
        if _is_stronger(state, ring):
            continue
        units = [state.units[i] for i in ring.units]
        doors = _doors(state, ring)
        keepers = {name for name, hex_ in posts.items() if any(hex_ in door for door in doors)}
        held = {posts[name] for name in keepers if _is_there(state, name, posts[name])}
        if doors and all(not held.isdisjoint(door) for door in doors) and not _outmatched(state, units):
            continue
        inside = {u.id for u in units}
        out.update(inside - keepers or inside)
    return frozenset(out)


def _to_the_last(state: GameState, side: str, closing: dict[int, int]) -> frozenset[str]:
    """Units that stay whatever happens, at the very end, because the enemy is near: where they stand counts for more
    than they do in a ring."""
    if turns_left(state) >= FINISH:
        return frozenset()
    price = max(state.scenario.victory.step, state.scenario.victory.pocketed_step)
    places = zip(state.scenario.objectives, state.holdings, strict=True)
    worth = {o.hex: swing(state, o, h) for o, h in places if h.side == side}
    near = (u for u in state.side_units(side) if u.is_combat and _threatened(closing, u.hex))
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


def _is_there(state: GameState, name: str, hex_: int) -> bool:
    """Whether a unit stands in a hex, or can this turn."""
    unit = state.unit(name)
    return unit is not None and turns_to(state, [unit], picture(state, unit.side), 1).get(hex_, 9) <= 1


def _outmatched(state: GameState, units: list[Unit]) -> bool:
    """Whether the known enemies near a group are half as strong again as it is."""
    menace = _menace(state, units[0].side, {u.hex for u in units})
    return 2 * menace > 3 * sum(u.steps * u.spec.type.defence for u in units if u.is_combat)


# ------------------------------------------------------------------ holding


@dataclass(frozen=True, slots=True)
class GuardedPlace:
    """Hexes of which one must be held, the victory points at stake there, and whether it is held whatever it takes."""

    hexes: tuple[int, ...]
    worth: float = 0.0
    vital: bool = True


def _posts(
    state: GameState,
    side: str,
    doors: list[tuple[int, ...]],
    places: list[GuardedPlace],
    closing: dict[int, int],
    cut: frozenset[str],
    line: frozenset[str],
    last: frozenset[str],
) -> dict[str, int]:
    """A guard for each place that must not be walked into: the unit that stands there, else the nearest free one.

    Doors of rings and last crossings are guarded whatever it takes, others as far as the side can spare steps.
    """
    board = state.scenario.board
    fighters = [u for u in state.side_units(side) if u.is_combat]
    free = [u for u in fighters if (u.effective > 0 or u.id in last) and u.id not in cut]
    # Who stands in a place keeps it, however shaken: a second garrison would only march there to be shot at.
    shaken = {u.hex for u in fighters if u.effective <= 0 and u.entrenchment >= DUG_IN and u.id not in last}
    hints = state.scenario.side(side).hints
    share = GUARDS[hints.posture] if turns_left(state) >= FINISH else max(GUARDS.values())
    budget = sum(u.steps for u in free) * share // 100
    posts: dict[str, int] = {}
    attacks = hints.posture == "attack"
    kept = _kept(state, side)
    wings = _wings(state, side)
    for place in [*(GuardedPlace(door) for door in doors), *places]:
        hexes, vital = place.hexes, place.vital
        if not set(posts.values()).isdisjoint(hexes) or not shaken.isdisjoint(hexes):
            continue
        here = [u for u in free if u.hex in hexes and u.id not in posts]
        near = [
            u
            for u in free
            if u.id not in posts and u.id not in line and may_move(u)
            if board.distance(u.hex, hexes[0]) <= (ASIDE if u.id in wings else ERRAND[hints.posture])
        ]

        def effort(unit: Unit, to: int = hexes[0]) -> tuple[float, int]:
            march = board.distance(unit.hex, to) * 6 / unit.spec.type.mp
            spared = unit.spec.formation in hints.reserves
            return _reluctance(unit, closing) * (0.3 if spared else 1.0) + march, unit.spec.index

        keeper = None
        if hexes[0] in kept and len(hexes) == 1:
            keeper = _keeper(state, side, hexes[0], here, near, line)
        if keeper is not None:
            here = [u for u in here if u is keeper]
        able = [keeper] if keeper is not None else here[:1] or sorted(near, key=effort)
        guard = next(
            (u for u in able if vital or u.steps <= budget or (u.id not in wings and _is_dear(place, u))), None
        )
        if guard is not None:
            posts[guard.id] = guard.hex if here else hexes[0]
            # A defender's garrisons hold what they must hold: that leaves as many for the rest.
            budget -= 0 if vital and not attacks else guard.steps
            beside = _beside(state, place, guard, [u for u in near if u.id not in wings and u.id not in posts])
            posts.update({mate.id: hex_ for mate, hex_ in beside})
    return posts


def _beside(state: GameState, place: GuardedPlace, guard: Unit, free: list[Unit]) -> list[tuple[Unit, int]]:
    """Who comes up beside the guard of a place that he cannot hold alone, and where: the nearest, until together they
    are a match for the enemies about it, as long as it is worth twice so many men."""
    board, hex_ = state.scenario.board, place.hexes[0]
    menace = _menace(state, guard.spec.side, {hex_}, SLIP)
    taken = {u.hex for u in state.units if u.is_combat}
    known = picture(state, guard.spec.side)
    out: list[tuple[Unit, int]] = []
    for unit in sorted(free, key=lambda u: (board.distance(u.hex, hex_), -u.effective, u.spec.index)):
        team = [guard, unit, *(u for u, _ in out)]
        rest = sum(2 * u.effective * u.spec.type.defence for u in team if u is not unit)
        if rest >= menace or place.worth < 2 * PRICE * sum(u.steps for u in team):
            break
        if unit is guard or board.distance(unit.hex, hex_) > unit.spec.type.mp:
            continue
        found = turns_to(state, [unit], known, 1)
        others = taken.union(x for _, x in out)
        seats = [h for h in board.dry[hex_] if h == unit.hex or (h in found and h not in others)]
        if seats:
            out.append((unit, min(seats, key=lambda h: (board.distance(h, unit.hex), h))))
    return out


def _is_dear(place: GuardedPlace, guard: Unit) -> bool:
    """Whether a place is worth a guard, however few the side can spare."""
    return place.worth >= PRICE * guard.steps


def _keeper(
    state: GameState, side: str, hex_: int, here: list[Unit], near: Iterable[Unit], line: frozenset[str]
) -> Unit | None:
    """Whom an attacker leaves in a place that it is told to hold: of those who can be there this turn and are a match
    for the enemies about it the weakest, so that the others go on; but whoever stays in his works there is its garrison
    as long as he is one. If nobody is, the strongest, where he is twice as strong as whoever stands there."""
    menace = _menace(state, side, {hex_})
    if (garrison := next((u for u in here if u.id in line and 2 * _defence(u) >= menace), None)) is not None:
        return garrison
    can = [u for u in {u.id: u for u in (*here, *near)}.values() if _is_there(state, u.id, hex_)]
    able = [u for u in can if 2 * _defence(u) >= menace]
    if able:
        return min(able, key=lambda u: (_defence(u), u.hex != hex_, u.spec.index))
    best = max(can, key=lambda u: (_defence(u), u.hex == hex_, -u.spec.index), default=None)
    return best if best is not None and _defence(best) >= 2 * max(map(_defence, here), default=0) else None


def _defence(unit: Unit) -> int:
    return unit.effective * unit.spec.type.defence


def _reluctance(unit: Unit, closing: dict[int, int]) -> float:
    """How hard a unit is to spare as a guard, in hexes of march: those in works before the enemy are the last."""
    contact = 3.0 if closing.get(unit.hex, 9) <= 1 else 0.0
    return contact + 1.5 * unit.entrenchment + 0.3 * unit.steps


def _places(
    state: GameState, side: str, net: SupplyNet, closing: dict[int, int], ghosts: Mapping[int, Ghost] | None = None
) -> list[GuardedPlace]:
    """Places in danger, the most important first. The crossings that supplies hang on are vital, and what the hints say
    is to be held, to an attacker as soon as an enemy could ride there; other objectives and stores are wanted."""
    vital: list[GuardedPlace] = []
    attacks = state.scenario.side(side).hints.posture == "attack"
    for hexside in last_crossings(state, side, net):
        banks = [h for h in state.scenario.board.hexside_hexes(hexside) if h >= 0]
        # An attack that is going over does not leave a regiment behind for stragglers.
        few = attacks and _menace(state, side, set(banks), ERRAND["attack"]) < RAID
        # At the end nobody starves any more before it is over.
        few = few or (attacks and turns_left(state) < FINISH)
        if any(_threatened(closing, h) for h in banks) and not few:
            # The bank that the enemy comes to first is held: the crossing falls to whoever is alone beside it.
            vital.append(GuardedPlace(tuple(sorted(banks, key=lambda h: (closing.get(h, 9), h)))))
    hold = state.scenario.side(side).hints.hold
    unseen = _unseen(state, side, ghosts or {})
    wanted: list[tuple[float, int]] = []
    stakes: dict[int, float] = {}
    raiders: list[Unit] | None = None
    for objective, holding in zip(state.scenario.objectives, state.holdings, strict=True):
        soon = ALARM if turns_left(state) >= FINISH else min(ALARM, turns_left(state)) + 1
        if holding.side == side and attacks and objective.name in hold:
            raiders = _raiders(state, side, ghosts or {}) if raiders is None else raiders
            if _raided(state, side, objective.hex, raiders):
                vital.append(GuardedPlace((objective.hex,), float(swing(state, objective, holding))))
                continue
        if (
            holding.side == side
            and min(closing.get(objective.hex, soon + 1), _hidden(state, unseen, objective)) <= soon
        ):
            stake = float(swing(state, objective, holding))
            if objective.name in hold:
                # Who would come up beside a defender's garrison has works of his own to hold.
                vital.append(GuardedPlace((objective.hex,), stake if attacks else 0.0))
                continue
            stakes[objective.hex] = stake
            wanted.append((-stake, objective.hex))
    fed: dict[int, int] = {}
    for index, route in net.routes.items():
        fed[route.store] = fed.get(route.store, 0) + state.units[index].steps
    for i, store in enumerate(state.stores):
        # Who is fed at the very end no longer matters.
        if store.side == side and _threatened(closing, store.hex) and fed.get(i) and turns_left(state) >= LAST:
            wanted.append((-min(20.0, fed[i] / 2), store.hex))
    places = dict.fromkeys(hex_ for _, hex_ in sorted(wanted))
    vital.sort(key=lambda place: (place.worth > 0, -place.worth))
    return [*vital, *(GuardedPlace((hex_,), stakes.get(hex_, 0.0), vital=False) for hex_ in places)]


def _unseen(state: GameState, side: str, ghosts: Mapping[int, Ghost]) -> dict[int, int]:
    """Turns until enemies who have gone out of sight could stand in each hex, where that is soon; to a side that sits
    in its works nobody. An attacker's front lets nobody through: they would have to come past all zones of control but
    those of the guards of places."""
    posture = state.scenario.side(side).hints.posture
    if posture == "defend":
        return {}
    gone: dict[int, list[Unit]] = {}
    for unit, ghost in last_seen(state, ghosts):
        gone.setdefault(min(UNWATCHED, state.turn - ghost.turn), []).append(unit)
    enemy = state.scenario.enemy(side)
    if posture == "attack":
        places = {o.hex for o in state.scenario.objectives}
        guards = [replace(u, hex=UNSEEN) for u in state.side_units(side) if u.hex in places]
        known = _shut(picture(state.with_units(guards), enemy))
    else:
        known = picture(state, enemy)
    out: dict[int, int] = {}
    for age, units in gone.items():
        for hex_, turns in turns_to(state, units, known, ALARM + age).items():
            out[hex_] = min(out.get(hex_, 9), max(1, turns - age))
    return out


def _hidden(state: GameState, unseen: Mapping[int, int], objective: Objective) -> int:
    """Turns until enemies out of sight could be in an objective, or beside it, if somebody bars the way."""
    return min(unseen.get(h, ALARM + 1) for h in state.scenario.board.within(objective.hex, 1))


def _raiders(state: GameState, side: str, ghosts: Mapping[int, Ghost]) -> list[Unit]:
    """Enemies who may come to a place in a side's back: those that are known, where they are or were last seen. While
    nobody has been seen at all, riders may come from wherever the enemy is told to stand: from what he holds."""
    enemy = state.scenario.enemy(side)
    about = [u for u in state.known_enemies(side) if u.is_combat]
    about += [unit for unit, _ghost in last_seen(state, ghosts)]
    if about:
        return about
    held = zip(state.scenario.objectives, state.holdings, strict=True)
    places = [o.hex for o, holding in held if holding.side == enemy]
    riders = (u for u in state.units if u.spec.side == enemy and u.is_combat)
    fast = max(riders, key=lambda u: (u.spec.type.mp, -u.spec.index), default=None)
    return [] if fast is None else [replace(fast, hex=hex_) for hex_ in places]


def _raided(state: GameState, side: str, hex_: int, raiders: Iterable[Unit]) -> bool:
    """Whether raiders who are worth a garrison could be near a place in time, past all zones of control of the side: a
    front lets nobody through. Whoever stands in the place keeps them out of it only; he does not leave it again for an
    hour's quiet."""
    board = state.scenario.board
    shut = _shut(picture(state, state.scenario.enemy(side)))
    garrison = any(u.is_combat for u in state.side_units(side) if u.hex == hex_)
    time = min(LINGER if garrison else WATCH, turns_left(state) + 1)
    near = frozenset(board.within(hex_, SLIP))
    able = (u for u in raiders if board.distance(u.hex, hex_) <= time * u.spec.type.mp // 2 + SLIP)
    come = sum(u.steps * u.spec.type.soft for u in able if not near.isdisjoint(turns_to(state, [u], shut, time)))
    own = sum(u.effective * u.spec.type.soft for u in state.side_units(side) if u.is_combat)
    return come * STRAGGLERS >= own and come > 0


def _shut(known: Picture) -> Picture:
    """The same where no zone of control lets anybody in either."""
    return replace(known, enemies=known.enemies | known.zones)


def _threatened(closing: dict[int, int], hex_: int) -> bool:
    return closing.get(hex_, ALARM + 1) <= ALARM


def last_crossings(state: GameState, side: str, net: SupplyNet) -> tuple[int, ...]:
    """River crossings of a side over which supplies go, when it is the last or feeds a third of the steps across; the
    one that feeds most first."""
    carried: dict[int, int] = {}
    for index, route in net.routes.items():
        for hexside in route.crossings:
            if state.scenario.board.kind(hexside) is HexsideKind.RIVER:
                carried[hexside] = carried.get(hexside, 0) + state.units[index].steps
    whole = sum(carried.values())
    rules = state.scenario.rules
    own = [
        h for h in carried if state.crossings[h].owner in ("", side) and crossings.standing(state.crossings[h], rules)
    ]
    own.sort(key=lambda h: (-carried[h], h))
    return tuple(h for h in own if len(own) == 1 or 3 * carried[h] >= whole)


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
        o.hex: (swing(state, o, holding), _menace(state, side, {o.hex}, 1))
        for o, holding in zip(state.scenario.objectives, state.holdings, strict=True)
        if holding.side != side and o.hex not in held | presumed
    }
    taken, wings = set(busy), _wings(state, side)
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
            if hex_ in found and 2 * unit.effective * unit.spec.type.defence >= menace:
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
