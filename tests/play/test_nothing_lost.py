"""Small samples of the harnesses that kill the game, break its disk and open it twice; `pytest -m slow` runs the large
ones."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests import guard

ROOT = Path(__file__).parents[2]
#: How often each is tried here, and how often when there is time.
FEW = {"kills": 25, "write_failures": 40, "two_windows": 2}
MANY = {"kills": 2000, "write_failures": 20_000, "two_windows": 200}


def nothing_is_lost(name: str, runs: int, folder: Path, minutes: float) -> None:
    """Run a harness in a process of its own, as it forks and limits itself."""
    words = ["--runs", str(runs), "--seed", "7", "--folder", str(folder)]
    done = guard.finished(
        [sys.executable, "-m", f"tests.harness.{name}", *words],
        minutes,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'game'}:{ROOT}"},
    )
    assert done.returncode == 0 and " 0 faults" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("name", FEW)
def test_nothing_is_lost(name: str, tmp_path: Path) -> None:
    nothing_is_lost(name, FEW[name], tmp_path, guard.MINUTES)


@pytest.mark.slow
@pytest.mark.parametrize("name", MANY)
def test_nothing_is_lost_in_many_tries(name: str, tmp_path: Path) -> None:
    nothing_is_lost(name, MANY[name], tmp_path, 120)
