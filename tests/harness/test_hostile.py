"""A small run of the harness, and that its cases can be made again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.harness.hostile.cases import KINDS, case, content
from tests.harness.hostile.corpus import Corpus

HERE = Path(__file__).resolve().parents[2]


def run(*words: str, **environment: str) -> str:
    """Run the harness, in this environment besides; what it said, if it found nothing."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.harness.hostile", "--untimed", *words],
        capture_output=True,
        text=True,
        cwd=HERE,
        env=os.environ | environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
    return done.stdout


def test_a_hundred_hostile_files(tmp_path: Path) -> None:
    """Compiled files lie in a folder of their own: that Python reads and writes them there is not a tried file's
    doing."""
    where = {"PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}
    told = run("--files", "120", "--seed", "7", "--window", "16", **where)
    assert "120 files read" in told and "0 faults" in told
    assert all(f" {kind}" in told for kind in KINDS)


@pytest.mark.slow
def test_many_thousand_hostile_files() -> None:
    told = run("--files", "300", "--seed", "7", "--window", "16")
    assert "300 files read" in told and "0 faults" in told
    assert "0 faults" in run("--files", "20000", "--seed", "8")


def test_what_nothing_was_done_to_is_taken_for_sound() -> None:
    """Else the harness would try nothing but refusals."""
    asked = "from tests.harness.hostile import sound; sound.main()"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, cwd=HERE, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    taken = [line for line in done.stdout.splitlines() if line in KINDS]
    assert taken == [kind for kind in KINDS if kind not in ("settings", "campaign")]


def test_a_case_is_the_same_every_time(tmp_path: Path) -> None:
    corpus = Corpus(tmp_path)
    for number in range(200):
        made = case(5, number, ("toml", "settings"))
        base = tmp_path / made.base
        base.parent.mkdir(parents=True, exist_ok=True)
        if not base.exists():
            base.write_text('{"a": [1, 2], "b": {"c": "d"}}')
        assert content(made, corpus) == content(case(5, number, ("toml", "settings")), corpus)
