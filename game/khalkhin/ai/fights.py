"""Planning assaults: who could get next to a target this turn, what that would be worth, and with which guns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from khalkhin.ai import keeping
from khalkhin.ai.appreciation import homeward
from khalkhin.ai.estimate import FINISH, turns_left
from khalkhin.ai.marches import FAST, goal_of, sits_tight
from khalkhin.ai.plan import DUG_IN, Task
from khalkhin.ai.situation import FAR, Situation, Weights
from khalkhin.core.combat.ammunition import afford
from khalkhin.core.combat.combat import Forecast, assess, barred, can_assault, fighters, gun_barred
from khalkhin.core.combat.strength import power
from khalkhin.core.command.command import set_piece_barred
from khalkhin.core.model.state import GameState, SortiesLeft
from khalkhin.core.model.units import UNSUPPLIED, Unit
from khalkhin.core.movement.movement import Reach, is_swim, may_move, reach
from khalkhin.core.orders.combat import assault_forecast, spared
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Assault, Move

MAX_GUNS = 4
#: What a place in the back of the enemy counts beside others to attack from.
OPPOSITE = 0.8
#: Chance that the enemy gives way, for which those cut off try to break out at any price.
HOPE = 0.15
#: Hexes from a reserve within which enemies are its business.
NEAR = 2
#: Hexes by which a fight may lengthen the way of a wing.
ASIDE = 1
#: Enemy steps whose supplies pass a hex, for a wing to fight for it.
FED = 5
#: So many of the best plans are looked at once more, for what they do to a ring.
LOOKED_AT = 4


@dataclass(frozen=True, slots=True)
class Breadth:
    """How much the staff looks at: so many targets a time (the strongest), attackers in a team at most, and plans of
    which each is weighed together with the best that the others could still do after it."""

    targets: int = 1000
    team: int = 5
    plans: int = 1


@dataclass(frozen=True, slots=True)
class AssaultPlan:
    """An assault with the moves that prepare it, its value in victory points, and its column of the odds ladder."""

    target: int
    moves: tuple[Move, ...]
    assault: Assault
    value: float
    column: int = 0


class Excuse(Enum):
    """Why a unit has no part in an assault on a hex, beside what the rules refuse."""

    SPENT = "spent"  # it cannot assault, or has fought, or is suppressed, or is used elsewhere
    LEAVING = "leaving"  # it is on its way out of a ring
    RESERVE = "reserve"  # it is in reserve and the enemy is not near
    PASSES_BY = "passes-by"  # its wing goes round the enemy
    POSTED = "posted"  # it keeps its place
    FAR = "far"  # it cannot come next to the hex this turn


Spots = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Assaults as they were weighed: those worth their risk, the one that is chosen first, and those that are not, with
    what they would have had to be worth."""

    plans: tuple[AssaultPlan, ...]
    short: tuple[tuple[AssaultPlan, float], ...] = ()

    @property
    def best(self) -> AssaultPlan | None:
        return self.plans[0] if self.plans else None


def reaches(now: Situation) -> dict[str, Reach]:
    """Where each unit that could fight can go."""
    return {
        u.spec.id: reach(now.state, u, now.known) for u in now.own if can_assault(u) and not u.fought and may_move(u)
    }


def best_plan(
    now: Situation, weights: Weights, skip: set[int], found: dict[str, Reach], breadth: Breadth
) -> AssaultPlan | None:
    """The most valuable assault within reach, or None if none is worth its risk."""
    return ranked(now, weights, skip, found, breadth).best


def ranked(now: Situation, weights: Weights, skip: set[int], found: dict[str, Reach], breadth: Breadth) -> Ranking:
    """Assaults within reach as they are weighed, the most valuable first."""
    weighed = _plans(now, weights, skip, found, breadth, frozenset())
    plans = weighed.plans
    if breadth.plans == 1 or len(plans) < 2:
        return weighed

    def with_next(plan: AssaultPlan) -> float:
        used = frozenset((*plan.assault.attackers, *plan.assault.guns))
        after = _plans(now, weights, skip | {plan.target}, found, breadth, used).best
        return plan.value + (after.value if after else 0.0)

    first = max(plans[: breadth.plans], key=lambda p: (with_next(p), -p.target))
    return replace(weighed, plans=(first, *(p for p in plans if p is not first)))


