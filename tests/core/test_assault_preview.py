"""What is shown of assaults and barrages is what then happens: every fate, over all throws, in random positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.core import apply, initial_state, legal_orders
from khalkhin.core.combat import combat
from khalkhin.core.combat.combat import Fate
from khalkhin.core.dice import number, two_dice
from khalkhin.core.events.events import Assaulted, Retreated, StepsLost, Suppressed
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.combat import assault_forecast, barrage_forecast, best_assault
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Assault, Barrage
from khalkhin.scenario import load

from tests.core.positions import states
from tests.scenarios import Row, small_scenario

#: Steps lost and suppressed of the attackers, of the defenders, how far these fell back, and whether the hex fell.
Told = tuple[int, int, int, int, int, bool]
THROWS = Counter(x + y for x, y in product(range(1, 7), repeat=2))


def thrown(state: GameState, target: int) -> Iterator[tuple[GameState, int]]:
    """The state with seeds that bring every sum of two dice for its next assault on a hex, and the sum's ways."""
    left, seed = dict(THROWS), 0
    while left:
        dice = two_dice(seed, ("assault", state.turn, state.active, target, state.attacks.get(target, 0)))
        if ways := left.pop(sum(dice), 0):
            yield replace(state, seed=seed), ways
        seed += 1


def happened(state: GameState, order: Assault) -> Told:
    """What an assault did, read off the position after it."""
    after, events = apply(state, order)
    assault = next(e for e in events if isinstance(e, Assaulted))

    def lost(names: Iterable[str]) -> int:
        pairs = ((state.unit(name), after.unit(name)) for name in names)
        return sum(before.steps - now.steps for before, now in pairs if before and now)

    def shaken(names: Iterable[str]) -> int:
        """Of those who are left: who falls back may lose on the way what was suppressed, or the last step he has."""
        hurt = ((after.unit(e.unit), e.steps) for e in events if isinstance(e, Suppressed) and e.unit in names)
        return sum(min(steps, now.suppressed) for now, steps in hurt if now)

    left = [u for u in after.at_hex(assault.target) if u.side != state.active and not u.is_column]
    team, found = order.attackers, assault.defenders
    fled = {e.unit for e in events if isinstance(e, Retreated)}
    away = assault.outcome.retreat if any(u.id in fled and u.on_map for u in after.units) else 0
    return lost(team), shaken(team), lost(found), shaken(found), away, not left


def told(fate: Fate) -> Told:
    return (
        fate.attacker_loss,
        fate.attacker_suppressed,
        fate.defender_loss,
        fate.defender_suppressed,
        fate.retreat,
        fate.falls,
    )


def orders(state: GameState) -> Iterator[tuple[int, Assault]]:
    """Assaults of the best team and of each unit alone on every hex where there is an enemy."""
    for target in sorted({u.hex for u in state.known_enemies(state.active)}):
        best = best_assault(state, target)
        place = state.scenario.board.place(target)
        alone = [
            Assault(place, (u.id,), advance=False) for u in combat.possible_attackers(state, target) if u.is_combat
        ]
        for order in ([best] if best else []) + alone:
            if why_illegal(state, order) is None:
                yield target, order


def check(state: GameState) -> int:
    """Compare the forecasts of every assault in a position with all its throws. Returns how many were compared."""
    compared = 0
    for target, order in orders(state):
        odds = assault_forecast(state, order)
        seen: Counter[Told] = Counter()
        for thrown_state, ways in thrown(state, target):
            seen[happened(thrown_state, order)] += ways
            compared += ways
        shown: Counter[Told] = Counter()
        for fate, ways in odds.fates.items():
            shown[told(fate)] += ways
        assert shown == seen, str(order)
        assert odds.falls == sum(ways for fate, ways in seen.items() if fate[-1]) / 36
        assert odds.losses == tuple(sum(fate[i] * ways for fate, ways in seen.items()) / 36 for i in (0, 2))
    return compared


def faces(state: GameState, target: int) -> Iterator[GameState]:
    """The state with seeds that bring each face of the die for the next barrage on a hex."""
    left, seed = set(range(1, 7)), 0
    while left:
        die = number(seed, ("barrage", state.turn, state.active, target, state.attacks.get(target, 0)), 6)
        if die in left:
            left.discard(die)
            yield replace(state, seed=seed)
        seed += 1


