from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from khalkhin.core.orders.errors import OrderSyntaxError
from khalkhin.core.orders.orders import Assault, Barrage, EndTurn, Exit, Move, parse_order
from khalkhin.text.refusals import syntax_text

names = st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)
places = st.tuples(st.integers(0, 300), st.integers(0, 300))
orders = st.one_of(
    st.builds(Move, names, places, st.lists(places, max_size=3).map(tuple)),
    st.builds(
        Assault,
        places,
        st.lists(names, min_size=1, max_size=4).map(tuple),
        st.lists(names, max_size=3).map(tuple),
        st.booleans(),
    ),
    st.builds(Barrage, names, places),
    st.builds(Exit, names),
    st.just(EndTurn()),
)


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
    words = syntax_text(caught.value)
    assert re.search(r"is no order; (write '|begin with one of move, assault,)", words), words


@given(st.text(max_size=60))
def test_any_text_is_an_order_or_a_syntax_error(text: str) -> None:
    try:
        parse_order(text)
    except OrderSyntaxError as error:
        assert len(syntax_text(error)) < 400


def test_attackers_after_the_first_are_sorted_so_that_their_order_cannot_matter() -> None:
    assert Assault((1, 2), ("c", "b", "a"), ("z", "y")) == Assault((1, 2), ("c", "a", "b"), ("y", "z"))