def _plans(
    now: Situation,
    weights: Weights,
    skip: set[int],
    found: dict[str, Reach],
    breadth: Breadth,
    used: frozenset[str],
) -> Ranking:
    """The best plan for each target without the units that are used, the most valuable first."""
    hexes = sorted({e.hex for e in now.enemies} - skip, key=lambda h: (-now.danger.get(h, 0.0), h))
    made = (tried(now, weights, target, found, breadth, used) for target in hexes[: breadth.targets])
    plans = [plan for plan in made if plan is not None]
    wanted = {p.target: margin(now, weights, p) for p in plans}
    worth_it = sorted((p for p in plans if p.value >= wanted[p.target]), key=_by_value)
    kept = [_kept(now, weights, p) for p in worth_it[:LOOKED_AT]]
    short = [p for p in (*plans, *kept) if p.value < wanted[p.target]]
    short.sort(key=lambda p: (wanted[p.target] - p.value, p.target))
    return Ranking(
        tuple(sorted((p for p in kept if p.value >= wanted[p.target]), key=_by_value)),
        tuple((p, wanted[p.target]) for p in short),
    )


def _by_value(plan: AssaultPlan) -> tuple[float, int]:
    return -plan.value, plan.target


def _kept(now: Situation, weights: Weights, plan: AssaultPlan) -> AssaultPlan:
    """A plan with what its marches and its advance do to a ring."""
    board = now.state.scenario.board
    moves = [(m.unit, hex_) for m in plan.moves if (hex_ := board.index(*m.to)) is not None]
    value = plan.value + keeping.gained(now, weights, moves)
    if plan.assault.advance:
        after = keeping.gained(now, weights, [*moves, (plan.assault.attackers[0], plan.target)])
        if plan.value + after < value:
            return replace(plan, value=value, assault=replace(plan.assault, advance=False))
    return replace(plan, value=value)


def tried(
    now: Situation, weights: Weights, target: int, found: dict[str, Reach], breadth: Breadth, used: frozenset[str]
) -> AssaultPlan | None:
    """The best assault on a hex, whether or not it is worth its risk; None if there is none."""
    state = now.state
    enemies = fighters(state, now.side, target)
    if not enemies:
        return None
    options: list[tuple[float, Unit, Spots]] = []
    for unit in now.own:
        spots = spots_for(now, unit, target, enemies, found, used)
        if not isinstance(spots, Excuse):
            options.append((power(unit) * max(unit.spec.type.soft, unit.spec.type.hard), unit, spots))
    options.sort(key=lambda o: (not o[1].is_combat, -o[0], o[1].spec.index))
    if not options or not options[0][1].is_combat:
        return None
    guns = [u for u in now.own if u.spec.type.range and u.id not in used and not gun_barred(state, u, target)]
    guns.sort(key=lambda u: (u.spec.type.range, u.spec.index))
    return _build(now, weights, target, enemies, options, list(afford(state, guns))[:MAX_GUNS], breadth.team)


def spots_for(
    now: Situation, unit: Unit, target: int, enemies: Sequence[Unit], found: dict[str, Reach], used: frozenset[str]
) -> Spots | Excuse:
    """From where a unit could assault a hex this turn, as (1 and the MP to get there, or 0 where it stands; hex), the
    nearest first; or why it has no part in that."""
    state, board = now.state, now.state.scenario.board
    if not can_assault(unit) or unit.fought or unit.effective <= 0 or unit.id in used:
        return Excuse.SPENT
    if unit.id in now.plan.leaving and not homeward(state, unit, target):
        return Excuse.LEAVING
    if unit.id in now.plan.reserve and board.distance(unit.hex, target) > NEAR:
        return Excuse.RESERVE
    if _turns_aside(now, unit, target, enemies):
        return Excuse.PASSES_BY
    if unit.id in now.plan.takers and turns_left(state) < FINISH and may_move(unit):
        # What is held at the end is what counts: it walks in first, and fights from there.
        return Excuse.POSTED
    if now.hints.posture != "defend" and now.plan.posts.get(unit.id, unit.hex) != unit.hex and may_move(unit):
        # Somebody is to guard a place and is not there yet.
        return Excuse.POSTED
    spots: Spots = []
    if board.direction(unit.hex, target) is not None and not barred(state, unit, target):
        spots.append((0, unit.hex))
    elif unit.is_combat and (unit.id in now.plan.last or unit.hex in now.held or _on_guard(now, unit)):
        return Excuse.POSTED
    busy = _busy(now, unit)
    if unit.spec.id in found and unit.supply_state < UNSUPPLIED and not busy:
        need, ways = state.scenario.rules.combat.assault_mp, found[unit.spec.id].cost
        for n in board.neighbours[target]:
            cost = ways.get(n)
            if cost is not None and unit.mp - cost >= need:
                spots.append((cost + 1, n))
    if spots:
        return sorted(spots)
    return Excuse.POSTED if busy else Excuse.FAR


