"""Orders to engineers and guns over random positions: refused or listed, never both, never neither."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from khalkhin.core import IllegalOrder, apply, legal_orders, parse_order, why_illegal
from khalkhin.core.model.rules import CrossingKind, HexsideKind
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Task
from khalkhin.core.orders.engineering import jobs_for
from khalkhin.core.orders.orders import TASKS, Demolish, EndTurn, Order, Shell, Standby, Stop, Work, edge
from khalkhin.core.refusals import RefusalCode
from khalkhin.text.refusals import refusal_text

from tests.core.positions import states

few = settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "40")), deadline=None, suppress_health_check=list(HealthCheck)
)
KINDS = (Work, Stop, Demolish, Shell, Standby)


def every_order(state: GameState) -> list[Order]:
    """All that could be said to the units of both sides, sensible or not."""
    board = state.scenario.board
    edges = {edge(board.place(h), board.place(n)) for h in range(board.size) for n in board.neighbours[h] if n >= 0}
    out: list[Order] = []
    for unit in state.units:
        out += [Stop(unit.id), *(Standby(unit.id, what) for what in ("", "defence", "counter"))]
        for at in edges:
            out += [Work(unit.id, task, at) for task in TASKS]
            out += [Demolish(unit.id, at), Shell(unit.id, at)]
    return out


@few
@given(states())
def test_every_order_is_either_listed_or_refused_with_a_sentence(state: GameState) -> None:
    listed = {o for o in legal_orders(state) if isinstance(o, KINDS)}
    for order in every_order(state):
        refusal = why_illegal(state, order)
        assert (refusal is None) == (order in listed), order
        if refusal is not None:
            assert refusal_text(refusal, state).endswith(".")
    for order in sorted(listed, key=str)[:8]:
        assert parse_order(str(order)) == order
        after, events = apply(state, order)
        assert events and after.digest() != state.digest()


@few
@given(states())
def test_work_ends_as_it_was_told(state: GameState) -> None:
    """Whatever is begun undisturbed is done after as many turns as the player was told points, and leaves a trace."""
    rules = state.scenario.rules.engineering
    for unit in list(state.side_units(state.active)):
        for job in jobs_for(state, unit):
            if job.refusal is not None:
                continue
            task, turns = Task(job.order.task), job.needed
            begun, _ = apply(state, job.order)
            hexside = next(u.job.hexside for u in begun.units if u.job)
            done = begun
            for _ in range(turns):
                if done.turn < len(done.scenario.calendar) and not done.over:
                    done, _ = apply(done, EndTurn())
                    if not done.over:
                        done, _ = apply(done, EndTurn())
            worker = done.units[unit.spec.index]
            before, link = state.crossings.get(hexside), done.crossings.get(hexside)
            if worker.job is not None or done.over or worker.hex != unit.hex or worker.effective <= 0:
                continue
            match task:
                case Task.FORD | Task.PONTOON:
                    assert before is None and link is not None and link.kind is CrossingKind(task.value)
                    assert state.scenario.board.kind(hexside) in (HexsideKind.RIVER, HexsideKind.STREAM)
                    assert link.records[0].what == "built"
                case Task.DISMANTLE:
                    assert link is None
                case Task.MINE:
                    assert link is not None and link.mined == unit.side
                case Task.REPAIR:
                    assert before is not None and link is not None and link.hits == 0
                    assert job.needed == before.hits * rules.repair


@few
@given(states(fog=False))
def test_enemy_orders_are_not_ours_to_give(state: GameState) -> None:
    enemy = next(u for u in state.units if u.side != state.active)
    for order in (Stop(enemy.id), Standby(enemy.id, "defence")):
        with pytest.raises(IllegalOrder) as error:
            apply(state, order)
        assert error.value.refusal.code in (RefusalCode.NOT_YOURS, RefusalCode.OFF_MAP)
