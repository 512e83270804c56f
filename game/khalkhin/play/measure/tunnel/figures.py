"""What the traces of many battles come to: pure functions of a scenario and the traces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from khalkhin.core.model.scenario import Scenario
from khalkhin.core.timeline.timeline import Entry
from khalkhin.play.measure.tunnel.records import AssaultAppraisal, Heat, Trace


def heat(traces: Sequence[Trace], side: str, kind: Heat) -> dict[int, float]:
    """How often in a battle, on the average, by hex."""
    total: Counter[int] = Counter()
    for trace in traces:
        total.update(dict(trace.heat[side][kind]))
    return {hex_: n / len(traces) for hex_, n in sorted(total.items())}


def never_entered(scenario: Scenario, traces: Sequence[Trace]) -> frozenset[int]:
    """Hexes that some unit of the battle could enter and none ever stood in or came through."""
    board = scenario.board
    able = {spec.type.mobility for spec in scenario.order_of_battle}
    open_ = {h for h in range(board.size) if able & board.terrain[h].cost.keys()}
    for trace in traces:
        for kinds in trace.heat.values():
            for kind in (Heat.STOOD, Heat.CROSSED):
                open_ -= {hex_ for hex_, _ in kinds[kind]}
    return frozenset(open_)


def held(scenario: Scenario, traces: Sequence[Trace], objective: str, side: str) -> list[float]:
    """The share of battles in which a side holds an objective at the end of each turn. A battle that has ended stays as
    it ended."""
    first = next(o.holder for o in scenario.objectives if o.name == objective)
    totals = [0] * len(scenario.calendar)
    for trace in traces:
        changes = {t.turn: t.side for t in trace.takings if t.objective == objective}
        holder = first
        for turn in range(1, len(totals) + 1):
            holder = changes.get(turn, holder)
            totals[turn - 1] += holder == side
    return [n / len(traces) for n in totals]


@dataclass(frozen=True, slots=True)
class Chance:
    """An objective on a turn of the side that wants it: in how many battles the enemy held it then, in how many of them
    it was assaulted, in how many taken without, and the best odds column of all of them (None: in none could anybody
    come up)."""

    looked: int
    assaulted: int
    walked_in: int
    best: int | None


def chances(traces: Sequence[Trace], objective: str, side: str) -> dict[int, Chance]:
    """By turn."""
    found: dict[int, list[AssaultAppraisal]] = {}
    for look in looks(traces, objective, side):
        found.setdefault(look.turn, []).append(look)
    return {
        turn: Chance(
            len(them),
            sum(x.assaulted for x in them),
            sum(x.taken and not x.assaulted for x in them),
            max((x.column for x in them if x.column is not None), default=None),
        )
        for turn, them in sorted(found.items())
    }


def looks(traces: Sequence[Trace], objective: str, side: str) -> list[AssaultAppraisal]:
    """All looks of a side at an objective."""
    return [x for t in traces for x in t.looks if x.objective == objective and x.side == side]


def reasons(traces: Sequence[Trace], objective: str, side: str) -> Counter[str]:
    """Why an objective was neither assaulted nor taken: turns of all battles by verdict."""
    return Counter(x.verdict for x in looks(traces, objective, side) if not x.assaulted and not x.taken)


def unfired(scenario: Scenario, traces: Sequence[Trace]) -> tuple[Entry, ...]:
    """Entries of the timeline that took effect in no battle."""
    fired = {name for trace in traces for name in trace.fired}
    return tuple(e for e in scenario.timeline if e.id not in fired)


def firings(scenario: Scenario, traces: Sequence[Trace]) -> dict[str, int]:
    """In how many battles each entry took effect."""
    return {e.id: sum(e.id in trace.fired for trace in traces) for e in scenario.timeline}


def answers(scenario: Scenario, traces: Sequence[Trace]) -> dict[str, Mapping[str, int]]:
    """How often each answer was given, by entry."""
    return {
        e.id: {a.id: sum(trace.choices.get(e.id) == a.id for trace in traces) for a in e.answers}
        for e in scenario.timeline
        if e.answers
    }


def uncrossed(scenario: Scenario, traces: Sequence[Trace]) -> tuple[int, ...]:
    """Hexsides of the scenario's crossings that nobody ever used."""
    used = {hexside for trace in traces for hexside, _ in trace.crossed}
    return tuple(hexside for hexside in scenario.crossings if hexside not in used)


def never(traces: Sequence[Trace], names: str) -> tuple[str, ...]:
    """Units that were `absent` or `idle` in every battle, by id."""
    sets = [frozenset(getattr(trace, names)) for trace in traces]
    common = frozenset.intersection(*sets) if sets else frozenset()
    return tuple(name for name in getattr(traces[0], names) if name in common) if traces else ()
