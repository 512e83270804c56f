"""Engineers: where they are wanted, and what they do there: repairs, new crossings, charges, blasts."""

from __future__ import annotations

from typing import assert_never

from khalkhin.ai.situation import FAR, Situation
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.crossing.engineering import no_work, points
from khalkhin.core.model.rules import CrossingKind, HexsideKind, Mobility, Weight
from khalkhin.core.model.units import Task, Unit
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.engineering import jobs_for
from khalkhin.core.orders.orders import Demolish, Edge, Order, Work
from khalkhin.core.supply.supply import rear

#: Hexes from engineers at which a place is theirs to look after.
BEAT = 12
#: What a MP of the way to a place counts against it.
WAY = 0.07
#: What a bank is worth less where guns or a staff still stand in it.
CROWDED = 1.0
#: What it is worth that a unit waits with its charges laid.
WATCH = 2.0
#: What each half-day is worth that a unit need not wait before a river, and the most of them that are counted.
HALF_DAY, PATIENCE = 0.25, 4
#: MP that a new crossing must save the troops behind it.
DETOUR = 8
#: Hexes round a crossing in which own units count as those it is for.
NEAR = 5
#: What engineers build.
BUILT = (CrossingKind.PONTOON, CrossingKind.FORD)


def begin(now: Situation) -> Order | None:
    """The best job that idle engineers can begin where they stand."""
    jobs = [
        (job_worth(now, prospect.order), prospect.order)
        for unit in now.own
        if unit.has("engineer") and unit.job is None and not unit.fought
        for prospect in jobs_for(now.state, unit)
        if prospect.refusal is None
    ]
    worth, order = min(jobs, key=lambda job: (-job[0], str(job[1])), default=(0.0, None))
    return order if worth > 0 else None


def job_worth(now: Situation, order: Work) -> float:
    """What a job is worth, in rough victory points."""
    hexside = _hexside(now, order.at)
    match Task(order.task):
        case Task.REPAIR:
            return _repair(now, hexside)
        case Task.PONTOON:
            return detour(now, hexside) / 10 or queue(now, hexside, CrossingKind.PONTOON)
        case Task.FORD:
            # A ford is quicker made but bears little supply.
            return 0.6 * detour(now, hexside) / 10 or queue(now, hexside, CrossingKind.FORD)
        case Task.MINE:
            return 1.5 if _is_to_be_mined(now, hexside) else 0.0
        case Task.DISMANTLE:
            return 0.0
        case unknown:
            assert_never(unknown)


def _repair(now: Situation, hexside: int) -> float:
    """Hit crossings are mended, those that carry supplies first."""
    link = now.state.crossings[hexside]
    if not link.hits or link.owner not in ("", now.side):
        return 0.0
    return 2.0 + link.hits + 0.5 * sum(hexside in r.crossings for r in now.net.routes.values())


def detour(now: Situation, hexside: int) -> float:
    """MP that troops nearby would save by a crossing here on the way of their axis, summed over up to three of them; 0
    where it is not worth it."""
    board = now.state.scenario.board
    if not _is_site(now, hexside) or any(_beside(now, hexside, other) for other in now.state.crossings):
        return 0.0
    a, b = board.hexside_hexes(hexside)
    best = 0.0
    for axis in now.hints.axes:
        users = [u for u in now.own if u.spec.formation in axis.formations and u.is_combat]
        for mobility in (Mobility.WHEELS, Mobility.TRACKS):
            mine = [u for u in users if u.spec.type.mobility is mobility]
            if not mine or not axis.hexes:
                continue
            field = now.field_to(axis.hexes[-1], mobility)
            far, near = (a, b) if field[a] < field[b] else (b, a)
            waiting = sum(board.distance(u.hex, near) <= NEAR and field[u.hex] > field[far] + DETOUR for u in mine)
            if field[near] < FAR and field[near] - field[far] >= DETOUR:
                best = max(best, float((field[near] - field[far]) * min(3, waiting)))
    return best


