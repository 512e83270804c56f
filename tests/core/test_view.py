"""Who sees which field of a state: both sides, whom it concerns, or as much as a side has read or seen.

The table is written by hand. Every field holds something that is not public in it where it can, of both sides.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest
from khalkhin.core import initial_state, view
from khalkhin.core.fog.view import SHOWN
from khalkhin.core.model.crossings import Record
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.rules import Handicap
from khalkhin.core.model.state import (
    SOMEBODY,
    UNKNOWN_STOCK,
    UNSEEN,
    Airfield,
    Award,
    Ban,
    GameState,
    Ghost,
    KnownLosses,
    Outcome,
    Sightings,
    SortiesLeft,
)
from khalkhin.core.model.units import Level, Unit
from khalkhin.core.orders.combat import assault_forecast
from khalkhin.core.orders.orders import Assault
from khalkhin.core.timeline.timeline import Entry, When

from tests.scenarios import small_scenario

SIDES = ("soviet", "japanese")
STATE = initial_state(
    small_scenario(
        ["." * 9] * 7,
        [
            ("s", "rifle-regiment", "soviet", (0, 0), {}),
            ("j", "jp-infantry-regiment", "japanese", (8, 6), {"entrenchment": 2}),
        ],
        hexsides=[((1, 0), (2, 0), "river")],
        crossings=[((1, 0), (2, 0), "bridge")],
        sources=[("soviet", (0, 0)), ("japanese", (8, 6))],
        objectives=[("Hill", (4, 0), "soviet", 10)],
        airfields=[("Tamsag", "soviet", 3, 2, (0, 1)), ("Saienjo", "japanese", 4, 1, (8, 5))],
        timeline=[
            Entry("ours", When(1), "soviet", "Ours"),
            Entry("theirs", When(1), "japanese", "Theirs"),
            Entry("all", When(1), "", "For all"),
        ],
    ),
    1,
    fog=True,
)
S, J = (STATE.units[STATE.scenario.indices[name]] for name in ("s", "j"))
BRIDGE, LINK = next(iter(STATE.crossings.items()))
CHARGES = {s: {BRIDGE: replace(LINK, mined=s, records=(Record(1, s, "mined"),))} for s in SIDES}
OURS, THEIRS = STATE.stores
AWARDS = tuple(Award(entry, "soviet", 1, reader) for entry, reader in (("a", "soviet"), ("b", "japanese"), ("c", "")))
BANS = tuple(Ban(side, mission="bomb") for side in SIDES)
DECOY = 20


def _by_side(value: object) -> dict[str, object]:
    return dict.fromkeys(SIDES, value)


def _known(unit: Unit) -> tuple[object, ...]:
    """What an enemy's view may tell of a unit that it does not see: what was printed."""
    return unit.spec.id, UNSEEN, unit.spec.steps, 0, 0, 0, False, False, 0, -1, 0, ""


def _facts(unit: Unit) -> tuple[object, ...]:
    u = unit
    rest = u.suppressed, u.entrenchment, u.mp, u.moved, u.fought, u.unsupplied, u.store, u.cargo, u.standby
    return u.spec.id, u.hex, u.steps, *rest


def _field(index: int, fighters: int, bombers: int) -> Airfield:
    return replace(STATE.airfields[index], fighters=fighters, bombers=bombers, wrecked=2)


def _sights(side: str, contact: int = 0) -> Sightings:
    """What a side sees: its own level of every unit, a ghost, where its aircraft looked."""
    levels = tuple(contact if u.spec.side != side else 0 for u in STATE.units)
    return Sightings(levels, {9: Ghost(9, 1, Level.CONTACT)}, {DECOY: 4} if side == "soviet" else {}, frozenset({3}))


