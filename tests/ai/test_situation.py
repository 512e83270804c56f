"""How far it is by the staff's reckoning, against a plain reading of it."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from khalkhin.ai.situation import FAR, FOUGHT, SWIMMING, WATCHED, Situation, read
from khalkhin.core import initial_state, view
from khalkhin.core.board.board import NEVER, SWIM
from khalkhin.core.crossing import crossing as crossings
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.rules import Mobility, Weight
from khalkhin.core.model.state import Ban, GameState

from tests.core.positions import states
from tests.scenarios import CrossingRow, small_scenario


def _plain(now: Situation, goal: int, mobility: Mobility) -> list[int]:
    """The same costs by going over all steps until none makes a way shorter."""
    board, state = now.state.scenario.board, now.state
    weight = Weight.HEAVY if mobility is Mobility.TRACKS else Weight.FOOT
    strong = crossings.gates_bearing(state, weight)
    best = {goal: 0}
    while True:
        before = dict(best)
        for here in range(board.size):
            out = FOUGHT if here in now.known.enemies else WATCHED if here in now.known.zones else 0
            for step in board.steps[mobility][here]:
                price = step.cost
                if step.water and step.hexside not in strong:
                    price = step.cost + SWIMMING if step.uncrossed == SWIM else step.uncrossed
                open_ = price != NEVER and (step.to not in now.barred or here in now.barred)
                if open_ and step.to in best:
                    best[here] = min(best.get(here, FAR), best[step.to] + price + out)
        if best == before:
            return [best.get(here, FAR) for here in range(board.size)]


def _reading(state: GameState, closed: frozenset[int] = frozenset()) -> Situation:
    ban = Ban(state.active, "area", closed)
    return read(view(replace(state, bans=(ban,) if closed else ()), state.active))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(states(), st.data())
def test_a_field_is_what_a_plain_reading_finds(state: GameState, data: st.DataObject) -> None:
    hexes = st.integers(0, state.scenario.board.size - 1)
    now = _reading(state, data.draw(st.frozensets(hexes, max_size=6)))
    for mobility in Mobility:
        for goal in (data.draw(hexes), *sorted(now.known.enemies)[:1], *sorted(now.barred)[:1]):
            assert now.field_to(goal, mobility) == _plain(now, goal, mobility)


def test_what_a_field_counts_by_hand() -> None:
    """A row of steppe at 2 MP a hex, an enemy in the fifth, so that the fourth and the sixth are watched."""
    units = [("r", "rifle-regiment", "soviet", (0, 0)), ("e", "jp-infantry-regiment", "japanese", (4, 0))]
    state = replace(initial_state(small_scenario(["......."], units), 1, fog=False), active="soviet")
    here = _reading(state).field_to(0, Mobility.FOOT)
    assert here == [0, 2, 4, 6 + WATCHED, 8 + WATCHED + FOUGHT, 10 + 2 * WATCHED + FOUGHT, 12 + 2 * WATCHED + FOUGHT]
    closed = frozenset({1, 2})
    assert _reading(state, closed).field_to(0, Mobility.FOOT)[:3] == [0, 2, 4], "who stands in it may leave"
    assert _reading(state, closed).field_to(2, Mobility.FOOT)[:4] == [FAR, 2, 0, FAR], "nobody enters it"


def test_a_swim_and_a_crossing_by_hand() -> None:
    """A river between the second hex and the third: it is swum on foot, and tanks need a bridge that bears them."""
    units = [("r", "rifle-regiment", "soviet", (0, 0)), ("e", "jp-infantry-regiment", "japanese", (7, 0))]
    river = [((1, 0), (2, 0), "river")]
    for kind, foot, tracks in (("", 2 + SWIMMING, FAR), ("ford", 2, FAR), ("bridge", 2, 2)):
        links: list[CrossingRow] = [((1, 0), (2, 0), kind, {"owner": "soviet"})] if kind else []
        scenario = small_scenario(["........"], units, hexsides=river, crossings=links)
        now = _reading(replace(initial_state(scenario, 1, fog=False), active="soviet"))
        assert now.field_to(2, Mobility.FOOT)[:3] == [2 + foot, foot, 0], kind
        assert now.field_to(2, Mobility.TRACKS)[:3] == [min(FAR, 2 + tracks), tracks, 0], kind
