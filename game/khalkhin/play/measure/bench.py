"""How fast the rules and the computer player are, beside what is promised. The window's figures:
khalkhin.ui.pictures.bench."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median
from time import perf_counter
from typing import Any, Final

from khalkhin import ai
from khalkhin.core import apply, initial_state, legal_orders, view
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.movement.movement import reach
from khalkhin.core.orders.combat import assault_forecast, best_assault
from khalkhin.core.orders.orders import EndTurn, Move
from khalkhin.core.supply.encirclement import noose
from khalkhin.core.supply.forecast import what_if
from khalkhin.core.supply.jugular import jugular
from khalkhin.core.supply.staffplan import plan
from khalkhin.core.supply.supply import trace
from khalkhin.play.measure.arena import moves as battle
from khalkhin.translation import N_

#: Seconds in a unit of time.
_SECONDS: Final = {"s": 1.0, "ms": 1e-3, "µs": 1e-6}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement; kept when the value is at most the promise. `loop` is the seconds that :func:`loop` took in the
    same process just before it."""

    what: str
    value: float
    unit: str
    promise: float
    loop: float

    @property
    def kept(self) -> bool:
        return self.value <= self.promise

    @property
    def loops(self) -> float | None:
        """A time in calibration loops, which another machine, or the same one when it is busy, changes far less; None
        for what is no time."""
        seconds = _SECONDS.get(self.unit)
        return None if seconds is None else self.value * seconds / self.loop


#: Rounds of the calibration loop, some milliseconds of Python.
_ROUNDS = 20_000


def loop() -> float:
    """Seconds that a fixed piece of Python takes here and now, median of several: calls, tuples, dictionaries, whole
    numbers, as the rules are made of."""

    def once() -> int:
        seen: dict[tuple[int, int], int] = {}
        total = 0
        for i in range(_ROUNDS):
            key = (i * 7919 % 997, i & 7)
            seen[key] = seen.get(key, 0) + 1
            total += max(key)
        return total + len(seen)

    return timed(once, 9)


def timed(run: Callable[[], Any], times: int) -> float:
    """Median seconds of a call."""
    found = []
    for _ in range(times):
        start = perf_counter()
        run()
        found.append(perf_counter() - start)
    return median(found)


def measure(scenario: Scenario) -> list[Figure]:
    """Figures of the rules core and the computer player on a scenario."""
    state = initial_state(scenario, 1)
    legal = [(state, order) for order in legal_orders(state) if isinstance(order, Move)][::7]
    for _, order in legal:  # Sight masks are made when a hex is first looked from.
        apply(state, order)
    played, seconds = _battle(scenario)
    once = loop()
    seen = view(state, state.active)
    unit = max(seen.state.side_units(state.active), key=lambda u: u.mp)
    rows: list[tuple[str, float, str, float]] = [
        (N_("apply a move (median of a battle's)"), _apply_time(played) * 1e6, "µs", 100),
        (N_("apply a move (median of all that are legal)"), _apply_time(legal) * 1e6, "µs", 100),
        (N_("supply of a whole side"), timed(lambda: trace(state, state.active), 30) * 1e3, "ms", 5),
        (N_("jugular of a side"), timed(lambda: jugular(seen.state, state.active), 30) * 1e3, "ms", 20),
        (N_("nooses about a side"), timed(lambda: noose(seen.state, state.active), 30) * 1e3, "ms", 50),
        (N_("the staff's plan for its trucks"), timed(lambda: plan(seen.state, state.active), 30) * 1e3, "ms", 10),
        (N_("what-if under the pointer"), timed(_pointing(seen.state), 10) * 1e3, "ms", 50),
        (N_("reach of the fastest unit"), timed(lambda: reach(seen.state, unit), 30) * 1e3, "ms", 50),
    ]
    targets = {e.hex for e in seen.state.known_enemies(state.active)}
    assault = next((a for a in (best_assault(seen.state, h) for h in sorted(targets)) if a is not None), None)
    if assault is not None:
        rows.append(
            (N_("odds of an assault"), timed(lambda: assault_forecast(seen.state, assault), 30) * 1e3, "ms", 50)
        )
    turns = [_turn_time(state, n) for n in range(3)]
    rows.append((N_("the computer's turn"), median(turns), "s", 1))
    rows.append((N_("computer against computer, a whole battle"), seconds, "s", 45))
    rows.append((N_("memory without a window"), _peak_mb(), "MB", 300))
    return [Figure(*row, loop=once) for row in rows]


def _battle(scenario: Scenario) -> tuple[list[tuple[GameState, Move]], float]:
    """The moves of a whole battle of computers, each with the state it was given in; and the seconds it takes."""
    state = initial_state(scenario, 1)
    played = []
    start = perf_counter()
    for order, after in battle(state, {s.id: "staff" for s in scenario.sides}):
        if isinstance(order, Move):
            played.append((state, order))
        state = after
    return played, perf_counter() - start


def _apply_time(orders: list[tuple[GameState, Move]]) -> float:
    """Median seconds that it takes to apply one of these moves."""
    return median(timed(partial(apply, state, order), 3) for state, order in orders)


def _pointing(state: GameState) -> Callable[[], object]:
    """Asks what the loss of the hex would mean that most of the active side's supplies come through."""
    side = state.active
    routes = trace(state, side).routes.values()
    passed = Counter(h for route in routes for h in route.hexes[1:-1])
    busiest = max(passed, key=lambda h: (passed[h], -h), default=0)
    return lambda: what_if(state, side, without=(busiest,))


def _turn_time(state: GameState, seed: int) -> float:
    player = ai.make("staff", seed)
    start = perf_counter()
    while True:
        order = player.next_order(view(state, state.active))
        if isinstance(order, EndTurn):
            return perf_counter() - start
        state, _ = apply(state, order)


def _peak_mb() -> float:
    """Peak memory of this process in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20) if sys.platform == "darwin" else peak / 1024
