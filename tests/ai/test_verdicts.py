"""What the staff says of an assault on a place, in positions where one can count why."""

from __future__ import annotations

import pytest
from khalkhin.ai.verdicts import REFUSED, Judgement, Verdict, judge
from khalkhin.core import initial_state, view
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.scenario import AiHints, Axis, Manner, SideInfo
from khalkhin.core.model.state import Ban, GameState
from khalkhin.text.measured.arena_words import CURE, WHY

from tests.scenarios import HexsideRow, More, Row, small_scenario

TARGET = (6, 2)
FOE: Row = ("j-foot", "jp-infantry-regiment", "japanese", TARGET, {"steps": 2, "full_steps": 8})
RIVER: tuple[HexsideRow, ...] = (
    *(((5, r), (6, r), "river") for r in range(5)),
    *(((5, r), (6, r + 1), "river") for r in range(4)),
)
GRADES = (-40, 0, 40, 80)


def position(
    *own: Row, hints: AiHints | None = None, foes: tuple[Row, ...] = (FOE,), hexsides: tuple[HexsideRow, ...] = ()
) -> GameState:
    """The Soviet side to move, which wants the place where the other's regiment stands."""
    sides = [
        SideInfo("soviet", "Soviet-Mongolian forces", grades=GRADES, hints=hints or AiHints("attack")),
        SideInfo("japanese", "Japanese-Manchukuoan forces", grades=GRADES),
    ]
    scenario = small_scenario(
        ["." * 20] * 5,
        [*own, *foes],
        hexsides=hexsides,
        sources=[("soviet", (0, 0), 60), ("japanese", (19, 0), 60)],
        objectives=[("Hill", TARGET, "japanese", 20, 20)],
        sides=sides,
        turns=12,
    )
    return initial_state(scenario, 1, fog=False)


def judged(state: GameState) -> Judgement:
    hex_ = state.scenario.board.index(*TARGET)
    assert hex_ is not None
    return judge(view(state, "soviet"), [hex_])[hex_]


def foot(name: str, place: tuple[int, int], steps: int = 9, formation: str = "") -> Row:
    return (name, "rifle-regiment", "soviet", place, {"steps": steps, "full_steps": 9, "formation": formation})


def test_who_is_strong_and_near_is_to_attack_and_the_odds_are_told() -> None:
    found = judged(position(foot("a", (5, 2)), foot("b", (4, 2))))
    assert found.verdict is Verdict.WORTH and found.column is not None and found.column >= 7


def test_who_is_weak_finds_it_too_costly() -> None:
    works: More = {"steps": 8, "full_steps": 8, "entrenchment": 3}
    strong: Row = ("j-foot", "jp-infantry-regiment", "japanese", TARGET, works)
    found = judged(position(foot("a", (5, 2), steps=1), foes=(strong,)))
    assert found.verdict is Verdict.RISK and found.column is not None and found.column <= 1


def test_who_is_far_is_far() -> None:
    assert judged(position(foot("a", (0, 4)), foes=(FOE,))) == Judgement(Verdict.FAR)


def test_a_place_without_a_known_enemy_is_open_to_who_is_near() -> None:
    away: Row = ("j-foot", "jp-infantry-regiment", "japanese", (18, 2))
    assert judged(position(foot("a", (4, 2)), foes=(away,))).verdict is Verdict.OPEN
    assert judged(position(foot("a", (0, 4)), foes=(away,))).verdict is Verdict.UNSEEN


def test_reserves_stay_and_wings_pass_by() -> None:
    reserve = AiHints("attack", reserves=frozenset({"r"}))
    assert judged(position(foot("a", (3, 2), formation="r"), hints=reserve)).verdict is Verdict.RESERVE
    state = position(foot("a", (5, 2), formation="w"))
    goal = state.scenario.board.index(19, 4)
    assert goal is not None
    axis = Axis("round", frozenset({"w"}), (goal,), Manner.ENVELOP)
    # He stands behind the wing, so that to attack him is no way forward.
    behind = position(
        ("a", "rifle-regiment", "soviet", (8, 2), {"formation": "w", "steps": 9, "full_steps": 9}),
        hints=AiHints("attack", axes=(axis,)),
    )
    # His men on foot fall behind anyway and take part where a place is to be had; what rides or drives goes on.
    assert judged(behind).verdict is Verdict.WORTH
    riders = behind.scenario.rules.unit_types["mongol-cavalry"]
    rider = behind.units[behind.scenario.indices["a"]]
    mounted = behind.with_unit(replace(rider, spec=replace(rider.spec, type=riders), steps=5, mp=riders.mp))
    assert judged(mounted).verdict is Verdict.PASSES_BY


def test_what_the_rules_refuse_to_those_beside_it_is_named() -> None:
    state = position(foot("a", (5, 2)))
    hex_ = state.scenario.board.index(*TARGET)
    assert hex_ is not None
    closed = replace(state, bans=(Ban("soviet", "Hill", frozenset({hex_})),))
    assert judged(closed).verdict is Verdict.AREA_CLOSED
    tired = state.with_unit(replace(state.units[state.scenario.indices["a"]], mp=0))
    assert judged(tired).verdict is Verdict.ASSAULT_MP
    tanks: Row = ("t", "tank-brigade", "soviet", (5, 2))
    assert judged(position(tanks, hexsides=RIVER)).verdict is Verdict.NO_WAY_ACROSS
    held = replace(state, held={"a": 0})
    assert judged(held).verdict is Verdict.HELD


def test_suppressed_men_are_no_attackers() -> None:
    state = position(foot("a", (5, 2)))
    unit = state.units[state.scenario.indices["a"]]
    assert judged(state.with_unit(replace(unit, suppressed=unit.steps))).verdict is Verdict.SPENT


def test_every_verdict_has_words() -> None:
    assert WHY.keys() == {v.value for v in Verdict}
    assert set(CURE) <= set(WHY) and set(REFUSED.values()) <= set(Verdict)
    assert {v.value for v in Verdict} - set(CURE) == {"worth", "leaving"}


@pytest.mark.parametrize("own", [(5, 2), (3, 2)])
def test_asking_changes_nothing(own: tuple[int, int]) -> None:
    state = position(foot("a", own))
    before = state.digest()
    assert judged(state) == judged(state) and state.digest() == before
