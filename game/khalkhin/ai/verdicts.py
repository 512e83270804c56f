"""What the staff makes of an assault on a place at the beginning of a turn, without giving an order: the best odds that
it could have this turn, and why it would let it be. The answers come out of what it plans its own assaults with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from khalkhin.ai.appreciation import appreciate
from khalkhin.ai.fights import Breadth, Excuse, Spots, margin, spots_for, tried
from khalkhin.ai.situation import Situation, Weights, even, read
from khalkhin.core.board.board import Board
from khalkhin.core.combat.combat import barred, can_assault, fighters
from khalkhin.core.fog.view import View
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import Reach, may_move, reach
from khalkhin.core.refusals import RefusalCode


class Verdict(StrEnum):
    """Why an assault would not be made, or that it is worth making. The values are stable."""

    WORTH = "worth"
    RISK = "risk"  # it costs more than it brings
    OPEN = "open"  # no enemy is known to stand there, and somebody could walk in this turn
    UNSEEN = "unseen"  # no enemy is known to stand there, and nobody could
    NO_LEADER = "no-leader"  # only units that cannot lead an assault could come up
    SPENT = "spent"
    LEAVING = "leaving"
    RESERVE = "reserve"
    PASSES_BY = "passes-by"
    POSTED = "posted"
    FAR = "far"
    # What the rules refuse to those who stand beside it.
    HELD = "held"
    AREA_CLOSED = "area-closed"
    ASSAULT_MP = "assault-mp"
    NO_WAY_ACROSS = "no-way-across"
    ONLY_BREAKOUT = "only-breakout"


#: What a refusal by the rules says about an assault; others are an excuse of the unit itself.
REFUSED = {
    RefusalCode.HELD: Verdict.HELD,
    RefusalCode.AREA_CLOSED: Verdict.AREA_CLOSED,
    RefusalCode.ASSAULT_MP: Verdict.ASSAULT_MP,
    RefusalCode.NO_WAY_ACROSS: Verdict.NO_WAY_ACROSS,
    RefusalCode.ONLY_BREAKOUT: Verdict.ONLY_BREAKOUT,
}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said of an assault on a hex; `column` is that of the odds ladder which the best one would have."""

    verdict: Verdict
    column: int | None = None


def judge(view: View, hexes: Iterable[int]) -> dict[int, Judgement]:
    """The staff's judgement of an assault on each of these hexes, in a view of the side whose turn has begun."""
    wanted = tuple(dict.fromkeys(hexes))
    if not wanted:
        return {}
    seen = even(view)
    now = read(seen, {}, appreciate(seen))
    board = seen.state.scenario.board
    found = {
        u.spec.id: reach(now.state, u, now.known)
        for u in now.own
        if can_assault(u) and not u.fought and may_move(u) and _near(board, u, wanted)
    }
    return {hex_: _judged(now, hex_, found) for hex_ in wanted}


def _near(board: Board, unit: Unit, hexes: Iterable[int]) -> bool:
    """Whether a unit could come next to one of some hexes, were every hex on the way to cost 1 MP."""
    return any(board.distance(unit.hex, hex_) <= unit.mp + 1 for hex_ in hexes)


def _judged(now: Situation, target: int, found: dict[str, Reach]) -> Judgement:
    enemies = fighters(now.state, now.side, target)
    if not enemies:
        near = any(target in ways.cost for ways in found.values())
        return Judgement(Verdict.OPEN if near else Verdict.UNSEEN)
    weights = Weights()
    plan = tried(now, weights, target, found, Breadth(), frozenset())
    if plan is not None:
        worth = plan.value >= margin(now, weights, plan)
        return Judgement(Verdict.WORTH if worth else Verdict.RISK, plan.column)
    units = [(u, spots_for(now, u, target, enemies, found, frozenset())) for u in now.own]
    able = [u for u, spots in units if isinstance(spots, list)]
    if able and not any(u.is_combat for u in able):
        return Judgement(Verdict.NO_LEADER)
    return Judgement(_commonest(now, target, units))


def _commonest(now: Situation, target: int, units: Iterable[tuple[Unit, Spots | Excuse]]) -> Verdict:
    """What keeps most of those who are near from it; who stands next to it and is refused counts before all others."""
    beside: Counter[Verdict] = Counter()
    near: Counter[Verdict] = Counter()
    board = now.state.scenario.board
    for unit, excuse in units:
        if not can_assault(unit):
            continue
        refusal = None
        if isinstance(excuse, list):
            there = replace(unit, hex=excuse[0][1])
            refusal = barred(now.state.with_unit(there), there, target)
        elif board.direction(unit.hex, target) is not None:
            refusal = barred(now.state, unit, target)
        if refusal is not None and refusal.code in REFUSED:
            beside[REFUSED[refusal.code]] += 1
        elif isinstance(excuse, Excuse) and excuse is not Excuse.FAR and _near(board, unit, (target,)):
            near[_said(excuse)] += 1
    for told in (beside, near):
        if told:
            return max(told, key=lambda v: (told[v], -list(Verdict).index(v)))
    return Verdict.FAR


def _said(excuse: Excuse) -> Verdict:
    match excuse:
        case Excuse.SPENT:
            return Verdict.SPENT
        case Excuse.LEAVING:
            return Verdict.LEAVING
        case Excuse.RESERVE:
            return Verdict.RESERVE
        case Excuse.PASSES_BY:
            return Verdict.PASSES_BY
        case Excuse.POSTED:
            return Verdict.POSTED
        case Excuse.FAR:
            return Verdict.FAR
    assert_never(excuse)
