"""Who is told of every kind of event: the side it concerns, an enemy that watches the place, and a blind one.

The table is written by hand. A unit `ours` of the Japanese and a unit `theirs` of the Soviets meet; the Soviets watch
HERE and take `ours` for a contact, or see nothing at all.
"""

from __future__ import annotations

import typing
from dataclasses import replace
from typing import Any

import pytest
from khalkhin.core import initial_state
from khalkhin.core.events import events as ev
from khalkhin.core.events.audience import Audience, Happening, Public, heard
from khalkhin.core.fog.witness import NOT_SEEN, Observer, as_told, observer
from khalkhin.core.model.reasons import Cause, HitCause, StopReason
from khalkhin.core.model.rules import CombatOutcome

from tests.scenarios import small_scenario

HERE, AWAY = 8, 11
SEEN_AS = "contact-8"
NONE = CombatOutcome(0, 0, 0, 0, 0)
STATE = replace(
    initial_state(
        small_scenario(
            rows=["......", "......", "......"],
            units=[
                ("ours", "rifle-regiment", "japanese", (2, 1)),
                ("theirs", "rifle-regiment", "soviet", (0, 0)),
            ],
            hexsides=[((2, 1), (2, 2), "river")],
            crossings=[((2, 1), (2, 2), "ford")],
        ),
        1,
    ),
    active="japanese",
)
BRIDGE = next(iter(STATE.crossings))


def _watcher(side: str, mask: int, seen: str | None) -> Observer:
    real = observer(STATE, STATE, side)
    index = STATE.scenario.indices["ours"]
    contacts = {} if seen is None else {index: seen}
    return replace(real, mask=mask, contacts=contacts, levels=(0,) * len(STATE.units))


#: Three sides of an event: whom it concerns, an enemy that watches HERE, an enemy that sees nothing.
OWNER, WATCHER, BLIND = (
    _watcher("japanese", 0, None),
    _watcher("soviet", 1 << HERE, SEEN_AS),
    _watcher("soviet", 0, None),
)

#: The event as it is, told to nobody, or as it is with `ours` hidden.
WHOLE, NOTHING, HIDDEN = "whole", "nothing", "hidden"
Expected = str | ev.Event