def check_barrages(state: GameState) -> int:
    """Compare the forecasts of every barrage in a position with all six faces. Returns how many were compared."""
    compared = 0
    for order in legal_orders(state):
        if not isinstance(order, Barrage):
            continue
        target = state.scenario.board.index(*order.target)
        assert target is not None
        names = {u.id for u in state.at_hex(target)}
        seen: Counter[tuple[int, int]] = Counter()
        for thrown_state in faces(state, target):
            _, events = apply(thrown_state, order)
            lost = sum(e.steps for e in events if isinstance(e, StepsLost) and e.unit in names)
            seen[lost, sum(e.steps for e in events if isinstance(e, Suppressed) and e.unit in names)] += 1
            compared += 1
        assert barrage_forecast(state, order).effects == seen, str(order)
    return compared


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(states(fog=False))
def test_what_is_shown_of_a_barrage_is_what_happens(state: GameState) -> None:
    check_barrages(state)


def test_a_barrage_suppresses_no_more_steps_than_there_are_to_suppress() -> None:
    units: list[Row] = [
        ("g", "heavy-artillery", "soviet", (4, 0), {"steps": 9}),
        ("d", "rifle-battalion", "japanese", (4, 3), {"steps": 2, "suppressed": 1}),
    ]
    ends = [("soviet", (0, 0)), ("japanese", (8, 6))]
    state = initial_state(small_scenario(["." * 9] * 7, units, sources=ends), seed=1, fog=False)
    odds = barrage_forecast(state, Barrage("g", (4, 3)))
    assert len(odds.chances) - 1 > 1 and set(odds.effects) <= {(0, 0), (0, 1)} and sum(odds.effects.values()) == 6
    assert check_barrages(state) == 6


@settings(deadline=None, max_examples=80, suppress_health_check=list(HealthCheck))
@given(states(fog=False), st.randoms(use_true_random=False))
def test_what_is_shown_of_an_assault_is_what_happens(state: GameState, random: Random) -> None:
    check(state)
    for _ in range(4):
        if not state.over:
            state, _ = apply(state, random.choice(legal_orders(state)))
    if not state.over:
        check(state)


@pytest.mark.slow
def test_ten_thousand_throws_are_what_was_shown() -> None:
    compared, random = 0, Random(1939)
    for seed in range(60):
        state = initial_state(load("grazing_rights"), seed, fog=False)
        while compared < 10_000 and not state.over:
            compared += check(state)
            for _ in range(6):
                if not state.over:
                    state, _ = apply(state, random.choice(legal_orders(state)))
        if compared >= 10_000:
            return
    raise AssertionError(f"only {compared} throws were compared")


def duel(steps: int, rifles: int = 9, ring: Iterable[Row] = ()) -> GameState:
    units: list[Row] = [
        ("a", "tank-brigade", "soviet", (4, 2)),
        ("b", "rifle-regiment", "soviet", (3, 3), {"steps": rifles}),
        ("d", "rifle-battalion", "japanese", (4, 3), {"steps": steps}),
        *ring,
    ]
    ends = [("soviet", (0, 0)), ("japanese", (8, 6))]
    return initial_state(small_scenario(rows=["." * 9] * 7, units=units, sources=ends), seed=1, fog=False)


def test_a_defender_of_one_step_that_every_throw_destroys_or_drives_out_falls_for_certain() -> None:
    """Retreats alone would be too few: six throws of 36 destroy it where it stands."""
    odds = assault_forecast(duel(1, rifles=5), Assault((4, 3), ("b",)))
    retreats = sum(c.ways for c in odds.chances if c.outcome.retreat)
    lost = sum(c.ways for c in odds.chances if c.outcome.defender_loss)
    assert (retreats, lost) == (30, 36)
    assert odds.falls == 1 and odds.losses[1] == 1


def test_no_more_steps_are_lost_than_there_are() -> None:
    for steps in range(1, 5):
        odds = assault_forecast(duel(steps), Assault((4, 3), ("a", "b")))
        assert 0 < odds.losses[1] <= steps
        assert all(fate.defender_loss + fate.defender_suppressed <= steps for fate in odds.fates)


def test_who_loses_his_last_step_on_the_way_back_neither_falls_back_nor_is_suppressed() -> None:
    """A battalion of three steps with tanks at both ways back: it loses a step in each hex that they watch."""
    ring: list[Row] = [
        ("t", "tank-brigade", "soviet", (2, 4)),
        ("u", "tank-brigade", "soviet", (6, 4)),
        ("v", "tank-brigade", "soviet", (4, 6)),
    ]
    state = duel(2, ring=ring)
    odds = assault_forecast(state, Assault((4, 3), ("a", "b")))
    assert any(way.losses and not way.blocked for ways in odds.retreats for way in ways)
    dead = [fate for fate in odds.fates if fate.defender_loss == 2]
    assert any(c.outcome.retreat and c.outcome.defender_loss < 2 for c in odds.chances)
    assert dead and all(fate.falls and not (fate.retreat or fate.defender_suppressed) for fate in dead)
    assert check(state)
