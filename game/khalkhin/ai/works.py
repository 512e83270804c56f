"""Engineers: where they are wanted, and what they do there: repairs, new crossings, charges, blasts."""

from __future__ import annotations

from typing import assert_never

from khalkhin.ai.situation import FAR, Situation
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.rules import HexsideKind, Mobility
from khalkhin.core.model.units import Task, Unit
from khalkhin.core.orders.base import Outlook
from khalkhin.core.orders.engineering import jobs_for
from khalkhin.core.orders.orders import Demolish, Edge, Order, Work
from khalkhin.core.supply.supply import rear

#: Hexes from engineers at which a place is theirs to look after.
BEAT = 8
#: MP that a new crossing must save the troops behind it.
DETOUR = 8
#: Hexes round a crossing in which own units count as those it is for.
NEAR = 5


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
            return detour(now, hexside) / 10
        case Task.FORD:
            # A ford is quicker made but bears no tanks and little supply.
            return 0.6 * detour(now, hexside) / 10
        case Task.MINE:
            return 1.5 if endangered(now, hexside) else 0.0
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
    state, board = now.state, now.state.scenario.board
    if board.kind(hexside) is not HexsideKind.RIVER or not now.attacking or _near_enemy(now, hexside):
        return 0.0
    a, b = board.hexside_hexes(hexside)
    if any(_beside(now, hexside, other) for other in state.crossings):
        return 0.0
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


def _beside(now: Situation, hexside: int, other: int) -> bool:
    """Whether another crossing is at hand, standing or to be mended."""
    board = now.state.scenario.board
    ends = [h for h in board.hexside_hexes(hexside) if h >= 0]
    return any(board.distance(a, b) <= 2 for a in ends for b in board.hexside_hexes(other) if b >= 0)


def endangered(now: Situation, hexside: int) -> bool:
    """Whether a known enemy can be at an unmined crossing within two turns."""
    link = now.state.crossings[hexside]
    if not crossings.solid(link) or link.mined == now.side:
        return False
    return any(now.plan.closing.get(h, 9) <= 2 for h in now.state.scenario.board.hexside_hexes(hexside))


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
        mine = not now.attacking and link.owner == now.side and endangered(now, hexside)
        if worth := _repair(now, hexside) or (1.5 if mine else 0.0):
            wanted[hexside] = worth
    if now.attacking and not wanted:
        for hexside in {s for h in board.within(unit.hex, NEAR) for s in board.sides[h]}:
            if hexside not in now.state.crossings and (saved := detour(now, hexside)):
                wanted[hexside] = saved / 10
    places = [(worth - 0.4 * board.distance(unit.hex, bank), -bank) for hexside, worth in wanted.items()
              for bank in _banks(now, unit, hexside)]  # fmt: skip
    return -max(places)[1] if places else None


def _banks(now: Situation, unit: Unit, hexside: int) -> list[int]:
    """Banks of a site that engineers can work from and where no others are at it."""
    board = now.state.scenario.board
    mates = [u for u in now.own if u.has("engineer") and u is not unit]
    if any(u.job is not None and u.job.hexside == hexside for u in mates):
        return []
    return [
        bank
        for bank in board.hexside_hexes(hexside)
        if bank >= 0
        and board.distance(unit.hex, bank) <= BEAT
        and now.danger.get(bank, 0.0) <= 20
        and now.known.room(unit, bank)
    ]


# ------------------------------------------------------------------ blowing


def blow(now: Situation) -> Order | None:
    """Blow a crossing that is about to be lost, when nobody of one's own is left beyond it."""
    return next((o for o in Demolish.options(Outlook(now.state, now.known)) if _lost(now, o)), None)


def _lost(now: Situation, order: Demolish) -> bool:
    state, board = now.state, now.state.scenario.board
    hexside = _hexside(now, order.at)
    link, unit = state.crossings[hexside], state.unit(order.unit)
    home, far = sorted(board.hexside_hexes(hexside), key=lambda h: rear(state, now.side)[h])
    if unit is None or unit.hex != home or link.owner not in ("", now.side) or not _near_enemy(now, hexside):
        return False
    # An attack needs its bridges, unless it is spent and back where it came from.
    if now.attacking and 3 * state.turn <= 2 * len(state.scenario.calendar):
        return False
    return not any(
        board.distance(u.hex, far) < board.distance(u.hex, home) and board.distance(u.hex, far) <= NEAR
        for u in state.side_units(now.side)
    )


def _hexside(now: Situation, at: Edge) -> int:
    board = now.state.scenario.board
    a, b = (board.index(*place) for place in at)
    assert a is not None and b is not None
    found = board.hexside(a, b)
    assert found is not None
    return found
