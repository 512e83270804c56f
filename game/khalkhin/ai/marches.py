"""Where units go that do not fight this turn: along their axis, into the line, back to rest, out of a pocket."""

from __future__ import annotations

from typing import assert_never

from khalkhin.ai import headquarters, keeping, works
from khalkhin.ai.estimate import staying_power
from khalkhin.ai.plan import DUG_IN, Task
from khalkhin.ai.situation import FAR, Situation, Weights
from khalkhin.ai.thoughts import Marching
from khalkhin.core.model.scenario import Axis
from khalkhin.core.model.state import NOT_ARRIVED
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import may_move, reach
from khalkhin.core.orders.orders import Move

#: MP of troops that go round what holds out.
FAST = 10
#: Missions of those who are to stand before the enemy.
STANDING = frozenset({Task.PIN, Task.SEAL, Task.REDUCE})
#: Turns that troops wait for others of their axis.
SOON = 1
#: Turns within which a night must come for anybody to wait for it.
DUSK = 4
#: Able steps in good works that keep the enemy off the guns beside them.
GUARD = 2
#: So many of the best hexes for a march are looked at once more, for what they do to a ring.
LOOKED_AT = 4


def march(now: Situation, weights: Weights, unit: Unit) -> Move | None:
    """The best move of a unit, or None if it does best where it is."""
    weighed = weighed_march(now, weights, unit)
    return None if weighed is None else Move(unit.spec.id, now.state.scenario.board.place(weighed.to))


def weighed_march(now: Situation, weights: Weights, unit: Unit) -> Marching | None:
    """Where a unit goes, beside where it might have gone; None if it does best where it is."""
    if not may_move(unit) or (unit.fought and not unit.has("exploit")):
        return None
    found = reach(now.state, unit, now.known)
    if not found.cost:
        return None
    if unit.id in now.plan.reserve | now.plan.last or (unit.id in now.plan.cut and sits_tight(now, unit)):
        return None
    if unit.has("hq") and (hex_ := headquarters.flight(now, unit, found.cost)) is not None:
        return None if hex_ == unit.hex else Marching(unit.id, hex_, 1.0, 0.0)
    goal = goal_of(now, unit)
    field = now.field_to(goal, unit.spec.type.mobility) if goal is not None else None
    stay = _score(now, weights, unit, unit.hex, 0, field) + _stay(now, weights, unit) + _rooted(now, weights, unit)
    scores = {hex_: _score(now, weights, unit, hex_, cost, field) for hex_, cost in found.cost.items()}
    best_hex, looked = _best(now, weights, unit, stay, scores)
    if best_hex == unit.hex:
        return None
    others = [(score, hex_) for hex_, score in looked.items() if hex_ != best_hex]
    score, hex_ = max(others, key=lambda o: (o[0], -o[1]), default=(0.0, -1))
    return Marching(unit.spec.id, best_hex, looked[best_hex], stay, hex_, score)


def _best(
    now: Situation, weights: Weights, unit: Unit, stay: float, scores: dict[int, float]
) -> tuple[int, dict[int, float]]:
    """The best hex for a unit: where it stands, or one of the dearest others by their scores, with what a ring gains
    or loses by the march; and the scores of those that were looked at."""
    best, best_hex = stay, unit.hex
    looked: dict[int, float] = {}
    counts = unit.is_combat and unit.id not in now.plan.cut and unit.id not in now.plan.leaving
    for hex_ in sorted(scores, key=lambda h: (-scores[h], h))[:LOOKED_AT]:
        score = scores[hex_]
        if counts:
            score += keeping.gained(now, weights, [(unit.id, hex_)]) - keeping.risked(now, weights, unit.id, hex_)
        looked[hex_] = score
        if score > best + 1e-9:
            best, best_hex = score, hex_
    return best_hex, looked


def _stay(now: Situation, weights: Weights, unit: Unit) -> float:
    """What it takes to make a unit move at all: less in a column on the march, where a hex of room is a hex won; more
    of an attacker's men in the enemy's zone of control, whom he knows by now, and of those whose mission it is to stand
    before him. Who only has him near marches up."""
    if not now.attacking:
        return weights.stay
    if not now.danger.get(unit.hex):
        return weights.stay * 0.5
    stands = unit.hex in now.known.zones or now.plan.operations.task(unit) in STANDING
    return weights.stay * (weights.contact if unit.is_combat and stands else 1.0)


def spent(unit: Unit) -> bool:
    """Whether a unit needs rest: half or more of it is suppressed, or little of it is left."""
    return unit.suppressed * 2 >= unit.steps or unit.effective * 3 <= unit.spec.steps