#: A field, a value of it, what the Soviets are shown of it and what the Japanese; one value where both see all of it.
TABLE: dict[str, tuple[Any, ...]] = {
    "scenario": (STATE.scenario,),
    "seed": (7, 0, 0),
    "turn": (2,),
    "active": ("japanese",),
    "units": (STATE.units, (_facts(S), _known(J)), (_known(S), _facts(J))),
    "at": (STATE.at, {S.hex: (S.spec.index,)}, {J.hex: (J.spec.index,)}),
    "crossings": (CHARGES["soviet"], CHARGES["soviet"], {BRIDGE: LINK}),
    "stores": (
        STATE.stores,
        (OURS, replace(THEIRS, stock=UNKNOWN_STOCK)),
        (replace(OURS, stock=UNKNOWN_STOCK), THEIRS),
    ),
    "holdings": (STATE.holdings,),
    "sightings": (
        {side: _sights(side) for side in SIDES},
        # Where it is fooled itself it is shown a contact instead, behind the order of battle.
        {
            "soviet": Sightings((0, 0, Level.CONTACT), _sights("soviet").ghosts, {}, frozenset({3})),
            "japanese": Sightings((3, 0, 0)),
        },
        {
            "japanese": Sightings((0, 0), _sights("japanese").ghosts, {}, frozenset({3})),
            "soviet": Sightings((0, 3), {}, {DECOY: 4}),
        },
    ),
    "attacks": ({4: 1},),
    "surprise": ({"soviet": 3, "japanese": 4}, {"soviet": 3}, {"japanese": 4}),
    "silence": ({"soviet": 3, "japanese": 4}, {"soviet": 3}, {"japanese": 4}),
    "fog": (True,),
    "outcome": (Outcome(_by_side(0), _by_side(2), None, "turns"),),  # type: ignore[arg-type]
    "observer": (None, "soviet", "japanese"),
    "fired": ({"ours": 1, "theirs": 1, "all": 1}, {"ours": 1, "all": 1}, {"theirs": 1, "all": 1}),
    "pocketed": ({"soviet": 1, "japanese": 1},),
    "trapped": ({"soviet": 2, "japanese": 3},),
    "airfields": (
        tuple(replace(f, fighters=9, bombers=7, wrecked=2) for f in STATE.airfields),
        (_field(0, 9, 7), _field(1, 4, 1)),
        (_field(0, 3, 2), _field(1, 9, 7)),
    ),
    "sorties": (_by_side(SortiesLeft(1, 2)), {"soviet": SortiesLeft(1, 2)}, {"japanese": SortiesLeft(1, 2)}),
    "superiority": ("japanese",),
    "interdicted": ({4: 1},),
    "hq_points": (_by_side(3), {"soviet": 3}, {"japanese": 3}),
    "flags": (
        {"a": "soviet", "b": "japanese", "c": ""},
        {"a": "soviet", "c": ""},
        {"b": "japanese", "c": ""},
    ),
    "choices": ({"ours": "yes", "theirs": "no"}, {"ours": "yes"}, {"theirs": "no"}),
    "pending": (("ours", "theirs"), ("ours",), ("theirs",)),
    "bans": (BANS, BANS[:1], BANS[1:]),
    "held": ({"s": 2, "j": 0}, {"s": 2}, {"j": 0}),
    "called": ({"s": 5, "j": 6}, {"s": 5}, {"j": 6}),
    "awards": (AWARDS, (AWARDS[0], AWARDS[2]), (AWARDS[1], AWARDS[2])),
    "weather": ("rain",),
    "weather_until": (2,),
    "hq_bonus": (_by_side(1), {"soviet": 1}, {"japanese": 1}),
    "handicaps": (_by_side(Handicap(1, 1, 25, 1)),),
    "losses": (
        {
            "soviet": {J.spec.index: KnownLosses(J.spec.steps, nameless=1)},
            "japanese": {S.spec.index: KnownLosses(S.spec.steps - 2, 2)},
        },
        # What a contact lost was nobody's.
        {"soviet": {SOMEBODY: KnownLosses(0, 1)}},
        {"japanese": {S.spec.index: KnownLosses(S.spec.steps - 2, 2)}},
    ),
}


