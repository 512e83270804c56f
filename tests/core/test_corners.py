"""The corner of the map, hex 0, is a place like any other: the same scene there and behind a margin of lakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from khalkhin.core import initial_state, legal_orders
from khalkhin.core.combat import combat, gunnery
from khalkhin.core.crossing.traffic import traffic
from khalkhin.core.explain import reach_marks
from khalkhin.core.model.state import GameState
from khalkhin.core.movement import movement
from khalkhin.core.orders.engineering import jobs_for
from khalkhin.core.orders.orders import Demolish, Exit, Haul, Load, Move, Shell, Work
from khalkhin.core.supply import perils, supply
from khalkhin.core.supply.jugular import closable, jugular
from khalkhin.core.supply.truckways import ways
from khalkhin.core.threats import Threats

from tests.narrow import the
from tests.scenarios import Place, Row, small_scenario

#: Lakes to the left of the second scene and above it.
MARGIN = (4, 2)
SHIFTS = ((0, 0), MARGIN)
#: A unit of each sort in the corner or beside it, the enemy across the ford in the south.
UNITS: list[tuple[str, str, str, Place]] = [
    ("corner", "rifle-regiment", "soviet", (0, 0)),
    ("sappers", "soviet-engineers", "soviet", (1, 0)),
    ("guns", "field-artillery", "soviet", (2, 1)),
    ("trucks", "truck-column", "soviet", (0, 0)),
    ("enemy", "jp-infantry-regiment", "japanese", (0, 1)),
    ("battery", "field-artillery", "japanese", (2, 3)),
]
STREAM = [((0, 0), (0, 1), "river"), ((0, 0), (1, 0), "stream")]


def scene(shift: Place, *, swap: bool = False) -> GameState:
    """The scene shifted; with `swap` the corner is the enemy's and the second hex ours."""
    dx, dy = shift

    def at(place: Place) -> Place:
        return place[0] + dx, place[1] + dy

    sides = {"soviet": "japanese", "japanese": "soviet"} if swap else {}
    units: list[Row] = [(n, kind, sides.get(side, side), at(place)) for n, kind, side, place in UNITS]
    scenario = small_scenario(
        ["L" * (dx + 5)] * dy + ["L" * dx + "....."] * 4,
        units,
        hexsides=[(at(a), at(b), kind) for a, b, kind in STREAM],
        crossings=[(at((0, 0)), at((0, 1)), "bridge", {"owner": "japanese" if swap else "soviet"})],
        sources=[("soviet", at((4, 3) if swap else (0, 0)), 30), ("japanese", at((0, 0) if swap else (4, 3)), 30)],
        depots=[("soviet", at((3, 0)), 9)],
        objectives=[("Corner", at((0, 0)), "japanese" if swap else "soviet")],
    )
    return initial_state(scenario, 1, fog=False)


def back(state: GameState, hexes: Iterable[int], shift: Place) -> list[Place]:
    """Places of some hexes as they are in the scene in the corner; those of the margin are left out."""
    found = (state.scenario.board.place(h) for h in hexes)
    return sorted((c - shift[0], r - shift[1]) for c, r in found if c >= shift[0] and r >= shift[1])


def _edge(state: GameState, shift: Place) -> int:
    a, b = (
        the(state.scenario.board.index(*(p + s for p, s in zip(place, shift, strict=True))))
        for place in ((0, 0), (0, 1))
    )
    return the(state.scenario.board.hexside(a, b))


def _orders(state: GameState, shift: Place, *kinds: type) -> list[str]:
    """Orders of some kinds, with their places shifted back."""
    out = []
    for order in legal_orders(state):
        if isinstance(order, kinds):
            text = str(order)
            for c in range(12):
                for r in range(8):
                    text = text.replace(f"{c + shift[0]},{r + shift[1]}", f"<{c},{r}>")
            out.append(text)
    return sorted(out)


def _assaults(state: GameState, shift: Place) -> object:
    target = the(state.unit("enemy")).hex
    return [u.id for u in combat.possible_attackers(state, target)], [u.id for u in combat.possible_guns(state, target)]


