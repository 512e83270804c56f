"""Orders drawn at random are legal, and every kind that can be given is drawn sooner or later."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from khalkhin.core import apply, legal_orders, sample_order, why_illegal
from khalkhin.core.model.state import GameState

from tests.core.positions import states


@settings(max_examples=40, deadline=None)
@given(state=states(), seed=st.integers(0, 999))
def test_a_drawn_order_may_be_given(state: GameState, seed: int) -> None:
    draw = random.Random(seed).randrange
    for _ in range(20):
        if state.over:
            with pytest.raises(ValueError, match="the battle is over"):
                sample_order(state, draw)
            return
        order = sample_order(state, draw)
        assert why_illegal(state, order) is None
        state, _events = apply(state, order)


@settings(max_examples=15, deadline=None)
@given(state=states())
def test_no_kind_is_left_out(state: GameState) -> None:
    draw = random.Random(1).randrange
    drawn = {type(sample_order(state, draw)) for _ in range(200)}
    assert drawn == {type(order) for order in legal_orders(state)}
