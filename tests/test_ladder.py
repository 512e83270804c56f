"""What is not fast: a test that may open a window or begin a process."""

from __future__ import annotations

import subprocess
from types import ModuleType

import pytest

from tests import ladder
from tests.ui.driver import Driver
from tests.ui.hands import Hands


@pytest.mark.parametrize("thing", [Driver, Hands, subprocess, subprocess.Popen], ids=lambda thing: thing.__name__)
def test_a_module_that_has_a_window_or_a_process_at_hand_is_not_fast(thing: object) -> None:
    module = ModuleType("tests.some")
    assert not ladder.heavy(module, ("tmp_path",))
    module.__dict__["anything"] = thing
    assert ladder.heavy(module, ("tmp_path",))


def test_a_test_that_asks_for_windows_is_not_fast() -> None:
    assert ladder.heavy(ModuleType("tests.some"), ("tmp_path", "driver"))


def test_what_is_passed_over_holds_no_fast_test(request: pytest.FixtureRequest) -> None:
    items = request.session.items
    assert {i.path.name for i in items if ladder.passed_over(i.nodeid.split("::")[0])} >= {"test_ladder.py"}
    found = [i.nodeid for i in items if i.get_closest_marker("fast") and ladder.passed_over(i.nodeid.split("::")[0])]
    assert found == []


def test_a_choice_of_more_than_the_fast_ones_passes_nothing_over() -> None:
    assert ladder.quick("fast") and not any(map(ladder.quick, ("", "not slow", "fast or slow", "not fast", "slow")))


def test_no_fast_test_is_heavy(request: pytest.FixtureRequest) -> None:
    """This one has windows and processes at hand itself."""
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    assert [i.nodeid for i in items if i.get_closest_marker("fast") and ladder.heavy(i.module, i.fixturenames)] == []
    assert request.node.get_closest_marker("fast") is None
