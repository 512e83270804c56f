"""Random input over all screens, a small form of :mod:`tests.harness.ui_events`."""

from __future__ import annotations

import pytest

from tests.harness import ui_events


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_random_input_raises_nothing_leaves_nothing_behind_and_every_journal_agrees(seed: int) -> None:
    found = ui_events.run(1200, seed, tell=False)
    assert found.raised == [] and found.bad_journals == [] and found.left == {}
    assert found.events >= 1200 and len(found.screens) >= 4


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_thousand_events_raise_nothing_and_leave_memory_as_it_was(seed: int) -> None:
    found = ui_events.run(100_000, seed)
    assert found.good, (found.raised, found.bad_journals, found.resting)


def test_what_raises_is_shortened_to_what_is_needed() -> None:
    deeds: list[ui_events.Deed] = [("start", None), *[("time", 0.01)] * 12, ("nonsense", None), *[("time", 0.01)] * 9]
    assert ui_events.shortened(deeds) == [("start", None), ("nonsense", None)]
