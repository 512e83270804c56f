"""June and July: the raid, the two prongs, the tanks, the way back (A7-A16)."""

from __future__ import annotations

from dataclasses import replace

from khalkhin.core import apply, why_illegal
from khalkhin.core.air.air_superiority import sorties_of
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.events import events as ev
from khalkhin.core.model.crossings import Crossing
from khalkhin.core.model.state import GameState
from khalkhin.core.movement.movement import reach
from khalkhin.core.orders.air import fly_forecast
from khalkhin.core.orders.orders import Fly

from tests.story.stage import (
    end,
    give,
    gone,
    hex_at,
    march,
    marching,
    objective,
    of_side,
    opening,
    standing,
    storm,
    storming,
    unit,
    until,
)
from tests.story.table import shows

PRONGS = "two_prongs"
FIELD = "Tamsag-Bulak"
RIVER_PRONG = ("jp-71", "jp-72", "jp-at", "jp-26")
TANKS = ("jp-3-tk", "jp-4-tk")
ARMOUR = ("su-11-tk-1", "su-7-mab", "su-11-tk-2")
FIST = (*ARMOUR, "su-24")
SEEDS = range(1, 40)


def west_bank(state: GameState) -> frozenset[int]:
    return state.scenario.areas["West bank"]


def crossed(state: GameState) -> list[str]:
    """Japanese combat units on the west bank."""
    return [name for name in of_side(state, "japanese") if unit(state, name).hex in west_bank(state)]


def pontoon(state: GameState) -> Crossing:
    return next(c for c in state.crossings.values() if c.name == "Japanese pontoon")


def bain_tsagan(state: GameState) -> int:
    return objective(state, "Bain-Tsagan")


def unguarded(state: GameState) -> GameState:
    """The battle with the riders who watch the northern reach of the river sent elsewhere."""
    return gone(state, ("mn-6-cav",))


# ---- A7, A8


@shows("A7", "thirty-thousand")
def test_thirty_thousand_men_are_told_of_and_a_division_with_tanks_is_there() -> GameState:
    state = until(opening(PRONGS), 2)
    assert any(unit(state, name).has("armour") for name in of_side(state, "japanese"))
    may = sum(unit(opening("the_64th"), name).steps for name in of_side(opening("the_64th"), "japanese"))
    july = sum(unit(state, name).steps for name in of_side(state, "japanese"))
    men = july * state.scenario.history.men_per_step, may * opening("the_64th").scenario.history.men_per_step
    assert men[0] > 5 * men[1]
    return state


@shows("A8", "komkor")
def test_a_corps_with_tanks_and_cars_comes_under_zhukov() -> GameState:
    first = until(opening(PRONGS), 2, "soviet")
    state = until(first, 8)

    def armour(state: GameState) -> int:
        return sum(unit(state, n).steps for n in of_side(state, "soviet") if unit(state, n).has("armour"))

    assert armour(state) >= 3 * armour(first)
    assert "Zhukov" in next(e for e in state.scenario.timeline if e.id == "komkor").text
    return first


# ---- A9


def raided(escort: int, *, lucky: bool, ruled_by: str | None = None) -> GameState:
    """The raid flown with all bombers, by dice that favour it or do not, where they also gave the sky to a side."""
    for seed in SEEDS:
        state = opening(PRONGS, seed)
        if ruled_by is not None and state.superiority != ruled_by:
            continue
        left = state.sorties["japanese"]
        after, events = apply(state, Fly("raid", FIELD, left.bombers, min(escort, left.fighters)))
        (flown,) = (e for e in events if isinstance(e, ev.Flown))
        if bool(flown.hits) is lucky:
            return after
    raise AssertionError("no such dice")


@shows("A9", "tamsag-wrecked")
def test_a_raid_wrecks_the_airbase_and_its_sorties_are_really_gone() -> GameState:
    state = raided(9, lucky=True)
    quiet = opening(PRONGS, state.seed)
    assert "tamsag-wrecked" in state.flags
    for turn in (1, 2, 4):
        hit, whole = (until(s, turn, "soviet", answers={"tokyo": "obey"}) for s in (state, quiet))
        field = next(f for f in whole.airfields if f.name == FIELD)
        lost = sorties_of(whole, "soviet").fighters - sorties_of(hit, "soviet").fighters
        assert lost == field.fighters, f"turn {turn}"
    assert sorties_of(until(state, 9, "soviet"), "soviet") == sorties_of(until(quiet, 9, "soviet"), "soviet")
    return until(state, 2)


@shows("A9", "tamsag-stands")
def test_without_a_raid_the_rows_of_aircraft_still_stand() -> GameState:
    return until(opening(PRONGS), 2)


