"""The trace of a battle, taken down while it is fought: of each step only what is counted is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from khalkhin.ai.verdicts import Judgement, judge
from khalkhin.core.events.events import (
    Advanced,
    Arrived,
    Assaulted,
    Barraged,
    Event,
    Exited,
    Hauled,
    Moved,
    ObjectiveTaken,
    Retreated,
    StepsLost,
    StoodBy,
    SupplyChanged,
    WorkBegun,
)
from khalkhin.core.fog.view import view
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import UNSUPPLIED, supply_after
from khalkhin.core.orders.orders import Assault, EndTurn
from khalkhin.play.measure.chronicle.records import Taking
from khalkhin.play.measure.chronicle.steps import GivenOrder
from khalkhin.play.measure.tunnel.records import AssaultAppraisal, Heat, Trace


class Tracer:
    """Begins with a battle's first state; every step goes through :meth:`see`, in order."""

    def __init__(self, state: GameState) -> None:
        self._sides = [s.id for s in state.scenario.sides]
        self._heat = {side: {kind: Counter[int]() for kind in Heat} for side in self._sides}
        self._crossed: Counter[int] = Counter()
        self._takings: list[Taking] = []
        self._looks: list[AssaultAppraisal] = []
        self._present = {u.id for u in state.units if u.on_map}
        self._busy: set[str] = set()
        self._turn: tuple[int, str] = (0, "")
        self._judged: dict[str, Judgement] = {}
        self._assaulted: set[int] = set()

    def see(self, step: GivenOrder) -> None:
        """Take an order down, with what it did."""
        before = step.before
        if self._turn != (before.turn, before.active):
            self._begin(before)
        if isinstance(step.order, Assault) and (target := before.scenario.board.index(*step.order.target)) is not None:
            self._assaulted.add(target)
        for event in step.events:
            self._note(before, event)
        if isinstance(step.order, EndTurn) or step.after.over:
            self._end(before, before if isinstance(step.order, EndTurn) else step.after)

    def trace(self, last: GameState) -> Trace:
        """What the battle left, which ended so."""
        units = [u.id for u in last.units]
        return Trace(
            {side: {kind: _sorted(found) for kind, found in kinds.items()} for side, kinds in self._heat.items()},
            _sorted(self._crossed),
            tuple(sorted(last.crossings.keys() - last.scenario.crossings.keys())),
            tuple(self._takings),
            tuple(self._looks),
            tuple(e.id for e in last.scenario.timeline if e.id in last.fired),
            dict(last.choices),
            tuple(name for name in units if name not in self._present),
            tuple(name for name in units if name in self._present and name not in self._busy),
        )

    def _begin(self, state: GameState) -> None:
        self._turn = (state.turn, state.active)
        self._assaulted = set()
        objectives = zip(state.scenario.objectives, state.holdings, strict=True)
        theirs = {o.name: o.hex for o, holding in objectives if holding.side != state.active}
        found = judge(view(state, state.active), theirs.values())
        self._judged = {name: found[hex_] for name, hex_ in theirs.items()}

    def _end(self, begun: GameState, state: GameState) -> None:
        side, turn = begun.active, begun.turn
        self._heat[side][Heat.STOOD].update(u.hex for u in state.side_units(side))
        hexes = {o.name: o.hex for o in state.scenario.objectives}
        for name, found in self._judged.items():
            made = hexes[name] in self._assaulted
            taken = any(t.objective == name and (t.side, t.turn) == (side, turn) for t in self._takings)
            self._looks.append(AssaultAppraisal(side, turn, name, found.verdict.value, found.column, made, taken))

    def _note(self, state: GameState, event: Event) -> None:
        match event:
            case Moved() | Advanced() | Retreated() | Hauled():
                self._walked(state, event.unit, event.path)
            case Assaulted():
                self._fought(state, event)
            case Barraged() | StoodBy():
                self._busy.add(event.gun)
            case WorkBegun():
                self._busy.add(event.unit)
            case StepsLost():
                self._count(state, Heat.DIED, event.unit, event.hex, event.steps)
            case SupplyChanged() if event.after > event.before:
                self._starved(state, event)
            case Arrived():
                self._present.add(event.unit)
            case Exited():
                self._busy.add(event.unit)
            case ObjectiveTaken():
                self._takings.append(Taking(event.objective, event.side, state.turn))
            case _:  # Of all the others nothing is counted.
                pass

    def _walked(self, state: GameState, name: str, path: tuple[int, ...]) -> None:
        unit = state.unit(name)
        if unit is None:
            return
        self._busy.add(name)
        self._heat[unit.side][Heat.CROSSED].update(path[1:])
        for here, there in zip(path, path[1:], strict=False):
            hexside = state.scenario.board.hexside(here, there)
            if hexside is not None and hexside in state.crossings:
                self._crossed[hexside] += 1

    def _fought(self, state: GameState, event: Assaulted) -> None:
        self._busy.update((*event.attackers, *event.guns, *event.defenders))
        for name in (*event.attackers, *event.defenders):
            if (unit := state.unit(name)) is not None:
                self._heat[unit.side][Heat.FOUGHT][unit.hex] += 1

    def _starved(self, state: GameState, event: SupplyChanged) -> None:
        unit = state.unit(event.unit)
        if unit is not None and supply_after(unit.spec.type, event.after) >= UNSUPPLIED:
            self._count(state, Heat.STARVED, unit.id, unit.hex, 1)

    def _count(self, state: GameState, kind: Heat, name: str, hex_: int, how_often: int) -> None:
        unit = state.unit(name)
        if unit is not None and hex_ >= 0:
            self._heat[unit.side][kind][hex_] += how_often


def _sorted(found: Counter[int]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted(found.items()))


def traced(steps: Iterable[GivenOrder]) -> Trace:
    """The trace of a whole battle. Raises: ValueError without a step."""
    tracer: Tracer | None = None
    last: GameState | None = None
    for step in steps:
        tracer = tracer or Tracer(step.before)
        tracer.see(step)
        last = step.after
    if tracer is None or last is None:
        raise ValueError("no battle without an order")
    return tracer.trace(last)
