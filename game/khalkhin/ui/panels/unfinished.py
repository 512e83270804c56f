"""What is left undone or in danger when a turn is to end, by matter: each line leads to its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Barrage, Fly
from khalkhin.play.intentions.intentions import Intention, March
from khalkhin.text import amounts
from khalkhin.text.names import in_sentence, place_beside, place_text, unit_title
from khalkhin.text.narrator.marches import intention_text
from khalkhin.text.narrator.services import crossing_text
from khalkhin.text.reasons import shortage_text
from khalkhin.translation import N_, _, ngettext
from khalkhin.ui.panels import planrows
from khalkhin.ui.planning.actions import LookAt, OpenRoster, SelectUnit
from khalkhin.ui.planning.planner import NEAR, Planner
from khalkhin.ui.widgets.rows import Line, RowAction


class Matter(StrEnum):
    """What a line is about. The names are kept in the settings of those who do not want to be told again."""

    IDLE = "idle"
    HUNGRY = "hungry"
    ALONE = "alone"
    GUNS = "guns"
    BOMBERS = "bombers"
    STAFF = "staff"
    CROSSINGS = "crossings"
    FULL = "full"
    HALTED = "halted"
    BUSY = "busy"
    PLANNED = "planned"


TITLES = {
    Matter.IDLE: N_("Units that have done nothing yet"),
    Matter.PLANNED: N_("Planned for this turn and not given"),
    Matter.HALTED: N_("Marches that have halted"),
    Matter.HUNGRY: N_("Without supplies next turn"),
    Matter.ALONE: N_("Staffs, guns, sappers and trucks alone in the enemy's reach"),
    Matter.GUNS: N_("Guns with a target in range"),
    Matter.BOMBERS: N_("Bombers that have not flown"),
    Matter.STAFF: N_("Not used yet, of the staff"),
    Matter.CROSSINGS: N_("Crossings without a guard, the enemy near"),
    Matter.FULL: N_("Crossings that carry no more this turn"),
    Matter.BUSY: N_("Not idle: on the march, or told to hold"),
}
#: Where all lines of a matter are listed.
ALL = {
    Matter.IDLE: OpenRoster("OWN", "IDLE"),
    Matter.HUNGRY: OpenRoster("OWN", "HUNGRY"),
    Matter.ALONE: OpenRoster("DANGER"),
    Matter.CROSSINGS: OpenRoster("DANGER"),
}
#: Matters whose lines are things of their own, so that their number is told; of the others a line tells the amount.
COUNTED = frozenset(Matter) - {Matter.BOMBERS, Matter.STAFF}
#: What a turn is not ended without a question for; the rest is told beside it.
ASKED = frozenset({Matter.IDLE, Matter.HUNGRY, Matter.GUNS, Matter.PLANNED})


@dataclass(frozen=True, slots=True)
class ShowArmy(RowAction):
    """Show the page of the army, where its aircraft and its staff are."""


@dataclass(frozen=True, slots=True)
class NotAgain(RowAction):
    """A matter is not to be told of again."""

    matter: Matter


@dataclass(frozen=True, slots=True)
class Concern:
    """A matter, and its lines."""

    matter: Matter
    lines: tuple[Line, ...]


def concerns(planner: Planner, unasked: Collection[str] = ()) -> tuple[Concern, ...]:
    """All that the player of a side should know of before the turn ends, but for the `unasked` matters."""
    found = {
        Matter.IDLE: _idle,
        Matter.PLANNED: _planned,
        Matter.HALTED: _halted,
        Matter.HUNGRY: _hungry,
        Matter.ALONE: _alone,
        Matter.GUNS: _guns,
        Matter.BOMBERS: _bombers,
        Matter.STAFF: _staff,
        Matter.CROSSINGS: _unguarded,
        Matter.FULL: _full,
        Matter.BUSY: _busy,
    }
    made = (Concern(m, tuple(find(planner))) for m, find in found.items() if m not in unasked)
    return tuple(concern for concern in made if concern.lines)


def _unit_line(state: GameState, unit_id: str, text: str = "") -> Line:
    unit = state.unit(unit_id)
    assert unit is not None
    place = place_text(state, unit.hex) if unit.on_map else ""
    return Line(text or unit.spec.name, "" if text else place, action=SelectUnit(unit_id))


def _firing(planner: Planner) -> list[str]:
    """Guns that could shell an enemy and have no mission."""
    able = {order.gun for order in planner.options(Barrage) if isinstance(order, Barrage)}
    units = (u for u in planner.state.units if u.id in able and not u.standby)
    return [u.id for u in units if u.id not in planner.holding]


def _idle(planner: Planner) -> Iterator[Line]:
    yield from (_unit_line(planner.state, unit) for unit in planner.waiting())


def _planned(planner: Planner) -> Iterator[Line]:
    yield from planrows.unfinished(planner.state, planner.kept)


def _halted(planner: Planner) -> Iterator[Line]:
    for unit, what in planner.intentions.items():
        if isinstance(what, March) and what.halted is not None:
            yield _intended(planner, unit, what)


def _busy(planner: Planner) -> Iterator[Line]:
    yield from (_intended(planner, u, what) for u, what in planner.intentions.items() if planner.resting(u))


def _intended(planner: Planner, unit: str, what: Intention) -> Line:
    text = _("{unit}: {what}").format(unit=unit_name(planner, unit), what=intention_text(planner.state, what))
    return _unit_line(planner.state, unit, text)


def unit_name(planner: Planner, unit_id: str) -> str:
    """What a unit is called."""
    unit = planner.state.unit(unit_id)
    return unit_id if unit is None else in_sentence(unit_title(unit))


def _hungry(planner: Planner) -> Iterator[Line]:
    state = planner.state
    for unit_id, short in planner.view.analysis.of(planner.side).forecast.first().items():
        unit = state.unit(unit_id)
        if short.turn <= state.turn + 1 and unit is not None and unit.on_map:
            yield _unit_line(state, unit_id, shortage_text(state, short))


def _alone(planner: Planner) -> Iterator[Line]:
    """Units that a known enemy could assault or take next turn and that no fighting unit stands with."""
    threats = planner.view.analysis.of(planner.side).threats
    yield from (_unit_line(planner.state, unit.id) for unit in threats.vulnerable)


def _guns(planner: Planner) -> Iterator[Line]:
    yield from (_unit_line(planner.state, unit) for unit in _firing(planner))


def _bombers(planner: Planner) -> Iterator[Line]:
    left = planner.state.sorties.get(planner.side)
    if left is not None and left.bombers and any(planner.options(Fly)):
        sorties = ngettext("{n} sortie left", "{n} sorties left", left.bombers)
        yield Line(sorties.format(n=left.bombers), action=ShowArmy())


def _staff(planner: Planner) -> Iterator[Line]:
    points = planner.state.hq_points.get(planner.side, 0)
    if points:
        yield Line(amounts.hq_points(points), action=ShowArmy())


def _unguarded(planner: Planner) -> Iterator[Line]:
    state, board = planner.state, planner.state.scenario.board
    reached = {bridge.hexside for bridge in planner.view.analysis.of(planner.side).threats.bridges if bridge.bare}
    enemies = [enemy.hex for enemy in state.known_enemies(planner.side)]
    for hexside, link in state.crossings.items():
        if link.owner != planner.side or not crossings.standing(link, state.scenario.rules):
            continue
        ends = board.hexside_hexes(hexside)
        if any(unit.side == planner.side for end in ends for unit in state.at_hex(end)):
            continue
        near = any(board.distance(end, enemy) <= NEAR for end in ends if end >= 0 for enemy in enemies)
        if near or hexside in reached:
            yield Line(crossing_text(state, hexside), place_beside(state, hexside, ends[0]), action=LookAt(ends[0]))


def _full(planner: Planner) -> Iterator[Line]:
    state = planner.state
    rules = state.scenario.rules
    for hexside, link in state.crossings.items():
        ways = (link.used, crossings.capacity(link, rules)), (link.supply_used, crossings.supply_capacity(link, rules))
        if link.owner == planner.side and any(used and used >= most for used, most in ways):
            end = state.scenario.board.hexside_hexes(hexside)[0]
            yield Line(crossing_text(state, hexside), place_beside(state, hexside, end), action=LookAt(end))