def queue(now: Situation, hexside: int, kind: CrossingKind) -> float:
    """What a new crossing is worth to troops who must wait because those near it cannot let all of them over at once,
    in victory points."""
    state, board = now.state, now.state.scenario.board
    if not _is_site(now, hexside) or kind is CrossingKind.BRIDGE:
        return 0.0
    rules = state.scenario.rules
    banks = board.hexside_hexes(hexside)
    room = sum(
        crossings.capacity(link, rules)
        for other, link in state.crossings.items()
        if link.owner in ("", now.side)
        and board.kind(other) is HexsideKind.RIVER
        and any(board.distance(a, b) <= NEAR for a in banks for b in board.hexside_hexes(other) if b >= 0)
    )
    best = 0.0
    for axis in now.hints.axes:
        users = [u for u in now.own if u.spec.formation in axis.formations and _needs_crossing(u)]
        if not users or not axis.hexes:
            continue
        field = now.field_to(axis.hexes[-1], Mobility.WHEELS)
        near, far = sorted(banks, key=lambda h: -field[h])
        if field[near] >= FAR or field[near] <= field[far]:
            continue
        # Those on the near bank, for whom the way leads over.
        waiting = sum(board.distance(u.hex, near) <= NEAR and field[u.hex] >= field[near] for u in users)
        more = rules.crossings[kind].units
        turns = min(PATIENCE, -(-waiting // room)) if room else PATIENCE
        late = points(rules.engineering, Task(kind.value))
        saved = turns - (late + -(-max(0, waiting - late * room) // (room + more)))
        best = max(best, HALF_DAY * waiting / 2 * saved)
    return best


def _needs_crossing(unit: Unit) -> bool:
    """Whether a unit neither swims nor is too heavy for what engineers build."""
    return unit.spec.type.weight is Weight.LIGHT


def _is_site(now: Situation, hexside: int) -> bool:
    """Whether an attacker may build a crossing over a river here without an enemy at hand."""
    wet = now.state.scenario.board.kind(hexside) is HexsideKind.RIVER
    return wet and now.attacking and not _near_enemy(now, hexside)


def _beside(now: Situation, hexside: int, other: int) -> bool:
    """Whether another crossing is at hand, standing or to be mended."""
    board = now.state.scenario.board
    ends = [h for h in board.hexside_hexes(hexside) if h >= 0]
    return any(board.distance(a, b) <= 2 for a in ends for b in board.hexside_hexes(other) if b >= 0)


def endangered(now: Situation, hexside: int, turns: int = 2) -> bool:
    """Whether a known enemy can be at a crossing that could be blown within so many turns."""
    link = now.state.crossings[hexside]
    if not crossings.solid(link) or not crossings.standing(link, now.state.scenario.rules):
        return False
    return any(now.plan.closing.get(h, 9) <= turns for h in now.state.scenario.board.hexside_hexes(hexside))


def _is_to_be_mined(now: Situation, hexside: int) -> bool:
    """Whether charges are wanted at a crossing: those who hold, and they alone, see to it that it can be blown."""
    link = now.state.crossings[hexside]
    if not _gives_up(now, hexside) or link.owner not in ("", now.side) or link.mined == now.side:
        return False
    return endangered(now, hexside) and not _stops_nobody(now, hexside)


def _gives_up(now: Situation, hexside: int) -> bool:
    """Whether a side would rather lose a crossing than see it in the enemy's hands: an attack needs its bridges, unless
    it is spent and most of it is back where it came from, or has been told to leave the bank beyond."""
    if not now.attacking or any(h in now.barred for h in now.state.scenario.board.hexside_hexes(hexside)):
        return True
    troops = [u for u in now.own if u.is_combat]
    beyond = sum(u.steps for u in troops if _is_beyond(now, u, hexside))
    late = 3 * now.state.turn > 2 * len(now.state.scenario.calendar)
    return late and 2 * beyond < sum(u.steps for u in troops)


def _ends(now: Situation, hexside: int) -> tuple[int, int]:
    """The end of a crossing nearer to a side's sources, where they are as near the one from which its trucks come over,
    and the other."""
    back, ways = rear(now.state, now.side), now.net.cost
    ends = now.state.scenario.board.hexside_hexes(hexside)
    home, far = sorted(ends, key=lambda h: (back[h], ways.get(h, FAR)))
    return home, far


def _is_beyond(now: Situation, unit: Unit, hexside: int) -> bool:
    """Whether a unit is nearer to the far end of a crossing than to the other."""
    home, far = _ends(now, hexside)
    distance = now.state.scenario.board.distance
    return distance(unit.hex, far) < distance(unit.hex, home)


def _stops_nobody(now: Situation, hexside: int) -> bool:
    """Whether a crossing leads over a stream that no known enemy needs it for: who is on foot or mounted wades it."""
    if now.state.scenario.board.kind(hexside) is HexsideKind.RIVER:
        return False
    return not any(_drives(e) and now.plan.closing.get(e.hex, 9) <= 2 for e in now.enemies)


def _drives(unit: Unit) -> bool:
    return unit.spec.type.mobility in (Mobility.WHEELS, Mobility.TRACKS)


def _near_enemy(now: Situation, hexside: int) -> bool:
    board = now.state.scenario.board
    ends = [h for h in board.hexside_hexes(hexside) if h >= 0]
    return any(board.distance(e.hex, h) <= 1 for e in now.enemies for h in ends)


# ------------------------------------------------------------------ where they go


def site_for(now: Situation, unit: Unit) -> int | None:
    """The bank where engineers are wanted most within their beat; where they are while they have a job in hand."""
    if unit.job is not None:
        return unit.hex
    board = now.state.scenario.board
    wanted: dict[int, float] = {}
    for hexside, link in now.state.crossings.items():
        charges = 1.5 if _is_to_be_mined(now, hexside) else 0.0
        watch = WATCH if link.mined == now.side and _gives_up(now, hexside) and endangered(now, hexside, 3) else 0.0
        if worth := _repair(now, hexside) or charges or watch:
            wanted[hexside] = worth
    if now.attacking and not wanted:
        for hexside in {s for h in board.within(unit.hex, NEAR) for s in board.sides[h]}:
            if hexside not in now.state.crossings:
                saved = detour(now, hexside) / 10 or max(queue(now, hexside, kind) for kind in BUILT)
                if saved > 0:
                    wanted[hexside] = saved
    best: tuple[float, int] | None = None
    for hexside, worth in wanted.items():
        for bank in _banks(now, unit, hexside):
            way = now.field_to(bank, unit.spec.type.mobility)[unit.hex]
            room = bank == unit.hex or now.known.room(unit, bank)
            merit = worth - WAY * way - (0.0 if room else CROWDED), -bank
            if way < FAR and (best is None or merit > best):
                best = merit
    return None if best is None else -best[1]


def _banks(now: Situation, unit: Unit, hexside: int) -> list[int]:
    """Banks of a site that engineers can work from and where it is not done without them."""
    board = now.state.scenario.board
    team = [u for u in now.own if u.job is not None and u is not unit and u.job.hexside == hexside]
    link = now.state.crossings.get(hexside)
    if len(team) >= (link.hits if link is not None and link.hits else 1):
        return []
    return [
        bank
        for bank in board.hexside_hexes(hexside)
        if bank >= 0
        and board.distance(unit.hex, bank) <= BEAT
        and now.danger.get(bank, 0.0) <= 20
        and not any(u.has("engineer") and u is not unit and u.hex == bank for u in now.own)
    ]


def in_the_way(now: Situation, hex_: int) -> bool:
    """Whether guns or a staff would stand where engineers are wanted: beside a crossing of their side's that is hit."""
    links = (now.state.crossings.get(side) for side in now.state.scenario.board.sides[hex_])
    return any(link is not None and link.hits and link.owner in ("", now.side) for link in links)


# ------------------------------------------------------------------ blowing


def blow(now: Situation) -> Order | None:
    """Blow a crossing that is about to be lost, when nobody of one's own beyond it needs it."""
    return next((o for o in Demolish.options(Outlook(now.state, now.known)) if _lost(now, o)), None)


def _lost(now: Situation, order: Demolish) -> bool:
    """Whether a crossing is to be blown now: the enemy can be at it next turn (where no charges are laid: stands before
    it), it is of use to him, and nobody needs it who is still beyond it and can come back."""
    state = now.state
    hexside = _hexside(now, order.at)
    link, unit = state.crossings[hexside], state.unit(order.unit)
    home, _ = _ends(now, hexside)
    if unit is None or unit.hex != home or link.owner not in ("", now.side) or not _gives_up(now, hexside):
        return False
    if link.mined == now.side:
        near = endangered(now, hexside, 1)
    else:
        near = _near_enemy(now, hexside) and not _time_for_charges(now, unit, hexside)
    return near and not _stops_nobody(now, hexside) and not _needed(now, hexside)


def _time_for_charges(now: Situation, unit: Unit, hexside: int) -> bool:
    """Whether engineers would rather lay charges, which never fail, than throw a die for a blast every turn: fighting
    men stand before the enemy with them."""
    laying = unit.job is not None and (unit.job.task, unit.job.hexside) == (Task.MINE, hexside)
    able = laying or (unit.has("engineer") and no_work(now.state, unit, Task.MINE, hexside) is None)
    return able and now.shielded(unit.hex)


def _needed(now: Situation, hexside: int) -> bool:
    """Whether own units beyond a crossing still need it: not those who can wade, nor those already cut off from it."""
    state, board = now.state, now.state.scenario.board
    _, far = _ends(now, hexside)
    stream = board.kind(hexside) is not HexsideKind.RIVER
    return any(
        _is_beyond(now, u, hexside)
        and board.distance(u.hex, far) <= NEAR
        and (_drives(u) or not stream)
        and u.id not in now.plan.cut
        for u in state.side_units(now.side)
    )


def _hexside(now: Situation, at: Edge) -> int:
    board = now.state.scenario.board
    a, b = (board.index(*place) for place in at)
    assert a is not None and b is not None
    found = board.hexside(a, b)
    assert found is not None
    return found
