"""A sample of the harness that plays battles while the computer's process meets with faults."""

from __future__ import annotations

import sys

import pytest

from tests.harness.worker_faults import KINDS, run

#: One that ends, one that hangs, and none to be had: tried in the whole check.
ALWAYS = ("kill", "stop", "unstartable")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and looks at processes as Linux has them")


@pytest.mark.parametrize("kind", [k if k in ALWAYS else pytest.param(k, marks=pytest.mark.slow) for k in KINDS])
def test_the_battle_goes_on(kind: str) -> None:
    assert run(kind, 1).why == ""


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_the_battle_goes_on_whenever_the_fault_comes(kind: str) -> None:
    assert {seed: why for seed in range(2, 22) if (why := run(kind, seed).why)} == {}