def sits_tight(now: Situation, unit: Unit) -> bool:
    """Whether a unit stays in its works by day although it is cut off: in the open it would be run down before dark.
    Where no night comes it need not wait for one."""
    if unit.entrenchment < DUG_IN or now.state.night or now.attacking:
        return False
    return any(turn.night for turn in now.state.scenario.calendar[now.state.turn : now.state.turn + DUSK])


def used_up(unit: Unit) -> bool:
    """Whether so little is left of a unit that it does more by staying alive than by fighting on."""
    return unit.is_combat and unit.steps * 2 <= unit.spec.steps and unit.steps <= 2


def goal_of(now: Situation, unit: Unit) -> int | None:
    """The hex a unit works towards: back to supply when cut off or spent, else its axis, an objective, or the front."""
    board = now.state.scenario.board
    if unit.id in now.plan.leaving:
        return _home(now, unit)
    if unit.has("hq") or (unit.has("engineer") and now.attacking and works.site_for(now, unit) is None):
        return headquarters.seat(now, unit)
    if unit.id in now.plan.cut:
        return _to_supply(now, unit)
    plan = now.plan
    for sent in (plan.posts, plan.closers, plan.takers, plan.efforts, plan.pursuers):
        if unit.id in sent:
            return sent[unit.id]
    if unit.has("engineer") and (site := works.site_for(now, unit)) is not None:
        return site
    if not now.attacking and used_up(unit) and (haven := _haven(now, unit)) is not None:
        return haven
    if not unit.is_combat or unit.spec.type.range:
        return _behind(now, unit)
    if not now.attacking:
        return _defenders_goal(now, unit)
    if (hex_ := _mission_goal(now, unit)) is not None:
        return hex_
    if now.targets:
        return min(now.targets, key=lambda h: (board.distance(h, unit.hex) - now.targets[h] / 6, h))
    return min((e.hex for e in now.enemies), key=lambda h: (board.distance(h, unit.hex), h), default=None)


def _mission_goal(now: Situation, unit: Unit) -> int | None:
    """Where the mission of an attacker's formation sends a unit; None if there is nothing more for it to do."""
    mission = now.plan.operations.of(unit)
    match mission.task:
        case Task.REDUCE:
            distance = now.state.scenario.board.distance
            return min(mission.hexes, key=lambda h: (distance(h, unit.hex), h))
        case Task.SEAL:
            # Who is not there yet does not leave the way for the straight one, which leads through the enemy.
            hex_ = _round(now, unit, _way(now, unit))
            return mission.hexes[0] if hex_ is None else hex_
        case Task.ENVELOP:
            hex_ = _round(now, unit, mission.hexes)
            return hex_ if hex_ is not None else _along(now, unit)
        case Task.PIN | Task.ADVANCE | Task.RESERVE | Task.HOLD | Task.RELIEVE:
            return _along(now, unit)
        case unknown:
            assert_never(unknown)


def _along(now: Situation, unit: Unit) -> int | None:
    """The next hex of the way of a unit's formation."""
    return _waypoint(now, unit, _way(now, unit))


def _way(now: Situation, unit: Unit) -> tuple[int, ...]:
    """The way of a unit's formation; empty if it has none."""
    axis = now.hints.axis_of(unit.spec.formation)
    return () if axis is None else axis.hexes


def _to_supply(now: Situation, unit: Unit) -> int | None:
    """The nearest place with supplies; a source if there is none, or if they should be here and are not."""
    board = now.state.scenario.board
    if not now.net.cost or unit.hex in now.net.cost:
        return _home(now, unit)
    return min(now.net.cost, key=lambda h: (board.distance(h, unit.hex), now.net.cost[h], h))


def _home(now: Situation, unit: Unit) -> int | None:
    """The supply source of its side that a unit can march to most cheaply."""
    own = [s.hex for s in now.state.scenario.sources if s.side == now.side]
    return min(own, key=lambda h: (now.field_to(h, unit.spec.type.mobility)[unit.hex], h), default=None)


def _haven(now: Situation, unit: Unit) -> int | None:
    """The nearest own store that no known enemy can come to soon."""
    board = now.state.scenario.board
    stores = {s.hex for s in now.state.stores if s.side == now.side and s.hex not in now.plan.closing}
    return min(stores, key=lambda h: (board.distance(h, unit.hex), h), default=None)


