"""Random positions for the reference tests: small maps with water, roads, escarpments, crossings and both sides."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from khalkhin.core import initial_state
from khalkhin.core.fog import sight
from khalkhin.core.model.state import GameState

from tests.scenarios import Row, small_scenario

GROUND = "......~^d"
TYPES = ("rifle-regiment", "mongol-cavalry", "tank-brigade", "field-artillery", "soviet-engineers", "truck-column")


@st.composite
def states(draw: Any, fog: bool | None = None) -> GameState:
    """A battle of up to nine units on a map of up to 8 × 7 hexes."""
    width, height = draw(st.integers(4, 8)), draw(st.integers(4, 7))
    rows = ["".join(draw(st.sampled_from(GROUND)) for _ in range(width)) for _ in range(height)]
    places = [(c, r) for r in range(height) for c in range(width)]
    pairs = [((c, r), (c, r + 1)) for c in range(width) for r in range(height - 1)]
    pairs += [((c, r), (c + 1, r)) for c in range(width - 1) for r in range(height)]
    some = st.lists(st.sampled_from(pairs), max_size=14, unique=True)
    sides = [(a, b, draw(st.sampled_from(["river", "stream", "escarpment"]))) for a, b in draw(some)]
    wet = [(a, b) for a, b, kind in sides if kind != "escarpment"]
    crossings = [(a, b, draw(st.sampled_from(["ford", "pontoon", "bridge"]))) for a, b in wet if draw(st.booleans())]
    roads = [[a, b] for a, b in draw(some)]
    spots = draw(st.lists(st.sampled_from(places), min_size=3, max_size=9, unique=True))
    units: list[Row] = []
    for i, place in enumerate(spots):
        side = ("soviet", "japanese")[i % 2]
        steps = draw(st.integers(1, 3))
        units.append(
            (
                f"u{i}",
                draw(st.sampled_from(TYPES)),
                side,
                place,
                {
                    "steps": steps,
                    "suppressed": draw(st.integers(0, steps)),
                    "unsupplied": draw(st.sampled_from([0, 0, 0, 2, 3, 6])),
                },
            )
        )
    scenario = small_scenario(
        rows=rows,
        units=units,
        hexsides=sides,
        crossings=crossings,
        roads=roads,
        sources=[("soviet", draw(st.sampled_from(places))), ("japanese", draw(st.sampled_from(places)))],
        depots=[("soviet", draw(st.sampled_from(places))), ("japanese", draw(st.sampled_from(places)))],
        night_first=draw(st.booleans()),
        weather={1: draw(st.sampled_from(["clear", "clear", "rain"]))},
        airfields=[
            ("Tamsag-Bulak", "soviet", 3, 2),
            ("Saienjo", "japanese", 2, 2, draw(st.sampled_from(places))),
        ],
        hq_points=draw(st.integers(0, 3)),
    )
    helped = draw(st.sampled_from([(), (), ("soviet",), ("soviet", "japanese")]))
    given = dict.fromkeys(helped, scenario.rules.handicap)
    seed, foggy = draw(st.integers(0, 99)), draw(st.booleans()) if fog is None else fog
    state = initial_state(scenario, seed, foggy, given)
    false = draw(st.lists(st.sampled_from(places), max_size=3)) if state.fog else []
    return sight.look(deceived(state, ("soviet", "japanese")[draw(st.integers(0, 1))], false))[0]


def deceived(state: GameState, side: str, places: list[tuple[int, int]], last: int = 4) -> GameState:
    """A position in which a side is shown contacts where there is nothing."""
    hexes = [state.scenario.board.index(*p) for p in places]
    mine = replace(state.sightings[side], decoys={h: last for h in hexes if h is not None})
    return replace(state, sightings={**state.sightings, side: mine})
