"""What each kind of event teaches the side that is told of it, what a move would take or bring about, and what every
kind of order is foreseen to teach: written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Unpack, get_args

import pytest
from khalkhin.core import apply, initial_state, parse_order, takeback, view
from khalkhin.core.events import events as ev
from khalkhin.core.model.reasons import Cause, HitCause, StopReason
from khalkhin.core.model.rules import CombatOutcome
from khalkhin.core.model.state import EXITED, GameState, Ghost, Sightings
from khalkhin.core.model.units import Driving, Job, Level, Task
from khalkhin.core.orders.orders import KINDS, Order
from khalkhin.core.takeback import Lesson, Lookout, Prospect, foreseen, learnt
from khalkhin.core.timeline.condition_kinds import Destroyed, Flag, Not, OnMap, Stock
from khalkhin.core.timeline.timeline import Entry, When

from tests.narrow import the
from tests.scenarios import Parts, Place, Row, small_scenario

NONE = CombatOutcome(0, 0, 0, 0, 0)
TURN, END, NEWS, DICE, OTHER = Lesson.TURN, Lesson.END, Lesson.NEWS, Lesson.DICE, Lesson.OTHER
#: An event of the Soviet turn, what it tells the Soviets if it is of theirs (`s`) and what if it is the enemy's (`j`).
TOLD: list[tuple[Any, Lesson | None, Lesson | None]] = [
    (lambda u, s: ev.TurnBegan(1, s), TURN, TURN),
    (lambda u, s: ev.TimelineFired("entry", s), NEWS, NEWS),
    (lambda u, s: ev.Told("entry", s, "title", "text"), NEWS, NEWS),
    (lambda u, s: ev.ChoiceOffered("entry", s), NEWS, NEWS),
    (lambda u, s: ev.ChoiceMade("entry", s, "yes"), Lesson.ANSWER, Lesson.ANSWER),
    (lambda u, s: ev.FlagChanged("flag", True), NEWS, NEWS),
    (lambda u, s: ev.WeatherChanged("rain", 3), NEWS, NEWS),
    (lambda u, s: ev.FieldWrecked("Saienjo", s, 3), NEWS, NEWS),
    (lambda u, s: ev.SortiesChanged("Saienjo", s, 1, 0), NEWS, NEWS),
    (lambda u, s: ev.StockChanged("depot", s, 3, 5), NEWS, NEWS),
    (lambda u, s: ev.HqPointsChanged(s, 1), NEWS, NEWS),
    (lambda u, s: ev.PointsGiven("entry", s, 5, s), NEWS, NEWS),
    (lambda u, s: ev.SpellBegan(s, "surprise", 2), NEWS, NEWS),
    (lambda u, s: ev.Forbidden(s, "west", 2), NEWS, NEWS),
    (lambda u, s: ev.Allowed(s, "west"), NEWS, NEWS),
    (lambda u, s: ev.UnitHeld(u, 2), NEWS, NEWS),
    (lambda u, s: ev.UnitReleased(u), NEWS, NEWS),
    (lambda u, s: ev.Withdrawn(u, 3), NEWS, NEWS),
    (lambda u, s: ev.Arrived(u, 3), NEWS, NEWS),
    (lambda u, s: ev.SupplyChanged(u, 1, 0), None, OTHER),
    (lambda u, s: ev.Recovered(u, 1), OTHER, OTHER),
    (lambda u, s: ev.Drafted(u, 3, 1), OTHER, OTHER),
    (lambda u, s: ev.Moved(u, (3, 4), 2), None, OTHER),
    (lambda u, s: ev.Moved(u, (3, 4), 2, StopReason.MET), Lesson.AMBUSH, Lesson.AMBUSH),
    (lambda u, s: ev.Sighted(s, u, 3, 1), Lesson.CONTACT, Lesson.CONTACT),
    (lambda u, s: ev.Assaulted(3, (u,), (), (), 2, (3, 4), NONE), DICE, DICE),
    (lambda u, s: ev.Barraged(u, 3, 4, 1), DICE, DICE),
    (lambda u, s: ev.StepsLost(u, 3, 1, Cause.AMBUSH), OTHER, OTHER),
    (lambda u, s: ev.Suppressed(u, 3, 1), None, OTHER),
    (lambda u, s: ev.Retreated(u, (3, 4)), OTHER, OTHER),
    (lambda u, s: ev.Destroyed(u, 3, Cause.AMBUSH), OTHER, OTHER),
    (lambda u, s: ev.Advanced(u, (3, 4)), OTHER, OTHER),
    (lambda u, s: ev.Entrenched(u, 3, 1), OTHER, OTHER),
    (lambda u, s: ev.ObjectiveTaken("hill", 3, s, 5), None, OTHER),
    (lambda u, s: ev.CrossingTaken("ford", 3, s), None, OTHER),
    (lambda u, s: ev.PocketClosed(s, (u,), 3), OTHER, OTHER),
    (lambda u, s: ev.SupplyDrawn(s, "depot", 3, 3), None, OTHER),
    (lambda u, s: ev.Hauled(u, (3, 4)), None, OTHER),
    (lambda u, s: ev.Captured(u, u, 3, 3), Lesson.SPOILS, Lesson.SPOILS),
    (lambda u, s: ev.StoreTaken("depot", s, 3, 3), Lesson.SPOILS, Lesson.SPOILS),
    (lambda u, s: ev.WorkBegun(u, "ford", 3, 3), None, OTHER),
    (lambda u, s: ev.WorkDone(u, "ford", 3, 3), None, OTHER),
    (lambda u, s: ev.CrossingHit("ford", 3, 3, 1, HitCause.DEMOLITION), None, None),
    (lambda u, s: ev.CrossingHit("ford", 3, 3, 1, HitCause.DEMOLITION, 4), DICE, DICE),
    (lambda u, s: ev.Posted(u, "defence", 3), None, OTHER),
    (lambda u, s: ev.StoodBy(u, "defence", 3), DICE, DICE),
    (lambda u, s: ev.AirSettled(((s, 1),), 3, s), OTHER, OTHER),
    (lambda u, s: ev.Flown(s, "scout", 3, 1, 1, 3, 1), DICE, DICE),
    (lambda u, s: ev.AirfieldLost("Saienjo", 3, s), None, OTHER),
    (lambda u, s: ev.HqPointsSpent(s, "deception", 1), None, OTHER),
    (lambda u, s: ev.DecoyExposed(s, 3), Lesson.CLOSER, Lesson.CLOSER),
    (lambda u, s: ev.Exited(u, 3), None, OTHER),
    (lambda u, s: ev.GameEnded("reason", s), END, END),
]

#: Steppe of nine hexes by seven: a river with a bridge, a ford, a hill, stores, airfields and trucks of the enemy's.
OPEN = ["." * 9] * 7
UNITS: list[Row] = [
    ("s", "mongol-cavalry", "soviet", (4, 4)),
    ("g", "field-artillery", "soviet", (4, 5)),
    ("e", "soviet-engineers", "soviet", (3, 4)),
    ("t", "truck-column", "soviet", (0, 0), {"cargo": 4}),
    ("j", "jp-infantry-regiment", "japanese", (8, 6)),
    ("c", "jp-truck-column", "japanese", (4, 2)),
]


def field(**more: Unpack[Parts]) -> GameState:
    given: Parts = {
        "hexsides": [((5, 4), (6, 5), "river")],
        "crossings": [((5, 4), (6, 5), "bridge", {"owner": "japanese"})],
        "sources": [("soviet", (0, 0), 20), ("japanese", (6, 3))],
        "depots": [("japanese", (2, 4), 9, "Rice"), ("soviet", (3, 3), 9, "Bread")],
        "objectives": [("Hill", (4, 6), "japanese"), ("Ours", (5, 6), "soviet")],
        "airfields": [("Saienjo", "japanese", 2, 2, (3, 5)), ("Tamsag", "soviet", 2, 2, (5, 5))],
        "hq_points": 9,
        **more,
    }
    return initial_state(small_scenario(OPEN, UNITS, **given), seed=1, fog=False)


@pytest.mark.parametrize(("make", "own", "theirs"), TOLD)
def test_what_an_event_tells_whoever_ordered_it(make: Any, own: Lesson | None, theirs: Lesson | None) -> None:
    state = field()
    assert takeback._told(make("s", "soviet"), state, "soviet") is own
    assert takeback._told(make("j", "japanese"), state, "soviet") is theirs


def test_every_kind_of_event_is_in_the_table() -> None:
    assert {type(make("s", "soviet")) for make, _, _ in TOLD} == set(get_args(ev.Event))


@pytest.mark.parametrize(
    ("place", "mark"),
    [
        ((5, 4), Prospect(NEWS, sure=False)),  # beside the enemy's bridge
        ((4, 6), Prospect(NEWS, sure=False)),  # his hill
        ((3, 5), Prospect(NEWS, sure=False)),  # his airfield
        ((6, 3), Prospect(NEWS, sure=False)),  # his source, which nobody can take, but an entry may ask who is there
        ((2, 4), Prospect(Lesson.SPOILS)),  # his store
        ((4, 2), Prospect(Lesson.SPOILS)),  # his trucks
        ((5, 6), Prospect()),
        ((3, 3), Prospect()),
        ((5, 5), Prospect()),
        ((4, 3), Prospect()),
    ],
)
def test_a_place_that_falls_to_who_enters_it_may_bring_news(place: Place, mark: Prospect) -> None:
    """An entry of the timeline waits for whatever an order may change; it is not known which."""
    state = field(timeline=[Entry("e", When(1, 6, at_once=True), "soviet", "E", conditions=(Flag("x"),))])
    order = parse_order(f"move s {place[0]},{place[1]}")
    assert foreseen(view(state, "soviet").state, order) == mark
    nobody = view(field(), "soviet").state
    assert foreseen(nobody, order) == (mark if mark.lesson is Lesson.SPOILS else Prospect())
    guns = Lookout(view(state, "soviet").state, "soviet")
    to = the(state.scenario.board.index(*place))
    assert not guns._occupies(the(state.unit("g")), to), "only fighting men take anything"


def test_an_entry_that_asks_where_a_unit_is_may_answer_its_move() -> None:
    """It waits for the last Soviet on the map to be gone: no move brings that about, leaving does."""
    entry = Entry("e", When(1, 6, at_once=True), "soviet", "E", conditions=(Not(OnMap(("t",))),))
    state = view(field(timeline=[entry]), "soviet").state
    assert foreseen(state, parse_order("exit t")) == Prospect(NEWS, sure=False)
    assert foreseen(state, parse_order("move t 0,1")) == Prospect()


#: A legal order of every kind, and what it is foreseen to teach.
ORDERS: list[tuple[str, Prospect]] = [
    ("move s 4,3", Prospect()),
    ("assault 4,2 by s", Prospect(DICE)),
    ("barrage g 4,2", Prospect(DICE)),
    ("exit t", Prospect()),
    ("shell g 5,4-6,5", Prospect(DICE)),
    ("standby g defence", Prospect()),
    ("work e repair 5,4-6,5", Prospect()),
    ("stop e", Prospect()),
    ("blow e 5,4-6,5", Prospect(DICE)),
    ("haul t 0,0 to 3,3", Prospect()),
    ("load t 1", Prospect()),
    ("unload t 1", Prospect()),
    ("priority 3,3 2", Prospect()),
    ("fly scout 4,4 1", Prospect(DICE)),
    ("hurry s", Prospect()),
    ("feed s", Prospect()),
    ("deceive 4,3", Prospect()),
    ("choose entry yes", Prospect(Lesson.ANSWER)),
    ("end", Prospect(TURN)),
]


def arranged() -> GameState:
    """The field with engineers at a bridge of their own that is hit, a horseman whom nobody feeds, and fog."""
    state = field()
    bridge = next(iter(state.crossings))
    engineers = replace(the(state.unit("e")), hex=the(state.scenario.board.index(5, 4)), job=None)
    state = state.with_units([engineers, replace(the(state.unit("s")), unsupplied=1)])
    state = state.with_unit(replace(the(state.unit("e")), job=Job(Task.MINE, bridge)))
    link = replace(state.crossings[bridge], owner="soviet", hits=1)
    return replace(state, crossings={bridge: link})


@pytest.mark.parametrize(("text", "mark"), ORDERS)
def test_what_an_order_of_each_kind_is_foreseen_to_teach(text: str, mark: Prospect) -> None:
    state = replace(arranged(), fog=text.startswith("deceive"))
    assert foreseen(view(state, "soviet").state, parse_order(text)) == mark


def test_every_kind_of_order_is_foreseen() -> None:
    assert {type(parse_order(text)) for text, _ in ORDERS} == set(KINDS)


@pytest.mark.parametrize(("mined", "mark"), [("soviet", Prospect()), ("", Prospect(DICE))])
def test_charges_that_are_laid_need_no_luck(mined: str, mark: Prospect) -> None:
    state = arranged()
    bridge, link = next(iter(state.crossings.items()))
    state = replace(state, crossings={bridge: replace(link, mined=mined)})
    order = parse_order("blow e 5,4-6,5")
    assert foreseen(view(state, "soviet").state, order) == mark
    after, events = apply(state, order)
    assert learnt(order, state, after, events, "soviet") is mark.lesson


def test_what_may_not_be_ordered_teaches_nothing() -> None:
    state = view(field(), "soviet").state
    for text in ("move j 7,6", "move s 99,99", "stop e", "load j 1", "exit s"):
        assert foreseen(state, parse_order(text)) == Prospect()


def test_the_last_to_leave_end_the_battle() -> None:
    state = field()
    others = [replace(u, hex=EXITED) for u in state.side_units("soviet") if u.id != "s"]
    alone = state.with_units([*others, replace(the(state.unit("s")), hex=0)])
    assert foreseen(view(alone, "soviet").state, parse_order("exit s")) == Prospect(END)
    assert foreseen(view(state.with_units(others[1:]), "soviet").state, parse_order("exit t")) == Prospect()


def test_an_order_that_changes_what_an_entry_waits_for_may_bring_news() -> None:
    """It waits for stock to fall, for a unit to be gone, or for both."""
    state = field()
    there = next(s.stock for s in state.stores if s.name == "Bread")
    low, lower = Stock("Bread", most=there - 1), Stock("Bread", most=there - 2)
    column = replace(the(state.unit("t")), hex=the(state.scenario.board.index(3, 3)), cargo=0, driving=Driving.HAND)
    for conditions, marked in (((low,), True), ((lower,), False), ((Destroyed(("j",)), low), True)):
        entry = Entry("e", When(1, 6, at_once=True), "soviet", "E", conditions=conditions)
        now = view(field(timeline=[entry]).with_unit(column), "soviet").state
        assert foreseen(now, parse_order("load t 1")) == (Prospect(NEWS, sure=False) if marked else Prospect())


GHOST = {4: Ghost(20, 1, Level.CONTACT)}


@pytest.mark.parametrize(
    ("levels", "now", "before", "after", "lesson"),
    [
        ((0, 0), {}, {}, {}, None),
        ((1, 1), {}, {}, {}, None),
        ((1, 2), {}, {}, {}, Lesson.CLOSER),
        ((3, 3), {"suppressed": 1}, {}, {}, Lesson.CLOSER),
        ((0, 2), {}, {}, {}, Lesson.CONTACT),
        ((2, 2), {}, GHOST, GHOST, None),
        ((2, 2), {}, GHOST, {}, Lesson.SEARCHED),
        ((2, 2), {}, {}, GHOST, None),
        ((2, 2), {}, GHOST, {4: Ghost(21, 1, Level.CONTACT)}, Lesson.SEARCHED),
    ],
)
def test_what_a_view_shows_that_an_earlier_one_did_not(
    levels: tuple[int, int], now: dict[str, Any], before: Any, after: Any, lesson: Lesson | None
) -> None:
    """The enemy's regiment at so high a level before and after, changed so, and ghosts of his."""
    base = replace(field(), fog=True)
    enemy = the(base.unit("j"))
    states = []
    for level, more, ghosts in ((levels[0], {}, before), (levels[1], now, after)):
        seen = Sightings(tuple(level if u is enemy else 0 for u in base.units), ghosts)
        states.append(replace(base.with_unit(replace(enemy, **more)), sightings={**base.sightings, "soviet": seen}))
    assert takeback._changed(view(states[0], "soviet"), view(states[1], "soviet")) is lesson


def test_an_order_that_was_carried_out_otherwise_than_planned_was_ambushed() -> None:
    state = field()
    order: Order = parse_order("move s 4,3")
    after, events = apply(state, order)
    assert learnt(order, state, after, events, "soviet") is None
    dearer = tuple(replace(e, cost=e.cost + 1) if isinstance(e, ev.Moved) else e for e in events)
    assert learnt(order, state, after, dearer, "soviet") is Lesson.AMBUSH
    assert learnt(order, state, after, (), "soviet") is Lesson.AMBUSH
    ended = apply(state, parse_order("end"))
    assert learnt(parse_order("end"), state, *ended, "soviet") is TURN
