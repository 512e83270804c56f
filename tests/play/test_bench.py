"""The bench counts work the same way everywhere, and more work than before is a failure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from khalkhin.cli import main
from khalkhin.play.measure import counts
from khalkhin.play.measure.work import Measure, calls, counted

from tests import guard

ROOT = Path(__file__).parents[2]
#: Written by: khalkhin bench --scenario grazing_rights --counts 2 --keep tests/bench/baseline.json
BASELINE = ROOT / "tests" / "bench" / "baseline.json"
WORDS = ("bench", "--scenario", "grazing_rights", "--counts", "2")


def test_the_work_of_two_turns_is_what_it_was() -> None:
    """In a process of its own, where nothing has been found before."""
    run = subprocess.run(
        [sys.executable, "-m", "khalkhin", *WORDS, "--json"], capture_output=True, timeout=guard.SECONDS, check=True
    )
    assert json.loads(run.stdout)["counts"] == counts.read(BASELINE), "if it was meant: " + " ".join(WORDS) + " --keep"


@pytest.mark.parametrize(("kept", "code"), [(10**9, 0), (1, 1)])
def test_more_work_than_before_fails(tmp_path: Path, kept: int, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kept.json"
    file.write_text(json.dumps({"hexes settled by searches": kept}))
    assert main([*WORDS, "--check", str(file), "--json"]) == code
    assert set(json.loads(capsys.readouterr().out)["more"]) == ({"hexes settled by searches"} if code else set())


@pytest.mark.parametrize("text", ["", "[]", '{"a": "b"}'])
def test_a_file_without_counts_is_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kept.json"
    file.write_text(text)
    assert main([*WORDS, "--check", str(file)]) == 1
    assert "cannot be compared with" in capsys.readouterr().err


def test_calls_and_what_they_give_back_are_counted() -> None:
    with counted(Measure("reads", counts.more), Measure("found", counts.more, len)) as tally:
        counts.more({"a": 2, "b": 1}, {"a": 1, "b": 1})
    with calls() as made:
        counts.more({}, {})
    assert tally == {"reads": 1, "found": 1}
    assert made["khalkhin.play.measure.counts.more"] == 1
