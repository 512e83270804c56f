"""Orders: each class has all of its parts, reads back from its text, and is offered where it should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from khalkhin.core import initial_state, legal_orders
from khalkhin.core.model.state import GameState
from khalkhin.core.model.units import Job, Task
from khalkhin.core.orders.base import PARTS, BaseOrder
from khalkhin.core.orders.errors import OrderSyntaxError
from khalkhin.core.orders.orders import (
    KINDS,
    TASKS,
    Assault,
    Barrage,
    Choose,
    Deceive,
    Demolish,
    EmergencySupply,
    EndTurn,
    Exit,
    Fly,
    ForcedMarch,
    Haul,
    Load,
    Move,
    Order,
    Prioritise,
    Shell,
    Standby,
    Stop,
    Unload,
    Work,
    edge,
    parse_order,
)
from khalkhin.core.timeline.timeline import Answer, Entry, When

from tests.scenarios import small_scenario

names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
places = st.tuples(st.integers(0, 300), st.integers(0, 300))
edges = st.builds(edge, places, places)
numbers = st.integers(0, 999_999)
#: Orders of each class, all that can be written.
WRITTEN: Mapping[type[Order], st.SearchStrategy[Order]] = {
    Move: st.builds(Move, names, places, st.lists(places, max_size=3).map(tuple)),
    Assault: st.builds(
        Assault,
        places,
        st.lists(names, min_size=1, max_size=4).map(tuple),
        st.lists(names, max_size=3).map(tuple),
        st.booleans(),
        numbers,
        st.booleans(),
    ),
    Barrage: st.builds(Barrage, names, places),
    Exit: st.builds(Exit, names),
    Shell: st.builds(Shell, names, edges),
    Standby: st.builds(Standby, names, st.sampled_from(("", "defence", "counter"))),
    Work: st.builds(Work, names, st.sampled_from(TASKS), edges),
    Stop: st.builds(Stop, names),
    Demolish: st.builds(Demolish, names, edges),
    Haul: st.builds(Haul, names, st.none() | st.tuples(places, places)),
    Load: st.builds(Load, names, numbers),
    Unload: st.builds(Unload, names, numbers),
    Prioritise: st.builds(Prioritise, places, st.integers(0, 3)),
    Fly: st.one_of(
        st.builds(Fly, st.sampled_from(("interdict", "scout")), places, numbers, numbers),
        st.builds(Fly, st.just("bomb"), edges, numbers, numbers),
        st.builds(Fly, st.just("raid"), st.sampled_from(("Hailar", "Tamsag-Bulak", "Lake Buir")), numbers, numbers),
    ),
    ForcedMarch: st.builds(ForcedMarch, names),
    EmergencySupply: st.builds(EmergencySupply, names),
    Deceive: st.builds(Deceive, places),
    Choose: st.builds(Choose, names, names),
    EndTurn: st.just(EndTurn()),
}
orders = st.one_of(*WRITTEN.values())


def test_every_class_of_orders_is_in_the_union_and_in_the_tests() -> None:
    assert get_args(Order) == KINDS and set(WRITTEN) == set(KINDS)
    defined = {kind.__name__ for kind in BaseOrder.__subclasses__() if kind.__module__.startswith("khalkhin.")}
    assert defined == {kind.__name__ for kind in KINDS}
    assert len({kind.FORM.verb for kind in KINDS}) == len(KINDS), "a verb is one kind of order's"


@pytest.mark.parametrize("part", PARTS)
def test_an_order_without_one_of_its_parts_cannot_be_defined(part: str) -> None:
    parts = {name: vars(Exit)[name] for name in PARTS}
    assert type("Whole", (BaseOrder,), parts)
    with pytest.raises(TypeError, match=f"the order Halved lacks {part}"):
        type("Halved", (BaseOrder,), {name: made for name, made in parts.items() if name != part})


def everything() -> GameState:
    """A position in which something can be ordered of every kind but the end of the turn, for which a choice waits."""
    ask = Entry("ask", When(1), "soviet", "Title", "Text.", answers=(Answer("yes", "Yes"), Answer("no", "No")))
    scenario = small_scenario(
        rows=["." * 9] * 7,
        units=[
            ("rifles", "rifle-regiment", "soviet", (4, 2)),
            ("guns", "field-artillery", "soviet", (2, 1)),
            ("posted", "field-artillery", "soviet", (2, 2), {"standby": "counter"}),
            ("sappers", "soviet-engineers", "soviet", (4, 4)),
            ("busy", "soviet-engineers", "soviet", (5, 4)),
            ("leaving", "rifle-regiment", "soviet", (0, 0)),
            ("hungry", "rifle-regiment", "soviet", (8, 0)),
            ("empty", "truck-column", "soviet", (0, 0)),
            ("full", "truck-column", "soviet", (1, 0), {"cargo": 2}),
            ("foe", "jp-infantry-regiment", "japanese", (4, 3)),
        ],
        hexsides=[((4, 4), (4, 5), "river"), ((5, 4), (5, 5), "river"), ((2, 4), (2, 5), "river")],
        crossings=[((4, 4), (4, 5), "bridge"), ((2, 4), (2, 5), "bridge")],
        sources=[("soviet", (0, 0)), ("japanese", (8, 6))],
        depots=[("soviet", (2, 0), 10), ("japanese", (7, 6), 10)],
        objectives=[("Hill", (0, 6), "japanese")],
        airfields=[("Tamsag", "soviet", 3, 3), ("Hailar", "japanese", 3, 3)],
        hq_points=9,
        timeline=[ask],
    )
    state = initial_state(scenario, 1, fog=True)
    board = scenario.board
    a, b = board.index(5, 4), board.index(5, 5)
    assert a is not None and b is not None
    hexside = board.hexside(a, b)
    assert hexside is not None
    changed = []
    for unit in state.units:
        match unit.id:
            case "busy":
                changed.append(replace(unit, job=Job(Task.FORD, hexside)))
            case "hungry":
                changed.append(replace(unit, unsupplied=1, store=-1))
            case "posted":
                changed.append(replace(unit, standby="counter", fought=True))
            case "full":
                changed.append(replace(unit, cargo=2))
    return state.with_units(changed)


def test_every_kind_of_order_is_offered() -> None:
    state = everything()
    offered = {type(order) for order in legal_orders(state)}
    assert set(KINDS) - offered == {EndTurn}
    assert EndTurn in {type(order) for order in legal_orders(replace(state, pending=()))}


@given(orders)
def test_an_order_reads_back_from_its_text(order: object) -> None:
    assert parse_order(str(order)) == order


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mvoe a 1,2",
        "move a",
        "move a 1;2",
        "assault 1,2",
        "assault 1,2 by",
        "end now",
        "barrage a",
        "move a 1,2 via",
        "move a -1,2",
        "exit",
    ],
)
def test_what_is_no_order_is_refused_with_the_forms_that_would_do(text: str) -> None:
    with pytest.raises(OrderSyntaxError) as caught:
        parse_order(text)
    error, verb = caught.value, text.partition(" ")[0]
    assert error.line == text and {"move", "assault", "end"} <= set(error.verbs)
    assert error.form.partition(" ")[0] == (verb if verb in error.verbs else "")
    assert str(error) == f"{text!r}: {error.form or '|'.join(error.verbs)}", "logs say the form that would do"


@given(st.text(max_size=60))
def test_any_text_is_an_order_or_a_syntax_error(text: str) -> None:
    try:
        parse_order(text)
    except OrderSyntaxError as error:
        assert len(str(error)) < 400


def test_attackers_after_the_first_are_sorted_so_that_their_order_cannot_matter() -> None:
    assert Assault((1, 2), ("c", "b", "a"), ("z", "y")) == Assault((1, 2), ("c", "a", "b"), ("y", "z"))