TABLE: list[tuple[ev.Event, Expected, Expected, Expected]] = [
    (ev.TurnBegan(1, "japanese"), WHOLE, WHOLE, WHOLE),
    (ev.TimelineFired("entry", "japanese"), WHOLE, NOTHING, NOTHING),
    (ev.TimelineFired("entry", ""), WHOLE, WHOLE, WHOLE),
    (ev.Told("entry", "japanese", "title", "text"), WHOLE, NOTHING, NOTHING),
    (ev.Told("entry", "", "title", "text"), WHOLE, WHOLE, WHOLE),
    (ev.ChoiceOffered("entry", "japanese"), WHOLE, NOTHING, NOTHING),
    (ev.ChoiceOffered("entry", ""), NOTHING, NOTHING, NOTHING),
    (ev.ChoiceMade("entry", "japanese", "yes"), WHOLE, NOTHING, NOTHING),
    (ev.FlagChanged("flag", True), NOTHING, NOTHING, NOTHING),
    (ev.WeatherChanged("rain", 3), WHOLE, WHOLE, WHOLE),
    (ev.FieldWrecked("Saienjo", "japanese", 3), WHOLE, WHOLE, WHOLE),
    (ev.SortiesChanged("Saienjo", "japanese", 1, 0), WHOLE, NOTHING, NOTHING),
    (ev.StockChanged("depot", "japanese", HERE, 5), WHOLE, NOTHING, NOTHING),
    (ev.HqPointsChanged("japanese", 1), WHOLE, NOTHING, NOTHING),
    (ev.PointsGiven("entry", "soviet", 5, "japanese"), WHOLE, NOTHING, NOTHING),
    (ev.PointsGiven("entry", "soviet", 5, ""), WHOLE, WHOLE, WHOLE),
    (ev.SpellBegan("japanese", "surprise", 2), WHOLE, NOTHING, NOTHING),
    (ev.Forbidden("japanese", "west", 2), WHOLE, NOTHING, NOTHING),
    (ev.Allowed("japanese", "west"), WHOLE, NOTHING, NOTHING),
    (ev.UnitHeld("ours", 2), WHOLE, NOTHING, NOTHING),
    (ev.UnitReleased("ours"), WHOLE, NOTHING, NOTHING),
    (ev.Withdrawn("ours", HERE), WHOLE, HIDDEN, NOTHING),
    (ev.Withdrawn("ours", HERE, gone=False), WHOLE, NOTHING, NOTHING),
    (ev.Arrived("ours", HERE), WHOLE, HIDDEN, NOTHING),
    (ev.SupplyChanged("ours", 0, 1), WHOLE, NOTHING, NOTHING),
    (ev.Recovered("ours", 1), WHOLE, NOTHING, NOTHING),
    (ev.Drafted("ours", HERE, 1), WHOLE, NOTHING, NOTHING),
    (
        ev.Moved("ours", (AWAY, HERE, HERE + 1), 3, StopReason.MET),
        WHOLE,
        ev.Moved(SEEN_AS, (HERE,), 0),
        NOTHING,
    ),
    (ev.Sighted("japanese", "theirs", HERE, 1), ev.Sighted("japanese", NOT_SEEN, HERE, 1), NOTHING, NOTHING),
    (ev.Sighted("japanese", "", HERE, 1), ev.Sighted("japanese", SEEN_AS, HERE, 1), NOTHING, NOTHING),
    (
        ev.Assaulted(HERE, ("ours",), ("ours",), ("theirs",), 2, (3, 4), NONE),
        ev.Assaulted(HERE, ("ours",), ("ours",), (NOT_SEEN,), 2, (3, 4), NONE),
        ev.Assaulted(HERE, (SEEN_AS,), (SEEN_AS,), ("theirs",), 2, (3, 4), NONE),
        ev.Assaulted(HERE, (NOT_SEEN,), (NOT_SEEN,), ("theirs",), 2, (3, 4), NONE),
    ),
    (ev.Assaulted(HERE, ("ours",), (), (), 2, (3, 4), NONE), WHOLE, HIDDEN, NOTHING),
    (ev.Barraged("ours", HERE, 4, 1), WHOLE, ev.Barraged(SEEN_AS, HERE, 4, 1), NOTHING),
    (ev.StepsLost("ours", HERE, 1, Cause.ASSAULT), WHOLE, HIDDEN, NOTHING),
    (ev.Suppressed("ours", HERE, 1), WHOLE, HIDDEN, NOTHING),
    (ev.Retreated("ours", (HERE, AWAY)), WHOLE, ev.Retreated(SEEN_AS, (HERE,)), NOTHING),
    (ev.Destroyed("ours", HERE, Cause.ASSAULT), WHOLE, HIDDEN, NOTHING),
    (ev.Advanced("ours", (AWAY, HERE)), WHOLE, ev.Advanced(SEEN_AS, (HERE,)), NOTHING),
    (ev.Entrenched("ours", HERE, 1), WHOLE, NOTHING, NOTHING),
    (ev.ObjectiveTaken("hill", AWAY, "japanese", 5), WHOLE, WHOLE, WHOLE),
    (ev.CrossingTaken("ford", BRIDGE, "japanese"), WHOLE, WHOLE, WHOLE),
    (ev.PocketClosed("japanese", ("ours",), 3), WHOLE, HIDDEN, ev.PocketClosed("japanese", (NOT_SEEN,), 3)),
    (ev.SupplyDrawn("japanese", "depot", HERE, 3), WHOLE, NOTHING, NOTHING),
    (
        ev.Hauled("ours", (AWAY, HERE), (("a", 3),), (("b", 3),), StopReason.FULL, "ford"),
        WHOLE,
        ev.Hauled(SEEN_AS, (HERE,)),
        NOTHING,
    ),
    (
        ev.Captured("theirs", "ours", HERE, 3),
        ev.Captured(NOT_SEEN, "ours", HERE, 3),
        HIDDEN,
        ev.Captured("theirs", NOT_SEEN, HERE, 3),
    ),
    (ev.StoreTaken("depot", "japanese", AWAY, 3), WHOLE, WHOLE, WHOLE),
    (ev.WorkBegun("ours", "ford", BRIDGE, HERE), WHOLE, NOTHING, NOTHING),
    (ev.WorkDone("ours", "ford", BRIDGE, HERE), WHOLE, NOTHING, NOTHING),
    (ev.WorkDone("ours", "ford", BRIDGE, HERE, finished=True), WHOLE, HIDDEN, NOTHING),
    (ev.CrossingHit("ford", BRIDGE, HERE, 1, HitCause.GUNS), WHOLE, WHOLE, NOTHING),
    (ev.Posted("ours", "defence", HERE), WHOLE, NOTHING, NOTHING),
    (ev.StoodBy("ours", "defence", HERE), WHOLE, HIDDEN, NOTHING),
    (ev.AirSettled((("japanese", 3), ("soviet", 2)), 4, "japanese"), WHOLE, WHOLE, WHOLE),
    (ev.Flown("japanese", "scout", HERE, 2, 2, 3, 4), WHOLE, WHOLE, NOTHING),
    (ev.Flown("japanese", "bomb", AWAY, 2, 2, 3, 1), WHOLE, WHOLE, WHOLE),
    (ev.AirfieldLost("Saienjo", HERE, "soviet"), WHOLE, WHOLE, WHOLE),
    (ev.HqPointsSpent("japanese", "march", 1, HERE), WHOLE, NOTHING, NOTHING),
    (ev.DecoyExposed("japanese", HERE), WHOLE, NOTHING, NOTHING),
    (ev.Exited("ours", HERE), WHOLE, HIDDEN, NOTHING),
    (ev.GameEnded("The calendar is at its end.", "japanese"), WHOLE, WHOLE, WHOLE),
]