def _busy(now: Situation, unit: Unit) -> bool:
    """A defender in good works next to the enemy does not leave them to attack elsewhere; nor does an attacker who is
    to hold."""
    if now.attacking:
        return unit.id in now.plan.line
    return unit.entrenchment >= 2 and now.danger.get(unit.hex, 0) > 0


def _build(
    now: Situation,
    weights: Weights,
    target: int,
    enemies: Sequence[Unit],
    options: list[tuple[float, Unit, Spots]],
    guns: list[Unit],
    most: int,
) -> AssaultPlan | None:
    """Add attackers one by one, strongest first and from different sides, as long as that helps."""
    state = now.state
    board = state.scenario.board
    team: list[Unit] = []
    moves: list[Move] = []
    taken: set[tuple[int, bool]] = set()
    best: AssaultPlan | None = None
    for _, unit, spots in options:
        if len(team) >= most:
            break
        spot = _spot(now, state, unit, spots, taken, target)
        if spot is None:
            continue
        there, cost = spot
        placed = unit if there == unit.hex else replace(unit, hex=there, moved=True, mp=unit.mp - cost, entrenchment=0)
        trial = state if there == unit.hex else state.with_unit(placed)
        if barred(trial, placed, target):
            continue
        state = trial
        team.append(placed)
        taken.add((there, unit.is_combat))
        if there != unit.hex:
            moves.append(Move(unit.spec.id, board.place(there)))
        plan = _valued(now, state, weights, target, enemies, team, moves, guns)
        if best is None or plan.value > best.value:
            best = plan
    return best


def margin(now: Situation, weights: Weights, plan: AssaultPlan) -> float:
    """What a plan must be worth: less by night for those trained for it, next to nothing to get out of a ring, much for
    men out of the line, whom nobody replaces; of a defender more where each man who gets home counts."""
    lead = now.state.unit(plan.assault.attackers[0])
    if (
        lead is not None
        and lead.id in now.plan.cut
        and homeward(now.state, lead, plan.target)
        and not sits_tight(now, lead)
    ):
        return weights.breakout_margin
    spare = 0.0 if now.attacking else weights.saved * now.state.scenario.side(now.side).saved_step
    men = (now.state.unit(name) for name in plan.assault.attackers)
    if any(unit is not None and (unit.id in now.plan.line or _on_guard(now, unit)) for unit in men):
        return weights.line_margin + spare
    if now.attacking:
        pins = lead is not None and now.plan.operations.task(lead) is Task.PIN
        return weights.pin_margin if pins else weights.attack_margin
    if lead is not None and now.plan.operations.task(lead) is Task.RELIEVE:
        return weights.attack_margin
    if now.state.night and lead is not None and lead.has("close-assault"):
        return weights.night_margin + spare
    return weights.defend_margin + spare


def _on_guard(now: Situation, unit: Unit) -> bool:
    """Whether a unit stands in the place that it is to guard: there it digs in sooner than that it goes out."""
    return now.plan.posts.get(unit.id) == unit.hex


def _turns_aside(now: Situation, unit: Unit, target: int, enemies: Sequence[Unit]) -> bool:
    """Whether an assault would keep a wing from its way round the enemy. Guns and staffs in reach are worth it; so are
    his places to its men on foot, who fall behind anyway, and whoever stands in the way of his supplies without works:
    to cut that is what the wing is sent for."""
    mission = now.plan.operations.of(unit)
    if mission.task is not Task.ENVELOP or not any(e.is_combat for e in enemies) or target in mission.hexes[-1:]:
        return False
    if unit.spec.type.mp < FAST and target in now.targets:
        return False
    if now.cut.get(target, 0.0) >= FED and all(e.entrenchment < DUG_IN for e in enemies):
        return False
    # Engineers are wanted for the way itself.
    return not unit.is_combat or not _is_ahead(now, unit, target)


