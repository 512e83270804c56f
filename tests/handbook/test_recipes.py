"""Each recipe of the cookbook is built as it stands on the page and fought, and what it promises comes about."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from khalkhin.core.events.events import (
    Arrived,
    ChoiceMade,
    Event,
    Moved,
    PointsGiven,
    SpellBegan,
    StockChanged,
    Suppressed,
    TimelineFired,
)
from khalkhin.core.model.state import GameState
from khalkhin.scenario import load

from tests.handbook import kitchen


def fired(events: list[Event], entry: str) -> bool:
    return any(isinstance(event, TimelineFired) and event.entry == entry for event in events)


def over_the_river(state: GameState, events: list[Event]) -> bool:
    """The bridge is as the page says, and men of the division come to the other bank, if not to stay."""
    begun = {crossing.name: crossing for crossing in state.scenario.crossings.values()}["Road bridge"]
    board, specs = state.scenario.board, state.scenario.order_of_battle
    east = state.scenario.areas["East bank"]
    division = {spec.id for spec in specs if spec.formation == "1st Division"}
    assert begun.mined == "japanese" and begun.hits == 1 and board.width == 20
    return any(isinstance(e, Moved) and e.unit in division and not east.isdisjoint(e.path) for e in events)


#: The dice of the battles that are fought.
SEEDS = range(1, 9)
#: Turns that are fought, and what must have come of it.
PROMISED: dict[str, tuple[int, Callable[[GameState, list[Event]], bool]]] = {
    "A river battle": (6, over_the_river),
    "An ambush": (
        4,
        lambda _state, events: fired(events, "ambush") and any(isinstance(event, SpellBegan) for event in events),
    ),
    "A relief": (
        4,
        lambda _state, events: fired(events, "relief") and any(isinstance(event, Arrived) for event in events),
    ),
    "A raid": (
        12,
        lambda _state, events: (
            fired(events, "burnt")
            and any(isinstance(event, PointsGiven) and event.points == 8 for event in events)
            and any(isinstance(event, StockChanged) for event in events)
        ),
    ),
    "A choice": (
        3,
        lambda _state, events: (
            any(isinstance(event, ChoiceMade) and event.entry == "bombers" for event in events)
            and any(isinstance(event, Suppressed | PointsGiven) for event in events)
        ),
    ),
}


def test_every_recipe_promises_something() -> None:
    written = [part.title for part in kitchen.parts("cookbook") if part.snippets("toml")]
    assert written == list(PROMISED)


@pytest.mark.parametrize("title", PROMISED)
def test_a_recipe_does_what_its_page_says(title: str, tmp_path: Path) -> None:
    """What hangs on how a battle goes comes about in one of a few."""
    turns, promise = PROMISED[title]
    cooked = load(kitchen.cooked(tmp_path, kitchen.part("cookbook", title)))
    for seed in SEEDS:
        state, events = kitchen.fought(cooked, turns, seed)
        assert any(isinstance(event, Moved) for event in events)
        if promise(state, events):
            return
    raise AssertionError(f"{title}: what the page says came about in none of {len(SEEDS)} battles")
