"""Who is seen and how well, and what is remembered of an enemy that has gone: counted by hand on a strip of steppe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Unpack

import pytest
from khalkhin.core import apply, initial_state, legal_orders, view, visible_events
from khalkhin.core.combat.assault import lose_steps
from khalkhin.core.events.events import Retreated, Sighted, StepsLost
from khalkhin.core.fog.memory import remember
from khalkhin.core.fog.sight import survey
from khalkhin.core.model.reasons import Cause
from khalkhin.core.model.state import DESTROYED, NOT_ARRIVED, SOMEBODY, GameState, Ghost, KnownLosses
from khalkhin.core.model.units import Level
from khalkhin.core.orders.orders import Assault, EndTurn, Move
from khalkhin.core.victory import steps_lost

from tests.narrow import the
from tests.scenarios import Parts, Row, small_scenario

WATCH: Row = ("s", "rifle-regiment", "soviet", (0, 1))
STRIP = ["." * 12] * 3


def battle(units: Sequence[Row], rows: Sequence[str] = STRIP, **more: Unpack[Parts]) -> GameState:
    given: Parts = {"sources": [("soviet", (0, 0)), ("japanese", (11, 2))], "turns": 12, **more}
    return initial_state(small_scenario(rows, units, **given), seed=1)


def level(state: GameState, name: str, side: str = "soviet") -> int:
    return state.sightings[side].levels[the(state.unit(name)).spec.index]


def enemy(distance: int, **more: Any) -> Row:
    return ("j", "jp-infantry-battalion", "japanese", (distance, 1), more)  # type: ignore[return-value]


# ------------------------------------------------------------------ how well


@pytest.mark.parametrize("distance", range(1, 5))
@pytest.mark.parametrize(
    ("weather", "does", "levels"),
    [
        ("clear", {"moved": True}, (3, 2, 0, 0)),
        ("clear", {"fought": True}, (3, 2, 0, 0)),
        ("clear", {}, (3, 0, 0, 0)),
        ("rain", {"moved": True}, (3, 0, 0, 0)),
        ("rain", {}, (3, 0, 0, 0)),
    ],
)
def test_a_rifle_regiment_looks_two_hexes_far(
    distance: int, weather: str, does: dict[str, Any], levels: tuple[int, ...]
) -> None:
    """It counts steps in the next hex and knows who is two hexes off; whoever keeps still is seen a hex less far, and
    rain takes a hex, but never the last."""
    state = battle([WATCH, enemy(distance, **does)], weather={1: weather})
    assert level(state, "j") == levels[distance - 1]


@pytest.mark.parametrize(("ground", "hidden"), [(".", False), ("d", True), ("^", True), ("r", False)])
def test_what_rises_above_both_ends_hides(ground: str, hidden: bool) -> None:
    rows = [STRIP[0], f".{ground * 2}" + "." * 9, STRIP[0]]
    state = battle([WATCH, enemy(2, moved=True)], [rows[0].replace("..", f".{ground}", 1), *rows[1:]])
    assert (level(state, "j") == Level.UNSEEN) is hidden


@pytest.mark.parametrize(
    ("eye", "between", "sees"),
    [(".", "d", False), ("d", "d", False), ("^", "d", True), ("^", "^", False), ("u", "d", True), ("d", ".", True)],
)
def test_one_looks_over_what_is_lower_than_where_one_stands_and_not_over_what_is_as_high(
    eye: str, between: str, sees: bool
) -> None:
    """From (2, 0) to (2, 2) there is one line, over (2, 1)."""
    rows = [f"..{eye}..", f"..{between}..", "....."]
    units: list[Row] = [
        ("s", "rifle-regiment", "soviet", (2, 0)),
        ("j", "jp-infantry-battalion", "japanese", (2, 2), {"moved": True}),
    ]
    state = battle(units, rows, sources=[("soviet", (0, 0)), ("japanese", (4, 2))])
    assert bool(level(state, "j")) is sees
    assert bool(level(state, "s", "japanese")) is False, "the regiment keeps still, and two hexes are too far for that"
    moved = survey(state.with_unit(replace(the(state.unit("s")), moved=True)))[0]
    assert bool(level(moved, "s", "japanese")) is sees, "who sees can be seen"


# ------------------------------------------------------------------ what is remembered


def gone(there: tuple[int, int]) -> tuple[GameState, GameState]:
    """Horsemen who rode up to two hexes, and out of sight again: before and after that."""
    state, _ = apply(battle([WATCH, ("j", "mongol-cavalry", "japanese", (4, 1))]), EndTurn())
    state, _ = apply(state, Move("j", (2, 1)))
    return state, apply(state, Move("j", there))[0]


@pytest.mark.parametrize("there", [(4, 1), (5, 0), (3, 2), (3, 0)])
def test_a_ghost_stands_where_the_enemy_was_seen_last_and_not_where_he_has_gone(there: tuple[int, int]) -> None:
    before, after = gone(there)
    assert level(before, "j") == Level.IDENTIFIED and level(after, "j") == Level.UNSEEN
    unit = the(before.unit("j"))
    ghosts = {unit.spec.index: Ghost(unit.hex, 1, Level.IDENTIFIED)}
    assert after.sightings["soviet"].ghosts == ghosts
    looked = replace(after, sightings=before.sightings)
    assert survey(looked, before)[0].sightings == after.sightings, "a whole survey remembers the same"


def test_who_comes_on_out_of_sight_leaves_no_ghost_off_the_map() -> None:
    """A damaged snapshot may say that somebody is seen who has not arrived yet."""
    state = battle([WATCH, enemy(9)])
    unit = the(state.unit("j"))
    seen = replace(state.sightings["soviet"], levels=(0, int(Level.EXACT)))
    state = replace(state, sightings={**state.sightings, "soviet": seen})
    before = state.with_unit(replace(unit, hex=NOT_ARRIVED))
    assert not survey(state, before)[0].sightings["soviet"].ghosts
    assert survey(state, state)[0].sightings["soviet"].ghosts, "on the map it would leave one"


def test_wherever_an_enemy_hides_the_view_is_the_same() -> None:
    """Every march of his that ends out of sight leaves the same ghost, and nothing else to tell them apart."""
    state, _ = gone((4, 1))
    views, hidden = set(), set()
    for order in legal_orders(state):
        if isinstance(order, Move) and order.unit == "j":
            after, _ = apply(state, order)
            if not level(after, "j"):
                shown = view(after, "soviet")
                views.add((shown.state.digest(), shown.visible, tuple(shown.ghosts.items())))
                hidden.add(order.to)
    assert len(hidden) >= 8 and len(views) == 1


def test_a_ghost_is_laid_when_its_enemy_is_seen_again() -> None:
    state, _ = apply(gone((4, 1))[1], EndTurn())
    unit, scout = the(state.unit("j")), the(state.unit("s"))
    assert state.night and set(state.sightings["soviet"].ghosts) == {unit.spec.index}
    near = replace(scout, hex=the(state.scenario.board.index(4, 0)))
    found, events = survey(state.with_unit(near), state)
    assert level(found, "j") == Level.EXACT and not found.sightings["soviet"].ghosts
    assert [(e.unit, e.hex, e.level) for e in events if isinstance(e, Sighted) and e.side == "soviet"] == [
        ("j", unit.hex, Level.EXACT)
    ]


def test_a_ghost_goes_with_a_look_that_shows_its_hex_empty_or_with_its_unit() -> None:
    """A look two hexes far does not show one who lies still; a look from beside the place does."""
    state = battle([WATCH, enemy(9)])
    board, index = state.scenario.board, the(state.unit("j")).spec.index

    def with_ghost(place: tuple[int, int], state: GameState = state) -> GameState:
        ghosts = {index: Ghost(the(board.index(*place)), 1, Level.CONTACT)}
        mine = replace(state.sightings["soviet"], ghosts=ghosts)
        return replace(state, sightings={**state.sightings, "soviet": mine})

    for place, kept in (((2, 1), True), ((1, 1), False), ((0, 1), False)):
        assert bool(survey(with_ghost(place))[0].sightings["soviet"].ghosts) is kept
    far = with_ghost((4, 1))
    assert survey(far)[0].sightings["soviet"].ghosts
    lost = far.with_unit(replace(the(far.unit("j")), hex=-2, steps=0))
    assert not survey(lost)[0].sightings["soviet"].ghosts, "whoever is destroyed haunts nobody"


# ------------------------------------------------------------------ what was told


def beaten(seed: int, night: bool = False) -> tuple[GameState, GameState, list[StepsLost], Retreated | None]:
    """An assault on a weak regiment: before and after it, the losses of the enemy that were told, and his retreat."""
    scenario = small_scenario(
        ["." * 9] * 9,
        [
            ("s", "tank-brigade", "soviet", (4, 4)),
            ("s2", "tank-brigade", "soviet", (3, 3)),
            ("j", "jp-infantry-regiment", "japanese", (4, 3), {"steps": 3, "suppressed": 1, "full_steps": 7}),
        ],
        sources=[("soviet", (4, 8)), ("japanese", (4, 0))],
        night_first=night,
    )
    state = initial_state(scenario, seed)
    after, events = apply(state, Assault((4, 3), ("s", "s2")))
    told = visible_events(events, state, after, "soviet")
    losses = [e for e in told if isinstance(e, StepsLost) and e.unit == "j"]
    return state, after, losses, next((e for e in told if isinstance(e, Retreated)), None)


def out_of_sight() -> tuple[GameState, GameState, list[StepsLost], Retreated | None]:
    """One that cost him steps, two of which are left, and after which he is not seen any more."""
    fights = map(beaten, range(1, 80))
    return next(b for b in fights if b[2] and b[3] and the(b[1].unit("j")).steps == 2 and not level(b[1], "j"))


@pytest.mark.parametrize("night", [False, True])
def test_who_was_thrown_back_out_of_sight_is_marked_where_he_was_said_to_have_gone(night: bool) -> None:
    hidden = 0
    for seed in range(1, 80):
        _, after, _, retreat = beaten(seed, night)
        unit = the(after.unit("j"))
        if retreat is None or unit.hex == DESTROYED:
            continue
        assert retreat.path[-1] == unit.hex, "the odds have shown the attacker the whole way"
        ghosts = view(after, "soviet").ghosts
        if not level(after, "j"):
            assert ghosts == {unit.spec.index: Ghost(unit.hex, 1, Level.EXACT)}
            hidden += 1
        else:
            assert not ghosts
    assert hidden


def test_losses_that_were_told_count_in_sight_and_out_of_it() -> None:
    hidden = 0
    for seed in range(1, 40):
        _, after, losses, _ = beaten(seed)
        lost = sum(e.steps for e in losses)
        shown = view(after, "soviet").state
        unit = the(shown.unit("j"))
        if unit.hex == DESTROYED:
            continue
        assert steps_lost(shown, "japanese") == lost
        if lost:
            hidden += not level(after, "j")
            assert unit.steps == 3 - lost
    assert hidden


def test_what_was_lost_out_of_sight_is_not_known_until_it_is_seen() -> None:
    """Nor are the steps of one who began the battle weak."""
    _, after, losses, _ = out_of_sight()
    unit = the(after.unit("j"))
    lost = sum(e.steps for e in losses)
    away = after.with_unit(replace(unit, hex=0))
    starved, events = lose_steps(away, the(away.unit("j")), 1, Cause.ISOLATED)
    for state in (after, remember(survey(starved, away)[0], away, events)):
        assert steps_lost(view(state, "soviet").state, "japanese") == lost
        assert state.losses["soviet"] == {unit.spec.index: KnownLosses(3 - lost, lost)}
    fresh = battle([WATCH, enemy(9, steps=2)])
    assert steps_lost(view(fresh, "soviet").state, "japanese") == 0


def test_what_somebody_lost_counts_and_is_nobodys() -> None:
    """Where he stands it looks, but he lies still: it is told of a loss, and not who he is."""
    _, after, losses, _ = out_of_sight()
    unit = the(after.unit("j"))
    starved, events = lose_steps(after, unit, 1, Cause.ISOLATED)
    state = remember(survey(starved, after)[0], after, events)
    lost = sum(e.steps for e in losses)
    shown = view(state, "soviet").state
    assert steps_lost(shown, "japanese") == lost + 1
    assert the(shown.unit("j")).steps == 3 - lost
    known = KnownLosses(3 - lost, lost)
    assert shown.losses["soviet"] == {unit.spec.index: known, SOMEBODY: KnownLosses(0, 1)}
    exact = {**shown.sightings, "soviet": replace(shown.sightings["soviet"], levels=(0, 0, int(Level.EXACT)))}
    tried = remember(replace(shown, sightings=exact), shown, ())
    assert tried.losses["soviet"] == {SOMEBODY: KnownLosses(0, 1)}, "who is seen exactly is known as he is"


def test_who_is_seen_exactly_again_is_known_as_he_is() -> None:
    """Also if drafts have filled him up, and from then on when he goes out of sight again."""
    _, after, _, _ = out_of_sight()
    unit, scout = the(after.unit("j")), the(after.unit("s2"))
    filled = after.with_unit(replace(unit, steps=6))
    near = [h for h in after.scenario.board.neighbours[unit.hex] if h >= 0 and h not in after.at]
    seen = remember(survey(moved := filled.with_unit(replace(scout, hex=near[0])), filled)[0], filled, ())
    assert level(seen, "j") == Level.EXACT and "soviet" not in seen.losses
    back = moved.with_unit(scout)
    hidden = remember(survey(replace(back, sightings=seen.sightings, losses=seen.losses), seen)[0], seen, ())
    assert not level(hidden, "j") and hidden.losses["soviet"] == {unit.spec.index: KnownLosses(6, -3)}
