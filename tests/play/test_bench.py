"""The bench counts work the same way everywhere, and more work than before is a failure."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from khalkhin.cli import main
from khalkhin.core import initial_state
from khalkhin.core.model import fast_replace
from khalkhin.play.measure import counts
from khalkhin.play.measure.bench import Figure, loop
from khalkhin.play.measure.work import Measure, calls, counted
from khalkhin.scenario import listings, load

#: Written anew by: khalkhin bench --scenario NAME --counts TURNS --keep tests/bench/baseline.json
BASELINE = Path(__file__).parents[1] / "bench" / "baseline.json"
WORDS = ("bench", "--scenario", "grazing_rights", "--counts", "1")


def test_the_baseline_has_the_smallest_and_the_largest_battle() -> None:
    sizes = {item.id: len(load(item.id).order_of_battle) for item in listings() if item.shipped}
    assert {min(sizes, key=sizes.__getitem__), max(sizes, key=sizes.__getitem__)} <= counts.read(BASELINE).keys()


@pytest.mark.parametrize("scenario", counts.read(BASELINE))
def test_the_work_of_a_battles_first_turns_is_what_it_was(
    scenario: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = counts.read(BASELINE)[scenario]
    file = tmp_path / "kept.json"
    file.write_text(json.dumps({scenario: kept}))
    assert main(["bench", "--compare", str(file), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)[scenario]
    cure = f"if it was meant: khalkhin bench --scenario {scenario} --counts {kept['turns']} --keep {BASELINE.name}"
    assert found["changes"] == {} and {"turns": kept["turns"], **found["counts"]} == kept, cure


@pytest.mark.parametrize(("by", "code", "told"), [(-1, 1, "1 more"), (0, 0, "same"), (1, 0, "1 less")])
def test_more_work_than_before_fails_and_less_is_told(
    tmp_path: Path, by: int, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "kept.json"
    kept = counts.read(BASELINE)["grazing_rights"]
    file.write_text(json.dumps({"grazing_rights": {**kept, "orders": kept["orders"] + by}}))
    assert main(["bench", "--compare", str(file)]) == code
    (row,) = [line for line in capsys.readouterr().out.splitlines() if "│ orders " in line]
    assert told in row


def test_counts_of_another_battle_are_kept_beside_those_there_are(tmp_path: Path) -> None:
    file = tmp_path / "kept.json"
    file.write_text(json.dumps({"other": {"turns": 3, "orders": 7}}))
    assert main([*WORDS, "--keep", str(file)]) == 0
    kept = counts.read(file)
    assert kept["other"] == {"turns": 3, "orders": 7} and kept["grazing_rights"]["turns"] == 1


@pytest.mark.parametrize(
    "text", ["", "[]", '{"a": "b"}', '{"a": {}}', '{"a": {"turns": 1, "b": "c"}}', '{"a": {"turns": true}}']
)
def test_a_file_without_counts_is_told(tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "kept.json"
    file.write_text(text)
    assert main(["bench", "--compare", str(file)]) == 1
    assert "cannot be compared with" in capsys.readouterr().err


def test_every_state_that_is_made_is_counted() -> None:
    """However it is made: from nothing, or by changing another one."""
    state = initial_state(load("grazing_rights"), 1)
    with counted(*counts.MEASURES) as tally:
        fast_replace.replace(state, turn=2)
        dataclasses.replace(state, turn=3)
        fast_replace.replace(state.units[0], mp=0)
    assert tally["states made"] == 2


def test_times_are_told_in_calibration_loops_too() -> None:
    """Twice as fast a machine has half the seconds for both; sizes are no times."""
    rows = [Figure("a", 30.0, "ms", 50, once) for once in (0.01, 0.02)]
    assert [row.loops for row in rows] == [3.0, 1.5]
    assert Figure("a", 3.0, "s", 50, 0.5).loops == 6.0 and Figure("a", 4000.0, "µs", 50, 0.5).loops == 0.008
    assert Figure("a", 30.0, "MB", 50, 0.5).loops is None and Figure("a", 51.0, "ms", 50, 0.5).kept is False
    assert loop() > 0


def test_calls_and_what_they_give_back_are_counted() -> None:
    with counted(Measure("reads", counts.changes), Measure("found", counts.changes, len)) as tally:
        counts.changes({"a": 2, "b": 1}, {"a": 1, "b": 1})
    with calls() as made:
        counts.changes({}, {})
    assert tally == {"reads": 1, "found": 1}
    assert made["khalkhin.play.measure.counts.changes"] == 1
