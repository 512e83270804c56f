"""Whole battles written down to be played again: what was begun, every order, what was told and each turn's digest.

    two_prongs 1f0c… seed 1 japanese=staff soviet=staff
    turn 1 japanese 6e3b…
    fly raid Tamsag-Bulak 4 escort 2
    * fired tamsag-wrecked
    end
    turn 1 soviet 90ac…

An order is written as players write it; a line with a star tells what came of the order above it; a battle ends with
its points and grades.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from khalkhin.core import apply, initial_state, parse_order
from khalkhin.core.events import events as ev
from khalkhin.core.events.events import Event
from khalkhin.core.model.scenario import Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Order
from khalkhin.text import kinds

FOLDER = Path(__file__).parent
AGAIN = "if the rules or the scenario were changed on purpose, run: python -m tests.golden.make"


@dataclass(frozen=True, slots=True)
class Golden:
    """A playthrough as it is kept: how the battle was begun, and every line of its file."""

    scenario: str
    digest: str
    seed: int
    players: Mapping[str, str]
    lines: tuple[str, ...]

    def orders(self) -> Iterator[Order]:
        """The orders in their order."""
        return (parse_order(line) for line in self.lines[1:] if not line.startswith(("turn ", "* ")))


def path_of(scenario: str) -> Path:
    """The file of a scenario's playthrough."""
    return FOLDER / f"{scenario}.txt"


def read(scenario: str) -> Golden:
    """The playthrough of a scenario. Raises: OSError if it has none."""
    lines = path_of(scenario).read_text(encoding="utf-8").splitlines()
    id_, digest, _, seed, *players = lines[0].split(" ")
    return Golden(id_, digest, int(seed), dict(p.split("=") for p in players), tuple(lines))


def perform(scenario: Scenario, seed: int, players: Mapping[str, str], orders: Iterable[Order]) -> Iterator[str]:
    """The lines of a battle in which these orders are given. Raises: IllegalOrder for one that may not be."""
    state = initial_state(scenario, seed)
    given = " ".join(f"{side}={players[side]}" for side in sorted(players))
    yield f"{scenario.id} {scenario.digest} seed {seed} {given}"
    yield _turn(state)
    yield from (f"* fired {entry}" for entry in state.fired)
    for order in orders:
        before = state.turn, state.active
        state, events = apply(state, order)
        yield str(order)
        yield from (f"* {told}" for event in events if (told := _told(event)))
        if (state.turn, state.active) != before:
            yield _turn(state)
    if state.outcome is not None:
        yield _turn(state)
        for side, points in sorted(state.outcome.points.items()):
            yield f"* {side} {points} points, {kinds.grade(state.outcome.grades[side])}"


def _turn(state: GameState) -> str:
    return f"turn {state.turn} {state.active} {state.digest()}"


def _told(event: Event) -> str:
    """What a battle's story keeps of an event; empty for the small change of it."""
    match event:
        case ev.TimelineFired(entry=entry):
            return f"fired {entry}"
        case ev.Arrived(unit=unit):
            return f"arrived {unit}"
        case ev.Destroyed(unit=unit, cause=cause):
            return f"destroyed {unit} {cause}"
        case ev.ObjectiveTaken(objective=objective, side=side):
            return f"taken {objective} by {side}"
        case ev.PocketClosed(side=side, steps=steps):
            return f"pocket of {side}, {steps} steps"
        case ev.GameEnded(reason=reason):
            return f"over: {reason}"
    return ""
