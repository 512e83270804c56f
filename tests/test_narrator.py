"""The narrator has words for every event, for the side that hears of it and for an umpire."""

from __future__ import annotations

import typing
from dataclasses import replace

import pytest
from khalkhin.core.air.missions import KINDS
from khalkhin.core.events import events as ev
from khalkhin.core.model.rules import CombatOutcome
from khalkhin.core.orders.legal import why_illegal
from khalkhin.core.orders.orders import Work
from khalkhin.text.narrator.narrator import tell
from khalkhin.text.refusals import refusal_text

from tests.core.test_witness import STATE, TABLE

#: Asked in a letter, the timeline's own, or told in the totals of a turn.
SILENT = {ev.ChoiceOffered, ev.FlagChanged, ev.SupplyDrawn, ev.Recovered, ev.Entrenched}
#: What a side newly sees: to an umpire nothing is unseen.
ONLY_FOR_SIDES = {ev.Sighted}
#: These tell of an entry, whose words are the scenario's; the table's has none.
OF_AN_ENTRY = {ev.TimelineFired, ev.ChoiceMade}


def _told(viewers: tuple[str, ...]) -> set[type[ev.Event]]:
    unit = STATE.scenario.order_of_battle[0]
    hungry = replace(STATE, units=tuple(replace(u, hex=max(u.hex, 0)) for u in STATE.units))
    rows: list[ev.Event] = [event for event, *_ in TABLE if not isinstance(event, ev.SupplyChanged)]
    rows.append(ev.SupplyChanged(unit.id, 0, 2))
    return {type(e) for e in rows for viewer in viewers if tell(hungry, hungry, viewer, e) is not None}


def test_every_event_is_told_to_a_side_but_for_the_small_change_of_a_turn() -> None:
    told = _told(tuple(side.id for side in STATE.scenario.sides))
    assert set(typing.get_args(ev.Event)) - told == SILENT | OF_AN_ENTRY


def test_an_umpire_hears_what_either_side_hears() -> None:
    assert _told(tuple(side.id for side in STATE.scenario.sides)) - _told(("",)) == ONLY_FOR_SIDES


@pytest.mark.parametrize("mission", (*KINDS, "support"))
@pytest.mark.parametrize(("arrived", "hits"), [(0, 0), (2, 0), (2, 1)])
def test_every_flight_is_told(mission: str, arrived: int, hits: int) -> None:
    side = STATE.scenario.sides[0].id
    told = tell(STATE, STATE, side, ev.Flown(side, mission, 0, 2, arrived, 0, hits))
    assert told is not None and told.text.startswith("Aircraft of the ")


@pytest.mark.parametrize(
    ("before", "after", "said", "tone"),
    [
        (0, 1, "short of supplies", "bad"),
        (1, 2, "", ""),  # it is short as before
        (2, 3, "unsupplied", "bad"),
        (4, 5, "", ""),
        (5, 6, "isolated", "bad"),  # by an assault as well as by a turn
        (6, 7, "", ""),
        (4, 0, "supplied", "good"),
    ],
)
def test_a_change_of_supply_is_told_when_it_is_another_state(before: int, after: int, said: str, tone: str) -> None:
    """The types of the table are short after one turn without supplies, unsupplied after three, isolated after six."""
    unit = next(u for u in STATE.units if u.hex >= 0)
    told = tell(STATE, STATE, unit.side, ev.SupplyChanged(unit.id, before, after))
    assert ((told.text, told.tone) if told else None) == (
        (f"{unit.spec.name.capitalize()} is now {said}", tone) if said else None
    )


def test_a_name_with_a_comma_stands_in_a_sentence() -> None:
    """ "5th Brigade, advance is held back" reads as two things."""
    unit = next(u for u in STATE.units if u.hex >= 0)
    spec = replace(unit.spec, name="5th Brigade, advance, mounted")
    state = STATE.with_unit(replace(unit, spec=spec))
    told = tell(state, state, unit.side, ev.SupplyChanged(unit.id, 0, 9))
    assert told is not None and told.text == "5th Brigade (advance, mounted) is now isolated"
    held = replace(state, held={unit.id: 0}, active=unit.side)
    refused = why_illegal(held, Work(unit.id, "mine", ((0, 0), (1, 0))))
    assert refused is not None and refusal_text(refused, held).startswith("5th Brigade (advance, mounted) is held back")


@pytest.mark.parametrize(("guns", "said"), [(1, "1 gun;"), (2, "2 guns;")])
def test_the_guns_of_an_assault_are_counted(guns: int, said: str) -> None:
    found = [u.id for u in STATE.units if u.hex >= 0]
    told = tell(
        STATE,
        STATE,
        "",
        ev.Assaulted(0, (found[0],), (found[1],) * guns, (), 0, (1, 2), CombatOutcome(0, 0, 0, 0, 0)),
    )
    assert told is not None and said in told.text
