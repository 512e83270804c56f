"""The after-action report: what a battle's journal tells when it is over, as values.

:func:`collect` plays a journal again and takes down figures turn by turn; :mod:`khalkhin.text.pages.report_page` makes
a page of them. Men are counted by the scenario's `men_per_step`, so that a player's losses stand beside those that
history tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from khalkhin.core import parse_order
from khalkhin.core.events.events import Event, StepsLost
from khalkhin.core.model.rules import UnitType
from khalkhin.core.model.scenario import FrontLine, History, Scenario
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import UNSUPPLIED
from khalkhin.core.orders.orders import Assault
from khalkhin.core.supply.supply import pockets
from khalkhin.core.victory import score, steps_lost
from khalkhin.play.report.luck import Luck, of_assault
from khalkhin.play.session.journal import Played, Record, replay
from khalkhin.translation import N_

#: Arms of the service in the order of the report, to be translated, with the symbols of unit types that belong to each.
ARMS: Mapping[str, frozenset[str]] = {
    N_("Infantry"): frozenset({"infantry", "motor-infantry", "machine-gun", "airborne", "recon"}),
    N_("Cavalry"): frozenset({"cavalry"}),
    N_("Armour"): frozenset({"armour", "armoured-car", "flame"}),
    N_("Artillery"): frozenset({"artillery", "heavy-artillery", "anti-tank"}),
    N_("Engineers and staffs"): frozenset({"engineer", "hq"}),
    N_("Trucks"): frozenset({"trucks"}),
}
#: Arms whose steps are not counted in men.
MACHINES = frozenset({"Armour", "Trucks"})


def arm_of(unit_type: UnitType) -> str:
    """The arm a unit type is counted with."""
    return next((arm for arm, symbols in ARMS.items() if unit_type.symbol in symbols), "Infantry")


@dataclass(frozen=True, slots=True)
class Figures:
    """How things stood when a turn began, or after the last; mappings are by side. `front` are hexsides (see
    :func:`front_line`), `position` is all of it."""

    turn: int
    date: str
    clock: str
    lost: Mapping[str, int]
    pocketed: Mapping[str, int]
    stock: Mapping[str, int]
    points: Mapping[str, int]
    front: frozenset[int]
    position: GameState


@dataclass(frozen=True, slots=True)
class ArmLoss:
    """Steps of an arm at the start (or arrived) and lost."""

    arm: str
    steps: int
    lost: int


@dataclass(frozen=True, slots=True)
class Envelopment:
    """How far a side was surrounded: most steps cut off at once, as a percentage of what it had; the turn that was;
    and steps destroyed that had been cut off."""

    side: str
    share: int
    turn: int
    destroyed: int

    @property
    def score(self) -> int:
        """0 to 100: the greatest share cut off, and what became of it."""
        return min(100, self.share + self.destroyed)


@dataclass(frozen=True, slots=True)
class Report:
    """A battle from beginning to end."""

    scenario: Scenario
    final: GameState
    figures: tuple[Figures, ...]
    losses: Mapping[str, tuple[ArmLoss, ...]]
    envelopments: Mapping[str, Envelopment]
    #: How the dice of its assaults fell, by side.
    luck: Mapping[str, Luck] = field(default_factory=dict)

    def men_lost(self, side: str) -> int:
        """Men lost by a side, machines left out."""
        return men_lost(self.final, side)

    @property
    def days(self) -> tuple[Figures, ...]:
        """The first figures of each day."""
        found: dict[str, Figures] = {}
        for figures in self.figures:
            found.setdefault(figures.date, figures)
        return tuple(found.values())


def collect(record: Record, scenario: Scenario) -> Report:
    """The report of a journal. Raises: ReplayError where the journal does not agree with the rules or the scenario."""
    return gather(scenario, replay(record, scenario))


def gather(scenario: Scenario, played: Iterable[Played]) -> Report:
    """:func:`collect` from the steps of a replay. Raises: ValueError if there are none."""
    sides = [s.id for s in scenario.sides]
    figures: dict[int, Figures] = {}
    caught = dict.fromkeys(sides, 0)
    luck = dict.fromkeys(sides, Luck())
    last: GameState | None = None
    for step in played:
        if last is not None:
            for side in sides:
                caught[side] += _lost_cut_off(last, step.events, side)
            if step.entry.order is not None and isinstance(order := parse_order(step.entry.order), Assault):
                luck[last.active] += of_assault(last, order, step.events)
        last = step.state
        if last.turn not in figures and last.active == sides[0]:
            figures[last.turn] = _figures(last)
    if last is None:
        raise ValueError("a report needs a journal with at least one turn")
    figures[last.turn + last.over] = replace(_figures(last), turn=last.turn + last.over)
    rows = tuple(figures[t] for t in sorted(figures))
    return Report(
        scenario,
        last,
        rows,
        {s: losses(last, s) for s in sides},
        {s: _envelopment(last, s, rows, caught[s]) for s in sides},
        luck,
    )


def _figures(state: GameState) -> Figures:
    sides = [s.id for s in state.scenario.sides]
    return Figures(
        state.turn,
        state.info.date,
        state.info.clock,
        {s: steps_lost(state, s) for s in sides},
        {s: _cut_off(state, s) for s in sides},
        {s: sum(t.stock for t in state.stores if t.side == s and not t.is_source) for s in sides},
        {s: score(state, s).total for s in sides},
        front_line(state),
        state,
    )


def _cut_off(state: GameState, side: str) -> int:
    """Steps of a side in pockets that have gone without supply for a turn or more."""
    units = (state.unit(name) for pocket in pockets(state, side) for name in pocket.units)
    return sum(u.steps for u in units if u is not None and u.unsupplied)


def front_line(state: GameState) -> frozenset[int]:
    """Hexsides between ground nearer to the first side's combat units and ground nearer to the second's.

    Equal distances count for the first side; with no combat units on one side there is no front.
    """
    board = state.scenario.board
    first, second = ([u.hex for u in state.side_units(s.id) if u.is_combat] for s in state.scenario.sides)
    if not first or not second:
        return frozenset()

    def away(hex_: int, units: list[int]) -> int:
        return min(board.distance(hex_, u) for u in units)

    mine = {h for h in range(board.size) if away(h, first) <= away(h, second)}
    return frozenset(
        side
        for h in mine
        for n, side in zip(board.neighbours[h], board.sides[h], strict=True)
        if n >= 0 and n not in mine
    )


def _lost_cut_off(before: GameState, events: Iterable[Event], side: str) -> int:
    """Steps of a side lost in these events by units that were unsupplied or isolated."""
    lost = 0
    for event in events:
        if isinstance(event, StepsLost):
            unit = before.unit(event.unit)
            if unit is not None and unit.side == side and unit.supply_state >= UNSUPPLIED:
                lost += event.steps
    return lost


def ghost(history: History, date: str) -> FrontLine | None:
    """The front that history gives for a day: that day's, or the last before it, or else its first; None if it gives
    none at all."""
    before = [line for line in history.fronts if line.date <= date]
    return before[-1] if before else next(iter(history.fronts), None)


def losses(state: GameState, side: str) -> tuple[ArmLoss, ...]:
    """What a side had (of all that has come on) and has lost, by arm."""
    had: dict[str, int] = {}
    lost: dict[str, int] = {}
    for unit, start in zip(state.units, state.scenario.units, strict=True):
        if unit.side != side or unit.hex == -1:
            continue
        arm = arm_of(unit.spec.type)
        had[arm] = had.get(arm, 0) + start.steps
        lost[arm] = lost.get(arm, 0) + start.steps - unit.steps
    return tuple(ArmLoss(arm, had[arm], lost[arm]) for arm in ARMS if arm in had)


def men(state: GameState, loss: ArmLoss) -> int | None:
    """Men that an arm has lost; None for arms that are not counted in men."""
    return None if loss.arm in MACHINES else loss.lost * state.scenario.history.men_per_step


def men_lost(state: GameState, side: str) -> int:
    """Men lost by a side, machines left out."""
    return sum(men(state, loss) or 0 for loss in losses(state, side))


def _envelopment(state: GameState, side: str, rows: tuple[Figures, ...], caught: int) -> Envelopment:
    whole = sum(u.steps for u in state.scenario.units if u.side == side) or 1
    worst = max(rows, key=lambda f: (f.pocketed[side], -f.turn))
    return Envelopment(
        side, 100 * worst.pocketed[side] // whole, worst.turn if worst.pocketed[side] else 0, 100 * caught // whole
    )