def _is_ahead(now: Situation, unit: Unit, target: int) -> bool:
    """Whether a hex lies between a unit and where it goes."""
    goal = goal_of(now, unit)
    distance = now.state.scenario.board.distance
    if goal is None:
        return True
    return distance(unit.hex, target) + distance(target, goal) <= distance(unit.hex, goal) + ASIDE


def _spot(
    now: Situation,
    state: GameState,
    unit: Unit,
    spots: Spots,
    taken: set[tuple[int, bool]],
    target: int,
) -> tuple[int, int] | None:
    board = state.scenario.board
    # Opposite to somebody who attacks already: that flanks the enemy.
    behind = {(d + 3) % 6 for hex_, combat in taken if combat and (d := board.direction(target, hex_)) is not None}

    def score(spot: tuple[int, int]) -> tuple[float, int]:
        cost, hex_ = spot
        swim = is_swim(state, unit, hex_, target)
        shift = board.terrain[hex_].shift
        return (
            3.0 * swim
            - OPPOSITE * (board.direction(target, hex_) in behind)
            + 0.1 * cost
            - 0.3 * shift
            + 0.02 * now.danger.get(hex_, 0)
            + (hex_ not in now.net.cost),
            hex_,
        )

    for cost, hex_ in sorted(spots, key=score):
        if hex_ == unit.hex or (hex_, unit.is_combat) not in taken:
            return hex_, max(0, cost - 1)
    return None


def _valued(
    now: Situation,
    state: GameState,
    weights: Weights,
    target: int,
    enemies: Sequence[Unit],
    team: list[Unit],
    moves: list[Move],
    guns: list[Unit],
) -> AssaultPlan:
    place = state.scenario.board.place(target)
    use = list(guns)
    odds = assess(state, team, use, enemies, target)
    while use:
        fewer = assess(state, team, use[:-1], enemies, target)
        if fewer.column < odds.column:
            break
        use.pop()
        odds = fewer
    column = odds.column
    worth = value(now, weights, odds, team, enemies, target) - 0.12 * len(use) - 0.03 * len(moves)
    if use and set_piece_barred(now.state, team, use) is None:
        odds = assess(state, team, use, enemies, target, set_piece=True)
        cost = weights.hq_point * state.scenario.rules.command.set_piece + 0.12 * len(use)
        worth = max(worth, value(now, weights, odds, team, enemies, target) - cost)
    lead = team[0]
    order = Assault(
        place, tuple(u.spec.id for u in team), tuple(u.spec.id for u in use), _may_advance(now, lead, target)
    )
    return AssaultPlan(target, tuple(moves), order, worth, column)


def _may_advance(now: Situation, lead: Unit, target: int) -> bool:
    """Nobody gives up an objective or a fort to follow a beaten enemy, unless to a better place."""
    if now.plan.posts.get(lead.id) == lead.hex and target not in now.targets:
        return False
    if lead.hex in now.held:
        return now.targets.get(target, 0.0) > now.held[lead.hex]
    free = now.attacking and lead.id not in now.plan.line
    return free or lead.entrenchment < 2 - now.attacking or target in now.targets


def value(
    now: Situation, weights: Weights, odds: Forecast, team: Sequence[Unit], enemies: Sequence[Unit], target: int
) -> float:
    """What an assault may bring, less what it may cost, over its exact distribution."""
    steps = sum(u.steps for u in enemies)
    # What is taken at the very end stays taken.
    late = turns_left(now.state) <= 1
    place = now.targets.get(target, 0.0) * (1.0 if late else weights.objective)
    if _closes(now, team, target):
        place += weights.seal
    # Who wears a garrison down has a part of its place: the next assault finds fewer men in it.
    wear = weights.wear * place if now.attacking and not late else 0.0
    prize = place + weights.ground + weights.trench * max((u.entrenchment for u in enemies), default=0)
    cut = min(6.0, weights.cut * now.cut.get(target, 0.0))
    breakout = 3.0 if any(u.id in now.plan.cut and homeward(now.state, u, target) for u in team) else 0.0
    prize += 0.5 * now.plan.ring.get(target, 0.0) + _relief(now, weights, target)
    bold = now.attacking or any(now.plan.operations.task(u) is Task.RELIEVE for u in team)
    own_step = weights.own_step * (1.0 if bold else weights.scarce)
    step = weights.step * _caught(now, weights, enemies)
    total = 0.0
    for chance in odds.chances:
        o = chance.outcome
        lost = min(o.defender_loss, steps)
        gain = step * lost + weights.suppressed * min(o.defender_suppressed, steps - lost)
        if o.retreat:
            ways = odds.retreats[o.retreat]
            killed = sum(min(u.steps, w.losses) for u, w in zip(enemies, ways, strict=True))
            gain += step * weights.kill_bonus * max(0, min(steps - lost, killed)) + prize + cut + breakout
        elif lost >= steps:
            gain += prize + cut + breakout
        else:
            gain += wear * lost / steps
        gain -= own_step * o.attacker_loss + weights.suppressed * o.attacker_suppressed
        total += gain * chance.ways
    return total / 36


