"""What a side takes an enemy for, by how well it sees him."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import initial_state
from khalkhin.core.fog.contacts import contact_names, shown
from khalkhin.core.model.units import Level
from khalkhin.core.movement.movement import Picture, picture

from tests.scenarios import small_scenario

HERE, ENEMY = (1, 3), (4, 3)
#: Turns without supplies after which he is isolated.
ISOLATED = 12


def seen(kind: str, level: Level, unsupplied: int = 0) -> tuple[Picture, int]:
    """The Soviet picture of one enemy that it sees so well, and the enemy's hex."""
    units: list[tuple[Any, ...]] = [("s", "rifle-regiment", "soviet", HERE)]
    units.append(("j", kind, "japanese", ENEMY, {"unsupplied": unsupplied}))
    scenario = small_scenario(["." * 9] * 7, units, sources=[("soviet", (0, 0)), ("japanese", (8, 6))])
    state = initial_state(scenario, seed=1)
    levels = tuple(level if u.side == "japanese" else 0 for u in state.units)
    mine = replace(state.sightings["soviet"], levels=levels)
    state = replace(state, sightings={**state.sightings, "soviet": mine})
    enemy = state.unit("j")
    assert enemy is not None
    return picture(state, "soviet"), enemy.hex


@pytest.mark.parametrize(
    ("level", "unsupplied", "zones"),
    [
        (Level.EXACT, 0, 6),
        (Level.EXACT, ISOLATED - 1, 6),
        (Level.EXACT, ISOLATED, 0),
        (Level.IDENTIFIED, ISOLATED, 6),  # that he is isolated is not seen
        (Level.CONTACT, ISOLATED, 6),
    ],
)
def test_only_an_enemy_seen_exactly_is_known_to_control_nothing(level: Level, unsupplied: int, zones: int) -> None:
    known, hex_ = seen("jp-infantry-battalion", level, unsupplied)
    assert known.enemies == {hex_} and len(known.zones) == zones and not known.prey


def test_a_contact_in_the_corner_of_the_map_is_one_too() -> None:
    """Hexes are counted from 0."""
    units: list[tuple[Any, ...]] = [
        ("s", "rifle-regiment", "soviet", HERE),
        ("j", "jp-infantry-battalion", "japanese", (0, 0)),
    ]
    scenario = small_scenario(["." * 9] * 7, units, sources=[("soviet", (8, 6)), ("japanese", (0, 6))])
    state = initial_state(scenario, seed=1)
    mine = replace(state.sightings["soviet"], levels=(0, Level.CONTACT))
    state = replace(state, sightings={**state.sightings, "soviet": mine})
    assert contact_names(state, "soviet") == {1: "contact-0"}
    assert [u.hex for u in shown(state, "soviet")] == [0] and picture(state, "soviet").enemies == {0}


@pytest.mark.parametrize(("level", "prey"), [(Level.EXACT, True), (Level.IDENTIFIED, True), (Level.CONTACT, False)])
def test_trucks_are_prey_once_they_are_known_for_trucks(level: Level, prey: bool) -> None:
    known, hex_ = seen("jp-truck-column", level)
    assert known.prey == ({hex_} if prey else set()) and bool(known.zones) is not prey
