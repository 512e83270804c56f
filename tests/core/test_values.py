"""Copies of values with some fields changed."""

from __future__ import annotations

import dataclasses

import pytest
from khalkhin.core import initial_state
from khalkhin.core.model.fast_replace import replace
from khalkhin.core.model.state import SortiesLeft

from tests.scenarios import small_scenario


@dataclasses.dataclass(frozen=True, slots=True)
class One:
    """A value of a single field, which holds a sequence."""

    parts: tuple[int, ...]


def test_a_copy_has_the_fields_given_and_all_others_as_they_were() -> None:
    state = initial_state(small_scenario(rows=["..."], units=[("a", "rifle-regiment", "soviet", (0, 0))]), 7)
    for value, changes in (
        (state, {"turn": 3, "sorties": {"soviet": SortiesLeft(1, 2)}}),
        (state.units[0], {"hex": 5, "mp": 0, "driving": state.units[0].driving}),
        (state.scenario.sides[0], {"name": "Another"}),
        (One((1, 2)), {}),
        (One((1, 2)), {"parts": (3,)}),
    ):
        found, expected = replace(value, **changes), dataclasses.replace(value, **changes)
        assert type(found) is type(value) and found is not value
        for field in dataclasses.fields(value):
            assert getattr(found, field.name) is getattr(expected, field.name)


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError):
        replace(SortiesLeft(1, 2), transports=3)  # type: ignore[call-arg]
