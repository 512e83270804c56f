"""August: the strike, the ring and the bill (A19-A23)."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from khalkhin.core import why_illegal
from khalkhin.core.air.air_superiority import sorties_of
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Barrage
from khalkhin.core.supply.supply import pockets
from khalkhin.core.timeline.condition_kinds import Lost
from khalkhin.core.victory import outcome, steps_lost

from tests.story.stage import give, gone, of_side, opening, standing, storm, unit, until
from tests.story.table import shows

AUGUST = "double_envelopment"
#: Foot lasts on the roads behind the enemy until the guns have done: armour would have to be fed there.
WINGS = ("su-601", "su-152", "su-80", "su-127", "su-293", "su-212-abn")
GUNS = ("su-175-art", "su-126-art", "su-185-art", "su-82-how", "su-57-art")


def last(state: GameState) -> int:
    return len(state.scenario.calendar)


@cache
def quiet() -> GameState:
    """The last morning of a battle in which nobody did anything."""
    return until(opening(AUGUST), last(opening(AUGUST)), "japanese")


def toll(entry: str, side: str) -> int:
    """Steps that a side must have lost for an entry to come about."""
    conditions = next(e.conditions for e in opening(AUGUST).scenario.timeline if e.id == entry)
    return next(c.steps for c in conditions if isinstance(c, Lost) and c.side == side)


# ---- A19, A20


@shows("A19", "first-strike")
def test_aircraft_and_guns_strike_before_the_first_order() -> GameState:
    state = opening(AUGUST)
    front = state.scenario.areas["Front line"]
    there = [u for u in state.side_units("japanese") if u.hex in front]
    assert there and all(u.suppressed for u in there)
    grounded = [f for f in state.airfields if f.name == "Saienjo" and f.wrecked >= 1]
    assert grounded and sorties_of(state, "japanese").fighters < sum(
        f.fighters for f in state.airfields if f.side == "japanese"
    )
    answer = until(state, 1, "japanese")
    guns = [u for u in answer.side_units("japanese") if u.spec.type.range]
    enemies = answer.known_enemies("japanese")
    shots = [Barrage(g.id, answer.scenario.board.place(e.hex)) for g in guns for e in enemies]
    loud = replace(answer, silence={})
    assert any(why_illegal(loud, shot) is None for shot in shots), "some gun could have answered"
    assert all(why_illegal(answer, shot) for shot in shots), "none may"
    assert state.surprise["soviet"] >= 1
    return state


@shows("A20", "assault-begins")
def test_fifty_thousand_men_with_tanks_and_cars_are_there() -> GameState:
    state = opening(AUGUST)
    there = [unit(state, name) for name in of_side(state, "soviet")]
    guns = [u for u in state.side_units("soviet") if u.spec.type.range and not u.is_combat]
    men = sum(u.steps for u in (*there, *guns) if not u.has("armour")) * state.scenario.history.men_per_step
    assert 25_000 <= men <= 60_000
    assert {u.spec.type.symbol for u in there} >= {"armour", "armoured-car", "infantry", "cavalry"}
    return state


# ---- A21


def closed() -> GameState:
    """The wings have met on the roads behind the Japanese line and hold its depots; two days have gone by."""
    state = until(opening(AUGUST), 5)
    board = state.scenario.board
    depots = [s for s in state.stores if s.side == "japanese" and not s.is_source]
    guards = [u.id for d in depots for h in board.within(d.hex, 1) for u in state.at_hex(h) if u.side == "japanese"]
    state = gone(state, [g for g in guards if unit(state, g).spec.type.stack.value != "combat"])
    state = replace(state, stores=tuple(replace(s, side="soviet", stock=0) if s in depots else s for s in state.stores))
    roads = [h for s in state.stores if s.is_source and s.side == "japanese" for h in board.within(s.hex, 1)]
    free = [h for h in roads if not state.at_hex(h)]
    return standing(state, dict(zip(WINGS, free, strict=False)))


def surrounded() -> GameState:
    return until(closed(), last(opening(AUGUST)), fired="ring-closed")


@shows("A21", "ring-closed")
def test_two_wings_that_meet_leave_the_middle_unfed() -> GameState:
    before = opening(AUGUST)
    assert not pockets(before, "japanese")
    state = surrounded()
    pocket = max(pockets(state, "japanese"), key=lambda p: p.steps)
    assert len(pocket.units) >= 3
    return state


@shows("A21", "ring-broken")
def test_a_ring_that_is_broken_from_outside_feeds_those_inside() -> GameState:
    state = gone(surrounded(), WINGS)
    ours = {d.name: d.stock for d in state.scenario.depots if d.side == "japanese"}
    stores = tuple(replace(s, side="japanese", stock=400) if s.name in ours else s for s in state.stores)
    return until(replace(state, stores=stores), last(state), "japanese")


@shows("A21", "ring-open")
def test_wings_that_never_meet_close_no_ring() -> GameState:
    return quiet()


# ---- A22, A23


def cannonade(state: GameState) -> GameState:
    """Guns shell, and infantry storms with them, what is weakest of those who are cut off."""
    caught = [u for u in state.side_units("japanese") if u.is_combat and u.unsupplied >= 2]
    for enemy in sorted(caught, key=lambda u: (u.steps, u.id))[:3]:
        target = state.scenario.board.place(enemy.hex)
        for gun in GUNS:
            if why_illegal(state, Barrage(gun, target)) is None:
                state = give(state, Barrage(gun, target))
        state = storm(state, enemy.id, ("su-24", "su-149", "su-602", "su-603"))
    return state


@shows("A22", "pocket-destroyed")
def test_the_guns_break_up_what_is_in_the_ring() -> GameState:
    ring = surrounded()
    state = until(ring, last(ring), doing={"soviet": cannonade}, fired="pocket-destroyed")
    silent = until(ring, state.turn, state.active)
    assert steps_lost(state, "japanese") > steps_lost(silent, "japanese"), "the guns have sped it"
    return state


@shows("A22", "pocket-lives")
def test_those_who_were_never_surrounded_are_still_firing_back() -> GameState:
    return quiet()


def bled(side: str, steps: int) -> GameState:
    """The last morning but one of the battle, when a side has lost so many steps."""
    state = until(opening(AUGUST), last(opening(AUGUST)) - 1, "japanese")
    names = iter(of_side(state, side))
    while steps_lost(state, side) < steps:
        state = gone(state, (next(names),), lost=True)
    return until(state, last(state), "japanese")


@shows("A23", "the-bill")
def test_the_bill_is_paid_in_japanese_losses() -> GameState:
    state = bled("japanese", toll("the-bill", "japanese"))
    told = state.scenario.history.losses
    assert told["japanese"].account > told["soviet"].account > 0
    paid = outcome(state, "over").points["soviet"]
    assert paid > outcome(quiet(), "over").points["soviet"]
    return state


@shows("A23", "a-smaller-bill")
def test_whoever_saves_his_men_pays_less() -> GameState:
    return bled("japanese", toll("the-bill", "japanese") // 2)


@shows("A23", "a-bill-for-the-other")
def test_an_attacker_who_bleeds_pays_the_bill_himself() -> GameState:
    return bled("soviet", toll("a-bill-for-the-other", "soviet"))