def _waypoint(now: Situation, unit: Unit, way: tuple[int, ...]) -> int | None:
    """The next hex of an axis for a unit: one it has not passed, or an enemy objective not yet well surrounded."""
    board = now.state.scenario.board
    for i, hex_ in enumerate(way):
        if hex_ in now.barred or _passed(now, unit, hex_, way[i + 1 :]):
            continue
        if hex_ in now.targets:
            around = [u for u in now.own if u.is_combat and u is not unit and board.distance(u.hex, hex_) <= 1]
            # Fast troops leave a hill that others invest and go on past it.
            if len(around) < (1 if unit.spec.type.mp >= FAST and i + 1 < len(way) else 3):
                return hex_
        elif board.distance(unit.hex, hex_) > _room(now, unit, hex_) or i + 1 == len(way):
            return hex_
    return None


def _room(now: Situation, unit: Unit, hex_: int) -> int:
    """How near to a hex of its way a unit must come to have been there: where another stands, not so near."""
    return 2 if any(u.hex == hex_ and u.is_combat and u is not unit for u in now.own) else 1


def _round(now: Situation, unit: Unit, way: tuple[int, ...]) -> int | None:
    """The next hex of a way round the enemy that a unit has neither reached nor passed. A store that nobody is seen to
    guard is reached only when it is taken: a wing lives on it."""
    board = now.state.scenario.board
    for i, hex_ in enumerate(way):
        near = board.distance(unit.hex, hex_) <= 1
        if hex_ in now.barred or (near and hex_ not in now.spoils) or _is_behind(now, unit, hex_, way[i + 1 :]):
            continue
        return hex_
    return None


def _passed(now: Situation, unit: Unit, hex_: int, rest: tuple[int, ...]) -> bool:
    """Whether a unit may leave a hex of its way aside, since it has it behind it. Those on foot pass no enemy objective
    by."""
    if hex_ in now.targets and unit.spec.type.mp < FAST:
        return False
    return _is_behind(now, unit, hex_, rest)


def _is_behind(now: Situation, unit: Unit, hex_: int, rest: tuple[int, ...]) -> bool:
    """Whether a unit has a hex of its way behind it."""
    to = now.field_to(hex_, unit.spec.type.mobility)[unit.hex]
    fields = (now.field_to(later, unit.spec.type.mobility) for later in rest)
    # Who has it behind him would come to the later hex by way of it only by going back as far as he has come.
    return any(5 * (to + field[hex_] - field[unit.hex]) > 6 * to for field in fields)


def _behind(now: Situation, unit: Unit) -> int | None:
    """Guns and engineers keep up with their formation; those of an attacker whose own has no enemy before it, with the
    nearest unit that has."""
    board = now.state.scenario.board
    line = [u for u in now.own if u.is_combat and u is not unit]
    mates = [u for u in line if u.spec.formation == unit.spec.formation] or line
    if not mates:
        return None
    front = max(mates, key=lambda u: (now.danger.get(u.hex, 0.0), -u.spec.index))
    if not now.danger.get(front.hex):
        front = min(mates, key=lambda u: (_front_distance(now, u.hex), u.spec.index))
        engaged = [u for u in line if now.danger.get(u.hex)] if now.attacking else []
        front = min(engaged, key=lambda u: (board.distance(u.hex, unit.hex), u.spec.index), default=front)
    if board.distance(unit.hex, front.hex) <= max(1, unit.spec.type.range - 2) and unit.spec.type.range:
        return unit.hex
    return front.hex


def _front_distance(now: Situation, hex_: int) -> int:
    board = now.state.scenario.board
    places = [e.hex for e in now.enemies] or list(now.targets)
    return min((board.distance(hex_, p) for p in places), default=0)


def _defenders_goal(now: Situation, unit: Unit) -> int | None:
    """A defender goes where the enemy is strongest against a thinly held objective; relief follows its axis
    first, until there is nobody at the end of it."""
    board = now.state.scenario.board
    axis = now.hints.axis_of(unit.spec.formation)
    if axis is not None and axis.hexes and (_awaited(now, axis) or _too_late(now, axis)):
        return axis.hexes[0]
    if axis is not None and (hex_ := _waypoint(now, unit, axis.hexes)) is not None:
        done = hex_ == axis.hexes[-1] and hex_ not in now.targets and not now.danger.get(hex_)
        if not done or board.distance(unit.hex, hex_) > 1:
            return hex_
    wanted = {**now.held, **{h: w * 0.6 for h, w in now.targets.items()}}
    if not wanted:
        return None

    def need(hex_: int) -> float:
        guards = sum(u.steps for u in now.own if u.is_combat and u is not unit and board.distance(u.hex, hex_) <= 1)
        return wanted[hex_] * (1 + now.danger.get(hex_, 0.0) / 20) / (1 + guards) - 0.8 * board.distance(unit.hex, hex_)

    return max(wanted, key=lambda h: (need(h), -h))


