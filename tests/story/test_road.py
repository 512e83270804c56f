"""The road: shortages on one side, trucks on the other (A17, A18)."""

from __future__ import annotations

from khalkhin.core import apply
from khalkhin.core.events import events as ev
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import EndTurn, Prioritise

from tests.story.stage import Orders, give, opening, store, until
from tests.story.table import shows

ROAD = "road_from_borzya"
DUMPS, DEPOT = "Army dumps", "Jiangjunmiao depot"


def last_turn(state: GameState) -> int:
    return len(state.scenario.calendar)


def neglecting(side: str) -> Orders:
    """Orders for every turn: the staff of a side is to fill none of its depots."""

    def neglect(state: GameState) -> GameState:
        for depot in state.stores:
            if depot.side == side and not depot.is_source and depot.priority:
                state = give(state, Prioritise(state.scenario.board.place(depot.hex), 0))
        return state

    return neglect


def minding(name: str) -> Orders:
    """Orders for every turn: the staff is to fill one depot before all others."""

    def mind(state: GameState) -> GameState:
        depot = next(s for s in state.stores if s.name == name)
        place = state.scenario.board.place(depot.hex)
        return state if depot.priority == 3 else give(state, Prioritise(place, 3))

    return mind


# ---- A17


@shows("A17", "short-of-everything")
def test_an_army_whose_trucks_bring_nothing_eats_what_it_has_and_goes_short() -> GameState:
    state = until(opening(ROAD), 2, doing={"japanese": neglecting("japanese")})
    after, events = apply(state, EndTurn())
    eaten = sum(e.points for e in events if isinstance(e, ev.SupplyDrawn) and e.store == DEPOT)
    assert eaten > 0 and store(after, DEPOT) == store(state, DEPOT) - eaten
    return until(after, 21, doing={"japanese": neglecting("japanese")}, fired="short-of-everything")


def test_the_bombardment_of_july_is_fired_from_the_same_stock() -> None:
    state = until(opening(ROAD), 9, "japanese")
    assert "guns-of-july" in state.pending
    before = store(state, DEPOT)
    assert store(give(state, "choose guns-of-july fire"), DEPOT) < before
    assert store(give(state, "choose guns-of-july save"), DEPOT) == before


@shows("A17", "well-found")
def test_an_army_that_lays_its_shells_in_and_minds_its_depot_is_well_found() -> GameState:
    careful = {"guns-of-july": "save"}
    return until(opening(ROAD), last_turn(opening(ROAD)), answers=careful, doing={"japanese": minding(DEPOT)})


# ---- A18


@shows("A18", "the-haul")
def test_trucks_carry_an_army_s_battle_over_hundreds_of_miles() -> GameState:
    state = opening(ROAD)
    columns = [u.id for u in state.units if u.side == "soviet" and u.is_column]
    before, began = store(state, DUMPS), len([u for u in state.side_units("soviet") if u.is_column])
    state = until(state, last_turn(state), doing={"soviet": minding(DUMPS)}, answers={"more-trucks": "farms"})
    assert len(columns) > 1.5 * began and all(u.on_map for u in map(state.unit, columns) if u is not None)
    assert store(state, DUMPS) > 5 * before
    assert sum(a.points for a in state.awards if a.side == "soviet") > 0, "stock laid in is worth points"
    return state


@shows("A18", "the-manuals-were-right")
def test_a_road_on_which_nothing_moves_proves_the_manuals_right() -> GameState:
    state = opening(ROAD)
    return until(state, last_turn(state), doing={"soviet": neglecting("soviet")})
