"""Retreats and the ladder of odds against plain readings of the rules, in random positions."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core.combat import combat
from khalkhin.core.combat.strength import shares
from khalkhin.core.model.rules import CombatOutcome
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Unit
from khalkhin.core.movement.movement import picture
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault

from tests.core.positions import states
from tests.core.test_reference import dry_cost, plain_zones

few = settings(
    max_examples=int(os.environ.get("KHALKHIN_EXAMPLES", "40")), deadline=None, suppress_health_check=list(HealthCheck)
)


def paths_back(state: GameState, unit: Unit, length: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Every way of so many hexes on which a unit goes farther from where it stood with each, and the steps it costs."""
    board = state.scenario.board
    enemies = [u for u in state.units if u.hex >= 0 and u.side != unit.side]
    friends = {u.hex for u in state.side_units(unit.side) if u.is_combat}
    feared = plain_zones(state, enemies) - friends
    held = {e.hex for e in enemies}

    def onward(path: tuple[int, ...], lost: int) -> Iterator[tuple[tuple[int, ...], int]]:
        if len(path) == length + 1:
            yield path, lost
            return
        for there in board.neighbours[path[-1]]:
            if there < 0 or there in held or board.distance(unit.hex, there) != len(path):
                continue
            # A retreat is no march: mud does not matter where there is a way at all.
            cost = dry_cost(state, unit, path[-1], there)
            if cost is not None:
                yield from onward((*path, there), lost + (cost == "swim") + (there in feared))

    yield from onward((unit.hex,), 0)


@few
@given(states(), st.lists(st.integers(0, 15), min_size=1, max_size=3))
def test_a_retreat_costs_least_and_then_leads_home_and_away(state: GameState, attackers: list[int]) -> None:
    board = state.scenario.board
    longest = state.scenario.rules.combat.max_retreat
    for unit in [u for u in state.units if u.hex >= 0 and not u.is_column]:
        known, home = picture(state, unit.side, omniscient=True), state.scenario.rear(unit.side)
        taken = {u.hex for u in state.side_units(unit.side) if u.is_combat == unit.is_combat and not u.is_column}
        found = combat.retreats(state, unit, longest, attackers, known)
        assert [way.unit for way in found] == [unit.id] * longest
        best = None
        for n, way in enumerate(found, 1):
            ends = [(p, lost) for p, lost in paths_back(state, unit, n) if p[-1] not in taken]
            if ends:
                best = min(
                    (lost, home[p[-1]], -sum(board.distance(p[-1], a) for a in attackers), p) for p, lost in ends
                )
            if best is None:
                assert way.blocked and way.losses == unit.steps
            else:
                assert (way.path, way.losses) == (best[3], best[0] + n - (len(best[3]) - 1))


@few
@given(states(fog=False))
def test_the_ladder_is_climbed_as_the_tables_say(state: GameState) -> None:
    """Every assault of one unit: the column by the odds, the shifts and their limit, and all 36 throws."""
    rules, board = state.scenario.rules.combat, state.scenario.board
    for unit in state.side_units(state.active):
        for target in [n for n in board.neighbours[unit.hex] if n >= 0]:
            found = combat.fighters(state, state.active, target)
            if not found or not combat.can_assault(unit):
                continue
            odds = assault_forecast(state, Assault(board.place(target), (unit.id,)))
            steps = sum(u.steps for u in found)
            hard = sum(u.steps * u.spec.type.hardness for u in found) // steps if steps else 0
            kind = unit.spec.type
            mine = (2 * unit.steps - unit.suppressed) * (kind.soft * (100 - hard) + kind.hard * hard)
            theirs = max(1, sum((2 * u.steps - u.suppressed) * u.spec.type.defence * 100 for u in found))
            assert (odds.attack, odds.defence) == (mine, theirs)
            base = max(
                [i for i, (a, d) in enumerate(rules.columns) if Fraction(mine, theirs) >= Fraction(a, d)], default=0
            )
            shift = sum(s.columns for s in odds.shifts)
            shift = max(-rules.max_shift, min(rules.max_shift, shift))
            column = max(0, min(len(rules.columns) - 1, base + shift))
            assert (odds.base_column, odds.column, odds.shift) == (base, column, column - base)
            dug = max(u.entrenchment for u in found)
            fragile = any(u.has("fragile") for u in found)
            ways: Counter[CombatOutcome] = Counter()
            for x, y in product(range(1, 7), repeat=2):
                at = max(0, min(len(rules.outcomes) - 1, column + rules.base + rules.luck[x + y]))
                o = rules.outcomes[at]
                back = o.retreat - 1 if o.retreat and dug >= rules.fortified_level else o.retreat
                if o.retreat and dug < rules.fortified_level and fragile:
                    back = min(rules.max_retreat, back + 1)
                ways[
                    CombatOutcome(o.attacker_loss, o.attacker_suppressed, o.defender_loss, o.defender_suppressed, back)
                ] += 1
            assert {c.outcome: c.ways for c in odds.chances} == ways
            assert sum(odds.fates.values()) == 36 and 0 <= odds.falls <= 1


@given(st.lists(st.integers(0, 5), max_size=4), st.integers(0, 12))
def test_losses_are_dealt_out_in_turn(steps: list[int], loss: int) -> None:
    left, out = list(steps), [0] * len(steps)
    while loss and any(left):
        for i, n in enumerate(left):
            if n and loss:
                left[i], out[i], loss = n - 1, out[i] + 1, loss - 1
    assert shares(steps, loss + sum(out)) == tuple(out)
