"""What may be taken back, counted by hand and over the orders of whole battles: nothing that taught anything."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Unpack

import pytest
from khalkhin.core import apply, initial_state, parse_order, takeback, view
from khalkhin.core.board.board import SightMasks
from khalkhin.core.events.events import CrossingTaken
from khalkhin.core.explain import MovePreview, move_preview, reach_marks
from khalkhin.core.fog.sight import side_masks, unit_masks
from khalkhin.core.model.state import GameState, Ghost
from khalkhin.core.model.units import Level
from khalkhin.core.orders.orders import Move
from khalkhin.core.takeback import Lesson, Lookout, Prospect, foreseen, learnt
from khalkhin.core.timeline.condition_kinds import Entered
from khalkhin.core.timeline.timeline import Entry, When
from khalkhin.scenario import load
from khalkhin.text import takeback as words

from tests.covering import covering
from tests.harness import undo_lock
from tests.maps.reading import ROOT
from tests.scenarios import Parts, Row, small_scenario

#: A line of battalions across the map, a gun behind it, an enemy far in front.
LINE = [(f"b{n}", "rifle-battalion", "soviet", (n, 4)) for n in range(11)]
BEHIND = [(f"r{n}", "rifle-battalion", "soviet", (n, 6)) for n in range(0, 11, 2)]


def field(*units: Row, **more: Unpack[Parts]) -> GameState:
    given: Parts = {
        "sources": [("soviet", (0, 0)), ("japanese", (10, 13))],
        "turns": 6,
        **more,
    }
    scenario = small_scenario(["." * 11] * 14, units, **given)
    return initial_state(scenario, 1)


def judged(state: GameState, text: str) -> tuple[Prospect, Lesson | None]:
    """What is said of an order beforehand, and what it has taught."""
    order, side = parse_order(text), state.active
    after, events = apply(state, order)
    return foreseen(view(state, side).state, order), learnt(order, state, after, events, side)


FAR = ("far", "jp-infantry-battalion", "japanese", (5, 13))
GUN = ("gun", "field-artillery", "soviet", (4, 4))


def test_a_move_that_shows_nothing_new_can_be_taken_back() -> None:
    state = field(*LINE, *BEHIND, GUN, FAR)
    assert judged(state, "move gun 5,4") == (Prospect(), None)
    marks = reach_marks(view(state, "soviet").state, state.units[state.scenario.indices["gun"]])
    assert sum(m.prospect.promised for m in marks.values()) > 10


def test_a_move_into_fog_cannot() -> None:
    state = field(*LINE, *BEHIND, GUN, FAR)
    mark, lesson = judged(state, "move r4 4,8")
    assert (mark, lesson) == (Prospect(Lesson.GROUND), Lesson.GROUND)
    assert words.prospect(mark) == "cannot be taken back: you will see new ground"
    preview = move_preview(view(state, "soviet").state, Move("r4", (4, 8)))
    assert isinstance(preview, MovePreview) and preview.prospect == mark


def test_without_fog_only_dice_and_news_lock() -> None:
    scenario = field(*LINE, FAR).scenario
    state = initial_state(scenario, 1, fog=False)
    assert judged(state, "move b4 4,7") == (Prospect(), None)


def test_seeing_an_enemy_better_locks() -> None:
    """A battalion two hexes off is identified; from the hex beside it its steps are counted."""
    enemy: Row = ("near", "jp-infantry-battalion", "japanese", (5, 6), {"steps": 2, "moved": True})
    state = field(*LINE, enemy)
    assert state.sightings["soviet"].levels[state.scenario.indices["near"]] == Level.IDENTIFIED
    assert judged(state, "move b6 6,5") == (Prospect(Lesson.GROUND), Lesson.GROUND)
    rows = [("w", "mongol-cavalry", "soviet", (5, 3)), ("e", "mongol-cavalry", "soviet", (7, 3))]
    wide = field(*LINE, enemy, *rows)
    assert judged(wide, "move b5 5,5") == (Prospect(Lesson.CLOSER), Lesson.CLOSER)


@pytest.mark.parametrize(
    ("level", "moved", "place", "lesson"),
    [
        (Level.IDENTIFIED, True, (5, 5), Lesson.CLOSER),  # its steps will be counted
        (Level.IDENTIFIED, True, (4, 4), None),  # two hexes off as before
        (Level.EXACT, True, (5, 5), None),  # nothing of it is left to be seen
        (Level.CONTACT, True, (5, 5), Lesson.CLOSER),
        (Level.CONTACT, False, (5, 5), Lesson.CLOSER),  # whether it keeps still is not known
        (Level.CONTACT, False, (0, 4), None),
    ],
)
def test_what_a_look_tells_of_an_enemy_that_is_seen(
    level: Level, moved: bool, place: tuple[int, int], lesson: Lesson | None
) -> None:
    """The masks of one battalion in (5, 4), which knows the enemy in (5, 6) so well, and of one more in another hex;
    what else those hexes show is left out."""
    state = field(("b", "rifle-battalion", "soviet", (5, 4)), ("j", "jp-infantry-battalion", "japanese", (5, 6)))
    enemy, own = (state.units[state.scenario.indices[n]] for n in "jb")
    levels = tuple(level if u is enemy else 0 for u in state.units)
    state = replace(state, sightings={**state.sightings, "soviet": replace(state.sightings["soviet"], levels=levels)})
    state = state.with_unit(replace(enemy, moved=moved))
    old, there = side_masks(state, "soviet"), state.scenario.board.index(*place)
    assert there is not None
    if level is Level.CONTACT:
        old = SightMasks(old.contact, 0, 0, old.contact_shy, 0, 0)
    new = SightMasks(*map(int.__or__, old, unit_masks(state, replace(own, hex=there))))
    lookout = Lookout(state, "soviet")
    lookout.masks = SightMasks(new.contact, *old[1:3], new.contact_shy, *old[4:])
    assert lookout.look(new) is lesson


def test_a_closer_look_locks_where_an_enemy_may_lie_and_not_behind_the_line() -> None:
    """From a row of battalions the hexes two further on are seen, but an enemy that lies still there is not; a truck,
    which sees one hex, drives up to look."""
    row = [(f"b{n}", "rifle-battalion", "soviet", (n, 6)) for n in range(11)]
    state = field(*row, ("t", "truck-column", "soviet", (5, 6)), FAR)
    there = state.scenario.board.index(5, 8) or 0
    assert view(state, "soviet").sees(there)
    assert judged(state, "move t 5,7") == (Prospect(Lesson.AMBUSH, sure=False), None)
    ghost = {state.scenario.indices["far"]: Ghost(there, 1, Level.IDENTIFIED)}
    mine = replace(state.sightings["soviet"], ghosts=ghost)
    state = replace(state, sightings={**state.sightings, "soviet": mine})
    assert judged(state, "move t 4,7") == (Prospect(Lesson.SEARCHED), Lesson.SEARCHED)


def test_marching_past_an_enemy_that_nobody_saw_locks_and_was_not_promised() -> None:
    """A screen of dunes hides him; the march costs more than was planned."""
    rows = ["." * 11] * 4 + ["....ddd....", "....d.d....", "....ddd...."] + ["." * 11] * 7
    scenario = small_scenario(
        rows,
        [
            ("s", "rifle-battalion", "soviet", (5, 3)),
            ("hid", "jp-infantry-battalion", "japanese", (5, 5)),
        ],
        sources=[("soviet", (0, 0)), ("japanese", (10, 13))],
        turns=6,
        night_first=True,
    )
    state = initial_state(scenario, 1)
    assert not state.sightings["soviet"].levels[scenario.indices["hid"]]
    mark, lesson = judged(state, "move s 5,4")
    assert not mark.promised and lesson in (Lesson.CONTACT, Lesson.AMBUSH)


def test_a_captured_store_tells_what_was_in_it() -> None:
    scenario = field(*LINE, FAR, depots=[("japanese", (5, 5), 34, "Rice")]).scenario
    state = initial_state(scenario, 1, fog=False)
    assert judged(state, "move b5 5,5") == (Prospect(Lesson.SPOILS), Lesson.SPOILS)
    assert judged(state, "move b4 4,5") == (Prospect(), None)


def test_what_the_timeline_may_answer_is_not_promised() -> None:
    """An entry waits for somebody in a hex; its side reads it there, and no order elsewhere is marked for it."""
    entry = Entry("there", When(1, 6, at_once=True), "soviet", "There", "You are there.")
    state = field(*LINE, FAR)
    hexes = frozenset({state.scenario.board.index(5, 5) or 0})
    scenario = replace(state.scenario, timeline=(replace(entry, conditions=(Entered("soviet", hexes),)),))
    state = initial_state(scenario, 1, fog=False)
    assert judged(state, "move b5 5,5") == (Prospect(Lesson.NEWS, sure=False), Lesson.NEWS)
    assert judged(state, "move b4 4,5") == (Prospect(), None)


@pytest.mark.parametrize(("repeat", "fired", "marked"), [(0, None, True), (0, 1, False), (2, None, True), (2, 1, True)])
def test_what_the_timeline_may_say_again_is_not_promised(repeat: int, fired: int | None, marked: bool) -> None:
    """An entry that has taken effect answers no more orders, unless it may do so again."""
    state = field(*LINE, FAR)
    hexes = frozenset({state.scenario.board.index(5, 5) or 0})
    when = When(1, 6, at_once=True)
    entry = Entry("there", when, "soviet", "There", "", conditions=(Entered("soviet", hexes),), repeat=repeat)
    state = replace(initial_state(replace(state.scenario, timeline=(entry,)), 1, fog=False), turn=3)
    state = replace(state, fired={} if fired is None else {"there": fired})
    news = (Prospect(Lesson.NEWS, sure=False), Lesson.NEWS)
    assert judged(state, "move b5 5,5") == (news if marked else (Prospect(), None))


def test_who_stands_beside_a_crossing_has_it_from_the_start() -> None:
    """Else the first order of all would tell its side that the enemy is there."""
    far = [("j", "jp-infantry-battalion", "japanese", (5, 12)), ("s", "rifle-battalion", "soviet", (5, 2))]
    stream: Parts = {"hexsides": [((5, 12), (5, 11), "stream")], "crossings": [((5, 12), (5, 11), "ford")]}
    state = field(*far, **stream)
    assert [c.owner for c in state.crossings.values()] == ["japanese"]
    _, events = apply(state, parse_order("move s 5,3"))
    assert not any(isinstance(e, CrossingTaken) for e in events)


BANKS: Parts = {"hexsides": [((5, 4), (5, 3), "river")], "crossings": [((5, 4), (5, 3), "bridge")]}
OUT_AT_THE_BANK: Parts = {**BANKS, "sources": [("soviet", (5, 4)), ("japanese", (10, 13))]}
GUARD = ("guard", "rifle-battalion", "soviet", (5, 4))
BEYOND = ("j", "jp-infantry-battalion", "japanese", (5, 3))


@pytest.mark.parametrize("owner", ["soviet", ""])
@pytest.mark.parametrize("order", ["move guard 5,5", "exit guard"])
def test_a_crossing_that_falls_when_its_guard_goes_is_told_beforehand(order: str, owner: str) -> None:
    """One's own, and one that is nobody's as long as both sides stand beside it."""
    state = field(GUARD, BEYOND, *BEHIND, **OUT_AT_THE_BANK)
    state = replace(state, crossings={s: replace(c, owner=owner) for s, c in state.crossings.items()})
    assert judged(state, order) == (Prospect(Lesson.OTHER), Lesson.OTHER)


@pytest.mark.parametrize("order", ["move guard 5,5", "exit guard"])
def test_a_guard_of_two_gives_no_crossing_up(order: str) -> None:
    """Nor one that is the enemy's already."""
    second = ("second", "rifle-battalion", "soviet", (5, 4))
    for guards, owner in (((GUARD, second), "soviet"), ((GUARD,), "japanese")):
        state = field(*guards, BEYOND, *BEHIND, **OUT_AT_THE_BANK)
        state = replace(state, crossings={s: replace(c, owner=owner) for s, c in state.crossings.items()})
        assert judged(state, order) == (Prospect(), None)