def _retreats(state: GameState, shift: Place) -> object:
    out = []
    for unit in state.side_units("soviet"):
        known = movement.picture(state, "soviet", omniscient=True)
        for way in combat.retreats(state, unit, 3, [the(state.unit("enemy")).hex], known):
            out.append((way.unit, back(state, way.path, shift), way.losses))
    return out


def _threats(state: GameState, shift: Place) -> object:
    found = Threats(state, "soviet")
    ours = [u.hex for u in state.side_units("soviet")]
    return (
        back(state, found.assaulted, shift),
        back(state, found.shelled, shift),
        [[[f.unit.id for f in foes] for foes in (t.reach, t.assault, t.fire)] for t in map(found.at, ours)],
        [(b.bare, [f.unit.id for f in b.comers], [f.unit.id for f in b.fire]) for b in found.bridges],
        [u.id for u in found.vulnerable],
        [None if odds is None else odds.column for odds in map(found.forecast, ours)],
    )


def _jobs(state: GameState, shift: Place) -> object:
    return [(j.order.task, j.needed, j.done, j.refusal) for j in jobs_for(state, the(state.unit("sappers")))]


def _banks(state: GameState, shift: Place) -> object:
    hexside = _edge(state, shift)
    seen = [gunnery._observed(replace(state, fog=True), side, hexside) for side in ("soviet", "japanese")]
    return [back(state, [gunnery._bank(state, unit, hexside)], shift) for unit in state.units], seen


def _traffic(state: GameState, shift: Place) -> object:
    return traffic(state, _edge(state, shift))


def _supply(state: GameState, shift: Place) -> object:
    out: list[object] = []
    for side in ("soviet", "japanese"):
        net = supply.trace(state, side)
        out += [back(state, net.cost, shift), sorted(net.routes), back(state, net.blocked, shift)]
        out += [back(state, supply.outline(state, side, {u.hex for u in state.side_units(side)}), shift)]
        out += [(p.units, back(state, p.outline, shift)) for p in supply.pockets(state, side)]
        out += [
            len(supply.feeds(state, side)),
            back(state, closable(state, side, 2), shift),
            jugular(state, side).units,
        ]
        known = ways(state, side)
        out += [back(state, known.blocked, shift), back(state, known.shunned, shift)]
    return out


def _perils(state: GameState, shift: Place) -> object:
    flags = [[hex_ for hex_, _ in perils._flagged(state, side)] for side in ("soviet", "japanese")]
    return [back(state, hexes, shift) for hexes in flags], [
        perils.danger_at(state, "soviet", h) is None for h in flags[0]
    ]


def _marks(state: GameState, shift: Place) -> object:
    marks = []
    for unit in state.side_units("soviet"):
        for hex_, mark in reach_marks(state, unit).items():
            marks.append((unit.id, back(state, [hex_], shift), mark.assault, mark.supplied))
    return sorted(marks, key=str)


def _moves(state: GameState, shift: Place) -> object:
    return _orders(state, shift, Move, Exit)


def _engineers(state: GameState, shift: Place) -> object:
    return _orders(state, shift, Work, Demolish, Shell)


def _trucks(state: GameState, shift: Place) -> object:
    return _orders(state, shift, Haul, Load)


@pytest.mark.parametrize(
    "facts",
    [_assaults, _retreats, _threats, _jobs, _banks, _traffic, _supply, _perils, _marks, _moves, _engineers, _trucks],
    ids=lambda facts: facts.__name__.strip("_"),
)
@pytest.mark.parametrize("swap", [False, True])
def test_the_corner_of_the_map_is_a_place_like_others(facts: Callable[[GameState, Place], object], swap: bool) -> None:
    corner, inland = (facts(scene(shift, swap=swap), shift) for shift in SHIFTS)
    assert corner == inland


def test_the_scenes_have_in_the_corner_what_they_are_for() -> None:
    state = scene((0, 0))
    assert {u.id for u in state.at_hex(0)} == {"corner", "trucks"} and next(iter(state.crossings)) // 6 == 0
    kinds = [{type(order) for order in legal_orders(scene((0, 0), swap=swap))} for swap in (False, True)]
    assert {Move, Work, Load, Exit} <= kinds[0] and {Move, Shell} <= kinds[1]