def _awaited(now: Situation, axis: Axis) -> bool:
    """Whether more troops of an axis are due next turn: a relief takes them along, but no day is lost for it."""
    return any(
        u.hex == NOT_ARRIVED
        and u.side == now.side
        and u.spec.formation in axis.formations
        and u.spec.arrives is not None
        and u.spec.arrives <= now.state.turn + SOON
        for u in now.state.units
    )


def _too_late(now: Situation, axis: Axis) -> bool:
    """Whether hardly anybody is left whom a defender's relief could help: then it holds where it assembles."""
    others = sum(u.steps for u in now.own if u.is_combat and u.spec.formation not in axis.formations)
    return 2 * others < sum(u.steps for u in now.own if u.is_combat)


def _rooted(now: Situation, weights: Weights, unit: Unit) -> float:
    """What a unit gives up by leaving: its trenches, above all where the enemy is near; a post; work in hand."""
    if unit.id in now.plan.leaving or unit.id in now.plan.cut:
        return 0.0
    if now.plan.posts.get(unit.id) == unit.hex:
        return weights.post
    if unit.id in now.plan.posts:
        return 0.0
    if unit.job is not None:
        return 6.0
    if unit.id in now.plan.line:
        return weights.line
    if not unit.is_combat or (spent(unit) and unit.entrenchment < 2):
        return 0.0
    if now.attacking:
        return unit.entrenchment * (0.6 if now.danger.get(unit.hex, 0.0) else 0.2)
    return unit.entrenchment * weights.dig * (1.0 if _front_distance(now, unit.hex) <= 6 else 0.2)


def _score(now: Situation, weights: Weights, unit: Unit, hex_: int, cost: int, field: list[int] | None) -> float:
    state = now.state
    board = state.scenario.board
    score = 0.0
    if field is not None:
        here = min(field[unit.hex], 200)
        plan = now.plan
        called = any(
            unit.id in who for who in (plan.leaving, plan.cut, plan.posts, plan.takers, plan.efforts, plan.pursuers)
        )
        urge = 2.0 if called else 1.0
        score += weights.progress * urge * max(-12, min(24, here - min(field[hex_], 200)))
    danger = now.danger.get(hex_, 0.0)
    supplied = any(n in now.net.cost and n not in now.shadowed for n in (hex_, *board.neighbours[hex_]))
    if not supplied and unit.id not in now.plan.leaving:
        bold = now.plan.operations.task(unit) in (Task.ENVELOP, Task.SEAL) or unit.id in now.plan.pursuers
        score -= weights.supply * (0.5 if unit.unsupplied or bold or hex_ in now.plan.ring else 1.0)
    if now.plan.posts.get(unit.id) == hex_:
        score += weights.errand
    ground = board.terrain[hex_]
    in_zone = hex_ in now.known.zones
    if not unit.is_combat or unit.spec.type.range or unit.has("hq"):
        if unit.has("engineer"):
            # Where there is work for them they are wanted, however near the enemy is.
            score += weights.site * (field is not None and field[hex_] == 0)
        elif works.in_the_way(now, hex_):
            score -= weights.site
        return score + _rear_score(now, weights, unit, hex_, danger, in_zone) - 0.02 * cost
    strength = max(1.0, staying_power(unit))
    risk = max(0.0, danger * (0.6 if now.attacking else 0.8) - strength * (1 + 0.25 * ground.shift)) / strength
    score -= weights.danger * min(6.0, risk) * (2.5 if spent(unit) else 1.0)
    if spent(unit) and in_zone and hex_ not in now.held:
        score -= 5.0
    if danger:
        score += weights.defence * ground.shift
    if unit.has("fragile") and in_zone:
        score -= 3.0
    relieved = hex_ == unit.hex and _is_relieved(now, unit)
    worth = None if relieved or unit.id in now.plan.leaving else now.held.get(hex_)
    score -= weights.hold * relieved
    if now.attacking:
        # Who is to guard a place has it as a post.
        worth = worth if danger and now.plan.closing.get(hex_, 9) <= 1 else None
    if worth is not None and (danger or _front_distance(now, hex_) <= 5):
        score += weights.hold * min(2.0, worth / 12)
    prize = None if hex_ in now.presumed else now.targets.get(hex_)
    if prize is not None:
        score += weights.hold * min(2.5, prize / 10)
    elif now.attacking and hex_ in now.spoils - now.presumed:
        score += weights.hold
    score += _lure(now, weights, unit, hex_, supplied)
    # An attacker's guard of a crossing has it as a post; the others are to go over it.
    if danger and not now.attacking and _beside_own_crossing(now, hex_):
        score += weights.guard
    return score - 0.02 * cost


