"""What trucks are kept from: against a plain reading, counted by hand, and on the first turn in August."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from khalkhin.core import apply, initial_state, parse_order, view
from khalkhin.core.events.events import Hauled, StepsLost
from khalkhin.core.fog.sight import look
from khalkhin.core.model.state import GameState, Ghost
from khalkhin.core.model.units import Level
from khalkhin.core.orders.orders import EndTurn
from khalkhin.core.supply import perils
from khalkhin.core.supply.perils import Danger, Peril
from khalkhin.core.supply.staffplan import Fear, fears
from khalkhin.core.supply.truckways import ways
from khalkhin.scenario import load
from khalkhin.text.supplies import trucks

from tests.core.positions import states
from tests.harness import truck_ambush
from tests.maps.reading import ROOT
from tests.scenarios import Row, small_scenario


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(states())
def test_what_is_shunned_is_what_a_plain_reading_fears(state: GameState) -> None:
    for side in ("soviet", "japanese"):
        feared = {h for h in range(state.scenario.board.size) if truck_ambush.dangerous(state, side, h)}
        assert perils.shunned(state, side) == feared
        assert perils.shunned(view(state, side).state, side) == feared
        closed = ways(state, side).blocked | feared
        for hex_ in range(state.scenario.board.size):
            told = perils.danger_at(state, side, hex_)
            assert (told is not None) == (hex_ in feared)
            assert told is None or (told.hex == hex_ and hex_ in closed)


OPEN = ["." * 13] * 7
#: Nothing but the road leads past the village.
NARROW = ["." * 13] * 2 + ["....LL......."] * 5


def valley(*units: Row, rows: list[str] = OPEN, owner: str = "japanese", night: bool = True) -> GameState:
    """A road of thirteen hexes from a source to a depot held by a battalion, and a village that is somebody's beside
    its middle; the steppe is free to drive round it."""
    scenario = small_scenario(
        rows,
        [
            ("post", "rifle-battalion", "soviet", (12, 1)),
            ("guard", "rifle-battalion", "soviet", (6, 5)),
            ("far", "jp-infantry-battalion", "japanese", (6, 0)),
            ("t", "truck-column", "soviet", (0, 1)),
            *units,
        ],
        roads=[[(c, 1) for c in range(13)]],
        sources=[("soviet", (0, 1), 40)],
        depots=[("soviet", (12, 1), 0)],
        objectives=[("Village", (6, 0), owner)],
        night_first=night,
        turns=8,
    )
    return initial_state(scenario, 1)


def driven(state: GameState) -> tuple[tuple[int, ...], bool]:
    """The way of the column in the next drive, and whether it was ambushed."""
    _, events = apply(state, EndTurn())
    hauled = next(e for e in events if isinstance(e, Hauled))
    return hauled.path, any(isinstance(e, StepsLost) and e.cause == "ambush" for e in events)


def test_the_staff_goes_round_a_village_of_the_enemys_and_says_why() -> None:
    state = valley()
    board = state.scenario.board
    path, ambushed = driven(state)
    assert not ambushed and board.index(5, 1) not in path and not perils.shunned(state, "soviet") & set(path)
    (found,) = fears(state, "soviet")
    assert found.danger.peril is Peril.FLAGGED and found.danger.name == "Village"
    assert found.detour is not None and found.detour > 0
    words = trucks.fear(state, found)
    assert "(6,0)" not in words, "a place with a name is called by it"
    assert f"{found.detour} movement points round" in words and "past Village, which is the enemy's" in words


def test_a_column_that_is_told_to_takes_a_feared_way_only_where_there_is_no_other() -> None:
    state, _ = apply(valley(), parse_order("haul t 0,1 to 12,1"))
    path, ambushed = driven(state)
    assert not ambushed and not perils.shunned(state, "soviet") & set(path)
    state = valley(rows=NARROW)
    staff, _ = apply(state, EndTurn())
    column = staff.unit("t")
    assert column is not None and (column.hex, column.steps) == (13, column.spec.steps)
    (found,) = fears(state, "soviet")
    assert found.detour is None and "Nothing is sent" in trucks.fear(state, found)
    told, _ = apply(state, parse_order("haul t 0,1 to 12,1"))
    path, ambushed = driven(told)
    assert ambushed and path[-1] in perils.shunned(told, "soviet")


def test_a_fighting_unit_or_a_close_look_makes_the_road_safe() -> None:
    empty = valley()
    road = empty.scenario.board.index(6, 1) or 0
    assert perils.danger_at(empty, "soviet", road) is not None
    held = valley(("there", "rifle-battalion", "soviet", (6, 1)))
    assert perils.danger_at(held, "soviet", road) is None
    far = empty.scenario.indices["far"]
    gone = empty.with_unit(replace(empty.units[far], hex=empty.scenario.board.index(12, 6) or 0))
    assert perils.danger_at(gone, "soviet", road) is not None, "the village is still his, and nobody has looked"
    seen = valley(("horse", "mongol-cavalry", "soviet", (6, 3)), night=False)
    seen, _ = look(seen.with_unit(replace(seen.units[seen.scenario.indices["far"]], hex=0)), seen)
    seen = replace(seen, sightings={**seen.sightings, "soviet": replace(seen.sightings["soviet"], ghosts={})})
    near = seen.scenario.board.index(6, 3) or 0
    assert perils.danger_at(seen, "soviet", near - 13) is None


@pytest.mark.parametrize(
    ("peril", "words"),
    [
        (Danger(Peril.KNOWN, 5, 6), "past an enemy at Village (6,0)"),
        (Danger(Peril.REMEMBERED, 5, 6, turn=2), "past an enemy last seen at Village (6,0) on turn 2"),
        (Danger(Peril.FLAGGED, 5, 6, "Village"), "past Village, which is the enemy's"),
        (Danger(Peril.FLAGGED, 5, 7), "past (7,0), which is the enemy's"),
        (Danger(Peril.BEYOND, 6, 6), "beyond your own line, at Village (6,0)"),
    ],
)
def test_each_danger_has_its_words(peril: Danger, words: str) -> None:
    state = valley()
    assert trucks.danger(state, peril) == words
    assert words in trucks.fear(state, Fear(1, 0, peril)) and words in trucks.fear(state, Fear(1, 0, peril, 3))


def test_an_enemy_out_of_sight_is_feared_where_he_was() -> None:
    state = valley(owner="soviet")
    mine = replace(state.sightings["soviet"], ghosts={state.scenario.indices["far"]: Ghost(6, 1, Level.IDENTIFIED)})
    state = replace(state, sightings={**state.sightings, "soviet": mine})
    found = perils.danger_at(state, "soviet", state.scenario.board.index(6, 1) or 0)
    assert found == Danger(Peril.REMEMBERED, state.scenario.board.index(6, 1) or 0, 6, turn=1)


@pytest.mark.parametrize(
    ("kind", "level", "beside"),
    [
        ("jp-infantry-battalion", Level.IDENTIFIED, True),
        ("jp-field-artillery", Level.IDENTIFIED, False),
        ("truck-column", Level.EXACT, False),
        ("truck-column", Level.CONTACT, True),
    ],
)
def test_only_a_fighting_unit_out_of_sight_is_feared_beside_its_hex(kind: str, level: Level, beside: bool) -> None:
    """One that was nothing but a contact may have been anything; guns and trucks, once made out, control nothing."""
    state = valley(("gone", kind, "japanese", (12, 6)), owner="soviet")
    mine = replace(state.sightings["soviet"], ghosts={state.scenario.indices["gone"]: Ghost(8, 1, level)})
    state = replace(state, sightings={**state.sightings, "soviet": mine})
    assert perils.danger_at(state, "soviet", 8) == Danger(Peril.REMEMBERED, 8, 8, turn=1)
    for hex_ in (n for n in state.scenario.board.neighbours[8] if n >= 0):
        found = perils.danger_at(state, "soviet", hex_)
        assert (found is not None and found.peril is Peril.REMEMBERED) is beside
        assert found is None or hex_ in perils.shunned(state, "soviet")


def test_without_fog_there_is_nothing_unseen_to_fear() -> None:
    foggy = valley()
    clear = initial_state(foggy.scenario, 1, fog=False)
    near = {h for h in range(clear.scenario.board.size) if clear.scenario.board.distance(h, 6) <= 1}
    assert perils.shunned(clear, "soviet") == near < perils.shunned(foggy, "soviet")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_column_is_ambushed_on_the_first_turn_in_august(seed: int) -> None:
    """Two columns once drove beside Fui Heights and below Zelenaya, where everybody knows the enemy stands."""
    state = initial_state(load(ROOT / "maps" / "double_envelopment"), seed)
    after, events = apply(state, EndTurn())
    assert not [e for e in events if isinstance(e, StepsLost) and e.cause == "ambush"]
    for unit in state.side_units("soviet"):
        if unit.is_column:
            now = after.unit(unit.id)
            assert now is not None and now.steps == unit.steps


@pytest.mark.parametrize(
    ("name", "turns"),
    [
        *(("double_envelopment", 2), ("two_prongs", 4), ("road_from_borzya", 12)),
        *(
            pytest.param(*long, marks=pytest.mark.slow)
            for long in (("double_envelopment", 4), ("two_prongs", 6), ("road_from_borzya", 20))
        ),
    ],
)
def test_the_computers_trucks_keep_off_ground_known_to_be_dangerous(name: str, turns: int) -> None:
    count = truck_ambush.Count()
    truck_ambush.battle(load(ROOT / "maps" / name), 1, turns, count)
    assert count.entered > 200 and (count.dangerous, count.foreseeably) == (0, 0), str(count)