def _as_expected(event: ev.Event, expected: Expected) -> ev.Event | None:
    """The event that an entry of the table stands for."""
    if not isinstance(expected, str):
        return expected
    if expected in (WHOLE, NOTHING):
        return event if expected == WHOLE else None
    alias = SEEN_AS if expected == HIDDEN else NOT_SEEN

    def hidden(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        if isinstance(value, str):
            return alias if value == "ours" else value
        return tuple(alias if v == "ours" else v for v in value)

    changes: dict[str, Any] = {name: hidden(getattr(event, name)) for name in type(event).audience.ids}
    return replace(event, **changes)


def _breaches(rows: list[tuple[ev.Event, Expected, Expected, Expected]]) -> list[str]:
    """Where the table and the rule do not agree."""
    out = []
    for event, *expected in rows:
        for name, who, wanted in zip(("owner", "watcher", "blind"), (OWNER, WATCHER, BLIND), expected, strict=True):
            if (told := as_told(event, who)) != _as_expected(event, wanted):
                out.append(f"{event} is told to the {name} as {told}")
    return out


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{type(row[0]).__name__}-{TABLE.index(row)}")
def test_an_event_is_told_to_those_it_concerns(row: tuple[ev.Event, Expected, Expected, Expected]) -> None:
    assert _breaches([row]) == []


def test_every_event_stands_in_the_table() -> None:
    assert {type(row[0]) for row in TABLE} == set(typing.get_args(ev.Event))


def test_every_kind_of_happening_is_in_the_union() -> None:
    assert {c.__name__ for c in Happening.__subclasses__()} == {c.__name__ for c in typing.get_args(ev.Event)}


@pytest.mark.parametrize("kind", typing.get_args(ev.Event), ids=lambda kind: kind.__name__)
def test_no_class_can_be_made_public_or_silent_unnoticed(
    kind: type[Happening], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Making an event public, or telling it to nobody, breaks the table; a public one stays public."""
    rows = [row for row in TABLE if type(row[0]) is kind]
    public = any(isinstance(hearer, Public) for hearer in kind.audience.to)
    monkeypatch.setattr(kind, "audience", Audience((Public(),)) if not public else heard())
    assert _breaches(rows)


def test_ids_of_public_events_stay_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ev.PocketClosed, "audience", heard(Public()))
    assert _breaches([row for row in TABLE if isinstance(row[0], ev.PocketClosed)])


def test_a_crossing_hit_is_known_to_its_owner_and_to_the_side_whose_turn_it_is() -> None:
    event = ev.CrossingHit("ford", BRIDGE, HERE, 1, HitCause.GUNS)
    link = STATE.crossings[BRIDGE]
    soviet = replace(STATE, active="soviet", crossings={BRIDGE: replace(link, owner="soviet")})
    nobody = replace(soviet, crossings={BRIDGE: replace(link, owner="")}, active="japanese")
    theirs = replace(soviet, active="japanese")
    assert as_told(event, replace(BLIND, before=soviet)) == event  # their turn and their crossing
    assert as_told(event, replace(BLIND, before=theirs)) == event  # their crossing
    assert as_told(event, replace(OWNER, before=soviet)) is None  # neither
    assert as_told(event, replace(OWNER, before=nobody)) == event  # their turn


def test_an_event_class_must_say_who_hears_of_it() -> None:
    with pytest.raises(TypeError, match="does not say who hears of it"):
        type("Rumour", (Happening,), {"__annotations__": {"text": str}})
    with pytest.raises(TypeError, match="speaks of \\['unit'\\]"):
        type("Rumour", (Happening,), {"__annotations__": {"text": str}, "audience": heard(ids=("unit",))})