@shows("A9", "tamsag-stands")
def test_fighters_who_hold_the_sky_turn_a_raid_away() -> GameState:
    state = raided(0, lucky=False, ruled_by="soviet")
    left = opening(PRONGS, state.seed).sorties["japanese"].bombers
    alone = fly_forecast(opening(PRONGS, state.seed), Fly("raid", FIELD, left))
    unopposed = replace(opening(PRONGS, state.seed), superiority="japanese")
    assert alone.probability(1) < fly_forecast(unopposed, Fly("raid", FIELD, left)).probability(1)
    return until(state, 2)


def test_the_telegram_from_tokyo_really_forbids_raids() -> None:
    for answer, refused in (("obey", True), ("defy", False)):
        state = until(opening(PRONGS), 4, answers={"tokyo": answer})
        assert (why_illegal(state, Fly("raid", FIELD, 1)) is not None) is refused


# ---- A10, A11


@shows("A10", "over-the-halha")
def test_infantry_crosses_while_tanks_advance() -> GameState:
    orders = marching(RIVER_PRONG, bain_tsagan(opening(PRONGS)))
    return until(unguarded(opening(PRONGS)), 11, doing={"japanese": orders}, fired="over-the-halha")


@shows("A10", "no-crossing")
def test_a_river_that_nobody_crosses_makes_it_one_prong() -> GameState:
    return until(opening(PRONGS), 11)


def heights_taken(turn: int) -> GameState:
    """The Japanese have marched over the river to Bain-Tsagan, which nobody holds against them."""
    empty = unguarded(opening(PRONGS))
    return until(empty, turn, doing={"japanese": marching(RIVER_PRONG, bain_tsagan(empty))})


@shows("A11", "early-success")
def test_the_heights_fall_on_the_first_morning() -> GameState:
    return heights_taken(7)


@shows("A11", "no-early-success")
def test_heights_that_are_reached_by_nobody_are_no_success() -> GameState:
    return until(opening(PRONGS), 7)


# ---- A12


@shows("A12", "queue")
def test_one_bridge_lets_only_so_much_over_and_the_rest_waits() -> GameState:
    state = until(unguarded(opening(PRONGS)), 3)
    bridge = pontoon(state)
    near, far = state.scenario.board.hexside_hexes(bridge.hexside)
    if near in west_bank(state):
        near, far = far, near
    full = crossings.capacity(bridge, state.scenario.rules)
    walker = replace(unit(state, "jp-71"), hex=near)
    free = replace(state, crossings={**state.crossings, bridge.hexside: replace(bridge, used=full - 1)})
    taken = replace(state, crossings={**state.crossings, bridge.hexside: replace(bridge, used=full)})
    tank = replace(unit(state, "jp-3-tk"), hex=near)
    assert far in reach(free, walker).cost
    dry = replace(walker, mp=walker.mp - 1, moved=True)
    assert far in reach(free, dry).cost and far not in reach(taken, dry).cost, "a full bridge lets nobody over"
    assert far not in reach(free, tank).cost, "it bears no tank"
    goal = bain_tsagan(state)
    state = until(unguarded(opening(PRONGS)), 5, doing={"japanese": marching(RIVER_PRONG[:1], goal)})
    assert len(crossed(state)) == 1
    return state


@shows("A12", "no-queue")
def test_a_crossing_well_ordered_is_done_in_a_night() -> GameState:
    return heights_taken(5)


# ---- A13


def bridgehead() -> GameState:
    """The morning of the 3rd: one regiment has come over, and the Soviet armour is on the map."""
    goal = bain_tsagan(opening(PRONGS))
    return until(unguarded(opening(PRONGS)), 6, "soviet", doing={"japanese": marching(("jp-71",), goal)})


@shows("A13", "three-sides")
def test_massed_armour_comes_at_the_bridgehead_from_three_sides() -> GameState:
    state = bridgehead()
    target = unit(state, "jp-71").hex
    area = state.scenario.areas["West bank bridgehead"]
    near = [h for h in state.scenario.board.dry[target] if h in area and not state.at_hex(h)]
    state = standing(state, dict(zip(FIST, near, strict=False)))
    return end(state)


@shows("A13", "no-ring")
def test_armour_that_stays_away_shuts_nobody_in() -> GameState:
    return until(bridgehead(), 16)


# ---- A14


def at_night() -> GameState:
    """The night of the 3rd: what has crossed has the Soviet armour before it, and has leave to withdraw."""
    state = bridgehead()
    target = unit(state, "jp-71").hex
    near = [h for h in state.scenario.board.dry[target] if not state.at_hex(h)]
    far = sorted(near, key=lambda h: -state.scenario.board.distance(h, objective(state, "Japanese crossing")))
    state = until(standing(state, dict(zip(ARMOUR, far, strict=False))), 7)
    assert state.night and "leave-to-withdraw" in state.pending
    return give(state, "choose leave-to-withdraw withdraw")


def home(state: GameState) -> int:
    return hex_at(state, state.scenario.board.place(unit(opening(PRONGS), "jp-71").hex))


