"""Afterwards: what the result of the campaign means (A24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from khalkhin.core import initial_state
from khalkhin.core.model.state import GameState, Holding, Outcome
from khalkhin.play.campaign.campaign import begin, ending, fought, next_battle
from khalkhin.scenario.campaigns import EPILOGUE, Epilogue, load_campaign

from tests.story.table import shows

PLAYERS = {"soviet": "staff", "japanese": "staff"}


def fate(grades: Mapping[str, int], held: Mapping[str, Mapping[str, str]] | None = None) -> Epilogue:
    """How the campaign ends when the Soviet side has these grades (0..4; 2 where none is given) and objectives are held
    so, by stage."""
    campaign = load_campaign()
    progress = begin(campaign, PLAYERS, 1)
    while not progress.over:
        scenario, _ = next_battle(campaign, progress)
        taken = (held or {}).get(progress.stage, {})
        grade = grades.get(progress.stage, 2)
        state = _ended(initial_state(scenario, 1), grade, taken)
        progress, way = fought(campaign, progress, state)
        assert bool(way.text), "history says why it takes its way"
    assert way.to == EPILOGUE
    return ending(campaign, progress.results)


def _ended(state: GameState, grade: int, taken: Mapping[str, str]) -> GameState:
    """The battle over with a grade for the Soviet side and its opposite for the Japanese."""
    objectives = zip(state.scenario.objectives, state.holdings, strict=True)
    assert set(taken) <= {o.name for o in state.scenario.objectives}
    holdings = tuple(Holding(taken[o.name], 1) if o.name in taken else h for o, h in objectives)
    grades = {"soviet": grade, "japanese": 4 - grade}
    winner = None if grade == 2 else "soviet" if grade > 2 else "japanese"
    points = {"soviet": grade - 2, "japanese": 2 - grade}
    return replace(state, holdings=holdings, outcome=Outcome(points, grades, winner, "The last turn has been played."))


WEST_LOST = {"prongs": {"Central Bridge": "japanese", "Hamar-Daba": "japanese"}}
EAST_WON = {"prongs": {"Nomonhan Burd Obo": "soviet", "Fui Heights": "soviet"}}


@shows("A24", "The troops go west")
def test_a_victory_in_august_lets_the_troops_go_west() -> Epilogue:
    return fate({"ring": 4})


@shows("A24", "A drawn border")
def test_a_draw_in_august_draws_a_border() -> Epilogue:
    return fate({"ring": 2})


@shows("A24", "The road north")
def test_a_defeat_in_august_opens_the_road_north() -> Epilogue:
    return fate({"ring": 0})


@shows("A24", "The river line")
def test_a_west_bank_lost_in_july_makes_the_river_the_line() -> Epilogue:
    return fate({}, WEST_LOST)


@shows("A24", "A short summer")
def test_an_east_bank_won_in_july_makes_a_short_summer() -> Epilogue:
    return fate({"prongs": 4}, EAST_WON)
