"""Every code for why something happened has words, and the words are said."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum

import pytest
from khalkhin.core import initial_state
from khalkhin.core.command.command import USES
from khalkhin.core.command.handicap import LEVELS
from khalkhin.core.events.events import HqPointsSpent
from khalkhin.core.explain import CostPart, Expense
from khalkhin.core.model.reasons import Cause, EndReason, StopReason
from khalkhin.core.model.rules import TRAITS, CrossingKind, HexsideKind, Mobility, Quality, Road, Weight
from khalkhin.core.model.scenario import Grade
from khalkhin.core.model.units import Task
from khalkhin.core.supply.forecast import ShortageCause
from khalkhin.core.victory import Merit, ScoreItem
from khalkhin.text import kinds
from khalkhin.text.narrator.narrator import tell
from khalkhin.text.reasons import CAUSES, ENDS, SHORTAGES, STOPS, cause_text, end_text, stop_text
from khalkhin.text.refusals import VALUES
from khalkhin.text.score import MERITS, merit
from khalkhin.text.steps import ROADS, step_part

from tests.scenarios import small_scenario


@pytest.mark.parametrize(
    ("codes", "words"),
    [(StopReason, STOPS), (Cause, CAUSES), (EndReason, ENDS), (ShortageCause, SHORTAGES)],
)
def test_every_code_has_words_of_its_own(codes: type[StrEnum], words: dict[StrEnum, str]) -> None:
    assert set(words) == set(codes) and len(set(words.values())) == len(words)


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (CrossingKind, kinds.CROSSINGS),
        (HexsideKind, kinds.HEXSIDES),
        (Road, kinds.ROADS),
        (Mobility, kinds.MOBILITY),
        (Weight, kinds.WEIGHTS),
        (Quality, kinds.QUALITIES),
        (Task, kinds.WORKS),
        (Grade, kinds.GRADES),
    ],
)
def test_every_kind_is_called_something(codes: type[Enum], words: Mapping[Enum, object]) -> None:
    assert set(words) == set(codes) and len(set(words.values())) == len(words)


def test_every_level_is_called_something() -> None:
    assert tuple(kinds.LEVELS) == LEVELS


def test_every_trait_says_what_it_does() -> None:
    assert tuple(kinds.TRAITS) == tuple(kinds.TRAIT_NAMES) == TRAITS and len(set(kinds.TRAITS.values())) == len(TRAITS)
    assert kinds.trait("fragile") == "one more hex of retreat"


def test_all_that_hq_points_buy_is_called_something() -> None:
    state = initial_state(small_scenario(["..."]), 1)
    told = [tell(state, state, "", HqPointsSpent("soviet", use, 2)) for use in USES]
    assert len({VALUES[use] for use in USES}) == len({notice.text for notice in told if notice}) == len(USES)


def test_what_is_said() -> None:
    assert stop_text(StopReason.FULL, "Long ford") == "Long ford had carried all it can this turn"
    assert stop_text(StopReason.FULL) == "the crossing had carried all it can this turn"
    assert stop_text(StopReason.MET) == "it met an enemy it had not seen"
    assert cause_text(Cause.NO_RETREAT) == "no way to retreat"


def test_how_a_battle_ended() -> None:
    scenario = small_scenario(["..."])
    assert end_text("last-turn", scenario) == "The last turn has been played."
    assert end_text("no-units:japanese", scenario) == "Japanese-Manchukuoan forces have no units left."
    for sentence in ("The cease-fire is signed.", "The last turn has been played.", "At ten: silence."):
        assert end_text(sentence, scenario) == sentence, "the scenario's own words, or an older journal's"


def test_every_part_of_a_step_is_called_something() -> None:
    named = {step_part(CostPart(expense, 1, "Dunes", Road.TRACK, CrossingKind.FORD)) for expense in Expense}
    assert len(named) == len(Expense) and {"Dunes", "Dunes, along the track", "Over the ford"} <= named
    assert set(ROADS) == set(Road) - {Road.NONE}
    assert step_part(CostPart(Expense.ROAD, 1, "Dunes", Road.ROAD)) == "Dunes, along the road"


def test_all_that_points_are_given_for_is_called_something() -> None:
    named = {Merit.OBJECTIVE, Merit.ENTRY}
    assert set(MERITS) | named == set(Merit) and not set(MERITS) & named
    assert merit(ScoreItem(Merit.STEPS, 3)) == "Enemy steps destroyed"
    assert {merit(ScoreItem(kind, 3, "Height {733}")) for kind in named} == {"Height {733}"}