@shows("A14", "slipped-away")
def test_they_withdraw_over_the_bridge_under_cover_of_darkness() -> GameState:
    state = at_night()
    day = replace(state, turn=8)
    assert not day.night
    walker = unit(state, "jp-71")
    night_ways, day_ways = reach(state, walker).cost, reach(day, walker).cost
    assert all(night_ways[h] <= cost for h, cost in day_ways.items()), "what can be done by day can be done by night"
    assert any(night_ways[h] < cost for h, cost in day_ways.items()), "leaving the enemy costs nothing by night"
    left = until(state, 16, doing={"japanese": marching(("jp-71",), home(state))}, fired="slipped-away")
    assert left.night and not crossed(left) and unit(left, "jp-71").steps
    return left


@shows("A14", "back-by-day")
def test_a_withdrawal_by_day_is_seen() -> GameState:
    state = until(at_night(), 8)
    state = standing(state, {"jp-71": pontoon_end(state)}, mp=6, moved=False, suppressed=0)
    return march(state, ("jp-71",), home(state))


def pontoon_end(state: GameState) -> int:
    """The west end of the pontoon."""
    return next(h for h in state.scenario.board.hexside_hexes(pontoon(state).hexside) if h in west_bank(state))


@shows("A14", "could-not-slip-away")
def test_whoever_holds_the_heights_does_not_slip_away() -> GameState:
    return until(heights_taken(7), 16, answers={"leave-to-withdraw": "hold"})


# ---- A15


@shows("A15", "tanks-burnt")
def test_tanks_that_attack_dug_in_ground_are_spent() -> GameState:
    """Tanks by themselves against a regiment in its trenches with quick guns, again and again."""
    state = until(opening(PRONGS), 3)

    def attack(state: GameState) -> GameState:
        for tanks in TANKS:
            if unit(state, tanks).on_map and unit(state, "su-149").on_map:
                state = storm(state, "su-149", (tanks,), shelled=False)
        return state

    return until(state, 16, doing={"japanese": attack}, fired="tanks-burnt")


@shows("A15", "tanks-through")
def test_tanks_that_find_no_defence_reach_the_bridge() -> GameState:
    state = until(opening(PRONGS), 3)
    bridge = objective(state, "Central Bridge")
    near = [h for h in state.scenario.board.dry[bridge] if h not in west_bank(state)]
    guards = [u.id for h in state.scenario.board.within(bridge, 2) for u in state.at_hex(h) if u.side == "soviet"]
    state = standing(gone(state, guards), {"jp-4-tk": near[0]}, mp=8)
    return end(end(march(state, ("jp-4-tk",), bridge)))


@shows("A15", "tanks-saved")
def test_tanks_that_are_kept_back_are_saved() -> GameState:
    return until(opening(PRONGS), 16)


# ---- A16


@shows("A16", "thrown-back")
def test_the_force_is_thrown_back_over_the_river() -> GameState:
    state = bridgehead()
    state = until(state, 16, doing={"soviet": storming("jp-71", FIST, ("su-art", "su-185"))}, fired="thrown-back")
    assert not crossed(state) and unit(state, "jp-71").steps < unit(opening(PRONGS), "jp-71").steps
    return state


@shows("A16", "bridgehead-held")
def test_a_bridgehead_with_the_heights_in_it_is_a_battle_turned_round() -> GameState:
    return until(heights_taken(7), 16, answers={"leave-to-withdraw": "hold"})


@shows("A16", "not-thrown-back")
def test_men_who_are_still_dug_in_on_the_wrong_bank_have_not_been_thrown_back() -> GameState:
    state = until(unguarded(opening(PRONGS)), 4)
    state = standing(state, {"jp-71": pontoon_end(state)})
    state = until(state, 16, answers={"leave-to-withdraw": "hold"})
    assert crossed(state) == ["jp-71"]
    return state


# ---- What is read before anything has happened


def test_the_first_steps_say_from_when_held_squadrons_take_orders() -> None:
    state = opening(PRONGS)
    cavalry, last = unit(state, "mn-6-cav"), until(state, 2).held["mn-6-cav"]
    free = state.scenario.calendar[last].date
    (step,) = (s for s in state.scenario.side("soviet").first_steps if "Mongolian squadrons" in s)
    assert f"{int(free.split('-')[2])} July" in step and "at once" not in step
    assert cavalry.hex != objective(state, "Bain-Tsagan") and "on Bain-Tsagan" not in step


def test_the_telegram_of_the_stormy_night_claims_no_more_than_was_reported() -> None:
    """It comes whatever the tanks have done."""
    (entry,) = (e for e in opening(PRONGS).scenario.timeline if e.id == "night-storm")
    assert not entry.conditions and entry.source == "A11"
    assert "report" in entry.text and "got among" not in entry.text