def _closes(now: Situation, team: Sequence[Unit], target: int) -> bool:
    """Whether a hex is where a wing among some units is to close the ring."""
    missions = (now.plan.operations.of(u) for u in team)
    return any(m.task in (Task.ENVELOP, Task.SEAL) and m.hexes[-1:] == (target,) for m in missions)


def _caught(now: Situation, weights: Weights, enemies: Sequence[Unit]) -> float:
    """How much dearer a step of enemies is who are without supplies, in a battle that pays for it: to an attacker not
    all that it pays, since he may still have it later; to others all, since they see the enemy fed again. Beaten men
    who are fed are dearer by what they bring if they get home."""
    if not any(e.unsupplied for e in enemies):
        gets_away = any(e.hex in now.plan.quarry and e.spec.arrives is None for e in enemies)
        return 1.0 + gets_away * now.state.scenario.side(now.state.scenario.enemy(now.side)).saved_step
    pays = max(1.0, now.state.scenario.victory.pocketed_step)
    return min(weights.caught, pays) if now.attacking else pays


def _relief(now: Situation, weights: Weights, target: int) -> float:
    """What it is worth to drive off those who stand before a place that is held and not strongly; to a side that sits
    in its works nothing."""
    if now.hints.posture == "defend":
        return 0.0
    near = (h for h in now.state.scenario.board.neighbours[target] if h in now.held and not now.shielded(h))
    return weights.relief * max((now.held[h] for h in near), default=0.0)


def supported(now: Situation, weights: Weights, order: Assault) -> Assault:
    """An assault with the bombers and the staff work that are worth more to it than what they cost, and without the
    guns that then add nothing any more."""
    state = now.state
    target = state.scenario.board.index(*order.target)
    assert target is not None
    team = [u for u in map(state.unit, order.attackers) if u is not None]
    enemies = fighters(state, now.side, target)
    left = state.sorties.get(now.side, SortiesLeft()).bombers
    best, most = order, -float(FAR)
    for sorties in range(left + 1):
        for prepared in (False, True):
            other = replace(order, sorties=sorties, set_piece=prepared)
            if (sorties or prepared) and why_illegal(state, other) is not None:
                continue
            cost = weights.sortie * sorties + weights.hq_point * prepared * state.scenario.rules.command.set_piece
            worth = value(now, weights, assault_forecast(state, other), team, enemies, target) - cost
            if worth > most + 1e-9:
                best, most = other, worth
    return spared(state, best)


def break_out(now: Situation, weights: Weights) -> Assault | None:
    """For those cut off that could not march out: the best assault towards their supplies from where they stand,
    whatever it costs."""
    state, board = now.state, now.state.scenario.board
    best: tuple[float, Assault] | None = None
    for unit in now.own:
        if unit.id not in now.plan.cut or not unit.is_combat or unit.fought or unit.effective <= 0:
            continue
        if sits_tight(now, unit):
            continue
        for target in board.neighbours[unit.hex]:
            enemies = fighters(state, now.side, target) if target >= 0 else ()
            if not enemies or not homeward(state, unit, target):
                continue
            mates = [
                u
                for u in now.own
                if u is not unit and u.id in now.plan.cut and can_assault(u) and not barred(state, u, target)
            ]
            for team in ([unit, *mates], [unit]):
                order = Assault(board.place(target), tuple(u.id for u in team))
                if why_illegal(state, order) is None:
                    odds = assault_forecast(state, order)
                    if odds.falls < HOPE:
                        continue
                    worth = value(now, weights, odds, team, enemies, target)
                    if best is None or worth > best[0]:
                        best = worth, order
    return None if best is None else best[1]