def _beside_own_crossing(now: Situation, hex_: int) -> bool:
    links = (now.state.crossings.get(side) for side in now.state.scenario.board.sides[hex_])
    return any(link is not None and link.owner == now.side for link in links)


def _lure(now: Situation, weights: Weights, unit: Unit, hex_: int, supplied: bool) -> float:
    """What a hex is worth because the enemy's supplies pass it or a ring closes there: little to a defender's men, who
    would be alone among the enemy."""
    reached = [hex_, *(n for n in now.state.scenario.board.neighbours[hex_] if n >= 0)]
    cut = min(5.0, weights.cut * max((now.cut.get(h, 0.0) for h in reached), default=0.0)) if supplied else 0.0
    ring = 0.0
    if not (spent(unit) or unit.id in now.plan.leaving) and now.plan.operations.encircles(unit):
        ring = now.plan.ring.get(hex_, 0.0) * (1.0 if supplied else 0.6)
    bold = now.hints.posture != "defend" or now.plan.operations.task(unit) is Task.RELIEVE
    return (cut + ring) * (1.0 if bold else weights.raid)


def _rear_score(now: Situation, weights: Weights, unit: Unit, hex_: int, danger: float, in_zone: bool) -> float:
    """Guns want the enemy in range and a fighting unit before them or with them, those of a defender a safe way home or
    company that can keep the enemy off; staffs a seat out of the enemy's reach."""
    if unit.has("hq"):
        return headquarters.risk(now, hex_)
    escort = hex_ in now.known.combat
    front = _front_distance(now, hex_)
    score = -weights.danger * danger * (0.25 if escort else 1.0) - (0 if escort else 4.0 * in_zone)
    if not now.attacking and hex_ not in now.plan.rear and not _is_kept(now, hex_):
        score -= headquarters.EXPOSED
    if not escort:
        # Alone within a march of the enemy is no place for guns and staffs, however quiet it is now.
        score -= weights.alone * max(0, 3 - now.plan.closing.get(hex_, 3))
    if unit.spec.type.range:
        score += 2.0 * (front <= unit.spec.type.range) + (
            (1.5 if now.attacking else weights.battery) if hex_ == unit.hex and front <= unit.spec.type.range else 0
        )
    return score - (0 if escort else 3.0 * max(0, 2 - front))


def _is_kept(now: Situation, hex_: int) -> bool:
    """Whether men stand in a hex, in good works or a match for who may come, with whom guns can stay in a ring."""
    return now.shielded(hex_) or any(
        u.hex == hex_ and u.is_combat and u.entrenchment >= DUG_IN and u.effective >= GUARD for u in now.own
    )


def order_of_march(now: Situation) -> list[Unit]:
    """Units in the order they are moved: engineers, who are to find room at their work, then the heads of
    columns, so that there is room behind them; then who relieves the guard of a place, guns and staffs last."""
    return sorted(
        (u for u in now.own if may_move(u)),
        key=lambda u: (_rank(u), _relieves(now, u), _march_key(now, u), u.spec.index),
    )


def _relieves(now: Situation, unit: Unit) -> bool:
    """Whether another unit stands in the place that a unit is to guard, and must have left it first."""
    post = now.plan.posts.get(unit.id, unit.hex)
    return post != unit.hex and any(u.hex == post and u.is_combat for u in now.own)


def _is_relieved(now: Situation, unit: Unit) -> bool:
    """Whether another unit stands ready beside the place where a unit is, to keep it instead."""
    guards = (now.state.unit(name) for name, hex_ in now.plan.posts.items() if hex_ == unit.hex and name != unit.id)
    return any(u is not None and may_move(u) and u.hex in now.state.scenario.board.dry[unit.hex] for u in guards)


def _rank(unit: Unit) -> int:
    return 0 if unit.has("engineer") else 1 if unit.is_combat else 2


def _march_key(now: Situation, unit: Unit) -> int:
    """MP that a unit still has before it: to the end of its axis while it marches along that, else to its goal."""
    goal = goal_of(now, unit) if unit.is_combat else None
    if goal is None:
        return _front_distance(now, unit.hex)
    axis = now.hints.axis_of(unit.spec.formation) if now.attacking else None
    if axis is not None and goal in axis.hexes:
        goal = axis.hexes[-1]
    return min(FAR, now.field_to(goal, unit.spec.type.mobility)[unit.hex])