@pytest.mark.parametrize("watched", [False, True])
def test_what_the_enemy_takes_over_a_crossing_is_told_only_where_one_sees_a_bank(watched: bool) -> None:
    """And no more of it than of this turn and the last; one's own traffic is one's own affair."""
    carried = [Record(turn, side, "carried", 2, 1) for turn in (1, 2, 3) for side in SIDES]
    built = Record(1, "japanese", "built")
    busy = replace(LINK, owner="japanese", used=2, supply_used=3, records=(built, *carried))
    state = replace(STATE, turn=3, crossings={BRIDGE: busy})
    bank = STATE.scenario.board.hexside_hexes(BRIDGE)[0]
    away = STATE.scenario.board.size - 1
    state = state.with_unit(replace(S, hex=bank if watched else away)).with_unit(replace(J, hex=away - 1))
    theirs = [r for r in carried if r.side == "japanese"]
    for active in SIDES:
        known = view(replace(state, active=active), "soviet").state.crossings[BRIDGE]
        assert (known.used, known.supply_used) == ((2, 3) if watched or active == "soviet" else (0, 0))
        assert [r for r in known.records if r.side == "soviet"] == [r for r in carried if r.side == "soviet"]
        assert [r for r in known.records if r.side == "japanese"] == [built, *(theirs[1:] if watched else [])]
        assert view(replace(state, active=active, fog=False), "soviet").state.crossings[BRIDGE] == busy


def test_a_view_shows_no_more_steps_than_are_known_to_be_left() -> None:
    known = {"soviet": {J.spec.index: KnownLosses(J.spec.steps - 3, 3)}}
    for level in (Level.UNSEEN, Level.CONTACT, Level.IDENTIFIED):
        sightings = {**STATE.sightings, "soviet": replace(STATE.sightings["soviet"], levels=(0, int(level)))}
        for losses, left in (({}, J.spec.steps), (known, J.spec.steps - 3)):
            shown = view(replace(STATE, sightings=sightings, losses=losses), "soviet").state
            assert shown.units[J.spec.index].steps == left


def _lost(field: Airfield, side: str) -> Airfield:
    return replace(field, side=side, fighters=0, bombers=0)


def test_a_field_that_was_overrun_is_known_to_be_empty() -> None:
    for side, now in (("soviet", "japanese"), ("japanese", "soviet")):
        fields_ = tuple(_lost(f, now) for f in STATE.airfields)
        assert view(replace(STATE, airfields=fields_), side).state.airfields == fields_


def test_when_the_battle_is_over_both_sides_know_what_it_was_decided_by() -> None:
    over = replace(STATE, awards=AWARDS, outcome=TABLE["outcome"][0])
    assert [view(over, side).state.awards for side in SIDES] == [AWARDS, AWARDS]


def _fact(name: str, value: Any) -> object:
    return tuple(_facts(u) for u in value) if name == "units" else value


def test_every_field_of_a_state_has_a_row_and_says_who_sees_it() -> None:
    names = {f.name for f in fields(GameState)}
    assert TABLE.keys() == names
    assert {name for name, row in TABLE.items() if len(row) == 1} == {n for n, show in SHOWN.items() if show is None}


@pytest.mark.parametrize("name", TABLE)
def test_a_view_shows_of_a_field_what_its_side_may_know(name: str) -> None:
    value, *expected = TABLE[name]
    state = replace(STATE, **{name: value})
    for side, known in zip(SIDES, expected or (value, value), strict=True):
        assert _fact(name, getattr(view(state, side).state, name)) == known, side


@pytest.mark.parametrize("name", [name for name, row in TABLE.items() if len(row) == 3 and name != "observer"])
def test_what_is_not_public_would_be_seen_missing(name: str) -> None:
    """Each row can fail: a view that showed the field as it is would show one of the sides too much."""
    value, *expected = TABLE[name]
    assert any(_fact(name, value) != known for known in expected)


def test_the_enemys_surprise_and_silence_change_no_odds_beforehand() -> None:
    """What a side plans on must not tell it that the enemy's guns have been forbidden to fire."""
    scenario = small_scenario(
        ["." * 9] * 7,
        [
            ("s", "rifle-regiment", "soviet", (4, 2), {}),
            ("j", "jp-infantry-regiment", "japanese", (4, 3), {}),
            ("g", "field-artillery", "japanese", (4, 4), {"standby": "defence"}),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (8, 6))],
    )
    state = initial_state(scenario, 1, fog=False)
    silent = replace(state, silence={"japanese": 9}, surprise={"japanese": 9})
    order = Assault((4, 3), ("s",))
    odds = [assault_forecast(view(s, "soviet").state, order) for s in (state, silent)]
    assert odds[0] == odds[1]
    assert assault_forecast(silent, order) != odds[0], "silence keeps the guns out of the assault itself"