def test_a_guard_that_goes_to_the_other_bank_or_has_nobody_before_it_gives_no_crossing_up() -> None:
    state = replace(field(GUARD, *BEHIND, FAR, **BANKS), active="soviet")
    state = replace(state, crossings={s: replace(c, owner="soviet") for s, c in state.crossings.items()})
    assert all(foreseen(state, parse_order(f"move guard {to}")).lesson is not Lesson.OTHER for to in ("5,5", "5,3"))


def test_the_last_who_can_fight_ends_the_battle_by_leaving_it_though_trucks_stay() -> None:
    trucks = ("t", "truck-column", "soviet", (0, 2))
    state = field(("last", "rifle-battalion", "soviet", (0, 0)), trucks, FAR)
    assert judged(state, "exit last") == (Prospect(Lesson.END), Lesson.END)


@pytest.mark.parametrize(
    ("change", "lesson"),
    [
        ({"weather": "rain", "weather_until": 3}, Lesson.OTHER),
        ({"superiority": "japanese"}, Lesson.OTHER),
        ({"interdicted": {3: 1}}, Lesson.OTHER),
        ({"turn": 2}, Lesson.OTHER),
        ({"hq_points": {"soviet": 0}}, None),
    ],
)
def test_a_change_of_the_view_that_is_not_ones_own_doing_locks(change: dict[str, Any], lesson: Lesson | None) -> None:
    state = field(*LINE, FAR)
    seen = view(state, "soviet")
    assert takeback._changed(seen, replace(seen, state=replace(seen.state, **change))) is lesson


def test_every_lesson_and_prospect_has_its_words() -> None:
    told = [words.refused(lesson) for lesson in Lesson]
    assert len(set(told)) == len(told) and all(text.endswith(".") for text in told)
    assert words.prospect(Prospect()) == "can be taken back"
    for lesson in Lesson:
        assert words.prospect(Prospect(lesson)).startswith("cannot be taken back: ")
        assert words.prospect(Prospect(lesson, sure=False)).startswith("can be taken back, unless ")


@pytest.mark.parametrize(
    ("name", "player"), covering(["grazing_rights", "the_64th", "two_prongs"], ["staff", "random"])
)
def test_nothing_that_taught_anything_is_taken_back_and_no_mark_promises_what_is_refused(
    name: str, player: str
) -> None:
    """A sample of what the harness counts."""
    count, seed = undo_lock.Count(), 7
    while count.orders < 150:
        undo_lock.battle(load(ROOT / "maps" / name), seed, player, count, 150)
        seed += 1
    assert count.faults == []
    assert count.undoable > 15 and count.promised > 10 and sum(count.lessons.values()) > 30
