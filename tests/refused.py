"""What the rules refuse, for tests: the code of a refusal and the sentence that is shown."""

from __future__ import annotations

import pytest
from khalkhin.core import IllegalOrder, apply, parse_order, why_illegal
from khalkhin.core.model.state import GameState
from khalkhin.core.orders.orders import Order
from khalkhin.core.refusals import Refusal
from khalkhin.text.refusals import refusal_text


def refused(state: GameState, order: Order | str) -> Refusal:
    """Why an order is refused, which it must be, by those who ask and by those who try alike."""
    order = parse_order(order) if isinstance(order, str) else order
    refusal = why_illegal(state, order)
    assert refusal is not None, order
    with pytest.raises(IllegalOrder) as caught:
        apply(state, order)
    assert caught.value.refusal == refusal and caught.value.order == order
    return refusal


def code(state: GameState, order: Order | str) -> str:
    """The code of a refusal."""
    return refused(state, order).code.value


def words(state: GameState, order: Order | str) -> str:
    """The sentence of a refusal."""
    text = refusal_text(refused(state, order), state)
    assert text.endswith(".") and "{" not in text
    return text
